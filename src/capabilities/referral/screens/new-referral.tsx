/** 新建转诊单: four minutes with the resident present, nothing typed that the record knows, a place certain before 提交. */
import { Link, Navigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { ProblemError } from '../../../web/kit/api.ts';
import { useWords } from '../../../web/kit/language.ts';
import { useSession } from '../../../web/kit/session.ts';
import { Empty, ErrorState, Skeleton } from '../../../web/kit/states.tsx';
import { beginDraftId } from './draft-id.ts';
import { ReferralForm } from './new-referral-form.tsx';
import { words as table } from './new-referral-words.ts';
import { useDraftKeeper, useKept, useSummary } from './use-draft.ts';
import type { DraftKeeper } from './draft-keeper.ts';
import type { ReferralDraft } from './referral-draft.ts';
import './new-referral-fields.css';
import './new-referral-foot.css';
import './new-referral-place.css';
// Last: its narrow layouts change what the parts set.
import './new-referral.css';

const useAsked = (name: 'resident' | 'onward'): string | undefined => {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const asked = search[name];
  return typeof asked === 'string' ? asked : undefined;
};

const NoResident = (): React.JSX.Element => {
  const words = useWords(table);
  return (
    <Empty title={words.title} why={words.chooseResident}>
      <Link to="/residents">{words.chooseResidentDo}</Link>
    </Empty>
  );
};

/** `/referrals/new?resident=…`: a new draft of this resident, at its own address at once, so that a reload finds it. */
export const NewReferral = (): React.JSX.Element => {
  const resident = useAsked('resident');
  const onward = useAsked('onward');
  const [draft] = useState(beginDraftId);
  if (resident === undefined) return <NoResident />;
  return <Navigate to="/referrals/drafts/$draft" params={{ draft }} search={{ resident, onward }} replace />;
};

const Opened = ({
  id,
  keeper,
}: {
  readonly id: string;
  readonly keeper: DraftKeeper<ReferralDraft>;
}): React.JSX.Element => {
  const words = useWords(table);
  const resident = useKept(keeper).content.resident;
  const summary = useSummary(resident);
  if (summary.data !== undefined) return <ReferralForm id={id} keeper={keeper} summary={summary.data} />;
  if (!summary.isError) return <Waiting />;
  const fault = summary.error;
  if (fault instanceof ProblemError && [403, 404].includes(fault.status))
    return (
      <Empty title={words.noRelation}>
        <Link to="/residents/find">{words.toRegistration}</Link>
      </Empty>
    );
  return <ErrorState what={words.resident} fault={fault} onRetry={() => void summary.refetch()} />;
};

const Waiting = (): React.JSX.Element => (
  <div className="nr-waiting">
    <Skeleton rows={1} height={64} />
    <Skeleton rows={1} height={144} />
    <Skeleton rows={6} height={48} />
  </div>
);

/** `/referrals/drafts/$draft` */
export const ReferralDraftScreen = (): React.JSX.Element => {
  const words = useWords(table);
  const params: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  const draft = params['draft'] ?? '';
  const resident = useAsked('resident');
  const onward = useAsked('onward');
  const { person } = useSession();
  const opened = useDraftKeeper(draft, person.id, resident, onward);
  if (opened.data === null) return <NoResident />;
  if (opened.data !== undefined) return <Opened key={draft} id={draft} keeper={opened.data} />;
  if (opened.isError)
    return <ErrorState what={words.title} fault={opened.error} onRetry={() => void opened.refetch()} />;
  return <Waiting />;
};
