import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../test/database.ts';
import type { FreshDatabase } from '../../test/database.ts';
import { systemClock } from '../platform/clock.ts';
import { newId } from '../platform/ids.ts';
import type { Operation } from './context.ts';
import { createFhir } from './routes.ts';
import { clientOf, testClient } from './test-client.ts';
import type { TestClient } from './test-client.ts';
import { validate } from './validate/validate.ts';

/** Tells where it was called. */
const where: Operation = {
  name: 'where',
  definition: 'https://example.org/OperationDefinition/where',
  levels: ['type', 'instance'],
  types: ['Patient'],
  changes: false,
  rights: ['r'],
  documentation: 'Tells where it was called.',
  perform: (_asked, { level, type, id }) => ({
    status: 200,
    body: JSON.stringify({ resourceType: 'Basic', language: [level, type, id].join(' ') }),
  }),
};
const mark: Operation = { ...where, name: 'mark', levels: ['system'], changes: true };

let database: FreshDatabase;
let hospital: TestClient;
let reader: TestClient;
beforeAll(async () => {
  database = await freshDatabase();
  const fhir = createFhir({ db: database.app, clock: systemClock, ids: newId, operations: [where, mark] });
  hospital = testClient(fhir, clientOf('hospital'));
  reader = testClient(fhir, clientOf('hospital', 'system/Observation.rs'));
});
afterAll(() => database.drop());

test('an operation is performed where it is offered, by the methods that become it', async () => {
  expect((await hospital('GET', 'Patient/$where')).body).toMatchObject({ language: 'type Patient ' });
  expect((await hospital('POST', 'Patient/a-1/$where', {})).body).toMatchObject({ language: 'instance Patient a-1' });
  expect((await hospital('GET', 'Patient/a-1/%24where')).status).toBe(200);
  const head = await hospital('HEAD', 'Patient/$where');
  expect([head.status, head.text]).toEqual([200, '']);
  expect((await hospital('POST', '$mark', {})).status).toBe(200);
});

test('elsewhere, by another method or without the right it is refused in a sentence', async () => {
  const refusals: [string, Awaited<ReturnType<TestClient>>, number, string][] = [
    ['another type', await hospital('GET', 'Observation/$where'), 404, 'unknown-operation'],
    ['another level', await hospital('GET', '$where'), 404, 'operation-elsewhere'],
    ['unknown', await hospital('POST', 'Patient/$whence'), 404, 'unknown-operation'],
    ['too deep', await hospital('GET', 'Patient/a/b/$where'), 404, 'unknown-route'],
    ['changing by GET', await hospital('GET', '$mark'), 405, 'method-not-allowed'],
    ['by PUT', await hospital('PUT', 'Patient/a/$where', {}), 405, 'method-not-allowed'],
    ['without the right', await reader('GET', 'Patient/$where'), 403, 'scope-missing'],
  ];
  for (const [what, { status, issues }, wanted, word] of refusals)
    expect([what, status, issues]).toEqual([what, wanted, [word]]);
  expect((await hospital('GET', '$mark')).headers['allow']).toBe('POST');
});

test('an operation in a batch is performed, and the capability statement names each where it is offered', async () => {
  const entry = [{ request: { method: 'GET', url: 'Patient/$where' } }];
  const answered = await hospital('POST', '', { resourceType: 'Bundle', type: 'batch', entry });
  expect(answered.text).toContain('type Patient');
  const { body } = await hospital('GET', 'metadata');
  const [rest] = body['rest'] as {
    operation: { name: string }[];
    resource: { type: string; operation?: { name: string }[] }[];
  }[];
  const namesOn = (type: string) =>
    (rest?.resource.find((each) => each.type === type)?.operation ?? []).map(({ name }) => name);
  expect(rest?.operation.map(({ name }) => name)).toContain('mark');
  expect(namesOn('Patient')).toContain('where');
  expect(namesOn('Observation')).not.toContain('where');
  expect(validate(body).issues).toEqual([]);
});

test('a method an address does not offer is refused with those it does', async () => {
  const refused = await hospital('DELETE', 'metadata/x/_history');
  expect(refused.status).toBe(404);
  const history = await hospital('POST', 'Patient/a/_history');
  expect([history.status, history.headers['allow']]).toEqual([405, 'HEAD, GET']);
});
