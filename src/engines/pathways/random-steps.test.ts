/** Random steps by random actors: whatever happens, the laws hold. Schedules are drawn by fast-check and can be replayed by seed. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { referral } from '../../capabilities/referral/index.ts';
import type { ReferralWorld } from '../../../test/referral-world.ts';
import { ACCEPTANCE, ARRIVAL, OUT_FORM, RETURN_NOTE, openReferralWorld } from '../../../test/referral-world.ts';
import { recountCases, recountParties, recountSteps } from '../../../test/recount.ts';
import type { WorldPerson } from '../../../test/world.ts';
import { NOW } from '../../../test/world.ts';
import { hasErrors, isRefused, takeStep } from './run.ts';
import { sweepClocks } from './sweep.ts';
import { newId } from '../../platform/ids.ts';

let world: ReferralWorld;
beforeAll(async () => {
  world = await openReferralWorld({ connections: 16 });
  await world.owner('update quota set places = 100000');
});
afterAll(() => world.drop());

const PEOPLE = [
  'gp',
  'gp-two',
  'nurse',
  'village-doctor',
  'coordinator',
  'duty',
  'clerk',
  'physician',
  'surgeon',
  'beds',
  'city-coordinator',
  'city-clerk',
  'city-physician',
  'other-coordinator',
  'officer',
] as const satisfies readonly WorldPerson[];

const EXPLAINED = { explanation: '详见电话记录' };
/** Answers that fit each step; a random actor uses them in any state. */
const ANSWERS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  accept: ACCEPTANCE,
  reassign: { ...EXPLAINED, department: 'surgery' },
  ask: { missing: '近一周血糖记录' },
  redirect: { ...EXPLAINED, department: 'city-endocrinology' },
  'pass-on': { department: 'city-endocrinology', stabilised: '生命体征平稳', escort: 'ambulance-120' },
  refuse: { ...EXPLAINED, reason: 'no-free-bed', nextStep: 'refer-elsewhere' },
  supply: { supplied: '血糖 9.1 mmol/L' },
  'refer-elsewhere': { department: 'city-endocrinology' },
  arrive: ARRIVAL,
  'report-no-show': { ...EXPLAINED, contacted: 'reached' },
  'send-again': { department: 'endocrinology' },
  'issue-return': RETURN_NOTE,
  'take-back': {},
  'question-return': { ...EXPLAINED, reason: 'information-missing' },
  'record-visit': { seenOn: '2026-11-20', how: 'telephone', condition: '平稳' },
  close: { tasksDone: 'all-done' },
  'record-consent': { told: ['risk-in-transit'], consent: 'agreed', signer: 'relative', signerName: '吴伟' },
  withdraw: EXPLAINED,
  'end-at-sender': { ...EXPLAINED, ending: 'treated-elsewhere' },
  'end-at-receiver': { ...EXPLAINED, ending: 'died' },
  'send-back': { condition: '胸痛再发', contact: '5203' },
  'refer-onward': {},
  'close-on-visit': {},
  escalate: {},
};
const STEPS = Object.keys(ANSWERS);

type Move =
  | { readonly kind: 'step'; readonly step: string; readonly who: WorldPerson; readonly stale: boolean }
  | { readonly kind: 'wait'; readonly minutes: number };
const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({
      kind: fc.constant('step' as const),
      step: fc.constantFrom(...STEPS),
      who: fc.constantFrom(...PEOPLE),
      stale: fc.boolean().map((coin) => coin),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 4000 }) }),
  },
);
const schedule = fc.record({
  /** From the township to the county hospital, or from the village to the township, which may refer onward. */
  village: fc.boolean(),
  urgency: fc.constantFrom('emergency', 'urgent', 'routine'),
  moves: fc.array(move, { minLength: 4, maxLength: 24 }),
  /** Most schedules are pushed along the ordinary way, else few would leave the first state. */
  push: fc.array(fc.boolean(), { minLength: 24, maxLength: 24 }),
});

/** The ordinary way of a village's referral, where it differs. */
const FROM_VILLAGE: Readonly<Record<string, readonly [string, WorldPerson]>> = {
  sent: ['accept', 'gp'],
  'sent-back': ['accept', 'gp'],
  accepted: ['arrive', 'nurse'],
  'in-care': ['issue-return', 'gp'],
  'return-issued': ['take-back', 'village-doctor'],
  'taken-back': ['record-visit', 'village-doctor'],
  seen: ['close', 'village-doctor'],
};
const WAY: Readonly<Record<string, readonly [string, WorldPerson]>> = {
  'sent-back': ['accept', 'coordinator'],
  sent: ['accept', 'coordinator'],
  accepted: ['arrive', 'clerk'],
  'in-care': ['issue-return', 'physician'],
  'return-issued': ['take-back', 'gp'],
  'taken-back': ['record-visit', 'nurse'],
  seen: ['close', 'gp'],
  declined: ['refer-elsewhere', 'gp'],
  'not-arrived': ['send-again', 'gp'],
  'information-requested': ['supply', 'gp'],
};

const open = async (urgency: string, village = false): Promise<string> => {
  const id = newId();
  const resident = await world.newResident();
  if (urgency !== 'emergency' && !village) await world.hold(id, 'endocrinology');
  const to = village ? { visit: 'outpatient', department: 'general' } : {};
  const result = await takeStep(world.engine, 'referral', {
    caseId: id,
    step: 'send',
    version: null,
    answers: { ...OUT_FORM, ...to, urgency, resident, consent: urgency === 'emergency' ? 'owed' : 'agreed' },
    actor: world.actor(village ? 'village-doctor' : 'gp'),
    key: null,
  });
  if (isRefused(result) || hasErrors(result)) throw new Error(JSON.stringify(result));
  return id;
};

type Row = Readonly<Record<string, unknown>>;
const caseRow = async (id: string): Promise<Row> =>
  (await world.owner('select * from cases where id = $1', [id]))[0] ?? {};

/** Law 1, asked of the row itself: exactly one owner and one clock while open, an ending and neither when closed. */
const expectLawOne = (row: Row): void => {
  const parts = ['owner_organisation', 'owner_role', 'due_at', 'wake_at'].map((column) => row[column] !== null);
  expect(new Set(parts).size).toBe(1);
  expect(parts[0]).toBe(row['closed_at'] === null);
  expect(row['ending'] === null).toBe(row['closed_at'] === null);
};

/** What the table allows, written a second time and independently of take-step.ts: side, role, department and state only. */
const mayHappen = (name: string, state: unknown, who: WorldPerson, parties: readonly Row[]): boolean => {
  const step = Object.entries(referral.steps).find(([key]) => key === name)?.[1];
  if (step === undefined || step.at === 'system') return false;
  const sides: readonly string[] = typeof step.at === 'string' ? [step.at] : step.at;
  const actor = world.actor(who);
  const froms: readonly string[] = step.from;
  const roles: readonly string[] = step.by;
  return (
    froms.includes(String(state)) &&
    roles.includes(actor.role) &&
    parties.some((party) => party['organisation'] === actor.organisation && sides.includes(String(party['party'])))
  );
};

/** An emergency for the county hospital: it needs no place, so that the step itself is what is tried. */
const onward = (resident: unknown): Readonly<Record<string, unknown>> => ({
  onward: [{ ...OUT_FORM, resident, urgency: 'emergency', consent: 'owed', draft: newId() }],
});

const play = async (id: string, one: Move): Promise<void> => {
  if (one.kind === 'wait') {
    world.clock.advance(one.minutes * 60_000);
    await sweepClocks(world.engine);
    return;
  }
  const before = await caseRow(id);
  const parties = await world.owner('select * from case_party where case_id = $1', [id]);
  const version = Number(before['version']) - (one.stale && Number(before['version']) > 1 ? 1 : 0);
  const answers = one.step === 'refer-onward' ? onward(before['resident']) : ANSWERS[one.step];
  const result = await world.step(id, one.step, one.who, answers, { version });
  const after = await caseRow(id);
  expectLawOne(after);
  if (isRefused(result) || hasErrors(result)) {
    expect(after).toEqual(before);
    return;
  }
  // nothing outside the table, nothing on a version that had passed, nothing on a closed case
  expect(mayHappen(one.step, before['state'], one.who, parties)).toBe(true);
  expect(version).toBe(Number(before['version']));
  expect(before['closed_at']).toBeNull();
  expect(Number(after['version'])).toBe(version + 1);
};

describe('whatever anybody tries, in whatever order', () => {
  test('each open case has one owner and one clock, and no step outside the table ever succeeds', async () => {
    const ids: string[] = [];
    await fc.assert(
      fc.asyncProperty(schedule, async ({ urgency, moves, push, village }) => {
        world.clock.set(NOW);
        const id = await open(urgency, village);
        ids.push(id);
        for (const [index, one] of moves.entries()) {
          const state = String((await caseRow(id))['state']);
          const further = village && state === 'in-care' && index % 2 === 0;
          const ordinary = (village ? FROM_VILLAGE[state] : undefined) ?? WAY[state];
          const way = push[index] !== true ? undefined : further ? (['refer-onward', 'gp'] as const) : ordinary;
          await play(id, one);
          if (way !== undefined) await play(id, { kind: 'step', step: way[0], who: way[1], stale: false });
        }
      }),
      { numRuns: Number(process.env['KANGLIAN_SCHEDULES'] ?? 60), endOnFailure: true },
    );
    const reached = await world.owner('select distinct to_state from case_step');
    // the schedules must have gone somewhere, or the property says nothing
    expect(reached.length).toBeGreaterThan(8);
    // and the growth of the table was tried too: second legs stood open beside their first
    const legs = await world.owner('select count(*)::int as n from cases where parent is not null');
    expect(Number(legs[0]?.['n'])).toBeGreaterThan(0);
    expect(await recountCases(world.owner)).toEqual([]);
    expect(await recountParties(world.owner)).toEqual([]);
    expect(await recountSteps(world.owner)).toEqual([]);
    const [counted] = await world.owner(
      `select (select count(*) from hold where status = 'active' and kind = 'quota') as active, (select sum(held) from quota) as held,
              (select count(*) from hold where status = 'used' and kind = 'quota') as used, (select sum(occupied) from quota) as occupied`,
    );
    expect(Number(counted?.['held'])).toBe(Number(counted?.['active']));
    expect(Number(counted?.['occupied'])).toBe(Number(counted?.['used']));
    expect(ids.length).toBeGreaterThan(0);
    // two thousand schedules, asked for by KANGLIAN_SCHEDULES, take a quarter of an hour
  }, 1_800_000);
});

describe('200 people who accept the same referral at once', () => {
  test('are told by the database that one of them did', async () => {
    world.clock.set(NOW);
    const id = await open('routine');
    const results = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        world.step(id, 'accept', 'coordinator', ACCEPTANCE, { version: 1, key: `accept-${String(index)}` }),
      ),
    );
    const won = results.filter((result) => !isRefused(result) && !hasErrors(result));
    expect(won).toHaveLength(1);
    const lost = results.filter(isRefused).map((result) => result.refusal.refused);
    expect(lost).toHaveLength(199);
    expect(new Set(lost)).toEqual(new Set(['stale-version']));
    const steps = await world.owner('select step from case_step where case_id = $1 order by version', [id]);
    expect(steps.map((row) => row['step'])).toEqual(['send', 'accept']);
  });

  test('and one who sends the same key twice is answered the same twice; another body under it is refused', async () => {
    world.clock.set(NOW);
    const id = await open('routine');
    const [first, second] = await Promise.all([
      world.step(id, 'accept', 'coordinator', ACCEPTANCE, { version: 1, key: 'one-key' }),
      world.step(id, 'accept', 'coordinator', ACCEPTANCE, { version: 1, key: 'one-key' }),
    ]);
    expect(first).toEqual(second);
    expect(first).toMatchObject({ state: 'accepted', version: 2 });
    expect(await world.step(id, 'accept', 'coordinator', ACCEPTANCE, { version: 1, key: 'one-key' })).toEqual(first);
    const other = { ...ACCEPTANCE, contact: '内线 9000' };
    expect(await world.step(id, 'accept', 'coordinator', other, { version: 1, key: 'one-key' })).toMatchObject({
      refusal: { refused: 'idempotency-key-reused' },
    });
  });
});
