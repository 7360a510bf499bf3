/** A step's form under the buttons. What was typed stays after a refusal; sending again with the same content has no second effect. */
import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { CaseView } from '../../../engines/pathways/shapes.ts';
import { Button } from '../../../web/kit/button.tsx';
import { instantText, dayOf, timeOf } from '../../../web/kit/civil.ts';
import type { Values } from '../../../web/kit/form-answers.ts';
import { FormFields } from '../../../web/kit/form-fields.tsx';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { announce } from '../../../web/kit/live-region.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { StepButtons } from '../../../web/kit/step-buttons.tsx';
import { faultSentence } from '../../../web/kit/states.tsx';
import { useStepSubmission } from '../../../web/kit/step-submission.ts';
import { words as kitTable } from '../../../web/kit/words.ts';
import { findForm } from '../forms/all.ts';
import { COURSE_STEPS } from '../rules/courses.ts';
import { SCALE_STEPS } from '../rules/scales.ts';
import { words as hospiceTable } from '../words.ts';
import { PICKS } from './picks.tsx';
import { screenWords } from './screen-words.ts';

type Props = { readonly view: CaseView; readonly onTaken: () => void };

/** Times are filled with now: most are recorded when they happen. */
const begun = (formName: string | null, given: Values): Values => {
  const form = formName === null ? undefined : findForm(formName);
  const now = serverNow();
  const text = instantText(dayOf(now), timeOf(now));
  return {
    ...Object.fromEntries(
      Object.entries(form?.questions ?? {}).flatMap(([code, question]) =>
        question.kind === 'instant' ? [[code, text]] : [],
      ),
    ),
    ...given,
  };
};

const NOTHING: Readonly<Record<string, string>> = {};

export const StepForm = ({
  view,
  step,
  onTaken,
  onClose,
  given = NOTHING,
}: Props & {
  readonly step: string;
  readonly onClose: () => void;
  /** What is known already. */
  readonly given?: Values;
}): React.JSX.Element => {
  const words = useWords(screenWords);
  const hospice = useWords(hospiceTable);
  const kit = useWords(kitTable);
  const client = useQueryClient();
  const formName = view.steps.find((one) => one.step === step)?.form ?? null;
  const questions = (formName === null ? undefined : findForm(formName)?.questions) ?? {};
  const prefix = `hospice-${step}`;
  const { ref, values, errors, fault, busy, change, submit, onSubmit } = useStepSubmission({
    path: `/api/cases/${view.id}/steps/${step}`,
    beside: { version: view.version },
    questions,
    words: hospice,
    prefix,
    initial: useMemo(() => begun(formName, given), [formName, given]),
    onTaken: async () => {
      announce(words.taken(wordOf(hospice.steps, step)));
      await client.invalidateQueries({ queryKey: ['hospice'] });
      onTaken();
    },
  });
  return (
    <form
      ref={ref}
      className="hospice-step"
      aria-label={wordOf(hospice.steps, step)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
        if (event.key === 'Enter' && event.ctrlKey) void submit();
      }}
      onSubmit={onSubmit}
    >
      <h3>{wordOf(hospice.steps, step)}</h3>
      <FormFields
        questions={questions}
        words={hospice}
        values={values}
        errors={errors}
        onChange={change}
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

/** A step that is open, and what of its form is known already. */
export type Opened = { readonly step: string; readonly given: Readonly<Record<string, string>> };

/** Scales and courses have their steps where they stand on the page. */
const ELSEWHERE = [...SCALE_STEPS, ...COURSE_STEPS];

export const Steps = ({
  view,
  opened,
  onOpen,
  onTaken,
}: Props & {
  readonly opened: Opened | null;
  readonly onOpen: (opened: Opened | null) => void;
}): React.JSX.Element | null => {
  const hospice = useWords(hospiceTable);
  const chosen = opened?.step ?? null;
  const setChosen = (step: string | null): void => onOpen(step === null ? null : { step, given: NOTHING });
  if (view.closedAt !== null) return null;
  return (
    <div className="card hospice-steps">
      <StepButtons
        steps={view.steps
          .filter(({ step }) => !ELSEWHERE.includes(step))
          .map(({ step, primary }) => ({
            ...{ step, primary, label: wordOf(hospice.steps, step) },
            ...(LETTERS[step] === undefined ? {} : { letter: LETTERS[step] }),
          }))}
        blocked={view.blocked
          .filter(({ step }) => !ELSEWHERE.includes(step))
          .map(({ step, reason }) => ({ step, reason, label: wordOf(hospice.steps, step) }))}
        chosen={chosen}
        onOpen={setChosen}
        folded
      />
      {chosen !== null && view.steps.some(({ step }) => step === chosen) && (
        <StepForm
          key={`${chosen}-${opened?.given['trigger'] ?? ''}`}
          given={opened?.given ?? NOTHING}
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
