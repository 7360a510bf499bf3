/** A step's form, in place of the buttons. Ctrl+Enter submits; nothing typed is lost to a refusal, a gap or a reload. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { z } from 'zod';
import { StepTaken } from '../../../engines/pathways/shapes.ts';
import type { CaseView } from '../../../engines/pathways/shapes.ts';
import { ProblemError, UnreachableError, api } from '../../../web/kit/api.ts';
import { Button, Key } from '../../../web/kit/button.tsx';
import { timeOf } from '../../../web/kit/civil.ts';
import { useConnection } from '../../../web/kit/connection.ts';
import { answersOf, errorsOf, faultsOf } from '../../../web/kit/form-answers.ts';
import type { FieldErrors, Values } from '../../../web/kit/form-answers.ts';
import { FormFields, focusFirstFault } from '../../../web/kit/form-fields.tsx';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { announce } from '../../../web/kit/live-region.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { useSession } from '../../../web/kit/session.ts';
import { faultSentence } from '../../../web/kit/states.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { words as referralTable } from '../words.ts';
import { formNamed } from './case-summary.tsx';
import { words as table } from './case-words.ts';
import { newDraftId } from './draft-id.ts';
import { usePlan } from './plan-check.tsx';
import { planWords } from './plan-words.ts';
import { DepartmentPick } from './step-department.tsx';
import { readDraft, writeDraft } from './step-draft.ts';
import { useEarlier } from './use-earlier.ts';

/** What a stale step met: RFC 9457 members of the 409. */
const Stale = z.object({
  state: z.string(),
  version: z.int(),
  changed: z.object({
    step: z.string(),
    at: z.string(),
    by: z.object({
      name: z.string().nullable().optional(),
      role: z.string().optional(),
      organisation: z.string().nullable().optional(),
    }),
  }),
});
type Stale = z.infer<typeof Stale>;

const staleOf = (fault: unknown): Stale | null => {
  if (!(fault instanceof ProblemError) || fault.status !== 409) return null;
  const read = Stale.safeParse(fault.problem);
  return read.success ? read.data : null;
};

const StaleBar = ({ stale, onNewest }: { readonly stale: Stale; readonly onNewest: () => void }) => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const referral = useWords(referralTable);
  const { by, at, step } = stale.changed;
  const who = [by.organisation, by.role === undefined ? undefined : wordOf(kit.roles, by.role), by.name]
    .filter((part) => part !== undefined && part !== null)
    .join(' ');
  return (
    <div className="bar" role="alert">
      <span>
        {words.changed(who === '' ? kit.roles.system : who, timeOf(new Date(at)), wordOf(referral.steps, step))}
      </span>
      <span>{words.nowIs(wordOf(referral.states, stale.state))}</span>
      <span>{words.kept}</span>
      <Button onClick={onNewest}>{words.seeNewest}</Button>
    </div>
  );
};

/** A step as it is sent: repeating it with the same key has no second effect. */
export type StepSending = {
  readonly step: string;
  readonly body: { readonly version: number; readonly answers: Readonly<Record<string, unknown>> };
  readonly key: string;
};

/** Forms of more than one step (改派科室, 转给其他医院): the step says what is being done. */
const SHARED: ReadonlySet<string> = new Set(['reassignment']);

type Props = {
  readonly view: CaseView;
  readonly step: string;
  readonly onClose: () => void;
  readonly onTaken: () => void;
  /** Present where what cannot be sent now is kept and sent later; without it the form stays open for another try. */
  readonly onUnreachable?: (sending: StepSending) => void;
};

export const StepPanel = ({ view, step, onClose, onTaken, onUnreachable }: Props): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const referral = useWords(referralTable);
  const planTable = useWords(planWords);
  const { person } = useSession();
  const offline = useConnection().state === 'offline';
  const queries = useQueryClient();
  const [draft] = useState(() => readDraft(person.id, view.id, step));
  const [values, setValues] = useState<Values>(draft ?? {});
  const [errors, setErrors] = useState<FieldErrors>({});
  const [fault, setFault] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [filled, setFilled] = useState(false);
  const panel = useRef<HTMLFormElement>(null);
  // One act, one key: a repeated try after a lost answer has no second effect.
  const key = useRef({ body: '', key: '' });
  const [formName] = useState(() => view.steps.find((each) => each.step === step)?.form ?? null);
  const questions = formName === null ? {} : (formNamed(formName)?.questions ?? {});
  const offered = view.steps.some((each) => each.step === step);
  const stepWords = wordOf(referral.steps, step);
  const plan = usePlan({ case: view.id }, formName, values);
  const earlier = useEarlier(view, formName, draft === null);
  const prefix = `step-${step}`;
  const stale = staleOf(fault);

  useEffect(() => {
    const first = panel.current?.querySelector('input, textarea, select, button');
    if (first instanceof HTMLElement) first.focus();
  }, []);

  const begun = Object.keys(values).length > 0;
  if (!begun && !filled && earlier !== null) {
    setFilled(true);
    setValues(earlier.answers);
  }
  const change = (next: Values): void => {
    setValues(next);
    writeDraft(person.id, view.id, step, next);
  };
  const submit = async (): Promise<void> => {
    if (busy || !offered) return;
    const faults = faultsOf(questions, values, referral, serverNow(), kit);
    setErrors(faults);
    setFault(null);
    if (Object.keys(faults).length > 0) {
      announce(kit.field.errors(Object.keys(faults).length));
      focusFirstFault(prefix, faults);
      return;
    }
    const body = { version: view.version, answers: answersOf(questions, values) };
    const text = JSON.stringify(body);
    if (key.current.body !== text) key.current = { body: text, key: newDraftId() };
    setBusy(true);
    try {
      const path = `/api/cases/${encodeURIComponent(view.id)}/steps/${step}`;
      const taken = await api.post(path, body, StepTaken, key.current.key);
      writeDraft(person.id, view.id, step, null);
      announce(`${words.taken(stepWords, taken.number)} ${words.takenNow(wordOf(referral.states, taken.state))}`);
      void queries.invalidateQueries({ queryKey: ['worklist'] });
      await queries.invalidateQueries({ queryKey: ['case', view.id] });
      onTaken();
    } catch (failed) {
      if (failed instanceof UnreachableError && onUnreachable !== undefined) {
        writeDraft(person.id, view.id, step, null);
        onUnreachable({ step, body, key: key.current.key });
        return;
      }
      setFault(failed);
      if (failed instanceof ProblemError) {
        const found = errorsOf(failed.problem);
        setErrors(found);
        focusFirstFault(prefix, found);
      }
      setBusy(false);
    }
  };
  return (
    <form
      ref={panel}
      className="step-panel"
      aria-label={stepWords}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          void submit();
        }
        // A stray Enter in a field is no submission.
        else if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault();
      }}
    >
      <h2>{formName === null || SHARED.has(formName) ? stepWords : wordOf(referral.forms, formName)}</h2>
      {draft !== null && fault === null && <p className="note">{words.draftFound}</p>}
      {!offered && <p className="bar">{words.goneStep}</p>}
      {filled && earlier !== null && earlier.from !== null && (
        <p className="bar plain">{planTable.carried(earlier.from.number, earlier.from.organisation)}</p>
      )}
      {formName === null && <p className="note">{words.noForm}</p>}
      <FormFields
        questions={questions}
        words={referral}
        values={values}
        errors={errors}
        onChange={change}
        readOnly={!offered}
        leaveOut={['hold']}
        prefix={prefix}
        picks={{ department: (pick) => <DepartmentPick {...pick} view={view} step={step} />, ...plan.picks }}
        rows={plan.rows}
      />
      {plan.summary}
      {stale !== null && (
        <StaleBar
          stale={stale}
          onNewest={() => {
            setFault(null);
            void queries.invalidateQueries({ queryKey: ['case', view.id] });
            void queries.invalidateQueries({ queryKey: ['worklist'] });
          }}
        />
      )}
      {fault !== null && stale === null && (
        <p className={fault instanceof UnreachableError ? 'bar' : 'bar danger'} role="alert">
          {fault instanceof UnreachableError ? words.waits : faultSentence(fault, kit)}
        </p>
      )}
      {offline && fault === null && onUnreachable === undefined && <p className="bar">{words.waits}</p>}
      <div className="step-panel-acts">
        {offered && (
          <Button kind="primary" type="submit" aria-keyshortcuts="Control+Enter" disabled={busy}>
            {busy ? words.submitting : words.submit(stepWords)}
          </Button>
        )}
        <Button onClick={onClose}>{offered ? kit.cancel : kit.close}</Button>
        <span className="note">
          {offered && (
            <>
              <Key>Ctrl</Key> <Key>{words.enter}</Key>{' '}
            </>
          )}
          {Object.keys(values).length > 0 && words.draftKept}
        </span>
      </div>
    </form>
  );
};
