/** A step's form under the buttons. What was typed stays after a refusal; sending again with the same content has no second effect. */
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { StepTaken } from '../../../engines/pathways/shapes.ts';
import type { CaseView } from '../../../engines/pathways/shapes.ts';
import { api, ProblemError } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { instantText, dayOf, timeOf } from '../../../web/kit/civil.ts';
import { answersOf, errorsOf, faultsOf } from '../../../web/kit/form-answers.ts';
import type { FieldErrors, Values } from '../../../web/kit/form-answers.ts';
import { FormFields, focusFirstFault } from '../../../web/kit/form-fields.tsx';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { announce } from '../../../web/kit/live-region.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { StepButtons } from '../../../web/kit/step-buttons.tsx';
import { faultSentence } from '../../../web/kit/states.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { findForm } from '../forms/all.ts';
import { words as hospiceTable } from '../words.ts';
import { newId } from '../../../web/kit/new-id.ts';
import { PICKS } from './picks.tsx';
import { screenWords } from './screen-words.ts';
import { stillWrong } from '../../../web/kit/still-wrong.ts';

type Props = { readonly view: CaseView; readonly onTaken: () => void };

/** Times are filled with now: most are recorded when they happen. */
const begun = (formName: string | null): Values => {
  const form = formName === null ? undefined : findForm(formName);
  const now = serverNow();
  const text = instantText(dayOf(now), timeOf(now));
  return Object.fromEntries(
    Object.entries(form?.questions ?? {}).flatMap(([code, question]) =>
      question.kind === 'instant' ? [[code, text]] : [],
    ),
  );
};

const StepForm = ({
  view,
  step,
  onTaken,
  onClose,
}: Props & { readonly step: string; readonly onClose: () => void }): React.JSX.Element => {
  const words = useWords(screenWords);
  const hospice = useWords(hospiceTable);
  const kit = useWords(kitTable);
  const client = useQueryClient();
  const formName = view.steps.find((one) => one.step === step)?.form ?? null;
  const questions = (formName === null ? undefined : findForm(formName)?.questions) ?? {};
  const [values, setValues] = useState<Values>(() => begun(formName));
  const [errors, setErrors] = useState<FieldErrors>({});
  const [fault, setFault] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const key = useRef({ body: '', key: '' });
  const prefix = `hospice-${step}`;
  const submit = async (): Promise<void> => {
    if (busy) return;
    const faults = faultsOf(questions, values, hospice, serverNow(), kit);
    setErrors(faults);
    setFault(null);
    if (Object.keys(faults).length > 0) {
      announce(kit.field.errors(Object.keys(faults).length));
      focusFirstFault(prefix, faults);
      return;
    }
    const body = { version: view.version, answers: answersOf(questions, values) };
    const text = JSON.stringify(body);
    if (key.current.body !== text) key.current = { body: text, key: newId() };
    setBusy(true);
    try {
      await api.post(`/api/cases/${view.id}/steps/${step}`, body, StepTaken, key.current.key);
      announce(words.taken(wordOf(hospice.steps, step)));
      await client.invalidateQueries({ queryKey: ['hospice'] });
      onTaken();
    } catch (failed) {
      setFault(failed);
      if (failed instanceof ProblemError) setErrors(errorsOf(failed.problem));
      setBusy(false);
    }
  };
  return (
    <form
      className="hospice-step"
      aria-label={wordOf(hospice.steps, step)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
        if (event.key === 'Enter' && event.ctrlKey) void submit();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h3>{wordOf(hospice.steps, step)}</h3>
      <FormFields
        questions={questions}
        words={hospice}
        values={values}
        errors={errors}
        onChange={(next) => {
          setErrors(stillWrong(errors, values, next));
          setValues(next);
        }}
        picks={PICKS}
        prefix={prefix}
      />
      {fault !== null && (
        <p className="danger" role="alert">
          {faultSentence(fault, kit)}
        </p>
      )}
      <p className="hospice-acts">
        <Button kind="primary" type="submit" aria-disabled={busy}>
          {busy ? words.taking : words.take}
        </Button>
        <Button onClick={onClose}>{words.cancel}</Button>
      </p>
    </form>
  );
};

const LETTERS: Readonly<Record<string, string>> = { visit: 'V', score: 'S', admit: 'A', 'request-transfer': 'T' };

export const Steps = ({ view, onTaken }: Props): React.JSX.Element | null => {
  const hospice = useWords(hospiceTable);
  const [chosen, setChosen] = useState<string | null>(null);
  if (view.closedAt !== null) return null;
  return (
    <div className="card hospice-steps">
      <StepButtons
        steps={view.steps.map(({ step, primary }) => ({
          ...{ step, primary, label: wordOf(hospice.steps, step) },
          ...(LETTERS[step] === undefined ? {} : { letter: LETTERS[step] }),
        }))}
        blocked={view.blocked.map(({ step, reason }) => ({ step, reason, label: wordOf(hospice.steps, step) }))}
        chosen={chosen}
        onOpen={setChosen}
        folded
      />
      {chosen !== null && view.steps.some(({ step }) => step === chosen) && (
        <StepForm
          key={chosen}
          view={view}
          step={chosen}
          onClose={() => setChosen(null)}
          onTaken={() => {
            setChosen(null);
            onTaken();
          }}
        />
      )}
    </div>
  );
};
