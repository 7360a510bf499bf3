/** Who stands behind a request: a person by the session's cookie, a service client by its bearer token. */
import { civilDay } from '../../platform/civil-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Authenticate, Authenticated } from '../../platform/http/authenticate.ts';
import type { Actor, Database } from '../../platform/postgres/database.ts';
import type { SessionRow, TokenRow } from './store.ts';
import { SEEN_SECONDS, SESSIONS, SESSION_COOKIE, findServiceToken, findSession, seeSession } from './store.ts';
import { tokenDigest } from './tokens.ts';

export type AuthenticateOptions = {
  readonly db: Database;
  readonly clock: Clock;
  readonly zone: string;
  /** Whether the server listens on loopback only: nowhere else do demonstration accounts exist (law 10). */
  readonly loopback: boolean;
};

/** Before a role is chosen: related to nobody, so row-level security shows nothing. */
const withoutRole = (person: string): Actor => ({
  id: `person:${person}`,
  person,
  role: 'none',
  organisation: '',
  department: null,
  purpose: 'care',
});

const inRole = (row: SessionRow): Actor | undefined =>
  row.role_id === null || row.role === null || row.organisation === null
    ? undefined
    : {
        id: row.role_id,
        person: row.person,
        role: row.role,
        organisation: row.organisation,
        department: row.department,
        purpose: 'care',
      };

// 43 characters of base64url; anything else was never given out and is not worth a query
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** Reads the database at every request: a role, session, account or token ended a moment ago is refused now. */
export const authenticator = ({ db, clock, zone, loopback }: AuthenticateOptions): Authenticate => {
  const bySession = async (token: string): Promise<Authenticated | undefined> => {
    const at = clock.now();
    const digest = tokenDigest(token);
    const [rows] = await db.read(SESSIONS, at, [findSession(digest, at, civilDay(at, zone))]);
    const row = rows?.[0] as SessionRow | undefined;
    if (row === undefined || (row.demonstration && !loopback)) return undefined;
    if (at.getTime() - row.seen_at.getTime() >= SEEN_SECONDS * 1000)
      await db.write(SESSIONS, at, (tx) => tx.finish([seeSession(digest, at)]));
    const actor = inRole(row);
    return {
      caller: { actor: actor ?? withoutRole(row.person), session: digest, name: row.name, scope: '' },
      csrf: row.csrf,
      inRole: actor !== undefined,
    };
  };
  const byToken = async (token: string): Promise<Authenticated | undefined> => {
    const at = clock.now();
    const [rows] = await db.read(SESSIONS, at, [findServiceToken(tokenDigest(token), at)]);
    const row = rows?.[0] as TokenRow | undefined;
    if (row === undefined) return undefined;
    const actor: Actor = {
      id: `client:${row.client}`,
      person: null,
      role: 'service-client',
      organisation: row.organisation,
      department: null,
      purpose: 'care',
    };
    return { caller: { actor, session: null, name: row.client, scope: row.scope }, csrf: null, inRole: true };
  };
  return async ({ cookies, authorization }) => {
    if (authorization !== undefined) {
      const [, token = ''] = /^Bearer +(\S+)$/i.exec(authorization.trim()) ?? [];
      return TOKEN.test(token) ? byToken(token) : undefined;
    }
    const token = cookies[SESSION_COOKIE] ?? '';
    return TOKEN.test(token) ? bySession(token) : undefined;
  };
};
