/** An id that was absorbed is kept in addresses, bookmarks and other systems: whatever is asked for it is answered by the record that goes on. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { breakGlassRoutes } from '../src/capabilities/health-record/break-glass/server.ts';
import { summaryOperation } from '../src/capabilities/health-record/record/server.ts';
import { composeEngine } from '../src/compose-engine.ts';
import { accessRoutes } from '../src/consortium/access/routes.ts';
import { consentRoutes } from '../src/consortium/access/consent-routes.ts';
import { mergeResidents } from '../src/consortium/identity/merge.ts';
import { readPack } from '../src/consortium/region/read.ts';
import { residentCodes } from '../src/consortium/resident-access/codes.ts';
import { residentAccessRoutes } from '../src/consortium/resident-access/routes.ts';
import { createFhir } from '../src/fhir/routes.ts';
import { clientOf, testClient } from '../src/fhir/test-client.ts';
import type { TestClient } from '../src/fhir/test-client.ts';
import { readLog } from '../src/platform/audit.ts';
import type { Route } from '../src/platform/http/route.ts';
import { newId } from '../src/platform/ids.ts';
import { isRefusal } from '../src/platform/refusal.ts';
import { bodyOf, call, refusedAs } from './call.ts';
import type { World, WorldPerson } from './world.ts';
import { NOW, openWorld, ZONE } from './world.ts';

let world: World;
let routes: readonly Route[];
let hospital: TestClient;
let absorbed = '';
let survivor = '';

beforeAll(async () => {
  world = await openWorld();
  world.clock.set(NOW);
  const { app: db, clock } = world;
  const reads = readLog(db, clock);
  const pack = await readPack(new URL('../regions/siping', import.meta.url).pathname);
  const engine = composeEngine({
    ...{ db, clock, newId, limits: pack.limits, calendar: pack.calendar, zone: ZONE },
    nudge: () => undefined,
  });
  const until = (at: Date): Date => new Date(at.getTime() + 86_400_000);
  routes = [
    ...accessRoutes({ db, clock, zone: ZONE, readLog: reads }),
    ...consentRoutes({ db, clock, ids: newId, zone: ZONE }),
    ...breakGlassRoutes({ engine, recordRead: reads.record }),
    ...residentAccessRoutes({
      ...{ db, clock, ids: newId, codes: residentCodes('a secret of this test'), recordRead: reads.record },
      times: { code: (at) => ({ until: until(at), verified: false }), session: until, afterClosing: until },
      ...{ viewOf: () => Promise.resolve(undefined), tell: () => [], nudge: () => undefined },
    }),
  ];
  hospital = testClient(
    createFhir({ db, clock, ids: newId, operations: [summaryOperation] }),
    clientOf('county-hospital'),
  );
  const made = async (type: string, body: object): Promise<string> => {
    const answer = await hospital('POST', type, { resourceType: type, ...body });
    expect([answer.status, answer.issues]).toEqual([201, []]);
    return String(answer.body['id']);
  };
  absorbed = await made('Patient', { name: [{ text: '吴淑琴' }], birthDate: '1968-03-14' });
  survivor = await made('Patient', { name: [{ text: '吴淑芹' }], birthDate: '1968-03-14' });
  for (const [resident, value] of [
    [absorbed, '60'],
    [survivor, '61'],
  ] as const)
    await made('Observation', {
      ...{ status: 'final', code: { text: '体重' }, valueString: value },
      subject: { reference: `Patient/${resident}` },
    });
  const merged = await mergeResidents({ db, clock, ids: newId }, world.actor('clerk'), {
    ...{ absorbed, survivor, reason: '同一人' },
  });
  if (isRefusal(merged)) throw new Error(merged.refused);
});
afterAll(() => world.drop());

const ask = (what: string, request: object = {}, who: WorldPerson = 'physician') =>
  call(routes, what, world.actor(who), { params: { id: absorbed }, query: {}, ...request });

test('everything and the summary of an absorbed id are those of the record that goes on', async () => {
  for (const operation of ['$everything', '$summary']) {
    const old = await hospital('GET', `Patient/${absorbed}/${operation}`);
    expect([operation, old.status]).toEqual([operation, 200]);
    expect(old.text).toContain(survivor);
  }
  const { body } = await hospital('GET', `Patient/${absorbed}/$everything`);
  const told = (body['entry'] as { readonly resource: { readonly resourceType: string } }[]).map(
    ({ resource }) => resource.resourceType,
  );
  expect(told.filter((type) => type === 'Observation')).toHaveLength(2);
  expect(told.filter((type) => type === 'Patient')).toHaveLength(2);
});

test('why one may look, and who looked, is told of the record that goes on', async () => {
  const access = bodyOf(await ask('GET /api/residents/:id/access'));
  expect(access['reasons']).not.toEqual([]);
  const [row] = await world.owner(
    `select residents from audit where action = 'read-access' and outcome = 'done' order by id desc limit 1`,
  );
  expect(row).toEqual({ residents: [survivor] });
});

test('a wish given under an absorbed id holds for the one record, is listed and taken back under either', async () => {
  const body = { category: 'mental-health', from: null, guardian: null };
  const made = bodyOf(await ask('POST /api/residents/:id/restrictions', { body }));
  const [kept] = await world.owner('select resident from restriction where consent = $1', [made['id']]);
  expect(kept).toEqual({ resident: survivor });
  expect(bodyOf(await ask('GET /api/residents/:id/restrictions'))['items']).toHaveLength(1);
  const params = { id: absorbed, consent: String(made['id']) };
  expect(refusedAs(await ask('DELETE /api/residents/:id/restrictions/:consent', { params }))).toBeUndefined();
  expect(bodyOf(await ask('GET /api/residents/:id/restrictions'))['items']).toEqual([]);
});

test('a code given in person opens the record that goes on', async () => {
  bodyOf(await ask('POST /api/residents/:id/record-code', { body: { proof: 'identity-card' } }));
  const rows = await world.owner(`select resident from resident_code where opens = 'record'`);
  expect(rows).toEqual([{ resident: survivor }]);
});

test('the glass before an absorbed record is the glass before the one that goes on', async () => {
  const body = { reason: 'unconscious', explanation: '车祸送来抢救室，昏迷，无家属在场', opensWithheld: false };
  const opened = bodyOf(await ask('POST /api/residents/:id/emergency', { body }, 'city-coordinator'));
  const [look] = await world.owner('select resident from emergency_access where id = $1', [opened['case']]);
  expect(look).toEqual({ resident: survivor });
});

test('an id of nobody leads nowhere, and is refused as ever', async () => {
  const params = { id: 'nobody-at-all' };
  expect(refusedAs(await ask('GET /api/residents/:id/access', { params }))).toBe('record.no-relation');
  expect(refusedAs(await ask('GET /api/residents/:id/restrictions', { params }))).toBe('record.no-relation');
  const body = { proof: 'identity-card' };
  expect(refusedAs(await ask('POST /api/residents/:id/record-code', { params, body }))).toBe('record.no-relation');
});
