/** 药品与设备目录: what the own place keeps, said with one key or click a line; who said so and when stands beside it. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { STOCK_STATES, StockItem, StockList } from '../../../consortium/stock/shapes.ts';
import type { StockState } from '../../../consortium/stock/shapes.ts';
import { api } from '../../kit/api.ts';
import { momentWords } from '../../kit/civil.ts';
import { useLanguage, useWords } from '../../kit/language.ts';
import { announce } from '../../kit/live-region.tsx';
import { PageHead } from '../../kit/page.tsx';
import { Segmented } from '../../kit/segmented.tsx';
import { serverNow, serverTimeIs } from '../../kit/server-time.ts';
import { Empty, ErrorState, Skeleton, faultSentence } from '../../kit/states.tsx';
import { Tag } from '../../kit/tag.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { words as table } from './words.ts';
import './stock.css';

type Say = (item: StockItem, state: StockState) => void;

const Row = ({ item, busy, onSay }: { readonly item: StockItem; readonly busy: boolean; readonly onSay: Say }) => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const language = useLanguage();
  const id = `stock-${item.code}`;
  const when = item.updatedAt === null ? null : momentWords(item.updatedAt, kit, serverNow());
  return (
    <li className="stock-row" aria-busy={busy}>
      <span id={id} className="stock-name">
        <b>{language === 'zh' ? item.name : item.nameEn}</b>
        {item.form !== null && <span className="note"> {item.form}</span>}
      </span>
      <span className="stock-states">
        <Segmented
          options={STOCK_STATES.map((code) => ({
            code,
            label: words.states[code],
            ...(code === 'kept' ? {} : { tone: 'warning' as const }),
          }))}
          value={item.state}
          labelledBy={id}
          onChoose={(state) => onSay(item, state)}
        />
        {item.state === null && <Tag>{words.unknown}</Tag>}
      </span>
      <span className="note stock-said">
        {when === null ? words.never : words.said(item.updatedBy ?? words.byRegion, when)}
        {item.updatedBy === null && when !== null && item.madeUp && <Tag>{words.madeUp}</Tag>}
      </span>
    </li>
  );
};

const matches = (item: StockItem, q: string): boolean =>
  q === '' || `${item.name} ${item.nameEn} ${item.code}`.toLowerCase().includes(q.toLowerCase());

const List = ({ list }: { readonly list: StockList }): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const queries = useQueryClient();
  const [q, setQ] = useState('');
  const [only, setOnly] = useState(false);
  const [busy, setBusy] = useState<string | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const say: Say = (item, state) => {
    setBusy(item.code);
    setSaid(null);
    api
      .put(`/api/stock/${item.code}`, { state }, StockItem)
      .then((now) => {
        queries.setQueryData<StockList>(['stock'], (before) =>
          before === undefined
            ? before
            : { ...before, items: before.items.map((one) => (one.code === now.code ? now : one)) },
        );
        announce(words.saved(item.name, words.states[state]));
      })
      .catch((fault: unknown) => setSaid(faultSentence(fault, kit)))
      .finally(() => setBusy(null));
  };
  const shown = list.items.filter((item) => matches(item, q.trim()) && (!only || item.state === null));
  const known = list.items.filter((item) => item.state !== null).length;
  return (
    <>
      <div className="stock-filters">
        <input
          type="search"
          value={q}
          placeholder={words.find}
          aria-label={words.find}
          onChange={(event) => setQ(event.target.value)}
        />
        <label className="option">
          <input type="checkbox" checked={only} onChange={(event) => setOnly(event.target.checked)} />
          <span>{words.only}</span>
        </label>
        <span className="note">{words.count(known, list.items.length)}</span>
      </div>
      {said !== null && (
        <p className="bar danger" role="alert">
          {said}
        </p>
      )}
      {shown.length === 0 && <Empty title={words.none} why={words.noneWhy} />}
      {(['medicine', 'device'] as const).map((kind) => {
        const items = shown.filter((item) => item.kind === kind);
        return items.length === 0 ? null : (
          <section key={kind} aria-labelledby={`stock-${kind}s`}>
            <h2 id={`stock-${kind}s`}>{words.kinds[kind]}</h2>
            <ul className="stock-rows">
              {items.map((item) => (
                <Row key={item.code} item={item} busy={busy === item.code} onSay={say} />
              ))}
            </ul>
          </section>
        );
      })}
    </>
  );
};

export const StockPage = (): React.JSX.Element => {
  const words = useWords(table);
  const list = useQuery({
    queryKey: ['stock'],
    queryFn: async ({ signal }) => {
      const answer = await api.get('/api/stock', StockList, signal);
      serverTimeIs(answer.serverTime);
      return answer;
    },
  });
  return (
    <div className="stock">
      <PageHead
        title={words.title}
        note={list.data === undefined ? undefined : words.note(list.data.organisation.name)}
      />
      {list.data !== undefined ? (
        <List list={list.data} />
      ) : list.isError ? (
        <ErrorState what={words.title} fault={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <Skeleton rows={8} height={48} />
      )}
    </div>
  );
};
