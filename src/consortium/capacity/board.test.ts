import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../test/call.ts';
import type { World, WorldPerson } from '../../../test/world.ts';
import { NOW, ZONE, openWorld } from '../../../test/world.ts';
import type { Route } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';
import type { Actor } from '../../platform/postgres/database.ts';
import { readPack } from '../region/read.ts';
import { boardRoutes } from './board-routes.ts';
import type { Board } from './board-shapes.ts';
import { matchingDataOf } from './matching-data.ts';
import { capacityRoutes } from './routes.ts';
import { lockSlot, withdrawSlot } from './statements.ts';

let world: World;
let routes: readonly Route[];
beforeAll(async () => {
  world = await openWorld({ connections: 20 });
  const pack = await readPack(new URL('../../../regions/siping', import.meta.url).pathname);
  const matching = matchingDataOf(pack.files.matching);
  const ground = { db: world.app, clock: world.clock, ids: newId, zone: ZONE, matching };
  const sentence = ({ refused }: { readonly refused: string }): string => refused;
  routes = [...capacityRoutes(ground), ...boardRoutes({ ...ground, calendar: pack.calendar, sentence })];
});
afterAll(() => world.drop());
beforeEach(async () => {
  world.clock.set(NOW);
  await world.owner('delete from hold');
  await world.owner('delete from capacity_statement');
  await world.owner(`delete from clinic_slot where id not in ('slot-1', 'slot-2', 'slot-3')`);
  await world.owner('update clinic_slot set withdrawn_at = null, family_doctors_until = null');
  await world.owner('update quota set held = 0, occupied = 0, over = 0, updated_at = $1', [NOW]);
  await world.owner(`update quota set places = 7 where department = 'endocrinology'`);
});

const board = async (who: WorldPerson = 'beds'): Promise<Board> =>
  bodyOf(await call(routes, 'GET /api/capacity', world.actor(who))) as unknown as Board;
const row = async (id: string, who: WorldPerson = 'beds') => (await board(who)).items.find((item) => item.id === id);
const confirm = (id: string, who: WorldPerson = 'beds') =>
  call(routes, 'POST /api/departments/:id/confirmation', world.actor(who), { params: { id } });
const addSlot = (body: object, who: WorldPerson = 'beds', id = 'endocrinology') =>
  call(routes, 'POST /api/departments/:id/slots', world.actor(who), {
    params: { id },
    body: { startsAt: '2026-11-24T10:30:00+08:00', minutes: 30, releasedTo: 'family-doctors', ...body },
  });
const withdraw = (id: string, who: WorldPerson = 'beds') =>
  call(routes, 'DELETE /api/slots/:id', world.actor(who), { params: { id } });
const hold = (slot: string, who: WorldPerson = 'gp', draft = 'draft-1') =>
  call(routes, 'POST /api/holds', world.actor(who), {
    body: { kind: 'slot', department: 'endocrinology', slot, draft },
  });

describe('the bed manager of a hospital', () => {
  test('sees its departments: places, what is held and occupied, the coming appointments, and who said so when', async () => {
    await world.owner(`update quota set held = 2, occupied = 3 where department = 'endocrinology'`);
    const { items, days } = await board();
    expect(items.map(({ id }) => id)).toEqual(['endocrinology', 'surgery']);
    expect(items[0]).toMatchObject({
      quota: { places: 7, held: 2, occupied: 3, free: 2, over: 0 },
      stated: { at: NOW.toISOString(), how: 'stated', by: '郑文' },
      stale: false,
    });
    expect(items[0]?.slots.map(({ id, taken }) => [id, taken])).toEqual([
      ['slot-1', false],
      ['slot-2', false],
      ['slot-3', false],
    ]);
    expect(days).toEqual(['2026-11-20', '2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26']);
  });

  test('says by one key that a figure is still true, and it stops being stale', async () => {
    world.clock.advance(13 * 3_600_000);
    expect(await row('endocrinology')).toMatchObject({ stale: true });
    await confirm('endocrinology', 'duty');
    expect(await row('endocrinology')).toMatchObject({ stale: false, stated: { how: 'confirmed', by: '周建国' } });
    expect(await row('surgery')).toMatchObject({ stale: true });
  });

  test('is told apart from an arrival: that somebody came says nothing about the rest', async () => {
    await confirm('endocrinology');
    world.clock.advance(13 * 3_600_000);
    await world.owner(`update quota set updated_at = $1 where department = 'endocrinology'`, [world.clock.now()]);
    expect(await row('endocrinology')).toMatchObject({ stale: true, stated: { at: NOW.toISOString() } });
  });

  test('adds an appointment for family doctors first, and one for all; the same time twice is refused', async () => {
    bodyOf(await addSlot({}));
    bodyOf(await addSlot({ startsAt: '2026-11-24T10:00:00+08:00', releasedTo: 'all' }));
    expect((await row('endocrinology'))?.slots.map((slot) => [slot.startsAt, slot.familyDoctorsUntil])).toEqual([
      ['2026-11-23T01:00:00.000Z', null],
      ['2026-11-24T01:00:00.000Z', null],
      ['2026-11-24T02:00:00.000Z', null],
      ['2026-11-24T02:30:00.000Z', '2026-11-23T02:30:00.000Z'],
      ['2026-11-25T01:00:00.000Z', null],
    ]);
    expect(refusedAs(await addSlot({}))).toBe('slot.exists');
  });

  test('withdraws one nobody holds; it is gone for everybody, and can be offered again', async () => {
    expect(await withdraw('slot-1')).toEqual({ status: 204 });
    expect((await row('endocrinology'))?.slots.map(({ id }) => id)).toEqual(['slot-2', 'slot-3']);
    expect(refusedAs(await hold('slot-1'))).toBe('hold.slot-unknown');
    expect(refusedAs(await withdraw('slot-1'))).toBe('slot.unknown');
    bodyOf(await addSlot({ startsAt: '2026-11-23T09:00:00+08:00', releasedTo: 'all' }));
    expect((await row('endocrinology'))?.slots.map(({ id }) => id)).toEqual(['slot-1', 'slot-2', 'slot-3']);
  });

  test('cannot withdraw one that is held, nor keep another house\u2019s', async () => {
    bodyOf(await hold('slot-1'));
    expect(refusedAs(await withdraw('slot-1'))).toBe('slot.held');
    expect(refusedAs(await confirm('city-endocrinology'))).toBe('quota.other-organisation');
    expect(refusedAs(await addSlot({}, 'beds', 'city-endocrinology'))).toBe('quota.other-organisation');
    expect(refusedAs(await addSlot({ startsAt: '2026-11-20T08:00:00+08:00' }))).toBe('slot.past');
    expect(refusedAs(await addSlot({ startsAt: '2027-11-20T08:00:00+08:00' }))).toBe('slot.too-far');
    expect(refusedAs(await confirm('nowhere'))).toBe('department.unknown');
    expect(refusedAs(await confirm('endocrinology', 'gp'))).toBe('role.may-not');
  });
});

describe('an appointment for family doctors first', () => {
  const MINE = { startsAt: '2026-11-24T15:00:00+08:00' };
  const physician = (): Actor => ({ ...world.actor('city-physician') });

  test('is shown to a family doctor and not yet to a hospital doctor, until a day before', async () => {
    const id = String(bodyOf(await addSlot(MINE))['id']);
    const seenBy = async (actor: Actor): Promise<boolean> => {
      const answer = await call(routes, 'GET /api/departments', actor, {
        query: { kind: 'outpatient', specialty: 'endocrinology' },
      });
      const items = bodyOf(answer)['items'] as { slots: { id: string; forFamilyDoctors: boolean }[] }[];
      return items.some(({ slots }) => slots.some((slot) => slot.id === id));
    };
    await world.owner(`update clinic_slot set withdrawn_at = $1 where id like 'slot-_'`, [NOW]);
    expect(await seenBy(world.actor('gp'))).toBe(true);
    expect(await seenBy(physician())).toBe(false);
    const take = (actor: Actor) =>
      call(routes, 'POST /api/holds', actor, {
        body: { kind: 'slot', department: 'endocrinology', slot: id, draft: 'd-9' },
      });
    expect(refusedAs(await take(physician()))).toBe('hold.slot-for-family-doctors');
    world.clock.set(new Date('2026-11-23T07:00:01Z'));
    expect(await seenBy(physician())).toBe(true);
    expect(bodyOf(await take(physician()))).toMatchObject({ status: 'active' });
  });
});

test('of forty doctors and a bed manager who withdraws, either one doctor has the appointment or nobody has', async () => {
  for (let round = 0; round < 5; round++) {
    await world.owner('delete from hold');
    await world.owner('update clinic_slot set withdrawn_at = null');
    const doctors = Array.from({ length: 40 }, (_, n) => hold('slot-1', 'gp', `draft-${String(n)}`));
    const [gone, ...held] = await Promise.all([withdraw('slot-1'), ...doctors]);
    const taken = held.filter((answer) => refusedAs(answer) === undefined).length;
    expect(taken).toBe(refusedAs(gone) === undefined ? 0 : 1);
    const [kept] = await world.owner(
      `select count(*) as holds, (select withdrawn_at is not null from clinic_slot where id = 'slot-1') as withdrawn from hold`,
    );
    expect(kept).toEqual({ holds: taken, withdrawn: taken === 0 });
  }
});

test('a doctor who asks while the withdrawal is under way finds the appointment gone', async () => {
  let asked: ReturnType<typeof hold> | undefined;
  await world.app.write(world.actor('beds'), NOW, async (tx) => {
    await tx.flight([lockSlot('slot-1'), withdrawSlot('slot-1', NOW)]);
    asked = hold('slot-1');
    for (let waiting = 0; waiting === 0; )
      waiting = Number(
        (
          await world.owner(
            `select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
          )
        )[0]?.['count'],
      );
    await tx.finish([]);
  });
  expect(asked === undefined ? 'nobody asked' : refusedAs(await asked)).toBe('hold.slot-taken');
});
