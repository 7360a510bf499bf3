/** Two hundred ask for the last bed at once: one gets it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HomeWorld } from '../../../test/home-world.ts';
import { HOME_BEDS, openHomeWorld } from '../../../test/home-world.ts';
import { isGuardFailure } from '../../platform/postgres/faults.ts';
import { holdFreeBed } from './statements.ts';

let world: HomeWorld;
beforeAll(async () => {
  world = await openHomeWorld({ connections: 24 });
});
afterAll(() => world.drop());

const ASKING = 200;
const ask = async (n: number, sex: 'female' | 'male'): Promise<'got' | 'bed.none-free'> => {
  const at = world.clock.now();
  const hold = {
    id: `hold-${sex}-${String(n)}`,
    subject: `case-${sex}-${String(n)}`,
    organisation: 'home',
    actor: HOME_BEDS.id,
    from: at,
    until: new Date(at.getTime() + 3_600_000),
  };
  try {
    await world.app.write(HOME_BEDS, at, (tx) =>
      tx.finish([holdFreeBed({ organisation: 'home', use: 'nursing', sex, today: '2026-11-20' }, hold)]),
    );
    return 'got';
  } catch (fault) {
    if (isGuardFailure(fault)) return fault.message as 'bed.none-free';
    throw fault;
  }
};

test('of two hundred at once for the last bed one gets it, and the others are told', async () => {
  const answers = await Promise.all(Array.from({ length: ASKING }, (_, n) => ask(n, 'male')));
  expect(answers.filter((answer) => answer === 'got')).toHaveLength(1);
  expect(answers.filter((answer) => answer === 'bed.none-free')).toHaveLength(ASKING - 1);
  expect(await world.owner(`select bed, status from hold where department = 'home-ward'`)).toEqual([
    { bed: 'h-3', status: 'active' },
  ]);
});

test('of two beds no more than two are given, and nobody is given a closed one', async () => {
  await world.owner(
    `insert into bed_closure (id, bed, reason, from_at, by) values ('c-1', 'h-1', 'repair', '2026-11-01T00:00:00Z', 'test')`,
  );
  const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => ask(n, 'female')));
  expect(answers.filter((answer) => answer === 'got')).toHaveLength(1);
  expect(await world.owner(`select bed from hold where bed in ('h-1', 'h-2')`)).toEqual([{ bed: 'h-2' }]);
});
