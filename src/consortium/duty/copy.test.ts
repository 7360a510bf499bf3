/** A week of the roster copied into another, on a real PostgreSQL. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../test/call.ts';
import { ZONE, openWorld } from '../../../test/world.ts';
import type { World, WorldPerson } from '../../../test/world.ts';
import { newId } from '../../platform/ids.ts';
import { dutyRoutes } from './routes.ts';
import type { CopiedWeek } from './shapes.ts';

let world: World;
let routes: ReturnType<typeof dutyRoutes>;
beforeAll(async () => {
  world = await openWorld();
  routes = dutyRoutes({ db: world.app, clock: world.clock, ids: newId, zone: ZONE });
  await world.owner(`insert into person (id, name, phone) values ('leaving', '郭晓东', '8002')`);
  await world.owner(
    `insert into practitioner_role (id, person, organisation, role, from_on, until_on)
     values ('leaving-role', 'leaving', 'county-hospital', 'duty-officer', '2024-01-01', '2026-11-24')`,
  );
});
afterAll(() => world.drop());
beforeEach(async () => {
  await world.owner('delete from duty_shift');
});

const enter = (person: string, day: string, from: string, untilDay: string, until: string, given: object = {}) =>
  call(routes, 'POST /api/duty/shifts', world.actor('duty'), {
    body: {
      role: 'duty-officer',
      department: null,
      person,
      fromAt: `${day}T${from}:00+08:00`,
      untilAt: `${untilDay}T${until}:00+08:00`,
      ...given,
    },
  });
const copy = (given: object, who: WorldPerson = 'duty') =>
  call(routes, 'POST /api/duty/copies', world.actor(who), {
    body: {
      act: 'copy',
      role: 'duty-officer',
      department: null,
      from: '2026-11-16',
      to: '2026-11-23',
      replace: false,
      ...given,
    },
  });
const rosterOf = async (from: string, who: WorldPerson = 'duty') => {
  const { shifts } = bodyOf(
    await call(routes, 'GET /api/duty', world.actor(who), { query: { from, role: 'duty-officer' } }),
  );
  return (shifts as { fromAt: string; untilAt: string }[]).map(({ fromAt, untilAt }) => [fromAt, untilAt]);
};
const week = async () => {
  await enter('duty-role', '2026-11-16', '08:00', '2026-11-17', '08:00');
  // begins in the week, ends in the next
  await enter('duty-role', '2026-11-22', '20:00', '2026-11-23', '08:00');
};
const NEXT = [
  ['2026-11-23T00:00:00.000Z', '2026-11-24T00:00:00.000Z'],
  ['2026-11-29T12:00:00.000Z', '2026-11-30T00:00:00.000Z'],
];

test('it is told first what would be done, and nothing is', async () => {
  await week();
  const look = bodyOf(await copy({ act: 'look' })) as CopiedWeek;
  expect(look).toMatchObject({ done: false, leftOut: [], standing: [] });
  expect(look.made.map(({ fromAt, untilAt }) => [fromAt, untilAt])).toEqual(NEXT);
  expect(await rosterOf('2026-11-30')).toEqual([]);
  expect(await world.owner('select count(*)::int as n from duty_shift')).toEqual([{ n: 2 }]);
});

test('it is done in one action, at the same clock time seven days later, and audited', async () => {
  await week();
  expect(bodyOf(await copy({}))).toMatchObject({ done: true });
  expect((await rosterOf('2026-11-23')).slice(1)).toEqual(NEXT);
  expect(await world.owner(`select reason from audit where action = 'copy-duty'`)).toEqual([
    { reason: '2026-11-16 2026-11-23' },
  ]);
});

test('a week with shifts in it is overwritten only when that is said', async () => {
  await week();
  await enter('duty-role', '2026-11-25', '08:00', '2026-11-25', '20:00');
  expect(refusedAs(await copy({}))).toBe('duty.week-taken');
  expect(await world.owner('select count(*)::int as n from duty_shift')).toEqual([{ n: 3 }]);
  expect((bodyOf(await copy({ act: 'look' })) as CopiedWeek).standing).toHaveLength(1);
  expect(bodyOf(await copy({ replace: true }))).toMatchObject({ done: true });
  expect((await rosterOf('2026-11-23')).slice(1)).toEqual(NEXT);
});

test('somebody who no longer holds the role by then is left out, and told', async () => {
  await week();
  await enter('leaving-role', '2026-11-18', '08:00', '2026-11-18', '20:00');
  const done = bodyOf(await copy({})) as CopiedWeek;
  expect(done.leftOut.map(({ person }) => person.name)).toEqual(['郭晓东']);
  expect(done.made).toHaveLength(2);
});

test('who is on duty in another roster at that time is not put into this one, and nothing is written', async () => {
  await week();
  await enter('duty-role', '2026-11-23', '09:00', '2026-11-23', '10:00', { department: 'surgery' });
  expect(refusedAs(await copy({}))).toBe('duty.twice');
  expect(await world.owner('select count(*)::int as n from duty_shift')).toEqual([{ n: 3 }]);
});

test('of two who copy at once, one is told that the week is taken', async () => {
  await week();
  const answers = await Promise.all([copy({}), copy({})]);
  expect(answers.map((answer) => refusedAs(answer) ?? 'done').sort()).toEqual(['done', 'duty.week-taken']);
});

test('an empty week, the same week, no day at all, and another\u2019s roster are refused', async () => {
  expect(refusedAs(await copy({}))).toBe('duty.nothing-to-copy');
  await week();
  expect(refusedAs(await copy({ to: '2026-11-20' }))).toBe('duty.same-week');
  expect(refusedAs(await copy({ to: '2026-02-31' }))).toBe('duty.day');
  expect(refusedAs(await copy({}, 'clerk'))).toBe('role.may-not');
  expect(refusedAs(await copy({}, 'gp'))).toBe('role.may-not');
});
