/** 更正与删除: what an entry said is gone from every table, that it was there stays; and never by one person alone. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../../test/call.ts';
import type { World } from '../../../../test/world.ts';
import { NOW, ZONE, openWorld } from '../../../../test/world.ts';
import { CLOCK_CODES, composeEngine } from '../../../compose-engine.ts';
import { readPack } from '../../../consortium/region/read.ts';
import { pathwayRoutes } from '../../../engines/pathways/routes.ts';
import { factView } from '../../../engines/figures/facts.ts';
import { factKeeper } from '../../../engines/figures/keep.ts';
import { keepFactsBy } from '../../../fhir/store/fact-keeper.ts';
import { createFhir } from '../../../fhir/routes.ts';
import { clientOf, testClient } from '../../../fhir/test-client.ts';
import type { TestClient } from '../../../fhir/test-client.ts';
import { readLog } from '../../../platform/audit.ts';
import { sealAudit, verifyAudit } from '../../../platform/audit-seal.ts';
import type { Route } from '../../../platform/http/route.ts';
import { newId } from '../../../platform/ids.ts';
import type { Actor } from '../../../platform/postgres/database.ts';
import { erasureRoutes } from './routes.ts';

/** What the erased entries say and nothing else does. */
const MARK = '隐匿性血卟啉沉着';

/** A fact that repeats what the record says. */
const CONDITIONS = factView({
  code: 'condition',
  version: 1,
  resource: 'Condition',
  paths: { organisation: "'county-hospital'", resident: 'subject.getReferenceKey(Patient)', start: 'recordedDate' },
  attributes: { said: 'code.text' },
});

let world: World;
let routes: readonly Route[];
let county: TestClient;

beforeAll(async () => {
  world = await openWorld();
  keepFactsBy(factKeeper([CONDITIONS], ZONE));
  const { app: db, clock } = world;
  const reads = readLog(db, clock);
  const pack = await readPack(fileURLToPath(new URL('../../../../regions/siping', import.meta.url)), CLOCK_CODES);
  const engine = composeEngine({
    db,
    clock,
    newId,
    limits: pack.limits,
    calendar: pack.calendar,
    zone: ZONE,
    nudge: () => undefined,
  });
  routes = [
    ...erasureRoutes({ engine, recordRead: reads.record }),
    ...pathwayRoutes({
      engine,
      say: { sentence: ({ refused }) => refused, role: (role) => role },
      recordRead: reads.record,
      borders: (at) => ({ endOfToday: at, endOfNextWorkingDay: at }),
    }),
  ];
  county = testClient(createFhir({ db, clock, ids: newId }), clientOf('county-hospital'));
  await world.owner(`insert into relation values ('wu', 'county-hospital', 'registration', 'x', $1, null)`, [NOW]);
});
afterAll(async () => {
  keepFactsBy(() => []);
  await world.drop();
});
beforeEach(() => world.clock.set(NOW));

const subject = { reference: 'Patient/wu' };
/** One of each, so that whatever is derived from a type is derived here. */
const BODIES: readonly (Readonly<Record<string, unknown>> & { readonly resourceType: string })[] = [
  { resourceType: 'Condition', recordedDate: '2026-11-20', code: { text: MARK }, subject },
  {
    resourceType: 'Observation',
    status: 'final',
    code: { text: MARK },
    valueQuantity: { value: 1, unit: MARK },
    subject,
  },
  {
    resourceType: 'AllergyIntolerance',
    clinicalStatus: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' }],
    },
    code: { text: MARK },
    patient: subject,
  },
  {
    resourceType: 'MedicationRequest',
    status: 'active',
    intent: 'order',
    medicationCodeableConcept: { text: MARK },
    subject,
  },
  { resourceType: 'DiagnosticReport', status: 'final', code: { text: 'x' }, conclusion: MARK, subject },
  {
    resourceType: 'Encounter',
    status: 'in-progress',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
    reasonCode: [{ text: MARK }],
    subject,
  },
  {
    resourceType: 'Consent',
    status: 'active',
    scope: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }],
      text: MARK,
    },
    category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }],
    patient: subject,
    policyRule: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'OPTIN' }] },
    provision: { type: 'deny' },
  },
];

const store = async (body: (typeof BODIES)[number], versions = 3): Promise<string> => {
  const created = await county('POST', body.resourceType, body);
  expect(created.status, created.text).toBe(201);
  const path = `${body.resourceType}/${String(created.body['id'])}`;
  for (let version = 1; version < versions; version++) {
    const changed = await county('PUT', path, { ...body, id: created.body['id'], language: `zh-${String(version)}` });
    expect(changed.status, changed.text).toBe(200);
  }
  return path;
};
const ask = (actor: Actor, entry: string, body: object = {}) =>
  call(routes, 'POST /api/erasures', actor, {
    body: {
      resident: 'wu',
      entry,
      kind: 'by-law',
      basis: 'consent-withdrawn',
      explanation: '居民书面撤回同意',
      ...body,
    },
  });
const askedFor = async (entry: string, body: object = {}): Promise<string> =>
  String(bodyOf(await ask(world.actor('physician'), entry, body))['case']);
const step = (actor: Actor, id: string, name: string, answers: object, version = 1) =>
  call(routes, 'POST /api/cases/:id/steps/:step', actor, { params: { id, step: name }, body: { version, answers } });
const DECISION = { finding: '依据充分，保存期限已核对', retentionChecked: true };
const erase = async (entry: string, body: object = {}): Promise<string> => {
  const id = await askedFor(entry, body);
  expect(bodyOf(await step(world.actor('affairs'), id, 'erase', DECISION))).toMatchObject({
    state: 'erased',
    closed: true,
  });
  return id;
};

/** Every table of the schema, every row of it as text: the tables in which a text stands. */
const tablesWith = async (needle: string): Promise<readonly string[]> => {
  const tables = await world.owner(
    `select relname from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p', 'm')`,
  );
  const found: string[] = [];
  for (const { relname } of tables) {
    const [row] = await world.owner(
      `select count(*)::int as n from "${String(relname)}" as t where t::text like '%' || $1 || '%'`,
      [needle],
    );
    if (Number(row?.['n']) > 0) found.push(String(relname));
  }
  return found.sort();
};

test('what erased entries said stands in no table any more, and the audit is whole', async () => {
  const paths: string[] = [];
  for (const body of BODIES) paths.push(await store(body));
  expect(await tablesWith(MARK)).toEqual(['fact', 'resource', 'resource_history']);
  const counted = () =>
    world.owner(`select coalesce(sum(rows), 0)::int as n from fact_change where view = 'condition' and edge = 'start'`);
  expect(await counted()).toEqual([{ n: 1 }]);
  for (const path of paths) await erase(path);
  expect(await tablesWith(MARK)).toEqual([]);
  expect(await counted()).toEqual([{ n: 0 }]);
  // nor a trace in what is searched by, nor a reason or a wish they gave
  const left = await world.owner(
    `select type, version, deleted, content, tokens, ranges, texts, sensitivity from resource where erased is not null order by type`,
  );
  expect(left).toHaveLength(BODIES.length);
  for (const row of left)
    expect(row).toMatchObject({ version: 4, deleted: true, content: null, tokens: [], ranges: null, texts: null });
  expect(await world.owner(`select count(*)::int as n from relation where source = any($1)`, [paths])).toEqual([
    { n: 0 },
  ]);
  expect(await world.owner('select count(*)::int as n from restriction')).toEqual([{ n: 0 }]);
  const options = { db: world.app, clock: world.clock, secret: 'x' };
  while ((await sealAudit(options)) > 0);
  const { broken, rows } = await verifyAudit(world.app, NOW, { secrets: ['x'] });
  expect([broken, rows > 20]).toEqual([null, true]);
  const [who] = await world.owner(
    `select actor, residents from audit where action = 'step.erase' order by id desc limit 1`,
  );
  expect(who).toEqual({ actor: 'affairs-role', residents: ['wu'] });
});

describe('what stays', () => {
  let path = '';
  let id = '';
  test('is a tombstone: when, by whom, a digest of each version, and the case that is its authority', async () => {
    path = await store({ resourceType: 'Condition', code: { text: MARK }, subject });
    const texts = await world.owner(
      `select version, encode(sha256(convert_to(content::text, 'UTF8')), 'hex') as digest from resource_history where type || '/' || id = $1 order by 1`,
      [path],
    );
    id = await erase(path);
    const kept = await world.owner(
      `select version, digest, deleted, author, erased from resource_history where type || '/' || id = $1 order by 1`,
      [path],
    );
    expect(kept).toHaveLength(3);
    expect(kept.slice(0, 2).map(({ digest }) => digest)).toEqual(texts.map(({ digest }) => digest));
    for (const row of kept) expect(row).toMatchObject({ deleted: true, author: 'client:county-hospital', erased: id });
    const view = bodyOf(await call(routes, 'GET /api/erasures/:id', world.actor('affairs'), { params: { id } }));
    expect(view).toMatchObject({
      resident: '吴*琴',
      asked: { name: '何静' },
      explanation: '居民书面撤回同意',
      tombstone: { versions: 3, decided: { name: '郭宏' }, movedTo: null },
    });
    expect((view['tombstone'] as { readonly digest: string }).digest).toMatch(/^[0-9a-f]{64}$/);
  });

  test('answers 410 at /fhir, in every version, and is not written again under its number', async () => {
    for (const asked of [path, `${path}/_history/1`, `${path}/_history/4`]) {
      const { status, issues, sentences } = await county('GET', asked);
      expect([asked, status, issues]).toEqual([asked, 410, ['erased']]);
      expect(sentences[0]).toContain('依法删除');
    }
    const body = { resourceType: 'Condition', id: path.slice('Condition/'.length), code: { text: MARK }, subject };
    expect((await county('PUT', path, body)).issues).toEqual(['erased']);
    expect((await county('PUT', path, body, { 'if-match': 'W/"4"' })).status).toBe(410);
    expect((await county('PATCH', path, [], { 'content-type': 'application/json-patch+json' })).status).toBe(410);
    const bundle = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [{ resource: body, request: { method: 'PUT', url: path } }],
    };
    expect((await county('POST', '', bundle)).status).toBeGreaterThanOrEqual(400);
    expect((await county('GET', `${path}/_history`)).text).not.toContain(MARK);
    expect((await county('GET', 'Condition?patient=wu')).text).not.toContain(path);
    expect(await tablesWith(MARK)).toEqual([]);
  });
});

describe('one person', () => {
  test('never asks and decides, in whatever role; the database itself refuses it', async () => {
    const path = await store({ resourceType: 'Condition', code: { text: 'y' }, subject });
    const id = await askedFor(path);
    await world.owner(
      `insert into practitioner_role (id, person, role, organisation, from_on) values ('physician-affairs', 'physician', 'medical-affairs', 'county-hospital', '2024-01-01')`,
    );
    const self: Actor = { ...world.actor('affairs'), id: 'physician-affairs', person: 'physician' };
    expect(refusedAs(await step(self, id, 'erase', DECISION))).toBe('erasure.own-asking');
    await expect(
      world.owner(
        `update erasure set decided_by = 'x', decided_person = 'physician', decided_at = now() where id = $1`,
        [id],
      ),
    ).rejects.toThrow(/check/);
    // nor does a statement of the program's own erase what was not decided
    await expect(
      world.app.write(world.actor('affairs'), NOW, (tx) =>
        tx.finish([{ text: 'select erase_record($1, $2)', values: [id, NOW] }]),
      ),
    ).rejects.toThrow('erasure.not-decided');
    expect((await county('GET', path)).status).toBe(200);
    const without = { ...DECISION, retentionChecked: false };
    expect(refusedAs(await step(world.actor('affairs'), id, 'erase', without))).toBe('erasure.retention');
    expect(bodyOf(await step(world.actor('affairs'), id, 'keep', { finding: '保存期限未满' }))).toMatchObject({
      state: 'kept',
    });
    expect((await county('GET', path)).status).toBe(200);
    // and what was kept can be asked for again
    expect(refusedAs(await ask(world.actor('physician'), path))).toBeUndefined();
  });

  test('asks for what the own house wrote, once, and not for what a record or a case is made of', async () => {
    const path = await store({ resourceType: 'Condition', code: { text: 'z' }, subject });
    expect(refusedAs(await ask(world.actor('gp'), path))).toBe('erasure.of-another-house');
    expect(refusedAs(await ask(world.actor('physician'), path, { resident: 'li' }))).toBe('erasure.no-such-entry');
    const id = await askedFor(path);
    expect(refusedAs(await ask(world.actor('physician'), path))).toBe('erasure.asked-already');
    expect(refusedAs(await ask(world.actor('physician'), `Task/${id}`))).toBe('erasure.not-this');
    expect(refusedAs(await ask(world.actor('physician'), 'Condition/nowhere'))).toBe('erasure.no-such-entry');
  });
});

describe('an entry written for the wrong resident', () => {
  test('is moved: it stands in the record it belongs to as it was sent, and nothing of it in the other', async () => {
    const value = `{"resourceType":"Observation","status":"final","code":{"text":"${MARK}"},"valueQuantity":{"value":1.50,"unit":"g"},"subject":{"reference":"Patient/wu"}}`;
    const created = await county('POST', 'Observation', value);
    const path = `Observation/${String(created.body['id'])}`;
    expect(refusedAs(await ask(world.actor('physician'), path, { kind: 'moved' }))).toBe('erasure.move-to-whom');
    const id = await erase(path, { kind: 'moved', basis: 'not-this-resident', moveTo: 'li' });
    expect((await county('GET', path)).issues).toEqual(['erased']);
    const [moved] = await world.owner(
      `select id, content::text as content, organisation from resource where type = 'Observation' and patient = 'li'`,
    );
    expect(moved).toMatchObject({ organisation: 'county-hospital' });
    expect(String(moved?.['content'])).toContain('"value":1.50');
    expect(String(moved?.['content'])).toContain('Patient/li');
    expect(String(moved?.['content'])).not.toContain('Patient/wu');
    const view = bodyOf(await call(routes, 'GET /api/erasures/:id', world.actor('affairs'), { params: { id } }));
    expect(view).toMatchObject({ tombstone: { movedTo: `Observation/${String(moved?.['id'])}` } });
  });
});
