/** 居民: those of one's own catchment, masked; the thousandth row is reached by reading on, not by a page number. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, Navigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { Role } from '../../../consortium/roles.ts';
import { ResidentList } from '../../../consortium/shapes.ts';
import type { ResidentRow } from '../../../consortium/shapes.ts';
import { api, queryString } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { DownloadButton } from '../../kit/download.tsx';
import { useWords } from '../../kit/language.ts';
import { announce } from '../../kit/live-region.tsx';
import { PageHead } from '../../kit/page.tsx';
import { useSession } from '../../kit/session.ts';
import { Empty, ErrorState, faultSentence, Skeleton } from '../../kit/states.tsx';
import { Tag } from '../../kit/tag.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { isNumber, useAsked } from './address-state.ts';
import { words as table } from './words.ts';
import './residents.css';

/** Whoever brings the catchment in by spreadsheet also takes it out: the whole numbers are in it. */
const EXPORTING: readonly Role[] = ['registrar', 'general-practitioner'];
const SETTLE = 250;
const ROW = 49;

const Row = ({ row }: { readonly row: ResidentRow }): React.JSX.Element => {
  const words = useWords(table);
  return (
    <li className="resident-row">
      <Link to="/residents/$id" params={{ id: row.id }} className="resident-name">
        <b>{row.name}</b>
        {row.deceased && <Tag>{words.deceased}</Tag>}
      </Link>
      <span className="resident-who">
        {words.genders[row.gender]}
        {row.age !== null && ` ${words.age(row.age)}`}
      </span>
      <span className="resident-birth">{row.birthDate ?? words.unknown}</span>
      <span className="resident-card">{row.cardMasked ?? words.unknown}</span>
      <span className="resident-phone">{row.phoneMasked ?? words.unknown}</span>
      <span className="resident-village">{row.village ?? words.unknown}</span>
    </li>
  );
};

/** Who works in a house without a catchment sees whom it cares for now. */
const HOSPITAL: readonly Role[] = ['referral-coordinator', 'admission-clerk', 'attending-physician', 'duty-officer'];

type RowsProps = { readonly q: string; readonly scope: 'catchment' | 'related'; readonly onClear: () => void };

const Rows = ({ q, scope, onClear }: RowsProps): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const list = useInfiniteQuery({
    queryKey: ['residents', scope, q],
    queryFn: ({ pageParam, signal }) =>
      // A name does not belong in an address: searched by POST (law 9).
      q === ''
        ? api.get(`/api/residents${queryString({ scope, cursor: pageParam ?? undefined })}`, ResidentList, signal)
        : api.post(
            '/api/residents/search',
            { scope, q, ...(pageParam === null ? {} : { cursor: pageParam }) },
            ResidentList,
          ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const more = async (): Promise<void> => {
    const answer = await list.fetchNextPage();
    const count = answer.data?.pages.reduce((sum, page) => sum + page.items.length, 0) ?? 0;
    announce(words.loaded(count));
  };
  if (list.isPending) return <Skeleton rows={10} height={ROW} />;
  if (list.data === undefined)
    return <ErrorState what={words.title} fault={list.error} onRetry={() => void list.refetch()} />;
  if (rows.length === 0 && q !== '')
    return (
      <Empty title={scope === 'related' ? words.noneRelatedFound(q) : words.noneFound(q)} why={words.noneFoundWhy}>
        <span className="residents-acts">
          <Button onClick={onClear}>{words.clear}</Button>
          <Link to="/residents/find">{words.find}</Link>
        </span>
      </Empty>
    );
  if (rows.length === 0)
    return (
      <Empty
        title={scope === 'related' ? words.noneRelated : words.none}
        why={scope === 'related' ? words.noneRelatedWhy : words.noneWhy}
      >
        <Link to="/residents/find">{words.find}</Link>
      </Empty>
    );
  return (
    <>
      <div className="resident-columns" aria-hidden="true">
        <span>{words.columns.name}</span>
        <span>{words.columns.who}</span>
        <span>{words.columns.birthDate}</span>
        <span>{words.columns.card}</span>
        <span>{words.columns.phone}</span>
        <span>{words.columns.village}</span>
      </div>
      <ul className="resident-rows" aria-label={words.title}>
        {rows.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </ul>
      <div className="residents-more">
        {list.hasNextPage ? (
          <Button disabled={list.isFetchingNextPage} onClick={() => void more()}>
            {list.isFetchingNextPage ? words.loading : words.more}
          </Button>
        ) : null}
        <span className="note">{list.hasNextPage ? words.loaded(rows.length) : words.all(rows.length)}</span>
        {list.isFetchNextPageError && (
          <span className="danger" role="alert">
            {words.failedMore} {faultSentence(list.error, kit)}
          </span>
        )}
      </div>
    </>
  );
};

export const ResidentsScreen = (): React.JSX.Element => {
  const words = useWords(table);
  const { role } = useSession();
  const asked = useAsked();
  const [text, setText] = useState(asked?.q ?? '');
  const [q, setQ] = useState(text.trim());
  const [seen, setSeen] = useState(asked?.at);
  if (asked !== null && asked.at !== seen) {
    setSeen(asked.at);
    setText(asked.q);
    setQ(asked.q.trim());
  }
  useEffect(() => {
    const timer = window.setTimeout(() => setQ(text.trim()), SETTLE);
    return () => window.clearTimeout(timer);
  }, [text]);
  if (asked !== null && isNumber(asked.q)) return <Navigate to="/residents/find" state={asked as never} replace />;
  const scope = HOSPITAL.includes(role.role) ? 'related' : 'catchment';
  const clear = (): void => {
    setText('');
    setQ('');
  };
  return (
    <div className="residents">
      <PageHead title={words.title} note={(scope === 'related' ? words.related : words.own)(role.organisation.name)}>
        {EXPORTING.includes(role.role) && <DownloadButton path="/api/imports/residents/export" label={words.toSheet} />}
        <Link to="/residents/find" className="button">
          {words.find}
        </Link>
        <Link to="/residents/new" className="button">
          {words.newResident}
        </Link>
      </PageHead>
      <div className="residents-search">
        <input
          type="search"
          value={text}
          placeholder={words.search}
          aria-label={scope === 'related' ? words.searchRelated : words.searchLabel}
          autoComplete="off"
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      <section className="card residents-card">
        <Rows key={q} q={q} scope={scope} onClear={clear} />
      </section>
    </div>
  );
};
