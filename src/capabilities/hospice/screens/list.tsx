/** 安宁疗护: who is cared for, where, how much pain, whose turn it is. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../web/kit/api.ts';
import { dayOf, momentWords } from '../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { PageHead } from '../../../web/kit/page.tsx';
import { PersonName } from '../../../web/kit/person.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { Empty, ErrorState, Skeleton } from '../../../web/kit/states.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { HospiceList } from '../shapes.ts';
import type { HospiceRow } from '../shapes.ts';
import { words as hospiceTable } from '../words.ts';
import { workWords } from '../words/work.ts';
import { ColumnHeads } from './column-heads.tsx';
import { screenWords } from './screen-words.ts';
import './hospice.css';

const DAY = 86_400_000;
const Row = ({ row }: { readonly row: HospiceRow }): React.JSX.Element => {
  const words = useWords(screenWords);
  const work = useWords(workWords);
  const hospice = useWords(hospiceTable);
  const kit = useWords(kitTable);
  const now = serverNow();
  const nth =
    row.since === null ? null : Math.round((Date.parse(dayOf(now)) - Date.parse(dayOf(new Date(row.since)))) / DAY) + 1;
  return (
    <tr className={row.late ? 'hospice-late' : undefined}>
      <td>
        <Link to="/hospice/$id" params={{ id: row.id }} className="hospice-name">
          <PersonName name={row.resident.name} gender={row.gender} age={row.age} />
        </Link>
        <div className="note">{row.diagnosis}</div>
      </td>
      <td>
        {row.place === null ? '—' : wordOf(words.places, row.place)} {row.bed}
        <div className="note">
          {row.organisation.name} {nth !== null && words.days(String(nth))}
        </div>
      </td>
      <td className="numbers">
        {row.pain === null ? (
          <span className="note">{words.notScored}</span>
        ) : (
          <b className={row.pain >= 7 ? 'danger' : row.pain >= 4 ? 'warning' : undefined}>{row.pain}</b>
        )}
        {row.scoredAt !== null && <div className="note">{momentWords(row.scoredAt, kit, now)}</div>}
      </td>
      <td>{row.wishes ? words.hasWishes : <span className="warning">{words.noWishes}</span>}</td>
      <td>
        <Tag tone={row.mine ? 'primary' : 'plain'}>{wordOf(hospice.states, row.state)}</Tag>
        {row.work > 0 && <div className="note">{work.open(String(row.work))}</div>}
      </td>
      <td>
        {row.owner === null ? '—' : `${row.owner.organisation} ${wordOf(kit.roles, row.owner.role)}`}
        {row.dueAt !== null && (
          <div className={row.late ? 'danger numbers' : 'note numbers'}>
            {momentWords(row.dueAt, kit, now)}
            {row.late && ` ${words.late}`}
          </div>
        )}
      </td>
    </tr>
  );
};

export const HospiceListScreen = (): React.JSX.Element => {
  const words = useWords(screenWords);
  const list = useQuery({
    queryKey: ['hospice', 'list'],
    queryFn: ({ signal }) => api.get('/api/hospice', HospiceList, signal),
    refetchInterval: 60_000,
  });
  const { columns } = words;
  return (
    <div className="hospice">
      <PageHead
        title={words.title}
        note={list.data === undefined ? undefined : words.note(String(list.data.items.length))}
      >
        <Link to="/hospice/new" className="button primary">
          {words.refer}
        </Link>
      </PageHead>
      {list.data === undefined && list.isError && (
        <ErrorState what={words.title} fault={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.data === undefined && !list.isError && <Skeleton rows={6} height={52} />}
      {list.data?.items.length === 0 && <Empty title={words.none} why={words.noneWhy} />}
      {list.data !== undefined && list.data.items.length > 0 && (
        <section className="card hospice-scroll" tabIndex={0} aria-label={words.title}>
          <table className="hospice-table">
            <ColumnHeads
              of={[columns.person, columns.place, columns.pain, columns.wishes, columns.state, columns.owner]}
            />
            <tbody>
              {list.data.items.map((row) => (
                <Row key={row.id} row={row} />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </div>
  );
};
