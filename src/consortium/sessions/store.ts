/** Sessions and accounts in the database, one statement each. Only a token's digest is stored. */
import type { CivilDay } from '../../platform/civil-time.ts';
import type { Actor, Statement } from '../../platform/postgres/database.ts';

export const SESSION_COOKIE = 'kl_session';
/** Ends after an hour without a request, and after a working day in any case. */
export const IDLE_SECONDS = 3600;
export const LONGEST_SECONDS = 12 * 3600;
/** `seen_at` is written at most this often. */
export const SEEN_SECONDS = 60;

/** Declared where the program asks on its own behalf who somebody is. */
export const SESSIONS: Actor = {
  id: 'system:sessions',
  person: null,
  role: 'system',
  organisation: 'system',
  purpose: 'system',
};

export type AccountRow = {
  readonly person: string;
  readonly name: string;
  readonly password_hash: string;
  readonly demonstration: boolean;
  readonly disabled: boolean;
};
export const findAccount = (login: string): Statement => ({
  name: 'account-by-login',
  text: `select a.person, p.name, a.password_hash, a.demonstration, a.disabled
  from account a join person p on p.id = a.person where a.login = $1`,
  values: [login],
});

export const createSession = (session: {
  readonly digest: string;
  readonly person: string;
  readonly role: string | null;
  readonly csrf: string;
  readonly at: Date;
}): Statement => ({
  name: 'session-create',
  text: `insert into session (token_hash, person, practitioner_role, csrf, created_at, seen_at, expires_at)
values ($1, $2, $3, $4, $5, $5, $5::timestamptz + make_interval(secs => $6))`,
  values: [session.digest, session.person, session.role, session.csrf, session.at, LONGEST_SECONDS],
});

export type SessionRow = {
  readonly digest: string;
  readonly person: string;
  readonly name: string;
  readonly csrf: string;
  readonly seen_at: Date;
  readonly demonstration: boolean;
  /** The start password is to be changed before anything else. */
  readonly must_change: boolean;
  /** Null until chosen, and when the chosen role (or its organisation) is over today. */
  readonly role_id: string | null;
  readonly role: string | null;
  readonly organisation: string | null;
  readonly department: string | null;
};
/** The one query of every request: by primary key, role checked against the day. */
export const findSessions = (digests: readonly string[], at: Date, today: CivilDay): Statement => ({
  name: 'session-find',
  text: `select s.token_hash as digest, s.person, p.name, s.csrf, s.seen_at, a.demonstration, a.must_change,
       r.id as role_id, r.role, r.organisation, r.department
  from session s join person p on p.id = s.person join account a on a.person = s.person and not a.disabled
  left join (practitioner_role r join organisation o on o.id = r.organisation
             and o.from_on <= $3 and (o.until_on is null or o.until_on > $3))
    on r.id = s.practitioner_role and r.person = s.person
   and r.from_on <= $3 and (r.until_on is null or r.until_on > $3)
 where s.token_hash = any($1) and s.expires_at > $2 and s.seen_at > $2::timestamptz - make_interval(secs => $4)`,
  values: [digests, at, today, IDLE_SECONDS],
});

export const seeSession = (digest: string, at: Date): Statement => ({
  name: 'session-see',
  text: `update session set seen_at = greatest(seen_at, $2) where token_hash = $1`,
  values: [digest, at],
});
/** A role of that person valid on the day. Guard: `role.not-held`. */
export const chooseRole = (digest: string, role: string, today: CivilDay): Statement => ({
  name: 'session-choose-role',
  text: `with chosen as (
  update session s set practitioner_role = r.id from practitioner_role r
   where s.token_hash = $1 and r.id = $2 and r.person = s.person
     and r.from_on <= $3 and (r.until_on is null or r.until_on > $3) returning 1
)
select expect_rows((select count(*) from chosen), 1, 'role.not-held')`,
  values: [digest, role, today],
});
export const endSession = (digest: string): Statement => ({
  name: 'session-end',
  text: `delete from session where token_hash = $1`,
  values: [digest],
});
/** For the sweeper. */
export const removeEndedSessions = (at: Date): Statement => ({
  name: 'session-remove-ended',
  text: `delete from session where expires_at <= $1 or seen_at <= $1::timestamptz - make_interval(secs => $2)`,
  values: [at, IDLE_SECONDS],
});

export type TokenRow = {
  readonly digest: string;
  readonly client: string;
  readonly scope: string;
  readonly organisation: string;
  readonly expires_at: Date;
};
export const findServiceTokens = (digests: readonly string[], at: Date): Statement => ({
  name: 'service-token-find',
  text: `select t.token_hash as digest, t.client, t.scope, t.expires_at, c.organisation
  from service_token t join service_client c on c.name = t.client
 where t.token_hash = any($1) and t.expires_at > $2`,
  values: [digests, at],
});
