/** 验收评审: what waits for whom, and which institutions stand accepted for how many beds until when. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../web/kit/api.ts';
import { CaseDesk, CaseRows, DueLine } from '../../../web/kit/case-desk.tsx';
import { dayWords } from '../../../web/kit/civil.ts';
import { serverNow } from '../../../web/kit/server-time.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { useSession } from '../../../web/kit/session.ts';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { APPLICANTS } from '../rules/sides.ts';
import { Overview } from '../shapes.ts';
import type { CaseRow, Term } from '../shapes.ts';
import { words as table } from '../words.ts';
import { screenWords } from './screen-words.ts';
import './acceptance.css';

const Row = ({ row }: { readonly row: CaseRow }): React.JSX.Element => {
  const words = useWords(screenWords);
  const accreditation = useWords(table);
  return (
    <li>
      <span>
        <b>{row.organisation.name}</b>
        <div className="note">
          {wordOf(accreditation.documents, row.pathway)} <span className="numbers">{row.number}</span>
        </div>
      </span>
      <span>
        {words.bedsAsked(row.bedsAsked)}
        {row.expert !== null && <div className="note">{words.expertOf(row.expert.name)}</div>}
      </span>
      <span>
        <Tag tone={row.mine && !row.closed ? 'primary' : 'plain'}>{wordOf(accreditation.states, row.state)}</Tag>
        {row.mine && !row.closed && <div className="note">{words.mine}</div>}
      </span>
      <DueLine due={row} label={words.due} lateWord={words.late} />
      <Link className="button" to="/acceptances/$id" params={{ id: row.id }}>
        {words.open}
      </Link>
    </li>
  );
};

/** Whether a term stands, and why not. */
export const TermState = ({ term }: { readonly term: Term }): React.JSX.Element => {
  const words = useWords(screenWords);
  const kit = useWords(kitTable);
  if (term.stands) return <Tag tone="good">{words.stands}</Tag>;
  if (term.endedOn === null) return <Tag>{words.over}</Tag>;
  const why = { renewed: words.renewed, rectification: words.rectification, revoked: words.revoked };
  return (
    <>
      <Tag>{words.endedOn(dayWords(term.endedOn, kit, serverNow()))}</Tag>
      <div className="note">{wordOf(why, term.endedBecause ?? '')}</div>
    </>
  );
};

export const Terms = ({ terms }: { readonly terms: readonly Term[] }): React.JSX.Element => {
  const words = useWords(screenWords);
  const kit = useWords(kitTable);
  const { columns } = words;
  const until = (term: Term): string => (term.until === null ? words.noEnd : dayWords(term.until, kit, serverNow()));
  return (
    <div className="acceptance-scroll" tabIndex={0} role="region" aria-label={words.terms}>
      <table className="acceptance-table">
        <thead>
          <tr>
            {[columns.institution, columns.beds, columns.from, columns.recheck, columns.state, columns.source].map(
              (one) => (
                <th key={one} scope="col">
                  {one}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {terms.map((term) => (
            <tr key={term.id}>
              <th scope="row">{term.organisation.name}</th>
              <td className="numbers">
                <b>{words.beds(term.beds)}</b>
                {term.named.length > 0 && <div className="note">{kit.listed(term.named)}</div>}
              </td>
              <td className="numbers">
                {dayWords(term.from, kit, serverNow())} – {until(term)}
              </td>
              <td className="numbers">
                {term.recheckOn === null ? words.noRecheck : dayWords(term.recheckOn, kit, serverNow())}
              </td>
              <td>
                <TermState term={term} />
              </td>
              <td>
                {term.case === null ? (
                  term.source
                ) : (
                  <Link to="/acceptances/$id" params={{ id: term.case }}>
                    {term.certificate ?? term.source}
                  </Link>
                )}
                {term.madeUp && (
                  <div>
                    <Tag tone="warning">{words.madeUp}</Tag>
                  </div>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

export const AcceptancesScreen = (): React.JSX.Element => {
  const words = useWords(screenWords);
  const kit = useWords(kitTable);
  const { role } = useSession();
  const list = useQuery({
    queryKey: ['acceptances', 'list'],
    queryFn: ({ signal }) => api.get('/api/acceptances', Overview, signal),
    refetchInterval: 60_000,
  });
  const { data } = list;
  const bureau = role.role === 'commission-officer';
  const applies = (Object.values(APPLICANTS) as readonly string[]).includes(role.role);
  const day = data === undefined ? '' : dayWords(data.day, kit, serverNow());
  const note =
    data === undefined
      ? ''
      : bureau
        ? words.summary(day, data.institutions, data.beds)
        : words.ownSummary(day, data.beds);
  return (
    <CaseDesk list={list} title={words.title} note={note}>
      {({ cases, terms }) => (
        <>
          {applies && (
            <p className="no-print">
              <Link to="/acceptances/new" className="button primary">
                {words.apply}
              </Link>
            </p>
          )}
          <CaseRows
            title={words.underWay}
            rows={cases.filter(({ closed }) => !closed)}
            none={<p className="note">{words.noCases}</p>}
          >
            {(row) => <Row key={row.id} row={row} />}
          </CaseRows>
          <section className="card" aria-label={words.terms}>
            <h2>{words.terms}</h2>
            {terms.length === 0 ? <p className="note">{words.noTerms}</p> : <Terms terms={terms} />}
          </section>
          <CaseRows title={words.closed} rows={cases.filter(({ closed }) => closed).slice(0, 20)}>
            {(row) => <Row key={row.id} row={row} />}
          </CaseRows>
        </>
      )}
    </CaseDesk>
  );
};
