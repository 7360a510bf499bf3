/** Numbers of letters: whatever happens at once, none is left out and none is given twice. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { World } from '../../../test/world.ts';
import { NOW, openWorld } from '../../../test/world.ts';
import { constraintOf, isGuardFailure } from '../../platform/postgres/faults.ts';
import type { Actor } from '../../platform/postgres/database.ts';
import {
  findNumbers,
  findSeries,
  gapsIn,
  lockSeries,
  openSeries,
  takeNumber,
  useElsewhere,
  voidNumber,
} from './numbering.ts';

let world: World;
let leader: Actor;
const LETTERS = 260;

beforeAll(async () => {
  world = await openWorld({ connections: 16 });
  leader = world.actor('leader');
  // letters hang on cases: as many as there are numbers to be taken
  await world.owner(
    `insert into cases (id, number, pathway, pathway_version, state, version, urgency, resident, focus, opener, owner_organisation, owner_role,
                        headline, limit_code, limit_version, limit_verified, around_the_clock, clock_started_at, due_at, wake_at, opened_at, changed_at)
     select 'letter-' || n, 'GW' || n, 'letter', 1, 'signing', 1, 'routine', null, null, 'bureau', 'bureau', 'unit-leader',
            '', 'letter.sign', '1', false, false, $1, $1, $1, $1, $1 from generate_series(1, ${String(LETTERS)}) n`,
    [NOW],
  );
  await world.owner(
    `insert into letter (id, organisation, title, prefix, head, opened_at, changed_at, disclosure)
     select 'letter-' || n, 'bureau', '函', '云卫函', 1, $1, $1, 'public' from generate_series(1, ${String(LETTERS)}) n`,
    [NOW],
  );
});
afterAll(() => world.drop());

class ChangedMind extends Error {
  declare protected readonly own: true;
}

const take = (letter: number, prefix = '云卫函', fails = false, actor: Actor = leader): Promise<unknown> =>
  world.app.write(actor, NOW, async (tx) => {
    const statements = [
      openSeries(prefix, 2026, 0, actor),
      lockSeries(prefix, 2026),
      takeNumber(`letter-${String(letter)}`, prefix, 2026, actor, NOW),
    ];
    if (!fails) return tx.finish(statements);
    await tx.flight(statements);
    throw new ChangedMind();
  });

const numbers = async (prefix: string) => {
  const [rows = [], [series] = []] = await world.app.read(leader, NOW, [
    findNumbers(prefix, 2026),
    findSeries(prefix, 2026),
  ]);
  return { rows, last: Number(series?.['last'] ?? 0) };
};

describe('the numbers of a prefix and year', () => {
  test('of 200 letters signed at once run from 1 to 200, without a gap and none twice, though every fourth attempt fails after taking one', async () => {
    const attempts = Array.from({ length: 200 }, (_, n) => n + 1).flatMap((n) =>
      n % 4 === 0 ? [take(200 + n / 4, '云卫函', true), take(n)] : [take(n)],
    );
    const done = await Promise.allSettled(attempts);
    const failed = done.filter((each) => each.status === 'rejected');
    expect(failed.flatMap((each) => (each.reason instanceof ChangedMind ? [] : [String(each.reason)]))).toEqual([]);
    expect(failed).toHaveLength(50);
    const { rows, last } = await numbers('云卫函');
    expect(last).toBe(200);
    expect(rows.map((row) => Number(row['number'])).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 200 }, (_, n) => n + 1),
    );
    expect(new Set(rows.map((row) => row['letter'])).size).toBe(200);
    expect(gapsIn(rows, last)).toEqual([]);
  });

  test('skip those used on paper, also while others sign', async () => {
    const elsewhere = (number: number): Promise<unknown> =>
      world.app.write(leader, NOW, (tx) =>
        tx.finish([
          lockSeries('云卫函', 2026),
          useElsewhere({ prefix: '云卫函', year: 2026, number, note: '纸质发文' }, leader, NOW),
        ]),
      );
    const signing = Array.from({ length: 40 }, (_, n) => take(201 + n));
    const kept = await Promise.allSettled([203, 210, 215, 222].map(elsewhere));
    await Promise.all(signing);
    const { rows, last } = await numbers('云卫函');
    const there = rows.map((row) => Number(row['number']));
    expect(new Set(there).size).toBe(there.length);
    expect(gapsIn(rows, last)).toEqual([]);
    // one that had been given by then was refused, the others are in the list
    const refused = kept.filter((each) => each.status === 'rejected');
    expect(
      refused.every((each) => isGuardFailure(each.reason) || constraintOf(each.reason) === 'letter_number_pkey'),
    ).toBe(true);
    expect(rows.filter((row) => row['letter'] === null)).toHaveLength(4 - refused.length);
    await expect(elsewhere(100)).rejects.toThrow('letter-number-used');
  });

  test('are each house’s own: another house cannot take one of this prefix', async () => {
    await expect(take(250, '云卫函', false, world.actor('hospital-leader'))).rejects.toThrow();
    await take(251);
    const { rows, last } = await numbers('云卫函');
    expect(gapsIn(rows, last)).toEqual([]);
  });

  test('a void one stays in the list with its reason, and is void once', async () => {
    const discard = () =>
      world.app.write(leader, NOW, (tx) => tx.finish([voidNumber('letter-7', '内容有误，重新发文', leader, NOW)]));
    await discard();
    const { rows } = await numbers('云卫函');
    expect(rows.filter((row) => row['void_at'] !== null)).toMatchObject([
      { letter: 'letter-7', void_reason: '内容有误，重新发文' },
    ]);
    await expect(discard()).rejects.toThrow('letter-not-numbered');
  });
});
