/** Departments by spreadsheet. A department stays in the organisation it was registered in. */
import { departmentRecord } from '../region/organisation-records.ts';
import type { Statement } from '../../platform/postgres/database.ts';
import type { Column, ListEntry, ReadRow } from './columns.ts';
import { cellsOf, differs, problem, textIn } from './columns.ts';
import type { Ask, ImportContext, ImportKind, Judged, Verdict } from './kind.ts';
import { byId, codeProblem, dayOrder, firstRows, given, phoneProblem } from './kind.ts';
import { restated, writeRecords } from './records.ts';

export type DepartmentImportOptions = {
  /** Specialties of the region pack. */
  readonly specialties: readonly ListEntry[];
  readonly demonstration: boolean;
};

const columnsOf = (specialties: readonly ListEntry[]): readonly Column[] => [
  { code: 'of-organisation', field: 'organisation', required: true, type: 'text', most: 64, width: 22 },
  { code: 'department-code', field: 'id', required: true, type: 'text', most: 64, width: 30 },
  { code: 'department-name', field: 'name', required: true, type: 'text', most: 100, width: 24 },
  { code: 'specialty', field: 'specialty', required: true, type: 'code', width: 18, among: specialties },
  { code: 'phone', field: 'phone', type: 'text', most: 40, width: 16 },
  { code: 'from', field: 'from_on', required: true, type: 'day', width: 12 },
  { code: 'until', field: 'until_on', type: 'day', width: 12 },
];

const FOUND = 'id, organisation, name, specialty, phone, made_up, from_on, until_on';
const findDepartments = (ids: readonly string[]): Statement => ({
  name: 'import-departments',
  text: `select ${FOUND} from department where id = any($1::text[])`,
  values: [ids],
});
export const findOrganisationsNamed = (ids: readonly string[]): Statement => ({
  name: 'import-organisations-named',
  text: `select id from organisation where id = any($1::text[])`,
  values: [ids],
});
const allDepartments: Statement = {
  name: 'import-departments-all',
  text: `select ${FOUND} from department order by organisation, id`,
};

const upsertDepartments = (rows: readonly object[], madeUp: boolean): Statement => ({
  text: `insert into department (id, organisation, name, specialty, phone, made_up, from_on, until_on)
         select r.id, r.organisation, r.name, r.specialty, r.phone, $2, r."from", r.until
           from json_to_recordset($1::json) as r (id text, organisation text, name text, specialty text, phone text,
                                                  "from" date, until date)
         on conflict (id) do update set name = excluded.name, specialty = excluded.specialty, phone = excluded.phone,
           from_on = excluded.from_on, until_on = excluded.until_on`,
  values: [JSON.stringify(rows), madeUp],
});

const judgeAll = async (
  { actor, at }: ImportContext,
  { specialties, demonstration }: DepartmentImportOptions,
  columns: readonly Column[],
  ask: Ask,
  rows: readonly ReadRow[],
): Promise<Judged> => {
  const ids = given(rows.map(({ values }) => values['department-code']));
  const named = given(rows.flatMap(({ values }) => [values['of-organisation'], values['department-code']]));
  const [departments, organisations] = await ask([findDepartments(ids), findOrganisationsNamed(named)]);
  const known = byId(departments);
  const homes = byId(organisations);
  const first = firstRows();
  const kept: Parameters<typeof departmentRecord>[0][] = [];
  const verdicts = rows.map((row): Verdict => {
    const { values, number } = row;
    const id = values['department-code'] ?? null;
    const home = values['of-organisation'] ?? null;
    const now = id === null ? undefined : known.get(id);
    const twice = first(id, number);
    const problems = [
      ...row.problems,
      ...codeProblem('department-code', id, 60),
      ...(id !== null && homes.has(id) ? [problem('department-code', 'import.code-of-organisation')] : []),
      ...(twice === undefined ? [] : [problem('department-code', 'import.twice', { row: twice })]),
      ...(home !== null && !homes.has(home) ? [problem('of-organisation', 'import.organisation-unknown')] : []),
      ...(now !== undefined && home !== null && now['organisation'] !== home
        ? [problem('of-organisation', 'import.department-elsewhere')]
        : []),
      ...phoneProblem(values.phone, textIn(now, 'phone')),
      ...dayOrder(values.from, values.until),
    ];
    if (problems.length > 0 || id === null) return { row: number, outcome: 'refused', problems };
    const altered = now === undefined || differs(columns, values, now);
    if (altered) {
      const department = {
        id,
        organisation: home ?? '',
        name: values['department-name'] ?? '',
        specialty: values.specialty ?? '',
        phone: values.phone ?? textIn(now, 'phone'),
        from: values.from ?? '',
        until: values.until ?? textIn(now, 'until_on'),
        madeUp: now === undefined ? demonstration : now['made_up'] === true,
      };
      kept.push(department);
    }
    return { row: number, outcome: now === undefined ? 'added' : altered ? 'altered' : 'unchanged', problems };
  });
  return {
    verdicts,
    residents: [],
    statements: async () => [
      ...(kept.length === 0 ? [] : [upsertDepartments(kept, demonstration)]),
      ...(await writeRecords(
        ask,
        kept.map((department) => ({
          type: 'Organization',
          id: department.id,
          build: restated(
            departmentRecord(department, specialties.find(({ code }) => code === department.specialty)?.zh),
            ['type', 'name', 'telecom', 'partOf'],
          ),
        })),
        actor,
        at,
      )),
    ],
  };
};

export const departmentImport = (options: DepartmentImportOptions): ImportKind => {
  const columns = columnsOf(options.specialties);
  return {
    name: 'departments',
    deed: 'import-region',
    columns,
    batch: Infinity,
    most: 20_000,
    admit: () => Promise.resolve(undefined),
    begin: (context) => ({ judge: (ask, rows) => judgeAll(context, options, columns, ask, rows) }),
    pages: async function* (_context, ask, language) {
      const [rows = []] = await ask([allDepartments]);
      yield { residents: [], rows: rows.map((row) => cellsOf(columns, row, language)) };
    },
  };
};
