/** What is begun for a person: an application, an assessment, a benefit; or between two houses, a contract. */
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { StepTaken } from '../../../engines/pathways/shapes.ts';
import { api, ProblemError } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { answersOf, errorsOf, faultsOf } from '../../../web/kit/form-answers.ts';
import type { FieldErrors, Values } from '../../../web/kit/form-answers.ts';
import { focusFirstFault, FormFields } from '../../../web/kit/form-fields.tsx';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { announce } from '../../../web/kit/live-region.tsx';
import { PageHead } from '../../../web/kit/page.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { faultSentence } from '../../../web/kit/states.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { BEGINNINGS } from '../forms/all.ts';
import type { Begun } from '../forms/all.ts';
import { words as elderTable } from '../words.ts';
import { boardWords } from './board-words.ts';
import { usePicks } from './step-form.tsx';
import './beds.css';
import './stay.css';

const isBegun = (text: string | undefined): text is Begun => text !== undefined && Object.hasOwn(BEGINNINGS, text);

export const ApplyScreen = (): React.JSX.Element => {
  const words = useWords(boardWords);
  const elder = useWords(elderTable);
  const kit = useWords(kitTable);
  const picks = usePicks();
  const navigate = useNavigate();
  const given: { readonly pathway?: string; readonly id?: string } = useParams({ strict: false });
  const pathway = isBegun(given.pathway) ? given.pathway : 'residence';
  const { step, form } = BEGINNINGS[pathway];
  const resident = given.id;
  const [draft] = useState(() => crypto.randomUUID());
  const [values, setValues] = useState<Values>(pathway === 'care-contract' ? {} : { resident });
  const [errors, setErrors] = useState<FieldErrors>({});
  const sending = useMutation({
    mutationFn: (answers: object) =>
      api.post(`/api/pathways/${pathway}/cases`, { id: draft, step, answers }, StepTaken, draft),
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
      <PageHead title={wordOf(elder.steps, step)} note={elder.documents[pathway]} />
      <form
        className="card elder-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const faults = faultsOf(form.questions, values, elder, serverNow(), kit);
          setErrors(faults);
          if (Object.keys(faults).length > 0) focusFirstFault('apply', faults);
          else sending.mutate(answersOf(form.questions, values));
        }}
      >
        <FormFields
          prefix="apply"
          questions={form.questions}
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
          {wordOf(elder.steps, step)}
        </Button>
      </form>
    </div>
  );
};
