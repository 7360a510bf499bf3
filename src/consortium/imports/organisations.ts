/** Organisations by spreadsheet: what they are, what they are part of, from when and until when. */
import { organisationRecord } from '../region/organisation-records.ts';
import { ORGANISATION_KINDS } from '../organisations/kinds.ts';
import type { Rows, Statement } from '../../platform/postgres/database.ts';
import { CONSORTIUM_WORDS } from '../words.ts';
import type { Column, Problem, ReadRow } from './columns.ts';
import { cellsOf, differs, listOf, problem, textIn } from './columns.ts';
import type { Ask, ImportContext, ImportKind, Judged, Verdict } from './kind.ts';
import { byId, codeProblem, dayOrder, firstRows, given, phoneProblem } from './kind.ts';
import { restated, writeRecords } from './records.ts';

const { zh, en } = CONSORTIUM_WORDS;

export const ORGANISATION_COLUMNS: readonly Column[] = [
  { code: 'organisation-code', field: 'id', required: true, type: 'text', most: 40, width: 22 },
  { code: 'organisation-name', field: 'name', required: true, type: 'text', most: 200, width: 36 },
  { code: 'short-name', field: 'short_name', required: true, type: 'text', most: 60, width: 20 },
  {
    code: 'kind',
    field: 'kind',
    required: true,
    type: 'code',
    width: 18,
    among: listOf(zh.organisationKinds, en.organisationKinds, ORGANISATION_KINDS),
  },
  { code: 'level', field: 'level', type: 'code', width: 10, among: listOf(zh.levels, en.levels) },
  { code: 'district', field: 'district', type: 'text', most: 40, width: 14 },
  { code: 'part-of', field: 'part_of', type: 'text', most: 40, width: 22 },
  { code: 'phone', field: 'phone', type: 'text', most: 40, width: 16 },
  { code: 'from', field: 'from_on', required: true, type: 'day', width: 12 },
  { code: 'until', field: 'until_on', type: 'day', width: 12 },
];

const findOrganisations = (ids: readonly string[]): Statement => ({
  name: 'import-organisations',
  text: `select id, kind, name, short_name, level, district, part_of, phone, made_up, from_on, until_on
  from organisation where id = any($1::text[])`,
  values: [ids],
});

/** A code is one thing: departments are FHIR Organizations as well. */
const findDepartmentsNamed = (ids: readonly string[]): Statement => ({
  name: 'import-departments-named',
  text: `select id from department where id = any($1::text[])`,
  values: [ids],
});

const upsertOrganisations = (rows: readonly object[], madeUp: boolean): Statement => ({
  text: `insert into organisation (id, kind, name, short_name, level, district, part_of, phone, made_up, from_on, until_on)
         select r.id, r.kind, r.name, r."shortName", r.level, r.district, r."partOf", r.phone, $2, r."from", r.until
           from json_to_recordset($1::json) as r (id text, kind text, name text, "shortName" text, level text, district text,
                                                  "partOf" text, phone text, "from" date, until date)
         on conflict (id) do update set kind = excluded.kind, name = excluded.name, short_name = excluded.short_name,
           level = excluded.level, district = excluded.district, part_of = excluded.part_of, phone = excluded.phone,
           from_on = excluded.from_on, until_on = excluded.until_on`,
  values: [JSON.stringify(rows), madeUp],
});

const allOrganisations: Statement = {
  name: 'import-organisations-all',
  // parents before their parts, so that the file comes in again from top to bottom
  text: `select id, kind, name, short_name, level, district, part_of, phone, from_on, until_on
  from organisation order by part_of is not null, id`,
};

/** A row with what it says and, where it says nothing, what is known. */
const stated = (row: ReadRow, known: Rows[number] | undefined) => {
  const { values } = row;
  const either = (value: string | null | undefined, column: string): string | null => value ?? textIn(known, column);
  return {
    id: values['organisation-code'] ?? '',
    kind: values.kind ?? '',
    name: values['organisation-name'] ?? '',
    shortName: values['short-name'] ?? '',
    level: either(values.level, 'level'),
    district: either(values.district, 'district'),
    partOf: either(values['part-of'], 'part_of'),
    phone: either(values.phone, 'phone'),
    from: values.from ?? '',
    until: either(values.until, 'until_on'),
    madeUp: known?.['made_up'] === true,
  };
};

const judgeAll = async (
  { actor, at }: ImportContext,
  options: { readonly city: string; readonly demonstration: boolean },
  ask: Ask,
  rows: readonly ReadRow[],
): Promise<Judged> => {
  const ids = given(rows.flatMap(({ values }) => [values['organisation-code'], values['part-of']]));
  const [organisations, departments] = await ask([findOrganisations(ids), findDepartmentsNamed(ids)]);
  const known = byId(organisations);
  const taken = byId(departments);
  const first = firstRows();
  /** Accepted rows above: id and what they are part of. */
  const above = new Map<string, string | null>();
  const parentProblems = (row: ReadRow): readonly Problem[] => {
    const { values } = row;
    const parent = values['part-of'];
    if (typeof parent !== 'string') return [];
    const itsParent = above.has(parent)
      ? above.get(parent)
      : known.has(parent)
        ? textIn(known.get(parent), 'part_of')
        : undefined;
    if (itsParent === undefined) return [problem('part-of', 'import.parent-unknown')];
    return itsParent === null && parent !== values['organisation-code']
      ? []
      : [problem('part-of', 'import.parent-is-part')];
  };
  const kept: ReturnType<typeof stated>[] = [];
  const verdicts = rows.map((row): Verdict => {
    const { values, number } = row;
    const id = values['organisation-code'] ?? null;
    const twice = first(id, number);
    const problems = [
      ...row.problems,
      ...codeProblem('organisation-code', id, 40),
      ...(id !== null && taken.has(id) ? [problem('organisation-code', 'import.code-of-department')] : []),
      ...(twice === undefined ? [] : [problem('organisation-code', 'import.twice', { row: twice })]),
      ...phoneProblem(values.phone, id === null ? null : textIn(known.get(id), 'phone')),
      ...dayOrder(values.from, values.until),
      ...parentProblems(row),
    ];
    if (problems.length > 0 || id === null) return { row: number, outcome: 'refused', problems };
    const now = known.get(id);
    above.set(id, values['part-of'] ?? textIn(now, 'part_of'));
    const altered = now === undefined || differs(ORGANISATION_COLUMNS, values, now);
    if (altered) kept.push(stated(row, now));
    return { row: number, outcome: now === undefined ? 'added' : altered ? 'altered' : 'unchanged', problems };
  });
  return {
    verdicts,
    residents: [],
    statements: async () => [
      ...(kept.length === 0 ? [] : [upsertOrganisations(kept, options.demonstration)]),
      ...(await writeRecords(
        ask,
        kept.map((row) => ({
          type: 'Organization',
          id: row.id,
          build: restated(organisationRecord({ ...row, madeUp: row.madeUp || options.demonstration }, options.city), [
            'type',
            'name',
            'alias',
            'telecom',
            'address',
            'partOf',
          ]),
        })),
        actor,
        at,
      )),
    ],
  };
};

export const organisationImport = (options: {
  readonly city: string;
  readonly demonstration: boolean;
}): ImportKind => ({
  name: 'organisations',
  deed: 'import-region',
  columns: ORGANISATION_COLUMNS,
  batch: Infinity,
  most: 20_000,
  admit: () => Promise.resolve(undefined),
  begin: (context) => ({ judge: (ask, rows) => judgeAll(context, options, ask, rows) }),
  pages: async function* (_context, ask, language) {
    const [rows = []] = await ask([allOrganisations]);
    yield { residents: [], rows: rows.map((row) => cellsOf(ORGANISATION_COLUMNS, row, language)) };
  },
});
