/** The plan home, checked against what the centre that keeps it is known to have. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../test/call.ts';
import { ACCEPTANCE, ARRIVAL, RETURN_NOTE, openReferralWorld, outcome } from '../../../test/referral-world.ts';
import type { ReferralWorld } from '../../../test/referral-world.ts';
import { stateStock } from '../../consortium/stock/statements.ts';
import type { StockState } from '../../consortium/stock/shapes.ts';
import { openCase } from '../../engines/pathways/case-view.ts';
import { newId } from '../../platform/ids.ts';
import type { Route } from '../../platform/http/route.ts';
import { isRefusal } from '../../platform/refusal.ts';
import type { WorldPerson } from '../../../test/world.ts';
import { NOW } from '../../../test/world.ts';
import { referralRoutes } from './server.ts';

let world: ReferralWorld;
let routes: readonly Route[];
const CATALOGUE = [
  ['metformin', 'medicine', '二甲双胍片', '0.5 g'],
  ['insulin', 'medicine', '门冬胰岛素30注射液', '300 单位/3 mL'],
  ['ticagrelor', 'medicine', '替格瑞洛片', '90 mg'],
  ['warfarin', 'medicine', '华法林钠片', '2.5 mg'],
  ['ventilator', 'device', '家用无创呼吸机', null],
] as const;

const state = (organisation: string, item: string, said: StockState, at = world.clock.now()) =>
  world.app.write(world.actor('gp'), at, (tx) =>
    tx.finish(stateStock({ id: newId(), organisation, item, state: said, at, author: 'gp-role' })),
  );

beforeAll(async () => {
  world = await openReferralWorld();
  routes = referralRoutes({ engine: world.engine, recordRead: () => Promise.resolve() });
  for (const [code, kind, name, form] of CATALOGUE)
    await world.owner(`insert into catalogue_item values ($1, $2, $3, $1, $4, true)`, [code, kind, name, form]);
  world.clock.set(NOW);
  await state('township', 'metformin', 'kept');
  await state('township', 'ticagrelor', 'not-kept');
  await state('township', 'insulin', 'short');
  await state('township', 'ventilator', 'not-kept');
});
afterAll(() => world.drop());
beforeEach(async () => {
  world.clock.set(NOW);
  await world.owner(`update hold set status = 'released' where status in ('active', 'used')`);
  await world.owner(`update quota set held = 0, occupied = 0, over = 0`);
});

const SAY = { sentence: ({ refused }: { readonly refused: string }) => refused, role: (role: string) => role };
const inCare = async (): Promise<string> => {
  const { id } = await world.send();
  await world.step(id, 'accept', 'coordinator', ACCEPTANCE);
  await world.step(id, 'arrive', 'clerk', ARRIVAL);
  return id;
};
const medicine = (code: string, rest: Record<string, unknown> = {}) => ({
  medicine: code,
  dose: '口服 每日1次',
  days: 28,
  ...rest,
});
const issue = async (id: string, plan: Record<string, unknown>) =>
  world.step(id, 'issue-return', 'physician', { ...RETURN_NOTE, ...plan });
const view = async (id: string, who: WorldPerson) => {
  const opened = await openCase(world.engine, SAY, world.actor(who), id, 'zh');
  if (isRefusal(opened)) throw new Error(opened.refused);
  return opened.view;
};
const check = async (id: string, body: Record<string, unknown>, who: WorldPerson = 'physician') =>
  call(routes, 'POST /api/referrals/:id/plan-check', world.actor(who), { params: { id }, body });

describe('a plan home', () => {
  test('is sent as it is when the centre has everything, and when nobody said whether it has', async () => {
    const id = await inCare();
    const plan = { medicines: [medicine('metformin'), medicine('warfarin')] };
    expect(bodyOf(await check(id, plan))).toEqual({
      centre: { id: 'township', name: '榆树镇中心卫生院' },
      items: [
        {
          row: 'medicines.0',
          code: 'metformin',
          name: '二甲双胍片 0.5 g',
          finding: 'kept',
          organisation: '榆树镇中心卫生院',
          updatedAt: NOW.toISOString(),
          settled: true,
        },
        {
          row: 'medicines.1',
          code: 'warfarin',
          name: '华法林钠片 2.5 mg',
          finding: 'unknown',
          organisation: null,
          updatedAt: null,
          settled: true,
        },
      ],
    });
    expect(outcome(await issue(id, plan))).toBe('return-issued');
  });

  test('is not sent while something is missing: the plan changes, or an arrangement is named for each', async () => {
    const id = await inCare();
    const result = await issue(id, { medicines: [medicine('ticagrelor'), medicine('insulin')] });
    expect(result).toMatchObject({
      refusal: { refused: 'plan-has-gaps', values: { items: '替格瑞洛片 90 mg、门冬胰岛素30注射液 300 单位/3 mL' } },
    });
    const one = {
      medicines: [medicine('ticagrelor', { ifMissing: 'ordered', arrangedFor: '2026-11-25' }), medicine('insulin')],
    };
    expect(await issue(id, one)).toMatchObject({ refusal: { values: { items: '门冬胰岛素30注射液 300 单位/3 mL' } } });
    const both = {
      medicines: [
        medicine('ticagrelor', { ifMissing: 'ordered', arrangedFor: '2026-11-25' }),
        medicine('insulin', { ifMissing: 'long-prescription' }),
      ],
      devices: [{ device: 'ventilator', ifMissing: 'other-centre', arrangementNote: '双桥卫生院可借用' }],
    };
    expect(outcome(await issue(id, both))).toBe('return-issued');
    const seen = await view(id, 'gp');
    expect(seen.timeline.at(-1)).toMatchObject({ step: 'issue-return', reason: 'plan-arranged', answers: both });
  });

  test('may be sent in spite of what is missing, with a reason both sides read', async () => {
    const id = await inCare();
    const overrideReason = '居民自备呼吸机，已教会使用';
    const plan = { devices: [{ device: 'ventilator', use: '夜间' }], overrideReason };
    expect(outcome(await issue(id, plan))).toBe('return-issued');
    for (const who of ['gp', 'physician'] as const)
      expect((await view(id, who)).timeline.at(-1)).toMatchObject({
        reason: 'plan-overridden',
        answers: { overrideReason },
      });
    const [stored] = await world.owner(`select content from resource where type = 'CarePlan' and id like $1 || '%'`, [
      id,
    ]);
    const plan_ = JSON.parse(String(stored?.['content'])) as Record<string, unknown>;
    expect(JSON.stringify(plan_)).toContain('"valueCode":"not-kept"');
    expect(JSON.stringify(plan_)).toContain(overrideReason);
  });

  test('may name a medicine no catalogue has, as words, with an arrangement or a reason; a wrong code is refused', async () => {
    const id = await inCare();
    expect(outcome(await issue(id, { medicines: [medicine('aspirin-x')] }))).toBe('refused: unknown-item');
    expect(outcome(await issue(id, { medicines: [{ dose: '每日1次', days: 7 }] }))).toBe('refused: item-without-name');
    const words = { medicineName: '院内制剂生肌膏', dose: '外用', days: 7 };
    expect(bodyOf(await check(id, { medicines: [words] }))['items']).toMatchObject([
      { name: '院内制剂生肌膏', finding: 'not-listed', settled: false },
    ]);
    expect(outcome(await issue(id, { medicines: [words] }))).toBe('refused: plan-has-gaps');
    expect(outcome(await issue(id, { medicines: [{ ...words, ifMissing: 'ordered' }] }))).toBe(
      'refused: arrangement-needs-day',
    );
    expect(outcome(await issue(id, { medicines: [{ ...words, ifMissing: 'other-centre' }] }))).toBe(
      'refused: arrangement-needs-place',
    );
    expect(outcome(await issue(id, { medicines: [{ ...words, ifMissing: 'long-prescription' }] }))).toBe(
      'return-issued',
    );
    const [stored] = await world.owner(`select content from resource where type = 'CarePlan' and id like $1 || '%'`, [
      id,
    ]);
    expect(String(stored?.['content'])).toContain('"valueCode":"not-listed"');
  });

  test('that the centre cannot keep is sent back, re-arranged and issued again, from what was written before', async () => {
    const id = await inCare();
    await issue(id, { medicines: [medicine('warfarin')] });
    const question = { reason: 'plan-cannot-be-kept', explanation: '本院无华法林，也不能监测凝血' };
    expect(outcome(await world.step(id, 'question-return', 'gp', question))).toBe('in-care');
    // the doctor of the township said so; now it is known
    await state('township', 'warfarin', 'not-kept');
    const earlier = await call(routes, 'GET /api/referrals/:id/earlier', world.actor('physician'), {
      params: { id },
      query: { step: 'issue-return' },
    });
    const before = bodyOf(earlier)['answers'] as Record<string, unknown>;
    expect(before).toMatchObject({ ...RETURN_NOTE, medicines: [medicine('warfarin')] });
    expect(outcome(await world.step(id, 'issue-return', 'physician', before))).toBe('refused: plan-has-gaps');
    const again = { ...before, medicines: [medicine('metformin')] };
    expect(outcome(await world.step(id, 'issue-return', 'physician', again))).toBe('return-issued');
    const plans = await world.owner(
      `select id, content from resource where type = 'CarePlan' and id like $1 || '%' order by id`,
      [id],
    );
    expect(plans).toHaveLength(2);
    expect(String(plans[1]?.['content'])).toContain(
      `"replaces":[{"reference":"CarePlan/${String(plans[0]?.['id'])}"}]`,
    );
    expect(outcome(await world.step(id, 'take-back', 'gp'))).toBe('taken-back');
  });

  test('for a village counts what its township hospital has, and is checked for nobody outside the case', async () => {
    const { id } = await world.send({ visit: 'outpatient', department: 'general' }, null, 'village-doctor');
    await state('village', 'metformin', 'not-kept');
    await state('village', 'insulin', 'kept');
    const body = { medicines: ['metformin', 'insulin', 'ticagrelor', 'warfarin'].map((code) => medicine(code)) };
    const items = bodyOf(await check(id, body, 'gp'))['items'] as { finding: string; organisation: string | null }[];
    expect(items.map(({ finding, organisation }) => [finding, organisation])).toEqual([
      ['kept', '榆树镇中心卫生院'],
      ['kept', '二道村卫生室'],
      ['not-kept', '榆树镇中心卫生院'],
      ['not-kept', '榆树镇中心卫生院'],
    ]);
    expect(refusedAs(await check(id, body, 'other-coordinator'))).toBe('case-not-found');
  });
});
