/** The steps of an acceptance and of an expert's review: generic questions by their form, clauses and beds drawn as what they are. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { StepTaken } from '../../../engines/pathways/shapes.ts';
import type { CaseView } from '../../../engines/pathways/shapes.ts';
import { addDays, addMonths } from '../../../platform/civil-time.ts';
import { api, ProblemError } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { answersOf, errorsOf, faultsOf } from '../../../web/kit/form-answers.ts';
import type { FieldErrors, Values } from '../../../web/kit/form-answers.ts';
import { focusFirstFault, FormFields } from '../../../web/kit/form-fields.tsx';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { announce } from '../../../web/kit/live-region.tsx';
import { newId } from '../../../web/kit/new-id.ts';
import { serverNow } from '../../../web/kit/server-time.ts';
import { StepButtons } from '../../../web/kit/step-buttons.tsx';
import { faultSentence } from '../../../web/kit/states.tsx';
import { stillWrong } from '../../../web/kit/still-wrong.ts';
import { words as kitTable } from '../../../web/kit/words.ts';
import { ACCEPTANCE_FORMS, REVIEW_FORMS } from '../forms.ts';
import type { Form } from '../../../engines/forms/define.ts';
import { standardOf } from '../rules/standards.ts';
import type { Standard } from '../rules/standards.ts';
import type { AcceptanceView } from '../shapes.ts';
import { words as table } from '../words.ts';
import { BedsPicked, Measures } from './beds-and-measures.tsx';
import { ClauseEditor } from './clauses.tsx';
import type { Answered } from './clauses.tsx';
import { usePicks } from './picks.tsx';
import { screenWords } from './screen-words.ts';

const FORMS: readonly Form[] = [...ACCEPTANCE_FORMS, ...REVIEW_FORMS];
const DRAWN = ['clauses', 'named', 'done'] as const;
/** What is asked only with one result. */
const ONLY: Readonly<Record<string, readonly string[]>> = {
  accepted: ['beds', 'validFrom', 'validUntil', 'recheckOn', 'certificate'],
  'to-rectify': ['demands', 'rectifyBy'],
  'not-accepted': ['demands'],
};
const BY_RESULT = [...new Set(Object.values(ONLY).flat())];

type Props = { readonly view: CaseView; readonly own: AcceptanceView; readonly onTaken: () => void };

/** What can be known before anything is typed: the standard's usual validity, the beds everybody found, today. */
const begun = (form: Form, own: AcceptanceView, standard: Standard | undefined): Values => {
  if (form.name === 'acceptance-decision' && standard !== undefined) {
    const found = own.opinions.filter(({ round }) => round === own.round).map(({ beds }) => beds);
    return {
      beds: String(Math.min(own.bedsAsked, ...found)),
      validFrom: own.today,
      validUntil: addDays(addMonths(own.today, standard.validMonths), -1),
      recheckOn: addMonths(own.today, standard.recheckMonths),
    };
  }
  if (form.name === 'acceptance-completion') return { bedsAsked: String(own.bedsAsked), clauses: own.self };
  if (form.name === 'acceptance-invitation')
    return { experts: Array.from({ length: standard?.experts ?? 2 }, () => ({})) };
  if (form.name === 'acceptance-opinion') return { visitedOn: own.today };
  return form.name === 'acceptance-site-note' ? { visitedOn: own.today } : {};
};

const StepForm = ({
  view,
  own,
  step,
  onTaken,
  onClose,
}: Props & { readonly step: string; readonly onClose: () => void }) => {
  const words = useWords(screenWords);
  const accreditation = useWords(table);
  const kit = useWords(kitTable);
  const client = useQueryClient();
  const picks = usePicks(own.organisation.id);
  const standard = standardOf(own.standard);
  const form = FORMS.find(({ name }) => name === view.steps.find((one) => one.step === step)?.form);
  const questions = form?.questions ?? {};
  const [values, setValues] = useState<Values>(() => (form === undefined ? {} : begun(form, own, standard)));
  const [errors, setErrors] = useState<FieldErrors>({});
  const [fault, setFault] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const key = useRef({ body: '', key: '' });
  const panel = useRef<HTMLFormElement>(null);
  const prefix = `acceptance-${step}`;
  // the keyboard is where the work is
  useEffect(() => {
    const first = panel.current?.querySelector('input, textarea, select, button');
    if (first instanceof HTMLElement) first.focus();
  }, []);
  const result = typeof values['result'] === 'string' ? values['result'] : '';
  const kept = form?.name === 'acceptance-decision' ? (ONLY[result] ?? []) : BY_RESULT;
  const hidden = form?.name === 'acceptance-decision' ? BY_RESULT.filter((code) => !kept.includes(code)) : [];
  const asked = Object.fromEntries(
    Object.entries(values).filter(
      ([code]) => !hidden.includes(code) && (code !== 'named' || values['result'] === 'accepted'),
    ),
  );
  const change = (next: Values): void => {
    setErrors(stillWrong(errors, values, next));
    setValues(next);
  };
  const submit = async (): Promise<void> => {
    if (busy) return;
    const faults = faultsOf(questions, asked, accreditation, serverNow(), kit);
    setErrors(faults);
    setFault(null);
    if (Object.keys(faults).length > 0) {
      announce(kit.field.errors(Object.keys(faults).length));
      focusFirstFault(prefix, faults);
      return;
    }
    const body = { version: view.version, answers: answersOf(questions, asked) };
    const text = JSON.stringify(body);
    if (key.current.body !== text) key.current = { body: text, key: newId() };
    setBusy(true);
    try {
      await api.post(`/api/cases/${view.id}/steps/${step}`, body, StepTaken, key.current.key);
      announce(wordOf(accreditation.done, step));
      await client.invalidateQueries({ queryKey: ['acceptances'] });
      onTaken();
    } catch (failed) {
      setFault(failed);
      if (failed instanceof ProblemError) setErrors(errorsOf(failed.problem));
      setBusy(false);
    }
  };
  const drawnFault = (code: string): string | undefined =>
    Object.entries(errors).find(([path]) => path === code || path.startsWith(`${code}.`))?.[1];
  return (
    <form
      ref={panel}
      className="acceptance-form"
      aria-label={wordOf(accreditation.steps, step)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
        if (event.key === 'Enter' && event.ctrlKey) void submit();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h3>{wordOf(accreditation.steps, step)}</h3>
      {form?.name === 'acceptance-invitation' && <p className="note">{words.experts(standard?.experts ?? 2)}</p>}
      {'clauses' in questions && standard !== undefined && (
        <ClauseEditor
          standard={standard}
          value={(values['clauses'] as Answered | undefined) ?? []}
          error={drawnFault('clauses')}
          onChange={(clauses) => change({ ...values, clauses })}
        />
      )}
      {'done' in questions && standard !== undefined && (
        <Measures
          standard={standard}
          opinions={own.opinions}
          value={(values['done'] as Answered | undefined) ?? []}
          error={drawnFault('done')}
          onChange={(done) => change({ ...values, done })}
        />
      )}
      <FormFields
        questions={questions}
        words={accreditation}
        values={values}
        errors={errors}
        onChange={change}
        picks={picks}
        leaveOut={[...DRAWN, ...hidden]}
        prefix={prefix}
      />
      {values['result'] === 'accepted' && own.beds.length > 0 && (
        <BedsPicked
          beds={own.beds}
          value={(values['named'] as readonly { readonly bed: string }[] | undefined) ?? []}
          error={drawnFault('named')}
          onChange={(named) => change({ ...values, named, beds: String(named.length) })}
        />
      )}
      {fault !== null && (
        <p className="danger" role="alert">
          {faultSentence(fault, kit)}
        </p>
      )}
      <p className="acceptance-acts">
        <Button kind="primary" type="submit" aria-disabled={busy}>
          {busy ? words.taking : words.take}
        </Button>
        <Button onClick={onClose}>{words.cancel}</Button>
      </p>
    </form>
  );
};

export const Steps = (props: Props): React.JSX.Element | null => {
  const { view } = props;
  const { steps } = useWords(table);
  const [chosen, setChosen] = useState<string | null>(null);
  if (view.closedAt !== null) return null;
  return (
    <section className="card no-print">
      <StepButtons
        steps={view.steps.map(({ step, primary }) => ({ step, primary, label: wordOf(steps, step) }))}
        blocked={view.blocked.map(({ step, reason }) => ({ step, reason, label: wordOf(steps, step) }))}
        chosen={chosen}
        onOpen={setChosen}
        folded
      />
      {chosen !== null && view.steps.some(({ step }) => step === chosen) && (
        <StepForm
          key={chosen}
          {...props}
          step={chosen}
          onClose={() => setChosen(null)}
          onTaken={() => {
            setChosen(null);
            props.onTaken();
          }}
        />
      )}
    </section>
  );
};
