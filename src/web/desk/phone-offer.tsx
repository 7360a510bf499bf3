/** Whoever sits at the desk's page with a phone in hand is offered the page made for it; they may stay. */
import { useState } from 'react';
import { Button } from '../kit/button.tsx';
import { useWords } from '../kit/language.ts';
import { useSession } from '../kit/session.ts';
import { useWide } from '../kit/wide.ts';
import { words as table } from './words.ts';
import './strip.css';

const WIDER_THAN_A_PHONE = 481;
/** Who works on foot; the others' screens are the desk's. */
const ON_FOOT: readonly string[] = ['village-doctor'];

export const PhoneOffer = (): React.JSX.Element | null => {
  const words = useWords(table);
  const { role } = useSession();
  const wide = useWide(WIDER_THAN_A_PHONE);
  const [stays, setStays] = useState(false);
  if (wide || stays || !ON_FOOT.includes(role.role)) return null;
  return (
    <div className="bar primary phone-offer" role="status">
      <span>{words.phoneOffer}</span>
      <a className="button primary" href="/m">
        {words.phoneOpen}
      </a>
      <Button onClick={() => setStays(true)}>{words.phoneStay}</Button>
    </div>
  );
};
