/** 今日: what first, for whom; four counts that are filters. What is not there yet is not shown. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '../paths.tsx';
import { useState } from 'react';
import { Worklist } from '../../../engines/pathways/shapes.ts';
import type { WorklistItem } from '../../../engines/pathways/shapes.ts';
import { api } from '../../kit/api.ts';
import { dayOf, dayWords, weekdayWords } from '../../kit/civil.ts';
import { isLate, readClock } from '../../kit/clock-words.ts';
import { Icon } from '../../kit/icon.tsx';
import { useWords } from '../../kit/language.ts';
import { serverTimeIs, useServerNow } from '../../kit/server-time.ts';
import { useSession } from '../../kit/session.ts';
import { Empty, ErrorState, Skeleton } from '../../kit/states.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { words as table } from '../words.ts';
import { CaseRow } from './case-row.tsx';
import { PhonePage } from './phone-page.tsx';

const FILTERS = ['mine', 'late', 'waiting', 'returned'] as const;
type Filter = (typeof FILTERS)[number];
/** States in which the resident has come, or comes, back into one's own hands. */
const RETURNED = new Set(['return-issued', 'taken-back', 'seen']);

/** Which list a case stands in; an overdue one stands in its own as well. */
const stands = (item: WorklistItem, filter: Filter, now: Date): boolean => {
  switch (filter) {
    case 'mine':
      return item.owner?.mine === true;
    case 'late':
      return item.clock !== null && isLate(item.clock, now);
    case 'waiting':
      return item.owner?.mine === false;
    case 'returned':
      return RETURNED.has(item.state);
  }
};

const dueFirst = (one: WorklistItem, other: WorklistItem): number =>
  Date.parse(one.clock?.dueAt ?? one.changedAt) - Date.parse(other.clock?.dueAt ?? other.changedAt);

const useOpenCases = () =>
  useQuery({
    queryKey: ['worklist', 'phone'],
    queryFn: async ({ signal }) => {
      const answer = await api.get('/api/worklist?tab=open&count=100', Worklist, signal);
      serverTimeIs(answer.serverTime);
      return answer;
    },
    refetchInterval: 30_000,
  });

const Rows = ({ items, filter }: { readonly items: readonly WorklistItem[]; readonly filter: Filter }) => {
  const words = useWords(table).today;
  const kit = useWords(kitTable);
  const now = useServerNow();
  const rows = items.filter((item) => stands(item, filter, now)).sort(dueFirst);
  if (rows.length > 0)
    return (
      <>
        <h2 className="list-head">{words.heads[filter]}</h2>
        <ul className="rows" aria-label={words.filters[filter]}>
          {rows.map((item) => (
            <CaseRow key={item.id} item={item} />
          ))}
        </ul>
      </>
    );
  const [next] = items.filter((item) => item.clock !== null).sort(dueFirst);
  return (
    <Empty title={words.none[filter]} why={words.noneWhy}>
      {next !== undefined && next.clock !== null && (
        <p className="note">
          {words.next(next.resident?.name ?? next.number, readClock(next.clock, next.urgency, now, kit).due)}
        </p>
      )}
    </Empty>
  );
};

export const Today = (): React.JSX.Element => {
  const words = useWords(table).today;
  const kit = useWords(kitTable);
  const { role } = useSession();
  const now = useServerNow();
  const cases = useOpenCases();
  const items = cases.data?.items ?? [];
  const [chosen, setChosen] = useState<Filter | null>(null);
  const counts = (filter: Filter): number => items.filter((item) => stands(item, filter, now)).length;
  // What is overdue comes first by itself, until somebody chooses.
  const filter = chosen ?? (counts('late') > 0 ? 'late' : 'mine');
  const day = dayOf(now);
  return (
    <PhonePage
      title={words.title}
      note={
        <>
          {dayWords(day, kit)} {weekdayWords(day, kit)} <span className="nowrap">{role.organisation.shortName}</span>
        </>
      }
      foot={
        <Link to="/residents" className="button primary wide">
          <Icon name="person" />
          {words.find}
        </Link>
      }
    >
      <div className="counts" role="group" aria-label={words.counts}>
        {FILTERS.map((each) => (
          <button
            key={each}
            type="button"
            className="count-filter"
            aria-pressed={filter === each}
            data-filter={each}
            onClick={() => setChosen(each)}
          >
            <b className={each === 'late' && counts(each) > 0 ? 'danger' : ''}>
              {cases.data === undefined ? '–' : counts(each)}
            </b>
            <span>{words.filters[each]}</span>
          </button>
        ))}
      </div>
      {cases.data !== undefined ? (
        <>
          <Rows items={items} filter={filter} />
          {cases.data.next !== null && <p className="note list-note">{words.more}</p>}
        </>
      ) : cases.isError ? (
        <ErrorState what={words.what} fault={cases.error} onRetry={() => void cases.refetch()} />
      ) : (
        <Skeleton rows={5} height={76} />
      )}
    </PhonePage>
  );
};
