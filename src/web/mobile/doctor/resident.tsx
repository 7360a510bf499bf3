/** One resident on the phone: allergies first, what is open, problems, last values; and the way up. */
import { Link, useAsked } from '../paths.tsx';
import { useSummary } from '../../../capabilities/referral/screens/phone.ts';
import type { ResidentSummary } from '../../../consortium/shapes.ts';
import { Cases } from '../../desk/residents/resident-cases.tsx';
import { AllergyBlock, Encounters, LastValues, Problems } from '../../desk/residents/resident-parts.tsx';
import { summaryWords } from '../../desk/residents/summary-words.ts';
import { words as listTable } from '../../desk/residents/words.ts';
import { ProblemError } from '../../kit/api.ts';
import { useWords } from '../../kit/language.ts';
import { PersonName } from '../../kit/person.tsx';
import { useSession } from '../../kit/session.ts';
import { Empty, ErrorState, Skeleton } from '../../kit/states.tsx';
import { words as table } from '../words.ts';
import { PhonePage } from './phone-page.tsx';
import { ResidentCall } from './resident-call.tsx';

const CaseLink = ({ id, children }: { readonly id: string; readonly children: React.ReactNode }): React.JSX.Element => (
  <Link to={`/cases/${id}`}>{children}</Link>
);

const Whole = ({ summary }: { readonly summary: ResidentSummary }): React.JSX.Element => {
  const words = useWords(summaryWords);
  const { role } = useSession();
  const { resident } = summary;
  return (
    <>
      <div className="phone-card phone-who">
        <div>
          <p className="phone-who-name">
            <PersonName {...resident} />
          </p>
          <p className="note dotted">
            {resident.birthDate !== null && <span>{words.born(resident.birthDate)}</span>}
            {resident.village !== null && <span>{resident.village}</span>}
          </p>
          <p className="note">
            {words.accessBy}
            {words.colon}
            {summary.relations.map(({ kind }) => words.relations[kind]).join(words.semicolon)}
          </p>
        </div>
        <ResidentCall id={resident.id} name={resident.name} />
      </div>
      <AllergyBlock allergies={summary.allergies} />
      <Cases rows={summary.cases} own={role.organisation.id} LinkTo={CaseLink} />
      <Problems rows={summary.conditions} />
      <LastValues rows={summary.values} />
      <Encounters rows={summary.encounters} />
    </>
  );
};

export const Resident = (): React.JSX.Element => {
  const words = useWords(table);
  const list = useWords(listTable);
  const record = useWords(summaryWords);
  const { id } = useAsked();
  const summary = useSummary(id);
  const fault = summary.error;
  const refused = fault instanceof ProblemError && [403, 404].includes(fault.status);
  return (
    <PhonePage
      title={words.residents.record}
      back
      foot={
        summary.data !== undefined && (
          <Link to={`/referrals/new/${id}`} className="button primary wide">
            {words.residents.refer}
          </Link>
        )
      }
    >
      {summary.data !== undefined ? (
        <Whole summary={summary.data} />
      ) : refused ? (
        <Empty title={record.noAccess} why={record.noAccessWhy}>
          <Link to="/residents/find" className="button primary wide">
            {record.noAccessFind}
          </Link>
        </Empty>
      ) : summary.isError ? (
        <ErrorState what={list.title} fault={fault} onRetry={() => void summary.refetch()} />
      ) : (
        <Skeleton rows={6} height={76} />
      )}
    </PhonePage>
  );
};
