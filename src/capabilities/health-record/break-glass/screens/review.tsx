/** One emergency look: who, for whom, why, until when, what was read under it, and the finding. The record itself is not shown. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { Look } from '../../../../consortium/access/shapes.ts';
import { CaseView } from '../../../../engines/pathways/shapes.ts';
import { api } from '../../../../web/kit/api.ts';
import { momentWords } from '../../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../../web/kit/language.ts';
import { PageHead } from '../../../../web/kit/page.tsx';
import { serverNow } from '../../../../web/kit/server-time.ts';
import { ErrorState, Skeleton } from '../../../../web/kit/states.tsx';
import { Tag } from '../../../../web/kit/tag.tsx';
import { Timeline } from '../../../../web/kit/timeline.tsx';
import { words as kitTable } from '../../../../web/kit/words.ts';
import { words as glassTable } from '../words.ts';
import { ReviewView } from '../shapes.ts';
import { reviewWords } from './review-words.ts';
import { REVIEWS_KEY } from './reviews.tsx';
import { Verdict } from './verdict.tsx';
import './reviews.css';

const Looks = ({ looks }: { readonly looks: readonly Look[] }): React.JSX.Element => {
  const words = useWords(reviewWords);
  const kit = useWords(kitTable);
  if (looks.length === 0) return <p className="note">{words.nothingRead}</p>;
  return (
    <ul className="review-looks">
      {looks.map((look) => (
        <li key={look.id}>
          <span className="note numbers">{momentWords(look.at, kit, serverNow())}</span>
          <span>{words.actions[look.action]}</span>
          <b>{look.what === null ? words.record : wordOf(words.types, look.what)}</b>
          {look.refused && <span className="note">{words.refused}</span>}
        </li>
      ))}
    </ul>
  );
};

const Facts = ({ review }: { readonly review: ReviewView }): React.JSX.Element => {
  const words = useWords(reviewWords);
  const glass = useWords(glassTable);
  const kit = useWords(kitTable);
  const moment = (at: string): string => momentWords(at, kit, serverNow());
  return (
    <section className="card" aria-label={review.number}>
      <dl className="review-facts">
        <dt>{words.columns.who}</dt>
        <dd>
          <b>{review.who.name ?? '—'}</b> {review.who.organisation.name} {wordOf(kit.roles, review.who.role)}
        </dd>
        <dt>{words.columns.resident}</dt>
        <dd>{review.resident}</dd>
        <dt>{words.columns.reason}</dt>
        <dd>
          <b>{wordOf(glass.answers, review.reason)}</b>{' '}
          {review.opensWithheld && <Tag tone="warning">{words.withheld}</Tag>}
        </dd>
        <dt>{words.explanation}</dt>
        <dd className="review-words">{review.explanation}</dd>
        <dt>{words.period}</dt>
        <dd className="numbers">{words.until(moment(review.fromAt), moment(review.untilAt))}</dd>
        {review.dueAt !== null && (
          <>
            <dt>{words.columns.due}</dt>
            <dd className={review.late ? 'danger numbers' : 'numbers'}>
              {moment(review.dueAt)}
              {review.late && ` · ${words.late}`}
            </dd>
          </>
        )}
      </dl>
    </section>
  );
};

export const ReviewScreen = (): React.JSX.Element => {
  const params: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  const words = useWords(reviewWords);
  const glass = useWords(glassTable);
  const client = useQueryClient();
  const caseId = params['id'] ?? '';
  const review = useQuery({
    queryKey: [...REVIEWS_KEY, caseId],
    queryFn: ({ signal }) => api.get(`/api/reviews/${caseId}`, ReviewView, signal),
  });
  const view = useQuery({
    queryKey: [...REVIEWS_KEY, caseId, 'case'],
    queryFn: ({ signal }) => api.get(`/api/cases/${caseId}`, CaseView, signal),
  });
  const fault = review.error ?? view.error;
  if (fault !== null)
    return (
      <ErrorState
        what={words.title}
        fault={fault}
        onRetry={() => {
          void review.refetch();
          void view.refetch();
        }}
      />
    );
  if (review.data === undefined || view.data === undefined) return <Skeleton rows={6} height={48} />;
  const detailOf = (answers: Readonly<Record<string, unknown>> | null): string | null => {
    const said = answers?.['finding'] ?? answers?.['note'];
    return typeof said === 'string' ? said : null;
  };
  return (
    <div className="reviews">
      <PageHead title={`${glass.document} ${review.data.number}`} note={wordOf(glass.states, review.data.state)}>
        <Link to="/reviews" className="button">
          {words.back}
        </Link>
      </PageHead>
      <Facts review={review.data} />
      <section className="card" aria-label={words.whatWasRead}>
        <h2>{words.whatWasRead}</h2>
        <p className="note">{words.whatNote}</p>
        <Looks looks={review.data.looks} />
      </section>
      <Verdict view={view.data} onDone={() => void client.invalidateQueries({ queryKey: REVIEWS_KEY })} />
      <section className="card" aria-label={words.history}>
        <h2>{words.history}</h2>
        <Timeline
          rows={view.data.timeline.map((row) => ({
            key: String(row.version),
            at: row.at,
            what: wordOf(glass.done, row.step),
            by: row.by,
            reason: row.reason === null ? null : wordOf(glass.answers, row.reason),
            detail: detailOf(row.answers),
          }))}
          current={null}
          ahead={[]}
        />
      </section>
    </div>
  );
};
