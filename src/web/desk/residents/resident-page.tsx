/** 健康档案 summary: who this is, allergies first, and why one may read it; without a relation no record, but the ways to one. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { refers } from '../../../consortium/roles.ts';
import { ResidentSummary } from '../../../consortium/shapes.ts';
import type { RelationView } from '../../../consortium/shapes.ts';
import { api, ProblemError } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { dayOf, timeOf } from '../../kit/civil.ts';
import { useWords } from '../../kit/language.ts';
import { useSession } from '../../kit/session.ts';
import { serverTimeIs } from '../../kit/server-time.ts';
import { ErrorState, Skeleton } from '../../kit/states.tsx';
import { Registration } from './registration.tsx';
import { Cases } from './resident-cases.tsx';
import { AllergyBlock, Encounters, LastValues, Problems } from './resident-parts.tsx';
import { summaryWords } from './summary-words.ts';
import { words as table } from './words.ts';
import './residents.css';
import './resident-page.css';

const moment = (at: string): string => `${dayOf(new Date(at))} ${timeOf(new Date(at))}`;

const CaseLink = ({ id, children }: { readonly id: string; readonly children: React.ReactNode }): React.JSX.Element => (
  <Link to="/cases/$id" params={{ id }}>
    {children}
  </Link>
);

const AccessLine = ({ relations }: { readonly relations: readonly RelationView[] }): React.JSX.Element => {
  const words = useWords(summaryWords);
  return (
    <div className="access-line">
      <svg
        width="16"
        height="16"
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        aria-hidden="true"
      >
        <path d="M3.500 7.500h9v6h-9zM5.500 7.500V5a2.500 2.500 0 0 1 5 0v2.500" />
      </svg>
      <span>
        {words.accessBy}
        {words.colon}
        {relations.map((relation, index) => (
          <span key={`${relation.kind}-${String(index)}`}>
            {index > 0 && words.semicolon}
            <b>{words.relations[relation.kind]}</b>
            {relation.untilAt !== null && ` ${words.accessUntil(moment(relation.untilAt))}`}
          </span>
        ))}
      </span>
      <span className="access-traced">{words.accessTraced}</span>
    </div>
  );
};

/** No relation: not a word of the record, and the ways to one. */
const NoAccess = ({ id, onDone }: { readonly id: string; readonly onDone: () => void }): React.JSX.Element => {
  const words = useWords(summaryWords);
  const list = useWords(table);
  const [registering, setRegistering] = useState(false);
  return (
    <div className="residents">
      <section className="card no-access">
        <h1>{words.noAccess}</h1>
        <p>{words.noAccessWhy}</p>
        <ul>
          <li>
            {registering ? (
              <Registration id={id} title={words.noAccessRegister} onDone={onDone} />
            ) : (
              <Button onClick={() => setRegistering(true)}>{words.noAccessRegister}</Button>
            )}
          </li>
          <li>
            <Link to="/residents/find" className="button">
              {words.noAccessFind}
            </Link>
          </li>
        </ul>
        <Link to="/residents">{list.back}</Link>
      </section>
    </div>
  );
};

/** Who registers residents and does not care for them: the visit can be registered here, the record not read. */
const RegistrarOnly = ({ id }: { readonly id: string }): React.JSX.Element => {
  const words = useWords(summaryWords);
  const list = useWords(table);
  const [registered, setRegistered] = useState(false);
  return (
    <div className="residents">
      <section className="card no-access">
        <h1>{list.register}</h1>
        <p>{list.readsRecord}</p>
        {registered ? (
          <p className="good strong" role="status">
            {list.registeredOpen}
          </p>
        ) : (
          <Registration id={id} title={words.noAccessRegister} onDone={() => setRegistered(true)} />
        )}
        <Link to="/residents">{list.back}</Link>
      </section>
    </div>
  );
};

const Whole = ({ summary }: { readonly summary: ResidentSummary }): React.JSX.Element => {
  const words = useWords(summaryWords);
  const list = useWords(table);
  const { role } = useSession();
  const { resident } = summary;
  return (
    <div className="record">
      <AccessLine relations={summary.relations} />
      <header className="record-head">
        <div className="record-who">
          <h1>
            {resident.name}
            <span className="record-age">
              {list.genders[resident.gender]}
              {resident.age !== null && ` ${list.age(resident.age)}`}
            </span>
          </h1>
          <p className="note dotted">
            {resident.birthDate !== null && <span>{words.born(resident.birthDate)}</span>}
            {resident.cardMasked !== null && (
              <span>
                {words.card} {resident.cardMasked}
              </span>
            )}
          </p>
          <p className="note dotted">
            {resident.phoneMasked !== null && <span>{resident.phoneMasked}</span>}
            {resident.village !== null && <span>{resident.village}</span>}
            {resident.catchment !== null && <span>{resident.catchment.name}</span>}
          </p>
        </div>
        <AllergyBlock allergies={summary.allergies} />
        <div className="record-acts">
          {role.role === 'attending-physician' && (
            <Link to="/referrals/down" search={{ resident: resident.id }} className="button primary">
              {list.sendDown}
            </Link>
          )}
          {refers(role.role) ? (
            <Link to="/referrals/new" search={{ resident: resident.id }} className="button primary">
              {list.refer}
            </Link>
          ) : role.role === 'attending-physician' ? null : (
            <span className="note">{words.referNeeds}</span>
          )}
        </div>
      </header>
      <div className="record-columns">
        <Problems rows={summary.conditions} />
        <LastValues rows={summary.values} />
        <Cases rows={summary.cases} own={role.organisation.id} LinkTo={CaseLink} />
      </div>
      <Encounters rows={summary.encounters} />
    </div>
  );
};

export const ResidentPage = (): React.JSX.Element => {
  const words = useWords(summaryWords);
  const params: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  const id = params['id'] ?? '';
  const summary = useQuery({
    queryKey: ['resident-summary', id],
    queryFn: async ({ signal }) => {
      const answer = await api.get(`/api/residents/${encodeURIComponent(id)}/summary`, ResidentSummary, signal);
      serverTimeIs(answer.serverTime);
      return answer;
    },
  });
  if (summary.data !== undefined) return <Whole summary={summary.data} />;
  if (!summary.isError) return <Skeleton rows={8} height={72} />;
  const fault = summary.error;
  if (fault instanceof ProblemError && fault.problem.code === 'role.may-not') return <RegistrarOnly id={id} />;
  if (fault instanceof ProblemError && [403, 404].includes(fault.status))
    return <NoAccess id={id} onDone={() => void summary.refetch()} />;
  return <ErrorState what={words.record} fault={fault} onRetry={() => void summary.refetch()} />;
};
