/** The way of a letter on top: where it stands, who has it until when, and the steps one may take now; the others with their reason. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { StepTaken } from '../../../engines/pathways/shapes.ts';
import { api } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { momentWords } from '../../../web/kit/civil.ts';
import { answersOf, faultsOf } from '../../../web/kit/form-answers.ts';
import type { FieldErrors, Values } from '../../../web/kit/form-answers.ts';
import { FormFields } from '../../../web/kit/form-fields.tsx';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { announce } from '../../../web/kit/live-region.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { faultSentence } from '../../../web/kit/states.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { LETTER_FORMS } from '../forms.ts';
import type { FigureChoices, LetterView } from '../shapes.ts';
import { words as table } from '../words.ts';
import { letterWords } from './letter-words.ts';
import { LETTERS_KEY } from './use-letter.ts';

const ORDER = ['drafting', 'checking', 'countersigning', 'signing', 'signed', 'sealed', 'sent'] as const;
/** The step that ended each part of the way. */
const ENDS = ['submit', 'check', 'countersigned', 'sign', 'seal', 'send'] as const;

const Way = ({ view }: { readonly view: LetterView }): React.JSX.Element => {
  const words = useWords(letterWords);
  const kit = useWords(kitTable);
  const at = ORDER.findIndex((state) => state === view.state);
  const skipped = view.countersigns.length === 0 && view.state !== 'countersigning';
  return (
    <ol className="letter-way" aria-label={words.stepsLabel}>
      {words.steps.map((name, place) => {
        const done = [...view.timeline].reverse().find(({ step }) => step === ENDS[place]);
        const now = at === place;
        const past = at > place || view.state === 'sent';
        return (
          <li key={name} className={now ? 'now' : past ? 'past' : ''} aria-current={now ? 'step' : undefined}>
            <span className="letter-way-dot">{past ? '✓' : place + 1}</span>
            <b>{name}</b>
            <span className="note">
              {place === 2 && skipped && past
                ? words.nobody
                : past && done !== undefined
                  ? `${done.by ?? wordOf(kit.roles, done.role)} ${momentWords(done.at, kit, serverNow())}`
                  : now && view.owner !== null
                    ? wordOf(kit.roles, view.owner.role)
                    : ''}
            </span>
          </li>
        );
      })}
    </ol>
  );
};

const useStep = (view: LetterView, onDone: () => void) => {
  const client = useQueryClient();
  const words = useWords(letterWords);
  return useMutation({
    mutationFn: ({ step, answers }: { readonly step: string; readonly answers: object }) =>
      step === 'seal'
        ? api.post(`/api/letters/${view.id}/seal`, { version: view.caseVersion }, StepTaken)
        : api.post(`/api/cases/${view.id}/steps/${step}`, { version: view.caseVersion, answers }, StepTaken),
    onSuccess: () => {
      announce(words.done);
      onDone();
    },
    onSettled: () => client.invalidateQueries({ queryKey: LETTERS_KEY }),
  });
};

const StepForm = ({
  step,
  form,
  organisations,
  busy,
  onTake,
  onClose,
}: {
  readonly step: string;
  readonly form: string | null;
  readonly organisations: FigureChoices['scopes'];
  readonly busy: boolean;
  readonly onTake: (answers: object) => void;
  readonly onClose: () => void;
}): React.JSX.Element => {
  const words = useWords(letterWords);
  const own = useWords(table);
  const kit = useWords(kitTable);
  const [values, setValues] = useState<Values>({});
  const [errors, setErrors] = useState<FieldErrors>({});
  const found = LETTER_FORMS.find(({ name }) => name === form);
  const questions = step === 'seal' || found === undefined ? {} : found.questions;
  return (
    <form
      className="card letter-step"
      aria-label={wordOf(own.steps, step)}
      onSubmit={(event) => {
        event.preventDefault();
        const faults = faultsOf(questions, values, own, serverNow(), kit);
        setErrors(faults);
        if (Object.keys(faults).length === 0) onTake(answersOf(questions, values));
      }}
    >
      <h2>{wordOf(own.steps, step)}</h2>
      <FormFields
        questions={questions}
        words={own}
        values={values}
        errors={errors}
        onChange={setValues}
        prefix="letter-step"
        picks={{
          unit: ({ id, value, onChange }) => (
            <select
              id={id}
              value={value ?? ''}
              onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
            >
              <option value="">{words.choose}</option>
              {organisations
                .filter(({ code }) => code.startsWith('organisation:'))
                .map(({ code, name }) => (
                  <option key={code} value={code.slice('organisation:'.length)}>
                    {name}
                  </option>
                ))}
            </select>
          ),
        }}
      />
      <div className="letter-card-row">
        <Button kind="primary" type="submit" disabled={busy}>
          {wordOf(own.steps, step)}
        </Button>
        <Button onClick={onClose}>{words.cancel}</Button>
      </div>
    </form>
  );
};

/** What takes a letter out of its way is offered and never urged. */
const ENDINGS: readonly string[] = ['void', 'withdraw', 'send-back'];

type Props = {
  readonly view: LetterView;
  readonly organisations: FigureChoices['scopes'];
  /** What is typed is on the server first. */
  readonly settle: () => Promise<boolean>;
  readonly onLook: () => Promise<unknown>;
};

export const Steps = ({ view, organisations, settle, onLook }: Props): React.JSX.Element => {
  const words = useWords(letterWords);
  const own = useWords(table);
  const kit = useWords(kitTable);
  const [chosen, setChosen] = useState<string | null>(null);
  const taking = useStep(view, () => setChosen(null));
  const take = async (step: string, answers: object): Promise<void> => {
    if (!(await settle())) return;
    if (step === 'sign') await onLook();
    taking.mutate({ step, answers });
  };
  const open = view.findings.filter(({ answer }) => answer === null).length;
  const next = view.blocked.find(
    ({ step }) => step === 'check' || step === 'sign' || step === 'submit' || step === 'countersigned',
  );
  const form = view.steps.find(({ step }) => step === chosen)?.form ?? null;
  return (
    <>
      <div className="letter-head-row">
        <Way view={view} />
        <div className="letter-head-actions">
          {view.dueAt !== null && (
            <span className={view.late ? 'danger numbers' : 'numbers'}>
              {words.due} {momentWords(view.dueAt, kit, serverNow())}
              {view.late && ` ${words.late}`} {!view.verified && <Tag tone="warning">{words.unverified}</Tag>}
            </span>
          )}
          {view.steps.map(({ step, form: named, primary }) => (
            <Button
              key={step}
              kind={primary && !ENDINGS.includes(step) ? 'primary' : 'plain'}
              data-step={step}
              aria-expanded={chosen === step}
              onClick={() => (named === null ? void take(step, {}) : setChosen(chosen === step ? null : step))}
            >
              {wordOf(own.steps, step)}
            </Button>
          ))}
          {next !== undefined && (
            <span className="letter-blocked">
              <Button disabled aria-describedby="letter-blocked-why">
                {wordOf(own.steps, next.step)}
                {open > 0 ? `（${words.mustDo(open)}）` : ''}
              </Button>
              <span id="letter-blocked-why" className="note">
                {next.reason}
              </span>
            </span>
          )}
        </div>
      </div>
      {taking.isError && (
        <p className="danger letter-fault" role="alert">
          {faultSentence(taking.error, kit)}
        </p>
      )}
      {chosen !== null && (
        <StepForm
          key={chosen}
          step={chosen}
          form={form}
          organisations={organisations}
          busy={taking.isPending}
          onTake={(answers) => void take(chosen, answers)}
          onClose={() => setChosen(null)}
        />
      )}
    </>
  );
};
