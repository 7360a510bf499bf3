/** Patch, delete and the conditional forms of update, patch and delete. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import type { FreshDatabase } from '../../../test/database.ts';
import { stoppedClock } from '../../platform/clock.ts';
import { newId } from '../../platform/ids.ts';
import { createFhir } from '../routes.ts';
import { clientOf, resourcesOf, testClient } from '../test-client.ts';
import type { Answered, TestClient } from '../test-client.ts';

const clock = stoppedClock(new Date('2026-03-02T01:00:00Z'));
const PATCH = { 'content-type': 'application/json-patch+json' };
let database: FreshDatabase;
let hospital: TestClient;
let clinic: TestClient;
let writer: TestClient;
let subject: string;
beforeAll(async () => {
  database = await freshDatabase();
  const fhir = createFhir({ db: database.app, clock, ids: newId });
  hospital = testClient(fhir, clientOf('hospital'));
  clinic = testClient(fhir, clientOf('clinic'));
  writer = testClient(fhir, clientOf('hospital', 'system/*.u system/*.s'));
  const { body } = await hospital('POST', 'Patient', { resourceType: 'Patient', name: [{ text: '李雪' }] });
  subject = `Patient/${String(body.id)}`;
});
afterAll(() => database.drop());

let counter = 0;
const weight = (more = ''): string => {
  counter++;
  return `{"resourceType":"Observation","identifier":[{"system":"urn:his","value":"w${counter}"}],"status":"final","code":{"text":"体重"},"subject":{"reference":"${subject}"},"valueQuantity":{"value":1.50,"unit":"kg"}${more}}`;
};
const made = async (): Promise<{ path: string; identifier: string }> => {
  const answered = await hospital('POST', 'Observation', weight());
  expect(answered.status).toBe(201);
  return { path: `Observation/${String(answered.body.id)}`, identifier: `identifier=urn:his|w${counter}` };
};
const patching = (path: string, steps: unknown, headers = {}, ask = hospital) =>
  ask('PATCH', path, JSON.stringify(steps), { ...PATCH, ...headers });
const told = ({ status, issues }: Answered) => [status, issues[0]];
const versions = async (path: string): Promise<number> =>
  Number((await hospital('GET', `${path}/_history`)).body['total']);

describe('a patch', () => {
  test('changes what it names and leaves every other digit as it was sent', async () => {
    const { path } = await made();
    const answered = await patching(path, [
      { op: 'test', path: '/valueQuantity/value', value: 1.5 },
      { op: 'add', path: '/note', value: [{ text: '晨起' }] },
      { op: 'add', path: '/note/-', value: { text: '空腹' } },
      { op: 'replace', path: '/status', value: 'amended' },
      { op: 'copy', from: '/note/0', path: '/note/2' },
      { op: 'move', from: '/note/1', path: '/note/0' },
      { op: 'remove', path: '/note/2' },
    ]);
    expect([answered.status, answered.headers['etag']]).toEqual([200, 'W/"2"']);
    expect(answered.text).toContain('"value":1.50,');
    expect(answered.body).toMatchObject({ status: 'amended', note: [{ text: '空腹' }, { text: '晨起' }] });
    expect((await hospital('GET', path)).text).toBe(answered.text);
    expect((await hospital('GET', `${path}/_history/1`)).body['status']).toBe('final');
  });

  test('keeps the digits of a value that it brings', async () => {
    const { path } = await made();
    const steps = '[{"op":"replace","path":"/valueQuantity/value","value":2.70}]';
    const answered = await hospital('PATCH', path, steps, PATCH);
    expect(answered.text).toContain('"value":2.70,');
  });

  test.each([
    ['no list', {}, 400, 'patch-not-a-list'],
    ['an unknown operation', [{ op: 'set', path: '/status' }], 400, 'patch-operation @ [0].op'],
    ['a path without slash', [{ op: 'remove', path: 'status' }], 400, 'patch-member @ [0].path'],
    ['no value', [{ op: 'add', path: '/status' }], 400, 'patch-member @ [0].value'],
    ['a path that is not there', [{ op: 'remove', path: '/note/0' }], 422, 'patch-path @ [0].path'],
    ['an index too far', [{ op: 'add', path: '/identifier/7', value: {} }], 422, 'patch-path @ [0].path'],
    ['a test that fails', [{ op: 'test', path: '/status', value: 'draft' }], 409, 'patch-test @ [0]'],
    ['another id', [{ op: 'replace', path: '/id', value: 'other' }], 422, 'patch-identity @ Observation.id'],
    ['another type', [{ op: 'replace', path: '/resourceType', value: 'Basic' }], 422, 'patch-identity @ resourceType'],
    ['an invalid record', [{ op: 'remove', path: '/status' }], 422, 'missing-element @ Observation.status'],
    ['nobody left', [{ op: 'remove', path: '/subject' }], 422, 'no-resident @ Observation'],
    ['a place in itself', [{ op: 'move', from: '/code', path: '/code/coding' }], 422, 'patch-path @ [0].path'],
    ['the prototype', [{ op: 'add', path: '/__proto__/polluted', value: 1 }], 422, 'patch-path @ [0].path'],
    [
      'a growth without end',
      [
        { op: 'add', path: '/extension', value: [] },
        ...Array.from({ length: 40 }, () => ({ op: 'copy', from: '', path: '/extension/-' })),
      ],
      413,
      'patch-grown',
    ],
  ])('with %s is refused and changes nothing', async (_what, steps, status, issue) => {
    const { path } = await made();
    const answered = await patching(path, steps);
    expect([answered.status, answered.issues[0]?.startsWith(issue)]).toEqual([status, true]);
    expect(await versions(path)).toBe(1);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('from a stale version, of nothing, in another form or without the right to read is refused', async () => {
    const { path } = await made();
    const step = [{ op: 'replace', path: '/status', value: 'amended' }];
    expect(told(await patching(path, step, { 'if-match': 'W/"7"' }))).toEqual([412, 'stale']);
    expect(told(await patching('Observation/nobody', step))).toEqual([404, 'not-found']);
    expect(told(await patching(path, step, { 'content-type': 'application/fhir+json' }))).toEqual([415, 'other-body']);
    expect(told(await patching(path, step, {}, writer))).toEqual([403, 'scope-missing']);
    expect(told(await patching(path, step, {}, clinic))).toEqual([404, 'not-found']);
    await hospital('DELETE', path);
    expect(told(await patching(path, step))).toEqual([410, 'gone']);
  });

  test('of fifty people at once is done fifty times, none over another', async () => {
    const { path } = await made();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        patching(path, [{ op: 'add', path: '/note', value: [{ text: String(n) }] }]),
      ),
    );
    const done = answers.filter(({ status }) => status === 200).length;
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
    expect(await versions(path)).toBe(1 + done);
    expect(done).toBeGreaterThan(0);
  });
});

describe('a change by condition', () => {
  test('updates the one that fits, creates where none does, and refuses where several do', async () => {
    const one = await hospital('PUT', 'Observation?identifier=urn:his|new', weight());
    expect([one.status, one.headers['etag']]).toEqual([201, 'W/"1"']);
    const { path, identifier } = await made();
    const answered = await hospital('PUT', `Observation?${identifier}`, weight(',"note":[{"text":"x"}]'));
    expect([answered.status, answered.body.id, answered.headers['etag']]).toEqual([200, path.split('/')[1], 'W/"2"']);
    const both = `Observation?status=final,amended&subject=${subject}`;
    expect(told(await hospital('PUT', both, weight()))).toEqual([412, 'many-match']);
    expect(told(await patching(both, [{ op: 'remove', path: '/note' }]))).toEqual([412, 'many-match']);
    expect(told(await hospital('DELETE', both))).toEqual([412, 'many-match']);
    expect(told(await hospital('PUT', 'Observation?_count=3', weight()))).toEqual([400, 'no-condition']);
    expect(told(await hospital('DELETE', 'Observation'))).toEqual([400, 'no-condition']);
  });

  test('takes the id in the body where it creates, and refuses one that is not the found record’s', async () => {
    const { identifier } = await made();
    const withId = weight().replace('"status"', '"id":"his-w","status"');
    expect(told(await hospital('PUT', `Observation?${identifier}`, withId))).toEqual([
      400,
      'id-not-found-one @ Observation.id',
    ]);
    const created = await hospital('PUT', 'Observation?identifier=urn:his|none', withId);
    expect([created.status, created.body.id]).toEqual([201, 'his-w']);
  });

  test('patches and deletes the one that fits, from the version that is asked for', async () => {
    const { path, identifier } = await made();
    const step = [{ op: 'replace', path: '/status', value: 'amended' }];
    expect(told(await patching(`Observation?${identifier}`, step, { 'if-match': 'W/"3"' }))).toEqual([412, 'stale']);
    expect((await patching(`Observation?${identifier}`, step)).body['status']).toBe('amended');
    expect(told(await hospital('DELETE', `Observation?${identifier}`, '', { 'if-match': 'W/"1"' }))).toEqual([
      412,
      'stale',
    ]);
    expect((await hospital('DELETE', `Observation?${identifier}`)).status).toBe(204);
    expect((await hospital('GET', path)).status).toBe(410);
    expect((await hospital('DELETE', `Observation?${identifier}`)).status).toBe(204);
    expect(told(await patching(`Observation?${identifier}`, step))).toEqual([404, 'none-match']);
    expect(told(await hospital('DELETE', 'Patient?identifier=a|b'))).toEqual([409, 'patient-not-deleted']);
  });

  test('sent fifty times at once creates one record', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        hospital('PUT', 'Organization?identifier=urn:o|50', {
          resourceType: 'Organization',
          identifier: [{ system: 'urn:o', value: '50' }],
          name: String(n),
        }),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 201]));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    const found = resourcesOf(await hospital('GET', 'Organization?identifier=urn:o|50'));
    expect(found.map(({ meta }) => meta?.versionId)).toEqual(['50']);
  });
});

describe('an update', () => {
  const organisation = (id: string) => ({ resourceType: 'Organization', id, name: '一' });

  test('creates under an id that says whose it is, with the right to create', async () => {
    expect(told(await hospital('PUT', 'Organization/17', organisation('17')))).toEqual([
      422,
      'numeric-id @ Organization.id',
    ]);
    expect(told(await writer('PUT', 'Organization/his7-17', organisation('his7-17')))).toEqual([403, 'scope-missing']);
    expect((await hospital('PUT', 'Organization/his7-17', organisation('his7-17'))).status).toBe(201);
    expect((await writer('PUT', 'Organization/his7-17', organisation('his7-17'))).status).toBe(200);
  });

  test('may be meant for a new record only, or for one that is there only', async () => {
    const put = (id: string, headers: object) =>
      hospital('PUT', `Organization/${id}`, organisation(id), { ...headers });
    expect((await put('only-new', { 'if-none-match': '*' })).status).toBe(201);
    expect(told(await put('only-new', { 'if-none-match': '*' }))).toEqual([412, 'there-already']);
    expect((await put('only-new', { 'if-match': '*' })).status).toBe(200);
    expect((await put('not-there', { 'if-match': '*' })).status).toBe(404);
  });

  test('of a deleted record brings it back as the next version', async () => {
    await hospital('PUT', 'Organization/back', organisation('back'));
    expect(told(await hospital('DELETE', 'Organization/back', '', { 'if-match': 'W/"2"' }))).toEqual([412, 'stale']);
    expect((await hospital('DELETE', 'Organization/back', '', { 'if-match': 'W/"1"' })).status).toBe(204);
    expect(told(await hospital('GET', 'Organization/back/_history/2'))).toEqual([410, 'gone']);
    expect((await hospital('PUT', 'Organization/back', organisation('back'))).headers['etag']).toBe('W/"3"');
  });
});

describe("a case's task", () => {
  test('is not changed by patch, by condition or by deletion', async () => {
    const task = {
      resourceType: 'Task',
      identifier: [{ system: 'urn:t', value: '1' }],
      status: 'requested',
      intent: 'order',
    };
    const { body } = await hospital('POST', 'Task', task);
    await database.owner(
      `insert into cases (id, number, pathway, pathway_version, state, version, urgency, opener, opened_at, changed_at, closed_at, ending)
       values ($1, 'n', 'referral', 1, 'closed', 1, 'routine', 'x', now(), now(), now(), 'finished')`,
      [body.id],
    );
    const step = [{ op: 'replace', path: '/status', value: 'completed' }];
    const by = 'Task?identifier=urn:t|1';
    const binary = {
      resourceType: 'Binary',
      contentType: 'application/json-patch+json',
      data: Buffer.from(JSON.stringify(step)).toString('base64'),
    };
    const entry = (request: object, resource?: object) => ({
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [{ request, ...(resource && { resource }) }],
    });
    const asked = [
      await patching(`Task/${String(body.id)}`, step),
      await patching(by, step),
      await hospital('PUT', by, task),
      await hospital('DELETE', by),
      await hospital('DELETE', `Task/${String(body.id)}`),
      await hospital('POST', '', entry({ method: 'PATCH', url: by }, binary)),
      await hospital('POST', '', entry({ method: 'DELETE', url: by })),
      await hospital('POST', '', entry({ method: 'PUT', url: by }, task)),
    ];
    expect(asked.map(told)).toEqual(asked.map(() => [409, 'case-task']));
    expect(await versions(`Task/${String(body.id)}`)).toBe(1);
  });
});

describe('the directory', () => {
  test('is everybody’s to read and its writer’s to change, by every way of writing', async () => {
    const answered = await hospital('POST', 'Organization', { resourceType: 'Organization', name: '县人民医院' });
    const path = `Organization/${String(answered.body.id)}`;
    const renamed = { resourceType: 'Organization', id: String(answered.body.id), name: '别的名字' };
    const refusal = [403, 'directory-of-another'];
    expect((await clinic('GET', path)).status).toBe(200);
    expect(told(await clinic('PUT', path, renamed))).toEqual(refusal);
    expect(told(await patching(path, [{ op: 'replace', path: '/name', value: '别的名字' }], {}, clinic))).toEqual(
      refusal,
    );
    expect(told(await clinic('DELETE', path))).toEqual(refusal);
    const bundle = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [{ resource: renamed, request: { method: 'PUT', url: path } }],
    };
    expect((await clinic('POST', '', bundle)).status).toBe(403);
    expect((await hospital('PUT', path, renamed)).status).toBe(200);
  });
});
