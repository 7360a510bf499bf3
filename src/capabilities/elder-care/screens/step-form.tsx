/** The steps of a case of elder care: what one may do as buttons, the form of the chosen one, and why not for the others. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CaseView } from '../../../engines/pathways/shapes.ts';
import type { Form } from '../../../engines/forms/define.ts';
import { api } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { FormFields } from '../../../web/kit/form-fields.tsx';
import type { PickProps } from '../../../web/kit/form-fields.tsx';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { announce } from '../../../web/kit/live-region.tsx';
import { faultSentence } from '../../../web/kit/states.tsx';
import { ScaleFields } from '../../../web/kit/scale-fields.tsx';
import { StepButtons } from '../../../web/kit/step-buttons.tsx';
import { useStepSubmission } from '../../../web/kit/step-submission.ts';
import { words as kitTable } from '../../../web/kit/words.ts';
import { Places } from '../shapes.ts';
import { words as elderTable } from '../words.ts';
import { ability } from '../../../engines/forms/scales/ability.ts';
import { disability } from '../../../engines/forms/scales/disability.ts';
import { BEDS_KEY, useBeds } from './beds-query.ts';
import { boardWords } from './board-words.ts';

export const FILES_KEY = ['elder-care-files'] as const;

export const usePlaces = () =>
  useQuery({
    queryKey: [...BEDS_KEY, 'places'],
    queryFn: ({ signal }) => api.get('/api/elder-care/places', Places, signal),
  });

const Choose = ({
  label,
  pick,
  options,
  none,
}: {
  readonly label: string;
  readonly pick: PickProps;
  readonly options: readonly { readonly id: string; readonly name: string }[];
  readonly none: string;
}): React.JSX.Element => (
  <select
    id={pick.id}
    aria-label={label}
    value={pick.value ?? ''}
    aria-invalid={pick.error !== undefined}
    onChange={(event) => pick.onChange(event.target.value === '' ? null : event.target.value)}
  >
    <option value="">{none}</option>
    {options.map(({ id, name }) => (
      <option key={id} value={id}>
        {name}
      </option>
    ))}
  </select>
);

/** How beds, houses and hospitals are chosen in the forms of elder care. */
export const usePicks = (): Readonly<Record<string, (props: PickProps) => React.ReactNode>> => {
  const kit = useWords(kitTable);
  const words = useWords(boardWords);
  const { questions } = useWords(elderTable);
  const beds = useBeds().data;
  const places = usePlaces().data;
  const free = (beds?.wards ?? []).flatMap((ward) =>
    ward.rooms.flatMap((room) =>
      room.beds
        .filter(({ state }) => state === 'free')
        .map((bed) => ({
          id: bed.id,
          name: [
            ward.name,
            ...(room.name === '' ? [] : [kit.noted(words.room(room.name), words.sexes[room.for])]),
            bed.label,
          ].join(' '),
        })),
    ),
  );
  return {
    bed: (pick) => <Choose label={wordOf(questions, 'bed')} pick={pick} options={free} none={words.bedField} />,
    hospital: (pick) => (
      <Choose
        label={wordOf(questions, 'hospital')}
        pick={pick}
        options={places?.hospitals ?? []}
        none={words.choosePlace}
      />
    ),
    assessor: (pick) => (
      <Choose
        label={wordOf(questions, 'assessor')}
        pick={pick}
        options={places?.hospitals ?? []}
        none={words.choosePlace}
      />
    ),
    bureau: (pick) => (
      <Choose
        label={wordOf(questions, 'bureau')}
        pick={pick}
        options={places?.offices ?? []}
        none={words.choosePlace}
      />
    ),
    home: (pick) => (
      <Choose
        label={wordOf(questions, 'home')}
        pick={pick}
        options={(places?.homes ?? []).map(({ id, name, free: n }) => ({ id, name: kit.noted(name, words.free(n)) }))}
        none={words.choosePlace}
      />
    ),
  };
};

/** Scales that are steps of their own: drawn item by item, with the score as it comes to be. */
const ASSESSED = [ability, disability];

export const StepForm = ({
  view,
  step,
  form,
  onDone,
}: {
  readonly view: CaseView;
  readonly step: string;
  readonly form: Form | undefined;
  readonly onDone: () => void;
}): React.JSX.Element => {
  const elder = useWords(elderTable);
  const kit = useWords(kitTable);
  const words = useWords(boardWords);
  const picks = usePicks();
  const client = useQueryClient();
  const { ref, values, errors, fault, busy, change, submit, onSubmit } = useStepSubmission({
    path: `/api/cases/${view.id}/steps/${step}`,
    beside: { version: view.version },
    questions: form?.questions ?? {},
    words: elder,
    prefix: 'step',
    onTaken: async () => {
      announce(wordOf(elder.done, step));
      await client.invalidateQueries({ queryKey: BEDS_KEY });
      await client.invalidateQueries({ queryKey: ['case', view.id] });
      await client.invalidateQueries({ queryKey: FILES_KEY });
      onDone();
    },
  });
  const questions = form?.questions ?? {};
  const scale = ASSESSED.find(({ code }) => form?.name === `scale-${code}`);
  return (
    <form
      ref={ref}
      className="stay-step"
      aria-label={wordOf(elder.steps, step)}
      noValidate
      onSubmit={onSubmit}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.ctrlKey) void submit();
      }}
    >
      {scale === undefined ? (
        <FormFields
          prefix="step"
          questions={questions}
          words={elder}
          values={values}
          errors={errors}
          onChange={change}
          picks={picks}
        />
      ) : (
        <ScaleFields scale={scale} values={values} onChange={change} others={words.circumstances} />
      )}
      {fault !== null && (
        <p className="danger" role="alert">
          {faultSentence(fault, kit)}
        </p>
      )}
      <Button type="submit" kind="primary" aria-disabled={busy}>
        {wordOf(elder.steps, step)}
      </Button>
    </form>
  );
};

export const Steps = ({
  view,
  forms,
  primary = null,
}: {
  readonly view: CaseView;
  readonly forms: readonly Form[];
  /** Which step stands out; null leaves it to the pathway's order. */
  readonly primary?: string | null;
}): React.JSX.Element => {
  const elder = useWords(elderTable);
  const [chosen, setChosen] = useState<string | null>(null);
  const step = view.steps.find((each) => each.step === chosen);
  return (
    <section className="card">
      <StepButtons
        steps={view.steps
          .filter((each) => each.step !== 'end-family-look')
          .map((each) => ({
            step: each.step,
            label: wordOf(elder.steps, each.step),
            primary: view.steps.some(({ step: one }) => one === primary) ? each.step === primary : each.primary,
          }))}
        blocked={view.blocked.map((each) => ({ ...each, label: wordOf(elder.steps, each.step) }))}
        chosen={chosen}
        onOpen={(next) => setChosen(next === chosen ? null : next)}
        folded
      />
      {step !== undefined && (
        <StepForm
          key={`${step.step}-${String(view.version)}`}
          view={view}
          step={step.step}
          form={forms.find(({ name }) => name === step.form)}
          onDone={() => setChosen(null)}
        />
      )}
    </section>
  );
};
