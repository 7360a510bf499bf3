import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import type { FreshDatabase } from '../../../test/database.ts';
import { stoppedClock } from '../../platform/clock.ts';
import type { FhirHandler } from '../../platform/http/fhir-handler.ts';
import { newId } from '../../platform/ids.ts';
import type { Resource } from '../resource.ts';
import { createFhir } from '../routes.ts';
import { IDENTITY_NUMBER } from '../store/resident-facts.ts';
import { validate } from '../validate/validate.ts';
import { clientOf, entriesOf, resourcesOf, testClient } from '../test-client.ts';
import type { Answered, TestClient } from '../test-client.ts';

const clock = stoppedClock(new Date('2026-03-02T01:00:00Z'));
let database: FreshDatabase;
let fhir: FhirHandler;
let hospital: TestClient;
let clinic: TestClient;
beforeAll(async () => {
  database = await freshDatabase();
  fhir = createFhir({ db: database.app, clock, ids: newId, config: { mostBytes: 200_000, mostEntries: 60 } });
  hospital = testClient(fhir, clientOf('hospital'));
  clinic = testClient(fhir, clientOf('clinic'));
});
afterAll(() => database.drop());

const rows = async (): Promise<number> => {
  const [row] = await database.owner(
    `select (select count(*) from resource) + (select count(*) from resource_history) + (select count(*) from resident)
          + (select count(*) from resident_card) + (select count(*) from relation)
          + (select count(*) from audit where action not in ('read', 'search')) as n`,
  );
  return Number(row?.['n']);
};

const resident = (name: string, more: object = {}) => ({
  resourceType: 'Patient',
  name: [{ text: name }],
  gender: 'female',
  ...more,
});
const create = async (resource: object, ask = hospital): Promise<Resource> => {
  const answered = await ask('POST', (resource as Resource).resourceType, resource);
  expect(answered.issues).toEqual([]);
  expect(answered.status).toBe(201);
  return answered.body;
};
/** Refused as expected, and not a row more than before. */
const refusedWith = async (ask: () => Promise<Answered>, status: number, issue: string): Promise<Answered> => {
  const before = await rows();
  const answered = await ask();
  expect([answered.status, answered.issues[0]]).toEqual([status, issue]);
  expect(await rows()).toBe(before);
  return answered;
};

test('a new record is answered with its place and version, and read back exactly as it is stored', async () => {
  const answered = await hospital('POST', 'Patient', resident('李雪'));
  const id = String(answered.body.id);
  expect(answered.status).toBe(201);
  expect(answered.headers).toMatchObject({
    etag: 'W/"1"',
    location: `http://127.0.0.1/fhir/Patient/${id}/_history/1`,
    'last-modified': 'Mon, 02 Mar 2026 01:00:00 GMT',
  });
  const found = await hospital('GET', `Patient/${id}`);
  expect([found.status, found.text, found.headers['etag']]).toEqual([200, answered.text, 'W/"1"']);
  expect((await hospital('GET', `Patient/${id}`, undefined, { 'if-none-match': 'W/"1"' })).status).toBe(304);
  expect((await hospital('HEAD', `Patient/${id}`)).text).toBe('');
});

test('decimals leave as they came', async () => {
  const { id } = await create(resident('张三'));
  const text = `{"resourceType":"Observation","status":"final","code":{"text":"体重"},"subject":{"reference":"Patient/${String(id)}"},"valueQuantity":{"value":1.50,"unit":"kg"},"component":[{"code":{"text":"x"},"valueQuantity":{"value":1e-2}}]}`;
  const made = await hospital('POST', 'Observation', text);
  expect(made.status).toBe(201);
  const found = await hospital('GET', `Observation/${String(made.body.id)}`);
  expect(found.text).toContain('"value":1.50,');
  expect(found.text).toContain('"value":1e-2}');
});

test('another organisation neither reads, finds, changes nor dates a resident it has no relation to', async () => {
  const { id } = await create(resident('王五', { identifier: [{ system: 'urn:his', value: 'W5' }] }));
  const path = `Patient/${String(id)}`;
  const unknown = await clinic('GET', 'Patient/nobody');
  for (const ask of [path, `${path}/_history`, `${path}/_history/1`]) {
    const answered = await clinic('GET', ask);
    expect([answered.status, answered.body.resourceType]).toEqual([404, 'OperationOutcome']);
  }
  expect(unknown.status).toBe(404);
  expect(resourcesOf(await clinic('GET', 'Patient?identifier=urn:his|W5'))).toEqual([]);
  expect(resourcesOf(await clinic('GET', `Patient?_id=${String(id)}`))).toEqual([]);
  await refusedWith(() => clinic('PUT', path, { ...resident('变'), id }), 409, 'id-in-use');
  await refusedWith(() => clinic('PUT', path, { ...resident('变'), id }, { 'if-match': 'W/"1"' }), 404, 'not-found');
  expect((await hospital('GET', path)).status).toBe(200);
  const seen = await database.owner(`select organisation, outcome from audit where action = 'read' and target = $1`, [
    path,
  ]);
  expect(seen).toEqual([
    { organisation: 'clinic', outcome: 'refused' },
    { organisation: 'hospital', outcome: 'done' },
  ]);
});

test('what another organisation writes about a resident makes its relation', async () => {
  const { id } = await create(resident('赵六'));
  const encounter = {
    resourceType: 'Encounter',
    status: 'in-progress',
    class: { code: 'AMB' },
    subject: { reference: `Patient/${String(id)}` },
  };
  await create(encounter, clinic);
  expect((await clinic('GET', `Patient/${String(id)}`)).status).toBe(200);
  const answered = await refusedWith(
    () => clinic('POST', 'Encounter', { ...encounter, subject: { reference: 'Patient/nobody' } }),
    422,
    'unknown-resident',
  );
  expect(answered.sentences).toEqual(['所引用的居民不存在']);
});

test('a change from a stale version is refused with the version that is current', async () => {
  const { id } = await create({ resourceType: 'Organization', name: '一' });
  const path = `Organization/${String(id)}`;
  const put = (name: string, match?: string) =>
    hospital('PUT', path, { resourceType: 'Organization', id, name }, match === undefined ? {} : { 'if-match': match });
  expect((await put('二', 'W/"1"')).headers['etag']).toBe('W/"2"');
  const stale = await refusedWith(() => put('三', 'W/"1"'), 412, 'stale');
  expect(stale.sentences[0]).toContain('第 2 版');
  await refusedWith(() => put('三', 'W/"00000000-0000-4000-8000-000000000000"'), 412, 'stale');
  await refusedWith(() => put('三', '2'), 400, 'bad-if-match');
  expect((await put('三')).headers['etag']).toBe('W/"3"');
});

test('a record may be stored under an id of the sender, once', async () => {
  const organisation = (name: string) => ({ resourceType: 'Organization', id: 'his-17', name });
  expect((await hospital('PUT', 'Organization/his-17', organisation('一'))).status).toBe(201);
  expect((await hospital('PUT', 'Organization/his-17', organisation('二'))).status).toBe(200);
  await refusedWith(
    () => hospital('PUT', 'Organization/his-18', organisation('三')),
    400,
    'id-not-in-url @ Organization.id',
  );
  await refusedWith(
    () => hospital('PUT', 'Organization/a_b', { resourceType: 'Organization', name: 'x' }),
    400,
    'bad-id @ Organization.id',
  );
});

test('history keeps every version, newest first and in pages; a deleted record is gone but its past is not', async () => {
  const { id } = await create({ resourceType: 'Practitioner', active: true });
  const path = `Practitioner/${String(id)}`;
  for (let n = 2; n <= 4; n++)
    await hospital('PUT', path, { resourceType: 'Practitioner', id, name: [{ text: `第${n}版` }] });
  expect((await hospital('DELETE', path)).status).toBe(204);
  expect((await hospital('DELETE', path)).status).toBe(204);
  const gone = await hospital('GET', path);
  expect([gone.status, gone.issues]).toEqual([410, ['gone']]);
  const first = await hospital('GET', `${path}/_history?_count=3`);
  expect(first.body).toMatchObject({ type: 'history', total: 5 });
  expect(entriesOf(first).map((entry) => (entry as unknown as { request: { method: string } }).request.method)).toEqual(
    ['DELETE', 'PUT', 'PUT'],
  );
  const next = (first.body['link'] as { relation: string; url: string }[]).find((link) => link.relation === 'next');
  const rest = await hospital('GET', String(next?.url).replace('http://127.0.0.1/fhir/', ''));
  expect(resourcesOf(rest).map((version) => version.meta?.versionId)).toEqual(['2', '1']);
  expect((await hospital('GET', `${path}/_history/3`)).body).toMatchObject({
    name: [{ text: '第3版' }],
    meta: { versionId: '3' },
  });
  expect((await hospital('GET', `${path}/_history/9`)).status).toBe(404);
  expect((await hospital('PUT', path, { resourceType: 'Practitioner', id, active: false })).headers['etag']).toBe(
    'W/"6"',
  );
});

test('a second resident with the same identity number is refused, and says what to do', async () => {
  const card = { identifier: [{ system: IDENTITY_NUMBER, value: '110101199003070038' }] };
  await create(resident('钱七', card));
  const answered = await refusedWith(
    () => clinic('POST', 'Patient', resident('钱八', card)),
    409,
    'identity-number-in-use @ Patient.identifier',
  );
  expect(answered.sentences[0]).toContain('该身份证件号码已登记');
});

test("a case's task is changed by a step only", async () => {
  const task = await create({ resourceType: 'Task', status: 'requested', intent: 'order' });
  await database.owner(
    `insert into cases (id, number, pathway, pathway_version, state, version, urgency, opener, opened_at, changed_at, closed_at, ending)
     values ($1, 'n', 'referral', 1, 'closed', 1, 'routine', 'x', now(), now(), now(), 'finished')`,
    [task.id],
  );
  const changed = { resourceType: 'Task', id: task.id, status: 'completed', intent: 'order' };
  await refusedWith(() => hospital('PUT', `Task/${String(task.id)}`, changed), 409, 'case-task');
  await refusedWith(() => hospital('DELETE', `Task/${String(task.id)}`), 409, 'case-task');
  const entry = { resource: changed, request: { method: 'PUT', url: `Task/${String(task.id)}` } };
  await refusedWith(
    () => hospital('POST', '', { resourceType: 'Bundle', type: 'transaction', entry: [entry] }),
    409,
    'case-task',
  );
});

test('what cannot be read is refused in a sentence, and nothing is stored', async () => {
  const post =
    (body: unknown, headers = {}) =>
    () =>
      hospital('POST', 'Patient', body, headers);
  await refusedWith(post('{"resourceType":Patient}'), 400, 'not-json');
  await refusedWith(post('{"resourceType":"Patient" "id":1}'), 400, 'not-json-at');
  await refusedWith(post('[]'), 400, 'not-an-object');
  await refusedWith(post(''), 400, 'empty-body');
  await refusedWith(post('{"resourceType":"Patient","language":"a\\u0000b"}'), 400, 'nul-character');
  await refusedWith(post({ name: [] }), 400, 'missing-type @ Resource');
  await refusedWith(post({ resourceType: 'Patiënt' }), 400, 'unknown-type @ Patiënt.resourceType');
  await refusedWith(post('<Patient xmlns="http://hl7.org/fhir"/>'), 415, 'xml-body');
  await refusedWith(post('{}', { 'content-type': 'application/fhir+xml' }), 415, 'xml-body');
  await refusedWith(
    post({ resourceType: 'Observation', status: 'final', code: { text: 'x' } }),
    400,
    'type-not-in-url @ resourceType',
  );
  const large = await refusedWith(
    post(resident('大', { text: { status: 'generated', div: `<div>${'字'.repeat(80_000)}</div>` } })),
    413,
    'too-large',
  );
  expect(large.sentences[0]).toContain('0.2 MB');
  expect((await hospital('GET', 'Patient/1', undefined, { accept: 'application/fhir+xml' })).issues).toEqual([
    'xml-answer',
  ]);
  expect((await hospital('GET', 'Patience/1')).issues).toEqual(['unknown-type']);
  expect((await hospital('PATCH', 'Patient/1')).status).toBe(415);
});

test('a record about nobody, and what could hide whose it is, are not kept', async () => {
  const observation = { resourceType: 'Observation', status: 'final', code: { text: 'x' } };
  await refusedWith(() => hospital('POST', 'Observation', observation), 422, 'no-resident @ Observation');
  await refusedWith(
    () => hospital('POST', 'Bundle', { resourceType: 'Bundle', type: 'collection' }),
    422,
    'type-not-kept @ Bundle',
  );
  await refusedWith(
    () => hospital('POST', 'Binary', { resourceType: 'Binary', contentType: 'text/plain' }),
    422,
    'type-not-kept @ Binary',
  );
});

test('the scope of a token is enforced for every interaction', async () => {
  const { id } = await create(resident('周九'));
  const reader = testClient(fhir, clientOf('hospital', 'system/Patient.r system/Observation.rs'));
  expect((await reader('GET', `Patient/${String(id)}`)).status).toBe(200);
  await refusedWith(() => reader('GET', 'Patient?_count=1'), 403, 'scope-missing');
  await refusedWith(() => reader('POST', 'Patient', resident('x')), 403, 'scope-missing');
  await refusedWith(
    () => reader('GET', 'Observation?status=final&_include=Observation:performer'),
    403,
    'scope-missing',
  );
  await refusedWith(() => reader('GET', 'Observation?status=final&_include=Observation:focus'), 403, 'scope-missing');
  expect((await reader('GET', 'Observation?status=final&_include=Observation:subject:Patient')).status).toBe(200);
  await refusedWith(() => reader('PUT', `Patient/${String(id)}`, resident('x')), 403, 'scope-missing');
  await refusedWith(() => reader('DELETE', `Observation/1`), 403, 'scope-missing');
  const entry = [{ resource: resident('x'), request: { method: 'POST', url: 'Patient' } }];
  await refusedWith(
    () => reader('POST', '', { resourceType: 'Bundle', type: 'transaction', entry }),
    403,
    'scope-missing @ Bundle.entry[0].request',
  );
});

test('the sentences come in the language of the reader', async () => {
  const english = testClient(fhir, clientOf('hospital'), 'en');
  expect((await english('GET', 'Patient/nobody')).sentences[0]).toMatch(/^Patient\/nobody was not found/);
  expect((await hospital('GET', 'Patient/nobody')).sentences[0]).toMatch(/^没有找到 Patient\/nobody/);
});

test('the capability statement is a valid one, open to all, and names only what there is', async () => {
  const answered = await testClient(fhir, null)('GET', 'metadata');
  expect(answered.status).toBe(200);
  const task = (
    answered.body['rest'] as { resource: { type: string; searchParam: { name: string; type: string }[] }[] }[]
  )[0]?.resource.find((each) => each.type === 'Task');
  expect(task?.searchParam.length).toBeGreaterThan(20);
  const values: Readonly<Record<string, string>> = { date: '2026', reference: 'Group/a', uri: 'urn:a' };
  for (const { name, type } of task?.searchParam ?? []) {
    const found = await hospital('GET', `Task?${name}=${values[type] ?? 'a'}`);
    expect([name, found.status, found.issues]).toEqual([name, 200, []]);
  }
  expect(validate(answered.body).issues).toEqual([]);
});

test('every read, search and write leaves an audit row that names its residents', async () => {
  const made = await create(resident('孙十'));
  const path = `Patient/${String(made.id)}`;
  await hospital('GET', path);
  await hospital('GET', `Patient?_id=${String(made.id)}`);
  await hospital('GET', `${path}/_history`);
  const noted = await database.owner(
    `select action, target, actor from audit where residents @> array[$1] order by id`,
    [made.id],
  );
  expect(noted).toEqual([
    { action: 'create', target: path, actor: 'client:hospital' },
    { action: 'read', target: path, actor: 'client:hospital' },
    { action: 'search', target: 'Patient?_id', actor: 'client:hospital' },
    { action: 'history', target: path, actor: 'client:hospital' },
  ]);
});
