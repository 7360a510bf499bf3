/** People by spreadsheet: a row for each role a person holds; several rows with one code are one person. A login makes an account. */
import { practitionerRecord, practitionerRoleRecord } from '../region/organisation-records.ts';
import type { PersonRecord, RoleRecord } from '../region/organisation-records.ts';
import type { Rows, Statement } from '../../platform/postgres/database.ts';
import { ROLES } from '../roles.ts';
import { insertAccounts, nobodysHash } from '../sessions/start-passwords.ts';
import { CONSORTIUM_WORDS, ROLE_WORDS } from '../words.ts';
import type { Column, Problem, ReadRow, Values } from './columns.ts';
import { cellsOf, differs, listOf, problem, textIn } from './columns.ts';
import { findOrganisationsNamed } from './departments.ts';
import type { Ask, ImportContext, ImportKind, Judged, Verdict } from './kind.ts';
import { byId, codeProblem, dayOrder, firstRows, given, phoneProblem } from './kind.ts';
import { findLogins, loginsOf } from './logins.ts';
import { restated, writeRecords } from './records.ts';
import { IMPORT_WORDS } from './words.ts';

/** What the program itself acts as is no post for a person. */
const POSTS = ROLES.filter((role) => role !== 'system' && role !== 'service-client');

/** Columns that say who somebody is: the same in every row of the person. */
const PERSON: readonly Column[] = [
  { code: 'person-code', field: 'person', required: true, type: 'text', most: 64, width: 22 },
  { code: 'person-name', field: 'name', required: true, type: 'text', most: 60, width: 14 },
  {
    code: 'gender',
    field: 'gender',
    type: 'code',
    width: 8,
    among: listOf(CONSORTIUM_WORDS.zh.genders, CONSORTIUM_WORDS.en.genders),
  },
  { code: 'phone', field: 'phone', type: 'text', most: 40, width: 16 },
  { code: 'login', field: 'login', type: 'text', most: 40, width: 16 },
  {
    code: 'title',
    field: 'title',
    type: 'code',
    width: 16,
    among: listOf(IMPORT_WORDS.zh.titles, IMPORT_WORDS.en.titles),
  },
];
const HELD: readonly Column[] = [
  { code: 'of-organisation', field: 'organisation', required: true, type: 'text', most: 64, width: 22 },
  { code: 'in-department', field: 'department', type: 'text', most: 64, width: 30 },
  {
    code: 'role',
    field: 'role',
    required: true,
    type: 'code',
    width: 16,
    among: listOf(ROLE_WORDS.zh, ROLE_WORDS.en, POSTS),
  },
  { code: 'from', field: 'from_on', required: true, type: 'day', width: 12 },
  { code: 'until', field: 'until_on', type: 'day', width: 12 },
];
const COLUMNS = [...PERSON, ...HELD];

const KNOWN = `p.id as person, p.name, p.phone, (select a.login from account a where a.person = p.id) as login, r.content ->> 'gender' as gender,
       r.content #>> '{qualification,0,code,coding,0,code}' as title`;
const RECORD = `left join resource r on r.type = 'Practitioner' and r.id = p.id and not r.deleted`;
const findPeople = (ids: readonly string[]): Statement => ({
  name: 'import-people',
  text: `select ${KNOWN} from person p ${RECORD} where p.id = any($1::text[])`,
  values: [ids],
});
const findNamesakes = (names: readonly string[]): Statement => ({
  name: 'import-namesakes',
  text: `select id, name, phone from person where name = any($1::text[]) and phone is not null`,
  values: [names],
});
const findRoles = (people: readonly string[]): Statement => ({
  name: 'import-roles',
  text: `select id, person, organisation, department, role, from_on, until_on
  from practitioner_role where person = any($1::text[]) order by from_on, id`,
  values: [people],
});
const findHomes = (ids: readonly string[]): Statement => ({
  name: 'import-department-homes',
  text: `select id, organisation from department where id = any($1::text[])`,
  values: [ids],
});
const allRoles: Statement = {
  name: 'import-roles-all',
  text: `select ${KNOWN}, h.organisation, h.department, h.role, h.from_on, h.until_on
  from (select distinct on (person, organisation, department, role) * from practitioner_role
         where role <> all('{system,service-client}')
         order by person, organisation, department, role, from_on desc, id desc) h
  join person p on p.id = h.person ${RECORD} order by h.organisation, p.id, h.from_on, h.id`,
};

const upsertPeople = (people: readonly PersonRecord[]): Statement => ({
  text: `insert into person (id, name, phone)
         select r.id, r.name, r.phone from json_to_recordset($1::json) as r (id text, name text, phone text)
         on conflict (id) do update set name = excluded.name, phone = excluded.phone`,
  values: [JSON.stringify(people)],
});
const upsertRoles = (roles: readonly RoleRecord[]): Statement => ({
  text: `insert into practitioner_role (id, person, organisation, department, role, from_on, until_on)
         select r.id, r.person, r.organisation, r.department, r.role, r."from", r.until
           from json_to_recordset($1::json) as r (id text, person text, organisation text, department text, role text,
                                                  "from" date, until date)
         on conflict (id) do update set from_on = excluded.from_on, until_on = excluded.until_on`,
  values: [JSON.stringify(roles)],
});

/** One role is one row: who, where, as what. */
const roleKey = (person: unknown, organisation: unknown, department: unknown, role: unknown): string =>
  [person, organisation, department ?? '', role].join('|');

type Known = {
  readonly people: ReadonlyMap<string, Rows[number]>;
  readonly organisations: ReadonlyMap<string, Rows[number]>;
  readonly departments: ReadonlyMap<string, Rows[number]>;
  /** The latest period of each role. */
  readonly roles: ReadonlyMap<string, Rows[number]>;
  /** `name|phone` → person */
  readonly namesakes: ReadonlyMap<string, string>;
  /** login → person */
  readonly logins: ReadonlyMap<string, string>;
};

const lookUp = async (ask: Ask, rows: readonly ReadRow[]): Promise<Known> => {
  const of = (code: keyof Values): readonly string[] => given(rows.map(({ values }) => values[code]));
  const ids = of('person-code');
  const [people, namesakes = [], roles = [], organisations, departments, logins = []] = await ask([
    findPeople(ids),
    findNamesakes(of('person-name')),
    findRoles(ids),
    findOrganisationsNamed(of('of-organisation')),
    findHomes(of('in-department')),
    findLogins(of('login')),
  ]);
  return {
    people: byId(people, 'person'),
    organisations: byId(organisations),
    departments: byId(departments),
    roles: new Map(
      roles.map((row) => [roleKey(row['person'], row['organisation'], row['department'], row['role']), row]),
    ),
    logins: new Map(logins.map((row) => [String(row['login']), String(row['person'])])),
    namesakes: new Map(namesakes.map((row) => [`${String(row['name'])}|${String(row['phone'])}`, String(row['id'])])),
  };
};

const placeProblems = ({ organisations, departments }: Known, values: Values): readonly Problem[] => {
  const organisation = values['of-organisation'];
  const department = values['in-department'];
  if (typeof organisation === 'string' && !organisations.has(organisation))
    return [problem('of-organisation', 'import.organisation-unknown')];
  if (typeof department !== 'string') return [];
  if (!departments.has(department)) return [problem('in-department', 'import.department-unknown')];
  return typeof organisation === 'string' && textIn(departments.get(department), 'organisation') !== organisation
    ? [problem('in-department', 'import.department-elsewhere')]
    : [];
};

/** The period a row speaks of. Somebody who comes back after it ended begins another one. */
const heldBy = (latest: Rows[number] | undefined, values: Values): Rows[number] | undefined => {
  const until = textIn(latest, 'until_on');
  return until !== null && typeof values.from === 'string' && values.from >= until ? undefined : latest;
};

const judgeAll = async (
  { actor, at, ids }: ImportContext,
  demonstration: boolean,
  ask: Ask,
  rows: readonly ReadRow[],
): Promise<Judged> => {
  const known = await lookUp(ask, rows);
  const first = firstRows();
  /** Who somebody is by the first row that says so. */
  const firstOf = new Map<string, ReadRow>();
  const inFile = new Map(known.namesakes);
  const people = new Map<string, PersonRecord>();
  const accounts = new Map<string, string>();

  const roles: RoleRecord[] = [];
  const loginProblems = loginsOf(known.logins, (id) => textIn(known.people.get(id), 'login'));

  const personProblems = (row: ReadRow, id: string): readonly Problem[] => {
    const { values } = row;
    const earlier = firstOf.get(id);
    if (earlier === undefined) firstOf.set(id, row);
    else if (PERSON.some(({ code }) => (values[code] ?? null) !== (earlier.values[code] ?? null)))
      return [problem('person-code', 'import.person-differs', { row: earlier.number })];
    if (typeof values['person-name'] !== 'string' || typeof values.phone !== 'string') return [];
    const key = `${values['person-name']}|${values.phone}`;
    const same = inFile.get(key);
    if (same !== undefined && same !== id) return [problem('person-name', 'import.same-person', { code: same })];
    inFile.set(key, id);
    return [];
  };

  const verdicts = rows.map((row): Verdict => {
    const { values, number } = row;
    const id = values['person-code'] ?? null;
    const key = roleKey(id, values['of-organisation'], values['in-department'], values.role);
    const twice = first(id === null ? null : key, number);
    const now = id === null ? undefined : known.people.get(id);
    const problems = [
      ...row.problems,
      ...codeProblem('person-code', id, 60),
      ...(id === null ? [] : personProblems(row, id)),
      ...(twice === undefined ? [] : [problem('person-code', 'import.twice', { row: twice })]),
      ...placeProblems(known, values),
      ...phoneProblem(values.phone, textIn(now, 'phone')),
      ...dayOrder(values.from, values.until),
      ...loginProblems(values.login, id),
    ];
    if (problems.length > 0 || id === null) return { row: number, outcome: 'refused', problems };
    const held = heldBy(known.roles.get(key), values);
    const changedPerson = now === undefined || differs(PERSON, values, now);
    const changedRole = held === undefined || differs(HELD, values, held);
    if (changedPerson)
      people.set(id, {
        id,
        name: values['person-name'] ?? '',
        gender: values.gender ?? textIn(now, 'gender'),
        phone: values.phone ?? textIn(now, 'phone'),
        title: values.title ?? textIn(now, 'title'),
        madeUp: demonstration,
      });
    if (typeof values.login === 'string' && textIn(now, 'login') === null) accounts.set(id, values.login);
    if (changedRole)
      roles.push({
        id: textIn(held, 'id') ?? ids(),
        person: id,
        organisation: values['of-organisation'] ?? '',
        department: values['in-department'] ?? null,
        role: values.role ?? '',
        from: values.from ?? '',
        until: values.until ?? textIn(held, 'until_on'),
        madeUp: demonstration,
      });
    return {
      row: number,
      outcome: held === undefined ? 'added' : changedPerson || changedRole ? 'altered' : 'unchanged',
      problems,
    };
  });
  return {
    verdicts,
    residents: [],
    statements: async () => [
      ...(people.size === 0 ? [] : [upsertPeople([...people.values()])]),
      ...(roles.length === 0 ? [] : [upsertRoles(roles)]),
      ...(accounts.size === 0
        ? []
        : [
            insertAccounts(
              [...accounts].map(([person, login]) => ({ person, login })),
              await nobodysHash(),
            ),
          ]),
      ...(await writeRecords(
        ask,
        [
          ...[...people.values()].map((person) => ({
            type: 'Practitioner',
            id: person.id,
            build: restated(practitionerRecord(person), ['name', 'telecom', 'gender', 'qualification']),
          })),
          ...roles.map((held) => ({
            type: 'PractitionerRole',
            id: held.id,
            build: restated(practitionerRoleRecord(held), ['period', 'practitioner', 'organization', 'code']),
          })),
        ],
        actor,
        at,
      )),
    ],
  };
};

export const peopleImport = ({ demonstration }: { readonly demonstration: boolean }): ImportKind => ({
  name: 'people',
  deed: 'import-region',
  columns: COLUMNS,
  batch: Infinity,
  most: 50_000,
  admit: () => Promise.resolve(undefined),
  begin: (context) => ({ judge: (ask, rows) => judgeAll(context, demonstration, ask, rows) }),
  pages: async function* (_context, ask, language) {
    const [rows = []] = await ask([allRoles]);
    yield { residents: [], rows: rows.map((row) => cellsOf(COLUMNS, row, language)) };
  },
});
