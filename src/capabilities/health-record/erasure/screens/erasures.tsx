/** 更正与删除: what waits for a decision by due time, then what was closed lately. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../../web/kit/api.ts';
import { momentWords } from '../../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../../web/kit/language.ts';
import { PageHead } from '../../../../web/kit/page.tsx';
import { serverNow } from '../../../../web/kit/server-time.ts';
import { Empty, ErrorState, Skeleton } from '../../../../web/kit/states.tsx';
import { Tag } from '../../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../../web/kit/words.ts';
import { Erasures } from '../shapes.ts';
import type { ErasureRow } from '../shapes.ts';
import { words as caseTable } from '../words.ts';
import { erasureWords } from './erasure-words.ts';
import './erasures.css';

export const ERASURES_KEY = ['erasures'] as const;

const Row = ({ row, act }: { readonly row: ErasureRow; readonly act: string }): React.JSX.Element => {
  const words = useWords(erasureWords);
  const said = useWords(caseTable);
  const kit = useWords(kitTable);
  const moment = (at: string): string => momentWords(at, kit, serverNow());
  return (
    <li>
      <span>
        {words.columns.resident} <b>{row.resident}</b>
        <span className="note">{said.answers[row.kind]}</span>
      </span>
      <span>
        <b>{wordOf(words.types, row.entry.type)}</b>
        <span className="note">{said.answers[row.basis]}</span>
      </span>
      <span>
        {words.columns.asked} {row.asked.name} {moment(row.asked.at)}
        {row.dueAt !== null && (
          <span className={row.late ? 'danger' : 'note'}>
            {words.columns.due} {moment(row.dueAt)}
            {row.late && ` · ${words.late}`}
          </span>
        )}
      </span>
      <Tag tone={row.late ? 'danger' : 'plain'}>{wordOf(said.states, row.state)}</Tag>
      <Link to="/erasures/$id" params={{ id: row.case }} className="button">
        {act}
        <span className="unseen"> {row.number}</span>
      </Link>
    </li>
  );
};

export const ErasuresScreen = (): React.JSX.Element => {
  const words = useWords(erasureWords);
  const list = useQuery({
    queryKey: ERASURES_KEY,
    queryFn: ({ signal }) => api.get('/api/erasures', Erasures, signal),
    refetchInterval: 60_000,
  });
  const { data } = list;
  return (
    <div className="erasures">
      <PageHead title={words.title} note={words.note} />
      {data === undefined && list.isError && (
        <ErrorState what={words.title} fault={list.error} onRetry={() => void list.refetch()} />
      )}
      {data === undefined && !list.isError && <Skeleton rows={4} height={48} />}
      {data !== undefined && (
        <section className="card" aria-label={words.waiting}>
          <h2>{words.waiting}</h2>
          {data.open.length === 0 ? (
            <Empty title={words.none} why={words.noneWhy} />
          ) : (
            <ul className="erasure-list">
              {data.open.map((row) => (
                <Row key={row.case} row={row} act={words.open} />
              ))}
            </ul>
          )}
        </section>
      )}
      {data !== undefined && data.closed.length > 0 && (
        <section className="card" aria-label={words.closed}>
          <h2>{words.closed}</h2>
          <ul className="erasure-list">
            {data.closed.map((row) => (
              <Row key={row.case} row={row} act={words.look} />
            ))}
          </ul>
        </section>
      )}
    </div>
  );
};
