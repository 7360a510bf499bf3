import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../../../test/database.ts';
import type { FreshDatabase } from '../../../../test/database.ts';
import type { Clock } from '../../../platform/clock.ts';
import { newId } from '../../../platform/ids.ts';
import { createFhir } from '../../routes.ts';
import { rootOf } from '../../store/merged-residents.ts';
import { clientOf, entriesOf, testClient } from '../../test-client.ts';
import type { Answered, TestClient } from '../../test-client.ts';

let now = new Date('2026-03-02T01:00:00Z');
const clock: Clock = { now: () => now };
let database: FreshDatabase;
let hospital: TestClient;
let clinic: TestClient;
let reader: TestClient;
let path: string;
beforeAll(async () => {
  database = await freshDatabase();
  const fhir = createFhir({ db: database.app, clock, ids: newId });
  hospital = testClient(fhir, clientOf('hospital'));
  clinic = testClient(fhir, clientOf('clinic'));
  reader = testClient(fhir, clientOf('hospital', 'system/Patient.r system/Observation.r'));
  await hospital('PUT', 'Practitioner/d1', { resourceType: 'Practitioner', id: 'd1' });
  await hospital('PUT', 'Organization/o1', { resourceType: 'Organization', id: 'o1', name: '一' });
  const { body } = await hospital('POST', 'Patient', {
    resourceType: 'Patient',
    birthDate: '1958-03-07',
    managingOrganization: { reference: 'Organization/o1' },
  });
  path = `Patient/${String(body.id)}`;
  const subject = { reference: path };
  for (let n = 0; n < 12; n++)
    await hospital(
      'POST',
      'Observation',
      `{"resourceType":"Observation","status":"final","code":{"text":"体重"},"subject":{"reference":"${path}"},"effectiveDateTime":"2026-01-${String(n + 1).padStart(2, '0')}","performer":[{"reference":"Practitioner/d1"}],"valueQuantity":{"value":1.50}}`,
    );
  await hospital('POST', 'AllergyIntolerance', {
    resourceType: 'AllergyIntolerance',
    clinicalStatus: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' }],
    },
    patient: subject,
  });
  const gone = await hospital('POST', 'Goal', {
    resourceType: 'Goal',
    lifecycleStatus: 'active',
    description: { text: 'x' },
    subject,
  });
  await hospital('DELETE', `Goal/${String(gone.body.id)}`);
  await hospital('POST', 'Patient', { resourceType: 'Patient', name: [{ text: '别人' }] });
});
afterAll(() => database.drop());

const linesOf = (answered: Answered): readonly string[] =>
  entriesOf(answered).map(({ resource, ...entry }) => {
    const { mode } = (entry as unknown as { search: { mode: string } }).search;
    return `${mode} ${resource.resourceType}`;
  });
const countOf = (lines: readonly string[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const line of lines) counts[line] = (counts[line] ?? 0) + 1;
  return counts;
};
const nextOf = ({ body }: Answered): string | undefined =>
  (body['link'] as { relation: string; url: string }[])
    .find(({ relation }) => relation === 'next')
    ?.url.replace('http://127.0.0.1/fhir/', '');

test('has the resident first, then the whole record, and what it refers to in the directory', async () => {
  const answered = await hospital('GET', `${path}/$everything`);
  const lines = linesOf(answered);
  expect(lines[0]).toBe('match Patient');
  expect(countOf(lines)).toEqual({
    'match Patient': 1,
    'match AllergyIntolerance': 1,
    'match Observation': 12,
    'include Organization': 1,
    'include Practitioner': 1,
  });
  expect(answered.text).toContain('"value":1.50}');
  expect(nextOf(answered)).toBeUndefined();
});

test('comes in pages that have everything once', async () => {
  for (const count of [1, 5, 14]) {
    const ids: string[] = [];
    for (let page: string | undefined = `${path}/$everything?_count=${count}`; page !== undefined; ) {
      const answered: Answered = await hospital('GET', page);
      const matches = linesOf(answered).filter((line) => line.startsWith('match'));
      expect(matches.length).toBeLessThanOrEqual(count);
      ids.push(
        ...entriesOf(answered)
          .slice(0, matches.length)
          .map(({ fullUrl }) => fullUrl ?? ''),
      );
      page = nextOf(answered);
    }
    expect([ids.length, new Set(ids).size]).toEqual([14, 14]);
  }
  const next = nextOf(await hospital('GET', `${path}/$everything?_count=2`)) ?? '';
  expect((await clinic('GET', next)).issues).toEqual(['bad-page']);
  expect((await hospital('GET', next.replace('_count=2', '_count=3'))).issues).toEqual(['bad-page']);
});

test('can be asked for some types, for a time of care, for what was stored since, by query or by Parameters', async () => {
  const counted = async (query: string) => countOf(linesOf(await hospital('GET', `${path}/$everything?${query}`)));
  expect(await counted('_type=Observation,Practitioner')).toEqual({
    'match Observation': 12,
    'include Practitioner': 1,
  });
  expect(await counted('start=2026-01-03&end=2026-01-05&_type=Patient,Observation,AllergyIntolerance')).toEqual({
    'match Patient': 1,
    'match AllergyIntolerance': 1,
    'match Observation': 3,
  });
  now = new Date('2026-03-03T01:00:00Z');
  await hospital('POST', 'Flag', {
    resourceType: 'Flag',
    status: 'active',
    code: { text: 'x' },
    subject: { reference: path },
  });
  expect(await counted('_since=2026-03-03T00:00:00Z')).toEqual({ 'match Flag': 1 });
  const parameter = [{ name: '_type', valueCode: 'Flag' }];
  const posted = await hospital('POST', `${path}/$everything`, { resourceType: 'Parameters', parameter });
  expect(linesOf(posted)).toEqual(['match Flag']);
});

test('shows only what the token may read, and nothing to whom the resident is a stranger', async () => {
  expect(countOf(linesOf(await reader('GET', `${path}/$everything`)))).toEqual({
    'match Patient': 1,
    'match Observation': 12,
  });
  expect((await reader('GET', `${path}/$everything?_type=Flag`)).issues).toEqual(['bad-parameter']);
  const stranger = await clinic('GET', `${path}/$everything`);
  expect([stranger.status, stranger.issues]).toEqual([404, ['not-found']]);
  const audited = await database.owner(
    `select organisation, outcome, residents from audit where action = 'everything' and target = $1 order by id desc limit 2`,
    [path],
  );
  expect(audited).toEqual([
    { organisation: 'clinic', outcome: 'refused', residents: [] },
    { organisation: 'hospital', outcome: 'done', residents: [path.slice(8)] },
  ]);
});

test('is not offered for all residents at once, and says where it is', async () => {
  const answered = await hospital('GET', 'Patient/$everything');
  expect([answered.status, answered.issues]).toEqual([404, ['operation-elsewhere']]);
  expect(answered.sentences[0]).toContain('instance');
  expect((await hospital('GET', `${path}/$everything?_count=0`)).issues).toEqual(['bad-parameter']);
  expect((await hospital('GET', `${path}/$everything?colour=red`)).issues).toEqual(['unknown-parameter']);
});

test('reads a resident’s own records however many others there are: the policy lets the index be asked first', async () => {
  await database.owner(
    `insert into resource (type, id, version, updated_at, author, organisation, patient, date, content)
     select 'Observation', 'other-' || n, 1, now(), 'x', 'x', 'p' || n % 50, case when n % 3 = 0 then null else now() end, '{}'
       from generate_series(1, 5000) as n`,
  );
  await database.owner('analyze resource');
  const actor = { id: 'a', person: null, role: 'doctor', organisation: 'hospital', purpose: 'care' } as const;
  const text = `explain select id from resource where patient = ${rootOf(`'p1'`)} and type = any('{Observation}')
     and (date is null or date >= '2020-01-01')`;
  const [plan = []] = await database.app.read(actor, now, [{ text }]);
  expect(plan.map((row) => String(row['QUERY PLAN'])).join('\n')).toMatch(/Index Cond: \(\(?patient = /);
});
