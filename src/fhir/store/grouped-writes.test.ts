import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import type { FreshDatabase } from '../../../test/database.ts';
import { systemClock } from '../../platform/clock.ts';
import { newId } from '../../platform/ids.ts';
import { createFhir } from '../routes.ts';
import { clientOf, testClient } from '../test-client.ts';
import type { TestClient } from '../test-client.ts';
import { IDENTITY_NUMBER } from './resident-facts.ts';

let database: FreshDatabase;
let hospital: TestClient;
beforeAll(async () => {
  database = await freshDatabase();
  hospital = testClient(createFhir({ db: database.app, clock: systemClock, ids: newId }), clientOf('hospital'));
});
afterAll(() => database.drop());

const tally = (values: readonly (number | string)[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
};

test('of a hundred residents registered at once, those refused leave the others stored, each with its own answer', async () => {
  const answered = await Promise.all(
    Array.from({ length: 100 }, (_, n) =>
      hospital('POST', 'Patient', {
        resourceType: 'Patient',
        name: [{ text: String(n) }],
        // every tenth carries the same identity number: one of them may have it
        identifier: [{ system: IDENTITY_NUMBER, value: n % 10 === 0 ? 'same' : String(n) }],
      }),
    ),
  );
  expect(tally(answered.map(({ status }) => status))).toEqual({ 201: 91, 409: 9 });
  const names = answered
    .filter(({ status }) => status === 201)
    .map(({ body }) => (body['name'] as { text: string }[])[0]?.text);
  const stored = await database.owner('select name from resident');
  expect(stored.map((row) => row['name']).sort()).toEqual(names.sort());
  const [noted] = await database.owner(
    `select count(*) as n, count(distinct target) as targets from audit where action = 'create'`,
  );
  expect(noted).toEqual({ n: 91, targets: 91 });
  const [transactions] = await database.owner('select count(distinct at) as n from audit');
  expect(Number(transactions?.['n'])).toBeLessThan(91);
});

test('two hundred changes of one record at once: one is made, the others learn the current version', async () => {
  const organisation = { resourceType: 'Organization', id: 'o', name: '一' };
  await hospital('PUT', 'Organization/o', organisation);
  const answered = await Promise.all(
    Array.from({ length: 200 }, (_, n) =>
      hospital('PUT', 'Organization/o', { ...organisation, name: String(n) }, { 'if-match': 'W/"1"' }),
    ),
  );
  expect(tally(answered.map(({ status, issues }) => `${status} ${issues.join()}`))).toEqual({
    '200 ': 1,
    '412 stale': 199,
  });
  expect((await hospital('GET', 'Organization/o/_history')).body['total']).toBe(2);
});

test('reads at once are each audited and answered with what was asked for', async () => {
  const made = await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      hospital('PUT', `Practitioner/d${n}`, { resourceType: 'Practitioner', id: `d${n}` }),
    ),
  );
  const found = await Promise.all(made.map((_, n) => hospital('GET', `Practitioner/d${n}`)));
  expect(found.map(({ body }) => body.id)).toEqual(made.map((_, n) => `d${n}`));
  const missing = await Promise.all(['x', 'y'].map((id) => hospital('GET', `Practitioner/${id}`)));
  expect(missing.map(({ status }) => status)).toEqual([404, 404]);
  const noted = await database.owner(
    `select outcome, count(*) as n from audit where action = 'read' group by outcome order by outcome`,
  );
  expect(noted).toEqual([
    { outcome: 'done', n: 50 },
    { outcome: 'refused', n: 2 },
  ]);
});
