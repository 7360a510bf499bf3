/** One assessment: when, item by item, the score as it comes to be; a correction says why. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Scale } from '../../../engines/forms/scales/define.ts';
import type { CaseView } from '../../../engines/pathways/shapes.ts';
import { Button } from '../../../web/kit/button.tsx';
import { dayOf, instantText, timeOf } from '../../../web/kit/civil.ts';
import type { Values } from '../../../web/kit/form-answers.ts';
import { FormFields } from '../../../web/kit/form-fields.tsx';
import { useLanguage, useWords, wordOf } from '../../../web/kit/language.ts';
import { announce } from '../../../web/kit/live-region.tsx';
import { ScaleFields } from '../../../web/kit/scale-fields.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { faultSentence } from '../../../web/kit/states.tsx';
import { useStepSubmission } from '../../../web/kit/step-submission.ts';
import { words as kitTable } from '../../../web/kit/words.ts';
import { ScaleEntry, ScaleWithdrawal } from '../forms/care.ts';
import { entriesFrom } from '../rules/scales.ts';
import type { ScoreRow } from '../shapes.ts';
import { words as hospiceTable } from '../words.ts';
import { scaleWords } from './scale-words.ts';

export type Chosen =
  | { readonly act: 'assess'; readonly scale: Scale }
  | { readonly act: 'correct' | 'withdraw'; readonly scale: Scale; readonly of: ScoreRow };
type Props = {
  readonly view: CaseView;
  readonly chosen: Chosen;
  readonly onClose: () => void;
  readonly onTaken: () => void;
};

const textOf = (at: Date): string => instantText(dayOf(at), timeOf(at)) ?? at.toISOString();
const NEVER = ['items', 'scale', 'corrects'];

export const ScaleForm = ({ view, chosen, onClose, onTaken }: Props): React.JSX.Element => {
  const words = useWords(scaleWords);
  const hospice = useWords(hospiceTable);
  const kit = useWords(kitTable);
  const language = useLanguage();
  const client = useQueryClient();
  const { act, scale } = chosen;
  const of = chosen.act === 'assess' ? null : chosen.of;
  const [answers, setAnswers] = useState<Values>(act === 'correct' && of !== null ? of.items : {});
  const name = scale.name[language];
  const withdraws = act === 'withdraw';
  const step = withdraws ? 'withdraw-scale' : 'record-scale';
  const { questions } = withdraws ? ScaleWithdrawal : ScaleEntry;
  const { ref, values, errors, fault, busy, change, submit, onSubmit } = useStepSubmission({
    path: `/api/cases/${view.id}/steps/${step}`,
    beside: { version: view.version },
    questions,
    words: hospice,
    prefix: step,
    initial: {
      ...(withdraws ? {} : { scale: scale.code, assessedAt: textOf(of === null ? serverNow() : new Date(of.at)) }),
      ...(of === null ? {} : { corrects: of.id }),
    },
    asked: (given) => (withdraws ? given : { ...given, items: entriesFrom(answers) }),
    onTaken: async () => {
      announce(words.saved(name));
      await client.invalidateQueries({ queryKey: ['hospice'] });
      onTaken();
    },
  });
  const title = { assess: words.assessing, correct: words.correcting, withdraw: words.withdrawing }[act](name);
  return (
    <form
      ref={ref}
      className="hospice-step"
      aria-label={title}
      noValidate
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
        if (event.key === 'Enter' && event.ctrlKey) void submit();
      }}
      onSubmit={onSubmit}
    >
      <h3>{title}</h3>
      {!withdraws && <ScaleFields scale={scale} values={answers} onChange={setAnswers} />}
      {errors['items'] !== undefined && (
        <p className="danger" role="alert">
          {wordOf(errors, 'items')}
        </p>
      )}
      <FormFields
        questions={questions}
        words={hospice}
        values={values}
        errors={errors}
        onChange={change}
        leaveOut={act === 'assess' ? [...NEVER, 'why'] : NEVER}
        prefix={step}
      />
      {fault !== null && (
        <p className="danger" role="alert">
          {faultSentence(fault, kit)}
        </p>
      )}
      <p className="hospice-acts">
        <Button kind="primary" type="submit" aria-disabled={busy}>
          {busy ? words.saving : withdraws ? words.withdraw : words.save}
        </Button>
        <Button onClick={onClose}>{words.cancel}</Button>
      </p>
    </form>
  );
};
