import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import type { FreshDatabase } from '../../../test/database.ts';
import type { Clock } from '../../platform/clock.ts';
import { newId } from '../../platform/ids.ts';
import type { Resource } from '../resource.ts';
import { createFhir } from '../routes.ts';
import { clientOf, testClient } from '../test-client.ts';
import type { Answered, TestClient } from '../test-client.ts';

let now = new Date('2026-03-02T01:00:00Z');
const clock: Clock = { now: () => now };
const later = (minutes: number): void => {
  now = new Date(now.getTime() + minutes * 60_000);
};
let database: FreshDatabase;
let hospital: TestClient;
let clinic: TestClient;
let reader: TestClient;
beforeAll(async () => {
  database = await freshDatabase();
  const fhir = createFhir({ db: database.app, clock, ids: newId });
  hospital = testClient(fhir, clientOf('hospital'));
  clinic = testClient(fhir, clientOf('clinic'));
  reader = testClient(fhir, clientOf('hospital', 'system/Organization.r'));
});
afterAll(() => database.drop());

type HistoryEntry = {
  readonly fullUrl: string;
  readonly resource?: Resource;
  readonly request: { readonly method: string };
  readonly response: { readonly etag: string };
};
const entries = ({ body }: Answered): readonly HistoryEntry[] => (body['entry'] ?? []) as readonly HistoryEntry[];
const linesOf = (answered: Answered): readonly string[] =>
  entries(answered).map(
    ({ fullUrl, request, response }) =>
      `${request.method} ${fullUrl.replace('http://127.0.0.1/fhir/', '')} ${response.etag}`,
  );
const nextOf = ({ body }: Answered): string | undefined =>
  (body['link'] as { relation: string; url: string }[])
    .find(({ relation }) => relation === 'next')
    ?.url.replace('http://127.0.0.1/fhir/', '');
const walk = async (ask: TestClient, first: string): Promise<readonly string[]> => {
  const lines: string[] = [];
  for (let path: string | undefined = first; path !== undefined; ) {
    const page: Answered = await ask('GET', path);
    expect([page.status, page.issues]).toEqual([200, []]);
    lines.push(...linesOf(page));
    path = nextOf(page);
  }
  return lines;
};
const put = (ask: TestClient, id: string, name: string) =>
  ask('PUT', `Organization/${id}`, { resourceType: 'Organization', id, name });

test('the history of a type has every version of every record, newest first, deletions too, page after page', async () => {
  for (const id of ['a1', 'a2', 'a3']) await put(hospital, id, '一');
  later(1);
  await put(hospital, 'a2', '二');
  later(1);
  await hospital('DELETE', 'Organization/a1');
  await put(hospital, 'a3', '二');
  const whole = await walk(hospital, 'Organization/_history');
  expect(whole).toEqual([
    'PUT Organization/a3 W/"2"',
    'DELETE Organization/a1 W/"2"',
    'PUT Organization/a2 W/"2"',
    'POST Organization/a3 W/"1"',
    'POST Organization/a2 W/"1"',
    'POST Organization/a1 W/"1"',
  ]);
  for (const count of [1, 2, 4]) expect(await walk(hospital, `Organization/_history?_count=${count}`)).toEqual(whole);
});

test('a page is not moved by what is stored meanwhile', async () => {
  const first = await hospital('GET', 'Organization/_history?_count=2');
  const whole = await walk(hospital, 'Organization/_history');
  later(1);
  await put(hospital, 'a3', '三');
  await put(hospital, 'a4', '一');
  expect([...linesOf(first), ...(await walk(hospital, nextOf(first) ?? ''))]).toEqual(whole);
});

test('since and at choose by when a version was stored and when it was current', async () => {
  later(10);
  const before = now.toISOString();
  later(10);
  const stored = now.toISOString();
  await put(hospital, 'a2', '四');
  expect(await walk(hospital, `Organization/_history?_since=${stored}`)).toEqual(['PUT Organization/a2 W/"3"']);
  const then = await walk(hospital, `Organization/_history?_at=${before}`);
  expect(then).toEqual([
    'POST Organization/a4 W/"1"',
    'PUT Organization/a3 W/"3"',
    'DELETE Organization/a1 W/"2"',
    'PUT Organization/a2 W/"2"',
  ]);
  expect(await walk(hospital, `Organization/a2/_history?_at=${before}`)).toEqual(['PUT Organization/a2 W/"2"']);
  expect(await walk(hospital, `Organization/a2/_history?_since=${stored}`)).toEqual(['PUT Organization/a2 W/"3"']);
  expect(await walk(hospital, 'Organization/a2/_history?_since=2031')).toEqual([]);
  expect((await hospital('GET', 'Organization/_history?_since=soon')).issues).toEqual(['bad-parameter']);
  expect((await hospital('GET', 'Organization/_history?_sort=x')).issues).toEqual(['unknown-parameter']);
});

test('the history of everything has what the client may read of whom it has a relation to, and says whose it was', async () => {
  const since = now.toISOString();
  later(1);
  const { body } = await hospital('POST', 'Patient', { resourceType: 'Patient', name: [{ text: '李雪' }] });
  const subject = { reference: `Patient/${String(body.id)}` };
  later(1);
  await hospital('POST', 'Observation', { resourceType: 'Observation', status: 'final', code: { text: 'x' }, subject });
  await clinic('POST', 'Patient', { resourceType: 'Patient', name: [{ text: '王五' }] });
  const seen = async (ask: TestClient) =>
    (await walk(ask, `_history?_since=${since}`)).map((line) => line.replace(/\/\S+ .*/, ''));
  expect(await seen(hospital)).toEqual(['POST Observation', 'POST Patient', 'PUT Organization']);
  expect(await seen(clinic)).toEqual(['POST Patient', 'PUT Organization']);
  expect(await seen(reader)).toEqual(['PUT Organization']);
  expect((await reader('GET', 'Patient/_history')).issues).toEqual(['scope-missing']);
  const [audited] = await database.owner(
    `select residents from audit where action = 'history' and organisation = 'hospital' and target is null order by id limit 1`,
  );
  expect(audited?.['residents']).toEqual([body.id]);
});

test('many versions of others cost a page no more than a bounded look, and the next page goes on from there', async () => {
  await database.owner(
    `insert into resource (type, id, version, updated_at, author, organisation, patient, content)
     select 'Goal', 'g' || n, 1, '2026-03-05'::timestamptz + n * interval '1 microsecond', 'x', 'x', 'somebody-else', '{}'
       from generate_series(1, 9000) as n`,
  );
  const first = await hospital('GET', 'Goal/_history');
  expect([first.status, linesOf(first)]).toEqual([200, []]);
  expect(nextOf(first)).toBeDefined();
  expect(await walk(hospital, 'Goal/_history')).toEqual([]);
});

test('the place where a page ended cannot be changed, made up, or used by others or for another question', async () => {
  const page = nextOf(await hospital('GET', 'Organization/_history?_count=2')) ?? '';
  const sealed = /_page=([^&]+)/.exec(page)?.[1] ?? '';
  const changed = sealed.slice(0, 30) + (sealed[30] === 'A' ? 'B' : 'A') + sealed.slice(31);
  const refused = async (ask: TestClient, path: string) => {
    const { status, issues } = await ask('GET', path);
    return [status, issues[0]];
  };
  const bad = [400, 'bad-page'];
  expect(await refused(hospital, page.replace(sealed, changed))).toEqual(bad);
  expect(await refused(hospital, page.replace(sealed, 'x'))).toEqual(bad);
  expect(await refused(hospital, page.replace(sealed, Buffer.from('["2026","a"]').toString('base64url')))).toEqual(bad);
  expect(await refused(clinic, page)).toEqual(bad);
  expect(await refused(hospital, page.replace('_count=2', '_count=3'))).toEqual(bad);
  expect(await refused(hospital, `Practitioner/_history?_count=2&_page=${sealed}`)).toEqual(bad);
  expect((await hospital('GET', page)).status).toBe(200);
});

test('a head of any of these has the length of the answer and no answer', async () => {
  for (const path of ['_history', 'Organization/_history', 'Organization/a2/_history', 'Organization/a2', 'metadata']) {
    const got = await hospital('GET', path);
    const head = await hospital('HEAD', path);
    expect([path, head.status, head.text]).toEqual([path, 200, '']);
    expect(Number(head.headers['content-length'])).toBeGreaterThan(100);
    if (!path.endsWith('_history')) expect(Number(head.headers['content-length'])).toBe(Buffer.byteLength(got.text));
  }
});
