/** One emergency look: who, for whom, why, until when, what was read under it, and the finding. The record itself is not shown. */
import type { Look } from '../../../../consortium/access/shapes.ts';
import { CaseHistory, DueFact, OneCase } from '../../../../web/kit/case-desk.tsx';
import { momentWords } from '../../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../../web/kit/language.ts';
import { serverNow } from '../../../../web/kit/server-time.ts';
import { Tag } from '../../../../web/kit/tag.tsx';
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
      <dl className="case-facts">
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
        <dd className="case-words">{review.explanation}</dd>
        <dt>{words.period}</dt>
        <dd className="numbers">{words.until(moment(review.fromAt), moment(review.untilAt))}</dd>
        <DueFact due={review} label={words.columns.due} lateWord={words.late} />
      </dl>
    </section>
  );
};

export const ReviewScreen = (): React.JSX.Element => {
  const words = useWords(reviewWords);
  const glass = useWords(glassTable);
  return (
    <OneCase
      at="/reviews"
      listKey={REVIEWS_KEY}
      shape={ReviewView}
      document={glass.document}
      states={glass.states}
      title={words.title}
      back={words.back}
    >
      {(review, view, again) => (
        <>
          <Facts review={review} />
          <section className="card" aria-label={words.whatWasRead}>
            <h2>{words.whatWasRead}</h2>
            <p className="note">{words.whatNote}</p>
            <Looks looks={review.looks} />
          </section>
          <Verdict view={view} onDone={again} />
          <CaseHistory view={view} title={words.history} done={glass.done} answers={glass.answers} />
        </>
      )}
    </OneCase>
  );
};
