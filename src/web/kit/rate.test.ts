import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apartFrom, axisOf, durationParts, rateText, standingOf, wilson } from './rate.ts';

const row = (numerator: number, denominator: number) => ({ numerator, denominator });
const LIMIT = 50;

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

  it('of nothing is missing, and of fewer than the region’s limit listed and not compared, however bad it looks', () => {
    expect(standingOf(row(0, 0), LIMIT)).toBe('none');
    expect(standingOf(row(0, 50), LIMIT)).toBe('compared');
    expect(standingOf(row(3, 49), LIMIT)).toBe('few');
    expect(apartFrom(row(3, 49), 83, LIMIT)).toBeNull();
    expect(apartFrom(row(3, 49), 83, 20)).toBe('below');
    expect(apartFrom(row(30, 500), 83, LIMIT)).toBe('below');
    expect(apartFrom(row(495, 500), 83, LIMIT)).toBe('above');
    expect(apartFrom(row(415, 500), 83, LIMIT)).toBeNull();
    expect(apartFrom(row(495, 500), null, LIMIT)).toBeNull();
  });
});

describe('the comparison', () => {
  it('shares one axis that starts at a quarter and ends at all; too few to compare do not stretch it', () => {
    expect(axisOf([row(90, 100), row(70, 100)], LIMIT)).toEqual({ from: 50, until: 100, marks: [50, 75, 100] });
    expect(axisOf([row(90, 100), row(10, 100)], LIMIT).from).toBe(0);
    expect(axisOf([row(90, 100), row(1, 10)], LIMIT).from).toBe(50);
    expect(axisOf([row(0, 0)], LIMIT).marks).toEqual([0, 25, 50, 75, 100]);
  });
});

describe('a time', () => {
  it('is said in the unit a person would say it in', () => {
    expect(durationParts(0.2)).toEqual({ unit: 'minutes', count: '1' });
    expect(durationParts(47)).toEqual({ unit: 'minutes', count: '47' });
    expect(durationParts(130)).toEqual({ unit: 'hours', count: '2.2' });
    expect(durationParts(1800)).toEqual({ unit: 'hours', count: '30' });
    expect(durationParts(10080)).toEqual({ unit: 'days', count: '7' });
  });
});
