/** Money for a person who lives in a home: by the level in force, once, through four hands, and back to the fen when it was wrong. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HomeWorld } from '../../../test/home-world.ts';
import { HOME_BEDS, HOME_NURSE, openHomeWorld } from '../../../test/home-world.ts';
import { outcome } from '../../../test/referral-world.ts';
import { newId } from '../../platform/ids.ts';
import type { Actor } from '../../platform/postgres/database.ts';

let world: HomeWorld;
let resident: string;
let stay: string;
const officer = (id: string, role: string): Actor => ({
  id: `${id}-role`,
  person: id,
  role,
  organisation: 'money-bureau',
  department: null,
  purpose: 'care',
});
const ONE = officer('one', 'insurance-officer');
const TWO = officer('two', 'insurance-officer');
const CIVIL = officer('civil', 'civil-affairs-officer');

const ask = async (pathway: string, programme: string, from: string, until: string, of = resident) => {
  const id = newId();
  const answers = {
    resident: of,
    bureau: 'money-bureau',
    programme,
    fromOn: from,
    untilOn: until,
    papers: '身份证、评估结论',
  };
  return { id, came: outcome(await world.take(pathway, id, 'ask-benefit', HOME_NURSE, answers)) };
};
const take = async (pathway: string, id: string, step: string, who: Actor, answers: object = {}) =>
  outcome(await world.take(pathway, id, step, who, answers));
/** A level in force, as an assessment leaves it. */
const levelInForce = async (scale: string, level: string): Promise<void> => {
  const id = newId();
  await world.owner(
    `insert into cases (id, number, pathway, pathway_version, state, version, urgency, resident, opener, opened_at, changed_at, closed_at, ending)
     values ($1, $1, 'assessment', 1, 'in-force', 1, 'routine', $2, 'test', now(), now(), now(), 'finished')`,
    [id, resident],
  );
  await world.owner(
    `insert into assessment_result (case_id, resident, round, scale, level, cut_offs, verified, reason, concluded_at)
     values ($1, $2, 1, $3, $4, 'test', false, 'test', '2026-11-01T00:00:00Z')`,
    [id, resident, scale, level],
  );
};

beforeAll(async () => {
  world = await openHomeWorld();
  await world.owner(`insert into organisation (id, kind, name, short_name, made_up, from_on) values
    ('money-bureau', 'bureau', '云岭市医疗保障局', '市医保局', true, '2024-01-01')`);
  resident = await world.newResident('吴淑琴');
  ({ id: stay } = await world.apply(resident));
  await world.take('residence', stay, 'offer-bed', HOME_BEDS, { bed: 'h-1', until: world.hour(24) });
  await world.take('residence', stay, 'admit', HOME_NURSE, {
    arrivedAt: world.hour(0),
    informed: true,
    keyContact: '女儿 13800000000',
  });
});
afterAll(() => world.drop());

describe('a benefit', () => {
  test('needs a level in force, by the standard of its programme', async () => {
    const asked = () => ask('care-benefit', 'ltci-tengzhou-institution', '2026-11-20', '2026-12-20');
    expect((await asked()).came).toBe('refused: benefit.no-level');
    await levelInForce('gb-t-42195', 'level-4');
    expect((await asked()).came).toBe('refused: benefit.no-level');
    await levelInForce('ltci-disability', 'level-2');
    expect((await asked()).came).toBe('refused: benefit.level-does-not-entitle');
    await world.owner(`update assessment_result set level = 'level-3' where scale = 'ltci-disability'`);
  });

  let id: string;
  test('is asked for a period, of a bureau', async () => {
    expect((await ask('care-benefit', 'ltci-tengzhou-institution', '2026-12-20', '2026-11-20')).came).toBe(
      'refused: benefit.ends-before-it-begins',
    );
    const asked = await ask('care-benefit', 'ltci-tengzhou-institution', '2026-11-20', '2026-12-20');
    id = asked.id;
    expect(asked.came).toBe('asked');
  });

  test('excludes every other programme of its kind on the same days, however many ask at once', async () => {
    const others = await Promise.all(
      Array.from({ length: 8 }, () => ask('care-benefit', 'ltci-tianjin-institution', '2026-12-19', '2027-01-19')),
    );
    expect(others.map(({ came }) => came)).toEqual(Array.from({ length: 8 }, () => 'refused: benefit.drawn-already'));
    // the day after the end is free
    const next = await ask('care-benefit', 'ltci-tianjin-institution', '2026-12-20', '2027-01-20');
    expect(next.came).toBe('asked');
    expect(await take('care-benefit', next.id, 'withdraw-benefit', HOME_NURSE)).toBe('benefit-withdrawn');
    // and what was withdrawn excludes nothing any more
    const again = await Promise.all(
      Array.from({ length: 8 }, () => ask('care-benefit', 'ltci-tianjin-institution', '2026-12-20', '2027-01-20')),
    );
    expect(again.filter(({ came }) => came === 'asked')).toHaveLength(1);
    expect(again.filter(({ came }) => came === 'refused: benefit.drawn-already')).toHaveLength(7);
  });

  test('goes through another hand at each step', async () => {
    expect(await take('care-benefit', id, 'check-benefit', ONE, { finding: '材料齐全' })).toBe('checked');
    expect(await take('care-benefit', id, 'approve-benefit', ONE)).toBe('refused: benefit.another-person');
    expect(await take('care-benefit', id, 'approve-benefit', TWO)).toBe('approved');
  });

  test('pays for the days the person was there: not for those in hospital', async () => {
    // eleven days in the home from 20 November; in hospital from the 25th, back on the 28th; seen on 1 December
    world.clock.set(new Date('2026-11-25T08:00:00Z'));
    expect(
      await take('residence', stay, 'to-hospital', HOME_NURSE, {
        hospital: 'county-hospital',
        leftAt: '2026-11-25T06:00:00Z',
        why: '肺炎',
        keepBed: true,
      }),
    ).toBe('away');
    world.clock.set(new Date('2026-11-28T08:00:00Z'));
    await take('residence', stay, 'return', HOME_NURSE, {
      returnedAt: '2026-11-28T02:00:00Z',
      needsReassessment: 'unchanged',
      note: '已愈',
    });
    world.clock.set(new Date('2026-12-01T02:00:00Z'));
    await take('residence', stay, 'leave', HOME_NURSE, { leftAt: '2026-12-01T01:00:00Z', to: 'home' });
    // 20–24 and 28–30 November: eight days
    const pay = { units: 9, cost: 80, paidOn: '2026-12-01' };
    const tooMany = await world.take('care-benefit', id, 'pay-benefit', ONE, pay);
    expect(tooMany).toMatchObject({ refusal: { refused: 'benefit.more-than-there-were', values: { most: 8 } } });
    expect(await take('care-benefit', id, 'pay-benefit', ONE, { ...pay, cost: -1 })).toMatch(/^errors/);
    expect(await take('care-benefit', id, 'pay-benefit', ONE, { ...pay, units: 8 })).toBe('paid');
    expect(
      await world.owner('select fund_fen::int, self_fen::int from benefit_payment where case_id = $1', [id]),
    ).toEqual([{ fund_fen: 8 * 4500, self_fen: 8 * 3500 }]);
  });

  test('found wrong is taken back by a row of its own, to the fen', async () => {
    expect(
      await take('care-benefit', id, 'audit-benefit', ONE, { verdict: 'wrong', finding: '同期住院已由医保支付' }),
    ).toBe('refused: benefit.another-person');
    expect(
      await take('care-benefit', id, 'audit-benefit', TWO, { verdict: 'wrong', finding: '同期住院已由医保支付' }),
    ).toBe('taken-back');
    const [sum] = await world.owner(
      'select count(*)::int as rows, sum(fund_fen)::int as fund, sum(self_fen)::int as self from benefit_payment where case_id = $1',
      [id],
    );
    expect(sum).toEqual({ rows: 2, fund: 0, self: 0 });
    await expect(
      world.owner(
        `insert into benefit_payment (id, case_id, fund_fen, self_fen, paid_on, by, at)
                   values ('x', $1, -5, 0, '2026-12-01', 'test', now())`,
        [id],
      ),
    ).rejects.toMatchObject({ code: '23514' });
  });
});

describe('a subsidy', () => {
  test('for a bed is for who lives in one, and no bed-month is drawn from two programmes', async () => {
    expect((await ask('care-subsidy', 'bed-operating', '2026-12-01', '2027-02-01')).came).toBe(
      'refused: benefit.lives-in-no-bed',
    );
    const { id: again } = await world.apply(resident);
    await world.take('residence', again, 'offer-bed', HOME_BEDS, { bed: 'h-2', until: '2026-12-03T00:00:00Z' });
    await world.take('residence', again, 'admit', HOME_NURSE, {
      arrivedAt: '2026-12-01T02:00:00Z',
      informed: true,
      keyContact: '女儿',
    });
    const asked = await ask('care-subsidy', 'bed-operating', '2026-12-01', '2027-02-01');
    expect(asked.came).toBe('asked');
    expect((await ask('care-subsidy', 'bed-operating-integrated', '2027-01-01', '2027-03-01')).came).toBe(
      'refused: benefit.drawn-already',
    );
    // an allowance to the person excludes neither
    expect((await ask('care-subsidy', 'allowance-disabled', '2026-12-01', '2027-02-01')).came).toBe('asked');
    expect(await take('care-subsidy', asked.id, 'check-benefit', CIVIL, { finding: '实地查看' })).toBe('checked');
    expect(await take('care-subsidy', asked.id, 'approve-benefit', officer('civil-two', 'civil-affairs-officer'))).toBe(
      'approved',
    );
    expect(await take('care-subsidy', asked.id, 'pay-benefit', CIVIL, { paidOn: '2026-12-01' })).toBe('paid');
    // two months at 200 yuan and twice as much more for the wholly disabled
    expect(await world.owner('select fund_fen::int from benefit_payment where case_id = $1', [asked.id])).toEqual([
      { fund_fen: 120_000 },
    ]);
  });

  test('is not the insurer’s to check', async () => {
    const asked = await ask('care-subsidy', 'allowance-disabled', '2027-02-01', '2027-03-01');
    expect(await take('care-subsidy', asked.id, 'check-benefit', ONE, { finding: '无' })).toMatch(
      /^refused: step-of-another-role/,
    );
  });
});
