/** 候补名单: who comes next and why, each point said. */
import { Link } from '@tanstack/react-router';
import { BED_WORDS } from '../../../consortium/beds/words.ts';
import { dayOf, dayWords } from '../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { PageHead } from '../../../web/kit/page.tsx';
import { Empty, ErrorState, Skeleton } from '../../../web/kit/states.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { words as elderTable } from '../words.ts';
import { useWaiting } from './beds-query.ts';
import { boardWords } from './board-words.ts';
import './beds.css';
import './stay.css';

export const WaitingScreen = (): React.JSX.Element => {
  const words = useWords(boardWords);
  const beds = useWords(BED_WORDS);
  const elder = useWords(elderTable);
  const kit = useWords(kitTable);
  const list = useWaiting();
  const { data } = list;
  return (
    <div className="beds">
      <PageHead title={words.waitingTitle}>
        <Link className="button no-print" to="/beds">
          {words.back}
        </Link>
      </PageHead>
      {data !== undefined && (
        <p className="note">
          {words.order(data.rules.source)} {!data.rules.verified && <Tag tone="warning">{words.unverified}</Tag>}
        </p>
      )}
      {list.isPending && <Skeleton rows={4} height={64} />}
      {list.isError && data === undefined && (
        <ErrorState what={words.waitingTitle} fault={list.error} onRetry={() => void list.refetch()} />
      )}
      {data?.items.length === 0 && <Empty title={words.waitingNone} why={words.waitingNoneWhy} />}
      {data !== undefined && data.items.length > 0 && (
        <ol className="waiting-list">
          {data.items.map((item) => (
            <li key={item.case}>
              <b>{words.place(item.place)}</b>
              <span className="numbers">{words.points(item.points)}</span>
              <span>
                <b>{item.person ?? words.nobody}</b>{' '}
                <span className="note">
                  {wordOf(beds.uses, item.use)} {wordOf(elder.answers, item.room)}
                </span>
              </span>
              <span className="reasons">
                {item.reasons.map(({ code, points }) => (
                  <Tag key={code}>
                    {words.plus(code === 'waited' ? words.waited : wordOf(elder.answers, code), points)}
                  </Tag>
                ))}
                <span className="note">
                  {words.appliedOn(dayWords(dayOf(new Date(item.appliedAt)), kit))}
                  {item.declined > 0 && ` ${words.declined(item.declined)}`}
                </span>
              </span>
              <span className="waiting-act">
                {wordOf(elder.states, item.state)}
                <Link
                  className="button"
                  to="/elder-care/stays/$id"
                  params={{ id: item.case }}
                  aria-label={words.openOf(item.person ?? words.nobody)}
                >
                  {words.keyOpen}
                </Link>
              </span>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
};
