/** After 提交: who owns it now and until when, and where it can be followed. */
import { Link } from '@tanstack/react-router';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { words as kitTable } from '../../../web/kit/words.ts';
import type { AnswerDue } from './answer-due.ts';
import { words as table } from './new-referral-words.ts';
import type { Sent } from './use-sending.ts';

export const ReferralSent = ({
  sent,
  due,
}: {
  readonly sent: Sent;
  readonly due: AnswerDue | null;
}): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const { taken, draft } = sent;
  const owner =
    draft.place === null
      ? ''
      : `${draft.place.organisation.name} ${wordOf(kit.roles, draft.place.answeredBy ?? 'referral-coordinator')}`;
  return (
    <div className="empty nr-sent">
      <h1>{taken.closed ? words.recordedTitle : words.sentTitle}</h1>
      <p className="nr-number">{taken.number}</p>
      {!taken.closed && <p>{words.sentNext(owner, due?.until ?? null)}</p>}
      <p className="nr-sent-links">
        <Link to="/cases/$id" params={{ id: taken.id }} className="button primary">
          {words.openCase}
        </Link>
        <Link to="/" className="button">
          {words.toWorklist}
        </Link>
      </p>
    </div>
  );
};
