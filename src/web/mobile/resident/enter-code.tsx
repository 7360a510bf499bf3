import { useState } from 'react';
import { Button } from '../../kit/button.tsx';
import { useWords } from '../../kit/language.ts';
import { words as table } from './words.ts';

/** Twelve digits, however they are written; shown in fours, as printed. */
const digitsOf = (text: string): string => text.normalize('NFKC').replaceAll(/\D/g, '');
const inFours = (text: string): string =>
  (
    digitsOf(text)
      .slice(0, 12)
      .match(/.{1,4}/g) ?? []
  ).join(' ');

export const EnterCode = ({
  begun,
  busy,
  said,
  onEnter,
}: {
  readonly begun: string;
  readonly busy: boolean;
  /** Why the last code did not open, or why one is asked for again. */
  readonly said: string | null;
  readonly onEnter: (code: string) => void;
}): React.JSX.Element => {
  const words = useWords(table);
  const [text, setText] = useState(inFours(begun));
  const [short, setShort] = useState(false);
  const fault = short ? words.codeNeed : said;
  return (
    <form
      className="own-part own-enter"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const lacking = digitsOf(text).length !== 12;
        setShort(lacking);
        if (!lacking && !busy) onEnter(digitsOf(text));
      }}
    >
      <h2>{words.enterTitle}</h2>
      <p>{words.enterWhy}</p>
      <label htmlFor="own-code">{words.code}</label>
      <input
        id="own-code"
        className="own-code"
        type="text"
        inputMode="numeric"
        autoComplete="one-time-code"
        placeholder="0000 0000 0000"
        value={text}
        aria-invalid={fault !== null}
        aria-describedby={fault === null ? undefined : 'own-code-fault'}
        onChange={(event) => setText(inFours(event.target.value))}
      />
      {fault !== null && (
        <p className="bar danger" id="own-code-fault" role="alert">
          {fault}
        </p>
      )}
      <Button kind="primary" type="submit" className="wide" aria-disabled={busy}>
        {busy ? words.entering : words.enter}
      </Button>
      <p className="note">{words.lost}</p>
    </form>
  );
};
