/** Referrals drawn at random and played by the people of the world: what the facts and figures are held to a recount over. */
import fc from 'fast-check';
import { hasErrors, isRefused, takeStep } from '../src/engines/pathways/run.ts';
import { sweepClocks } from '../src/engines/pathways/sweep.ts';
import { civilDay } from '../src/platform/civil-time.ts';
import { newId } from '../src/platform/ids.ts';
import { ACCEPTANCE, ARRIVAL, OUT_FORM, RETURN_NOTE } from './referral-world.ts';
import type { ReferralWorld } from './referral-world.ts';
import { NOW, ZONE } from './world.ts';
import type { WorldPerson } from './world.ts';

export const WHY = { explanation: '详见电话记录' };
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
    ['refuse', 'gp', { ...WHY, reason: 'no-such-capability', nextStep: 'refer-elsewhere' }],
    ['accept', 'gp', ACCEPTANCE],
    ['withdraw', 'village-doctor', WHY],
  ],
  'information-requested': [
    ['supply', 'gp', { supplied: '血糖 9.1 mmol/L' }],
    ['end-at-sender', 'gp', { ...WHY, ending: 'duplicate' }],
    ['supply', 'village-doctor', { supplied: '血糖 9.1 mmol/L' }],
  ],
  declined: [
    ['refer-elsewhere', 'gp', { department: 'city-endocrinology' }],
    ['end-at-sender', 'gp', { ...WHY, ending: 'refused' }],
    ['refer-elsewhere', 'village-doctor', { department: 'city-endocrinology' }],
    ['end-at-sender', 'village-doctor', { ...WHY, ending: 'patient-declined' }],
  ],
  accepted: [
    ['arrive', 'clerk', ARRIVAL],
    ['arrive', 'city-clerk', ARRIVAL],
    ['arrive', 'gp', ARRIVAL],
    ['report-no-show', 'clerk', { ...WHY, contacted: 'reached' }],
    ['end-at-receiver', 'clerk', { ...WHY, ending: 'patient-declined' }],
  ],
  'not-arrived': [
    ['send-again', 'gp', { department: 'endocrinology' }],
    ['end-at-sender', 'gp', { ...WHY, ending: 'treated-elsewhere' }],
    ['end-at-sender', 'village-doctor', { ...WHY, ending: 'treated-elsewhere' }],
  ],
  'in-care': [
    ['issue-return', 'physician', RETURN_NOTE],
    ['issue-return', 'city-physician', RETURN_NOTE],
    ['issue-return', 'gp', RETURN_NOTE],
    ['end-at-receiver', 'physician', { ...WHY, ending: 'died' }],
  ],
  'return-issued': [
    ['take-back', 'gp', {}],
    ['take-back', 'village-doctor', {}],
    ['question-return', 'gp', { ...WHY, reason: 'information-missing' }],
  ],
  'taken-back': [
    ['record-visit', 'nurse', { seenOn: '2026-11-20', how: 'telephone', condition: '平稳' }],
    ['end-at-sender', 'gp', { ...WHY, ending: 'moved-away' }],
    ['record-visit', 'village-doctor', { seenOn: '2026-11-20', how: 'at-home', condition: '平稳' }],
  ],
  seen: [
    ['close', 'gp', { tasksDone: 'all-done' }],
    ['close', 'village-doctor', { tasksDone: 'all-done' }],
  ],
};

/** Sent by the township's doctor, or to the township by its village's; `consent` refused ends it at once. Answers the case's id. */
export const sendOne = async (
  world: ReferralWorld,
  urgency: string,
  consent: string,
  department: string,
): Promise<string> => {
  const id = newId();
  const toTownship = department === 'general';
  if (urgency !== 'emergency' && consent !== 'refused' && !toTownship) await world.hold(id, department);
  const result = await takeStep(world.engine, 'referral', {
    caseId: id,
    step: 'send',
    version: null,
    answers: {
      ...OUT_FORM,
      ...(toTownship ? { visit: 'outpatient' } : {}),
      resident: await world.newResident(),
      urgency,
      consent,
      department,
    },
    actor: world.actor(toTownship ? 'village-doctor' : 'gp'),
    key: null,
  });
  if (isRefused(result) || hasErrors(result)) throw new Error(JSON.stringify(result));
  return id;
};

export const schedule = fc.record({
  /** Days before the world's day on which it is sent. */
  earlier: fc.integer({ min: 0, max: 70 }),
  urgency: fc.constantFrom('emergency', 'urgent', 'routine', 'routine'),
  consent: fc.constantFrom('agreed', 'agreed', 'agreed', 'agreed', 'refused'),
  department: fc.constantFrom('endocrinology', 'endocrinology', 'city-endocrinology', 'other-endocrinology', 'general'),
  /** Most go on along the ordinary way, else few would leave the first state. */
  deeds: fc.array(
    fc.record({
      choice: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(7) }),
      minutes: fc.integer({ min: 0, max: 3000 }),
    }),
    { minLength: 2, maxLength: 14 },
  ),
});

const stateOf = async (world: ReferralWorld, id: string): Promise<string> =>
  String((await world.owner('select state from cases where id = $1', [id]))[0]?.['state']);

/** The deed chosen, or the first after it that somebody may do here. */
export const act = async (world: ReferralWorld, id: string, choice: number): Promise<void> => {
  const possible = DEEDS[await stateOf(world, id)] ?? [];
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

export type Schedule = typeof schedule extends fc.Arbitrary<infer Drawn> ? Drawn : never;

/** Plays one schedule from the day it was sent; clocks that run out meanwhile escalate. */
export const play = async (world: ReferralWorld, drawn: Schedule): Promise<void> => {
  const { earlier, urgency, department, deeds } = drawn;
  world.clock.set(new Date(NOW.getTime() - earlier * 86_400_000));
  const consent = urgency === 'emergency' && drawn.consent === 'agreed' ? 'owed' : drawn.consent;
  const id = await sendOne(world, urgency, consent, department);
  for (const { choice, minutes } of deeds) {
    world.clock.advance(minutes * 60_000);
    await sweepClocks(world.engine);
    await act(world, id, choice);
  }
};
