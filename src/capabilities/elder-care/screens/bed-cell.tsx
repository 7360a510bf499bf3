/** One bed in three lines at fixed places: number and day of stay; who; the one thing that matters now. */
import { memo } from 'react';
import type { BedCell as Cell } from '../../../consortium/beds/shapes.ts';
import { BED_WORDS } from '../../../consortium/beds/words.ts';
import { dayOf, dayWords, timeOf } from '../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { serverNow } from '../../../web/kit/server-time.ts';
import { words as kitTable } from '../../../web/kit/words.ts';
import { words as elderTable } from '../words.ts';
import { boardWords } from './board-words.ts';
import './bed-cell.css';

/** What stands in the third line, by its weight: an alarm, then a move, then the level. */
export const useMatter = () => {
  const words = useWords(boardWords);
  const beds = useWords(BED_WORDS);
  const elder = useWords(elderTable);
  const kit = useWords(kitTable);
  // the day where it is another, else the time: the cell has room for one
  const shortly = (at: string): string => {
    const now = serverNow();
    const day = dayOf(new Date(at));
    return day === dayOf(now) ? timeOf(new Date(at)) : dayWords(day, kit, now);
  };
  return (bed: Cell): { readonly text: string; readonly tone: 'alarm' | 'move' | 'plain' } => {
    if (bed.state === 'closed') return { text: bed.closed === null ? '' : beds.closures[bed.closed], tone: 'plain' };
    if (bed.state === 'free') return { text: beds.states.free, tone: 'plain' };
    if (bed.state === 'held')
      return {
        text: bed.heldUntil === null ? '' : words.until(shortly(bed.heldUntil)),
        tone: 'move',
      };
    if (bed.alarm !== null) return { text: wordOf(elder.answers, bed.alarm.what), tone: 'alarm' };
    if (bed.state === 'kept') return { text: words.awayAt, tone: 'move' };
    if (typeof bed.person?.care === 'string') return { text: words.otherCare, tone: 'plain' };
    return { text: bed.level === null ? words.notAssessed : wordOf(elder.answers, bed.level), tone: 'plain' };
  };
};

export const BedButton = memo(function BedButton({
  bed,
  column,
  reached,
  chosen,
  onChoose,
}: {
  readonly bed: Cell;
  /** In its ward's grid, where the room's name is the first. */
  readonly column: number;
  /** Whether a Tab leads here: of a whole board one bed does, the arrows do the rest. */
  readonly reached: boolean;
  readonly chosen: boolean;
  readonly onChoose: (id: string) => void;
}): React.JSX.Element {
  const words = useWords(boardWords);
  const beds = useWords(BED_WORDS);
  const matter = useMatter()(bed);
  const second =
    bed.state === 'free' || bed.state === 'closed'
      ? beds.states[bed.state]
      : bed.state === 'held'
        ? `${beds.states.held} ${bed.person?.name ?? ''}`
        : (bed.person?.name ?? beds.states.used);
  return (
    <button
      type="button"
      role="gridcell"
      aria-colindex={column}
      aria-selected={chosen}
      tabIndex={reached ? 0 : -1}
      className={`bed-cell ${bed.state}`}
      data-bed={bed.id}
      onClick={() => onChoose(bed.id)}
    >
      <span className="bed-line">
        <b>{bed.label}</b>
        {typeof bed.person?.days === 'number' && <span className="note">{words.days(bed.person.days)}</span>}
      </span>
      <span className="bed-line">
        <span className="bed-who">{second}</span>
        {typeof bed.person?.age === 'number' && <span className="numbers">{bed.person.age}</span>}
      </span>
      <span className={`bed-matter ${matter.tone}`}>{bed.state === 'free' ? '\u00a0' : matter.text}</span>
    </button>
  );
});
