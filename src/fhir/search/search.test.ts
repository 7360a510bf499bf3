import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import type { FreshDatabase } from '../../../test/database.ts';
import { stoppedClock } from '../../platform/clock.ts';
import { newId } from '../../platform/ids.ts';
import { createFhir } from '../routes.ts';
import { clientOf, entriesOf, resourcesOf, testClient } from '../test-client.ts';
import type { TestClient } from '../test-client.ts';

const clock = stoppedClock(new Date('2026-03-02T01:00:00Z'));
let database: FreshDatabase;
let ask: TestClient;

const LOINC = 'http://loinc.org';
const put = async (resource: { readonly resourceType: string; readonly id: string } & Record<string, unknown>) => {
  clock.advance(1000);
  const answered = await ask('PUT', `${resource.resourceType}/${resource.id}`, resource);
  expect([answered.status, answered.issues]).toEqual([201, []]);
};
const idsOf = async (query: string): Promise<readonly string[]> => {
  const answered = await ask('GET', query);
  expect([query, answered.status, answered.issues]).toEqual([query, 200, []]);
  return resourcesOf(answered).map(({ id }) => String(id));
};

beforeAll(async () => {
  database = await freshDatabase();
  ask = testClient(createFhir({ db: database.app, clock, ids: newId }), clientOf('hospital'));
  await put({
    resourceType: 'Patient',
    id: 'p1',
    name: [{ family: '欧阳', given: ['娜娜'] }],
    birthDate: '1958-03-07',
    identifier: [{ system: 'urn:his', value: 'A|1' }, { value: 'free' }],
  });
  await put({
    resourceType: 'Patient',
    id: 'p2',
    name: [{ family: 'Palme', given: ['Zoé', 'Ada'] }],
    birthDate: '1990-12',
  });
  await put({ resourceType: 'Practitioner', id: 'd1', name: [{ text: '王医生' }] });
  const code = (value: string) => ({ coding: [{ system: LOINC, code: value }, { code: `local-${value}` }] });
  const observation = (id: string, patient: string, value: string, at: string, status = 'final') =>
    put({
      resourceType: 'Observation',
      id,
      status,
      code: code(value),
      subject: { reference: `Patient/${patient}` },
      performer: [{ reference: 'Practitioner/d1' }],
      effectiveDateTime: at,
    });
  await observation('o1', 'p1', '1-1', '2026-01-01');
  await observation('o2', 'p1', '1-1', '2026-01-02T08:00:00+08:00');
  await observation('o3', 'p1', '2-2', '2026-01-03T23:30:00Z', 'amended');
  await observation('o4', 'p2', '1-1', '2026-02');
  await put({
    resourceType: 'ServiceRequest',
    id: 's1',
    status: 'active',
    intent: 'order',
    subject: { reference: 'Patient/p2' },
    requester: { reference: 'Practitioner/d1' },
    performer: [{ reference: 'Organization/o' }, { reference: 'HealthcareService/h' }],
  });
  const task = (id: string, status: string, at: string, more: object = {}) =>
    put({
      resourceType: 'Task',
      id,
      status,
      intent: 'order',
      for: { reference: 'Patient/p2' },
      focus: { reference: 'ServiceRequest/s1' },
      owner: { reference: 'Organization/o' },
      authoredOn: at,
      ...more,
    });
  await task('t1', 'requested', '2026-01-05T00:00:00Z');
  await task('t2', 'requested', '2026-01-06T00:00:00Z', { basedOn: [{ reference: 'ServiceRequest/s1' }] });
  await task('t3', 'completed', '2026-01-07T00:00:00Z');
  await put({
    resourceType: 'Task',
    id: 't4',
    status: 'requested',
    intent: 'order',
    owner: { reference: 'Organization/other' },
  });
});
afterAll(() => database.drop());

test.each([
  ['Patient?identifier=urn:his%7CA%5C%7C1', ['p1']],
  ['Patient?identifier=urn:his|A|1', ['p1']],
  ['Patient?identifier=free', ['p1']],
  ['Patient?identifier=|free', ['p1']],
  ['Patient?identifier=urn:his|free', []],
  ['Patient?identifier=urn:other|A|1', []],
  ['Patient?name=欧阳', ['p1']],
  ['Patient?name=欧阳娜', ['p1']],
  ['Patient?name=娜', ['p1']],
  ['Patient?name=阳', []],
  ['Patient?name=zoe', ['p2']],
  ['Patient?name=PAL,欧', ['p2', 'p1']],
  ['Patient?name=PAL&name=ada', ['p2']],
  ['Patient?name=PAL&name=bo', []],
  ['Patient?birthdate=1958-03-07', ['p1']],
  ['Patient?birthdate=ge1990', ['p2']],
  ['Patient?birthdate=lt1990', ['p1']],
  ['Patient?_id=p1,p2&_sort=birthdate', ['p1', 'p2']],
  ['Observation?patient=p1&_sort=date', ['o1', 'o2', 'o3']],
  ['Observation?patient=Patient/p1&_sort=-date', ['o3', 'o2', 'o1']],
  ['Observation?subject=Patient/p2', ['o4']],
  ['Observation?subject:Patient=p2', ['o4']],
  [`Observation?patient=p1&code=${LOINC}|1-1&_sort=-date`, ['o2', 'o1']],
  ['Observation?patient=p1&code=1-1,2-2&_sort=date', ['o1', 'o2', 'o3']],
  ['Observation?code=|local-1-1&_sort=date', ['o1', 'o2', 'o4']],
  [`Observation?code=${LOINC}|local-1-1`, []],
  ['Observation?code=1-1,2-2&status=amended', ['o3']],
  ['Observation?code=1-1,2-2&performer=Practitioner/d1,Practitioner/d2&_sort=date', ['o1', 'o2', 'o3', 'o4']],
  ['Observation?performer=d1&patient=p2', ['o4']],
  ['Observation?patient=p1&date=2026-01-02', ['o2']],
  ['Observation?patient=p1&date=2026-01-04', ['o3']],
  ['Observation?patient=p1&date=gt2026-01-02', ['o3']],
  ['Observation?patient=p1&date=ge2026-01-02&date=le2026-01-02', ['o2']],
  ['Observation?patient=p1&date=lt2026-01-02', ['o1']],
  ['Task?owner=Organization/o&status=requested&_sort=-authored-on', ['t2', 't1']],
  ['Task?owner=Organization/o&_sort=authored-on', ['t1', 't2', 't3']],
  ['Task?focus=ServiceRequest/s1&status=completed', ['t3']],
  ['Task?based-on=ServiceRequest/s1', ['t2']],
  ['Task?status=requested&_sort=authored-on', ['t4', 't1', 't2']],
  ['Task?_sort=-_lastUpdated', ['t4', 't3', 't2', 't1']],
  ['Task?_lastUpdated=lt2026-03-02T09:00:09%2B08:00', []],
  ['ServiceRequest?requester=d1', ['s1']],
  ['ServiceRequest?performer=HealthcareService/h', ['s1']],
  ['ServiceRequest?performer=Organization/none', []],
])('%s finds %j', async (query, ids) => {
  expect(await idsOf(query)).toEqual(ids);
});

test('a search by POST is the same search', async () => {
  const answered = await ask('POST', 'Task/_search', 'status=completed', {
    'content-type': 'application/x-www-form-urlencoded',
  });
  expect(resourcesOf(answered).map(({ id }) => id)).toEqual(['t3']);
});

test.each(['authored-on', '-authored-on', '-_lastUpdated', '_lastUpdated'])(
  'pages sorted by %s show everything once and in order',
  async (sort) => {
    const all = await idsOf(`Task?_sort=${sort}`);
    expect(all).toHaveLength(4);
    const seen: string[] = [];
    let next: string | undefined = `Task?_sort=${sort}&_count=1`;
    while (next !== undefined) {
      const answered = await ask('GET', next);
      seen.push(...resourcesOf(answered).map(({ id }) => String(id)));
      const links = answered.body['link'] as { relation: string; url: string }[];
      next = links.find(({ relation }) => relation === 'next')?.url.replace('http://127.0.0.1/fhir/', '');
    }
    expect(seen).toEqual(all);
  },
);

test('what a record refers to comes along, once, and only what there is', async () => {
  const answered = await ask(
    'GET',
    'Task?focus=ServiceRequest/s1&_include=Task:focus&_include=Task:patient&_include=Task:owner&_count=2',
  );
  const modes = entriesOf(answered).map(
    (entry) => `${entry.resource.resourceType} ${(entry as unknown as { search: { mode: string } }).search.mode}`,
  );
  expect(modes.slice(0, 2)).toEqual(['Task match', 'Task match']);
  expect(modes.slice(2).sort()).toEqual(['Patient include', 'ServiceRequest include']);
  expect(answered.body['total']).toBeUndefined();
});

test('the total is told where it costs nothing', async () => {
  expect((await ask('GET', 'Task?status=requested')).body['total']).toBe(3);
});

test.each([
  ['Task?colour=red', 'unknown-parameter @ http.colour', /“colour”.*owner/],
  ['Task?status:exact=requested', 'unknown-modifier @ http.status:exact', /status:exact.*:not/],
  ['Task?code:in=http://vs', 'unknown-modifier @ http.code:in', /:text/],
  ['Task?status=', 'empty-parameter @ http.status', /status/],
  ['Task?authored-on=yesterday', 'bad-parameter @ http.authored-on', /authored-on/],
  ['Task?authored-on=2026-02-30', 'bad-parameter @ http.authored-on', /authored-on/],
  ['Task?_count=all', 'bad-parameter @ http._count', /_count/],
  ['Task?_count=1000000', 'count-too-large @ http._count', /next/],
  ['Task?_id=a/b', 'bad-parameter @ http._id', /_id/],
  ['Task?_sort=colour', 'bad-sort @ http._sort', /authored-on/],
  ['Task?_include=Task:colour', 'bad-include @ http._include', /Task:owner/],
  ['Task?_revinclude=Patient:link', 'bad-revinclude @ http._revinclude', /Task/],
  ['Task?_page=x', 'bad-page @ http._page', /第一页/],
  ['Task?status=a%00b', 'nul-character', /U\+0000/],
])('%s is refused, naming what is wrong and what there is', async (query, issue, sentence) => {
  const answered = await ask('GET', query);
  expect([answered.status, answered.issues]).toEqual([400, [issue]]);
  expect(answered.sentences[0]).toMatch(sentence);
});

test('a search by tokens looks them up in their index once there are some records', async () => {
  await database.owner(
    `insert into resource (type, id, version, updated_at, author, organisation, tokens, content)
     select 'Task', 'many-' || n, 1, now(), 'x', 'x', array[n], '{}' from generate_series(1, 5000) as n`,
  );
  await database.owner('analyze resource');
  const plan = await database.owner(
    `explain select id from resource where tokens @> '{1}' and type = 'Task' and not deleted`,
  );
  expect(plan.map((row) => String(row['QUERY PLAN'])).join('\n')).toContain('resource_tokens');
});
