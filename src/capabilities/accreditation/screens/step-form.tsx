/** The steps of an acceptance and of an expert's review: generic questions by their form, clauses and beds drawn as what they are. */
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { CaseView } from '../../../engines/pathways/shapes.ts';
import { addDays, addMonths } from '../../../platform/civil-time.ts';
import { Button } from '../../../web/kit/button.tsx';
import type { Values } from '../../../web/kit/form-answers.ts';
import { FormFields } from '../../../web/kit/form-fields.tsx';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { announce } from '../../../web/kit/live-region.tsx';
import { StepButtons } from '../../../web/kit/step-buttons.tsx';
import { faultSentence } from '../../../web/kit/states.tsx';
import { useStepSubmission } from '../../../web/kit/step-submission.ts';
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
  const prefix = `acceptance-${step}`;
  const hiddenBy = (result: unknown): readonly string[] =>
    form?.name === 'acceptance-decision'
      ? BY_RESULT.filter((code) => !(ONLY[typeof result === 'string' ? result : ''] ?? []).includes(code))
      : [];
  const { ref, values, errors, fault, busy, change, submit, onSubmit } = useStepSubmission({
    path: `/api/cases/${view.id}/steps/${step}`,
    beside: { version: view.version },
    questions,
    words: accreditation,
    prefix,
    initial: useMemo(() => (form === undefined ? {} : begun(form, own, standard)), [form, own, standard]),
    asked: (given) => {
      const hidden = hiddenBy(given['result']);
      return Object.fromEntries(
        Object.entries(given).filter(
          ([code]) => !hidden.includes(code) && (code !== 'named' || given['result'] === 'accepted'),
        ),
      );
    },
    onTaken: async () => {
      announce(wordOf(accreditation.done, step));
      await client.invalidateQueries({ queryKey: ['acceptances'] });
      onTaken();
    },
  });
  const hidden = hiddenBy(values['result']);
  const drawnFault = (code: string): string | undefined =>
    Object.entries(errors).find(([path]) => path === code || path.startsWith(`${code}.`))?.[1];
  return (
    <form
      ref={ref}
      className="acceptance-form"
      aria-label={wordOf(accreditation.steps, step)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
        if (event.key === 'Enter' && event.ctrlKey) void submit();
      }}
      onSubmit={onSubmit}
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
