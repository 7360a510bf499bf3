/** 新建转诊单 for a thumb: the national form from its definition, filled from the record, kept with every letter. */
import { Forward, Link, useAsked } from '../paths.tsx';
import { useState } from 'react';
import { beginDraftId, useDraftKeeper, useKept, useSummary } from '../../../capabilities/referral/screens/phone.ts';
import type { DraftKeeper, ReferralDraft } from '../../../capabilities/referral/screens/phone.ts';
import { ProblemError, UnreachableError } from '../../kit/api.ts';
import { useWords } from '../../kit/language.ts';
import { useSession } from '../../kit/session.ts';
import { Empty, ErrorState, Skeleton } from '../../kit/states.tsx';
import { words as table } from '../words.ts';
import { PhonePage } from './phone-page.tsx';
import { ReferralForm } from './referral-form.tsx';

/** `/referrals/new/:id`: a new draft at its own address at once, so that a reload finds it. */
export const NewReferral = (): React.JSX.Element => {
  const { id: resident } = useAsked();
  const [draft] = useState(beginDraftId);
  return <Forward to={`/referrals/drafts/${draft}?resident=${resident}`} />;
};

const Waiting = (): React.JSX.Element => {
  const words = useWords(table);
  return (
    <PhonePage title={words.referral.title} back>
      <Skeleton rows={6} height={76} />
    </PhonePage>
  );
};

const Opened = ({ id, keeper }: { readonly id: string; readonly keeper: DraftKeeper<ReferralDraft> }) => {
  const words = useWords(table).referral;
  const { resident } = useKept(keeper).content;
  const summary = useSummary(resident);
  const fault = summary.error;
  // Without a line the form can still be written: only the name on top is missing.
  if (summary.data !== undefined || fault instanceof UnreachableError)
    return <ReferralForm id={id} keeper={keeper} resident={summary.data?.resident ?? null} />;
  if (!summary.isError) return <Waiting />;
  return (
    <PhonePage title={words.title} back>
      {fault instanceof ProblemError && [403, 404].includes(fault.status) ? (
        <Empty title={words.noRelation}>
          <Link to="/residents/find" className="button primary wide">
            {words.toFind}
          </Link>
        </Empty>
      ) : (
        <ErrorState what={words.resident} fault={fault} onRetry={() => void summary.refetch()} />
      )}
    </PhonePage>
  );
};

/** `/referrals/drafts/:id` */
export const OpenDraft = (): React.JSX.Element => {
  const words = useWords(table);
  const { id, query } = useAsked();
  const { person } = useSession();
  const opened = useDraftKeeper(id, person.id, query['resident']);
  if (opened.data === null) return <Forward to="/residents" />;
  if (opened.data !== undefined) return <Opened key={id} id={id} keeper={opened.data} />;
  if (!opened.isError) return <Waiting />;
  return (
    <PhonePage title={words.referral.title} back>
      <ErrorState what={words.referral.title} fault={opened.error} onRetry={() => void opened.refetch()} />
    </PhonePage>
  );
};
