/**
 * No reader without a relation sees a resident, nor does a connection without a declared actor: random relations in time and
 * random readers, asked through the routes, and as the application's own role with nothing but SQL.
 */
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../test/call.ts';
import type { World, WorldPerson } from '../../../test/world.ts';
import { IDENTITY_SYSTEM, NOW, ZONE, openWorld } from '../../../test/world.ts';
import { newVersion } from '../../fhir/store/new-version.ts';
import { storeStatements } from '../../fhir/store/statements.ts';
import { readLog } from '../../platform/audit.ts';
import type { Route } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';
import type { Purpose } from '../../platform/postgres/database.ts';
import { residentRoutes } from '../residents/routes.ts';
import { RELATION_KINDS } from '../shapes.ts';
import { relate } from './relations.ts';

let world: World;
let routes: readonly Route[];
/** A connection as the application's role, that declares what it is told and nothing else. */
let bare: pg.Client;

const RESIDENTS = ['wu', 'li', 'zhang', 'sun'] as const;
/** One reader for each organisation that cares for people. */
const READERS = {
  township: 'gp',
  'township-two': 'gp-two',
  village: 'village-doctor',
  'county-hospital': 'physician',
  'city-hospital': 'city-coordinator',
  'other-county-hospital': 'other-coordinator',
} as const satisfies Record<string, WorldPerson>;
const ORGANISATIONS = Object.keys(READERS) as (keyof typeof READERS)[];

beforeAll(async () => {
  world = await openWorld();
  const { app: db, clock } = world;
  routes = residentRoutes({ db, clock, zone: ZONE, ids: newId, demonstration: true, readLog: readLog(db, clock) });
  for (const id of RESIDENTS) {
    const versions = [1, 2].map((n) =>
      newVersion(
        {
          resourceType: 'Condition',
          clinicalStatus: { coding: [{ code: 'active' }] },
          code: { text: `secret of ${id}` },
          subject: { reference: `Patient/${id}` },
        },
        `condition-${id}`,
        n === 1 ? null : 1,
        NOW,
      ),
    );
    // the second version puts the first into the history
    await world.owner('insert into relation values ($1, $2, $3, $4, $5, null)', [
      id,
      'writer',
      'author',
      'x',
      new Date(0),
    ]);
    for (const version of versions)
      await db.write({ ...world.actor('gp'), organisation: 'writer' }, NOW, (tx) =>
        tx.finish(storeStatements([version], { ...world.actor('gp'), organisation: 'writer' }, NOW)),
      );
  }
  bare = new pg.Client({ connectionString: world.appUrl, options: `-c search_path=${world.schema},public` });
  await bare.connect();
});
afterAll(async () => {
  await bare.end();
  await world.drop();
});

const hour = fc.integer({ min: -48, max: 48 });
const relation = fc
  .record({
    resident: fc.constantFrom(...RESIDENTS),
    organisation: fc.constantFrom(...ORGANISATIONS),
    kind: fc.constantFrom(...RELATION_KINDS),
    from: hour,
    lasts: fc.option(fc.nat({ max: 60 })),
  })
  .map(({ from, lasts, ...rest }) => ({ ...rest, from, until: lasts === null ? null : from + lasts }));
type Relation = typeof relation extends fc.Arbitrary<infer Kind> ? Kind : never;

const at = (hours: number): Date => new Date(NOW.getTime() + hours * 3_600_000);
/** Who may see whom, worked out here and nowhere else: half-open periods, the longest of those with one source. */
const mayRead = (relations: readonly Relation[], organisation: string, resident: string, now: number): boolean =>
  relations.some(
    (one) =>
      one.organisation === organisation &&
      one.resident === resident &&
      one.from <= now &&
      (one.until === null || one.until > now),
  );

/** Every way to a resident's data that plain SQL has. */
const WAYS: readonly (readonly [string, string])[] = [
  ['resident', 'select id as seen from resident'],
  ['resident_card', 'select resident as seen from resident_card'],
  ['resource', `select patient as seen from resource where type = 'Condition'`],
  ['resource_history', `select patient as seen from resource_history where type = 'Condition'`],
  ['a join', 'select r.id as seen from resident r join resident_card c on c.resident = r.id'],
  ['an aggregate', 'select unnest(array_agg(id)) as seen from resident'],
  ['a side effect', `select id as seen from resident where name like '%' or 1 / length(name) > 0`],
];

type Declared = { actor?: string; organisation?: string; purpose?: Purpose; now?: Date };
const asBare = async (declared: Declared, text: string): Promise<readonly string[]> => {
  await bare.query('begin');
  for (const [name, value] of Object.entries(declared))
    await bare.query('select set_config($1, $2, true)', [
      `app.${name}`,
      value instanceof Date ? value.toISOString() : value,
    ]);
  const { rows } = await bare.query<{ seen: string }>(text);
  await bare.query('rollback');
  return [...new Set(rows.map((row) => row.seen))].sort();
};

const makeRelations = async (relations: readonly Relation[]): Promise<void> => {
  await world.owner(`delete from relation where organisation <> 'writer'`);
  const statements = relations.map((one, n) =>
    relate({
      ...one,
      source: `source-${String(n)}`,
      from: at(one.from),
      until: one.until === null ? null : at(one.until),
    }),
  );
  await world.app.write(world.actor('gp'), NOW, (tx) => tx.finish(statements));
};

test('a reader sees exactly the residents it has a relation to now, by every way there is', async () => {
  let allowed = 0;
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(relation, { minLength: 4, maxLength: 30 }),
      fc.constantFrom(...ORGANISATIONS),
      hour,
      async (relations, organisation, now) => {
        await makeRelations(relations);
        world.clock.set(at(now));
        const expected = RESIDENTS.filter((resident) => mayRead(relations, organisation, resident, now)).sort();
        const declared = { actor: 'somebody', organisation, purpose: 'care' as const, now: at(now) };
        for (const [way, text] of WAYS) expect(await asBare(declared, text), way).toEqual(expected);

        const actor = world.actor(READERS[organisation]);
        for (const id of RESIDENTS) {
          const answer = await call(routes, 'GET /api/residents/:id/summary', actor, { params: { id } });
          if (expected.includes(id)) {
            allowed++;
            expect(bodyOf(answer)['conditions']).toEqual([expect.objectContaining({ name: `secret of ${id}` })]);
          } else {
            refused++;
            expect(refusedAs(answer)).toBe('record.no-relation');
            expect(JSON.stringify(answer)).not.toMatch(/secret|吴淑琴|李国强|张小宝|孙大山/);
          }
        }
        const list = await call(routes, 'GET /api/residents', actor, { query: {} });
        const listed = (bodyOf(list)['items'] as { id: string }[]).map((row) => row.id);
        expect(expected).toEqual(expect.arrayContaining(listed));
      },
    ),
    { numRuns: 60 },
  );
  expect(allowed).toBeGreaterThan(10);
  expect(refused).toBeGreaterThan(10);
});

test('a connection without a declared actor sees nobody, whatever else it declares, and writes nobody\u2019s record', async () => {
  await world.owner(`insert into relation select id, 'township', 'author', 'all', '2000-01-01', null from resident`);
  const some = fc.record(
    {
      organisation: fc.constantFrom('township', '', 'writer'),
      purpose: fc.constantFrom<Purpose>('care', 'identify', 'figures', 'system'),
      now: fc.constant(NOW),
      actor: fc.constant(''),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(some, async (declared) => {
      for (const [way, text] of WAYS) expect(await asBare(declared as Declared, text), way).toEqual([]);
    }),
    { numRuns: 40 },
  );
  const writing = bare.query(
    `insert into resident (id, name, pinyin, initials, gender, synthetic) values ('x', 'x', 'x', 'x', 'male', true)`,
  );
  await expect(writing).rejects.toThrow(/row-level security/);
  // and it could have: with an actor the same connection sees them
  expect(await asBare({ actor: 'somebody', organisation: 'township' }, 'select id as seen from resident')).toHaveLength(
    4,
  );
});

test('who may look anyone up by card sees names and cards, and still not one record', async () => {
  await world.owner(`delete from relation where organisation <> 'writer'`);
  const declared = { actor: 'somebody', organisation: 'city-hospital', purpose: 'identify' as const };
  expect(
    await asBare(declared, `select resident as seen from resident_card where system = '${IDENTITY_SYSTEM}'`),
  ).toHaveLength(4);
  for (const [way, text] of WAYS.filter(([name]) => name.startsWith('resource')))
    expect(await asBare(declared, text), way).toEqual([]);
});

test('the fence holds for the role the program connects as, not for one that could lift it', async () => {
  const { rows } = await bare.query<Record<string, unknown>>(
    `select rolsuper, rolbypassrls, (select count(*) from pg_class c join pg_roles o on o.oid = c.relowner
       where o.rolname = current_user)::int as owned from pg_roles where rolname = current_user`,
  );
  expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, owned: 0 }]);
  const fenced = await world.owner(
    `select relname from pg_class where relrowsecurity and relnamespace = current_schema()::regnamespace order by 1`,
  );
  expect(fenced.map((row) => row['relname'])).toEqual(
    expect.arrayContaining(['draft', 'resident', 'resident_card', 'resource', 'resource_history']),
  );
});
