/** A step of the comparison: its form, sent once however often it is tried. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { StepTaken } from '../../../../engines/pathways/shapes.ts';
import type { CaseView } from '../../../../engines/pathways/shapes.ts';
import { ProblemError, api } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/button.tsx';
import { answersOf, errorsOf, faultsOf } from '../../../../web/kit/form-answers.ts';
import type { FieldErrors, Values } from '../../../../web/kit/form-answers.ts';
import { FormFields, focusFirstFault } from '../../../../web/kit/form-fields.tsx';
import type { PickProps } from '../../../../web/kit/form-fields.tsx';
import { useWords, wordOf } from '../../../../web/kit/language.ts';
import { announce } from '../../../../web/kit/live-region.tsx';
import { serverNow } from '../../../../web/kit/server-time.ts';
import { faultSentence } from '../../../../web/kit/states.tsx';
import { words as kitTable } from '../../../../web/kit/words.ts';
import { FORMS } from '../forms.ts';
import type { Comparison } from '../shapes.ts';
import { words as table } from '../words.ts';
import { screenWords } from './screen-words.ts';

/** Which of the two goes on: the one of whom more is kept is offered first, and nothing is chosen for anybody. */
const KeepPick = ({ comparison, pick }: { readonly comparison: Comparison; readonly pick: PickProps }) => {
  const screen = useWords(screenWords);
  const sides = [
    { side: comparison.one, label: screen.first },
    { side: comparison.other, label: screen.second },
  ];
  return (
    <>
      <div
        className="identity-keep"
        id={pick.id}
        role="radiogroup"
        aria-label={pick.label}
        aria-required
        aria-invalid={pick.error !== undefined}
        aria-describedby={pick.error === undefined ? undefined : `${pick.id}-fault`}
      >
        {sides.map(({ side, label }) => (
          <label key={side.id}>
            <input
              type="radio"
              name={pick.id}
              checked={pick.value === side.id}
              onChange={() => pick.onChange(side.id)}
            />
            <span>
              <span className="strong">{label}</span> {side.name}{' '}
              <span className="note">
                {screen.rows.records} {screen.count(side.records)}
              </span>
            </span>
          </label>
        ))}
      </div>
      <p className="note">{screen.keepHint}</p>
    </>
  );
};

export const Decide = ({
  view,
  comparison,
  step,
  onClose,
}: {
  readonly view: CaseView;
  readonly comparison: Comparison;
  readonly step: string;
  readonly onClose: () => void;
}): React.JSX.Element => {
  const words = useWords(table);
  const screen = useWords(screenWords);
  const kit = useWords(kitTable);
  const queries = useQueryClient();
  const [values, setValues] = useState<Values>({});
  const [errors, setErrors] = useState<FieldErrors>({});
  const [fault, setFault] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const panel = useRef<HTMLFormElement>(null);
  const key = useRef({ body: '', key: '' });
  const formName = view.steps.find((each) => each.step === step)?.form ?? null;
  const questions = FORMS.find(({ name }) => name === formName)?.questions ?? {};
  const label = wordOf(words.steps, step);
  useEffect(() => {
    const first = panel.current?.querySelector('input, textarea, button');
    if (first instanceof HTMLElement) first.focus();
  }, []);
  const submit = async (): Promise<void> => {
    if (busy) return;
    const faults = faultsOf(questions, values, words, serverNow(), kit);
    setErrors(faults);
    setFault(null);
    if (Object.keys(faults).length > 0) {
      announce(kit.field.errors(Object.keys(faults).length));
      focusFirstFault('identity', faults);
      return;
    }
    const body = { version: view.version, answers: answersOf(questions, values) };
    const text = JSON.stringify(body);
    if (key.current.body !== text) key.current = { body: text, key: crypto.randomUUID() };
    setBusy(true);
    try {
      await api.post(`/api/cases/${encodeURIComponent(view.id)}/steps/${step}`, body, StepTaken, key.current.key);
      announce(screen.taken(label));
      await queries.invalidateQueries({ queryKey: ['identity'] });
      await queries.invalidateQueries({ queryKey: ['case', view.id] });
      onClose();
    } catch (failed) {
      setFault(failed);
      if (failed instanceof ProblemError) {
        const found = errorsOf(failed.problem);
        setErrors(found);
        focusFirstFault('identity', found);
        if (failed.status === 409) await queries.invalidateQueries({ queryKey: ['case', view.id] });
      }
      setBusy(false);
    }
  };
  return (
    <form
      ref={panel}
      className="card identity-decide"
      aria-label={label}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
        if (event.key === 'Enter' && event.ctrlKey) void submit();
      }}
    >
      <h2>{label}</h2>
      <FormFields
        questions={questions}
        words={words}
        values={values}
        errors={errors}
        onChange={setValues}
        prefix="identity"
        picks={{ keep: (pick) => <KeepPick comparison={comparison} pick={pick} /> }}
      />
      {fault !== null && (
        <p className="danger" role="alert">
          {faultSentence(fault, kit)}
        </p>
      )}
      <div className="identity-acts">
        <Button kind="primary" type="submit" disabled={busy}>
          {screen.submit}
        </Button>
        <Button onClick={onClose}>{screen.cancel}</Button>
      </div>
    </form>
  );
};
