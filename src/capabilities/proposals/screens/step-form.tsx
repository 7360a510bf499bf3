/** A step's form, sent once however often it is tried; what was typed stays when it is refused. */
import { useQueryClient } from '@tanstack/react-query';
import type { Form } from '../../../engines/forms/define.ts';
import { Button } from '../../../web/kit/button.tsx';
import type { Values } from '../../../web/kit/form-answers.ts';
import { FormFields } from '../../../web/kit/form-fields.tsx';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { announce } from '../../../web/kit/live-region.tsx';
import { faultSentence } from '../../../web/kit/states.tsx';
import { useStepSubmission } from '../../../web/kit/step-submission.ts';
import type { Taken } from '../../../web/kit/step-submission.ts';
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
  readonly onDone: (taken: Taken) => void;
  readonly onClose?: () => void;
};

export const StepForm = (props: Props): React.JSX.Element => {
  const words = useWords(table);
  const screen = useWords(screenWords);
  const kit = useWords(kitTable);
  const queries = useQueryClient();
  const picks = usePicks(props.of);
  const questions = props.form?.questions ?? {};
  const prefix = props.form?.name ?? 'step';
  const { ref, values, errors, fault, busy, change, submit, onSubmit } = useStepSubmission({
    path: props.path,
    beside: props.beside,
    questions,
    words,
    prefix,
    ...(props.initial !== undefined && { initial: props.initial }),
    onTaken: async (taken) => {
      announce(screen.taken(props.title, wordOf(words.states, taken.state)));
      await queries.invalidateQueries({ queryKey: ['case'] });
      await queries.invalidateQueries({ queryKey: ['proposals'] });
      props.onDone(taken);
    },
  });
  return (
    <form
      ref={ref}
      className="card proposal-form"
      aria-label={props.title}
      noValidate
      onSubmit={onSubmit}
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
        onChange={change}
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
