import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import type { FreshDatabase } from '../../../test/database.ts';
import type { Actor } from '../../platform/postgres/database.ts';
import { GUARD_FAILED } from '../../platform/postgres/database.ts';
import { codeOf, constraintOf } from '../../platform/postgres/faults.ts';
import { deletion, newVersion } from './new-version.ts';
import type { NewVersion } from './new-version.ts';
import { IDENTITY_NUMBER } from './resident-facts.ts';
import { storeStatements } from './statements.ts';

const at = new Date('2026-03-02T01:02:03.456Z');
const hospital: Actor = {
  id: 'client:his',
  person: null,
  role: 'service-client',
  organisation: 'county-hospital',
  purpose: 'care',
};
const clinic: Actor = { ...hospital, id: 'client:clinic', organisation: 'village-clinic' };

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const store = (versions: readonly NewVersion[], by: Actor = hospital): Promise<unknown> =>
  database.app.write(by, at, (tx) => tx.finish(storeStatements(versions, by, at)));

const patient = (id: string, number?: string) => ({
  resourceType: 'Patient',
  name: [{ family: '单', given: ['小', '雪'] }],
  gender: 'female',
  birthDate: '1958-03-07',
  ...(number === undefined ? {} : { identifier: [{ system: IDENTITY_NUMBER, value: number }, { value: id }] }),
});

test('a resident and her records are stored in one flight with her facts, cards and the relation of the writer', async () => {
  await store([
    newVersion(patient('p1', '11010119580307002X'), 'p1', null, at),
    newVersion(
      { resourceType: 'Observation', status: 'final', code: { text: 'x' }, subject: { reference: 'Patient/p1' } },
      'o1',
      null,
      at,
    ),
    newVersion(
      {
        resourceType: 'Encounter',
        status: 'in-progress',
        class: { code: 'AMB' },
        subject: { reference: 'Patient/p1' },
      },
      'e1',
      null,
      at,
    ),
  ]);
  const [resources, residents, cards, relations] = await database.app.read(hospital, at, [
    {
      text: `select type, id, version, updated_at, patient, date, content::jsonb -> 'meta' as meta, cardinality(tokens) as tokens from resource order by type`,
    },
    { text: 'select * from resident' },
    { text: 'select system, value, unique_card from resident_card order by system' },
    { text: 'select kind, source, until_at from relation order by kind' },
  ]);
  expect(resources).toMatchObject([
    { type: 'Encounter', id: 'e1', patient: 'p1', version: 1 },
    { type: 'Observation', id: 'o1', patient: 'p1', updated_at: at },
    { type: 'Patient', id: 'p1', patient: 'p1', date: new Date('1958-03-06T16:00:00Z') },
  ]);
  expect(JSON.parse(String(resources?.[0]?.['meta']))).toEqual({ versionId: '1', lastUpdated: at.toISOString() });
  expect(residents).toMatchObject([
    {
      id: 'p1',
      name: '单小雪',
      pinyin: 'shanxiaoxue',
      initials: 'sxx',
      gender: 'female',
      birth_date: '1958-03-07',
      synthetic: false,
    },
  ]);
  expect(cards).toEqual([
    { system: IDENTITY_NUMBER, value: '11010119580307002X', unique_card: true },
    { system: 'urn:kanglian:unknown', value: 'p1', unique_card: false },
  ]);
  expect(relations).toEqual([
    { kind: 'author', source: 'Patient/p1', until_at: null },
    { kind: 'registration', source: 'Encounter/e1', until_at: new Date(at.getTime() + 86_400_000) },
  ]);
});

test('an organisation without a relation sees none of it, nor does a connection that declares no actor', async () => {
  const everything = {
    text: 'select (select count(*) from resource) + (select count(*) from resident) + (select count(*) from resident_card) + (select count(*) from resource_history) as n',
  };
  expect(await database.app.read(clinic, at, [everything])).toEqual([[{ n: 0 }]]);
  expect(await database.app.read({ ...hospital, id: '' }, at, [everything])).toEqual([[{ n: 0 }]]);
});

test('a change keeps the version before it, and a change from an older version changes nothing', async () => {
  await store([newVersion(patient('p2', '110101195803070038'), 'p2', null, at)]);
  await store([newVersion({ ...patient('p2'), gender: 'male' }, 'p2', 1, at)]);
  await expect(store([newVersion(patient('p2'), 'p2', 1, at)])).rejects.toMatchObject({ code: GUARD_FAILED });
  await store([deletion('Patient', 'p2', 2, 'p2')]);
  const [kept, current, cards] = await database.app.read(hospital, at, [
    {
      text: `select version, content ->> 'gender' as gender, known_until from resource_history where id = 'p2' order by version`,
    },
    { text: `select version, deleted, content from resource where id = 'p2'` },
    { text: `select value from resident_card where resident = 'p2'` },
  ]);
  expect(kept).toEqual([
    { version: 1, gender: 'female', known_until: at },
    { version: 2, gender: 'male', known_until: at },
  ]);
  expect(current).toEqual([{ version: 3, deleted: true, content: null }]);
  expect(cards).toEqual([]);
});

test('a second resident with the same identity number is refused by the database, and nothing of the bundle is left', async () => {
  const fault: unknown = await store(
    [
      newVersion({ resourceType: 'Organization', name: 'x' }, 'left-over', null, at),
      newVersion(patient('p3', '11010119580307002X'), 'p3', null, at),
    ],
    clinic,
  ).catch((error: unknown) => error);
  expect([codeOf(fault), constraintOf(fault)]).toEqual(['23505', 'resident_card_unique']);
  expect(await database.owner(`select id from resource where id in ('p3', 'left-over')`)).toEqual([]);
});

test('two hundred changes made from one version: exactly one is kept', async () => {
  await store([newVersion({ resourceType: 'Organization', name: 'a' }, 'org', null, at)]);
  const outcomes = await Promise.allSettled(
    Array.from({ length: 200 }, (_, n) =>
      store([newVersion({ resourceType: 'Organization', name: String(n) }, 'org', 1, at)]),
    ),
  );
  expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
  const codes = new Set(outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [codeOf(outcome.reason)] : [])));
  expect([...codes]).toEqual([GUARD_FAILED]);
  expect(await database.owner(`select version from resource_history where id = 'org'`)).toEqual([{ version: 1 }]);
});
