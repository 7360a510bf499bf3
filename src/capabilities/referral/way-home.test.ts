/** Back to the team that returned the resident, and down from a hospital that begins by itself. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
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
import type { WorldPerson } from '../../../test/world.ts';
import { NOW } from '../../../test/world.ts';
import { openCase } from '../../engines/pathways/case-view.ts';
import { takeStep } from '../../engines/pathways/run.ts';
import { wayAhead } from '../../engines/pathways/take-step.ts';
import { findWorklist } from '../../engines/pathways/worklist.ts';
import { newId } from '../../platform/ids.ts';
import { isRefusal } from '../../platform/refusal.ts';
import { referral } from './pathway.ts';

let world: ReferralWorld;
beforeAll(async () => {
  world = await openReferralWorld();
});
afterAll(() => world.drop());
beforeEach(async () => {
  world.clock.set(NOW);
  await world.owner(`update hold set status = 'released' where status in ('active', 'used')`);
  await world.owner(`update quota set held = 0, occupied = 0, over = 0`);
});

const SAY = { sentence: ({ refused }: { readonly refused: string }) => refused, role: (role: string) => role };
const DAY = 24 * 3_600_000;
const owner = async (id: string) => {
  const [row] = await world.owner(
    'select owner_organisation, owner_role, owner_department, due_at from cases where id = $1',
    [id],
  );
  return [row?.['owner_organisation'], row?.['owner_role'], row?.['owner_department']];
};
const fact = async (id: string) =>
  (
    await world.owner(
      'select sender, sender_level, receiver, receiver_level, returned_on, seen_on from referral_fact where case_id = $1',
      [id],
    )
  )[0];
const takenBack = async (): Promise<string> => {
  const { id } = await world.send();
  await world.step(id, 'accept', 'coordinator', ACCEPTANCE);
  await world.step(id, 'arrive', 'clerk', ARRIVAL);
  await world.step(id, 'issue-return', 'physician', RETURN_NOTE);
  await world.step(id, 'take-back', 'gp');
  return id;
};
const BACK = { condition: '创面再次红肿渗液，体温 38.4 ℃', contact: '5203' };
const VISIT = { seenOn: '2026-11-20', how: 'at-home', condition: '平稳' };

describe('what comes next', () => {
  test('is the ordinary way: home, seen and closed, with the way back to the ward beside it', async () => {
    expect(wayAhead(referral, 'sent')).toEqual([
      'accept',
      'arrive',
      'issue-return',
      'take-back',
      'record-visit',
      'close',
    ]);
    const id = await takenBack();
    const opened = await openCase(world.engine, SAY, world.actor('gp'), id, 'zh');
    if (isRefusal(opened)) throw new Error(opened.refused);
    const { view } = opened;
    expect(view.steps.find(({ primary }) => primary)?.step).toBe('record-visit');
    expect(view.steps.map(({ step }) => step)).toContain('send-back');
    expect(view.ahead).toEqual(['record-visit', 'close']);
  });
});

describe('a resident who has to go back', () => {
  test('goes to the same department with everything the case holds, on the short clock, and comes home again', async () => {
    const id = await takenBack();
    await world.step(id, 'record-visit', 'nurse', VISIT);
    expect(await fact(id)).toMatchObject({ seen_on: '2026-11-20' });
    expect(outcome(await world.step(id, 'send-back', 'gp', BACK))).toBe('sent-back');
    expect(await owner(id)).toEqual(['county-hospital', 'referral-coordinator', 'endocrinology']);
    const [clock] = await world.owner('select due_at, limit_code from cases where id = $1', [id]);
    expect(clock).toEqual({ due_at: new Date(NOW.getTime() + 240 * 60_000), limit_code: 'referral.fast-answer' });
    // a place was free: it is kept until the answer, without anybody choosing it again
    expect(await world.owner(`select department from hold where subject = $1 and status = 'active'`, [id])).toEqual([
      { department: 'endocrinology' },
    ]);
    // who went back is to be seen again
    expect(await fact(id)).toMatchObject({ returned_on: null, seen_on: null });
    expect(outcome(await world.step(id, 'accept', 'coordinator', ACCEPTANCE))).toBe('accepted');
    expect(outcome(await world.step(id, 'arrive', 'clerk', ARRIVAL))).toBe('in-care');
    expect(outcome(await world.step(id, 'issue-return', 'physician', RETURN_NOTE))).toBe('return-issued');
    const stays = await world.owner(
      `select id, content::jsonb ->> 'status' as status from resource where type = 'Encounter' and id like $1 || '-e%' order by id`,
      [id],
    );
    expect(stays).toEqual([
      { id: `${id}-e`, status: 'finished' },
      { id: `${id}-e2`, status: 'finished' },
    ]);
    const opened = await openCase(world.engine, SAY, world.actor('physician'), id, 'zh');
    if (isRefusal(opened)) throw new Error(opened.refused);
    expect(opened.view.timeline.map(({ step }) => step)).toEqual([
      'send',
      'accept',
      'arrive',
      'issue-return',
      'take-back',
      'record-visit',
      'send-back',
      'accept',
      'arrive',
      'issue-return',
    ]);
  });

  test('does so within fourteen days of the return; afterwards a new referral is written', async () => {
    const id = await takenBack();
    world.clock.set(new Date(NOW.getTime() + 15 * DAY));
    expect(outcome(await world.step(id, 'send-back', 'gp', BACK))).toBe('refused: fast-return-over');
    world.clock.set(new Date(NOW.getTime() + 13 * DAY));
    expect(outcome(await world.step(id, 'send-back', 'coordinator', BACK))).toBe('refused: step-of-another-side');
    expect(outcome(await world.step(id, 'send-back', 'gp', BACK))).toBe('sent-back');
    const refusal = { reason: 'base-can-treat', nextStep: 'treat-at-base', explanation: '本院门诊换药即可' };
    expect(outcome(await world.step(id, 'refuse', 'coordinator', refusal))).toBe('declined');
  });
});

describe('a hospital that sends an inpatient down', () => {
  const DOWN = {
    ...RETURN_NOTE,
    urgency: 'routine',
    visit: 'outpatient',
    department: 'general',
    told: OUT_FORM.told,
    consent: 'agreed',
    signer: 'self',
    signerName: '吴淑琴',
  };
  const down = async (answers: Record<string, unknown> = {}, who: WorldPerson = 'physician') => {
    const id = newId();
    const resident = await world.newResident();
    await world.owner(
      `insert into relation (resident, organisation, kind, source, from_at) values ($1, 'county-hospital', 'registration', 'x', $2)`,
      [resident, NOW],
    );
    const result = await takeStep(world.engine, 'referral', {
      caseId: id,
      step: 'send-down',
      version: null,
      answers: { ...DOWN, resident, ...answers },
      actor: world.actor(who),
      key: null,
    });
    return { id, result };
  };

  test('begins with the plan; the township takes over, sees the resident within the promised days, and closes', async () => {
    const { id, result } = await down();
    expect(outcome(result)).toBe('return-issued');
    expect(await owner(id)).toEqual(['township', 'general-practitioner', null]);
    // counted as going down: from the county hospital to the township
    expect(await fact(id)).toMatchObject({
      sender: 'county-hospital',
      receiver: 'township',
      receiver_level: 'township',
    });
    expect(outcome(await world.step(id, 'take-back', 'gp'))).toBe('taken-back');
    const [clock] = await world.owner('select due_at from cases where id = $1', [id]);
    expect(clock).toEqual({ due_at: new Date(NOW.getTime() + 3 * DAY) });
    expect(outcome(await world.step(id, 'record-visit', 'nurse', VISIT))).toBe('seen');
    expect(outcome(await world.step(id, 'close', 'gp', { tasksDone: 'all-done' }))).toBe('finished');
  });

  test('changes the plan when the township questions it', async () => {
    const { id } = await down();
    const question = { reason: 'not-stable', explanation: '仍有发热' };
    expect(outcome(await world.step(id, 'question-return', 'gp', question))).toBe('in-care');
    expect(await owner(id)).toEqual(['county-hospital', 'attending-physician', 'endocrinology']);
    expect(outcome(await world.step(id, 'issue-return', 'physician', RETURN_NOTE))).toBe('return-issued');
  });

  test('holds a bed of the base for whoever is to lie there, and only sends down', async () => {
    expect(outcome((await down({ visit: 'inpatient' })).result)).toBe('refused: no-place-held');
    expect(outcome((await down({ department: 'city-endocrinology' })).result)).toBe(
      'refused: sent-down-to-the-base-only',
    );
    expect(outcome((await down({ consent: 'refused' })).result)).toBe('patient-declined');
    expect(outcome((await down({}, 'coordinator')).result)).toBe('refused: step-of-another-role');
  });
});

describe('who was not seen after the return', () => {
  test('is a worklist for both sides', async () => {
    const id = await takenBack();
    const seen = async (who: WorldPerson) => {
      const query = { tab: 'open', state: 'return-issued,taken-back', count: 50 } as const;
      const statement = findWorklist(world.actor(who), query, { now: NOW, endOfToday: NOW, endOfNextWorkingDay: NOW });
      if (isRefusal(statement)) throw new Error(statement.refused);
      const [rows = []] = await world.app.read(world.actor(who), NOW, [statement]);
      return rows.map((row) => row['id']);
    };
    expect(await seen('gp')).toContain(id);
    expect(await seen('physician')).toContain(id);
    await world.step(id, 'record-visit', 'nurse', VISIT);
    expect(await seen('gp')).not.toContain(id);
    expect(await seen('physician')).not.toContain(id);
  });

  test('and facts, cases and steps are what a recount of the records says', async () => {
    expect(await recountCases(world.owner)).toEqual([]);
    expect(await recountParties(world.owner)).toEqual([]);
    expect(await recountSteps(world.owner)).toEqual([]);
    const facts = () => world.owner('select * from referral_fact order by case_id');
    const kept = await facts();
    await world.owner(`select rebuild_referral_facts('Asia/Shanghai')`);
    expect(await facts()).toEqual(kept);
    expect(kept.length).toBeGreaterThan(5);
  });
});
