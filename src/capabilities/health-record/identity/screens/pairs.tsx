/** 身份核对: residents that may be one, as far as this house compares them or wrote one down. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../../../../web/kit/button.tsx';
import { momentWords } from '../../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../../web/kit/language.ts';
import { PageHead } from '../../../../web/kit/page.tsx';
import { Segmented } from '../../../../web/kit/segmented.tsx';
import { serverNow } from '../../../../web/kit/server-time.ts';
import { Empty, ErrorState, Skeleton } from '../../../../web/kit/states.tsx';
import { Tag } from '../../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../../web/kit/words.ts';
import type { PairRowView } from '../shapes.ts';
import { words as table } from '../words.ts';
import type { PairTab } from './identity-query.ts';
import { usePairs } from './identity-query.ts';
import { screenWords } from './screen-words.ts';
import './identity.css';

/** What speaks for it and what against, in one line each. */
export const Reasons = ({ reasons }: { readonly reasons: PairRowView['reasons'] }): React.JSX.Element => {
  const words = useWords(table);
  return (
    <ul className="identity-reasons">
      {reasons.map(({ feature, weight }) => (
        <li key={feature} className={weight < 0 ? 'against' : 'for'}>
          {wordOf(words.features, feature)}{' '}
          <span className="numbers">{weight > 0 ? `+${String(weight)}` : weight}</span>
        </li>
      ))}
    </ul>
  );
};

const Row = ({ pair }: { readonly pair: PairRowView }): React.JSX.Element => {
  const words = useWords(table);
  const screen = useWords(screenWords);
  const kit = useWords(kitTable);
  const moment = (at: string): string => momentWords(at, kit, serverNow());
  return (
    <li className={pair.mine ? 'identity-row' : 'identity-row theirs'}>
      <Link to={`/identity/${pair.caseId}`} className="identity-who">
        <span>{pair.one === '' ? screen.mergedAway : pair.one}</span>
        <span aria-hidden="true">／</span>
        <span>{pair.other === '' ? screen.mergedAway : pair.other}</span>
      </Link>
      <div className="identity-why">
        <Reasons reasons={pair.reasons} />
      </div>
      <div className="identity-score">
        <span className="numbers strong">{pair.score}</span>
        <span className="note">{wordOf(words.grades, pair.grade)}</span>
      </div>
      <div className="identity-state">
        <Tag tone={pair.late ? 'danger' : 'plain'}>{wordOf(words.states, pair.state)}</Tag>
        <span className={pair.late ? 'danger note' : 'note'}>
          {pair.dueAt === null
            ? pair.closedAt === null
              ? ''
              : moment(pair.closedAt)
            : `${screen.columns.due} ${moment(pair.dueAt)}`}
        </span>
        <span className="note numbers">{pair.number}</span>
      </div>
    </li>
  );
};

export const PairsScreen = (): React.JSX.Element => {
  const screen = useWords(screenWords);
  const [tab, setTab] = useState<PairTab>('open');
  const pairs = usePairs(tab);
  const items = pairs.data?.pages.flatMap((page) => page.items) ?? [];
  const rules = pairs.data?.pages[0]?.rules;
  return (
    <div className="identity">
      <PageHead title={screen.title} note={screen.what}>
        {rules?.verified === false && <Tag tone="warning">{screen.unverified(rules.version)}</Tag>}
      </PageHead>
      <span id="identity-tabs" className="note">
        {screen.listed}
      </span>
      <Segmented
        labelledBy="identity-tabs"
        value={tab}
        options={(['open', 'closed'] as const).map((code) => ({ code, label: screen.tabs[code] }))}
        onChoose={setTab}
      />
      {pairs.isPending && <Skeleton rows={4} height={72} />}
      {pairs.isError && <ErrorState what={screen.listed} fault={pairs.error} onRetry={() => void pairs.refetch()} />}
      {pairs.isSuccess && items.length === 0 && (
        <Empty
          title={tab === 'open' ? screen.none : screen.noneClosed}
          {...(tab === 'open' ? { why: screen.noneWhy } : {})}
        />
      )}
      {items.length > 0 && (
        <ul className="card identity-list" aria-label={screen.listed}>
          {items.map((pair) => (
            <Row key={pair.caseId} pair={pair} />
          ))}
        </ul>
      )}
      {pairs.hasNextPage && (
        <Button disabled={pairs.isFetchingNextPage} onClick={() => void pairs.fetchNextPage()}>
          {screen.more}
        </Button>
      )}
    </div>
  );
};
