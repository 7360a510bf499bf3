/** Who stands behind a request: a person by the session's cookie, a service client by its bearer token. */
import { civilDay } from '../../platform/civil-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Authenticate, Authenticated } from '../../platform/http/authenticate.ts';
import { gather } from '../../platform/gather.ts';
import type { Actor, Database, Statement } from '../../platform/postgres/database.ts';
import type { SessionRow, TokenRow } from './store.ts';
import { SEEN_SECONDS, SESSIONS, SESSION_COOKIE, findServiceTokens, findSessions, seeSession } from './store.ts';
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
  row.must_change || row.role_id === null || row.role === null || row.organisation === null
    ? undefined
    : {
        id: row.role_id,
        person: row.person,
        role: row.role,
        organisation: row.organisation,
        department: row.department,
        purpose: 'care',
      };

type Asked<Row> = {
  readonly digest: string;
  readonly found: (row: Row | undefined) => void;
  readonly failed: (reason: unknown) => void;
};

/** Requests that arrive together are asked about together: one transaction tells who all of them are. */
const asking = <Row extends { readonly digest: string }>(
  db: Database,
  clock: Clock,
  question: (digests: readonly string[], at: Date) => Statement,
): ((digest: string) => Promise<Row | undefined>) => {
  const ask = gather<Asked<Row>>(async (actor, group) => {
    try {
      const at = clock.now();
      const digests = [...new Set(group.map(({ digest }) => digest))];
      const [rows = []] = await db.read(actor, at, [question(digests, at)]);
      const known = new Map(rows.map((row) => [String(row['digest']), row as unknown as Row]));
      for (const each of group) each.found(known.get(each.digest));
    } catch (fault) {
      for (const each of group) each.failed(fault);
    }
  });
  return (digest) =>
    new Promise((found, failed) => {
      ask(SESSIONS, { digest, found, failed });
    });
};

/** A client's token asked about again and again is looked up once in this time: one that is taken away ends within it. */
const TOKEN_KNOWN_MS = 1000;
const MOST_TOKENS = 10_000;

type Known = { readonly row: TokenRow; readonly at: number };

/** Tokens found a moment ago. What is not a token is asked about each time, and kept nowhere. */
const rememberingTokens = (
  clock: Clock,
  find: (digest: string) => Promise<TokenRow | undefined>,
): ((digest: string) => Promise<TokenRow | undefined>) => {
  const known = new Map<string, Known>();
  return async (digest) => {
    const asked = clock.now().getTime();
    const one = known.get(digest);
    const age = one === undefined ? TOKEN_KNOWN_MS : asked - one.at;
    if (one !== undefined && age >= 0 && age < TOKEN_KNOWN_MS && asked < one.row.expires_at.getTime()) return one.row;
    const row = await find(digest);
    if (row === undefined) known.delete(digest);
    else {
      if (known.size >= MOST_TOKENS) known.clear();
      known.set(digest, { row, at: asked });
    }
    return row;
  };
};

// 43 characters of base64url; anything else was never given out and is not worth a query
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** Reads the database at every request of a person: a role, session or account ended a moment ago is refused now. */
export const authenticator = ({ db, clock, zone, loopback }: AuthenticateOptions): Authenticate => {
  const sessionOf = asking<SessionRow>(db, clock, (digests, at) => findSessions(digests, at, civilDay(at, zone)));
  const clientOf = rememberingTokens(clock, asking<TokenRow>(db, clock, findServiceTokens));
  const bySession = async (token: string): Promise<Authenticated | undefined> => {
    const at = clock.now();
    const digest = tokenDigest(token);
    const row = await sessionOf(digest);
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
    const row = await clientOf(tokenDigest(token));
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
