/** What the rules and records of an acceptance look at: named queries, sent in the first flight of a step. */
import type { Json, Load, StepQuestion } from '../../../engines/pathways/capability.ts';
import type { Rows, Statement } from '../../../platform/postgres/database.ts';
import type { AcceptanceFact, OpinionFact } from '../rules.ts';
import { findStandard, standardOf } from '../rules/standards.ts';

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');
type Row = Readonly<Record<string, unknown>>;
const rowsOf = (value: unknown): readonly Row[] => (Array.isArray(value) ? (value as readonly Row[]) : []);

/** What stands now for the institution of this case, wherever it came from, and the record that says so. */
export type StandingTerm = {
  readonly id: string;
  readonly from: string;
  readonly ceases: string | null;
  readonly stored: Json | null;
  readonly version: number;
};

const findOwn = ({ caseId, answers, actor, today }: StepQuestion): Statement => ({
  name: 'acceptance-own',
  text: `select a.organisation, a.standard_version, a.beds_asked, a.applied_on::text,
                (select json_agg(json_build_object('verdict', o.verdict, 'beds', o.beds, 'scores', o.scores, 'person', o.person,
                                                   'house', o.organisation))
                   from acceptance_opinion o where o.acceptance = a.case_id and o.round = a.round)::text as opinions,
                (select json_agg(p.organisation) from cases k join case_party p on p.case_id = k.id and p.party = 'receiver'
                  where k.parent = a.case_id and k.closed_at is null)::text as asked,
                (select d.organisation from department d where d.id = $2) as department_of,
                exists (select 1 from acceptance o join cases c on c.id = o.case_id
                         where o.organisation = $3 and o.standard = $4 and c.closed_at is null) as under_way,
                (select json_agg(b.id) from bed b where b.department = a.department
                                                    and (b.until_on is null or b.until_on > $5::date))::text as beds
           from (select) as once left join acceptance a on a.case_id = $1`,
  values: [caseId, text(answers['department']) || null, actor.organisation, text(answers['standard']), today],
});
const findTerm = (caseId: string, today: string): Statement => ({
  name: 'acceptance-standing',
  text: `select t.id, t.from_on::text, t.until_on::text, r.version, r.content
           from acceptance a join acceptance_term t on t.organisation = a.organisation and t.standard = a.standard
            and t.ended_on is null and (t.until_on is null or t.until_on > $2::date)
           left join resource r on r.type = 'VerificationResult' and r.id = t.id and not r.deleted
          where a.case_id = $1 order by t.from_on desc limit 1`,
  values: [caseId, today],
});
export const findKinds = (ids: readonly string[]): Statement => ({
  name: 'acceptance-kinds',
  text: 'select id, kind from organisation where id = any($1::text[]) and until_on is null',
  values: [ids],
});
export const kindsFrom = (rows: Rows): ReadonlyMap<string, string> =>
  new Map(rows.map((row) => [text(row['id']), text(row['kind'])]));

const parsed = (value: unknown): unknown => (typeof value === 'string' ? JSON.parse(value) : null);

export const notMetIn = (scores: unknown): readonly string[] =>
  rowsOf(scores).flatMap((row) => (row['found'] === 'not-met' ? [text(row['clause'])] : []));

const opinionsFrom = (value: unknown): readonly (OpinionFact & { readonly house: string })[] =>
  rowsOf(parsed(value)).map((row) => ({
    verdict: text(row['verdict']),
    beds: Number(row['beds']),
    notMet: notMetIn(row['scores']),
    person: text(row['person']),
    house: text(row['house']),
  }));

const acceptanceFrom = (row: Rows[number] | undefined): AcceptanceFact | undefined => {
  if (row === undefined || row['organisation'] === null) return undefined;
  const opinions = opinionsFrom(row['opinions']);
  const open = parsed(row['asked']);
  return {
    organisation: text(row['organisation']),
    bedsAsked: Number(row['beds_asked']),
    appliedOn: text(row['applied_on']),
    opinions,
    asked: [...opinions.map(({ house }) => house), ...(Array.isArray(open) ? open.map(text) : [])],
  };
};

export const loads = (question: StepQuestion): readonly Load[] => {
  const { answers, actor, today, caseId } = question;
  const own = findOwn(question);
  const of = (name: string, read: (row: Rows[number] | undefined) => unknown): Load => ({
    name,
    statement: own,
    read: (rows) => read(rows[0]),
  });
  const houses = [
    actor.organisation,
    text(answers['to']),
    ...rowsOf(answers['experts']).map((row) => text(row['house'])),
  ];
  return [
    of('acceptance', acceptanceFrom),
    of('standard', (row) =>
      typeof row?.['standard_version'] === 'string'
        ? standardOf(row['standard_version'])
        : findStandard(text(answers['standard']), today),
    ),
    of('departmentOf', (row) => row?.['department_of'] ?? null),
    of('underWay', (row) => row?.['under_way'] === true),
    of('today', () => today),
    of('beds', (row) => {
      const beds = parsed(row?.['beds']);
      return new Set(Array.isArray(beds) ? beds.map(text) : []);
    }),
    { name: 'kinds', statement: findKinds(houses.filter((one) => one !== '')), read: kindsFrom },
    {
      name: 'term',
      statement: findTerm(caseId, today),
      read: ([row]): StandingTerm | undefined =>
        row === undefined
          ? undefined
          : {
              id: text(row['id']),
              from: text(row['from_on']),
              ceases: text(row['until_on']) || null,
              stored: parsed(row['content']) as Json | null,
              version: Number(row['version'] ?? 0),
            },
    },
  ];
};
