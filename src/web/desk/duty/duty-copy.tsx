/** Copying the week into the next one: what it will do stands there before it is done. */
import type { CopiedShift, CopiedWeek } from '../../../consortium/duty/shapes.ts';
import { addDays } from '../../../platform/civil-time.ts';
import { Button } from '../../kit/button.tsx';
import { dayOf, dayWords, timeOf, weekdayWords } from '../../kit/civil.ts';
import { useWords } from '../../kit/language.ts';
import { announce } from '../../kit/live-region.tsx';
import { serverNow } from '../../kit/server-time.ts';
import { faultSentence } from '../../kit/states.tsx';
import { words as kitTable } from '../../kit/words.ts';
import type { Asked } from './duty-query.ts';
import { useRosterChange } from './duty-query.ts';
import { words as table } from './words.ts';

const Shifts = ({ title, shifts }: { readonly title: string; readonly shifts: readonly CopiedShift[] }) => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  if (shifts.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {shifts.map(({ person, fromAt, untilAt }) => {
          const day = dayOf(new Date(fromAt));
          const until = new Date(untilAt);
          const end =
            dayOf(until) === day ? timeOf(until) : `${dayWords(dayOf(until), kit, serverNow())} ${timeOf(until)}`;
          return (
            <li key={`${person.role} ${fromAt}`}>
              <span className="numbers">
                {dayWords(day, kit, serverNow())} {weekdayWords(day, kit)} {words.hours(timeOf(new Date(fromAt)), end)}
              </span>
              <span className="strong">{person.name}</span>
            </li>
          );
        })}
      </ul>
    </>
  );
};

export const DutyCopy = ({
  asked,
  onCopied,
}: {
  readonly asked: Asked;
  readonly onCopied: (to: string) => void;
}): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const { copy } = useRosterChange();
  const to = addDays(asked.from, 7);
  const week = words.week(dayWords(to, kit, serverNow()), dayWords(addDays(to, 6), kit, serverNow()));
  const look = copy.data?.done === false ? copy.data : undefined;
  const send = (act: 'look' | 'copy', replace = false): void =>
    copy.mutate(
      { act, role: asked.role, department: asked.department ?? null, from: asked.from, to, replace },
      {
        onSuccess: (answer: CopiedWeek) => {
          if (!answer.done) return;
          announce(words.copied(answer.made.length));
          onCopied(to);
        },
      },
    );
  return (
    <section className="duty-copy no-print" aria-label={words.copy}>
      {look === undefined && (
        <Button disabled={copy.isPending} onClick={() => send('look')}>
          {words.copy}
        </Button>
      )}
      {copy.isError && (
        <p className="danger" role="alert">
          {faultSentence(copy.error, kit)}
        </p>
      )}
      {look !== undefined && (
        <div className="card duty-copy-plan" role="group" aria-label={words.copyTo(week)}>
          <h2>{words.copyTo(week)}</h2>
          <Shifts title={words.copyMade(look.made.length)} shifts={look.made} />
          <Shifts title={words.copyLeftOut} shifts={look.leftOut} />
          {look.standing.length > 0 && (
            <>
              <p className="bar">{words.copyStanding(look.standing.length)}</p>
              <Shifts title={words.copyReplaced} shifts={look.standing} />
            </>
          )}
          <div className="duty-save">
            <Button
              kind="primary"
              disabled={copy.isPending || look.made.length === 0}
              onClick={() => send('copy', look.standing.length > 0)}
            >
              {look.standing.length > 0 ? words.copyReplace(look.standing.length) : words.copyDo}
            </Button>{' '}
            <Button onClick={() => copy.reset()}>{words.cancel}</Button>
          </div>
        </div>
      )}
    </section>
  );
};
