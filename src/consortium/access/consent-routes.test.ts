/** 我不想让别人看的: given and taken back by category on the phone and at the desk, by the guardian for a child, in force the same moment. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../test/call.ts';
import type { World } from '../../../test/world.ts';
import { NOW, ZONE, openWorld } from '../../../test/world.ts';
import { createFhir } from '../../fhir/routes.ts';
import { clientOf, testClient } from '../../fhir/test-client.ts';
import type { TestClient } from '../../fhir/test-client.ts';
import type { RouteAnswer, Route } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';
import { asResident } from '../resident-access/store.ts';
import { consentRoutes } from './consent-routes.ts';

let world: World;
let routes: readonly Route[];
let county: TestClient;
let city: TestClient;

const ICD = 'http://hl7.org/fhir/sid/icd-10';
const SEEN = { depression: 'F32.1', syphilis: 'A53.9', hypertension: 'I10' } as const;
/** Named so that the child's are told apart. */
const write = async (resident: string): Promise<void> => {
  for (const code of Object.values(SEEN)) {
    const body = {
      resourceType: 'Condition',
      clinicalStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
      },
      code: { coding: [{ system: ICD, code }] },
      subject: { reference: `Patient/${resident}` },
    };
    expect((await county('POST', 'Condition', body)).status).toBe(201);
  }
};
/** The codes the city hospital sees of a resident. */
const citySees = async (resident: string): Promise<readonly string[]> => {
  const { text } = await city('GET', `Condition?patient=${resident}`);
  return Object.entries(SEEN).flatMap(([name, code]) => (text.includes(`"${code}"`) ? [name] : []));
};
const ALL = Object.keys(SEEN);

const give = (resident: string, body: object, scope = 'record'): Promise<RouteAnswer> =>
  call(routes, 'POST /api/resident/restrictions', asResident(resident), { body, scope });
const takeBack = (resident: string, id: string, query: object = {}): Promise<RouteAnswer> =>
  call(routes, 'DELETE /api/resident/restrictions/:id', asResident(resident), {
    params: { id },
    query,
    scope: 'record',
  });
const own = async (resident: string): Promise<Readonly<Record<string, unknown>>> =>
  bodyOf(await call(routes, 'GET /api/resident/restrictions', asResident(resident), { scope: 'record' }));
const idOf = (answer: RouteAnswer): string => String(bodyOf(answer)['id']);

beforeAll(async () => {
  world = await openWorld();
  const { app: db, clock } = world;
  routes = consentRoutes({ db, clock, ids: newId, zone: ZONE });
  const fhir = createFhir({ db, clock, ids: newId });
  county = testClient(fhir, clientOf('county-hospital'));
  city = testClient(fhir, clientOf('city-hospital'));
  for (const resident of ['wu', 'zhang'])
    for (const organisation of ['county-hospital', 'city-hospital'])
      await world.owner(`insert into relation values ($1, $2, 'registration', 'x', $3, null)`, [
        resident,
        organisation,
        NOW,
      ]);
  await write('wu');
  await write('zhang');
});
afterAll(() => world.drop());
beforeEach(async () => {
  world.clock.set(NOW);
  await world.owner('truncate restriction');
});

describe('on the phone', () => {
  test.each([
    ['mental-health', ['syphilis', 'hypertension']],
    ['infectious-disease', ['depression', 'hypertension']],
    ['reproductive-health', ALL],
    ['*', []],
  ])('%s is kept from others from that moment, and shown again the moment it is taken back', async (category, left) => {
    expect(await citySees('wu')).toEqual(ALL);
    const id = idOf(await give('wu', { category }));
    expect(await citySees('wu')).toEqual(left);
    expect((await own('wu'))['items']).toMatchObject([{ id, category, from: null, recordedBy: null }]);
    expect(refusedAs(await takeBack('wu', id))).toBeUndefined();
    expect(await citySees('wu')).toEqual(ALL);
    expect((await own('wu'))['items']).toEqual([]);
    const [audit] = await world.owner(
      `select actor, action, residents from audit where action like '%restrict%' order by id desc offset 1 limit 1`,
    );
    expect(audit).toMatchObject({ actor: 'resident:wu', residents: ['wu'] });
  });

  test('is decided by whom it is about alone, and not with the code of one referral', async () => {
    const id = idOf(await give('wu', { category: 'mental-health' }));
    expect(refusedAs(await takeBack('li', id))).toBe('consent.of-another');
    expect(refusedAs(await give('wu', { category: '*' }, 'case'))).toBe('resident.record-code-needed');
    expect(await citySees('wu')).toEqual(['syphilis', 'hypertension']);
  });

  test('takes back what a house wrote down, whose category another house is not told', async () => {
    const made = await call(routes, 'POST /api/residents/:id/restrictions', world.actor('gp'), {
      params: { id: 'wu' },
      body: { category: 'mental-health' },
    });
    const listed = async (person: 'gp' | 'city-coordinator') =>
      bodyOf(await call(routes, 'GET /api/residents/:id/restrictions', world.actor(person), { params: { id: 'wu' } }))[
        'items'
      ];
    expect(await listed('gp')).toMatchObject([{ category: 'mental-health' }]);
    expect(await listed('city-coordinator')).toMatchObject([{ category: null }]);
    expect((await own('wu'))['items']).toMatchObject([{ recordedBy: { id: 'township' }, category: 'mental-health' }]);
    const others = await call(
      routes,
      'DELETE /api/residents/:id/restrictions/:consent',
      world.actor('city-coordinator'),
      {
        params: { id: 'wu', consent: idOf(made) },
        query: {},
      },
    );
    expect(refusedAs(others)).toBe('consent.of-another');
    expect(refusedAs(await takeBack('wu', idOf(made)))).toBeUndefined();
    expect(await citySees('wu')).toEqual(ALL);
  });
});

describe('a child', () => {
  const related = (id: string, resident: string, code: string, more: object = {}) =>
    county('PUT', `RelatedPerson/${id}`, {
      resourceType: 'RelatedPerson',
      id,
      patient: { reference: `Patient/${resident}` },
      relationship: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode', code }] }],
      name: [{ text: '张建' }],
      ...more,
    });

  test('does not decide alone, and is told what is missing', async () => {
    expect(refusedAs(await give('zhang', { category: '*' }))).toBe('consent.guardian-needed');
    expect(await own('zhang')).toMatchObject({ guardianNeeded: true, guardians: [] });
    expect(await own('wu')).toMatchObject({ guardianNeeded: false });
  });

  test('has a guardian on record who decides, gives and takes back; no one else’s, none of the past, no neighbour', async () => {
    await related('father', 'zhang', 'FTH');
    await related('of-wu', 'wu', 'GUARD');
    await related('past', 'zhang', 'GUARD', { period: { start: '2019-01-01', end: '2025-01-01' } });
    await related('neighbour', 'zhang', 'NBOR');
    expect((await own('zhang'))['guardians']).toEqual([{ id: 'father', name: '张建' }]);
    for (const guardian of ['of-wu', 'past', 'neighbour', 'nobody'])
      expect([guardian, refusedAs(await give('zhang', { category: '*', guardian }))]).toEqual([
        guardian,
        'consent.no-such-guardian',
      ]);
    expect(await citySees('zhang')).toEqual(ALL);
    const id = idOf(await give('zhang', { category: 'mental-health', guardian: 'father' }));
    expect(await citySees('zhang')).toEqual(['syphilis', 'hypertension']);
    const [consent] = await world.owner(
      `select content -> 'performer' as performer from resource where type = 'Consent' and id = $1`,
      [id],
    );
    expect(JSON.stringify(consent)).toContain('RelatedPerson/father');
    expect(refusedAs(await takeBack('zhang', id))).toBe('consent.guardian-needed');
    expect(refusedAs(await takeBack('zhang', id, { guardian: 'father' }))).toBeUndefined();
    expect(await citySees('zhang')).toEqual(ALL);
  });

  test('is a child until the day of being fourteen', async () => {
    world.clock.set(new Date('2033-01-29T06:00:00Z'));
    expect(refusedAs(await give('zhang', { category: '*' }))).toBe('consent.guardian-needed');
    world.clock.set(new Date('2033-01-30T06:00:00Z'));
    expect(refusedAs(await give('zhang', { category: '*' }))).toBeUndefined();
  });
});

test('an organisation that leaves the team sees nothing from that very moment', async () => {
  await world.owner(`delete from relation where organisation = 'city-hospital'`);
  const team = (organisations: readonly string[]) => ({
    resourceType: 'CareTeam',
    id: 'team',
    status: 'active',
    subject: { reference: 'Patient/wu' },
    participant: organisations.map((id) => ({ member: { reference: `Organization/${id}` } })),
  });
  expect((await county('PUT', 'CareTeam/team', team(['city-hospital', 'hospice']))).status).toBe(201);
  expect(await citySees('wu')).toEqual(ALL);
  // no clock has moved
  expect((await county('PUT', 'CareTeam/team', team(['hospice']))).status).toBe(200);
  expect(await citySees('wu')).toEqual([]);
});
