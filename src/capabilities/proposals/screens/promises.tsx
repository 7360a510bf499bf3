/** 承诺事项: what letters promised, the overdue first to be seen. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useWords } from '../../../web/kit/language.ts';
import { PageHead } from '../../../web/kit/page.tsx';
import { Empty, ErrorState, Skeleton } from '../../../web/kit/states.tsx';
import { PROMISE_TABS } from '../shapes.ts';
import type { PromiseQuery } from '../shapes.ts';
import { Chips, Pages, Tabs } from './filters.tsx';
import { PromiseRows } from './promise-rows.tsx';
import { promiseFilterOf, usePromises } from './queries.ts';
import { screenWords } from './screen-words.ts';
import './proposals.css';

export const PromisesScreen = (): React.JSX.Element => {
  const screen = useWords(screenWords);
  const navigate = useNavigate();
  const filter = promiseFilterOf(useSearch({ strict: false }));
  const list = usePromises(filter);
  const go = (next: Partial<PromiseQuery>): void => {
    const { tab, page, year } = { ...filter, page: 1, ...next };
    void navigate({
      to: '/promises',
      search: {
        ...(tab === 'open' ? {} : { tab }),
        ...(year === undefined ? {} : { year }),
        ...(page === 1 ? {} : { page }),
      },
      replace: true,
    });
  };
  const data = list.data;
  return (
    <div className="proposals">
      <PageHead title={screen.promisesTitle} note={screen.promisesNote} />
      <Tabs
        label={screen.promisesTitle}
        tabs={PROMISE_TABS.map((tab) => ({ code: tab, label: screen.promiseTabs[tab], count: data?.counts[tab] }))}
        chosen={filter.tab}
        onChoose={(tab) => go({ tab })}
      />
      <Chips
        label={screen.byYear}
        options={(data?.years ?? []).map((year) => ({ code: String(year), label: screen.year(year) }))}
        chosen={filter.year === undefined ? null : String(filter.year)}
        onChoose={(year) => go({ year: year === null ? undefined : Number(year) })}
      />
      {list.isError && data === undefined && (
        <ErrorState what={screen.promisesTitle} fault={list.error} onRetry={() => void list.refetch()} />
      )}
      {data === undefined && !list.isError && <Skeleton rows={6} height={64} />}
      {data?.items.length === 0 && <Empty title={screen.noPromises} why={screen.noPromisesWhy} />}
      {data !== undefined && data.items.length > 0 && (
        <>
          <section className="card proposal-part">
            <PromiseRows rows={data.items} ofOne={false} />
          </section>
          <Pages page={filter.page} size={data.pageSize} total={data.total} onGo={(page) => go({ page })} />
        </>
      )}
    </div>
  );
};
