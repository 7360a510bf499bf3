import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import type { FreshDatabase } from '../../../test/database.ts';
import { stoppedClock } from '../../platform/clock.ts';
import { newId } from '../../platform/ids.ts';
import { createFhir } from '../routes.ts';
import { clientOf, entriesOf, resourcesOf, testClient } from '../test-client.ts';
import type { TestClient } from '../test-client.ts';
import { makeSearchIndex } from './search-index.ts';

const clock = stoppedClock(new Date('2026-03-02T01:00:00Z'));
let database: FreshDatabase;
let ask: TestClient;

const client = (): TestClient => testClient(createFhir({ db: database.app, clock, ids: newId }), clientOf('hospital'));

const INDEX = `select type, id, date, tokens, ranges, texts from resource order by type, id`;

/** As an earlier version left it: tokens of a few parameters only, no ranges, no texts, the mark at the beginning. */
const likeBefore = async (): Promise<void> => {
  await database.owner('update resource set tokens = tokens[1:1], ranges = null, texts = null');
  await database.owner(`update search_index set done = false, after_type = '', after_id = '', looked = 0`);
  ask = client();
};

beforeAll(async () => {
  database = await freshDatabase();
  ask = client();
  const entry = Array.from({ length: 450 }, (_, n) => ({
    resource: {
      resourceType: 'Observation',
      status: 'final',
      code: { text: '体温' },
      subject: { reference: 'Patient/p' },
      effectiveDateTime: '2026-01-05',
      valueQuantity: { value: 36 + n / 100, system: 'http://unitsofmeasure.org', code: 'Cel' },
    },
    request: { method: 'PUT', url: `Observation/o${n}` },
  })).map((each, n) => ({ ...each, resource: { ...each.resource, id: `o${n}` } }));
  const patient = { resourceType: 'Patient', id: 'p', name: [{ text: '张伟' }] };
  const made = await ask('POST', '', {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [{ resource: patient, request: { method: 'PUT', url: 'Patient/p' } }, ...entry],
  });
  expect([made.status, made.issues]).toEqual([200, []]);
});
beforeEach(likeBefore);
afterAll(() => database.drop());

const found = async (query: string): Promise<readonly string[]> => {
  const answered = await ask('GET', query);
  expect([answered.status, answered.issues.filter((issue) => issue !== 'index-incomplete')]).toEqual([200, []]);
  return resourcesOf(answered).map(({ resourceType, id }) => (id === undefined ? resourceType : id));
};

test('what an earlier version wrote is indexed as if it were written now', async () => {
  await database.owner('update search_index set done = true');
  await makeSearchIndex(database.app, clock, () => false);
  const before = await database.owner(INDEX);
  expect(before.every(({ ranges, texts }) => ranges === null && texts === null)).toBe(true);
  await likeBefore();
  await makeSearchIndex(database.app, clock, () => false);
  const after = await database.owner(INDEX);
  const [written] = await database.owner(`select ranges from resource where id = 'o449'`);
  expect(written?.['ranges']).not.toBeNull();
  // writing a record again is the other way to its index
  await ask('PUT', 'Patient/p', { resourceType: 'Patient', id: 'p', name: [{ text: '张伟' }] });
  expect((await database.owner(INDEX)).find(({ id }) => id === 'p')).toEqual(after.find(({ id }) => id === 'p'));
  expect(await database.owner('select done, looked from search_index')).toEqual([{ done: true, looked: 451 }]);
});

test('stopped in the middle it goes on where it was, and a record written meanwhile is not put back', async () => {
  let pieces = 0;
  await makeSearchIndex(database.app, clock, () => ++pieces > 1);
  expect(await database.owner('select done, looked from search_index')).toEqual([{ done: false, looked: 200 }]);
  const body = { resourceType: 'Patient', id: 'p', name: [{ text: '李雷' }] };
  expect((await ask('PUT', 'Patient/p', body)).status).toBe(200);
  await makeSearchIndex(database.app, clock, () => false);
  expect(await found('Patient?name=lilei')).toEqual(['p']);
  expect(await found('Observation?patient=p&value-quantity=gt40.485')).toEqual(['o449']);
  await ask('PUT', 'Patient/p', { ...body, name: [{ text: '张伟' }] });
});

test('two processes share the work without doing it twice', async () => {
  await Promise.all([1, 2, 3].map(() => makeSearchIndex(database.app, clock, () => false)));
  await makeSearchIndex(database.app, clock, () => false);
  expect(await database.owner('select done, looked from search_index')).toEqual([{ done: true, looked: 451 }]);
});

test('until it is done, an answer says that something may be missing; afterwards it no longer does', async () => {
  const warned = async (query: string): Promise<boolean> => {
    const answered = await ask('GET', query);
    expect(answered.status).toBe(200);
    return entriesOf(answered).some(({ resource }) => resource.resourceType === 'OperationOutcome');
  };
  expect(await warned('Patient?name=zhangwei')).toBe(true);
  let pieces = 0;
  await makeSearchIndex(database.app, clock, () => ++pieces > 1);
  expect(await warned('Patient?name=zhangwei')).toBe(true);
  // types before the mark are done
  expect(await warned('Account?status=active')).toBe(false);
  expect(await warned('Account?patient.name=zhangwei')).toBe(true);
  await makeSearchIndex(database.app, clock, () => false);
  expect(await warned('Patient?name=zhangwei')).toBe(false);
  expect(await found('Patient?name=zhangwei')).toEqual(['p']);
});

test('a new database has nothing to be indexed', async () => {
  const fresh = await freshDatabase();
  expect(await fresh.owner('select version, done from search_index')).toEqual([{ version: 2, done: true }]);
  await fresh.drop();
});

test('a record created unless it is there is refused while its like could be missed', async () => {
  const answered = await ask(
    'POST',
    'Patient',
    { resourceType: 'Patient', name: [{ text: '张伟' }] },
    {
      'if-none-exist': 'phonetic=zhangwei',
    },
  );
  expect([answered.status, answered.issues]).toEqual([503, ['index-incomplete']]);
  const identified = await ask(
    'POST',
    'Patient',
    { resourceType: 'Patient', name: [{ text: '张伟' }] },
    {
      'if-none-exist': 'identifier=urn:none|1',
    },
  );
  expect([identified.status, identified.issues]).toEqual([201, []]);
  await database.owner(`delete from resource where type = 'Patient' and id <> 'p'`);
});
