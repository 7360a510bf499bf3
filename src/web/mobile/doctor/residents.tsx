/** 居民: those of one's own catchment, found by name, pinyin, initials or mobile; others by a whole number only. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '../paths.tsx';
import { useEffect, useState } from 'react';
import { ResidentList } from '../../../consortium/shapes.ts';
import type { ResidentRow } from '../../../consortium/shapes.ts';
import { words as listTable } from '../../desk/residents/words.ts';
import { api, queryString } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { Icon } from '../../kit/icon.tsx';
import { useWords } from '../../kit/language.ts';
import { PersonName } from '../../kit/person.tsx';
import { useSession } from '../../kit/session.ts';
import { Empty, ErrorState, Skeleton } from '../../kit/states.tsx';
import { words as table } from '../words.ts';
import { PhonePage } from './phone-page.tsx';
import { ResidentCall } from './resident-call.tsx';

const SETTLE = 250;

/** 四平市青禾县杨树河镇下孙家泡村8组53号 → 8组53号: one's own village goes without saying. */
export const withinOwn = (address: string, organisation: string): string => {
  const own = organisation.replace(/(卫生室|卫生院|社区卫生服务(中心|站))$/, '');
  const at = address.indexOf(own);
  const rest = at < 0 ? '' : address.slice(at + own.length);
  return rest === '' ? address : rest;
};

const Row = ({ row }: { readonly row: ResidentRow }): React.JSX.Element => {
  const list = useWords(listTable);
  const { role } = useSession();
  return (
    <li className="row">
      <Link to={`/residents/${row.id}`} className="row-open" data-resident={row.id}>
        <span className="row-first">
          <PersonName {...row} />
          {row.deceased && <span className="note">{list.deceased}</span>}
        </span>
        <span className="row-third">
          <span>{row.village === null ? list.unknown : withinOwn(row.village, role.organisation.name)}</span>
          {row.phoneMasked !== null && <span>{row.phoneMasked}</span>}
        </span>
      </Link>
      {row.phoneMasked !== null && !row.deceased && <ResidentCall id={row.id} name={row.name} />}
    </li>
  );
};

const Rows = ({ q }: { readonly q: string }): React.JSX.Element => {
  const words = useWords(table).residents;
  const list = useWords(listTable);
  const found = useInfiniteQuery({
    queryKey: ['residents', q],
    queryFn: ({ pageParam, signal }) =>
      // A name does not belong in an address: searched by POST (law 9).
      q === ''
        ? api.get(`/api/residents${queryString({ cursor: pageParam ?? undefined })}`, ResidentList, signal)
        : api.post('/api/residents/search', { q, ...(pageParam === null ? {} : { cursor: pageParam }) }, ResidentList),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
  if (found.isPending) return <Skeleton rows={7} height={76} />;
  if (found.data === undefined)
    return <ErrorState what={list.title} fault={found.error} onRetry={() => void found.refetch()} />;
  const rows = found.data.pages.flatMap(({ items }) => items);
  if (rows.length === 0)
    return <Empty title={q === '' ? words.empty : words.none(q)} why={q === '' ? list.noneWhy : words.noneWhy} />;
  return (
    <>
      <ul className="rows" aria-label={list.title}>
        {rows.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </ul>
      {found.hasNextPage && (
        <Button className="wide" disabled={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {found.isFetchingNextPage ? list.loading : list.more}
        </Button>
      )}
    </>
  );
};

export const Residents = (): React.JSX.Element => {
  const words = useWords(table).residents;
  const { role } = useSession();
  const [text, setText] = useState('');
  const [q, setQ] = useState('');
  useEffect(() => {
    const timer = window.setTimeout(() => setQ(text.trim()), SETTLE);
    return () => window.clearTimeout(timer);
  }, [text]);
  return (
    <PhonePage
      title={words.title}
      note={words.own(role.organisation.shortName)}
      foot={
        <div className="phone-search">
          <Icon name="search" />
          <input
            type="search"
            value={text}
            placeholder={words.search}
            aria-label={words.searchLabel}
            autoComplete="off"
            enterKeyHint="search"
            onChange={(event) => setText(event.target.value)}
          />
        </div>
      }
    >
      <Rows key={q} q={q} />
      <p className="list-note">
        <Link to="/residents/find" className="button wide">
          {words.elsewhere}
        </Link>
      </p>
    </PhonePage>
  );
};
