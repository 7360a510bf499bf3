/** Why one may look, what a resident keeps from others, and who looked: by every way the record can be asked for. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../test/call.ts';
import type { World } from '../../../test/world.ts';
import { NOW, ZONE, openWorld } from '../../../test/world.ts';
import { createFhir } from '../../fhir/routes.ts';
import { clientOf, entriesOf, resourcesOf, testClient } from '../../fhir/test-client.ts';
import type { TestClient } from '../../fhir/test-client.ts';
import { readLog } from '../../platform/audit.ts';
import type { Route } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';
import { asResident } from '../resident-access/store.ts';
import { residentRoutes } from '../residents/routes.ts';
import { accessRoutes } from './routes.ts';

let world: World;
let routes: readonly Route[];
/** The county hospital's system writes; the city hospital's and the township's read. */
let county: TestClient;
let city: TestClient;

const DAY = 86_400_000;
const ICD = 'http://hl7.org/fhir/sid/icd-10';
const condition = (code: string, text: string) => ({
  resourceType: 'Condition',
  clinicalStatus: {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
  },
  code: { coding: [{ system: ICD, code }], text },
  subject: { reference: 'Patient/wu' },
});
const consent = (labels: readonly string[], organisation?: string, more: object = {}) => ({
  resourceType: 'Consent',
  status: 'active',
  scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
  category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }],
  patient: { reference: 'Patient/wu' },
  dateTime: '2026-11-20',
  policyRule: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'OPTIN' }] },
  provision: {
    type: 'deny',
    ...(labels.length > 0 && {
      securityLabel: labels.map((code) => ({
        system: 'https://kanglian.org/fhir/CodeSystem/sensitive-category',
        code,
      })),
    }),
    ...(organisation !== undefined && {
      actor: [{ role: { text: '不向其提供' }, reference: { reference: `Organization/${organisation}` } }],
    }),
  },
  ...more,
});
const idOf = ({ body }: { readonly body: { readonly id?: string } }): string => body.id ?? '';
const relateTo = (organisation: string, kind = 'registration') =>
  world.owner('insert into relation values ($1, $2, $3, $4, $5, null) on conflict do nothing', [
    'wu',
    organisation,
    kind,
    'test',
    new Date(0),
  ]);

beforeAll(async () => {
  world = await openWorld();
  const { app: db, clock } = world;
  const reads = readLog(db, clock);
  routes = [
    ...accessRoutes({ db, clock, zone: ZONE, readLog: reads }),
    ...residentRoutes({ db, clock, zone: ZONE, ids: newId, demonstration: true, readLog: reads }),
  ];
  const fhir = createFhir({ db, clock, ids: newId, lasting: (until) => new Date(until.getTime() + 30 * DAY) });
  county = testClient(fhir, clientOf('county-hospital'));
  city = testClient(fhir, clientOf('city-hospital'));
});
afterAll(() => world.drop());
beforeEach(async () => {
  world.clock.set(NOW);
  await world.owner(`delete from relation where organisation <> 'township'`);
  await world.owner('truncate restriction, emergency_access, resource_history, resource');
  await relateTo('county-hospital');
});

const access = async (person: 'gp' | 'city-coordinator' | 'physician', id = 'wu') =>
  call(routes, 'GET /api/residents/:id/access', world.actor(person), { params: { id }, query: {} });

describe('a reason to look', () => {
  test('is told with its end, and without one nothing is told', async () => {
    expect(bodyOf(await access('gp'))['reasons']).toEqual([
      { kind: 'catchment', source: 'Patient/wu', fromAt: '2024-01-01T00:00:00.000Z', untilAt: null },
    ]);
    expect(refusedAs(await access('city-coordinator'))).toBe('record.no-relation');
  });

  test('given by an encounter that another system reports lasts the region’s days after its end', async () => {
    await world.owner(`delete from relation where organisation = 'county-hospital'`);
    const visit = {
      resourceType: 'Encounter',
      status: 'finished',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
      subject: { reference: 'Patient/wu' },
      period: { start: '2026-11-18T01:00:00Z', end: '2026-11-18T02:00:00Z' },
    };
    expect((await county('POST', 'Encounter', visit)).status).toBe(201);
    const rows = await world.owner(
      `select until_at from relation where kind = 'registration' and organisation = 'county-hospital'`,
    );
    expect(rows).toEqual([{ until_at: new Date('2026-12-18T02:00:00Z') }]);
  });

  test('is given by a care team and a signed contract, and ends with them', async () => {
    const team = (organisations: readonly string[], status = 'active') => ({
      resourceType: 'CareTeam',
      status,
      subject: { reference: 'Patient/wu' },
      period: { start: '2026-11-01', end: '2026-12-01' },
      participant: organisations.map((id) => ({ member: { reference: `Organization/${id}` } })),
    });
    const made = await county('POST', 'CareTeam', team(['city-hospital', 'hospice']));
    const contract = {
      resourceType: 'Contract',
      status: 'executed',
      subject: [{ reference: 'Patient/wu' }],
      authority: [{ reference: 'Organization/township-two' }],
      applies: { start: '2026-01-01', end: '2027-01-01' },
    };
    expect((await county('POST', 'Contract', contract)).status).toBe(201);
    const held = () =>
      world.owner(
        `select organisation, kind from relation where kind in ('team', 'contract') and from_at <= $1 and until_at > $1 order by 1`,
        [world.clock.now()],
      );
    expect(await held()).toEqual([
      { organisation: 'city-hospital', kind: 'team' },
      { organisation: 'hospice', kind: 'team' },
      { organisation: 'township-two', kind: 'contract' },
    ]);
    world.clock.set(new Date(NOW.getTime() + 60_000));
    expect((await county('PUT', `CareTeam/${idOf(made)}`, { ...team(['hospice']), id: idOf(made) })).status).toBe(200);
    expect((await held()).map((row) => row['organisation'])).toEqual(['hospice', 'township-two']);
    await county('PUT', `CareTeam/${idOf(made)}`, { ...team(['hospice'], 'inactive'), id: idOf(made) });
    expect((await held()).map((row) => row['organisation'])).toEqual(['township-two']);
    world.clock.set(new Date('2027-01-02T00:00:00Z'));
    expect(await held()).toEqual([]);
  });
});

const saidWithheld = (answered: Awaited<ReturnType<TestClient>>): boolean =>
  entriesOf(answered).some(
    ({ resource }) =>
      resource.resourceType === 'OperationOutcome' &&
      JSON.stringify(resource).includes('"suppressed"') &&
      !/mental|精神|\d项/.test(JSON.stringify(resource)),
  );

describe('what a resident keeps from others', () => {
  /** Whether the city hospital sees the depression, by every way there is today. */
  const sees = async (id: string): Promise<readonly string[]> => {
    const found = (answered: Awaited<ReturnType<TestClient>>): boolean => answered.text.includes('抑郁');
    const ways: [string, boolean][] = [
      ['read', found(await city('GET', `Condition/${id}`))],
      ['vread', found(await city('GET', `Condition/${id}/_history/1`))],
      ['history', found(await city('GET', `Condition/${id}/_history`))],
      ['search', found(await city('GET', 'Condition?patient=wu'))],
      ['search by code', found(await city('GET', `Condition?code=${encodeURIComponent(`${ICD}|F32.1`)}`))],
      ['include', found(await city('GET', 'MedicationRequest?patient=wu&_include=MedicationRequest:encounter'))],
      ['own list', found(await city('GET', 'Condition'))],
    ];
    const summary = await call(routes, 'GET /api/residents/:id/summary', world.actor('city-coordinator'), {
      params: { id: 'wu' },
    });
    if (JSON.stringify(summary).includes('抑郁')) ways.push(['summary', true]);
    return ways.filter(([, seen]) => seen).map(([way]) => way);
  };
  let depression = '';
  beforeEach(async () => {
    await relateTo('city-hospital');
    depression = idOf(await county('POST', 'Condition', condition('F32.1', '抑郁发作')));
    await county('POST', 'Condition', condition('I10', '高血压'));
  });

  test('is labelled by its codes and its security labels, never by chance', async () => {
    const labelled = {
      ...condition('I10', '高血压随访'),
      meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'HIV' }] },
    };
    await county('POST', 'Condition', labelled);
    const rows = await world.owner(
      `select content -> 'code' ->> 'text' as text, sensitivity from resource where type = 'Condition' order by 1`,
    );
    expect(rows).toEqual([
      { text: '抑郁发作', sensitivity: ['mental-health'] },
      { text: '高血压', sensitivity: null },
      { text: '高血压随访', sensitivity: ['infectious-disease'] },
    ]);
  });

  test('is in nobody else’s sight from the moment of the consent until it is taken back; the rest stays', async () => {
    expect((await sees(depression)).length).toBeGreaterThan(5);
    const made = await county('POST', 'Consent', consent(['mental-health']));
    expect(made.status).toBe(201);
    expect(await sees(depression)).toEqual([]);
    // that something is not shown is said, whatever was searched for, and never of which kind
    const hypertension = resourcesOf(await city('GET', 'Condition?patient=wu'));
    expect(hypertension.map(({ resourceType }) => resourceType)).toEqual(['Condition', 'OperationOutcome']);
    expect(saidWithheld(await city('GET', 'Immunization?patient=wu'))).toBe(true);
    expect(saidWithheld(await county('GET', 'Condition?patient=wu'))).toBe(false);
    // whoever made the record goes on seeing it
    expect((await county('GET', `Condition/${depression}`)).status).toBe(200);
    const told = bodyOf(await access('city-coordinator'));
    expect(told['withheld']).toBe(1);
    expect(JSON.stringify(told)).not.toMatch(/mental/);
    expect(bodyOf(await access('physician'))['withheld']).toBe(0);

    const back = { ...consent(['mental-health'], undefined, { status: 'inactive' }), id: idOf(made) };
    expect((await county('PUT', `Consent/${idOf(made)}`, back)).status).toBe(200);
    expect((await sees(depression)).length).toBeGreaterThan(5);
  });

  test('may be kept from one organisation alone, for a time, and the Consent itself does not give the category away', async () => {
    const made = await county('POST', 'Consent', consent(['mental-health'], 'city-hospital'));
    expect(await sees(depression)).toEqual([]);
    expect((await city('GET', `Consent/${idOf(made)}`)).status).toBe(404);
    expect((await city('GET', 'Consent?patient=wu')).text).not.toMatch(/mental/);
    await world.owner('update restriction set until_at = $1', [new Date(NOW.getTime() + 1000)]);
    world.clock.set(new Date(NOW.getTime() + 1000));
    expect((await sees(depression)).length).toBeGreaterThan(5);
  });

  test('may be everything others wrote: who the resident is stays, and so does what a case is made of', async () => {
    await county('POST', 'Consent', consent([]));
    const order = await county('POST', 'ServiceRequest', {
      resourceType: 'ServiceRequest',
      status: 'active',
      intent: 'order',
      subject: { reference: 'Patient/wu' },
    });
    expect(await sees(depression)).toEqual([]);
    expect(resourcesOf(await city('GET', 'Condition?patient=wu')).map(({ resourceType }) => resourceType)).toEqual([
      'OperationOutcome',
    ]);
    expect((await city('GET', `ServiceRequest/${idOf(order)}`)).status).toBe(404);
    await relateTo('city-hospital', 'case');
    expect((await city('GET', `ServiceRequest/${idOf(order)}`)).status).toBe(200);
    expect(await sees(depression)).toEqual([]);
  });

  test('is not opened by the one it is kept from', async () => {
    const made = await county('POST', 'Consent', consent([], 'city-hospital'));
    const back = { ...consent([], 'city-hospital', { status: 'inactive' }), id: idOf(made) };
    const tried = await city('PUT', `Consent/${idOf(made)}`, back);
    expect([tried.status, tried.issues]).toEqual([403, ['consent-of-another']]);
    expect((await city('DELETE', `Consent/${idOf(made)}`)).status).toBe(403);
    expect(await world.owner('select count(*) from restriction')).toEqual([{ count: 1 }]);
  });

  test('is seen by the resident, all of it', async () => {
    await county('POST', 'Consent', consent(['mental-health']));
    const [rows = []] = await world.app.read(asResident('wu'), NOW, [
      { text: `select id from resource where type = 'Condition'` },
    ]);
    expect(rows).toHaveLength(2);
  });
});

describe('a look', () => {
  test('is listed for whoever has a reason and for the resident, with who, where and why; names of other houses are masked', async () => {
    await world.owner('truncate audit');
    await call(routes, 'GET /api/residents/:id/summary', world.actor('gp'), { params: { id: 'wu' } });
    await call(routes, 'GET /api/residents/:id/summary', world.actor('physician'), { params: { id: 'wu' } });
    await county('GET', 'Condition?patient=wu');
    await county('POST', 'Condition', condition('I10', '高血压'));
    await county('GET', 'Condition?patient=wu');
    const { items } = bodyOf(await access('gp'))['looked'] as { items: readonly Record<string, unknown>[] };
    expect(items).toMatchObject([
      {
        action: 'search',
        what: 'Condition',
        who: { name: null, role: 'service-client' },
        why: ['author', 'registration'],
      },
      { action: 'write', what: 'Condition' },
      {
        action: 'read',
        what: null,
        who: { name: '何*', role: 'attending-physician' },
        why: ['author', 'registration'],
      },
      {
        action: 'read',
        what: null,
        who: { name: '王秀兰', organisation: { id: 'township', name: '榆树卫生院' } },
        why: ['catchment'],
      },
    ]);
    const own = await call(routes, 'GET /api/resident/looks', asResident('wu'), {
      query: { count: 3 },
      scope: 'record',
    });
    const page = bodyOf(own);
    expect(page['items']).toHaveLength(3);
    const rest = bodyOf(
      await call(routes, 'GET /api/resident/looks', asResident('wu'), {
        query: { cursor: page['next'] },
        scope: 'record',
      }),
    );
    expect((rest['items'] as readonly Record<string, unknown>[]).at(-1)).toMatchObject({ who: { name: '王*兰' } });
  });

  test('are not shown to whoever found the slip of one referral', async () => {
    const found = await call(routes, 'GET /api/resident/looks', asResident('wu'), { query: {}, scope: 'case' });
    expect(refusedAs(found)).toBe('resident.record-code-needed');
  });
});

describe('the broken glass', () => {
  const breakGlass = (withheldToo: boolean) =>
    world.owner(
      `insert into emergency_access values ('e1', 'wu', 'city-coordinator-role', 'city-coordinator', 'city-hospital', 'unconscious', '…', $1, $2, $3)`,
      [withheldToo, NOW, new Date(NOW.getTime() + 3_600_000)],
    );
  const summary = (person: 'city-coordinator' | 'city-physician', id = 'wu') =>
    call(routes, 'GET /api/residents/:id/summary', world.actor(person), { params: { id } });

  test('opens one record to one person until its end; every look through it is marked', async () => {
    await world.owner('truncate audit');
    expect(refusedAs(await summary('city-coordinator'))).toBe('record.no-relation');
    await breakGlass(false);
    expect(refusedAs(await summary('city-coordinator'))).toBeUndefined();
    expect(refusedAs(await summary('city-physician'))).toBe('record.no-relation');
    expect(refusedAs(await summary('city-coordinator', 'li'))).toBe('record.no-relation');
    expect(bodyOf(await access('city-coordinator'))['reasons']).toMatchObject([
      { kind: 'emergency', source: 'Task/e1' },
    ]);
    const marks = await world.owner('select outcome, emergency from audit order by id');
    expect(marks.map((row) => [row['outcome'], row['emergency']])).toEqual([
      ['refused', null],
      ['done', 'e1'],
      ['refused', null],
      ['refused', null],
      ['done', 'e1'],
    ]);
    world.clock.set(new Date(NOW.getTime() + 3_600_000));
    expect(refusedAs(await summary('city-coordinator'))).toBe('record.no-relation');
  });

  test('shows what the resident keeps to themselves only where its reason says so', async () => {
    await county('POST', 'Condition', condition('F32.1', '抑郁发作'));
    await county('POST', 'Consent', consent(['mental-health']));
    await breakGlass(false);
    expect(JSON.stringify(await summary('city-coordinator'))).not.toContain('抑郁');
    expect(bodyOf(await access('city-coordinator'))['withheld']).toBe(1);
    await world.owner('update emergency_access set opens_withheld = true');
    expect(JSON.stringify(await summary('city-coordinator'))).toContain('抑郁');
    expect(bodyOf(await access('city-coordinator'))['withheld']).toBe(0);
  });
});
