/** 下转: a hospital sends an inpatient down to the resident's township hospital or centre, plan first. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { Candidates, HoldView } from '../../../consortium/shapes.ts';
import { StepTaken } from '../../../engines/pathways/shapes.ts';
import { api, ProblemError } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { answersOf, errorsOf, faultsOf } from '../../../web/kit/form-answers.ts';
import type { FieldErrors, Values } from '../../../web/kit/form-answers.ts';
import { FormFields, focusFirstFault } from '../../../web/kit/form-fields.tsx';
import type { PickProps } from '../../../web/kit/form-fields.tsx';
import { useWords } from '../../../web/kit/language.ts';
import { announce } from '../../../web/kit/live-region.tsx';
import { PageHead } from '../../../web/kit/page.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { useSession } from '../../../web/kit/session.ts';
import { Empty, ErrorState, Skeleton, faultSentence } from '../../../web/kit/states.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { DownReferral } from '../forms.ts';
import { SENDING } from '../rules/sides.ts';
import { words as referralTable } from '../words.ts';
import { beginDraftId, newDraftId } from './draft-id.ts';
import { usePlan } from './plan-check.tsx';
import { planWords } from './plan-words.ts';
import { readDraft, writeDraft } from './step-draft.ts';
import { useSummary } from './use-draft.ts';
import './case.css';

const PREFIX = 'down';
const STEP = 'send-down';
const { resident: _resident, hold: _hold, ...ASKED } = DownReferral.questions;

/** General departments of the base; the matching's order, so that the resident's own comes near the top. */
const BasePick = ({
  id,
  value,
  error,
  onChange,
  kind,
  subject,
}: PickProps & { readonly kind: string; readonly subject: string }) => {
  const words = useWords(planWords);
  const referral = useWords(referralTable);
  const found = useQuery({
    queryKey: ['departments', 'down', kind, subject],
    queryFn: ({ signal }) => api.get(`/api/departments?kind=${kind}&count=100&subject=${subject}`, Candidates, signal),
  });
  const items = (found.data?.items ?? []).filter(({ organisation }) => Object.hasOwn(SENDING, organisation.kind));
  return (
    <select
      id={id}
      className="plan-pick"
      aria-label={referral.questions.department}
      value={value ?? ''}
      {...(error === undefined ? {} : { 'aria-invalid': true, 'aria-describedby': `${id}-fault` })}
      onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
    >
      <option value="">{words.choose}</option>
      {items.map(({ department, organisation, quota }) => (
        <option key={department.id} value={department.id}>
          {`${organisation.name} ${department.name}`}
          {kind === 'inpatient' && quota !== null ? words.freeBeds(quota.free, quota.places) : ''}
        </option>
      ))}
    </select>
  );
};

const Form = ({ resident }: { readonly resident: string }): React.JSX.Element => {
  const words = useWords(planWords);
  const kit = useWords(kitTable);
  const referral = useWords(referralTable);
  const { person } = useSession();
  const queries = useQueryClient();
  const [id] = useState(beginDraftId);
  const [values, setValues] = useState<Values>(() => readDraft(person.id, resident, STEP) ?? { urgency: 'routine' });
  const [errors, setErrors] = useState<FieldErrors>({});
  const [fault, setFault] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [sent, setSent] = useState<{ readonly id: string; readonly number: string } | null>(null);
  const attempt = useRef({ body: '', key: '' });
  const department = typeof values['department'] === 'string' ? values['department'] : null;
  const inpatient = values['visit'] === 'inpatient';
  const plan = usePlan({ department }, 'return-note', values);
  const change = (next: Values): void => {
    setValues(next);
    // what is being mended is no longer marked; sending looks again
    setErrors((before) => Object.fromEntries(Object.entries(before).filter(([code]) => next[code] === values[code])));
    writeDraft(person.id, resident, STEP, next);
  };
  const send = async (): Promise<void> => {
    if (busy) return;
    const faults = faultsOf(ASKED, values, referral, serverNow(), kit);
    setErrors(faults);
    setFault(null);
    if (Object.keys(faults).length > 0) {
      announce(kit.field.errors(Object.keys(faults).length));
      focusFirstFault(PREFIX, faults);
      return;
    }
    setBusy(true);
    try {
      // the bed is held for the case that is about to begin, so that nobody takes it meanwhile
      if (inpatient && department !== null)
        await api.post('/api/holds', { kind: 'quota', department, draft: id }, HoldView);
      const body = { id, step: STEP, answers: { ...answersOf(ASKED, values), resident } };
      const text = JSON.stringify(body);
      if (attempt.current.body !== text) attempt.current = { body: text, key: newDraftId() };
      const taken = await api.post('/api/pathways/referral/cases', body, StepTaken, attempt.current.key);
      writeDraft(person.id, resident, STEP, null);
      setSent(taken);
      announce(words.sentDown(taken.number));
      void queries.invalidateQueries({ queryKey: ['worklist'] });
    } catch (failed) {
      setFault(failed);
      if (failed instanceof ProblemError) setErrors(errorsOf(failed.problem));
      setBusy(false);
    }
  };
  if (sent !== null)
    return (
      <Empty title={words.sentDown(sent.number)}>
        <Link to="/cases/$id" params={{ id: sent.id }} className="button primary">
          {words.open} {sent.number}
        </Link>
      </Empty>
    );
  return (
    <form
      className="step-panel down-form"
      aria-label={referral.forms['down-referral']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <FormFields
        questions={ASKED}
        words={referral}
        values={values}
        errors={errors}
        onChange={change}
        prefix={PREFIX}
        picks={{
          ...plan.picks,
          department: (pick) => <BasePick {...pick} kind={inpatient ? 'inpatient' : 'outpatient'} subject={id} />,
        }}
        rows={plan.rows}
      />
      {plan.summary}
      {fault !== null && (
        <p className="bar danger" role="alert">
          {faultSentence(fault, kit)}
        </p>
      )}
      <div className="step-panel-acts">
        <Button kind="primary" type="submit" disabled={busy}>
          {referral.done['send-down']}
        </Button>
      </div>
    </form>
  );
};

/** `/referrals/down?resident=…` */
export const DownReferralScreen = (): React.JSX.Element => {
  const referral = useWords(referralTable);
  const words = useWords(planWords);
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const resident = typeof search['resident'] === 'string' ? search['resident'] : '';
  const summary = useSummary(resident);
  if (resident === '') return <Empty title={words.chooseResident} />;
  if (summary.data === undefined)
    return summary.isError ? (
      <ErrorState what={referral.forms['down-referral']} fault={summary.error} onRetry={() => void summary.refetch()} />
    ) : (
      <Skeleton rows={8} height={48} />
    );
  const { name } = summary.data.resident;
  return (
    <div className="down">
      <PageHead title={`${referral.forms['down-referral']} ${name}`} note={words.downNote} />
      <Form resident={resident} />
    </div>
  );
};
