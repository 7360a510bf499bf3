import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import type { FreshDatabase } from '../../../test/database.ts';
import { systemClock } from '../../platform/clock.ts';
import { newId } from '../../platform/ids.ts';
import type { Resource } from '../resource.ts';
import { createFhir } from '../routes.ts';
import { clientOf, entriesOf, foreignBundles, resourcesOf, testClient } from '../test-client.ts';
import type { Bundle, TestClient } from '../test-client.ts';

let database: FreshDatabase;
let hospital: TestClient;
let foreign: TestClient;
let small: TestClient;
beforeAll(async () => {
  database = await freshDatabase();
  const options = { db: database.app, clock: systemClock, ids: newId };
  const fhir = createFhir(options);
  hospital = testClient(fhir, clientOf('hospital'));
  foreign = testClient(fhir, clientOf('foreign-hospital'));
  small = testClient(createFhir({ ...options, config: { mostEntries: 3 } }), clientOf('hospital'));
});
afterAll(() => database.drop());

const counted = async (): Promise<number> => {
  const [row] = await database.owner(
    `select (select count(*) from resource) + (select count(*) from resource_history) + (select count(*) from resident)
          + (select count(*) from resident_card) + (select count(*) from relation) + (select count(*) from audit) as n`,
  );
  return Number(row?.['n']);
};

const post = (resource: object, fullUrl?: string) => ({
  ...(fullUrl === undefined ? {} : { fullUrl }),
  resource,
  request: { method: 'POST', url: (resource as Resource).resourceType },
});
const bundle = (...entry: readonly object[]) => ({ resourceType: 'Bundle', type: 'transaction', entry });
const patient = { resourceType: 'Patient', name: [{ text: '李雪' }] };
const observation = (subject: string, more: object = {}) => ({
  resourceType: 'Observation',
  status: 'final',
  code: { text: 'x' },
  subject: { reference: subject },
  ...more,
});

const referencesIn = (value: unknown): readonly string[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([key, each]) =>
        key === 'reference' && typeof each === 'string' ? [each] : referencesIn(each),
      );

const samples = foreignBundles();

test.skipIf(samples.length === 0).each(samples)(
  'the foreign bundle $name is stored whole and its resident is found',
  async ({ text }) => {
    const sent = JSON.parse(text) as Bundle;
    const answered = await foreign('POST', '', text);
    expect([answered.status, answered.issues]).toEqual([200, []]);
    const responses = entriesOf(answered);
    expect(responses).toHaveLength(sent.entry?.length ?? 0);
    const places = responses.map((entry) => (entry.response?.location ?? '').replace('/_history/1', ''));
    const stored = await database.owner(
      `select type || '/' || id as place, content from resource where type || '/' || id = any($1)`,
      [places],
    );
    const contents = new Map(stored.map((row) => [row['place'], JSON.parse(String(row['content'])) as Resource]));
    expect(contents.size).toBe(places.length);

    // every link inside the bundle leads to the record it led to before; nothing else of a record has changed
    const names = new Map((sent.entry ?? []).map((entry, index) => [entry.fullUrl ?? '', places[index] ?? '']));
    const expected = JSON.parse(
      text.replace(/"(urn:uuid:[^"]+)"/g, (whole, url: string) =>
        names.has(url) ? JSON.stringify(names.get(url)) : whole,
      ),
    ) as Bundle;
    for (const [index, entry] of (expected.entry ?? []).entries()) {
      const { id: _id, meta: _meta, ...kept } = contents.get(places[index] ?? '') ?? { resourceType: '' };
      const { id: _sentId, meta: _sentMeta, ...wanted } = entry.resource;
      expect(kept).toEqual(wanted);
    }
    for (const content of contents.values())
      for (const reference of referencesIn(content))
        if (!reference.startsWith('#')) expect(contents.has(reference)).toBe(true);

    const resident = sent.entry?.find((entry) => entry.resource.resourceType === 'Patient')?.resource;
    const identifiers = resident?.['identifier'] as { system: string; value: string }[];
    for (const { system, value } of identifiers) {
      const found = await foreign('GET', `Patient?identifier=${encodeURIComponent(`${system}|${value}`)}`);
      expect(resourcesOf(found).map(({ id }) => `Patient/${String(id)}`)).toEqual([
        names.get(sent.entry?.[0]?.fullUrl ?? ''),
      ]);
    }
    const [{ n } = { n: 0 }] = await database.owner('select count(*) as n from resident_card where resident = $1', [
      places[0]?.slice(8),
    ]);
    expect(n).toBe(identifiers.length);
  },
);

test.skipIf(samples.length === 0)(
  'decimals of a foreign bundle are stored with the zeros they were sent with',
  async () => {
    const decimal = /("value":\s*)(-?\d+\.\d+)(?=[\s,}])/g;
    const numbers = (text: string) => [...text.matchAll(decimal)].map((match) => match[2] ?? '').sort();
    const text = (samples[0]?.text ?? '').replace(
      decimal,
      (_whole, name: string, number: string) => `${name}${number}0`,
    );
    expect(numbers(text).filter((number) => number.endsWith('0')).length).toBeGreaterThan(20);
    const answered = await foreign('POST', '', text);
    const places = entriesOf(answered).map((entry) => (entry.response?.location ?? '').replace('/_history/1', ''));
    const stored = await database.owner(
      `select content::text as content from resource where type || '/' || id = any($1)`,
      [places],
    );
    expect(numbers(stored.map((row) => String(row['content'])).join('\n'))).toEqual(numbers(text));
  },
);

test('links of every kind inside a bundle lead to the new records', async () => {
  const p = 'urn:uuid:11111111-1111-4111-8111-111111111111';
  const d = 'urn:uuid:22222222-2222-4222-8222-222222222222';
  const answered = await hospital(
    'POST',
    '',
    bundle(
      post(
        observation(p, {
          text: { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml"><a href="${p}">李雪</a></div>` },
          identifier: [{ system: 'urn:ietf:rfc:3986', value: p }],
          extension: [
            { url: 'https://example.org/see', valueUri: d },
            { url: 'https://example.org/text', valueString: p },
          ],
          performer: [{ reference: 'http://his.example.org/fhir/Practitioner/9' }, { reference: 'Practitioner/9' }],
        }),
        'urn:uuid:33333333-3333-4333-8333-333333333333',
      ),
      post(patient, p),
      post({ resourceType: 'Practitioner', active: true }, 'http://his.example.org/fhir/Practitioner/9'),
      post({ resourceType: 'Questionnaire', status: 'draft' }, d),
    ),
  );
  expect(answered.issues).toEqual([]);
  const [o, patientPlace, practitioner, questionnaire] = entriesOf(answered).map((entry) =>
    (entry.response?.location ?? '').replace('/_history/1', ''),
  );
  const { body } = await hospital('GET', String(o));
  expect(body).toMatchObject({
    subject: { reference: patientPlace },
    performer: [{ reference: practitioner }, { reference: practitioner }],
    identifier: [{ value: p }],
    extension: [{ valueUri: questionnaire }, { valueString: p }],
  });
  expect((body['text'] as { div: string }).div).toContain(`href="${String(patientPlace)}"`);
});

test('records may be changed, made under a given id and deleted in the same transaction, and conditions be resolved', async () => {
  await hospital('PUT', 'Organization/o1', { resourceType: 'Organization', id: 'o1', name: '一' });
  await hospital('PUT', 'Practitioner/p1', {
    resourceType: 'Practitioner',
    id: 'p1',
    identifier: [{ system: 'urn:staff', value: '7' }],
  });
  await hospital('PUT', 'Practitioner/p2', { resourceType: 'Practitioner', id: 'p2' });
  const answered = await hospital(
    'POST',
    '',
    bundle(
      { request: { method: 'DELETE', url: 'Practitioner/p2' } },
      {
        resource: { resourceType: 'Organization', id: 'o1', name: '二' },
        request: { method: 'PUT', url: 'Organization/o1', ifMatch: 'W/"1"' },
      },
      {
        fullUrl: 'urn:uuid:44444444-4444-4444-8444-444444444444',
        resource: {
          ...patient,
          id: 'sent-id',
          generalPractitioner: [{ reference: 'Practitioner?identifier=urn:staff|7' }],
        },
        request: { method: 'PUT', url: 'Patient/sent-id' },
      },
      post(observation('urn:uuid:44444444-4444-4444-8444-444444444444')),
    ),
  );
  expect(entriesOf(answered).map((entry) => entry.response?.status)).toEqual([
    '204 No Content',
    '200 OK',
    '201 Created',
    '201 Created',
  ]);
  expect((await hospital('GET', 'Practitioner/p2')).status).toBe(410);
  expect((await hospital('GET', 'Patient/sent-id')).body).toMatchObject({
    generalPractitioner: [{ reference: 'Practitioner/p1' }],
  });
  expect(resourcesOf(await hospital('GET', 'Observation?patient=sent-id'))).toHaveLength(1);
});

const put = (url: string, resource: object, ifMatch?: string) => ({
  resource,
  request: { method: 'PUT', url, ...(ifMatch === undefined ? {} : { ifMatch }) },
});

test.each([
  [
    'a resource of the wrong shape',
    [post(patient), post({ resourceType: 'Observation', code: { text: 'x' } })],
    422,
    'missing-element @ Bundle.entry[1].resource.status',
  ],
  [
    'a day that does not exist',
    [post(patient), post({ ...patient, birthDate: '1990-02-30' })],
    422,
    'no-such-day @ Bundle.entry[1].resource.birthDate',
  ],
  [
    'an unknown type of resource',
    [post(patient), { resource: { resourceType: 'Patience' }, request: { method: 'POST', url: 'Patience' } }],
    422,
    'unknown-type @ Bundle.entry[1].resource.resourceType',
  ],
  [
    'a record about nobody',
    [post(patient), post({ resourceType: 'Observation', status: 'final', code: { text: 'x' } })],
    422,
    'no-resident @ Bundle.entry[1].resource',
  ],
  ['a record about an unknown resident', [post(patient), post(observation('Patient/nobody'))], 422, 'unknown-resident'],
  [
    'a link to an entry that is not there',
    [post(patient), post(observation('urn:uuid:55555555-5555-4555-8555-555555555555'))],
    422,
    'unresolved-reference @ Bundle.entry[1].resource.subject.reference',
  ],
  [
    'an entry without request',
    [post(patient), { resource: patient }],
    400,
    'entry-without-request @ Bundle.entry[1].request',
  ],
  [
    'an entry without resource',
    [post(patient), { request: { method: 'POST', url: 'Patient' } }],
    400,
    'entry-without-resource @ Bundle.entry[1].resource',
  ],
  [
    'an address that does not fit',
    [post(patient), { resource: patient, request: { method: 'POST', url: 'Observation' } }],
    400,
    'bad-entry-url @ Bundle.entry[1].request.url',
  ],
  [
    'an address of another id',
    [post(patient), put('Patient/a', { ...patient, id: 'b' })],
    400,
    'id-not-in-url @ Bundle.entry[1].resource.id',
  ],
  [
    'the same record twice',
    [
      put('Organization/o9', { resourceType: 'Organization', name: 'x' }),
      put('Organization/o9', { resourceType: 'Organization', name: 'y' }),
    ],
    400,
    'written-twice @ Bundle.entry[1].request.url',
  ],
  [
    'the same name twice',
    [
      post(patient, 'urn:uuid:66666666-6666-4666-8666-666666666666'),
      post(patient, 'urn:uuid:66666666-6666-4666-8666-666666666666'),
    ],
    400,
    'full-url-twice @ Bundle.entry[1].fullUrl',
  ],
  [
    'a stale version',
    [post(patient), put('Organization/kept', { resourceType: 'Organization', name: 'x' }, 'W/"8"')],
    412,
    'stale @ Bundle.entry[1].request.ifMatch',
  ],
  [
    'a condition nobody fits',
    [post(patient), post({ ...patient, generalPractitioner: [{ reference: 'Practitioner?identifier=urn:none|1' }] })],
    412,
    'conditional-none @ Bundle.entry[1].resource.generalPractitioner[0].reference',
  ],
  [
    'a patch that is none',
    [post(patient), { request: { method: 'PATCH', url: 'Patient/1' } }],
    400,
    'entry-not-patch @ Bundle.entry[1].resource',
  ],
  [
    'deleting a resident',
    [post(patient), { request: { method: 'DELETE', url: 'Patient/kept' } }],
    409,
    'patient-not-deleted @ Bundle.entry[1].request',
  ],
  [
    'two residents with one identity number',
    [1, 2].map(() =>
      post({
        ...patient,
        identifier: [{ system: 'https://kanglian.org/fhir/sid/identity-number', value: '110101199003070038' }],
      }),
    ),
    409,
    'identity-number-in-use @ Patient.identifier',
  ],
] as const)('%s: nothing of the bundle is stored, and the answer says where', async (_what, entry, status, issue) => {
  await hospital('PUT', 'Organization/kept', { resourceType: 'Organization', name: '一' });
  const before = await counted();
  const answered = await hospital('POST', '', bundle(...(entry as readonly object[])));
  expect([answered.status, answered.issues[0]]).toEqual([status, issue]);
  expect(await counted()).toBe(before);
});

test('another bundle, another resource and too many entries are refused in a sentence', async () => {
  const ask = async (body: object) => {
    const { status, issues } = await small('POST', '', body);
    return [status, issues[0]];
  };
  expect(await ask({ ...bundle(post(patient)), type: 'searchset' })).toEqual([400, 'not-a-transaction @ Bundle.type']);
  expect(await ask(patient)).toEqual([400, 'not-a-bundle @ resourceType']);
  expect(await ask(bundle(...[1, 2, 3, 4].map(() => post(patient))))).toEqual([413, 'too-many-entries']);
  expect((await small('POST', '', { resourceType: 'Bundle', type: 'transaction' })).body).toEqual({
    resourceType: 'Bundle',
    type: 'transaction-response',
  });
});
