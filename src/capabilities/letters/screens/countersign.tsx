/** What another office asks of one's own: to read the draft and say yes, or what it objects to. */
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
import { words as kitTable } from '../../../web/kit/words.ts';
import { COUNTERSIGN_FORMS } from '../forms.ts';
import type { LetterView } from '../shapes.ts';
import { words as table } from '../words.ts';
import { letterWords } from './letter-words.ts';
import { promiseWords } from './promise-words.ts';
import { LETTERS_KEY } from './use-letter.ts';
import './letter-promises.css';

export const Countersign = ({
  own,
  issuer,
}: {
  readonly own: NonNullable<LetterView['ownCountersign']>;
  readonly issuer: string;
}): React.JSX.Element => {
  const words = useWords(letterWords);
  const said = useWords(promiseWords);
  const table_ = useWords(table);
  const kit = useWords(kitTable);
  const client = useQueryClient();
  const [step, setStep] = useState<string | null>(null);
  const [values, setValues] = useState<Values>({});
  const [errors, setErrors] = useState<FieldErrors>({});
  const taking = useMutation({
    mutationFn: (body: { readonly step: string; readonly answers: object }) =>
      api.post(`/api/cases/${own.id}/steps/${body.step}`, { version: own.version, answers: body.answers }, StepTaken),
    onSuccess: () => {
      announce(words.done);
      setStep(null);
    },
    onSettled: () => client.invalidateQueries({ queryKey: LETTERS_KEY }),
  });
  const chosen = own.steps.find((each) => each.step === step);
  const questions = COUNTERSIGN_FORMS.find(({ name }) => name === chosen?.form)?.questions ?? {};
  return (
    <section className="letter-countersign" aria-label={said.countersignAsked(issuer)}>
      <div className="letter-countersign-row">
        <p>
          <b>
            {own.state === 'asked'
              ? said.countersignAsked(issuer)
              : said.countersignSaid(wordOf(table_.states, own.state))}
          </b>
          {own.note !== '' && <span className="note">{own.note}</span>}
          {own.state === 'asked' && own.dueAt !== null && (
            <span className={own.late ? 'danger numbers' : 'note numbers'}>
              {words.due} {momentWords(own.dueAt, kit, serverNow())}
              {own.late && ` ${words.late}`}
            </span>
          )}
        </p>
        <span className="letter-countersign-acts">
          {own.steps.map((each) => (
            <Button
              key={each.step}
              kind={each.step === 'agree' ? 'primary' : 'plain'}
              aria-expanded={step === each.step}
              onClick={() => {
                setValues({});
                setErrors({});
                setStep(step === each.step ? null : each.step);
              }}
            >
              {wordOf(table_.steps, each.step)}
            </Button>
          ))}
          {own.state === 'asked' && own.steps.length === 0 && <span className="note">{said.countersignNotYou}</span>}
        </span>
      </div>
      {taking.isError && (
        <p className="danger" role="alert">
          {faultSentence(taking.error, kit)}
        </p>
      )}
      {step !== null && chosen !== undefined && (
        <form
          className="letter-step"
          aria-label={wordOf(table_.steps, step)}
          onSubmit={(event) => {
            event.preventDefault();
            const faults = faultsOf(questions, values, table_, serverNow(), kit);
            setErrors(faults);
            if (Object.keys(faults).length === 0) taking.mutate({ step, answers: answersOf(questions, values) });
          }}
        >
          <FormFields
            questions={questions}
            words={table_}
            values={values}
            errors={errors}
            onChange={setValues}
            prefix="countersign"
          />
          <div className="letter-card-row">
            <Button kind="primary" type="submit" disabled={taking.isPending}>
              {said.confirm}
            </Button>
            <Button onClick={() => setStep(null)}>{words.cancel}</Button>
          </div>
        </form>
      )}
    </section>
  );
};
