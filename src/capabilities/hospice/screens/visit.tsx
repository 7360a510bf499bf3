/** 上门: what a nurse at somebody's home needs on a telephone: the wishes, the visit, the scales, and what they say. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { CaseView } from '../../../engines/pathways/shapes.ts';
import { api } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { PersonName } from '../../../web/kit/person.tsx';
import { ErrorState, Skeleton } from '../../../web/kit/states.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import { Person } from '../shapes.ts';
import { callWords } from '../words/call.ts';
import { words as hospiceTable } from '../words.ts';
import { Calls } from './calls.tsx';
import { Courses } from './courses.tsx';
import { scaleWords } from './scale-words.ts';
import { Scales } from './scales.tsx';
import { StepForm } from './step-form.tsx';
import { Triggers } from './triggers.tsx';
import { Wishes } from './wishes.tsx';
import './hospice.css';

/** Whoever is on duty writes a call down while the family waits for the advice to work. */
const CallEntry = ({ view }: { readonly view: CaseView }): React.JSX.Element => {
  const words = useWords(callWords);
  const record = useWords(hospiceTable).steps['answer-call'];
  const [open, setOpen] = useState<'no' | 'yes' | 'done'>('no');
  const may = view.steps.some(({ step }) => step === 'answer-call');
  return (
    <>
      {open === 'yes' ? (
        <section className="card" aria-label={record}>
          <StepForm view={view} step="answer-call" onClose={() => setOpen('no')} onTaken={() => setOpen('done')} />
        </section>
      ) : (
        <p className="hospice-acts">
          {open === 'done' && <span role="status">{words.kept}</span>}{' '}
          {may && <Button onClick={() => setOpen('yes')}>{record}</Button>}
        </p>
      )}
      <Calls view={view} most={4} />
    </>
  );
};

export const HospiceVisitScreen = (): React.JSX.Element => {
  const { id = '' }: { readonly id?: string } = useParams({ strict: false });
  const words = useWords(scaleWords);
  const hospice = useWords(hospiceTable);
  const [visited, setVisited] = useState(false);
  const person = useQuery({
    queryKey: ['hospice', 'person', id],
    queryFn: ({ signal }) => api.get(`/api/hospice/cases/${id}`, Person, signal),
  });
  const view = useQuery({
    queryKey: ['hospice', 'case', id],
    queryFn: ({ signal }) => api.get(`/api/cases/${id}`, CaseView, signal),
  });
  const fault = person.error ?? view.error;
  const again = (): void => {
    void person.refetch();
    void view.refetch();
  };
  if (fault !== null) return <ErrorState what={words.visitTitle} fault={fault} onRetry={again} />;
  if (person.data === undefined || view.data === undefined) return <Skeleton rows={8} height={52} />;
  const { resident, gender, age, phone, diagnosis } = person.data;
  const may = view.data.steps.some(({ step }) => step === 'visit');
  const blocked = view.data.blocked.find(({ step }) => step === 'visit');
  return (
    <div className="hospice hospice-visit">
      <header className="hospice-head">
        <div>
          <h1>
            <PersonName name={resident.name} gender={gender} age={age} />{' '}
            <Tag tone="primary">{wordOf(hospice.states, view.data.state)}</Tag>
          </h1>
          <p>{diagnosis}</p>
          <p className="note">{words.visitNote}</p>
        </div>
        <p className="hospice-acts">
          {phone !== null && (
            <a className="button visit-call numbers" href={`tel:${phone}`}>
              {phone}
            </a>
          )}
          <Link to="/hospice/$id" params={{ id }} className="button">
            {words.toPerson}
          </Link>
        </p>
      </header>
      <Wishes wishes={person.data.wishes} />
      <section className="card" aria-label={words.visit}>
        {visited ? (
          <p role="status">{words.visitDone}</p>
        ) : may ? (
          <StepForm
            view={view.data}
            step="visit"
            onClose={() => undefined}
            onTaken={() => {
              setVisited(true);
              again();
            }}
          />
        ) : (
          <p className="note">{blocked?.reason}</p>
        )}
      </section>
      <CallEntry view={view.data} />
      <Scales person={person.data} view={view.data} onTaken={again} />
      <Courses person={person.data} view={view.data} onTaken={again} />
      <Triggers person={person.data} onRequest={null} />
    </div>
  );
};
