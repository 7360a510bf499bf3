/** Facts and counters kept by the steps equal what the stored JSON says, whatever happened, and can be made again. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sweepClocks } from '../../engines/pathways/sweep.ts';
import { play, schedule, sendOne, WHY } from '../../../test/drawn-referrals.ts';
import {
  keptCounters,
  keptReferrals,
  PLACES,
  recountCounters,
  recountReferrals,
} from '../../../test/recount-referrals.ts';
import { ACCEPTANCE, openReferralWorld } from '../../../test/referral-world.ts';
import type { ReferralWorld } from '../../../test/referral-world.ts';
import { NOW, ZONE } from '../../../test/world.ts';

let world: ReferralWorld;
beforeAll(async () => {
  world = await openReferralWorld();
  await world.owner('update quota set places = 100000');
});
afterAll(() => world.drop());

const byId = <One extends { readonly id: string }>(rows: readonly One[]): readonly One[] =>
  [...rows].sort((one, other) => (one.id < other.id ? -1 : 1));

const expectEqualToRecount = async (): Promise<void> => {
  const recounted = await recountReferrals(world.owner);
  expect(byId(await keptReferrals(world.owner))).toEqual(byId(recounted));
  expect(await keptCounters(world.owner)).toEqual(recountCounters(recounted));
};

describe('whatever becomes of referrals', () => {
  test('their facts and counters equal a recount of the stored JSON, and are the same made again', async () => {
    await fc.assert(
      fc.asyncProperty(schedule, (drawn) => play(world, drawn)),
      { numRuns: Number(process.env['KANGLIAN_SCHEDULES'] ?? 60), endOnFailure: true },
    );
    const [reached] = await world.owner(
      `select count(distinct kind) as kinds, (select count(distinct kind) from referral_spread) as spreads from referral_count`,
    );
    // the schedules must have gone somewhere, or the property says nothing
    expect(Number(reached?.['kinds'])).toBeGreaterThanOrEqual(9);
    expect(Number(reached?.['spreads'])).toBeGreaterThanOrEqual(6);
    await expectEqualToRecount();
    const kept = await world.owner('select * from referral_fact order by case_id');
    await world.owner('select rebuild_referral_facts($1)', [ZONE]);
    expect(await world.owner('select * from referral_fact order by case_id')).toEqual(kept);
    await expectEqualToRecount();
  }, 600_000);
});

describe('an organisation', () => {
  test('stands on the level of its kind and of its consortium that day, and a village where its township does', async () => {
    for (const [id, { level, consortium }] of Object.entries(PLACES)) {
      const [row] = await world.owner(
        `select organisation_level($1, '2026-11-20') as level, organisation_consortium($1, '2026-11-20') as consortium,
                organisation_consortium($1, '2020-01-01') as before`,
        [id],
      );
      expect([id, row]).toEqual([id, { level, consortium, before: null }]);
    }
  });
});

describe('one referral', () => {
  test('refused twice counts as refused once, for the reason it was refused first', async () => {
    world.clock.set(NOW);
    const id = await sendOne(world, 'routine', 'agreed', 'endocrinology');
    const refusal = { ...WHY, nextStep: 'refer-elsewhere' };
    await world.step(id, 'refuse', 'coordinator', { ...refusal, reason: 'no-free-bed' });
    await world.step(id, 'refer-elsewhere', 'gp', { department: 'city-endocrinology' });
    await world.step(id, 'refuse', 'city-coordinator', { ...refusal, reason: 'outside-scope' });
    const [fact] = await world.owner('select * from referral_fact where case_id = $1', [id]);
    expect(fact).toMatchObject({ refusal_reason: 'no-free-bed', receiver: 'city-hospital', receiver_level: 'city' });
    await expectEqualToRecount();
  });

  test('answered after its clock ran out is late, though an escalation never changed who had to answer', async () => {
    world.clock.set(NOW);
    const id = await sendOne(world, 'urgent', 'agreed', 'endocrinology');
    world.clock.advance(121 * 60_000);
    await sweepClocks(world.engine);
    expect(await world.owner('select answer_late, answered_at from referral_fact where case_id = $1', [id])).toEqual([
      { answer_late: true, answered_at: null },
    ]);
    await world.step(id, 'accept', 'coordinator', ACCEPTANCE);
    await expectEqualToRecount();
  });
});
