/** A resident reads their own record with a code given in person; a code that travelled opens its case only. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../../test/call.ts';
import type { World, WorldPerson } from '../../../../test/world.ts';
import { NOW, ZONE, openWorld } from '../../../../test/world.ts';
import { residentAuthenticator } from '../../../consortium/resident-access/authenticate.ts';
import { residentCodes } from '../../../consortium/resident-access/codes.ts';
import { residentAccessRoutes } from '../../../consortium/resident-access/routes.ts';
import type { AccessTimes } from '../../../consortium/resident-access/times.ts';
import { tokenDigest } from '../../../consortium/sessions/tokens.ts';
import { readLog } from '../../../platform/audit.ts';
import type { Authenticate } from '../../../platform/http/authenticate.ts';
import type { Route, RouteAnswer } from '../../../platform/http/route.ts';
import { newId } from '../../../platform/ids.ts';
import { recordRoutes } from './routes.ts';
import type { OwnRecord } from './resident.ts';

const DAY = 86_400_000;
const after = (at: Date, days: number): Date => new Date(at.getTime() + days * DAY);
const times: AccessTimes = {
  code: (at) => ({ until: after(at, 7), verified: false }),
  session: (at) => after(at, 90),
  afterClosing: (at) => after(at, 14),
};

let world: World;
let routes: readonly Route[];
let authenticate: Authenticate;

beforeAll(async () => {
  world = await openWorld();
  const { app: db, clock } = world;
  const log = readLog(db, clock);
  const never = () => Promise.reject(new Error('nobody prints here'));
  routes = [
    ...recordRoutes({
      db,
      clock,
      zone: ZONE,
      readLog: log,
      times,
      printer: { print: never, close: () => Promise.resolve() },
      word: (_pathway, _kind, code) => code,
    }),
    ...residentAccessRoutes({
      db,
      clock,
      ids: newId,
      codes: residentCodes('a secret of this test'),
      times,
      recordRead: log.record,
      viewOf: () => Promise.resolve(undefined),
      tell: () => [],
      nudge: () => undefined,
    }),
  ];
  authenticate = residentAuthenticator(db, clock, times);
  await world.owner(
    `insert into resource (type, id, version, updated_at, author, organisation, patient, date, content)
     values ('Condition', 'c', 1, $1, 'x', 'township', 'wu', $1, $2), ('Condition', 'd', 1, $1, 'x', 'township', 'li', $1, $2)`,
    [NOW, JSON.stringify({ resourceType: 'Condition', code: { text: '高血压' } })],
  );
});
afterAll(() => world.drop());
beforeEach(() => world.clock.set(NOW));

const give = (id: string, who: WorldPerson = 'gp', proof = 'identity-card') =>
  call(routes, 'POST /api/residents/:id/record-code', world.actor(who), { params: { id }, body: { proof } });
const codeFor = async (id: string): Promise<string> => String(bodyOf(await give(id))['code']);
const enter = (code: string) =>
  call(routes, 'POST /api/resident/enter', undefined, { body: { code }, address: '10.0.0.1' });
const tokenOf = (answer: RouteAnswer): string => {
  if ('refusal' in answer) throw new Error(answer.refusal.refused);
  return answer.cookies?.[0]?.value ?? '';
};
/** Asks as the device that holds the cookie. */
const asDevice = async (token: string, what: string): Promise<RouteAnswer> => {
  const who = await authenticate({ cookies: { kl_resident: token }, authorization: undefined, address: '10.0.0.1' });
  const route = routes.find(({ method, path }) => `${method} ${path}` === what);
  if (who === undefined || route === undefined) throw new Error('not let in');
  return route.handle({ language: 'zh', headers: {}, address: '', caller: who.caller } as never);
};

describe('a code for the own record', () => {
  test('opens it on one phone, once, and shows the own record and nobody else’s', async () => {
    const code = await codeFor('wu');
    const token = tokenOf(await enter(code));
    const own = bodyOf(await asDevice(token, 'GET /api/resident/record')) as unknown as OwnRecord;
    expect(own).toMatchObject({ resident: { name: '吴淑琴' }, problems: { active: [{ name: '高血压', id: 'c' }] } });
    expect(own.csrf).not.toBe('');
    expect(refusedAs(await enter(code))).toBe('resident.code-used');
    expect(refusedAs(await asDevice(token, 'GET /api/resident/referral'))).toBe('resident.opens-record');
  });

  test('is on record with who gave it, how the resident was known, and with the resident’s own reading', async () => {
    await asDevice(tokenOf(await enter(await codeFor('li'))), 'GET /api/resident/record');
    const rows = await world.owner(
      `select actor, action, reason from audit where residents = '{li}' order by id desc limit 3`,
    );
    expect(rows).toEqual([
      { actor: 'resident:li', action: 'read-own-record', reason: null },
      { actor: 'resident:li', action: 'resident-enter', reason: null },
      { actor: 'gp-role', action: 'give-record-code', reason: 'identity-card' },
    ]);
  });

  test('is given by those with a relation only, and the one before it that was not used ends', async () => {
    expect(refusedAs(await give('wu', 'gp-two'))).toBe('record.no-relation');
    const first = await codeFor('wu');
    const second = await codeFor('wu');
    expect(refusedAs(await enter(first))).toBe('resident.code-void');
    world.clock.set(after(NOW, 8));
    expect(refusedAs(await enter(second))).toBe('resident.code-expired');
  });

  test('ends with its time: the phone is no longer let in', async () => {
    const token = tokenOf(await enter(await codeFor('wu')));
    world.clock.set(after(NOW, 91));
    await expect(asDevice(token, 'GET /api/resident/record')).rejects.toThrow('not let in');
  });
});

describe('a code of a case', () => {
  test('does not open the record: it came by message or on paper', async () => {
    await world.owner(
      `insert into cases (id, number, pathway, pathway_version, state, version, urgency, resident, opener, opened_at, changed_at, closed_at, ending)
       values ('k', 'ZZ1', 'referral', 1, 'finished', 1, 'routine', 'wu', 'gp-role', $1, $1, $1, 'finished')`,
      [NOW],
    );
    await world.owner(
      `insert into resident_code (id, case_id, resident, digest, issued_at, issued_by, expires_at) values ('kk', 'k', 'wu', 'x', $1, 'x', $2)`,
      [NOW, after(NOW, 7)],
    );
    const token = 'A'.repeat(43);
    await world.owner(
      `insert into resident_session (token_hash, code, case_id, resident, csrf, created_at, expires_at) values ($1, 'kk', 'k', 'wu', 'c', $2, $3)`,
      [tokenDigest(token), NOW, after(NOW, 90)],
    );
    expect(refusedAs(await asDevice(token, 'GET /api/resident/record'))).toBe('resident.record-code-needed');
  });
});
