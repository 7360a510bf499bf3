/** 转介安宁疗护: whom, to which house, why. The person is found by name; a name does not go into an address. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { ResidentList } from '../../../consortium/shapes.ts';
import type { ResidentRow } from '../../../consortium/shapes.ts';
import { StepTaken } from '../../../engines/pathways/shapes.ts';
import { api, ProblemError } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { answersOf, errorsOf, faultsOf } from '../../../web/kit/form-answers.ts';
import type { FieldErrors, Values } from '../../../web/kit/form-answers.ts';
import { FormFields, focusFirstFault } from '../../../web/kit/form-fields.tsx';
import { useWords } from '../../../web/kit/language.ts';
import { announce } from '../../../web/kit/live-region.tsx';
import { PageHead } from '../../../web/kit/page.tsx';
import { PersonName } from '../../../web/kit/person.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { faultSentence } from '../../../web/kit/states.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { Referral } from '../forms.ts';
import { words as hospiceTable } from '../words.ts';
import { newId } from '../../../web/kit/new-id.ts';
import { PICKS } from './picks.tsx';
import { screenWords } from './screen-words.ts';
import { stillWrong } from '../../../web/kit/still-wrong.ts';
import './hospice.css';

const PersonPick = (props: {
  readonly chosen: ResidentRow | null;
  readonly id: string;
  readonly onChoose: (row: ResidentRow | null) => void;
}): React.JSX.Element => {
  const words = useWords(screenWords);
  const kit = useWords(kitTable);
  const [text, setText] = useState('');
  const q = text.trim();
  const found = useQuery({
    queryKey: ['hospice', 'find', q],
    enabled: q !== '',
    queryFn: async () => {
      const ask = (scope: 'catchment' | 'related') =>
        api.post('/api/residents/search', { q, scope, count: 8 }, ResidentList);
      const [own, related] = await Promise.all([ask('catchment'), ask('related')]);
      return [...new Map([...own.items, ...related.items].map((row) => [row.id, row])).values()];
    },
  });
  if (props.chosen !== null)
    return (
      <p>
        <PersonName name={props.chosen.name} gender={props.chosen.gender} age={props.chosen.age} />{' '}
        <span className="note numbers">{props.chosen.cardMasked}</span>{' '}
        <Button small onClick={() => props.onChoose(null)}>
          {words.change}
        </Button>
      </p>
    );
  return (
    <div>
      <input
        id={props.id}
        type="search"
        value={text}
        placeholder={words.find}
        aria-label={words.find}
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
      />
      {found.isError && <p className="danger">{faultSentence(found.error, kit)}</p>}
      {found.data?.length === 0 && <p className="note">{words.nobody}</p>}
      <ul className="hospice-found">
        {(found.data ?? []).map((row) => (
          <li key={row.id}>
            <button type="button" onClick={() => props.onChoose(row)}>
              <PersonName name={row.name} gender={row.gender} age={row.age} />{' '}
              <span className="note numbers">
                {row.village} {row.cardMasked}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
};

export const NewHospiceReferral = (): React.JSX.Element => {
  const words = useWords(screenWords);
  const hospice = useWords(hospiceTable);
  const kit = useWords(kitTable);
  const navigate = useNavigate();
  const client = useQueryClient();
  const id = useRef(newId());
  const [chosen, setChosen] = useState<ResidentRow | null>(null);
  const [values, setValues] = useState<Values>({ urgency: 'routine' });
  const [errors, setErrors] = useState<FieldErrors>({});
  const all = { ...values, ...(chosen === null ? {} : { resident: chosen.id }) };
  const sending = useMutation({
    mutationFn: () =>
      api.post(
        '/api/pathways/hospice-stay/cases',
        { id: id.current, answers: answersOf(Referral.questions, all) },
        StepTaken,
        id.current,
      ),
    onSuccess: async (taken) => {
      announce(words.sent(taken.number));
      await client.invalidateQueries({ queryKey: ['hospice'] });
      await navigate({ to: '/hospice/$id', params: { id: taken.id } });
    },
    onError: (fault) => {
      // another try is another act: the refused one is answered under its own key
      id.current = newId();
      if (fault instanceof ProblemError) setErrors(errorsOf(fault.problem));
    },
  });
  return (
    <form
      className="hospice hospice-new"
      onSubmit={(event) => {
        event.preventDefault();
        const faults = faultsOf(Referral.questions, all, hospice, serverNow(), kit);
        setErrors(faults);
        if (Object.keys(faults).length > 0) focusFirstFault('hospice-new', faults);
        else if (!sending.isPending) sending.mutate();
      }}
    >
      <PageHead title={words.refer}>
        <Link to="/hospice" className="button">
          {words.back}
        </Link>
      </PageHead>
      <section className="card">
        <FormFields
          questions={Referral.questions}
          words={hospice}
          values={all}
          errors={errors}
          onChange={(next) => {
            setErrors(stillWrong(errors, all, next));
            setValues(next);
          }}
          picks={{
            ...PICKS,
            resident: ({ id: field }) => (
              <PersonPick
                id={field}
                chosen={chosen}
                onChoose={(row) => {
                  setErrors(stillWrong(errors, { resident: chosen?.id }, { resident: row?.id }));
                  setChosen(row);
                }}
              />
            ),
          }}
          prefix="hospice-new"
        />
        {sending.isError && (
          <p className="danger" role="alert">
            {faultSentence(sending.error, kit)}
          </p>
        )}
        <p className="hospice-acts">
          <Button kind="primary" type="submit" aria-disabled={sending.isPending}>
            {sending.isPending ? words.taking : words.send}
          </Button>
        </p>
      </section>
    </form>
  );
};
