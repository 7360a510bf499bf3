/** 安宁疗护 · the person: whoever opens the page, at night and for the first time, does what this person wants. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { CaseView } from '../../../engines/pathways/shapes.ts';
import { api } from '../../../web/kit/api.ts';
import { dayOf, dayWords, momentWords } from '../../../web/kit/civil.ts';
import { useKeys } from '../../../web/kit/keyboard.tsx';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { PersonName } from '../../../web/kit/person.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { ErrorState, Skeleton } from '../../../web/kit/states.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import { Timeline } from '../../../web/kit/timeline.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { Person } from '../shapes.ts';
import { words as hospiceTable } from '../words.ts';
import { Calls } from './calls.tsx';
import { Courses } from './courses.tsx';
import { Money } from './money.tsx';
import { Ribbon } from './ribbon.tsx';
import { screenWords } from './screen-words.ts';
import { Scales } from './scales.tsx';
import { Steps } from './step-form.tsx';
import type { Opened } from './step-form.tsx';
import { Team } from './team.tsx';
import { Triggers } from './triggers.tsx';
import { Wishes } from './wishes.tsx';
import { Work } from './work.tsx';
import './hospice.css';

const Head = ({ person, view }: { readonly person: Person; readonly view: CaseView }): React.JSX.Element => {
  const words = useWords(screenWords);
  const hospice = useWords(hospiceTable);
  const kit = useWords(kitTable);
  const now = serverNow();
  const { admission } = person;
  const latest = (code: string): number | null =>
    person.scores.filter(({ scale }) => scale === code).at(-1)?.total ?? null;
  const late = view.clock !== null && new Date(view.clock.dueAt) < now;
  return (
    <header className="hospice-head">
      <div>
        <h1>
          <PersonName name={person.resident.name} gender={person.gender} age={person.age} />{' '}
          <Tag tone="primary">{wordOf(hospice.states, view.state)}</Tag>
        </h1>
        <p>{person.diagnosis}</p>
        {admission !== null && (
          <p className="note numbers">
            {[
              `KPS ${String(latest('kps') ?? admission.kps)}`,
              `PPS ${String(latest('pps') ?? admission.pps)}%`,
              words.prognosis(wordOf(hospice.answers, admission.prognosis)),
              words.admittedOn(dayWords(dayOf(new Date(admission.admittedAt)), kit, now)),
            ].join(' · ')}{' '}
            {!admission.verified && <Tag tone="warning">{words.unverifiedRules}</Tag>}
          </p>
        )}
      </div>
      <div className="hospice-owner">
        {view.owner !== null && (
          <p>
            <span className="note">{words.columns.owner}</span> <b>{view.owner.organisation.name}</b>{' '}
            {wordOf(kit.roles, view.owner.role)}
          </p>
        )}
        {view.clock !== null && (
          <p className={late ? 'danger numbers' : 'numbers'}>
            <span className="note">{wordOf(hospice.clocks, view.clock.limit)}</span>{' '}
            <b>{momentWords(view.clock.dueAt, kit, now)}</b>
            {late && ` ${words.late}`}
          </p>
        )}
        <Link to="/hospice/$id/visit" params={{ id: person.id }} className="button">
          {words.visit}
        </Link>{' '}
        <Link to="/hospice/$id/handover" params={{ id: person.id }} className="button">
          {words.handover}
        </Link>
      </div>
    </header>
  );
};

const useJumps = (): void => {
  const to = (id: string) => () => {
    const found = document.getElementById(id);
    found?.scrollIntoView({ block: 'start' });
    found?.focus();
    return found !== null;
  };
  useKeys({ '1': to('hospice-wishes'), '2': to('hospice-ribbon'), '3': to('hospice-team'), '4': to('hospice-money') });
};

export const HospicePersonScreen = (): React.JSX.Element => {
  const { id = '' }: { readonly id?: string } = useParams({ strict: false });
  const words = useWords(screenWords);
  const hospice = useWords(hospiceTable);
  const [opened, setOpened] = useState<Opened | null>(null);
  useJumps();
  const person = useQuery({
    queryKey: ['hospice', 'person', id],
    queryFn: ({ signal }) => api.get(`/api/hospice/cases/${id}`, Person, signal),
  });
  const view = useQuery({
    queryKey: ['hospice', 'case', id],
    queryFn: ({ signal }) => api.get(`/api/cases/${id}`, CaseView, signal),
  });
  const fault = person.error ?? view.error;
  if (fault !== null)
    return (
      <ErrorState
        what={words.title}
        fault={fault}
        onRetry={() => {
          void person.refetch();
          void view.refetch();
        }}
      />
    );
  if (person.data === undefined || view.data === undefined) return <Skeleton rows={8} height={52} />;
  return (
    <div className="hospice hospice-person">
      <Head person={person.data} view={view.data} />
      <Wishes wishes={person.data.wishes} />
      <div className="hospice-columns">
        <div>
          <Steps view={view.data} opened={opened} onOpen={setOpened} onTaken={() => void view.refetch()} />
          {person.data.days.length > 0 && <Ribbon person={person.data} />}
          <Scales person={person.data} view={view.data} onTaken={() => void view.refetch()} />
          <section className="card">
            <Timeline
              rows={view.data.timeline.map((row) => ({
                ...{ key: String(row.version), at: row.at, what: wordOf(hospice.done, row.step), by: row.by },
                reason: row.reason === null ? null : wordOf(hospice.answers, row.reason),
              }))}
              current={null}
              ahead={[]}
            />
          </section>
        </div>
        <div>
          {person.data.admission !== null && view.data.closedAt === null && (
            <Triggers
              person={person.data}
              onRequest={
                view.data.steps.some(({ step }) => step === 'request-transfer')
                  ? (trigger) => setOpened({ step: 'request-transfer', given: { trigger } })
                  : null
              }
            />
          )}
          <Courses person={person.data} view={view.data} onTaken={() => void view.refetch()} />
          {person.data.admission !== null && <Work person={person.data} />}
          <Team person={person.data} view={view.data} />
          {person.data.admission !== null && <Calls view={view.data} most={4} />}
          {person.data.days.length > 0 && <Money person={person.data} />}
        </div>
      </div>
    </div>
  );
};
