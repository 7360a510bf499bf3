/**
 * Marks of cases on a worklist: a condition with a code, by which the list can be filtered, which is counted and shown on a row.
 * 我关注的 is the engine's own; what a capability or a region adds is handed in, so that the engine names neither.
 */
import type { Actor, Rows, Statement } from '../../platform/postgres/database.ts';

export type WorklistMark = {
  readonly code: string;
  /** A condition in SQL over the case `c`, for one who asks; `give` turns a value into its parameter. */
  readonly when: (give: (value: unknown) => string, actor: Actor) => string;
};

export const WATCHED: WorklistMark = {
  code: 'watched',
  when: (give, { person }) =>
    `exists (select 1 from case_watch watch where watch.case_id = c.id and watch.person = ${give(person)})`,
};

/** The marks a query names, in the order of the register; undefined when it names one there is not. */
export const marksNamed = (
  named: string | undefined,
  marks: readonly WorklistMark[],
): readonly WorklistMark[] | undefined => {
  const codes = named === undefined || named === '' ? [] : named.split(',');
  return codes.every((code) => marks.some((mark) => mark.code === code))
    ? marks.filter(({ code }) => codes.includes(code))
    : undefined;
};

const columnsOf = (
  marks: readonly WorklistMark[],
  actor: Actor,
  give: (value: unknown) => string,
  column: (condition: string) => string,
): string => marks.map((mark) => `${column(mark.when(give, actor))} as "${mark.code}"`).join(', ');

/** How many of the open cases carry each mark. Asked beside the worklist: it reads every open case of the organisation. */
export const countMarks = (marks: readonly WorklistMark[], actor: Actor): Statement => {
  const values: unknown[] = [actor.organisation, actor.department ?? null];
  const give = (value: unknown): string => `$${String(values.push(value))}`;
  return {
    text: `select ${columnsOf(marks, actor, give, (condition) => `count(*) filter (where ${condition})`)}
  from case_party p join cases c on c.id = p.case_id
 where p.organisation = $1 and not p.closed and ($2::text is null or p.department is null or p.department = $2)`,
    values,
  };
};

/** Which marks each of a page's cases carries. */
export const findMarks = (marks: readonly WorklistMark[], actor: Actor, cases: readonly string[]): Statement => {
  const values: unknown[] = [cases];
  const give = (value: unknown): string => `$${String(values.push(value))}`;
  return {
    // whoever asks, the conditions are the same; planned anew for each page they cost as much as the page
    name: `worklist-marks-${marks.map(({ code }) => code).join('-')}`,
    text: `select c.id, ${columnsOf(marks, actor, give, (condition) => `(${condition})`)}
  from cases c where c.id = any ($1::text[])`,
    values,
  };
};
export const marksFrom = (marks: readonly WorklistMark[], rows: Rows): ReadonlyMap<string, readonly string[]> =>
  new Map(rows.map((row) => [String(row['id']), marks.map(({ code }) => code).filter((code) => row[code] === true)]));

/** Guard `case-not-found` where the own organisation has no part in the case. Watching twice is watching once. */
export const watchCase = (caseId: string, actor: Actor, at: Date): Statement => ({
  name: 'case-watch',
  text: `with part as (
  select distinct case_id from case_party where case_id = $1 and organisation = $2
), watched as (
  insert into case_watch (person, case_id, at) select $3, case_id, $4 from part on conflict do nothing
)
select expect_rows((select count(*) from part), 1, 'case-not-found')`,
  values: [caseId, actor.organisation, actor.person, at],
});
export const unwatchCase = (caseId: string, actor: Actor): Statement => ({
  name: 'case-unwatch',
  text: `delete from case_watch where case_id = $1 and person = $2`,
  values: [caseId, actor.person],
});
export const findWatched = (caseId: string, actor: Actor): Statement => ({
  name: 'case-watched',
  text: `select 1 from case_watch where case_id = $1 and person = $2`,
  values: [caseId, actor.person],
});
