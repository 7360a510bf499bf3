/** Commands of the operator: the first administrator, and tokens for other systems. */
import { auditRow, auditStatement } from '../../platform/audit.ts';
import { civilDay } from '../../platform/civil-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Database } from '../../platform/postgres/database.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { refuse } from '../../platform/refusal.ts';
import { hashPassword } from './passwords.ts';
import { SESSIONS } from './store.ts';
import { newToken, tokenDigest } from './tokens.ts';

type Options = { readonly db: Database; readonly clock: Clock; readonly ids: Ids; readonly zone: string };

export const SHORTEST_PASSWORD = 10;

/**
 * Makes the account that makes all others, once per region and beside the demonstration accounts.
 * @param given without `organisation`: the region's health commission (the first bureau).
 * Refusals: `administrator.exists`, `administrator.login-taken`, `administrator.short-password`, `organisation.unknown`.
 */
export const createAdministrator = async (
  { db, clock, ids, zone }: Options,
  given: { readonly login: string; readonly name: string; readonly password: string; readonly organisation?: string },
): Promise<{ readonly person: string } | Refusal> => {
  if (given.password.length < SHORTEST_PASSWORD)
    return refuse('administrator.short-password', { least: SHORTEST_PASSWORD });
  const at = clock.now();
  const today = civilDay(at, zone);
  const password = await hashPassword(given.password);
  return db.write(SESSIONS, at, async (tx) => {
    const [, existing = [], taken = [], organisations = []] = await tx.flight([
      { text: `select pg_advisory_xact_lock(hashtext('kanglian administrator'))` },
      {
        text: `select 1 from practitioner_role r join account a using (person)
 where r.role = 'administrator' and not a.demonstration and not a.disabled and (r.until_on is null or r.until_on > $1)`,
        values: [today],
      },
      { text: `select 1 from account where login = $1`, values: [given.login] },
      {
        text: `select id from organisation where case when $1::text is null then kind = 'bureau' else id = $1 end order by id limit 1`,
        values: [given.organisation ?? null],
      },
    ]);
    if (existing.length > 0) return refuse('administrator.exists');
    if (taken.length > 0) return refuse('administrator.login-taken');
    const organisation = organisations[0]?.['id'];
    if (typeof organisation !== 'string') return refuse('organisation.unknown');
    const person = ids();
    await tx.finish([
      { text: `insert into person (id, name) values ($1, $2)`, values: [person, given.name] },
      {
        text: `insert into practitioner_role (id, person, organisation, role, from_on) values ($1, $2, $3, 'administrator', $4)`,
        values: [ids(), person, organisation, today],
      },
      {
        text: `insert into account (person, login, password_hash) values ($1, $2, $3)`,
        values: [person, given.login, password],
      },
      auditStatement(auditRow(SESSIONS, at, { action: 'create-administrator', target: `person/${person}` })),
    ]);
    return { person };
  });
};

/** A SMART system scope, several separated by blanks: `system/*.cruds system/Patient.rs`. */
const SCOPE = /^system\/(\*|[A-Z][A-Za-z]+)\.c?r?u?d?s?$/;
export const isScope = (text: string): boolean =>
  text.split(' ').every((part) => SCOPE.test(part) && !part.endsWith('.'));

/**
 * Makes a bearer token; it can be read here and nowhere else. A client not known yet is made for the named organisation, or
 * for the region's first hospital. Refusals: `token.scope`, `token.days`, `organisation.unknown`, `token.other-organisation`.
 */
export const createServiceToken = async (
  { db, clock }: Omit<Options, 'ids' | 'zone'>,
  given: {
    readonly client: string;
    readonly scope: string;
    readonly organisation?: string | undefined;
    readonly days?: number | undefined;
  },
): Promise<{ readonly token: string; readonly organisation: string; readonly expiresAt: Date } | Refusal> => {
  const days = given.days ?? 30;
  if (!isScope(given.scope)) return refuse('token.scope');
  if (!Number.isInteger(days) || days < 1 || days > 366) return refuse('token.days');
  const at = clock.now();
  const expiresAt = new Date(at.getTime() + days * 86_400_000);
  return db.write(SESSIONS, at, async (tx) => {
    const [clients = [], organisations = []] = await tx.flight([
      { text: `select organisation from service_client where name = $1`, values: [given.client] },
      {
        text: `select o.id from organisation o left join affiliation a on a.organisation = o.id and a.role = 'lead'
 where case when $1::text is null then o.kind = 'hospital' else o.id = $1 end order by a.role nulls last, o.id limit 1`,
        values: [given.organisation ?? null],
      },
    ]);
    const known = clients[0]?.['organisation'] as string | undefined;
    const asked = organisations[0]?.['id'] as string | undefined;
    const organisation = known ?? asked;
    if (organisation === undefined || (given.organisation !== undefined && asked === undefined))
      return refuse('organisation.unknown');
    if (given.organisation !== undefined && known !== undefined && known !== given.organisation)
      return refuse('token.other-organisation', { organisation: known });
    const token = newToken();
    await tx.finish([
      {
        text: `insert into service_client (name, organisation, created_at) values ($1, $2, $3) on conflict (name) do nothing`,
        values: [given.client, organisation, at],
      },
      {
        text: `insert into service_token (token_hash, client, scope, created_at, expires_at) values ($1, $2, $3, $4, $5)`,
        values: [tokenDigest(token), given.client, given.scope, at, expiresAt],
      },
      auditStatement(auditRow(SESSIONS, at, { action: 'create-token', target: `client/${given.client}` })),
    ]);
    return { token, organisation, expiresAt };
  });
};
