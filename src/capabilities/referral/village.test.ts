/** A resident of the village: sent to the township hospital by the village doctor, and home again. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openCase } from '../../engines/pathways/case-view.ts';
import { newId } from '../../platform/ids.ts';
import { isRefusal } from '../../platform/refusal.ts';
import { recountCases, recountParties, recountSteps } from '../../../test/recount.ts';
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

let world: ReferralWorld;
beforeAll(async () => {
  world = await openReferralWorld();
});
afterAll(() => world.drop());
beforeEach(() => {
  world.clock.set(NOW);
});

const TO_TOWNSHIP = { visit: 'outpatient', department: 'general' } as const;
const SAY = { sentence: ({ refused }: { readonly refused: string }) => refused, role: (role: string) => role };
const VISIT = { seenOn: '2026-11-20', how: 'at-home', condition: '创面干燥' };

const owner = async (id: string) => {
  const [row] = await world.owner(
    'select owner_organisation, owner_role, owner_department, due_at is not null as clock from cases where id = $1',
    [id],
  );
  return [row?.['owner_organisation'], row?.['owner_role'], row?.['owner_department'], row?.['clock']];
};

describe('a village doctor', () => {
  test('sends a resident to the township hospital without an appointment, and takes the resident back', async () => {
    const { id, result } = await world.send(TO_TOWNSHIP, null, 'village-doctor');
    expect(outcome(result)).toBe('sent');
    expect(await owner(id)).toEqual(['township', 'general-practitioner', 'general', true]);
    expect(outcome(await world.step(id, 'accept', 'gp', ACCEPTANCE))).toBe('accepted');
    expect(await owner(id)).toEqual(['township', 'general-practitioner', 'general', true]);
    expect(outcome(await world.step(id, 'arrive', 'nurse', ARRIVAL))).toBe('in-care');
    expect(await world.owner('select id from hold where subject = $1', [id])).toEqual([]);
    expect(outcome(await world.step(id, 'issue-return', 'gp', RETURN_NOTE))).toBe('return-issued');
    expect(await owner(id)).toEqual(['village', 'village-doctor', null, true]);
    expect(outcome(await world.step(id, 'take-back', 'village-doctor'))).toBe('taken-back');
    expect(outcome(await world.step(id, 'record-visit', 'village-doctor', VISIT))).toBe('seen');
    expect(await owner(id)).toEqual(['village', 'village-doctor', null, true]);
    expect(outcome(await world.step(id, 'close', 'village-doctor', { tasksDone: 'all-done' }))).toBe('finished');
  });

  test('is asked for information, and told of a refusal and of somebody who did not come', async () => {
    const { id } = await world.send(TO_TOWNSHIP, null, 'village-doctor');
    await world.step(id, 'ask', 'gp', { missing: '近一周血糖记录' });
    expect(await owner(id)).toEqual(['village', 'village-doctor', null, true]);
    expect(outcome(await world.step(id, 'supply', 'village-doctor', { supplied: '血糖 9.1 mmol/L' }))).toBe('sent');
    const refusal = { reason: 'outside-scope', nextStep: 'refer-elsewhere', explanation: '需住院清创' };
    expect(outcome(await world.step(id, 'refuse', 'gp', refusal))).toBe('declined');
    expect(await owner(id)).toEqual(['village', 'village-doctor', null, true]);
    await world.hold(id, 'endocrinology');
    const elsewhere = { department: 'endocrinology' };
    expect(outcome(await world.step(id, 'refer-elsewhere', 'village-doctor', elsewhere))).toBe('sent');
    expect(await owner(id)).toEqual(['county-hospital', 'referral-coordinator', 'endocrinology', true]);
  });

  test('sends an emergency to a township hospital that keeps no beds: it is taken in all the same', async () => {
    const emergency = { urgency: 'emergency', visit: 'inpatient', department: 'general', consent: 'owed', told: [] };
    const { id, result } = await world.send(emergency, null, 'village-doctor');
    expect(outcome(result)).toBe('sent');
    expect(outcome(await world.step(id, 'accept', 'gp', ACCEPTANCE))).toBe('accepted');
    expect(outcome(await world.step(id, 'arrive', 'gp', ARRIVAL))).toBe('in-care');
  });

  test('needs a place where places are kept: a bed at the township, an appointment at the hospital', async () => {
    const bed = await world.send({ ...TO_TOWNSHIP, visit: 'inpatient' }, null, 'village-doctor');
    expect(outcome(bed.result)).toBe('refused: no-place-held');
    const slot = await world.send({ visit: 'outpatient', department: 'endocrinology' }, null, 'village-doctor');
    expect(outcome(slot.result)).toBe('refused: no-place-held');
  });

  test('acts for the own village alone, and the township for the township', async () => {
    const { id } = await world.send(TO_TOWNSHIP, null, 'village-doctor');
    expect(outcome(await world.step(id, 'accept', 'village-doctor', ACCEPTANCE))).toBe('refused: step-of-another-side');
    const withdrawal = { explanation: '居民改变主意' };
    expect(outcome(await world.step(id, 'withdraw', 'gp', withdrawal))).toBe('refused: step-of-another-side');
    expect(outcome(await world.step(id, 'withdraw', 'village-doctor', withdrawal))).toBe('cancelled');
  });
});

describe('a resident of the village whom the township hospital refers onward', () => {
  /** Sent by the village and in the care of the township hospital. */
  const atTownship = async (): Promise<{ id: string; resident: string }> => {
    const { id, resident } = await world.send(TO_TOWNSHIP, null, 'village-doctor');
    await world.step(id, 'accept', 'gp', ACCEPTANCE);
    await world.step(id, 'arrive', 'gp', ARRIVAL);
    return { id, resident };
  };
  const onward = async (id: string, resident: string, answers: Record<string, unknown> = {}) => {
    const draft = newId();
    await world.hold(draft, 'endocrinology');
    const entry = { ...OUT_FORM, resident, draft, ...answers };
    return { draft, result: await world.step(id, 'refer-onward', 'gp', { onward: [entry] }) };
  };
  const atCounty = async (id: string): Promise<void> => {
    await world.step(id, 'accept', 'coordinator', ACCEPTANCE);
    await world.step(id, 'arrive', 'clerk', ARRIVAL);
  };

  test('is cared for at the county hospital and comes home by way of the township, each leg with one owner and clock', async () => {
    const { id, resident } = await atTownship();
    const { draft, result } = await onward(id, resident);
    expect(outcome(result)).toBe('referred-onward');
    expect(await owner(id)).toEqual(['township', 'general-practitioner', 'general', true]);
    expect(await owner(draft)).toEqual(['county-hospital', 'referral-coordinator', 'endocrinology', true]);
    const [child] = await world.owner('select parent, number, state, resident from cases where id = $1', [draft]);
    const [first] = await world.owner('select number from cases where id = $1', [id]);
    expect(child).toMatchObject({ parent: id, number: `${String(first?.['number'])}-1`, state: 'sent', resident });
    expect(await world.owner('select status, department from hold where subject = $1', [draft])).toEqual([
      { status: 'active', department: 'endocrinology' },
    ]);
    // while the county has the resident, the township cannot send home whom it does not have
    expect(outcome(await world.step(id, 'issue-return', 'gp', RETURN_NOTE))).toBe('refused: resident-still-away');
    await atCounty(draft);
    expect(outcome(await world.step(id, 'end-at-receiver', 'gp', { ending: 'died', explanation: '误' }))).toBe(
      'refused: resident-still-away',
    );
    expect(outcome(await world.step(draft, 'issue-return', 'physician', RETURN_NOTE))).toBe('return-issued');
    expect(await owner(draft)).toEqual(['township', 'general-practitioner', null, true]);
    expect(outcome(await world.step(draft, 'take-back', 'gp'))).toBe('taken-back');
    expect(outcome(await world.step(draft, 'close-on-visit', 'gp'))).toBe('refused: not-seen-below');
    expect(outcome(await world.step(id, 'issue-return', 'gp', RETURN_NOTE))).toBe('return-issued');
    expect(outcome(await world.step(id, 'take-back', 'village-doctor'))).toBe('taken-back');
    expect(outcome(await world.step(id, 'record-visit', 'village-doctor', VISIT))).toBe('seen');
    expect(outcome(await world.step(draft, 'close-on-visit', 'gp'))).toBe('finished');
    expect(outcome(await world.step(id, 'close', 'village-doctor', { tasksDone: 'all-done' }))).toBe('finished');
    expect(await recountCases(world.owner)).toEqual([]);
    expect(await recountParties(world.owner)).toEqual([]);
    expect(await recountSteps(world.owner)).toEqual([]);
  });

  test('is seen on the way by the village: where the second referral stands, though its page is for its own sides', async () => {
    const { id, resident } = await atTownship();
    const { draft } = await onward(id, resident);
    const seen = async (who: 'village-doctor' | 'gp', of: string) => {
      const opened = await openCase(world.engine, SAY, world.actor(who), of, 'zh');
      return isRefusal(opened) ? opened.refused : opened.view.related;
    };
    expect(await seen('village-doctor', id)).toMatchObject([
      {
        relation: 'child',
        id: draft,
        state: 'sent',
        receiver: { organisation: { name: '青禾县人民医院' } },
        open: false,
      },
    ]);
    expect(await seen('gp', draft)).toMatchObject([{ relation: 'parent', id, state: 'referred-onward', open: true }]);
  });

  test('is not referred onward without what a referral needs: then nothing of the step happened', async () => {
    const { id, resident } = await atTownship();
    const draft = newId();
    const try_ = async (answers: Record<string, unknown>) =>
      outcome(await world.step(id, 'refer-onward', 'gp', { onward: [{ ...OUT_FORM, resident, draft, ...answers }] }));
    expect(await try_({})).toBe('refused: no-place-held');
    expect(await try_({ department: 'general' })).toBe('refused: destination-is-sender');
    expect(await try_({ impression: '' })).toBe('errors: onward.0.impression missing');
    await world.hold(draft, 'endocrinology');
    expect(await try_({ draft: id, urgency: 'emergency' })).toBe('refused: case-already-open');
    expect(await world.owner('select state, version from cases where id = $1', [id])).toEqual([
      { state: 'in-care', version: 3 },
    ]);
    expect(await world.owner('select id from cases where id = $1', [draft])).toEqual([]);
    const consentLess = await world.step(id, 'refer-onward', 'gp', {
      onward: [{ ...OUT_FORM, resident, draft, consent: 'refused' }],
    });
    expect(outcome(consentLess)).toBe('referred-onward');
    // the resident said no: the second case is an end of its own, and the township goes on caring
    expect(await world.owner('select ending from cases where id = $1', [draft])).toEqual([
      { ending: 'patient-declined' },
    ]);
    expect(outcome(await world.step(id, 'issue-return', 'gp', RETURN_NOTE))).toBe('return-issued');
  });

  test('goes on from the county hospital by that hospital\u2019s own ways, not as a referral from the base', async () => {
    const { id } = await world.send();
    await atCounty(id);
    const answers = { onward: [{ ...OUT_FORM, resident: 'wu', draft: newId() }] };
    expect(outcome(await world.step(id, 'refer-onward', 'physician', answers))).toBe(
      'refused: onward-from-the-base-only',
    );
    expect(outcome(await world.step(id, 'close-on-visit', 'gp'))).toBe('refused: step-not-in-this-state');
    await world.step(id, 'issue-return', 'physician', RETURN_NOTE);
    await world.step(id, 'take-back', 'gp');
    expect(outcome(await world.step(id, 'close-on-visit', 'gp'))).toBe('refused: not-referred-onward');
    const opened = await openCase(world.engine, SAY, world.actor('gp'), id, 'zh');
    const steps = isRefusal(opened) ? [] : [...opened.view.steps, ...opened.view.blocked].map(({ step }) => step);
    expect(steps).not.toContain('close-on-visit');
  });
});

describe('no case without an owner', () => {
  const actorOf = (organisation: string) => ({ ...world.actor('gp'), organisation, department: null });

  test('a doctor of a hospital cannot send as the base does, nor is a referral sent to whoever takes none', async () => {
    const inHospital = actorOf('city-hospital');
    const { id } = await world.send(TO_TOWNSHIP, null, 'village-doctor');
    expect(outcome(await world.step(id, 'redirect', 'gp', { department: 'nobody', explanation: '无' }))).toBe(
      'refused: unknown-department',
    );
    await world.owner(
      `insert into organisation (id, kind, name, short_name, made_up, from_on) values ('home-one', 'elder-care-home', '夕阳红养老院', '夕阳红', true, '2024-01-01')`,
    );
    await world.owner(
      `insert into department (id, organisation, name, specialty, made_up, from_on) values ('east', 'home-one', '东区', 'elder-care', true, '2024-01-01'), ('prevention', 'township', '公卫科', 'prevention', true, '2024-01-01'), ('empty', 'township-two', '全科', 'general', true, '2024-01-01')`,
    );
    expect(outcome(await world.step(id, 'redirect', 'gp', { department: 'east', explanation: '长期照护' }))).toBe(
      'refused: organisation-takes-no-referrals',
    );
    const prevention = await world.send(
      { ...TO_TOWNSHIP, department: 'prevention', urgency: 'emergency' },
      null,
      'village-doctor',
    );
    expect(outcome(prevention.result)).toBe('refused: nobody-answers-there');
    const resident = await world.newResident();
    await world.owner(
      `insert into relation (resident, organisation, kind, source, from_at) values ($1, 'city-hospital', 'registration', 'x', '2024-01-01')`,
      [resident],
    );
    const sent = await world.send({ ...TO_TOWNSHIP, resident }, null, inHospital);
    expect(outcome(sent.result)).toBe('refused: organisation-sends-no-referrals');
  });
});
