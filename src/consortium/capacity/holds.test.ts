import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { codeOf } from '../../platform/postgres/faults.ts';
import type { Statement } from '../../platform/postgres/database.ts';
import type { World } from '../../../test/world.ts';
import { NOW, openWorld } from '../../../test/world.ts';
import type { NewHold, Place } from './holds.ts';
import {
  expireHolds,
  extendDraftHold,
  extendHold,
  freePlacesOf,
  holdPlace,
  holdQuota,
  moveHold,
  releaseHold,
  setQuota,
  useHold,
  vacate,
} from './holds.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ connections: 40 });
});
afterAll(() => world.drop());
beforeEach(async () => {
  await world.owner('delete from hold');
  await world.owner('update quota set held = 0, occupied = 0, over = 0');
});

const minutes = (count: number): Date => new Date(NOW.getTime() + count * 60_000);
const aHold = (id: string, more: Partial<NewHold> = {}): NewHold => ({
  id,
  subject: `draft-${id}`,
  organisation: 'township',
  actor: 'gp-role',
  from: NOW,
  until: minutes(15),
  ...more,
});
const quota: Place & { kind: 'quota' } = { kind: 'quota', department: 'endocrinology' };
const slot: Place = { kind: 'slot', department: 'endocrinology', slot: 'slot-1' };
const bed: Place = { kind: 'bed', department: 'hospice-ward', bed: 'bed-1' };

/** Runs the statements as one transaction of the township's doctor; answers what refused it, or `done`. */
const doing = async (...statements: readonly Statement[]): Promise<string> => {
  try {
    await world.app.write(world.actor('gp'), NOW, (tx) => tx.finish(statements));
    return 'done';
  } catch (error) {
    if (codeOf(error) === 'KL409' && error instanceof Error) return error.message;
    throw error;
  }
};
const counters = async (department = 'endocrinology'): Promise<unknown> =>
  (await world.owner('select places, held, occupied, over from quota where department = $1', [department]))[0];
const statusOf = async (id: string): Promise<unknown> =>
  (await world.owner('select status from hold where id = $1', [id]))[0]?.['status'];

const race = async (count: number, statement: (n: number) => Statement): Promise<Record<string, number>> => {
  const outcomes = await Promise.all(Array.from({ length: count }, (_, n) => doing(statement(n))));
  return Object.fromEntries([...new Set(outcomes)].map((o) => [o, outcomes.filter((other) => other === o).length]));
};

describe('two hundred at once', () => {
  test('a numbered bed is given to one of them, never to two', async () => {
    expect(await race(200, (n) => holdPlace(bed, aHold(`b${String(n)}`)))).toEqual({ done: 1, 'hold.bed-taken': 199 });
    expect(await world.owner(`select count(*) from hold where bed = 'bed-1'`)).toEqual([{ count: 1 }]);
  });

  test('a quota of seven takes seven, never eight', async () => {
    expect(await race(200, (n) => holdPlace(quota, aHold(`q${String(n)}`)))).toEqual({
      done: 7,
      'hold.quota-full': 193,
    });
    expect(await counters()).toEqual({ places: 7, held: 7, occupied: 0, over: 0 });
    expect(await world.owner(`select count(*) from hold where status = 'active'`)).toEqual([{ count: 7 }]);
  });

  test('a clinic slot is given to one of them', async () => {
    expect(await race(200, (n) => holdPlace(slot, aHold(`s${String(n)}`)))).toEqual({
      done: 1,
      'hold.slot-taken': 199,
    });
  });
});

describe('a bed', () => {
  test('can be held for two periods that only touch, and not for two that overlap', async () => {
    const week = (from: number, to: number) => ({ from: minutes(from * 1440), until: minutes(to * 1440) });
    expect(await doing(holdPlace(bed, aHold('one', week(0, 7))))).toBe('done');
    expect(await doing(holdPlace(bed, aHold('two', week(7, 14))))).toBe('done');
    expect(await doing(holdPlace(bed, aHold('three', week(6, 8))))).toBe('hold.bed-taken');
  });

  test('stays taken while it is slept in, however long, and is free once vacated', async () => {
    await doing(holdPlace(bed, aHold('one')));
    expect(await doing(useHold('one', minutes(5), 'clerk-role'))).toBe('done');
    const nextYear = { from: minutes(525_600), until: minutes(525_700) };
    expect(await doing(holdPlace(bed, aHold('two', nextYear)))).toBe('hold.bed-taken');
    expect(await doing(vacate('one', minutes(60), 'clerk-role'))).toBe('done');
    expect(await doing(holdPlace(bed, aHold('two', nextYear)))).toBe('done');
  });
});

describe('a hold', () => {
  test('ends by itself, gives its place back and cannot be used afterwards', async () => {
    await doing(holdPlace(quota, aHold('one')));
    const [expired] = await world.app.write(world.actor('gp'), minutes(16), (tx) =>
      tx.finish([expireHolds(minutes(14)), expireHolds(minutes(16))]).then(([early, late]) => {
        expect(early).toEqual([]);
        return late ?? [];
      }),
    );
    expect(expired).toMatchObject({ id: 'one', kind: 'quota', department: 'endocrinology', subject: 'draft-one' });
    expect(await statusOf('one')).toBe('expired');
    expect(await counters()).toMatchObject({ held: 0 });
    expect(await doing(useHold('one', minutes(17), 'clerk-role'))).toBe('hold.not-active');
    expect(await doing(releaseHold('one'))).toBe('hold.not-active');
  });

  test('is swept once even when two sweepers meet', async () => {
    for (let n = 0; n < 7; n++) await doing(holdPlace(quota, aHold(`h${String(n)}`)));
    const swept = await Promise.all(
      Array.from({ length: 8 }, () =>
        world.app.write(world.actor('gp'), minutes(20), (tx) => tx.finish([expireHolds(minutes(20))])),
      ),
    );
    expect(swept.flatMap(([rows]) => rows)).toHaveLength(7);
    expect(await counters()).toMatchObject({ held: 0 });
  });

  test('is extended once by whoever is drafting, and as long as the case asks by its clock', async () => {
    await doing(holdPlace(quota, aHold('one')));
    expect(await doing(extendDraftHold('one', minutes(1), 15, 1))).toBe('done');
    expect(await doing(extendDraftHold('one', minutes(2), 15, 1))).toBe('hold.extended-already');
    expect(await world.owner('select until_at from hold')).toEqual([{ until_at: minutes(30) }]);
    expect(await doing(extendHold('one', minutes(120)))).toBe('done');
    expect(await doing(extendHold('one', minutes(60)))).toBe('done');
    expect(await world.owner('select until_at from hold')).toEqual([{ until_at: minutes(120) }]);
  });

  test('is one per draft', async () => {
    await doing(holdPlace(quota, aHold('one')));
    await expect(doing(holdPlace(quota, aHold('two', { subject: 'draft-one' })))).rejects.toThrow(/hold_subject/);
    expect(await counters()).toMatchObject({ held: 1 });
  });

  test('of a slot at a department it does not belong to, or one that has begun, is refused', async () => {
    expect(await doing(holdPlace({ ...slot, department: 'surgery' }, aHold('one')))).toBe('hold.slot-taken');
    const later = { from: new Date('2026-11-24T00:00:00Z'), until: new Date('2026-11-24T00:15:00Z') };
    expect(await doing(holdPlace(slot, aHold('two', later)))).toBe('hold.slot-taken');
  });
});

describe('a swap', () => {
  test('keeps the old place when the new one is gone', async () => {
    await world.owner(`update quota set occupied = 4 where department = 'surgery'`);
    await doing(holdPlace(quota, aHold('old')));
    const surgery: Place = { kind: 'quota', department: 'surgery' };
    expect(await doing(...moveHold('old', surgery, aHold('new', { subject: 'draft-old' })))).toBe('hold.quota-full');
    expect(await statusOf('old')).toBe('active');
    expect(await counters()).toMatchObject({ held: 1 });
  });

  test('gives the old place back when the new one is had', async () => {
    await doing(holdPlace(quota, aHold('old')));
    expect(await doing(...moveHold('old', slot, aHold('new', { subject: 'draft-old' })))).toBe('done');
    expect([await statusOf('old'), await statusOf('new')]).toEqual(['released', 'active']);
    expect(await counters()).toMatchObject({ held: 0 });
  });

  test('between two departments in both directions at once ends for everybody', async () => {
    const at = (department: string): Place => ({ kind: 'quota', department });
    const pairs = Array.from({ length: 4 }, (_, n) => String(n));
    for (const n of pairs) {
      await doing(holdPlace(at('surgery'), aHold(`s${n}`)));
      await doing(holdPlace(at('endocrinology'), aHold(`e${n}`)));
    }
    await Promise.all(
      pairs.flatMap((n) => [
        doing(...moveHold(`s${n}`, at('endocrinology'), aHold(`s${n}-new`, { subject: `draft-s${n}` }))),
        doing(...moveHold(`e${n}`, at('surgery'), aHold(`e${n}-new`, { subject: `draft-e${n}` }))),
      ]),
    );
    const held = await world.owner(
      `select department, count(*) from hold where status = 'active' group by 1 order by 1`,
    );
    const counted = await world.owner(`select department, held as count from quota where held > 0 order by 1`);
    expect(counted).toEqual(held);
    expect(held.reduce((sum, row) => sum + Number(row['count']), 0)).toBe(8);
  });
});

describe('an emergency', () => {
  test('is taken into a full department, counted as over capacity, and the count falls when somebody leaves', async () => {
    for (let n = 0; n < 7; n++) await doing(holdPlace(quota, aHold(`h${String(n)}`)));
    expect(await doing(holdQuota(quota, aHold('siren'), { over: true }))).toBe('done');
    expect(await counters()).toEqual({ places: 7, held: 8, occupied: 0, over: 1 });
    expect(await world.owner(`select over_capacity from hold where id = 'siren'`)).toEqual([{ over_capacity: true }]);
    await doing(useHold('siren', minutes(1), 'clerk-role'));
    expect(await counters()).toEqual({ places: 7, held: 7, occupied: 1, over: 1 });
    expect(await doing(holdPlace(quota, aHold('routine')))).toBe('hold.quota-full');
    await doing(releaseHold('h0'));
    expect(await counters()).toEqual({ places: 7, held: 6, occupied: 1, over: 0 });
    expect(await doing(holdPlace(quota, aHold('routine')))).toBe('hold.quota-full');
    await doing(vacate('siren', minutes(60), 'clerk-role'));
    expect(await doing(holdPlace(quota, aHold('routine')))).toBe('done');
  });

  test('that stands at the door without a hold is taken in at once', async () => {
    expect(await doing(holdQuota(quota, aHold('door'), { over: true, status: 'used' }))).toBe('done');
    expect(await counters()).toMatchObject({ held: 0, occupied: 1, over: 0 });
  });
});

describe('a quota', () => {
  test('cannot be set below what is held and occupied, but may always be raised', async () => {
    for (let n = 0; n < 3; n++) await doing(holdPlace(quota, aHold(`h${String(n)}`)));
    expect(await doing(setQuota('endocrinology', 2, NOW, 'beds-role'))).toBe('quota.below-use');
    expect(await doing(setQuota('endocrinology', 3, NOW, 'beds-role'))).toBe('done');
    await doing(holdQuota(quota, aHold('siren'), { over: true }));
    await doing(holdQuota(quota, aHold('siren-two'), { over: true }));
    expect(await counters()).toEqual({ places: 3, held: 5, occupied: 0, over: 2 });
    expect(await doing(setQuota('endocrinology', 4, NOW, 'beds-role'))).toBe('done');
    expect(await counters()).toMatchObject({ places: 4, over: 1 });
    await world.owner('delete from hold');
    await world.owner('update quota set held = 0, over = 0');
    expect(await doing(setQuota('endocrinology', 7, NOW, 'beds-role'))).toBe('done');
  });
});

test('a case that ends gives back everything it holds and occupies', async () => {
  const subject = 'case-1';
  await doing(holdPlace(quota, aHold('one', { subject })));
  await doing(useHold('one', minutes(1), 'clerk-role'));
  await doing(holdPlace(slot, aHold('two', { subject })));
  await doing(holdPlace(bed, aHold('three', { subject })));
  const [freed] = await world.app.write(world.actor('gp'), NOW, (tx) => tx.finish([freePlacesOf(subject, minutes(2))]));
  expect(freed?.map((row) => row['id']).sort()).toEqual(['one', 'three', 'two']);
  expect(await counters()).toMatchObject({ held: 0, occupied: 0 });
  expect(await doing(holdPlace(slot, aHold('four')))).toBe('done');
});

test('a case ended in the moment its resident arrives frees the place the arrival has just taken', async () => {
  expect(await doing(holdQuota(quota, aHold('arriving')))).toBe('done');
  let commit = (): void => undefined;
  const both = new Promise<void>((resolve) => (commit = resolve));
  let locked = (): void => undefined;
  const arrived = new Promise<void>((resolve) => (locked = resolve));
  const arriving = world.app.write(world.actor('gp'), NOW, async (tx) => {
    await tx.flight([useHold('arriving', NOW, 'clerk-role')]);
    locked();
    await both;
    return tx.finish([]);
  });
  await arrived;
  const freeing = doing(freePlacesOf('draft-arriving', NOW));
  const waiting = async (): Promise<boolean> =>
    (await world.owner(`select 1 from pg_locks where not granted and locktype = 'transactionid'`)).length > 0;
  while (!(await waiting())) await new Promise((resolve) => setTimeout(resolve, 5));
  commit();
  await arriving;
  expect(await freeing).toBe('done');
  expect(await counters()).toEqual({ places: 7, held: 0, occupied: 0, over: 0 });
  expect(await statusOf('arriving')).toBe('released');
});
