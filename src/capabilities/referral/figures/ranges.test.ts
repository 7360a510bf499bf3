import { describe, expect, test } from 'vitest';
import { monthsOf, rangeBefore, rangeYearEarlier } from './ranges.ts';

describe('a period', () => {
  test('is compared with the same days a year earlier, and with as many days just before', () => {
    const period = { from: '2026-01-01', until: '2026-02-28' };
    expect(rangeYearEarlier(period)).toEqual({ from: '2025-01-01', until: '2025-02-28' });
    expect(rangeBefore(period)).toEqual({ from: '2025-11-03', until: '2025-12-31' });
    expect(rangeBefore({ from: '2026-03-01', until: '2026-03-01' })).toEqual({
      from: '2026-02-28',
      until: '2026-02-28',
    });
    expect(rangeYearEarlier({ from: '2028-02-29', until: '2028-02-29' }).from).toBe('2027-02-28');
  });

  test('has a course of twelve months up to its last day', () => {
    const months = monthsOf({ from: '2026-10-01', until: '2026-11-20' });
    expect(months).toHaveLength(12);
    expect(months[0]).toEqual({ month: '2025-12', from: '2025-12-01', until: '2025-12-31' });
    expect(months.at(-1)).toEqual({ month: '2026-11', from: '2026-11-01', until: '2026-11-20' });
  });
});
