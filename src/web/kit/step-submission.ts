/**
 * What every form of a step does, whatever it draws: the keyboard stands in its first field, faults are told and led to before
 * anything is sent, one act has one key however often it is tried, and what was typed stays when it is refused.
 */
import { useEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import type { Form } from '../../engines/forms/define.ts';
import { StepTaken } from '../../engines/pathways/shapes.ts';
import { api, ProblemError } from './api.ts';
import { answersOf, errorsOf, faultsOf } from './form-answers.ts';
import type { FieldErrors, FormWords, Values } from './form-answers.ts';
import { focusFirstFault } from './form-fields.tsx';
import { useWords } from './language.ts';
import { announce } from './live-region.tsx';
import { newId } from './new-id.ts';
import { serverNow } from './server-time.ts';
import { stillWrong } from './still-wrong.ts';
import { words as kitTable } from './words.ts';

export type Taken = z.infer<typeof StepTaken>;

type Options = {
  /** `/api/cases/ID/steps/STEP`, or where a new case is opened. */
  readonly path: string;
  /** Sent beside the answers: the version of a case, or the id of a new one. */
  readonly beside: Readonly<Record<string, unknown>>;
  readonly questions: Form['questions'];
  readonly words: FormWords;
  /** Of the fields' ids. */
  readonly prefix: string;
  readonly initial?: Values;
  /** What is asked of what was typed, where an answer takes other questions away. */
  readonly asked?: (values: Values) => Values;
  /** Announces it and has the screens asked again; the form is left behind. */
  readonly onTaken: (taken: Taken) => Promise<void> | void;
  readonly onRefused?: (problem: ProblemError) => Promise<void> | void;
};

export type StepSubmission = {
  readonly ref: React.RefObject<HTMLFormElement | null>;
  readonly values: Values;
  readonly errors: FieldErrors;
  /** Why it was not taken; null while there is nothing to say. */
  readonly fault: unknown;
  readonly busy: boolean;
  readonly change: (next: Values) => void;
  readonly submit: () => Promise<void>;
  readonly onSubmit: (event: React.SyntheticEvent) => void;
};

export const useStepSubmission = ({
  path,
  beside,
  questions,
  words,
  prefix,
  initial = {},
  asked = (values) => values,
  onTaken,
  onRefused,
}: Options): StepSubmission => {
  const kit = useWords(kitTable);
  const [values, setValues] = useState<Values>(initial);
  const [errors, setErrors] = useState<FieldErrors>({});
  const [fault, setFault] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const ref = useRef<HTMLFormElement>(null);
  const key = useRef({ body: '', key: '' });
  useEffect(() => {
    const first = ref.current?.querySelector('input, textarea, select, button');
    if (first instanceof HTMLElement) first.focus();
  }, []);
  const submit = async (): Promise<void> => {
    if (busy) return;
    const given = asked(values);
    const faults = faultsOf(questions, given, words, serverNow(), kit);
    setErrors(faults);
    setFault(null);
    if (Object.keys(faults).length > 0) {
      announce(kit.field.errors(Object.keys(faults).length));
      focusFirstFault(prefix, faults);
      return;
    }
    const body = { ...beside, answers: answersOf(questions, given) };
    const text = JSON.stringify(body);
    if (key.current.body !== text) key.current = { body: text, key: newId() };
    setBusy(true);
    try {
      await onTaken(await api.post(path, body, StepTaken, key.current.key));
    } catch (failed) {
      setFault(failed);
      if (failed instanceof ProblemError) {
        const found = errorsOf(failed.problem);
        setErrors(found);
        focusFirstFault(prefix, found);
        await onRefused?.(failed);
      }
      setBusy(false);
    }
  };
  return {
    ref,
    values,
    errors,
    fault,
    busy,
    change: (next) => {
      setErrors(stillWrong(errors, values, next));
      setValues(next);
    },
    submit,
    onSubmit: (event) => {
      event.preventDefault();
      void submit();
    },
  };
};
