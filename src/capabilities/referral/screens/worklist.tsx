/** 待办: what is burning, and who must act. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { queryString, UnreachableError } from '../../../web/kit/api.ts';
import { Button, Key } from '../../../web/kit/button.tsx';
import { timeOf } from '../../../web/kit/civil.ts';
import { DownloadButton } from '../../../web/kit/download.tsx';
import { Drawer } from '../../../web/kit/drawer.tsx';
import { useKeys, useLetterKeys } from '../../../web/kit/keyboard.tsx';
import { useWords } from '../../../web/kit/language.ts';
import { PageHead } from '../../../web/kit/page.tsx';
import { useSession } from '../../../web/kit/session.ts';
import { Empty, ErrorState, Skeleton } from '../../../web/kit/states.tsx';
import { useWide } from '../../../web/kit/wide.ts';
import { rowLinkId } from '../../../web/kit/worklist-table.tsx';
import { CasePane } from './case-pane.tsx';
import { Chips, Tabs } from './worklist-filters.tsx';
import { News, WorklistRows } from './worklist-rows.tsx';
import { useOrder } from './worklist-order.ts';
import { filterOf, useWorklist } from './worklist-query.ts';
import type { Filter } from './worklist-query.ts';
import { words as table } from './worklist-words.ts';
import type { WorklistWords } from './worklist-words.ts';
import './worklist-screen.css';

const emptyTitle = (filter: Filter, words: WorklistWords): string => {
  if (Object.keys(filter).length > 1) return words.emptyFiltered;
  return { open: words.emptyOpen, mine: words.empty, waiting: words.emptyWaiting, closed: words.emptyClosed }[
    filter.tab
  ];
};

const KeyFoot = () => {
  const words = useWords(table);
  if (!useLetterKeys()) return null;
  return (
    <div className="key-foot note">
      <span>
        <Key>J</Key> <Key>K</Key> {words.keysNext}
      </span>
      <span>
        <Key>{words.keysEnter}</Key> {words.keysOpen}
      </span>
      <span>
        <Key>F</Key> {words.keysFilter}
      </span>
      <span>
        <Key>/</Key> {words.keysSearch}
      </span>
      <span>
        <Key>?</Key> {words.keysAll}
      </span>
    </div>
  );
};

export const WorklistScreen = (): React.JSX.Element => {
  const words = useWords(table);
  const { role } = useSession();
  const navigate = useNavigate();
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const filter = filterOf(search);
  const selected = typeof search['case'] === 'string' ? search['case'] : null;
  const wide = useWide(1280);
  const firstChip = useRef<HTMLButtonElement>(null);
  const list = useWorklist(filter);
  const pages = list.data?.pages;
  const first = pages?.[0];
  const order = useOrder(pages, JSON.stringify([filter, pages?.length ?? 0]));

  const go = (next: Filter, chosen: string | null): void => {
    const codes = { ...next, ...(chosen === null ? {} : { case: chosen }) };
    void navigate({ to: '/worklist', search: codes, replace: true });
  };
  const select = (id: string | null): void => go(filter, id);
  const open = (id: string): void => void navigate({ to: '/cases/$id', params: { id } });
  const move = (by: number): boolean => {
    const ids = order.rows.map(({ item }) => item.id);
    const at = selected === null ? -1 : ids.indexOf(selected);
    const next = ids[Math.min(ids.length - 1, Math.max(0, at + by))];
    if (next === undefined) return false;
    if (wide) select(next);
    else if (selected !== null) select(next);
    document.getElementById(rowLinkId(next))?.focus();
    return true;
  };
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    f: () => {
      firstChip.current?.focus();
      return true;
    },
    Enter: () => {
      if (selected === null) return false;
      open(selected);
      return true;
    },
    Escape: () => {
      if (selected === null) return false;
      select(null);
      document.getElementById(rowLinkId(selected))?.focus();
      return true;
    },
  });
  const afterStep = (id: string): void => {
    const ids = order.rows.map(({ item }) => item.id);
    const next = ids[ids.indexOf(id) + 1] ?? ids[ids.indexOf(id) - 1];
    void list.refetch().then(() => {
      if (next !== undefined) document.getElementById(rowLinkId(next))?.focus();
    });
  };

  // the button of the last page goes away, and that of others is disabled: the reader goes on at the first row that came
  const readTo = useRef<number | null>(null);
  useEffect(() => {
    const came = readTo.current === null ? undefined : order.rows[readTo.current];
    if (came === undefined) return;
    readTo.current = null;
    document.getElementById(rowLinkId(came.item.id))?.focus();
  });
  const more = (): void => {
    readTo.current = order.rows.length;
    void list.fetchNextPage();
  };

  const counts = first?.counts;
  const all = filter.tab === 'closed' || counts === undefined ? undefined : counts[filter.tab];
  const count = order.rows.length;
  const shown = all === undefined ? words.shownClosed(count) : words.shown(count, list.hasNextPage && count < all, all);
  const pane =
    selected === null ? (
      <Empty title={words.choose} why={words.chooseWhy} />
    ) : (
      <CasePane key={selected} id={selected} onTaken={afterStep} />
    );
  return (
    <div className={wide ? 'worklist-screen wide' : 'worklist-screen'}>
      <section className="worklist-list" aria-label={words.what}>
        <div className="worklist-top">
          <PageHead title={words.title} note={words.office(role.organisation.name)}>
            <DownloadButton small path={`/api/worklist/export${queryString(filter)}`} label={words.toSheet} />
          </PageHead>
          <Tabs filter={filter} counts={counts} news={<News order={order} />} onChange={(next) => go(next, selected)} />
          <Chips
            filter={filter}
            counts={counts}
            shown={first === undefined ? '' : shown}
            firstChip={firstChip}
            onChange={(next) => go(next, selected)}
          />
        </div>
        {list.isError && pages !== undefined && !(list.error instanceof UnreachableError) && (
          <p className="bar worklist-bar">{words.stale(timeOf(new Date(list.dataUpdatedAt)))}</p>
        )}
        {pages === undefined && list.isError && (
          <ErrorState what={words.what} fault={list.error} onRetry={() => void list.refetch()} />
        )}
        {pages === undefined && !list.isError && <Skeleton rows={10} height={49} />}
        {first !== undefined && count === 0 && order.arrivals.length === 0 && (
          <Empty title={emptyTitle(filter, words)} {...(filter.tab === 'mine' ? { why: words.emptyWhy } : {})}>
            {Object.keys(filter).length > 1 ? (
              <Button onClick={() => go({ tab: filter.tab }, null)}>{words.clear}</Button>
            ) : (
              filter.tab === 'mine' &&
              first.counts.waiting > 0 && (
                <Button kind="link" onClick={() => go({ tab: 'waiting' }, null)}>
                  {words.seeWaiting(first.counts.waiting)}
                </Button>
              )
            )}
          </Empty>
        )}
        <WorklistRows
          order={order}
          grouped={filter.tab !== 'closed'}
          selected={selected}
          onSelect={select}
          onOpen={open}
        />
        {list.hasNextPage && (
          <div className="worklist-more">
            <Button disabled={list.isFetchingNextPage} onClick={more}>
              {list.isFetchingNextPage ? words.loadingMore : words.more}
            </Button>
          </div>
        )}
        {wide && <KeyFoot />}
      </section>
      {wide && (
        <aside className="worklist-pane" aria-label={words.pane}>
          {pane}
        </aside>
      )}
      {!wide && selected !== null && (
        <Drawer label={words.pane} onClose={() => select(null)}>
          {pane}
        </Drawer>
      )}
    </div>
  );
};
