/** Who stands behind a request of the resident's page: the resident of one case, by the cookie their code was exchanged for. */
import type { Clock } from '../../platform/clock.ts';
import type { Authenticate } from '../../platform/http/authenticate.ts';
import type { Database } from '../../platform/postgres/database.ts';
import { tokenDigest } from '../sessions/tokens.ts';
import type { AccessTimes } from './times.ts';
import { isOver } from './times.ts';
import type { ResidentSessionRow } from './store.ts';
import { RESIDENT_ACCESS, RESIDENT_COOKIE, asFamily, asResident, findResidentSession } from './store.ts';

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** Reads the database at every request: a session past its case's days is refused now. */
export const residentAuthenticator =
  (db: Database, clock: Clock, times: AccessTimes): Authenticate =>
  async ({ cookies }) => {
    const token = cookies[RESIDENT_COOKIE] ?? '';
    if (!TOKEN.test(token)) return undefined;
    const at = clock.now();
    const digest = tokenDigest(token);
    const [rows] = await db.read(RESIDENT_ACCESS, at, [findResidentSession(digest, at)]);
    const row = rows?.[0] as ResidentSessionRow | undefined;
    if (row === undefined || isOver(row.closed_at, at, times)) return undefined;
    return {
      // what the code that was exchanged for this session opens
      caller: {
        actor: row.family === null ? asResident(row.resident) : asFamily(row.family),
        session: digest,
        name: '',
        scope: row.family !== null ? 'family' : row.case_id === null ? 'record' : 'case',
      },
      csrf: row.csrf,
      inRole: false,
    };
  };
