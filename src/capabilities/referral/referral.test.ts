import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openCase } from '../../engines/pathways/case-view.ts';
import type { CaseView } from '../../engines/pathways/shapes.ts';
import { newId } from '../../platform/ids.ts';
import { holdSlot } from '../../consortium/capacity/holds.ts';
import { takeStep } from '../../engines/pathways/run.ts';
import { sweepClocks } from '../../engines/pathways/sweep.ts';
import { isRefusal } from '../../platform/refusal.ts';
import {
  ACCEPTANCE,
  ARRIVAL,
  OUT_FORM,
  RETURN_NOTE,
  openReferralWorld,
  outcome,
} from '../../../test/referral-world.ts';
import type { ReferralWorld } from '../../../test/referral-world.ts';
import { NOW } from '../../../test/world.ts';
import type { WorldPerson } from '../../../test/world.ts';

let world: ReferralWorld;
beforeAll(async () => {
  world = await openReferralWorld();
});
afterAll(() => world.drop());
beforeEach(async () => {
  world.clock.set(NOW);
  // every story begins with empty wards
  await world.owner(`update hold set status = 'released' where status in ('active', 'used')`);
  await world.owner(`update quota set held = 0, occupied = 0, over = 0`);
});

const REFUSAL = { reason: 'no-free-bed', nextStep: 'refer-elsewhere', explanation: '近两日均满床' };
const EMERGENCY = { urgency: 'emergency', consent: 'owed', told: [], signer: '', signerName: '' };
const say = { sentence: ({ refused }: { readonly refused: string }) => refused, role: (role: string) => role };

const view = async (id: string, who: WorldPerson): Promise<CaseView> => {
  const opened = await openCase(world.engine, say, world.actor(who), id, 'zh');
  if (isRefusal(opened)) throw new Error(opened.refused);
  return opened.view;
};
const quota = async (department: string) =>
  (await world.owner('select * from quota where department = $1', [department]))[0];
const minutesLater = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000);

describe('a referral', () => {
  test('goes out, is accepted, cared for, returned, seen at home and closed', async () => {
    const { id, result } = await world.send();
    expect(outcome(result)).toBe('sent');
    expect(outcome(await world.step(id, 'accept', 'coordinator', ACCEPTANCE))).toBe('accepted');
    expect(outcome(await world.step(id, 'arrive', 'clerk', ARRIVAL))).toBe('in-care');
    expect(await quota('endocrinology')).toMatchObject({ occupied: 1, held: 0 });
    expect(outcome(await world.step(id, 'issue-return', 'physician', RETURN_NOTE))).toBe('return-issued');
    expect(await quota('endocrinology')).toMatchObject({ occupied: 0, held: 0 });
    expect(outcome(await world.step(id, 'take-back', 'gp'))).toBe('taken-back');
    const promised = await view(id, 'gp');
    expect(promised.clock?.dueAt).toBe(minutesLater(3 * 24 * 60).toISOString());
    expect(promised.tasks).toEqual([{ what: '复查创面', due: '2026-12-04', done: false }]);
    const visit = { seenOn: '2026-11-20', how: 'at-home', condition: '创面干燥' };
    expect(outcome(await world.step(id, 'record-visit', 'nurse', visit))).toBe('seen');
    expect(outcome(await world.step(id, 'close', 'gp', { tasksDone: 'all-done' }))).toBe('finished');
    const closed = await view(id, 'coordinator');
    expect(closed).toMatchObject({ ending: 'finished', owner: null, clock: null, steps: [], consentOwed: false });
    expect(closed.timeline.map((entry) => entry.step)).toEqual([
      'send',
      'accept',
      'arrive',
      'issue-return',
      'take-back',
      'record-visit',
      'close',
    ]);
    expect(closed.timeline[3]?.answers).toMatchObject({ followUpDays: 3, tasks: RETURN_NOTE.tasks });
  });

  test('is answered by the end of the next working day when routine, in 2 hours when urgent, in 15 minutes in an emergency', async () => {
    const due = async (answers: Record<string, unknown>, held: string | null) =>
      (await view((await world.send(answers, held)).id, 'gp')).clock;
    // Friday afternoon: the next working day is Monday 23 November, until half past four
    expect(await due({}, 'endocrinology')).toMatchObject({ dueAt: '2026-11-23T08:30:00.000Z', aroundTheClock: false });
    expect(await due({ urgency: 'urgent' }, 'endocrinology')).toMatchObject({ dueAt: minutesLater(120).toISOString() });
    expect(await due(EMERGENCY, null)).toMatchObject({
      dueAt: minutesLater(15).toISOString(),
      aroundTheClock: true,
      verified: false,
    });
  });

  test('keeps its place at least until its answer is due', async () => {
    const { id } = await world.send();
    const [hold] = await world.owner(
      `select h.until_at >= c.due_at as kept from hold h join cases c on c.id = h.subject where c.id = $1 and h.status = 'active'`,
      [id],
    );
    expect(hold?.['kept']).toBe(true);
  });

  test('does not leave without a held place, consent, or a resident known here', async () => {
    expect(outcome((await world.send({}, null)).result)).toBe('refused: no-place-held');
    expect(outcome((await world.send({}, 'surgery')).result)).toBe('refused: hold-is-elsewhere');
    expect(outcome((await world.send({ consent: 'owed' })).result)).toBe('refused: consent-first');
    expect(outcome((await world.send({ signerName: '' })).result)).toBe('refused: consent-names-its-signer');
    expect(outcome((await world.send({ resident: 'zhang' })).result)).toBe('refused: resident-not-registered');
    expect(outcome((await world.send({ department: 'nowhere' })).result)).toBe('refused: unknown-department');
    expect(outcome((await world.send({ department: 'general' }, null)).result)).toBe('refused: destination-is-sender');
  });

  test('whose resident does not agree ends as declined, on record, and frees the place', async () => {
    const before = Number((await quota('endocrinology'))?.['held']);
    const { id, result } = await world.send({ consent: 'refused', told: [] });
    expect(outcome(result)).toBe('patient-declined');
    expect(Number((await quota('endocrinology'))?.['held'])).toBe(before);
    const [consent] = await world.owner(
      `select content::jsonb ->> 'status' as status from resource where type = 'Consent' and id = $1`,
      [id],
    );
    expect(consent?.['status']).toBe('rejected');
  });

  test('that is an emergency can be accepted or passed on, never refused', async () => {
    const { id } = await world.send(EMERGENCY, null);
    const seen = await view(id, 'coordinator');
    expect(seen.steps.map((possible) => possible.step)).toEqual(['accept', 'reassign', 'pass-on']);
    expect(seen.blocked).toContainEqual({ step: 'refuse', reason: 'emergency-cannot-be-refused' });
    expect(outcome(await world.step(id, 'refuse', 'coordinator', REFUSAL))).toBe(
      'refused: emergency-cannot-be-refused',
    );
    expect(outcome(await world.step(id, 'ask', 'coordinator', { missing: '心电图' }))).toBe('refused: emergency-first');
  });

  test('that is an emergency is accepted by a full hospital, over capacity and shown so', async () => {
    await world.owner(`update quota set places = 0, over = held + occupied where department = 'surgery'`);
    const { id } = await world.send({ ...EMERGENCY, department: 'surgery' }, null);
    expect(outcome(await world.step(id, 'accept', 'coordinator', ACCEPTANCE))).toBe('accepted');
    expect((await view(id, 'gp')).hold).toMatchObject({ overCapacity: true, status: 'active' });
    expect(await quota('surgery')).toMatchObject({ places: 0, held: 1, over: 1 });
    await world.owner(`update quota set places = 4, over = 0 where department = 'surgery'`);
  });

  test('that is an emergency keeps its clock when it is stabilised and passed on', async () => {
    const { id } = await world.send(EMERGENCY, null);
    world.clock.set(minutesLater(9));
    const passed = {
      department: 'city-endocrinology',
      stabilised: '已开放静脉通路，血压 110/70',
      escort: 'ambulance-120',
    };
    expect(outcome(await world.step(id, 'pass-on', 'coordinator', passed))).toBe('sent');
    const seen = await view(id, 'city-coordinator');
    expect(seen.clock?.dueAt).toBe(minutesLater(15).toISOString());
    expect(seen.owner?.organisation.id).toBe('city-hospital');
    expect(outcome(await world.step(id, 'accept', 'coordinator', ACCEPTANCE))).toBe('refused: step-of-another-side');
    expect(outcome(await world.step(id, 'accept', 'city-coordinator', ACCEPTANCE))).toBe('accepted');
  });

  test('is not refused without a next step, and comes back to its sender when it is', async () => {
    const { id } = await world.send();
    const { nextStep, ...withoutNext } = REFUSAL;
    expect(nextStep).toBe('refer-elsewhere');
    expect(outcome(await world.step(id, 'refuse', 'coordinator', withoutNext))).toBe('errors: nextStep missing');
    expect(outcome(await world.step(id, 'refuse', 'coordinator', REFUSAL))).toBe('declined');
    const back = await view(id, 'gp');
    expect(back.owner).toMatchObject({ mine: true, organisation: { id: 'township' } });
    expect(back.timeline.at(-1)).toMatchObject({ reason: 'no-free-bed' });
    const elsewhere = { department: 'city-endocrinology' };
    expect(outcome(await world.step(id, 'refer-elsewhere', 'gp', elsewhere))).toBe('sent');
    const attempts = await world.owner(
      `select content::jsonb ->> 'status' as status from resource where type = 'Task' and id like $1 || '-%' order by id`,
      [id],
    );
    expect(attempts.map((attempt) => attempt['status'])).toEqual(['rejected', 'requested']);
  });

  test('whose resident does not come goes back to the sender and frees the place', async () => {
    const { id } = await world.send();
    await world.step(id, 'accept', 'coordinator', ACCEPTANCE);
    const no = { contacted: 'not-reached', explanation: '电话无人接听' };
    expect(outcome(await world.step(id, 'report-no-show', 'clerk', no))).toBe('not-arrived');
    expect((await view(id, 'gp')).hold?.status).toBe('released');
    expect(
      outcome(
        await world.step(id, 'end-at-sender', 'gp', { ending: 'treated-elsewhere', explanation: '已在省城住院' }),
      ),
    ).toBe('treated-elsewhere');
  });

  test('that nobody answers is escalated by itself, both sides see it, and it keeps its owner', async () => {
    const { id } = await world.send({ urgency: 'urgent' });
    world.clock.set(minutesLater(121));
    await sweepClocks(world.engine);
    for (const who of ['gp', 'coordinator'] as const) {
      const late = await view(id, who);
      expect(late.clock).toMatchObject({ late: true, escalation: 1 });
      expect(late.owner?.organisation.id).toBe('county-hospital');
      expect(late.timeline.at(-1)).toMatchObject({ step: 'escalate', by: { role: 'system' } });
    }
    expect(outcome(await world.step(id, 'accept', 'duty', ACCEPTANCE))).toBe('accepted');
  });

  const WHY = { explanation: '详见电话记录' };
  const declined = [['refuse', 'coordinator', REFUSAL]] as const;
  const accepted = [['accept', 'coordinator', ACCEPTANCE]] as const;
  const inCare = [...accepted, ['arrive', 'clerk', ARRIVAL]] as const;
  test.each([
    ['refused', declined, 'end-at-sender', 'gp', { ...WHY, ending: 'refused' }],
    ['cancelled', [], 'withdraw', 'gp', WHY],
    ['patient-declined', accepted, 'end-at-receiver', 'clerk', { ...WHY, ending: 'patient-declined' }],
    ['left-against-advice', inCare, 'end-at-receiver', 'physician', { ...WHY, ending: 'left-against-advice' }],
    ['died', inCare, 'end-at-receiver', 'physician', { ...WHY, ending: 'died' }],
    ['moved-away', declined, 'end-at-sender', 'gp', { ...WHY, ending: 'moved-away' }],
    ['treated-elsewhere', accepted, 'end-at-receiver', 'clerk', { ...WHY, ending: 'treated-elsewhere' }],
    ['duplicate', declined, 'end-at-sender', 'gp', { ...WHY, ending: 'duplicate' }],
  ] as const)(
    'ends as %s, has no owner and no clock then, and keeps no place',
    async (ending, way, last, who, answers) => {
      const { id } = await world.send();
      for (const [step, by, form] of way) await world.step(id, step, by, form);
      expect(outcome(await world.step(id, last, who, answers))).toBe(ending);
      expect(await view(id, 'gp')).toMatchObject({
        ending,
        owner: null,
        clock: null,
        steps: [],
        hold: { status: 'released' },
      });
      expect(await quota('endocrinology')).toMatchObject({ held: 0, occupied: 0 });
    },
  );

  test('to an outpatient clinic takes the appointment that was held, and gives it back when the resident does not come', async () => {
    const appointment = async (id: string) =>
      (await world.owner(`select slot, status from hold where subject = $1 order by from_at desc limit 1`, [id]))[0];
    const book = async (slot: string) => {
      const id = newId();
      const resident = await world.newResident();
      const hold = {
        id: newId(),
        subject: id,
        organisation: 'township',
        actor: 'gp-role',
        from: NOW,
        until: minutesLater(15),
      };
      await world.app.write(world.actor('gp'), NOW, (tx) =>
        tx.finish([holdSlot({ kind: 'slot', department: 'endocrinology', slot }, hold)]),
      );
      const answers = { ...OUT_FORM, resident, visit: 'outpatient' };
      const sent = { caseId: id, step: 'send', version: null, answers, actor: world.actor('gp'), key: null } as const;
      expect(outcome(await takeStep(world.engine, 'referral', sent))).toBe('sent');
      expect(outcome(await world.step(id, 'accept', 'coordinator', ACCEPTANCE))).toBe('accepted');
      return id;
    };
    const comes = await book('slot-1');
    expect(outcome(await world.step(comes, 'arrive', 'clerk', { ...ARRIVAL, place: '内分泌科 3 诊室' }))).toBe(
      'in-care',
    );
    expect(await appointment(comes)).toEqual({ slot: 'slot-1', status: 'used' });
    expect((await view(comes, 'gp')).hold).toMatchObject({ kind: 'slot', slotAt: '2026-11-23T01:00:00.000Z' });
    const stays = await book('slot-2');
    const no = { contacted: 'reached', explanation: '改日再来' };
    expect(outcome(await world.step(stays, 'report-no-show', 'clerk', no))).toBe('not-arrived');
    expect(await appointment(stays)).toEqual({ slot: 'slot-2', status: 'released' });
    expect(await quota('endocrinology')).toMatchObject({ held: 0, occupied: 0 });
  });

  test('that is reassigned when it is late already keeps its clock and still holds a place', async () => {
    const { id } = await world.send({ urgency: 'urgent' });
    world.clock.set(minutesLater(330));
    await sweepClocks(world.engine);
    const moved = { department: 'surgery', explanation: '先行清创' };
    expect(outcome(await world.step(id, 'reassign', 'coordinator', moved))).toBe('sent');
    const seen = await view(id, 'gp');
    expect(seen.clock).toMatchObject({ dueAt: minutesLater(120).toISOString(), late: true });
    expect(seen.hold).toMatchObject({ status: 'active', department: { id: 'surgery' } });
    expect(new Date(seen.hold?.untilAt ?? 0).getTime()).toBeGreaterThan(minutesLater(330).getTime());
  });

  test('does not record impossible days: an arrival to come, a 30 February, a visit tomorrow', async () => {
    const { id } = await world.send();
    await world.step(id, 'accept', 'coordinator', ACCEPTANCE);
    const later = { ...ARRIVAL, arrivedAt: minutesLater(60).toISOString() };
    expect(outcome(await world.step(id, 'arrive', 'clerk', later))).toBe('refused: arrival-in-the-future');
    const earlier = { ...ARRIVAL, arrivedAt: minutesLater(-600).toISOString() };
    expect(outcome(await world.step(id, 'arrive', 'clerk', earlier))).toBe('refused: arrival-before-referral');
    await world.step(id, 'arrive', 'clerk', ARRIVAL);
    const plan = { ...RETURN_NOTE, tasks: [{ what: '复查', due: '2027-02-30' }] };
    expect(outcome(await world.step(id, 'issue-return', 'physician', plan))).toBe(
      'errors: tasks.0.due impossible-date',
    );
    expect(outcome(await world.step(id, 'issue-return', 'surgeon', RETURN_NOTE))).toBe(
      'refused: step-of-another-department',
    );
  });

  test('is hidden from an organisation that has no part in it', async () => {
    const { id } = await world.send();
    for (const who of ['gp-two', 'other-coordinator', 'officer'] as const) {
      expect(await openCase(world.engine, say, world.actor(who), id, 'zh')).toMatchObject({
        refused: 'case-not-found',
      });
      expect(outcome(await world.step(id, 'accept', who, ACCEPTANCE))).toBe('refused: case-not-found');
    }
  });

  test('is sent once however often the same draft or the same key is sent', async () => {
    const { id, resident } = await world.send();
    const again = {
      caseId: id,
      step: 'send',
      version: null,
      actor: world.actor('gp'),
      answers: { ...OUT_FORM, resident },
    } as const;
    expect(outcome(await takeStep(world.engine, 'referral', { ...again, key: 'again' }))).toBe(
      'refused: case-already-open',
    );
  });
});
