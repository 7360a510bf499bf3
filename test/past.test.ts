/** The past of a demonstration: what a newcomer finds on the first day. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { layPast } from '../src/compose-past-referrals.ts';
import { readPack } from '../src/consortium/region/read.ts';
import { newId } from '../src/platform/ids.ts';
import type { FreshDatabase } from './database.ts';
import { openRegion } from './region-world.ts';

const NOW = new Date('2026-11-30T06:40:00Z');
const clock = { now: () => NOW };
const CASES = 80;

let database: FreshDatabase;
let laid: Awaited<ReturnType<typeof layPast>>;
const pack = await readPack(new URL('../regions/siping', import.meta.url).pathname);
const lay = () => layPast({ db: database.app, pack, newId, clock, cases: CASES });

beforeAll(async () => {
  database = await openRegion(pack, 600, clock);
  laid = await lay();
});
afterAll(() => database.drop());

const cases = () =>
  database.owner(
    `select c.state, c.closed_at is not null as closed, t.content::json ->> 'status' as status, c.owner_role as owner, c.due_at is not null as timed
       from cases c join resource t on t.type = 'Task' and t.id = c.id`,
  );

test('most of it went the ordinary way to its end, and some of every kind is under way', async () => {
  expect(laid.cases).toBeGreaterThan(CASES / 2);
  const all = await cases();
  expect(all).toHaveLength(laid.cases);
  const open = all.filter(({ closed }) => closed === false);
  expect(new Set(open.map(({ state }) => String(state)))).toEqual(
    new Set(['sent', 'accepted', 'in-care', 'return-issued', 'taken-back', 'information-requested']),
  );
  expect(all.length - open.length).toBeGreaterThan(all.length / 2);
});

test('each open one has one who must act and a clock, each step its hour in the past', async () => {
  const open = (await cases()).filter(({ closed }) => closed === false);
  expect(open.filter(({ owner, timed }) => owner === null || timed !== true)).toEqual([]);
  const [future] = await database.owner('select count(*)::int as n from case_step where at > $1', [NOW]);
  expect(future?.['n']).toBe(0);
  const days = await database.owner(`select distinct at::date as day from case_step`);
  expect(days.length).toBeGreaterThan(20);
});

test('is laid once: where there are cases nothing is added', async () => {
  expect(await lay()).toEqual({ cases: 0, steps: 0, refused: [] });
});

test('every answer was taken as a person’s would be: no course stopped at a refusal', async () => {
  expect(laid.refused).toEqual([]);
  const [row] = await database.owner('select count(*)::int as n from case_step');
  expect(laid.steps).toBe(row?.['n']);
});
