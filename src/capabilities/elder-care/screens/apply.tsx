/** 入住申请: for the resident whose page one comes from. */
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { StepTaken } from '../../../engines/pathways/shapes.ts';
import { api, ProblemError } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { answersOf, errorsOf, faultsOf } from '../../../web/kit/form-answers.ts';
import type { FieldErrors, Values } from '../../../web/kit/form-answers.ts';
import { focusFirstFault, FormFields } from '../../../web/kit/form-fields.tsx';
import { useWords } from '../../../web/kit/language.ts';
import { announce } from '../../../web/kit/live-region.tsx';
import { PageHead } from '../../../web/kit/page.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { faultSentence } from '../../../web/kit/states.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { Application } from '../forms.ts';
import { words as elderTable } from '../words.ts';
import { boardWords } from './board-words.ts';
import { usePicks } from './step-form.tsx';
import './beds.css';
import './stay.css';

export const ApplyScreen = (): React.JSX.Element => {
  const words = useWords(boardWords);
  const elder = useWords(elderTable);
  const kit = useWords(kitTable);
  const picks = usePicks();
  const navigate = useNavigate();
  const { id: resident = '' }: { readonly id?: string } = useParams({ strict: false });
  const [draft] = useState(() => crypto.randomUUID());
  const [values, setValues] = useState<Values>({ resident });
  const [errors, setErrors] = useState<FieldErrors>({});
  const sending = useMutation({
    mutationFn: (answers: object) =>
      api.post('/api/pathways/residence/cases', { id: draft, answers }, StepTaken, draft),
    onSuccess: ({ id, number }) => {
      announce(words.sent(number));
      return navigate({ to: '/elder-care/stays/$id', params: { id } });
    },
    onError: (fault) => {
      if (fault instanceof ProblemError) setErrors(errorsOf(fault.problem));
    },
  });
  return (
    <div className="beds">
      <PageHead title={words.applyTitle} note={words.applyFor} />
      <form
        className="card elder-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const faults = faultsOf(Application.questions, values, elder, serverNow(), kit);
          setErrors(faults);
          if (Object.keys(faults).length > 0) focusFirstFault('apply', faults);
          else sending.mutate(answersOf(Application.questions, values));
        }}
      >
        <FormFields
          prefix="apply"
          questions={Application.questions}
          words={elder}
          values={values}
          errors={errors}
          onChange={setValues}
          picks={picks}
          leaveOut={['resident']}
        />
        {sending.isError && (
          <p className="danger" role="alert">
            {faultSentence(sending.error, kit)}
          </p>
        )}
        <Button type="submit" kind="primary" aria-disabled={sending.isPending}>
          {elder.steps.apply}
        </Button>
      </form>
    </div>
  );
};
