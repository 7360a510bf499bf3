/** The one clock of every screen. */
import type { Urgency } from '../../engines/pathways/define.ts';
import { readClock } from './clock-words.ts';
import type { ClockFact } from './clock-words.ts';
import { useWords } from './language.ts';
import { useServerNow } from './server-time.ts';
import { words as table } from './words.ts';
import './clock.css';

type Props = { readonly clock: ClockFact; readonly urgency: Urgency };

/** In a row: two lines, right-aligned. Its width belongs to the column, so ticking moves nothing. */
export const ClockCell = ({ clock, urgency }: Props): React.JSX.Element => {
  const words = useWords(table);
  const reading = readClock(clock, urgency, useServerNow(), words);
  return (
    <span className={`clock ${reading.tone}`}>
      <span className="clock-words">{reading.words}</span>
      <span className="clock-due dotted">
        <span>{reading.due}</span>
        {reading.then !== null && <span>{reading.then}</span>}
      </span>
    </span>
  );
};

/** In the owner block of a case: named, large, with what happens and how much is gone. */
export const ClockBlock = ({ clock, urgency, name }: Props & { readonly name: string }): React.JSX.Element => {
  const words = useWords(table);
  const reading = readClock(clock, urgency, useServerNow(), words);
  return (
    <div className={`clock-block ${reading.tone}`}>
      <span className="note">{name}</span>
      <span className="clock-large">{reading.words}</span>
      <span className="clock-due dotted">
        <span>{reading.due}</span>
        <span>{reading.then ?? words.willEscalate}</span>
      </span>
    </div>
  );
};

/** The time that is gone, as a line; the words beside it say the same. */
export const ClockLine = ({ clock, urgency }: Props): React.JSX.Element => {
  const reading = readClock(clock, urgency, useServerNow(), useWords(table));
  return (
    <span className={`clock-line ${reading.tone}`} aria-hidden="true">
      <span style={{ width: `${String(Math.round(reading.gone * 100))}%` }} />
    </span>
  );
};
