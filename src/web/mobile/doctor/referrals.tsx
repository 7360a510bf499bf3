/** 转诊: every referral of one's own clinic, open and ended, and the drafts that have not left. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '../paths.tsx';
import { useId, useState } from 'react';
import { DRAFT_KIND, useWorklist } from '../../../capabilities/referral/screens/phone.ts';
import { DraftList } from '../../../consortium/shapes.ts';
import { api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { momentWords } from '../../kit/civil.ts';
import { useWords } from '../../kit/language.ts';
import { Segmented } from '../../kit/segmented.tsx';
import { useServerNow } from '../../kit/server-time.ts';
import { Empty, ErrorState, Skeleton } from '../../kit/states.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { useWaiting } from '../outbox/doctor-outbox.tsx';
import { words as table } from '../words.ts';
import { CaseRow } from './case-row.tsx';
import { PhonePage } from './phone-page.tsx';

const TABS = ['open', 'closed'] as const;

const Drafts = (): React.JSX.Element | null => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const now = useServerNow();
  const { entries } = useWaiting();
  const drafts = useQuery({ queryKey: ['drafts'], queryFn: ({ signal }) => api.get('/api/drafts', DraftList, signal) });
  const sending = new Set(entries.map(({ subject }) => subject));
  const rows = (drafts.data?.items ?? []).filter(({ id, kind }) => kind === DRAFT_KIND && !sending.has(id));
  if (rows.length === 0) return null;
  return (
    <>
      <h2 className="list-head">{words.referral.drafts}</h2>
      <ul className="rows" aria-label={words.referral.drafts}>
        {rows.map(({ id, resident, updatedAt }) => (
          <li className="row" key={id}>
            <Link to={`/referrals/drafts/${id}`} className="row-open">
              <span className="row-first">
                <b>{resident?.name ?? words.one.what}</b>
              </span>
              <span className="row-second">{words.referral.saved(momentWords(updatedAt, kit, now))}</span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
};

export const Referrals = (): React.JSX.Element => {
  const words = useWords(table);
  const [tab, setTab] = useState<(typeof TABS)[number]>('open');
  const id = useId();
  const list = useWorklist({ tab });
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <PhonePage title={words.referrals.title}>
      <div className="phone-choice">
        <span id={id} className="unseen">
          {words.referrals.title}
        </span>
        <Segmented
          labelledBy={id}
          value={tab}
          onChoose={setTab}
          options={TABS.map((code) => ({ code, label: words.referrals.tabs[code] }))}
        />
      </div>
      {tab === 'open' && <Drafts />}
      {list.data === undefined ? (
        list.isError ? (
          <ErrorState what={words.one.what} fault={list.error} onRetry={() => void list.refetch()} />
        ) : (
          <Skeleton rows={5} height={76} />
        )
      ) : rows.length === 0 ? (
        <Empty title={words.referrals.none[tab]} why={words.referrals.noneWhy} />
      ) : (
        <ul className="rows" aria-label={words.referrals.tabs[tab]}>
          {rows.map((item) => (
            <CaseRow key={item.id} item={item} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button className="wide" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {words.referrals.more}
        </Button>
      )}
    </PhonePage>
  );
};
