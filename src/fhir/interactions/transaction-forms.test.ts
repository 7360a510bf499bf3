/** What the entries of a transaction may ask, and how they may depend on each other. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import type { FreshDatabase } from '../../../test/database.ts';
import { systemClock } from '../../platform/clock.ts';
import { newId } from '../../platform/ids.ts';
import type { Resource } from '../resource.ts';
import { createFhir } from '../routes.ts';
import { clientOf, testClient } from '../test-client.ts';
import type { Answered, TestClient } from '../test-client.ts';

let database: FreshDatabase;
let hospital: TestClient;
let writer: TestClient;
let reader: TestClient;
beforeAll(async () => {
  database = await freshDatabase();
  const fhir = createFhir({ db: database.app, clock: systemClock, ids: newId });
  hospital = testClient(fhir, clientOf('hospital'));
  writer = testClient(fhir, clientOf('hospital', 'system/*.cu'));
  reader = testClient(fhir, clientOf('hospital', 'system/Patient.cs system/Observation.c'));
});
afterAll(() => database.drop());

type Responded = {
  readonly resource?: Resource;
  readonly response: {
    readonly status: string;
    readonly location?: string;
    readonly etag?: string;
    readonly lastModified?: string;
    readonly outcome?: Resource;
  };
};
const responses = ({ body }: Answered): readonly Responded[] => (body['entry'] ?? []) as readonly Responded[];
const statuses = (answered: Answered): readonly string[] => responses(answered).map(({ response }) => response.status);
const places = (answered: Answered): readonly string[] =>
  responses(answered).map(({ response }) => (response.location ?? '').replace(/\/_history\/\d+$/, ''));
const rows = async (): Promise<number> => {
  const [row] = await database.owner(
    `select (select count(*) from resource) + (select count(*) from resource_history) + (select count(*) from audit) as n`,
  );
  return Number(row?.['n']);
};

const send = (entry: readonly object[], headers = {}, ask = hospital) =>
  ask('POST', '', { resourceType: 'Bundle', type: 'transaction', entry }, headers);
const post = (resource: object, fullUrl?: string, more: object = {}) => ({
  ...(fullUrl !== undefined && { fullUrl }),
  resource,
  request: { method: 'POST', url: (resource as Resource).resourceType, ...more },
});
const put = (url: string, resource: object, more: object = {}) => ({
  resource,
  request: { method: 'PUT', url, ...more },
});
const ask = (url: string, method = 'GET') => ({ request: { method, url } });
const patchOf = (url: string, steps: unknown, more: object = {}) => ({
  resource: {
    resourceType: 'Binary',
    contentType: 'application/json-patch+json',
    data: Buffer.from(JSON.stringify(steps)).toString('base64'),
  },
  request: { method: 'PATCH', url, ...more },
});
const patient = (value = newId()) => ({
  resourceType: 'Patient',
  identifier: [{ system: 'urn:p', value }],
  name: [{ text: '李雪' }],
});
const observation = (subject: string, more: object = {}) => ({
  resourceType: 'Observation',
  status: 'final',
  code: { text: 'x' },
  subject: { reference: subject },
  ...more,
});
const uuid = (n: number): string => `urn:uuid:00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
/** Refused as expected, and not a row more than before. */
const refused = async (entry: readonly object[], status: number, issue: string, by = hospital): Promise<void> => {
  const before = await rows();
  const answered = await send(entry, {}, by);
  expect([answered.status, answered.issues[0]]).toEqual([status, issue]);
  expect(await rows()).toBe(before);
};

describe('a reference', () => {
  test('by object identifier, to our own address, to a version and in any order leads to the record', async () => {
    await hospital('PUT', 'Practitioner/known', { resourceType: 'Practitioner', id: 'known' });
    const answered = await send([
      post(
        observation('urn:oid:1.2.3', {
          performer: [{ reference: 'http://127.0.0.1/fhir/Practitioner/known' }],
          focus: [{ reference: 'urn:oid:1.2.3/_history/7' }],
          text: {
            status: 'generated',
            div: '<div xmlns="http://www.w3.org/1999/xhtml"><a href=\'urn:oid:1.2.3\'>x</a><img src="urn:oid:1.2.3"/></div>',
          },
        }),
      ),
      post(patient(), 'urn:oid:1.2.3'),
    ]);
    expect(answered.issues).toEqual([]);
    const [o = '', p = ''] = places(answered);
    const { body } = await hospital('GET', o);
    expect(body).toMatchObject({
      subject: { reference: p },
      performer: [{ reference: 'Practitioner/known' }],
      focus: [{ reference: `${p}/_history/1` }],
    });
    expect((body['text'] as { div: string }).div).toContain(`<a href='${p}'>x</a><img src="${p}"/>`);
  });

  test('that is relative means the entry of the same server, where two have one of that name', async () => {
    const at = (host: string, path: string) => `http://${host}.example.org/fhir/${path}`;
    const entry = [
      post(patient('one'), at('one', 'Patient/1')),
      post(patient('two'), at('two', 'Patient/1')),
      post(observation('Patient/1'), at('two', 'Observation/5')),
      post(observation('Patient/1'), at('one', 'Observation/5')),
    ];
    const answered = await send(entry);
    const [one, two, ofTwo = '', ofOne = ''] = places(answered);
    expect((await hospital('GET', ofTwo)).body['subject']).toEqual({ reference: two });
    expect((await hospital('GET', ofOne)).body['subject']).toEqual({ reference: one });
    await refused(
      [...entry.slice(0, 2), post(observation('Patient/1'), uuid(1))],
      422,
      'several-targets @ Bundle.entry[2].resource.subject.reference',
    );
  });

  test('of a record stored by itself to our own address becomes relative; one into nowhere is refused', async () => {
    const made = await hospital('POST', 'Patient', patient());
    const own = await hospital(
      'POST',
      'Observation',
      observation(`http://127.0.0.1/fhir/Patient/${String(made.body.id)}`),
    );
    expect(own.body['subject']).toEqual({ reference: `Patient/${String(made.body.id)}` });
    const lost = await hospital('POST', 'Basic', {
      resourceType: 'Basic',
      code: { text: 'x' },
      author: { reference: uuid(3) },
    });
    expect([lost.status, lost.issues]).toEqual([422, ['unresolved-reference @ Basic.author.reference']]);
  });

  test('by condition may mean what the same transaction makes, through several records', async () => {
    const answered = await send([
      post(
        observation('Patient?identifier=urn:p|deep', { performer: [{ reference: 'Practitioner?identifier=urn:d|9' }] }),
      ),
      post({ ...patient('deep'), generalPractitioner: [{ reference: 'Practitioner?identifier=urn:d|9' }] }),
      post({ resourceType: 'Practitioner', identifier: [{ system: 'urn:d', value: '9' }] }),
    ]);
    expect(answered.issues).toEqual([]);
    const [o = '', p = '', d] = places(answered);
    expect((await hospital('GET', o)).body).toMatchObject({ subject: { reference: p }, performer: [{ reference: d }] });
    expect((await hospital('GET', p)).body).toMatchObject({ generalPractitioner: [{ reference: d }] });
    await refused(
      [post({ resourceType: 'Practitioner', active: true }), post(observation('Patient?identifier=urn:p|nobody'))],
      412,
      'conditional-none @ Bundle.entry[1].resource.subject.reference',
    );
    await refused(
      [post(patient('deep')), post(observation('Patient?identifier=urn:p|deep'))],
      412,
      'conditional-many @ Bundle.entry[1].resource.subject.reference',
    );
    await refused(
      [post({ resourceType: 'Basic', code: { text: 'x' }, author: { reference: 'Patient?identifier=urn:p|deep' } })],
      403,
      'scope-missing @ Bundle.entry[0].request',
      reader,
    );
  });

  test('to what the same transaction deletes is refused', async () => {
    await hospital('PUT', 'Practitioner/leaving', { resourceType: 'Practitioner', id: 'leaving' });
    await refused(
      [
        ask('Practitioner/leaving', 'DELETE'),
        post({ ...patient(), generalPractitioner: [{ reference: 'Practitioner/leaving' }] }),
      ],
      422,
      'points-to-deleted @ Bundle.entry[1].resource.generalPractitioner[0].reference',
    );
  });
});

describe('an entry with a condition', () => {
  test('creates once, sent twice and twice in one bundle, and others refer to what is there', async () => {
    const create = (n: number) => post(patient('once'), uuid(n), { ifNoneExist: 'identifier=urn:p|once' });
    const first = await send([create(1), create(2), post(observation(uuid(2)))]);
    expect(statuses(first)).toEqual(['201 Created', '200 OK', '201 Created']);
    const [p, again, o = ''] = places(first);
    expect(again).toBe(p);
    expect((await hospital('GET', o)).body['subject']).toEqual({ reference: p });
    const second = await send([create(3), post(observation(uuid(3)))]);
    expect([statuses(second), places(second)[0]]).toEqual([['200 OK', '201 Created'], p]);
  });

  test('sent fifty times at once in bundles creates one record', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () =>
        send([post(patient('fifty'), uuid(1), { ifNoneExist: 'identifier=urn:p|fifty' }), post(observation(uuid(1)))]),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(new Set(answers.map((each) => places(each)[0])).size).toBe(1);
  });

  test('updates, patches and deletes the one that fits, and refuses several', async () => {
    const made = await send([
      post({ resourceType: 'Practitioner', identifier: [{ system: 'urn:d', value: 'a' }] }),
      post({ resourceType: 'Practitioner', identifier: [{ system: 'urn:d', value: 'b' }] }),
      post({ resourceType: 'Practitioner', identifier: [{ system: 'urn:d', value: 'c' }], active: true }),
    ]);
    const [a, b = '', c = ''] = places(made);
    const answered = await send([
      put('Practitioner?identifier=urn:d|a', { resourceType: 'Practitioner', active: false }),
      patchOf('Practitioner?identifier=urn:d|b', [{ op: 'add', path: '/active', value: true }], { ifMatch: 'W/"1"' }),
      ask('Practitioner?identifier=urn:d|c', 'DELETE'),
      ask('Practitioner?identifier=urn:d|none', 'DELETE'),
      put('Practitioner?identifier=urn:d|new', { resourceType: 'Practitioner', active: true }),
    ]);
    expect(statuses(answered)).toEqual(['200 OK', '200 OK', '204 No Content', '204 No Content', '201 Created']);
    expect(places(answered)[0]).toBe(a);
    expect((await hospital('GET', b)).body['active']).toBe(true);
    expect((await hospital('GET', c)).status).toBe(410);
    await refused([ask('Practitioner?colour=red', 'DELETE')], 400, 'unknown-parameter @ Bundle.entry[0].request.url');
    await send(
      [1, 2].map(() => post({ resourceType: 'Practitioner', identifier: [{ system: 'urn:d', value: 'two' }] })),
    );
    for (const entry of [
      put('Practitioner?identifier=urn:d|two', { resourceType: 'Practitioner', active: true }),
      ask('Practitioner?identifier=urn:d|two', 'DELETE'),
    ])
      await refused([post(patient()), entry], 412, 'many-match @ Bundle.entry[1].request.url');
  });

  test('that means a record another entry names is refused', async () => {
    await hospital('PUT', 'Practitioner/twice', {
      resourceType: 'Practitioner',
      id: 'twice',
      identifier: [{ system: 'urn:d', value: 'twice' }],
    });
    await refused(
      [
        put('Practitioner/twice', { resourceType: 'Practitioner', id: 'twice' }),
        put('Practitioner?identifier=urn:d|twice', { resourceType: 'Practitioner', active: true }),
      ],
      400,
      'written-twice @ Bundle.entry[1].request.url',
    );
  });
});

describe('a patch in a transaction', () => {
  test('may point to what the transaction makes', async () => {
    const made = await hospital('POST', 'Patient', patient());
    const path = `Patient/${String(made.body.id)}`;
    const answered = await send([
      patchOf(path, [{ op: 'add', path: '/generalPractitioner', value: [{ reference: uuid(1) }] }]),
      post({ resourceType: 'Practitioner', active: true }, uuid(1)),
    ]);
    expect(answered.issues).toEqual([]);
    const { body } = await hospital('GET', path);
    expect(body['generalPractitioner']).toEqual([{ reference: places(answered)[1] }]);
    await refused(
      [post(patient()), patchOf(path, [{ op: 'test', path: '/active', value: true }])],
      409,
      'patch-test @ Bundle.entry[1].resource',
    );
    await refused([patchOf('Patient/nobody', [])], 404, 'not-found @ Bundle.entry[0].request.url');
    await refused([patchOf(path, [])], 403, 'scope-missing @ Bundle.entry[0].request', writer);
  });
});

describe('a question in a transaction', () => {
  test('sees what was just written, whatever the order, and shapes its answer', async () => {
    const answered = await send([
      ask('Patient?identifier=urn:p|seen'),
      ask('Practitioner/asked?_elements=active'),
      ask('Practitioner/asked', 'HEAD'),
      post(patient('seen')),
      put('Practitioner/asked', { resourceType: 'Practitioner', id: 'asked', active: true, gender: 'male' }),
    ]);
    const [search, read, head] = responses(answered);
    expect(search?.resource).toMatchObject({ resourceType: 'Bundle', total: 1 });
    expect(read?.resource).toMatchObject({ active: true });
    expect(read?.resource).not.toHaveProperty('gender');
    expect(read?.response).toMatchObject({ status: '200', etag: 'W/"1"' });
    expect([head?.response.status, head?.resource]).toEqual(['200', undefined]);
  });

  test('that cannot be answered refuses the whole', async () => {
    await refused([post(patient()), ask('Patient/nobody')], 404, 'not-found @ Bundle.entry[1].request.url');
    await refused([post(patient()), ask('Patient?colour=red')], 400, 'unknown-parameter @ Bundle.entry[1].request.url');
  });
});

test('an answer tells what became of each entry, and more where more is preferred', async () => {
  const entry = [post(patient()), put('Practitioner/told', { resourceType: 'Practitioner', id: 'told' })];
  const plain = responses(await send(entry));
  for (const { response, resource } of plain) {
    expect(response).toMatchObject({ status: '201 Created', etag: 'W/"1"' });
    expect(Number.isNaN(Date.parse(response.lastModified ?? ''))).toBe(false);
    expect(resource).toBeUndefined();
  }
  const whole = responses(await send(entry, { prefer: 'return=representation' }));
  expect(whole.map(({ resource }) => resource?.meta?.versionId)).toEqual(['1', '2']);
  const said = responses(await send(entry, { prefer: 'return=OperationOutcome' }));
  expect(said.map(({ response }) => response.outcome?.resourceType)).toEqual(['OperationOutcome', 'OperationOutcome']);
});

test('an id of the sender’s own in a transaction follows the same rule as elsewhere', async () => {
  await refused(
    [post(patient()), put('Organization/17', { resourceType: 'Organization', name: 'x' })],
    422,
    'numeric-id @ Bundle.entry[1].request.url',
  );
  await refused(
    [put('Practitioner/told', { resourceType: 'Practitioner', active: true }, { ifNoneMatch: '*' })],
    412,
    'there-already @ Bundle.entry[0].request.ifNoneMatch',
  );
});

test('two bundles about the same records in opposite order are both stored', async () => {
  const all = Array.from({ length: 20 }, (_, n) => `Practitioner/both-${n}`);
  const bundle = (order: readonly string[], active: boolean) =>
    send(order.map((url) => put(url, { resourceType: 'Practitioner', active })));
  await bundle(all, true);
  const answers = await Promise.all(
    Array.from({ length: 16 }, (_, n) => bundle(n % 2 === 0 ? all : [...all].reverse(), n % 4 < 2)),
  );
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  const stored = await database.owner(`select distinct version from resource where id like 'both-%'`);
  expect(stored).toEqual([{ version: 17 }]);
});
