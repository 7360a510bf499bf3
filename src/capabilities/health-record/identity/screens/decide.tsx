/** A step of the comparison: its form, sent once however often it is tried. */
import { useQueryClient } from '@tanstack/react-query';
import type { CaseView } from '../../../../engines/pathways/shapes.ts';
import { Button } from '../../../../web/kit/button.tsx';
import { FormFields } from '../../../../web/kit/form-fields.tsx';
import type { PickProps } from '../../../../web/kit/form-fields.tsx';
import { useWords, wordOf } from '../../../../web/kit/language.ts';
import { announce } from '../../../../web/kit/live-region.tsx';
import { faultSentence } from '../../../../web/kit/states.tsx';
import { useStepSubmission } from '../../../../web/kit/step-submission.ts';
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
  const formName = view.steps.find((each) => each.step === step)?.form ?? null;
  const questions = FORMS.find(({ name }) => name === formName)?.questions ?? {};
  const label = wordOf(words.steps, step);
  const again = () => queries.invalidateQueries({ queryKey: ['case', view.id] });
  const { ref, values, errors, fault, busy, change, submit, onSubmit } = useStepSubmission({
    path: `/api/cases/${encodeURIComponent(view.id)}/steps/${step}`,
    beside: { version: view.version },
    questions,
    words,
    prefix: 'identity',
    onTaken: async () => {
      announce(screen.taken(label));
      await queries.invalidateQueries({ queryKey: ['identity'] });
      await again();
      onClose();
    },
    onRefused: async ({ status }) => {
      if (status === 409) await again();
    },
  });
  return (
    <form
      ref={ref}
      className="card identity-decide"
      aria-label={label}
      noValidate
      onSubmit={onSubmit}
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
        onChange={change}
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
