/** The way out of a resident's own page: asked twice, since a new code is needed to come back. */
import { useState } from 'react';
import { Button } from '../../kit/button.tsx';

export const Leave = ({
  words,
  onLeave,
}: {
  readonly words: Readonly<Record<'leave' | 'leaveAsk' | 'leaveYes' | 'stay', string>>;
  readonly onLeave: () => unknown;
}): React.JSX.Element => {
  const [sure, setSure] = useState(false);
  return (
    <section className="own-part own-leave">
      {sure && <p>{words.leaveAsk}</p>}
      <Button onClick={() => (sure ? void onLeave() : setSure(true))}>{sure ? words.leaveYes : words.leave}</Button>
      {sure && <Button onClick={() => setSure(false)}>{words.stay}</Button>}
    </section>
  );
};
