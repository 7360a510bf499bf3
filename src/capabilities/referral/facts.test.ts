/** Facts and counters kept by the steps equal what the stored JSON says, whatever happened, and can be made again. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { takeStep } from '../../engines/pathways/run.ts';
import { sweepClocks } from '../../engines/pathways/sweep.ts';
import { newId } from '../../platform/ids.ts';
import { play, schedule, sendOne, WHY } from '../../../test/drawn-referrals.ts';
import {
  keptCounters,
  keptReferrals,
  PLACES,
  recountCounters,
  recountReferrals,
} from '../../../test/recount-referrals.ts';
import { countReferrals } from './figures/counted.ts';
import { ACCEPTANCE, ARRIVAL, openReferralWorld, OUT_FORM, RETURN_NOTE } from '../../../test/referral-world.ts';
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
      fc.asyncProperty(schedule, async (drawn) => {
        // the job that moves the counters is at it meanwhile, again and again
        const state = { playing: true };
        const counting = (async () => {
          while (state.playing) await countReferrals(world.engine.db, world.clock);
        })();
        await play(world, drawn);
        state.playing = false;
        await counting;
      }),
      { numRuns: Number(process.env['KANGLIAN_SCHEDULES'] ?? 60), endOnFailure: true },
    );
    const [reached] = await world.owner(
      `select count(distinct kind) as kinds, (select count(distinct kind) from referral_spread) as spreads from referral_count`,
    );
    // the schedules must have gone somewhere, or the property says nothing
    expect(Number(reached?.['kinds'])).toBeGreaterThanOrEqual(9);
    expect(Number(reached?.['spreads'])).toBeGreaterThanOrEqual(6);
    await expectEqualToRecount();
    // what the job has not come to is added by whoever reads
    await sendOne(world, 'urgent', 'agreed', 'endocrinology');
    await sendOne(world, 'emergency', 'owed', 'endocrinology');
    const behind = async () => Number((await world.owner('select count(*) from referral_uncounted'))[0]?.['count']);
    expect(await behind()).toBe(2);
    expect(await keptCounters(world.owner)).toEqual(recountCounters(await recountReferrals(world.owner)));
    await countReferrals(world.engine.db, world.clock);
    expect(await behind()).toBe(0);
    await expectEqualToRecount();
    const kept = await world.owner('select * from referral_fact order by case_id');
    await world.owner('select rebuild_referral_facts($1)', [ZONE]);
    expect(await world.owner('select * from referral_fact order by case_id')).toEqual(kept);
    await expectEqualToRecount();
  }, 600_000);
});

describe('the counters', () => {
  test('leave a referral whose step is under way to the next time, and miss nothing of it', async () => {
    const { engine } = world;
    world.clock.set(NOW);
    const id = await sendOne(world, 'urgent', 'agreed', 'endocrinology');
    let counted = Number.NaN;
    // the job comes after the step has written and before it has committed
    const between: typeof engine.db.write = (actor, at, work) =>
      engine.db.write(actor, at, (tx) =>
        work({
          flight: tx.flight,
          finish: async (statements) => {
            const rows = await tx.flight(statements);
            counted = await countReferrals(engine.db, world.clock);
            await tx.finish([]);
            return rows;
          },
        }),
      );
    const request = { caseId: id, step: 'accept', version: 1, answers: ACCEPTANCE, key: null };
    const step = { ...request, actor: world.actor('coordinator') };
    const taken = await takeStep({ ...engine, db: { ...engine.db, write: between } }, 'referral', step);
    expect(taken).toMatchObject({ state: 'accepted' });
    expect(counted).toBe(0);
    await expectEqualToRecount();
    expect(await countReferrals(engine.db, world.clock)).toBe(1);
    await expectEqualToRecount();
  });
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

  test('onward from the township is a second leg, up as well, and seen when the village saw the resident', async () => {
    world.clock.set(NOW);
    const id = await sendOne(world, 'routine', 'agreed', 'general');
    await world.step(id, 'accept', 'gp', ACCEPTANCE);
    await world.step(id, 'arrive', 'gp', ARRIVAL);
    const draft = newId();
    await world.hold(draft, 'endocrinology');
    const [resident] = await world.owner('select resident from cases where id = $1', [id]);
    const entry = { ...OUT_FORM, resident: resident?.['resident'], draft };
    await world.step(id, 'refer-onward', 'gp', { onward: [entry] });
    await world.step(draft, 'accept', 'coordinator', ACCEPTANCE);
    await world.step(draft, 'arrive', 'clerk', ARRIVAL);
    await world.step(draft, 'issue-return', 'physician', RETURN_NOTE);
    await world.step(draft, 'take-back', 'gp');
    await world.step(id, 'issue-return', 'gp', RETURN_NOTE);
    await world.step(id, 'take-back', 'village-doctor');
    world.clock.advance(3 * 86_400_000);
    const visit = { seenOn: '2026-11-21', how: 'at-home', condition: '创面干燥' };
    await world.step(id, 'record-visit', 'village-doctor', visit);
    await world.step(draft, 'close-on-visit', 'gp');
    const legs = await world.owner(
      `select sender_level, receiver_level, sender_consortium, seen_on, ending from referral_fact where case_id = any($1) order by opened_at, case_id = $2 desc`,
      [[id, draft], id],
    );
    const common = { sender_consortium: 'consortium-qinghe', seen_on: '2026-11-21' };
    expect(legs).toEqual([
      { ...common, sender_level: 'village', receiver_level: 'township', ending: null },
      { ...common, sender_level: 'township', receiver_level: 'county', ending: 'finished' },
    ]);
    await expectEqualToRecount();
    const kept = await world.owner('select * from referral_fact order by case_id');
    await world.owner('select rebuild_referral_facts($1)', [ZONE]);
    expect(await world.owner('select * from referral_fact order by case_id')).toEqual(kept);
  });

  test('down from the hospital asks nobody for an answer, and is seen like any other', async () => {
    world.clock.set(NOW);
    const id = newId();
    const resident = await world.newResident();
    await world.owner(
      `insert into relation (resident, organisation, kind, source, from_at) values ($1, 'county-hospital', 'registration', 'x', $2)`,
      [resident, NOW],
    );
    const consent = { told: OUT_FORM.told, consent: 'agreed', signer: 'self', signerName: '吴淑琴' };
    await takeStep(world.engine, 'referral', {
      caseId: id,
      step: 'send-down',
      version: null,
      answers: { ...RETURN_NOTE, ...consent, resident, urgency: 'routine', visit: 'outpatient', department: 'general' },
      actor: world.actor('physician'),
      key: null,
    });
    await world.step(id, 'take-back', 'gp');
    await world.step(id, 'record-visit', 'nurse', { seenOn: '2026-11-20', how: 'at-home', condition: '平稳' });
    const [fact] = await world.owner('select * from referral_fact where case_id = $1', [id]);
    expect(fact).toMatchObject({ sender_level: 'county', receiver_level: 'township', answer_due_at: null });
    await expectEqualToRecount();
    const kept = await world.owner('select * from referral_fact order by case_id');
    await world.owner('select rebuild_referral_facts($1)', [ZONE]);
    expect(await world.owner('select * from referral_fact order by case_id')).toEqual(kept);
  });
});
