import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apartFrom, axisOf, groupsOf, periodOf, rateText, standingOf, totalOf, wilson } from './rate.ts';
import type { OrganisationRate } from './rate.ts';

const row = (
  numerator: number | null,
  denominator: number | null,
  name = '青禾县人民医院',
  consortium: string | null = '青禾县医共体',
): OrganisationRate => ({
  organisation: { id: name, name },
  consortium,
  numerator,
  denominator,
  value: numerator === null || denominator === null || denominator === 0 ? null : (numerator / denominator) * 100,
});

describe('a rate', () => {
  it('keeps one decimal and never rounds to all or nothing what is neither', () => {
    expect(rateText(83, 100)).toBe('83.0');
    expect(rateText(9296, 11205)).toBe('83.0');
    expect(rateText(4999, 5000)).toBe('99.9');
    expect(rateText(1, 5000)).toBe('0.1');
    expect([rateText(0, 5000), rateText(5000, 5000)]).toEqual(['0.0', '100.0']);
  });

  it('has an interval that holds its value and stays between nothing and all', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.float({ min: 0, max: 1, noNaN: true }), (of, share) => {
        const count = Math.round(of * share);
        const { low, high } = wilson(count, of);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(100);
        expect(low).toBeLessThanOrEqual((count / of) * 100 + 1e-9);
        expect(high).toBeGreaterThanOrEqual((count / of) * 100 - 1e-9);
      }),
    );
    // Wilson's interval for 27 of 38, worked out by hand.
    expect(wilson(27, 38).low).toBeCloseTo(55.25, 1);
    expect(wilson(27, 38).high).toBeCloseTo(82.97, 1);
  });

  it('is missing where nothing was reported, which is not the same as nothing due', () => {
    expect(standingOf(row(null, null))).toBe('missing');
    expect(standingOf(row(0, 0))).toBe('nothing-due');
    expect(standingOf(row(0, 50))).toBe('compared');
  });

  it('of fewer than fifty is listed and not compared, however bad it looks', () => {
    expect(standingOf(row(3, 49))).toBe('few');
    expect(apartFrom(row(3, 49), 83)).toBeNull();
    expect(apartFrom(row(30, 500), 83)).toBe('below');
    expect(apartFrom(row(495, 500), 83)).toBe('above');
    expect(apartFrom(row(415, 500), 83)).toBeNull();
    expect(apartFrom(row(495, 500), null)).toBeNull();
  });
});

describe('the comparison', () => {
  it('shares one axis that starts at a quarter and ends at all', () => {
    expect(axisOf([row(90, 100), row(70, 100)])).toEqual({ from: 50, until: 100, marks: [50, 75, 100] });
    expect(axisOf([row(90, 100), row(10, 100)]).from).toBe(0);
    expect(axisOf([row(null, null)]).marks).toEqual([0, 25, 50, 75, 100]);
  });

  it('keeps the administrative order and leaves the missing out of both sums', () => {
    const rows = [
      row(30, 60),
      row(null, null, '双桥镇卫生院'),
      row(40, 60, '白石县人民医院', '白石县医共体'),
      row(5, 9, '榆树镇卫生院'),
    ];
    expect(groupsOf(rows).map((group) => [group.consortium, group.rows.length])).toEqual([
      ['青禾县医共体', 3],
      ['白石县医共体', 1],
    ]);
    expect(totalOf(rows)).toEqual({ numerator: 75, denominator: 129, missing: 1 });
  });
});

describe('a period', () => {
  it('is of whole civil months, across the turn of the year too', () => {
    expect(periodOf('year', '2026-11-20')).toEqual({ from: '2026-01-01', until: '2026-11-20' });
    expect(periodOf('last-month', '2026-01-31')).toEqual({ from: '2025-12-01', until: '2025-12-31' });
    expect(periodOf('twelve-months', '2026-03-31')).toEqual({ from: '2025-03-01', until: '2026-02-28' });
    expect(periodOf('month', '2026-02-28')).toEqual({ from: '2026-02-01', until: '2026-02-28' });
  });
});
