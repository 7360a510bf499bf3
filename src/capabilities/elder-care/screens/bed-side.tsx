/** The chosen bed: who, what is to be done with the bed, and its past. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { BedCell } from '../../../consortium/beds/shapes.ts';
import { BED_USES, CLOSURES } from '../../../consortium/beds/uses.ts';
import { BED_WORDS } from '../../../consortium/beds/words.ts';
import { api, Nothing } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { dayOf, dayWords, momentWords, timeOf } from '../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { announce } from '../../../web/kit/live-region.tsx';
import { Facts } from '../../../web/kit/page.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { useSession } from '../../../web/kit/session.ts';
import { faultSentence } from '../../../web/kit/states.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { words as elderTable } from '../words.ts';
import { lookAgainAt, usePast, useToday } from './beds-query.ts';
import { pageOf } from './bed-lines.ts';
import { boardWords } from './board-words.ts';

const KEEPERS: readonly string[] = ['bed-manager', 'nurse', 'duty-officer'];

const Past = ({ bed }: { readonly bed: string }): React.JSX.Element | null => {
  const words = useWords(boardWords);
  const beds = useWords(BED_WORDS);
  const kit = useWords(kitTable);
  const { data } = usePast(bed);
  if (data === undefined) return null;
  const name = (kind: string, what: string): string =>
    kind === 'use' ? wordOf(beds.uses, what) : kind === 'closed' ? wordOf(beds.closures, what) : words.pastKinds.taken;
  const day = (at: string): string => dayWords(dayOf(new Date(at)), kit);
  return (
    <section aria-labelledby="bed-past">
      <h3 id="bed-past">{words.past}</h3>
      <ul className="bed-past">
        {data.items.map(({ kind, what, fromAt, untilAt }) => (
          <li key={`${kind}-${fromAt}`}>
            <span className="note numbers">
              {untilAt === null ? words.since(day(fromAt)) : words.between(day(fromAt), day(untilAt))}
            </span>
            <span>{name(kind, what)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
};

/** 今日变动: who comes and goes, by the clock; who has gone or is expected in words, not in colour alone. */
const Moves = (): React.JSX.Element | null => {
  const words = useWords(boardWords);
  const { data } = useToday();
  if (data === undefined) return null;
  return (
    <section className="bed-moves" aria-label={words.today}>
      <h2>{words.today}</h2>
      {data.moves.length === 0 && <p className="note">{words.todayNone}</p>}
      <ul>
        {data.moves.map(({ kind, at, case: id, person, place, bed }) => (
          <li key={`${kind}${id}`}>
            <span className="numbers">{timeOf(new Date(at))}</span>
            <Tag tone={kind === 'expected' || kind === 'in' || kind === 'back' ? 'primary' : 'warning'}>
              {words.moves[kind]}
            </Tag>
            <span>
              <Link to="/elder-care/stays/$id" params={{ id }}>
                {person ?? words.nobody}
              </Link>
              <span className="note">
                {bed} {place}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
};

type Asking = 'close' | 'use' | null;

const Acts = ({ bed }: { readonly bed: BedCell }): React.JSX.Element => {
  const words = useWords(boardWords);
  const beds = useWords(BED_WORDS);
  const kit = useWords(kitTable);
  const client = useQueryClient();
  const [asking, setAsking] = useState<Asking>(null);
  const [choice, setChoice] = useState('');
  const change = useMutation({
    mutationFn: (how: 'reopen' | 'close' | 'use') =>
      how === 'reopen'
        ? api.remove(`/api/beds/${bed.id}/closure`, Nothing)
        : how === 'close'
          ? api.post(`/api/beds/${bed.id}/closure`, { reason: choice }, Nothing)
          : api.post(`/api/beds/${bed.id}/use`, { use: choice }, Nothing),
    onSuccess: () => {
      announce(words.done);
      setAsking(null);
      return lookAgainAt(client, bed.id);
    },
  });
  const ask = (what: Asking, first: string): void => {
    setChoice(first);
    setAsking(what);
  };
  return (
    <div className="bed-acts no-print">
      {bed.state === 'closed' && (
        <Button kind="primary" aria-disabled={change.isPending} onClick={() => change.mutate('reopen')}>
          {bed.closed === 'cleaning' ? words.reopenCleaned : words.reopen}
        </Button>
      )}
      {bed.state === 'free' && <Button onClick={() => ask('close', 'repair')}>{words.close}</Button>}
      {(bed.state === 'free' || bed.state === 'closed') && (
        <Button onClick={() => ask('use', BED_USES.find((use) => use !== bed.use) ?? 'elder-care')}>
          {words.changeUse}
        </Button>
      )}
      {asking !== null && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            change.mutate(asking);
          }}
        >
          <label htmlFor="bed-choice">{asking === 'close' ? words.closeWhy : words.newUse}</label>
          <select id="bed-choice" value={choice} onChange={(event) => setChoice(event.target.value)}>
            {(asking === 'close' ? CLOSURES : BED_USES.filter((use) => use !== bed.use)).map((code) => (
              <option key={code} value={code}>
                {asking === 'close' ? wordOf(beds.closures, code) : wordOf(beds.uses, code)}
              </option>
            ))}
          </select>
          <Button type="submit" kind="primary" aria-disabled={change.isPending}>
            {words.save}
          </Button>
          <Button onClick={() => setAsking(null)}>{words.cancel}</Button>
        </form>
      )}
      {change.isError && (
        <p className="danger" role="alert">
          {faultSentence(change.error, kit)}
        </p>
      )}
    </div>
  );
};

export const BedSide = ({
  bed,
  ward,
}: {
  readonly bed: BedCell | undefined;
  readonly ward: string;
}): React.JSX.Element => {
  const words = useWords(boardWords);
  const beds = useWords(BED_WORDS);
  const elder = useWords(elderTable);
  const kit = useWords(kitTable);
  const { role } = useSession();
  if (bed === undefined)
    return (
      <aside className="bed-side" aria-label={words.chosen}>
        <Moves />
        <p className="note">{words.choose}</p>
      </aside>
    );
  const { person, alarm } = bed;
  return (
    <aside className="bed-side" aria-label={words.chosen}>
      <Moves />
      <h2>
        {ward} {bed.label}
      </h2>
      <Facts
        rows={[
          { label: words.current, value: kit.listed([beds.uses[bed.use], beds.states[bed.state]]) },
          ...(person === null ? [] : [{ label: words.person, value: words.person_(person.name, person.age) }]),
          ...(typeof person?.days === 'number' ? [{ label: words.stayed, value: words.days(person.days) }] : []),
          ...(person === null || person.care !== null
            ? []
            : [
                {
                  label: words.level,
                  value: bed.level === null ? words.notAssessed : wordOf(elder.answers, bed.level),
                },
              ]),
          ...(alarm === null
            ? []
            : [
                {
                  label: words.alarm,
                  value: (
                    <b className="danger">
                      {wordOf(elder.answers, alarm.what)} {momentWords(alarm.at, kit, serverNow())}
                    </b>
                  ),
                },
              ]),
        ]}
      />
      {person !== null && (
        <p className="no-print">
          <Link className="button primary" to={pageOf(person)} params={{ id: person.case }}>
            {person.care === null ? words.openStay : words.openCare}
          </Link>
        </p>
      )}
      {KEEPERS.includes(role.role) && <Acts key={bed.id} bed={bed} />}
      <Past bed={bed.id} />
    </aside>
  );
};
