/** Rooms, beds and wards stand as people count them, on the board and wherever a bed is chosen. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, jsonOf } from '../../../test/call.ts';
import type { HomeWorld } from '../../../test/home-world.ts';
import { HOME_NURSE, openHomeWorld, OTHER_BEDS } from '../../../test/home-world.ts';
import { ZONE } from '../../../test/world.ts';
import { newId } from '../../platform/ids.ts';
import { bedRoutes } from './routes.ts';
import { BedSheet } from './shapes.ts';
import { boardOf } from './sheet.ts';
import { holdFreeBed } from './statements.ts';

const WARDS = ['w2', 'w10', 'w1'];
const ROOMS = ['10', '1', '01', '2', '100', '3-10', '3-2', '东区9', '东区10', '加'];
const LABELS = ['10', '9', '1A', '1', '加2'];
const COUNTED = ['01', '1', '2', '3-2', '3-10', '10', '100', '东区9', '东区10', '加'];

let world: HomeWorld;
beforeAll(async () => {
  world = await openHomeWorld();
  await world.owner(`delete from bed_use where bed = 't-1'`);
  await world.owner(`delete from bed where id = 't-1'`);
  for (const ward of WARDS) {
    await world.owner(
      `insert into department (id, organisation, name, specialty, made_up, from_on) values ($1, 'home-two', $1, 'elder-care', true, '2024-01-01')`,
      [ward],
    );
    await world.owner(
      `insert into bed (id, department, label, room)
       select $1 || '/' || r || '/' || l, $1, r || '-' || l, r from unnest($2::text[]) r cross join unnest($3::text[]) l`,
      [ward, ROOMS, LABELS],
    );
  }
  await world.owner(
    `insert into bed_use (bed, use, from_on, by)
     select id, 'nursing', '2024-01-01', 'test' from bed where department = any ($1)`,
    [WARDS],
  );
});
afterAll(() => world.drop());

test('wards, rooms and beds of a board: 2 before 10, whatever letters stand before it', async () => {
  const routes = bedRoutes({
    db: world.app,
    clock: world.clock,
    ids: newId,
    zone: ZONE,
    recordRead: () => Promise.resolve(),
    tell: () => ({ text: 'select 1' }),
    nudge: () => undefined,
  });
  const { wards } = boardOf(BedSheet.parse(jsonOf(await call(routes, 'GET /api/beds', OTHER_BEDS))));
  expect(wards.map(({ name }) => name).filter((name) => name.startsWith('w'))).toEqual(['w1', 'w2', 'w10']);
  const [first] = wards.filter(({ name }) => name === 'w1');
  expect(first?.rooms.map(({ name }) => name)).toEqual(COUNTED);
  for (const { name, beds } of first?.rooms ?? [])
    expect(beds.map(({ label }) => label)).toEqual(['1', '1A', '9', '10', '加2'].map((label) => `${name}-${label}`));
});

test('who asks for any bed is given the first of this order that is free', async () => {
  const at = world.clock.now();
  const until = new Date(at.getTime() + 3_600_000);
  for (const n of [0, 1, 2])
    await world.app.write(HOME_NURSE, at, (tx) =>
      tx.finish([
        holdFreeBed(
          { organisation: 'home-two', use: 'nursing', sex: 'male', today: '2026-11-20' },
          {
            ...{ id: `hold-${String(n)}`, subject: `case-${String(n)}`, organisation: 'home-two' },
            ...{ actor: HOME_NURSE.id, from: at, until },
          },
        ),
      ]),
    );
  expect(await world.owner(`select bed from hold where id like 'hold-%' order by id`)).toEqual(
    ['w1/01/1', 'w1/01/1A', 'w1/01/9'].map((bed) => ({ bed })),
  );
});
