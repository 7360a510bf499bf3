/** Worse again at home, after the referral was closed: a new one to the team that returned the resident, following the first. */
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
import { NOW } from '../../../test/world.ts';
import type { WorldPerson } from '../../../test/world.ts';
import { openCase } from '../../engines/pathways/case-view.ts';
import { takeStep } from '../../engines/pathways/run.ts';
import { newId } from '../../platform/ids.ts';
import { isRefusal } from '../../platform/refusal.ts';
import { againRoute } from './routes/again.ts';
import { BackAgain } from './shapes.ts';

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

const DAY = 24 * 3_600_000;
const SAY = { sentence: ({ refused }: { readonly refused: string }) => refused, role: (role: string) => role };
const after = (days: number): void => world.clock.set(new Date(NOW.getTime() + days * DAY));

/** A referral that went out, came home, and was closed. */
const closed = async (): Promise<{ readonly id: string; readonly resident: string }> => {
  const { id, resident } = await world.send();
  await world.step(id, 'accept', 'coordinator', ACCEPTANCE);
  await world.step(id, 'arrive', 'clerk', ARRIVAL);
  await world.step(id, 'issue-return', 'physician', RETURN_NOTE);
  await world.step(id, 'take-back', 'gp');
  await world.step(id, 'record-visit', 'gp', { seenOn: '2026-11-20', how: 'at-home', condition: '平稳' });
  expect(outcome(await world.step(id, 'close', 'gp', { tasksDone: 'all-done' }))).toBe('finished');
  return { id, resident };
};
const back = async (
  earlier: { readonly id: string; readonly resident: string },
  answers: Readonly<Record<string, unknown>> = {},
  who: WorldPerson = 'gp',
) => {
  const id = newId();
  const result = await takeStep(world.engine, 'referral', {
    caseId: id,
    step: 'send',
    version: null,
    answers: { ...OUT_FORM, resident: earlier.resident, after: earlier.id, ...answers },
    actor: world.actor(who),
    key: null,
  });
  return { id, result };
};
const seen = async (id: string, who: WorldPerson) => {
  const opened = await openCase(world.engine, SAY, world.actor(who), id, 'zh');
  if (isRefusal(opened)) throw new Error(opened.refused);
  return opened.view;
};
const ask = async (id: string, who: WorldPerson) => {
  const { handle } = againRoute({ engine: world.engine, recordRead: () => Promise.resolve() });
  const answer = await handle({ params: { id }, caller: { actor: world.actor(who) } } as never);
  return 'refusal' in answer ? answer.refusal.refused : BackAgain.parse(answer.body);
};

describe('a resident who is worse again after the referral was closed', () => {
  test('goes back to the same team on the short clock, with a place if one is free and none chosen before', async () => {
    const first = await closed();
    after(5);
    const { id, result } = await back(first);
    expect(outcome(result)).toBe('sent');
    const [row] = await world.owner(
      'select owner_organisation, owner_department, due_at, limit_code from cases where id = $1',
      [id],
    );
    expect(row).toEqual({
      owner_organisation: 'county-hospital',
      owner_department: 'endocrinology',
      due_at: new Date(NOW.getTime() + 5 * DAY + 240 * 60_000),
      limit_code: 'referral.fast-answer',
    });
    expect(await world.owner(`select department from hold where subject = $1 and status = 'active'`, [id])).toEqual([
      { department: 'endocrinology' },
    ]);
    expect(outcome(await world.step(id, 'accept', 'coordinator', ACCEPTANCE))).toBe('accepted');
  });

  test('has one story for both sides: each case names the other, in the pages and in the records', async () => {
    const first = await closed();
    // so late that the hospital could no longer read the first one
    after(13);
    const { id } = await back(first);
    for (const who of ['gp', 'coordinator'] as const) {
      const now = await seen(id, who);
      expect(now.related).toMatchObject([{ relation: 'earlier', id: first.id, ending: 'finished', open: true }]);
      const then = await seen(first.id, who);
      expect(then.related).toMatchObject([{ relation: 'later', id, state: 'sent', open: true }]);
      expect(then.timeline.map(({ step }) => step)).toContain('issue-return');
    }
    const [request] = await world.owner(
      `select content::jsonb -> 'supportingInfo' as told from resource where type = 'ServiceRequest' and id = $1`,
      [id],
    );
    expect(JSON.parse(String(request?.['told']))).toEqual([
      { reference: `QuestionnaireResponse/${id}-a1` },
      { reference: `ServiceRequest/${first.id}` },
    ]);
    // an ordinary referral follows none
    const { id: other } = await world.send();
    expect((await seen(other, 'gp')).related).toEqual([]);
  });

  test('is asked for once: what the base wrote and what the hospital found begin the form', async () => {
    const first = await closed();
    after(5);
    expect(await ask(first.id, 'gp')).toEqual({
      why: null,
      until: '2026-12-04T15:59:00.000Z',
      verified: false,
      team: {
        organisation: { id: 'county-hospital', name: expect.any(String) as string },
        department: { id: 'endocrinology', name: expect.any(String) as string },
      },
      answers: {
        visit: 'inpatient',
        impression: RETURN_NOTE.diagnosis,
        history: OUT_FORM.history,
        treatment: RETURN_NOTE.treatment,
        findings: RETURN_NOTE.results,
      },
    });
    expect(await ask(first.id, 'other-coordinator')).toBe('case-not-found');
  });
});

describe('a fast return that is not one', () => {
  test('is refused once the promised days are over, and an ordinary referral is still possible', async () => {
    const first = await closed();
    after(15);
    expect(outcome((await back(first)).result)).toBe('refused: fast-return-over');
    expect(await ask(first.id, 'gp')).toMatchObject({ why: 'fast-return-over', answers: {} });
    const ordinary = await world.send({ resident: first.resident });
    expect(outcome(ordinary.result)).toBe('sent');
  });

  test('goes to no other team, and lets nobody else in without a place held', async () => {
    const first = await closed();
    expect(outcome((await back(first, { department: 'surgery' })).result)).toBe('refused: earlier-of-another-team');
    const somebody = await world.newResident();
    expect(outcome((await back({ id: first.id, resident: somebody })).result)).toBe('refused: earlier-of-another');
    expect(outcome((await back({ id: 'nowhere', resident: first.resident })).result)).toBe(
      'refused: earlier-of-another',
    );
    expect(outcome((await back(first, { after: undefined })).result)).toBe('refused: no-place-held');
  });

  test('is for a closed referral that came home: an open one has its own step, a withdrawn one no team', async () => {
    const open = await world.send();
    expect(outcome((await back(open)).result)).toBe('refused: earlier-still-open');
    await world.step(open.id, 'withdraw', 'gp', { explanation: '家属要求' });
    const [row] = await world.owner('select ending from cases where id = $1', [open.id]);
    expect(row?.['ending']).toBe('cancelled');
    expect(outcome((await back(open)).result)).toBe('refused: earlier-without-return');
  });

  test('leaves cases, parties, steps and facts as a recount of the records says', async () => {
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
