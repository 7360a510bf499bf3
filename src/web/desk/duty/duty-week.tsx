/** Seven days: who, from when to when, and what is not covered. */
import type { Roster, Shift } from '../../../consortium/duty/shapes.ts';
import { addDays } from '../../../platform/civil-time.ts';
import { Button } from '../../kit/button.tsx';
import { dayOf, dayWords, instantText, timeOf, weekdayWords } from '../../kit/civil.ts';
import { useWords } from '../../kit/language.ts';
import { announce } from '../../kit/live-region.tsx';
import { serverNow } from '../../kit/server-time.ts';
import { faultSentence } from '../../kit/states.tsx';
import { Tag } from '../../kit/tag.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { useRosterChange } from './duty-query.ts';
import { words as table } from './words.ts';

type Span = { readonly fromAt: string; readonly untilAt: string };

/** The part of a span that falls on the day, or null. */
const onDay = ({ fromAt, untilAt }: Span, day: string): Span | null => {
  const begins = new Date(instantText(day, '00:00') ?? '').getTime();
  const ends = new Date(instantText(addDays(day, 1), '00:00') ?? '').getTime();
  const from = Math.max(begins, Date.parse(fromAt));
  const until = Math.min(ends, Date.parse(untilAt));
  return from < until ? { fromAt: new Date(from).toISOString(), untilAt: new Date(until).toISOString() } : null;
};

export const DutyWeek = ({ roster, from }: { readonly roster: Roster; readonly from: string }): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const { remove } = useRosterChange();
  const now = serverNow();
  const hours = (span: Span, day: string): readonly [string, string] => {
    const until = new Date(span.untilAt);
    return [timeOf(new Date(span.fromAt)), dayOf(until) === day ? timeOf(until) : words.midnight];
  };
  const partsOf = <One extends Span>(spans: readonly One[], day: string): readonly { one: One; part: Span }[] =>
    spans.flatMap((one) => {
      const part = onDay(one, day);
      return part === null ? [] : [{ one, part }];
    });
  const entry = (shift: Shift, part: Span, day: string): React.JSX.Element => {
    const when = words.hours(...hours(part, day));
    return (
      <li key={shift.id}>
        <span className="numbers duty-hours">{when}</span>
        <span className="strong">{shift.person.name}</span>
        {shift.person.phone !== null && <a href={`tel:${shift.person.phone}`}>{shift.person.phone}</a>}
        {roster.mayEdit && (
          <Button
            kind="link"
            className="no-print"
            aria-label={words.remove(shift.person.name, `${dayWords(day, kit, now)} ${when}`)}
            onClick={() => remove.mutate(shift.id, { onSuccess: () => announce(words.removed) })}
          >
            {words.removeShort}
          </Button>
        )}
      </li>
    );
  };
  return (
    <>
      {remove.isError && (
        <p className="danger" role="alert">
          {faultSentence(remove.error, kit)}
        </p>
      )}
      <table className="card duty-week">
        <thead>
          <tr>
            <th scope="col">{words.day}</th>
            <th scope="col">{words.onDuty}</th>
            <th scope="col">{words.cover}</th>
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: 7 }, (_, index) => addDays(from, index)).map((day) => {
            const shifts = partsOf(roster.shifts, day);
            const gaps = partsOf(roster.gaps, day);
            const overlaps = partsOf(roster.overlaps, day);
            return (
              <tr key={day} className={day === dayOf(now) ? 'today' : ''}>
                <th scope="row">
                  {dayWords(day, kit, now)} {weekdayWords(day, kit)}
                  {day === dayOf(now) && <Tag tone="primary">{kit.today}</Tag>}
                </th>
                <td>
                  {shifts.length === 0 ? (
                    <span className="note">{words.nobody}</span>
                  ) : (
                    <ul>{shifts.map(({ one, part }) => entry(one, part, day))}</ul>
                  )}
                </td>
                <td>
                  {gaps.map(({ part }) => (
                    <p key={part.fromAt} className={Date.parse(part.untilAt) <= now.getTime() ? 'note' : 'danger'}>
                      {words.gap(...hours(part, day))}
                    </p>
                  ))}
                  {overlaps.map(({ part }) => (
                    <p key={part.fromAt} className="note">
                      {words.overlap(...hours(part, day))}
                    </p>
                  ))}
                  {gaps.length === 0 && overlaps.length === 0 && <span className="note">{words.covered}</span>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
};
