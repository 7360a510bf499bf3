/**
 * Bundles nobody would send, drawn at random: valid and broken entries, references of every form to what is there, what comes and
 * what never was, names given twice, conditions, patches, deletions. Whatever comes, a bundle is stored whole or not at all, it is
 * never our fault, and what is stored leads somewhere.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import type { FreshDatabase } from '../../../test/database.ts';
import { systemClock } from '../../platform/clock.ts';
import { newId } from '../../platform/ids.ts';
import { createFhir } from '../routes.ts';
import { clientOf, testClient } from '../test-client.ts';
import type { TestClient } from '../test-client.ts';

let database: FreshDatabase;
let hospital: TestClient;
beforeAll(async () => {
  database = await freshDatabase();
  hospital = testClient(createFhir({ db: database.app, clock: systemClock, ids: newId }), clientOf('hospital'));
  for (const n of [0, 1, 2])
    await hospital('PUT', `Practitioner/known-${n}`, {
      resourceType: 'Practitioner',
      id: `known-${n}`,
      identifier: [{ system: 'urn:known', value: String(n) }],
    });
  await hospital('PUT', 'Patient/known-p', { resourceType: 'Patient', id: 'known-p' });
});
afterAll(() => database.drop());

const names = [
  'urn:uuid:00000000-0000-4000-8000-000000000001',
  'urn:uuid:00000000-0000-4000-8000-000000000002',
  'urn:oid:1.2.3.4',
  'http://his.example.org/fhir/Practitioner/9',
  'http://other.example.org/fhir/Practitioner/9',
  'http://his.example.org/fhir/Patient/9',
];
const reference = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...names) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      'Practitioner/known-0',
      'Practitioner/known-1',
      'http://127.0.0.1/fhir/Practitioner/known-2',
      'Practitioner?identifier=urn:known|0',
      'Practitioner?identifier=urn:drawn|1',
      'Practitioner?identifier=urn:known|none',
      'Practitioner/9',
      'Practitioner?',
      'Practitioner?colour=red',
      'urn:uuid:99999999-9999-4999-8999-999999999999',
      `${names[0] ?? ''}/_history/3`,
    ),
  },
);
const drawn = fc.constantFrom('1', '2', '3').map((value) => [{ system: 'urn:drawn', value }]);
const practitioner = fc.record({ resourceType: fc.constant('Practitioner'), identifier: drawn });
const patient = fc.record({
  resourceType: fc.constant('Patient'),
  generalPractitioner: fc.array(fc.record({ reference }), { minLength: 1, maxLength: 2 }),
});
const observation = fc.record({
  resourceType: fc.constant('Observation'),
  status: fc.constantFrom('final', 'final', 'final', 17),
  code: fc.constant({ text: 'x' }),
  subject: fc.record({ reference: fc.oneof(reference, fc.constant('Patient/known-p')) }),
  performer: fc.array(fc.record({ reference }), { minLength: 1, maxLength: 3 }),
});
const broken = fc.constantFrom<unknown>(
  { resourceType: 'Patience' },
  { resourceType: 'Practitioner', birthDate: '1990-02-30' },
  { resourceType: 'Observation' },
  { resourceType: 'Practitioner', nonsense: true },
  null,
  7,
  [],
  {},
);
const fullUrl = fc.option(fc.constantFrom(...names), { nil: undefined });
const creating = fc
  .tuple(
    fullUrl,
    fc.oneof(practitioner, patient, observation),
    fc.constantFrom(undefined, undefined, 'identifier=urn:drawn|1'),
  )
  .map(([name, resource, ifNoneExist]) => ({
    fullUrl: name,
    resource,
    request: {
      method: 'POST',
      url: resource.resourceType,
      ifNoneExist: resource.resourceType === 'Practitioner' ? ifNoneExist : undefined,
    },
  }));
const putting = fc
  .tuple(
    practitioner,
    fc.constantFrom('known-0', 'known-1', 'new-1', '17', 'a_b', '?identifier=urn:drawn|2', '?identifier=urn:known|1'),
    fc.constantFrom(undefined, undefined, undefined, 'W/"1"', 'nonsense', '*'),
  )
  .map(([resource, where, ifMatch]) => ({
    resource: { ...resource, identifier: [{ system: 'urn:known', value: where.slice(-1) }] },
    request: { method: 'PUT', url: where.startsWith('?') ? `Practitioner${where}` : `Practitioner/${where}`, ifMatch },
  }));
const patching = fc
  .tuple(
    fc.constantFrom(
      'Practitioner/known-1',
      'Patient/known-p',
      'Practitioner/nobody',
      'Practitioner?identifier=urn:known|1',
    ),
    fc.array(
      fc.record({
        op: fc.constantFrom('add', 'remove', 'replace', 'test', 'copy'),
        path: fc.constantFrom('/active', '/name', '/name/-', '/id', '', '/generalPractitioner'),
        from: fc.constantFrom('/identifier', ''),
        value: fc.oneof(
          fc.constant(true),
          fc.constant([{ text: 'x' }]),
          fc.array(fc.record({ reference }), { minLength: 1 }),
        ),
      }),
      { maxLength: 3 },
    ),
  )
  .map(([url, steps]) => ({
    resource: {
      resourceType: 'Binary',
      contentType: 'application/json-patch+json',
      data: Buffer.from(JSON.stringify(steps)).toString('base64'),
    },
    request: { method: 'PATCH', url },
  }));
const others = fc
  .tuple(
    fc.constantFrom('DELETE', 'GET', 'HEAD', 'OPTIONS', ''),
    fc.constantFrom(
      'Practitioner/known-2',
      'Practitioner/nobody',
      'Practitioner?identifier=urn:drawn|3',
      'Patient/known-p',
      '',
      '$x',
      '_history?_count=2',
    ),
  )
  .map(([method, url]) => ({ request: { method, url } }));
const entry = fc.oneof(
  { weight: 8, arbitrary: creating },
  { weight: 3, arbitrary: putting },
  { weight: 2, arbitrary: patching },
  { weight: 2, arbitrary: others },
  { weight: 1, arbitrary: broken.map((resource) => ({ resource, request: { method: 'POST', url: 'Practitioner' } })) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>({}, null, [], 'x', { request: null }) },
);
const bundle = fc.record({
  resourceType: fc.constant('Bundle'),
  type: fc.constant('transaction'),
  entry: fc.array(entry, { maxLength: 5 }),
});

type Counted = { readonly rows: number; readonly state: string };
const counted = async (): Promise<Counted> => {
  const [row] = await database.owner(
    `select (select count(*) from resource) + (select count(*) from resource_history) + (select count(*) from resident)
          + (select count(*) from relation) + (select count(*) from audit) as rows,
            (select md5(string_agg(type || id || version || updated_at, ',' order by type, id)) from resource) as state`,
  );
  return { rows: Number(row?.['rows']), state: String(row?.['state']) };
};

/** References in stored texts that lead nowhere; those nobody resolves (`http:` of others) and those sent as they are stay out. */
const leadingNowhere = async (): Promise<readonly unknown[]> =>
  database.owner(
    `select r.type, link #>> '{}' as link
       from resource r, jsonb_path_query(r.content::jsonb, '$.**.reference') as link
      where link #>> '{}' ~ '^urn:|\\?|127\\.0\\.0\\.1'
         or (link #>> '{}' ~ '^[A-Z]' and link #>> '{}' <> 'Practitioner/9'
             and not exists (select 1 from resource t
                              where t.type || '/' || t.id = regexp_replace(link #>> '{}', '/_history/.*', '')))`,
  );

test('a bundle drawn at random is stored whole or not at all, and what is stored leads somewhere', async () => {
  const seen = { stored: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(bundle, async (sent) => {
      const before = await counted();
      const answered = await hospital('POST', '', sent);
      expect(answered.status).toBeLessThan(500);
      if (answered.status === 200) {
        seen.stored++;
        const answers = (answered.body['entry'] ?? []) as readonly { response: { status: string } }[];
        expect(answers).toHaveLength(sent.entry.length);
        for (const { response } of answers) expect(response.status).toMatch(/^2\d\d/);
        expect(await leadingNowhere()).toEqual([]);
      } else {
        seen.refused++;
        expect(answered.sentences[0]).toBeTruthy();
        expect(await counted()).toEqual(before);
      }
    }),
    { numRuns: Number(process.env.KANGLIAN_BUNDLES ?? 150), endOnFailure: true },
  );
  // a property that refuses everything would hold of anything
  expect(seen.stored).toBeGreaterThan(10);
  expect(seen.refused).toBeGreaterThan(10);
});

test('the same sent as a batch is answered entry by entry and never our fault', async () => {
  await fc.assert(
    fc.asyncProperty(bundle, async (sent) => {
      const answered = await hospital('POST', '', { ...sent, type: 'batch' });
      expect(answered.status).toBeLessThan(500);
      if (answered.status !== 200) return;
      for (const { response } of (answered.body['entry'] ?? []) as readonly { response: { status: string } }[])
        expect(Number(response.status)).toBeLessThan(500);
    }),
    { numRuns: Number(process.env.KANGLIAN_BUNDLES ?? 60), endOnFailure: true },
  );
});
