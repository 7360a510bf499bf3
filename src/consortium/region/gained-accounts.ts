/**
 * Demonstration accounts that a pack gained after its region was loaded. Organisations are the region's own by then and stay as they are;
 * an account whose organisations are there comes at the next start, with a person of its own where the pack's numbering has moved on.
 */
import { newVersion } from '../../fhir/store/new-version.ts';
import { storeStatements } from '../../fhir/store/statements.ts';
import type { Actor, Rows, Statement } from '../../platform/postgres/database.ts';
import * as facts from './facts.ts';
import type { Account, Person } from './model.ts';
import { personRecords } from './organisation-records.ts';
import type { Pack } from './read.ts';

/** Rows: login. */
export const findLogins = ({ accounts }: Pack): Statement => ({
  name: 'region-logins',
  text: 'select login from account where login = any($1::text[])',
  values: [accounts.map(({ login }) => login)],
});

export const accountsWithout = ({ accounts }: Pack, rows: Rows): readonly Account[] => {
  const there = new Set(rows.map(({ login }) => String(login)));
  return accounts.filter(({ login }) => !there.has(login));
};

/**
 * What of the accounts' people is there. Rows: kind (`organisation`, `department`), id; and of a person that has no account and is called
 * as in the pack `person`, its id and the roles held, as the pack writes them.
 */
export const findGround = (gained: readonly Account[]): Statement => {
  const roles = gained.flatMap((account) => account.roles);
  return {
    text: `select 'organisation' as kind, id, null::text[] as roles from organisation where id = any($1::text[])
      union all select 'department', id, null from department where id = any($2::text[])
      union all
      select 'person', p.id, (select coalesce(array_agg(concat_ws(' ', r.id, r.organisation, r.role)), '{}')
                                from practitioner_role r where r.person = p.id and r.until_on is null)
        from person p join unnest($3::text[], $4::text[]) as wanted (id, name) using (id, name)
       where not exists (select 1 from account a where a.person = p.id)`,
    values: [
      roles.map(({ organisation }) => organisation),
      roles.flatMap(({ department }) => department ?? []),
      gained.map(({ person }) => person),
      gained.map(({ name }) => name),
    ],
  };
};

type Gained = {
  readonly account: Account;
  /** New people, and the roles of people who are there and gain them. */
  readonly person: Person;
  readonly isNew: boolean;
};

/** No mobile number begins with 100; the people of the pack begin with 1001. */
const phoneOf = (place: number): string => `1002${String(place + 1).padStart(7, '0')}`;

/** Accounts that can be given, each with its person: the pack's where he or she is there in the same role, else one made for it. */
export const gainedFrom = (pack: Pack, missing: readonly Account[], rows: Rows): readonly Gained[] => {
  const of = (kind: string) => rows.filter((row) => row['kind'] === kind);
  const places = new Set([...of('organisation'), ...of('department')].map(({ id }) => String(id)));
  const held = new Map(of('person').map(({ id, roles }) => [String(id), roles as readonly string[]]));
  return missing.flatMap((account): readonly Gained[] => {
    const person = pack.people.find(({ id }) => id === account.person);
    const works = account.roles.every(
      ({ organisation, department }) => places.has(organisation) && (department === null || places.has(department)),
    );
    if (person === undefined || !works) return [];
    const before = held.get(person.id);
    const isHeld = (role: Account['roles'][number]): boolean =>
      before?.includes(`${role.id} ${role.organisation} ${role.role}`) === true;
    const [first] = account.roles;
    if (first !== undefined && isHeld(first))
      return [{ account, isNew: false, person: { ...person, roles: account.roles.filter((role) => !isHeld(role)) } }];
    const id = `demonstration.${account.login}`;
    const roles = account.roles.map((role, n) => ({ ...role, id: `${id}.r${String(n + 1)}` }));
    const own = { ...person, id, roles, phone: phoneOf(pack.accounts.indexOf(account)) };
    return [{ account: { ...account, person: id, roles }, isNew: true, person: own }];
  });
};

/** Raises KL409 where another process was first, after waiting for its end. */
export const insertGained = (
  gained: readonly Gained[],
  passwordHash: string,
  by: Actor,
  at: Date,
): readonly Statement[] => {
  const people = gained.flatMap(({ person, isNew }) => (isNew ? [person] : []));
  const records = gained.flatMap(({ person, isNew }) =>
    personRecords(person).filter(({ resourceType }) => isNew || resourceType === 'PractitionerRole'),
  );
  return [
    { text: `select pg_advisory_xact_lock(hashtext('kanglian gained accounts ' || current_schema()))` },
    {
      text: `select expect_rows((select count(*) from account where login = any($1::text[])), 0, 'accounts-gained')`,
      values: [gained.map(({ account }) => account.login)],
    },
    facts.insertPeople(people),
    facts.insertRoles(gained.map(({ person }) => person)),
    facts.insertAccounts(
      gained.map(({ account }) => account),
      passwordHash,
    ),
    ...storeStatements(
      records.map((resource) => newVersion(resource, resource.id ?? '', null, at)),
      by,
      at,
    ),
  ];
};
