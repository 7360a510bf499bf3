/** Facts and counters kept by the steps equal what the stored JSON says, whatever happened, and can be made again. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasErrors, isRefused, takeStep } from '../../engines/pathways/run.ts';
import { sweepClocks } from '../../engines/pathways/sweep.ts';
import { civilDay } from '../../platform/civil-time.ts';
import { newId } from '../../platform/ids.ts';
import { keptCounters, keptReferrals, recountCounters, recountReferrals } from '../../../test/recount-referrals.ts';
import { ACCEPTANCE, ARRIVAL, openReferralWorld, OUT_FORM, RETURN_NOTE } from '../../../test/referral-world.ts';
import type { ReferralWorld } from '../../../test/referral-world.ts';
import { NOW, ZONE } from '../../../test/world.ts';
import type { WorldPerson } from '../../../test/world.ts';

let world: ReferralWorld;
beforeAll(async () => {
  world = await openReferralWorld();
  await world.owner('update quota set places = 100000');
});
afterAll(() => world.drop());

const WHY = { explanation: '详见电话记录' };
type Deed = readonly [step: string, who: WorldPerson, answers: Readonly<Record<string, unknown>>];
/** What may be tried in a state: the ordinary way, and the ways off it. */
const DEEDS: Readonly<Record<string, readonly Deed[]>> = {
  sent: [
    ['accept', 'coordinator', ACCEPTANCE],
    ['refuse', 'coordinator', { ...WHY, reason: 'no-free-bed', nextStep: 'refer-elsewhere' }],
    ['refuse', 'coordinator', { ...WHY, reason: 'outside-scope', nextStep: 'treat-at-base' }],
    ['ask', 'coordinator', { missing: '近一周血糖记录' }],
    ['redirect', 'coordinator', { ...WHY, department: 'city-endocrinology' }],
    ['pass-on', 'coordinator', { department: 'city-endocrinology', stabilised: '平稳', escort: 'ambulance-120' }],
    ['refuse', 'city-coordinator', { ...WHY, reason: 'information-missing', nextStep: 'refer-elsewhere' }],
    ['accept', 'city-coordinator', ACCEPTANCE],
    ['withdraw', 'gp', WHY],
  ],
  'information-requested': [
    ['supply', 'gp', { supplied: '血糖 9.1 mmol/L' }],
    ['end-at-sender', 'gp', { ...WHY, ending: 'duplicate' }],
  ],
  declined: [
    ['refer-elsewhere', 'gp', { department: 'city-endocrinology' }],
    ['end-at-sender', 'gp', { ...WHY, ending: 'refused' }],
  ],
  accepted: [
    ['arrive', 'clerk', ARRIVAL],
    ['arrive', 'city-clerk', ARRIVAL],
    ['report-no-show', 'clerk', { ...WHY, contacted: 'reached' }],
    ['end-at-receiver', 'clerk', { ...WHY, ending: 'patient-declined' }],
  ],
  'not-arrived': [
    ['send-again', 'gp', { department: 'endocrinology' }],
    ['end-at-sender', 'gp', { ...WHY, ending: 'treated-elsewhere' }],
  ],
  'in-care': [
    ['issue-return', 'physician', RETURN_NOTE],
    ['issue-return', 'city-physician', RETURN_NOTE],
    ['end-at-receiver', 'physician', { ...WHY, ending: 'died' }],
  ],
  'return-issued': [
    ['take-back', 'gp', {}],
    ['question-return', 'gp', { ...WHY, reason: 'information-missing' }],
  ],
  'taken-back': [
    ['record-visit', 'nurse', { seenOn: '2026-11-20', how: 'telephone', condition: '平稳' }],
    ['end-at-sender', 'gp', { ...WHY, ending: 'moved-away' }],
  ],
  seen: [['close', 'gp', { tasksDone: 'all-done' }]],
};

const open = async (urgency: string, consent: string, department: string): Promise<string> => {
  const id = newId();
  if (urgency !== 'emergency' && consent !== 'refused') await world.hold(id, department);
  const result = await takeStep(world.engine, 'referral', {
    caseId: id,
    step: 'send',
    version: null,
    answers: { ...OUT_FORM, resident: await world.newResident(), urgency, consent, department },
    actor: world.actor('gp'),
    key: null,
  });
  if (isRefused(result) || hasErrors(result)) throw new Error(JSON.stringify(result));
  return id;
};

const schedule = fc.record({
  /** Days before the world's day on which it is sent. */
  earlier: fc.integer({ min: 0, max: 70 }),
  urgency: fc.constantFrom('emergency', 'urgent', 'routine', 'routine'),
  consent: fc.constantFrom('agreed', 'agreed', 'agreed', 'agreed', 'refused'),
  department: fc.constantFrom('endocrinology', 'endocrinology', 'city-endocrinology', 'other-endocrinology'),
  /** Most go on along the ordinary way, else few would leave the first state. */
  deeds: fc.array(
    fc.record({
      choice: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(7) }),
      minutes: fc.integer({ min: 0, max: 3000 }),
    }),
    { minLength: 2, maxLength: 14 },
  ),
});

const stateOf = async (id: string): Promise<string> =>
  String((await world.owner('select state from cases where id = $1', [id]))[0]?.['state']);

/** The deed chosen, or the first after it that somebody may do here. */
const act = async (id: string, choice: number): Promise<void> => {
  const possible = DEEDS[await stateOf(id)] ?? [];
  for (let tried = 0; tried < possible.length; tried++) {
    const [step, who, answers] = possible[(choice + tried) % possible.length] ?? [];
    if (step === undefined || who === undefined) return;
    const now = world.clock.now();
    const dated = {
      ...answers,
      ...(step === 'arrive' ? { arrivedAt: now.toISOString() } : {}),
      ...(step === 'record-visit' ? { seenOn: civilDay(now, ZONE) } : {}),
    };
    const result = await world.step(id, step, who, dated);
    if (!isRefused(result) && !hasErrors(result)) return;
  }
};

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
      fc.asyncProperty(schedule, async ({ earlier, urgency, consent, department, deeds }) => {
        world.clock.set(new Date(NOW.getTime() - earlier * 86_400_000));
        const id = await open(urgency, urgency === 'emergency' && consent === 'agreed' ? 'owed' : consent, department);
        for (const { choice, minutes } of deeds) {
          world.clock.advance(minutes * 60_000);
          await sweepClocks(world.engine);
          await act(id, choice);
        }
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
    const kept = await world.owner('select * from referral_fact order by case_id');
    await world.owner('select rebuild_referral_facts($1)', [ZONE]);
    expect(await world.owner('select * from referral_fact order by case_id')).toEqual(kept);
    await expectEqualToRecount();
  }, 600_000);
});

describe('one referral', () => {
  test('refused twice counts as refused once, for the reason it was refused first', async () => {
    world.clock.set(NOW);
    const id = await open('routine', 'agreed', 'endocrinology');
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
    const id = await open('urgent', 'agreed', 'endocrinology');
    world.clock.advance(121 * 60_000);
    await sweepClocks(world.engine);
    expect(await world.owner('select answer_late, answered_at from referral_fact where case_id = $1', [id])).toEqual([
      { answer_late: true, answered_at: null },
    ]);
    await world.step(id, 'accept', 'coordinator', ACCEPTANCE);
    await expectEqualToRecount();
  });
});
