/** The past of a demonstration's homes in Nanyang: people live there, were assessed, went to hospital and back, under contracts kept. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { layCare } from '../src/compose-past-care.ts';
import { loadInstitutions } from '../src/capabilities/elder-care/server.ts';
import { readPack } from '../src/consortium/region/read.ts';
import { newId } from '../src/platform/ids.ts';
import type { FreshDatabase } from './database.ts';
import { openRegion } from './region-world.ts';

const NOW = new Date('2026-11-30T06:40:00Z');
const clock = { now: () => NOW };
const pack = await readPack(new URL('../regions/nanyang', import.meta.url).pathname);

let database: FreshDatabase;
let laid: Awaited<ReturnType<typeof layCare>>;
const lay = () => layCare({ db: database.app, pack, newId, now: clock.now });

beforeAll(async () => {
  database = await openRegion(pack, 1500, clock);
  await loadInstitutions({ db: database.app, clock }, pack.files.institutions, pack.bureau);
  laid = await lay();
});
afterAll(() => database.drop());

test('no step of it is refused: the data keep to the rules', () => {
  expect(laid.refused).toEqual([]);
  expect(laid.residents).toBeGreaterThan(30);
});

test('everybody lives in one place, was assessed by two, and at each level is somebody', async () => {
  const stays = await database.owner('select count(*)::int as n from stay where until_at is null');
  expect(stays).toEqual([{ n: laid.residents }]);
  const states = await database.owner(
    `select state, count(*)::int as n from cases where pathway = 'assessment' group by state`,
  );
  expect(states).toEqual([{ state: 'in-force', n: laid.residents }]);
  const levels = await database.owner(
    `select distinct content::json #>> '{valueCodeableConcept,coding,0,code}' as level from resource
      where type = 'Observation' and content::json #>> '{valueCodeableConcept,coding,0,code}' like 'level-%' order by 1`,
  );
  expect(levels.map(({ level }) => level)).toEqual(['level-1', 'level-2', 'level-3', 'level-4']);
});

test('some went to hospital and not all have come back; contracts have their visits', async () => {
  const [moves] = await database.owner(
    `select count(*) filter (where place = 'elsewhere')::int as there,
            count(*) filter (where place = 'elsewhere' and until_at is not null)::int as back from care_stay where known_until is null`,
  );
  expect(Number(moves?.['there'])).toBeGreaterThan(Number(moves?.['back']));
  expect(Number(moves?.['back'])).toBeGreaterThanOrEqual(5);
  const contracts = await database.owner(
    `select k.visits_per_month, count(v.id)::int as visits from care_contract k left join care_visit v on v.contract = k.case_id
      where k.status = 'in-force' group by k.case_id, k.visits_per_month`,
  );
  expect(contracts).toHaveLength(6);
  for (const { visits } of contracts) expect(visits).toBeGreaterThan(0);
});

test('it is laid once', async () => {
  expect(await lay()).toEqual({ residents: 0, refused: [] });
});
