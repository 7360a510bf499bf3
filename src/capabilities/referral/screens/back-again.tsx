/** On a closed referral: the resident is worse again, and goes back to the team that returned them, in one form. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { CaseView } from '../../../engines/pathways/shapes.ts';
import { StepTaken } from '../../../engines/pathways/shapes.ts';
import { refers } from '../../../consortium/roles.ts';
import { ProblemError, UnreachableError, api } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { momentWords } from '../../../web/kit/civil.ts';
import { answersOf, errorsOf, faultsOf } from '../../../web/kit/form-answers.ts';
import type { FieldErrors, Values } from '../../../web/kit/form-answers.ts';
import { FormFields, focusFirstFault } from '../../../web/kit/form-fields.tsx';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { announce } from '../../../web/kit/live-region.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { useSession } from '../../../web/kit/session.ts';
import { faultSentence } from '../../../web/kit/states.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { ReferralRequest } from '../forms.ts';
import { BackAgain } from '../shapes.ts';
import { words as referralTable } from '../words.ts';
import { words as table } from './case-words.ts';
import { newDraftId } from './draft-id.ts';
import { planWords } from './plan-words.ts';
import { readDraft, writeDraft } from './step-draft.ts';
import { findPrefill } from './use-draft.ts';

const STEP = 'back-again';
const {
  resident: _resident,
  department: _department,
  hold: _hold,
  after: _after,
  ...ASKED
} = ReferralRequest.questions;

type Props = {
  readonly view: CaseView;
  /** The new referral's id. */
  readonly onSent: (id: string) => void;
};

const Form = ({
  view,
  back,
  onSent,
  onClose,
}: Props & { readonly back: BackAgain; readonly onClose: () => void }): React.JSX.Element => {
  const words = useWords(table);
  const plan = useWords(planWords).again;
  const kit = useWords(kitTable);
  const referral = useWords(referralTable);
  const { person } = useSession();
  const queries = useQueryClient();
  const resident = view.resident?.id ?? '';
  const [id] = useState(newDraftId);
  const [typed, setTyped] = useState<Values | null>(() => readDraft(person.id, view.id, STEP));
  const [errors, setErrors] = useState<FieldErrors>({});
  const [fault, setFault] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const attempt = useRef({ body: '', key: '' });
  const panel = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const first = panel.current?.querySelector('input, textarea');
    if (first instanceof HTMLElement) first.focus();
  }, []);
  const known = useQuery({
    queryKey: ['prefill', resident],
    queryFn: () => findPrefill(resident),
    staleTime: Infinity,
  });
  const { allergy, contact } = known.data ?? {};
  const given = Object.entries({ ...back.answers, allergy, contact }).filter(([, value]) => typeof value === 'string');
  const values: Values = typed ?? Object.fromEntries(given);
  const change = (next: Values): void => {
    setTyped(next);
    // what is being mended is no longer marked; submitting looks again
    setErrors((before) => Object.fromEntries(Object.entries(before).filter(([code]) => next[code] === values[code])));
    writeDraft(person.id, view.id, STEP, next);
  };
  const send = async (): Promise<void> => {
    if (busy) return;
    const faults = faultsOf(ASKED, values, referral, serverNow(), kit);
    setErrors(faults);
    setFault(null);
    if (Object.keys(faults).length > 0) {
      announce(kit.field.errors(Object.keys(faults).length));
      focusFirstFault(STEP, faults);
      return;
    }
    const answers = { ...answersOf(ASKED, values), resident, department: back.team.department.id, after: view.id };
    const body = { id, answers };
    const text = JSON.stringify(body);
    // one act, one key: a repeated try after a lost answer has no second effect
    if (attempt.current.body !== text) attempt.current = { body: text, key: newDraftId() };
    setBusy(true);
    try {
      const taken = await api.post('/api/pathways/referral/cases', body, StepTaken, attempt.current.key);
      writeDraft(person.id, view.id, STEP, null);
      announce(`${words.taken(plan.title, taken.number)} ${words.takenNow(wordOf(referral.states, taken.state))}`);
      for (const queryKey of [['worklist'], ['case', view.id]]) void queries.invalidateQueries({ queryKey });
      onSent(taken.id);
    } catch (failed) {
      setFault(failed);
      if (failed instanceof ProblemError) {
        const found = errorsOf(failed.problem);
        setErrors(found);
        focusFirstFault(STEP, found);
      }
      setBusy(false);
    }
  };
  return (
    <form
      ref={panel}
      className="step-panel"
      aria-label={plan.title}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          void send();
        } else if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault();
      }}
    >
      <h2>{plan.title}</h2>
      <p className="bar plain">{plan.carried(view.number)}</p>
      <FormFields
        questions={ASKED}
        words={referral}
        values={values}
        errors={errors}
        onChange={change}
        readOnly={busy}
        prefix={STEP}
      />
      {fault !== null && (
        <p className={fault instanceof UnreachableError ? 'bar' : 'bar danger'} role="alert">
          {fault instanceof UnreachableError ? words.waits : faultSentence(fault, kit)}
        </p>
      )}
      <div className="step-panel-acts">
        <Button kind="primary" type="submit" aria-keyshortcuts="Control+Enter" disabled={busy}>
          {busy ? words.submitting : words.submit(plan.title)}
        </Button>
        <Button onClick={onClose}>{kit.cancel}</Button>
        {typed !== null && <span className="note">{words.draftKept}</span>}
      </div>
    </form>
  );
};

/** Nothing where nobody returned the resident, where the reader does not refer, or where they went back already. */
export const BackAgainOffer = ({ view, onSent }: Props): React.JSX.Element | null => {
  const words = useWords(planWords).again;
  const kit = useWords(kitTable);
  const referral = useWords(referralTable);
  const { role } = useSession();
  const [open, setOpen] = useState(false);
  const gone = view.related.some(({ relation }) => relation === 'later');
  const mine = view.sender.id === role.organisation.id || view.receiver.organisation.id !== role.organisation.id;
  const found = useQuery({
    queryKey: ['again', view.id, role.id],
    queryFn: ({ signal }) => api.get(`/api/referrals/${encodeURIComponent(view.id)}/again`, BackAgain, signal),
    enabled: view.ending === 'finished' && mine && !gone && refers(role.role),
  });
  const back = found.data;
  if (view.ending !== 'finished' || gone || back === undefined) return null;
  if (back.why !== null)
    return back.why === 'fast-return-over' ? (
      <p className="note back-again">{wordOf(referral.refusals, back.why)}</p>
    ) : null;
  if (open) return <Form view={view} back={back} onSent={onSent} onClose={() => setOpen(false)} />;
  const team = `${back.team.organisation.name} ${back.team.department.name}`;
  return (
    <section className="bar plain back-again" aria-label={words.title}>
      <p>
        {words.offer(team, back.until === null ? '' : momentWords(back.until, kit, serverNow()))}{' '}
        {!back.verified && <span className="warning">{words.unverified}</span>}
      </p>
      <Button onClick={() => setOpen(true)}>{words.title}</Button>
    </section>
  );
};
