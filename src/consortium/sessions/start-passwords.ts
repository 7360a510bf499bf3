/**
 * Accounts made by import: a start password is drawn when an administrator asks for it, told once, and kept as a hash only.
 * Whoever signs in with it does nothing before it is changed (`authenticate.ts` gives them no role).
 */
import { randomInt } from 'node:crypto';
import { auditRow, auditStatement } from '../../platform/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Actor, Database, Statement } from '../../platform/postgres/database.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { refuse } from '../../platform/refusal.ts';
import { SHORTEST_PASSWORD } from './accounts.ts';
import { hashPassword, passwordFits } from './passwords.ts';
import { SESSIONS } from './store.ts';
import { newToken } from './tokens.ts';

type Ground = { readonly db: Database; readonly clock: Clock };

/** Without letters and digits that are taken for each other when they are read out. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const DRAWN = 12;
/** Given out at once: each costs a hash. */
const MOST_AT_ONCE = 100;

const drawPassword = (): string => Array.from({ length: DRAWN }, () => LETTERS[randomInt(LETTERS.length)]).join('');

/** For accounts of which nobody is to know the password yet. */
export const nobodysHash = (): Promise<string> => hashPassword(newToken());

export const insertAccounts = (
  accounts: readonly { readonly person: string; readonly login: string }[],
  hash: string,
): Statement => ({
  name: 'accounts-insert',
  text: `insert into account (person, login, password_hash, must_change)
  select r.person, r.login, $2, true from json_to_recordset($1::json) as r (person text, login text)`,
  values: [JSON.stringify(accounts), hash],
});

const findStarting = (login: string | null): Statement => ({
  name: 'accounts-starting',
  text: `select a.person, a.login, p.name,
    (select o.name from practitioner_role r join organisation o on o.id = r.organisation where r.person = a.person
      order by r.from_on desc, r.id limit 1) as organisation
  from account a join person p on p.id = a.person
 where a.must_change and not a.disabled and not a.demonstration and case when $1::text is null then a.start_given_at is null else a.login = $1 end
 order by organisation, a.login limit ${String(MOST_AT_ONCE)} for update of a`,
  values: [login],
});
const countStarting: Statement = {
  name: 'accounts-starting-count',
  text: `select count(*) as waiting from account where must_change and start_given_at is null and not disabled and not demonstration`,
};
const keepStart = (rows: readonly object[], at: Date): Statement => ({
  name: 'accounts-start',
  text: `update account a set password_hash = r.hash, start_given_at = $2
  from json_to_recordset($1::json) as r (person text, hash text) where a.person = r.person and a.must_change`,
  values: [JSON.stringify(rows), at],
});
const endOthers = (person: string, except: string | null): Statement => ({
  name: 'sessions-end-others',
  text: `delete from session where person = $1 and token_hash is distinct from $2`,
  values: [person, except],
});

export const startingAccounts = async ({ db, clock }: Ground, actor: Actor): Promise<number> => {
  const [rows = []] = await db.read(actor, clock.now(), [countStarting]);
  return Number(rows[0]?.['waiting'] ?? 0);
};

export type StartPassword = {
  readonly name: string;
  readonly organisation: string;
  readonly login: string;
  readonly password: string;
};

/**
 * Draws start passwords for accounts that have none yet, or another one for the login named, as long as it was not changed by its
 * person. What is answered here can be read nowhere else. Refusal: `account.nothing-to-start`.
 */
export const giveStartPasswords = (
  { db, clock }: Ground,
  actor: Actor,
  login: string | null,
): Promise<readonly StartPassword[] | Refusal> => {
  const at = clock.now();
  return db.write(actor, at, async (tx) => {
    const [rows = []] = await tx.flight([findStarting(login)]);
    if (rows.length === 0) return refuse('account.nothing-to-start');
    const given = rows.map((row) => ({
      person: String(row['person']),
      name: String(row['name']),
      organisation: typeof row['organisation'] === 'string' ? row['organisation'] : '',
      login: String(row['login']),
      password: drawPassword(),
    }));
    const kept = await Promise.all(
      given.map(async ({ person, password }) => ({ person, hash: await hashPassword(password) })),
    );
    await tx.finish([
      keepStart(kept, at),
      ...given.map(({ person }) => endOthers(person, null)),
      ...given.map(({ person }) =>
        auditStatement(auditRow(actor, at, { action: 'give-start-password', target: `person/${person}` })),
      ),
    ]);
    return given.map(({ name, organisation, login: theirs, password }) => ({
      name,
      organisation,
      login: theirs,
      password,
    }));
  });
};

/**
 * A person changes their own password; their other sessions end. Refusals: `password.wrong`, `password.short`, `password.same`,
 * `password.demonstration`.
 */
export const changePassword = async (
  { db, clock }: Ground,
  by: { readonly person: string; readonly session: string; readonly actor: Actor },
  given: { readonly current: string; readonly next: string },
): Promise<true | Refusal> => {
  const at = clock.now();
  const [rows = []] = await db.read(SESSIONS, at, [
    {
      name: 'account-of-person',
      text: `select password_hash, demonstration from account where person = $1 and not disabled`,
      values: [by.person],
    },
  ]);
  const stored = rows[0]?.['password_hash'];
  const fits = await passwordFits(typeof stored === 'string' ? stored : undefined, given.current);
  if (!fits) return refuse('password.wrong');
  if (rows[0]?.['demonstration'] === true) return refuse('password.demonstration');
  if (given.next === given.current) return refuse('password.same');
  if (given.next.length < SHORTEST_PASSWORD) return refuse('password.short', { least: SHORTEST_PASSWORD });
  const hash = await hashPassword(given.next);
  await db.write(SESSIONS, at, (tx) =>
    tx.finish([
      {
        name: 'account-password',
        text: `update account set password_hash = $2, must_change = false where person = $1`,
        values: [by.person, hash],
      },
      endOthers(by.person, by.session),
      auditStatement(auditRow(by.actor, at, { action: 'change-password', target: `person/${by.person}` })),
    ]),
  );
  return true;
};
