import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findProgramme, isInsurance, monthsOf, PROGRAMMES, splitCost, splitCosts, subsidyOf } from './benefits.ts';
import type { Insurance, Subsidy } from './benefits.ts';

const insurance = (code: string): Insurance => {
  const found = findProgramme(code);
  if (found === undefined || !isInsurance(found)) throw new Error(code);
  return found;
};
const subsidy = (code: string): Subsidy => {
  const found = findProgramme(code);
  if (found === undefined || isInsurance(found)) throw new Error(code);
  return found;
};

describe('the worked example of Tengzhou: 30 days at 80 yuan in a care home', () => {
  const thirty = Array.from({ length: 30 }, () => 8000);
  const home = insurance('ltci-tengzhou-institution');
  test('is 1,350 yuan where the cap bounds the cost', () => {
    expect(splitCosts({ ...home, capAppliesTo: 'cost' }, thirty)).toEqual({ fundFen: 135_000, selfFen: 105_000 });
  });
  test('is 1,800 yuan where the cap bounds the fund', () => {
    expect(splitCosts({ ...home, capAppliesTo: 'fund' }, thirty)).toEqual({ fundFen: 180_000, selfFen: 60_000 });
  });
  test('says which of the two it takes, and that nobody has verified it', () => {
    expect(home).toMatchObject({ capAppliesTo: 'cost', verified: false });
  });
  test.each([
    [5999, 4499],
    [6000, 4500],
    [6001, 4500],
    [0, 0],
  ])('a day of %i fen: the fund pays %i', (cost, fund) => {
    expect(splitCost(home, cost)).toEqual({ fundFen: fund, selfFen: cost - fund });
  });
});

test('Wencheng: 5,960 yuan by level, 80 % up to the monthly cap, nothing carried over', () => {
  const severe = insurance('ltci-wencheng-severe-3');
  expect(severe.capFen).toBe(Math.round(596_000 * 0.3));
  expect(splitCosts(severe, [100_000, 400_000])).toEqual({ fundFen: 80_000 + 178_800, selfFen: 20_000 + 221_200 });
});

test('Huashan: 200 yuan a bed and month, 50, 100 and 200 % more for light, moderate and severe', () => {
  const beds = subsidy('bed-operating');
  expect(['level-0', 'level-1', 'level-2'].map((level) => subsidyOf(beds, level, 1))).toEqual([20_000, 30_000, 40_000]);
  expect(subsidyOf(beds, 'level-3', 2)).toBe(120_000);
});

test.each([
  ['2026-01-01', '2026-02-01', 1],
  ['2026-01-15', '2026-03-01', 2],
  ['2026-01-31', '2026-02-02', 2],
  ['2025-12-31', '2026-01-01', 1],
  ['2026-02-01', '2026-02-01', 0],
])('from %s until %s lie %i months', (from, until, months) => {
  expect(monthsOf(from, until)).toBe(months);
});

test('whatever the cost, fund and person together bear it to the fen, and neither bears less than nothing', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...PROGRAMMES.filter(isInsurance)),
      fc.constantFrom('cost', 'fund'),
      fc.array(fc.integer({ min: 0, max: 2_000_000 }), { maxLength: 40 }),
      (programme, capAppliesTo, costs) => {
        const { fundFen, selfFen } = splitCosts({ ...programme, capAppliesTo }, costs);
        expect(fundFen + selfFen).toBe(costs.reduce((sum, cost) => sum + cost, 0));
        expect(Math.min(fundFen, selfFen)).toBeGreaterThanOrEqual(0);
        expect(fundFen).toBeLessThanOrEqual(programme.capFen * costs.length);
      },
    ),
  );
});

test('a negative cost, and half a fen, are no money', () => {
  const home = insurance('ltci-tengzhou-institution');
  expect(() => splitCost(home, -1)).toThrow();
  expect(() => splitCost(home, 0.5)).toThrow();
});

test('every programme says where it is from, what it excludes and until what it is verified', () => {
  for (const { code, source, excludes, levels, verified } of PROGRAMMES)
    expect([
      code,
      source.length > 5,
      ['care-day', 'bed-month', 'allowance'].includes(excludes),
      levels.length > 0,
      verified,
    ]).toEqual([code, true, true, true, false]);
  expect(new Set(PROGRAMMES.map(({ code }) => code)).size).toBe(PROGRAMMES.length);
});
