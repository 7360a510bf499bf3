/** 建议提案: what waits for whom, by body, year and state; every filter is in the address. */
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { queryString } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { DownloadButton } from '../../../web/kit/download.tsx';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { PageHead } from '../../../web/kit/page.tsx';
import { useSession } from '../../../web/kit/session.ts';
import { Empty, ErrorState, Skeleton } from '../../../web/kit/states.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import { BODIES } from '../forms/codes.ts';
import { PROPOSAL_TABS } from '../shapes.ts';
import type { ProposalRow } from '../shapes.ts';
import { words as table } from '../words.ts';
import { Chips, Due, Pages, Tabs } from './filters.tsx';
import { filterOf, useProposals } from './queries.ts';
import type { Filter } from './queries.ts';
import { screenWords } from './screen-words.ts';
import './proposals.css';

const Row = ({ row }: { readonly row: ProposalRow }) => {
  const words = useWords(table);
  const screen = useWords(screenWords);
  const state = row.asCoHandler?.state ?? row.state;
  const to = row.asCoHandler === null ? '/proposals/$id' : '/proposals/shares/$id';
  return (
    <li className="card proposal-row">
      <div className="proposal-row-what">
        <p className="note dotted">
          <span>{wordOf(words.answers, row.body)}</span>
          <span className="numbers">{screen.numberOf(row.year, row.number)}</span>
          <span>{screen.signed(row.signers.first, row.signers.count)}</span>
        </p>
        <Link to={to} params={{ id: row.asCoHandler?.id ?? row.id }} className="proposal-title">
          {row.title}
        </Link>
        <p className="note dotted">
          {row.lead !== null && <span>{screen.leads(row.lead.name)}</span>}
          {row.coHandlers.all > 0 && (
            <span>{screen.coAnswered(row.coHandlers.all - row.coHandlers.open, row.coHandlers.all)}</span>
          )}
          {row.promises.all > 0 && (
            <span>{screen.promisesKept(row.promises.all - row.promises.open, row.promises.all)}</span>
          )}
        </p>
      </div>
      <div className="proposal-row-state">
        <span className="strong">{wordOf(words.states, state)}</span>
        {row.round > 0 && <Tag tone="warning">{screen.round(row.round + 1)}</Tag>}
        {row.replyClass !== null && <Tag>{wordOf(words.answers, row.replyClass)}</Tag>}
        {row.verdict !== null && (
          <Tag tone={row.verdict === 'dissatisfied' ? 'danger' : 'plain'}>{wordOf(words.answers, row.verdict)}</Tag>
        )}
        {row.owner !== null && row.asCoHandler === null && (
          <span className="note">{row.owner.mine ? screen.yourTurn : screen.turnOf(row.owner.organisation.name)}</span>
        )}
        <Due at={row.dueAt} late={row.late} />
      </div>
    </li>
  );
};

export const ProposalsScreen = (): React.JSX.Element => {
  const words = useWords(table);
  const screen = useWords(screenWords);
  const navigate = useNavigate();
  const { role } = useSession();
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const filter = filterOf(search);
  const [typed, setTyped] = useState(filter.find ?? '');
  const list = useProposals(filter);
  const go = (next: Partial<Filter>): void => {
    const { tab, page, ...rest } = { ...filter, page: 1, ...next };
    const kept = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined && value !== ''));
    void navigate({
      to: '/proposals',
      search: { ...kept, ...(tab === 'open' ? {} : { tab }), ...(page === 1 ? {} : { page }) },
      replace: true,
    });
  };
  const data = list.data;
  const opens = role.role === 'handing-officer' || role.role === 'proposal-committee';
  const { page: _page, ...asked } = filter;
  return (
    <div className="proposals">
      <PageHead title={screen.title} note={screen.titleNote}>
        <DownloadButton path={`/api/proposals/export${queryString(asked)}`} label={screen.workbook} />
        {opens && (
          <Link to="/proposals/new" className="button primary">
            {screen.newProposal}
          </Link>
        )}
      </PageHead>
      <Tabs
        label={screen.tabsLabel}
        tabs={PROPOSAL_TABS.map((tab) => ({ code: tab, label: screen.tabs[tab], count: data?.counts[tab] }))}
        chosen={filter.tab}
        onChoose={(tab) => go({ tab, state: undefined })}
      />
      <form
        className="proposal-filters no-print"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          go({ find: typed });
        }}
      >
        <label className="proposal-find">
          <span className="unseen">{screen.find}</span>
          <input
            type="search"
            value={typed}
            placeholder={screen.find}
            onChange={(event) => setTyped(event.target.value)}
          />
        </label>
        <Button type="submit">{screen.search}</Button>
        <Chips
          label={screen.byBody}
          options={BODIES.map((body) => ({ code: body, label: wordOf(words.answers, body) }))}
          chosen={filter.body ?? null}
          onChoose={(body) => go({ body: body ?? undefined })}
        />
        <Chips
          label={screen.byYear}
          options={(data?.years ?? []).map((year) => ({ code: String(year), label: screen.year(year) }))}
          chosen={filter.year === undefined ? null : String(filter.year)}
          onChoose={(year) => go({ year: year === null ? undefined : Number(year) })}
        />
        <Chips
          label={screen.byState}
          options={(data?.states ?? []).map(({ state, count }) => ({
            code: state,
            label: wordOf(words.states, state),
            count,
          }))}
          chosen={filter.state ?? null}
          onChoose={(state) => go({ state: state ?? undefined })}
        />
      </form>
      {list.isError && data === undefined && (
        <ErrorState what={screen.title} fault={list.error} onRetry={() => void list.refetch()} />
      )}
      {data === undefined && !list.isError && <Skeleton rows={6} height={84} />}
      {data?.items.length === 0 && (
        <Empty title={screen.none} why={screen.noneWhy}>
          {(filter.find ?? filter.body ?? filter.year ?? filter.state) !== undefined && (
            <Button
              onClick={() => {
                setTyped('');
                go({ find: undefined, body: undefined, year: undefined, state: undefined });
              }}
            >
              {screen.clear}
            </Button>
          )}
        </Empty>
      )}
      {data !== undefined && data.items.length > 0 && (
        <>
          <ul className="proposal-rows">
            {data.items.map((row) => (
              <Row key={row.id} row={row} />
            ))}
          </ul>
          <Pages page={filter.page} size={data.pageSize} total={data.total} onGo={(page) => go({ page })} />
        </>
      )}
    </div>
  );
};
