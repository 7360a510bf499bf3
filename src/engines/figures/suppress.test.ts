/** Small cells: hidden, and not to be worked out from the total and what is shown. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { suppressedOf } from './suppress.ts';

const hidden = (counts: readonly number[], smallest = 5): readonly number[] =>
  [...suppressedOf(counts, smallest).cells].sort();

describe('a small cell', () => {
  test('is hidden; a nought is shown, for it is about nobody', () => {
    expect(hidden([3, 0, 2, 40])).toEqual([0, 2]);
    expect(suppressedOf([10, 0, 40], 5)).toEqual({ cells: new Set(), total: false });
  });
  test('alone takes the next smallest with it, or the total would tell it', () => {
    expect(hidden([3, 12, 40])).toEqual([0, 1]);
    expect(suppressedOf([3, 12, 40], 5).total).toBe(false);
  });
  test('with others that together are still small takes one more', () =>
    expect(hidden([1, 2, 9, 40])).toEqual([0, 1, 2]));
  test('that is the only one takes the total with it', () => {
    expect(suppressedOf([3, 0, 0], 5)).toEqual({ cells: new Set([0]), total: true });
    expect(suppressedOf([1, 2], 5)).toEqual({ cells: new Set([0, 1]), total: true });
  });
});

test('whatever the table, what is hidden is shown by no difference: together it is no small number, or the total is hidden too', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(12), { maxLength: 9 }), fc.integer({ min: 0, max: 8 }), (counts, smallest) => {
      const { cells, total } = suppressedOf(counts, smallest);
      const shown = counts.filter((_, place) => !cells.has(place));
      expect(shown.filter((count) => count > 0 && count < smallest)).toEqual([]);
      const left = counts.reduce((sum, count) => sum + count, 0) - shown.reduce((sum, count) => sum + count, 0);
      if (!total && cells.size > 0) {
        expect(left).toBeGreaterThanOrEqual(smallest);
        expect(cells.size).toBeGreaterThan(1);
      }
    }),
  );
});
