/** What is begun for a person: an application, an assessment, a benefit; or between two houses, a contract. */
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { ResidentRow } from '../../../consortium/shapes.ts';
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
import { useBeds } from './beds-query.ts';
import { boardWords } from './board-words.ts';
import { PersonPick } from './person-pick.tsx';
import { stayWords } from './stay-words.ts';
import { usePicks } from './step-form.tsx';
import './beds.css';
import './stay.css';

const isBegun = (text: string | undefined): text is Begun => text !== undefined && Object.hasOwn(BEGINNINGS, text);

export const ApplyScreen = (): React.JSX.Element => {
  const words = useWords(boardWords);
  const elder = useWords(elderTable);
  const kit = useWords(kitTable);
  const said = useWords(stayWords);
  const picks = usePicks();
  const navigate = useNavigate();
  const given: { readonly pathway?: string; readonly id?: string } = useParams({ strict: false });
  const pathway = isBegun(given.pathway) ? given.pathway : 'residence';
  const { step, form } = BEGINNINGS[pathway];
  const [person, setPerson] = useState<ResidentRow | null>(null);
  const [unchosen, setUnchosen] = useState(false);
  const resident = given.id ?? person?.id;
  // asked for from a stay, the person lies in one of the own beds
  const known = (useBeds().data?.wards ?? [])
    .flatMap(({ rooms }) => rooms.flatMap(({ beds }) => beds.flatMap((bed) => bed.person ?? [])))
    .find(({ id }) => id === given.id);
  const [draft] = useState(() => crypto.randomUUID());
  const [values, setValues] = useState<Values>({});
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
      <PageHead
        title={known === undefined ? wordOf(elder.steps, step) : `${known.name} ${wordOf(elder.steps, step)}`}
        note={elder.documents[pathway]}
      />
      <form
        className="card elder-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const asked = pathway === 'care-contract' ? values : { ...values, resident };
          const faults = faultsOf(form.questions, asked, elder, serverNow(), kit);
          setErrors(faults);
          setUnchosen(pathway !== 'care-contract' && resident === undefined);
          if (Object.keys(faults).length > 0) focusFirstFault('apply', faults);
          else sending.mutate(answersOf(form.questions, asked));
        }}
      >
        {given.id === undefined && (
          <>
            <PersonPick
              chosen={person}
              onChoose={(row) => {
                setPerson(row);
                setUnchosen(false);
                if (row !== null && (row.gender === 'female' || row.gender === 'male') && pathway === 'residence')
                  setValues({ ...values, room: row.gender });
              }}
            />
            {unchosen && (
              <p className="danger" role="alert">
                {said.choosePerson}
              </p>
            )}
          </>
        )}
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
