/** A step's form, sent once however often it is tried; what was typed stays when it is refused. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import type { Form } from '../../../engines/forms/define.ts';
import { StepTaken } from '../../../engines/pathways/shapes.ts';
import { ProblemError, api } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { answersOf, errorsOf, faultsOf } from '../../../web/kit/form-answers.ts';
import type { FieldErrors, Values } from '../../../web/kit/form-answers.ts';
import { FormFields, focusFirstFault } from '../../../web/kit/form-fields.tsx';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { announce } from '../../../web/kit/live-region.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { faultSentence } from '../../../web/kit/states.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { words as table } from '../words.ts';
import { usePicks } from './picks.tsx';
import { screenWords } from './screen-words.ts';

type Props = {
  readonly path: string;
  /** What is sent beside the answers: the version of a case, or the id of a new one. */
  readonly beside: Readonly<Record<string, unknown>>;
  readonly form: Form | undefined;
  readonly title: string;
  readonly submit: string;
  readonly initial?: Values;
  /** Questions that are answered already, by the case itself. */
  readonly leaveOut?: readonly string[];
  /** The proposal the step is of: what it may be merged into stands beside it. */
  readonly of?: { readonly id: string; readonly body: string; readonly year: number };
  readonly note?: React.ReactNode;
  readonly onDone: (taken: z.infer<typeof StepTaken>) => void;
  readonly onClose?: () => void;
};

export const StepForm = (props: Props): React.JSX.Element => {
  const words = useWords(table);
  const screen = useWords(screenWords);
  const kit = useWords(kitTable);
  const queries = useQueryClient();
  const [values, setValues] = useState<Values>(props.initial ?? {});
  const [errors, setErrors] = useState<FieldErrors>({});
  const [fault, setFault] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const panel = useRef<HTMLFormElement>(null);
  const key = useRef({ body: '', key: '' });
  const picks = usePicks(props.of);
  const questions = props.form?.questions ?? {};
  const prefix = props.form?.name ?? 'step';
  useEffect(() => {
    const first = panel.current?.querySelector('input, textarea, select, button');
    if (first instanceof HTMLElement) first.focus();
  }, []);
  const submit = async (): Promise<void> => {
    if (busy) return;
    const faults = faultsOf(questions, values, words, serverNow(), kit);
    setErrors(faults);
    setFault(null);
    if (Object.keys(faults).length > 0) {
      announce(kit.field.errors(Object.keys(faults).length));
      focusFirstFault(prefix, faults);
      return;
    }
    const body = { ...props.beside, answers: answersOf(questions, values) };
    const text = JSON.stringify(body);
    if (key.current.body !== text) key.current = { body: text, key: crypto.randomUUID() };
    setBusy(true);
    try {
      const taken = await api.post(props.path, body, StepTaken, key.current.key);
      announce(screen.taken(props.title, wordOf(words.states, taken.state)));
      await queries.invalidateQueries({ queryKey: ['case'] });
      await queries.invalidateQueries({ queryKey: ['proposals'] });
      props.onDone(taken);
    } catch (failed) {
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
      className="card proposal-form"
      aria-label={props.title}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      onKeyDown={(event) => {
        // what was begun is not thrown away by one key
        if (event.key === 'Escape' && Object.keys(values).length === 0) props.onClose?.();
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit();
        else if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault();
      }}
    >
      <h2>{props.title}</h2>
      {props.note}
      {props.form === undefined && <p className="note">{screen.nothingToFill}</p>}
      <FormFields
        questions={questions}
        words={words}
        values={values}
        errors={errors}
        onChange={setValues}
        prefix={prefix}
        leaveOut={props.leaveOut ?? []}
        picks={picks}
      />
      {fault !== null && (
        <p className="bar danger" role="alert">
          {faultSentence(fault, kit)}
        </p>
      )}
      <div className="proposal-acts">
        <Button kind="primary" type="submit" disabled={busy} aria-keyshortcuts="Control+Enter">
          {busy ? screen.sending : props.submit}
        </Button>
        {props.onClose !== undefined && <Button onClick={props.onClose}>{kit.cancel}</Button>}
      </div>
    </form>
  );
};
