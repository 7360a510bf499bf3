import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../../platform/civil-time.ts';
import { monthsOf, piecesOf, rangeBefore, rangesOf, rangeYearEarlier, segmentsOf } from './ranges.ts';

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

  test('is read as whole months and the days at its edges, every day once and none outside it', () => {
    const today = '2026-11-20';
    expect(segmentsOf({ from: '2026-01-15', until: '2026-11-20' }, today)).toEqual([
      { span: 'day', from: '2026-01-15', until: '2026-01-31' },
      { span: 'month', from: '2026-02-01', until: '2026-11-30' },
    ]);
    expect(segmentsOf({ from: '2025-01-01', until: '2025-11-20' }, today)).toEqual([
      { span: 'month', from: '2025-01-01', until: '2025-10-31' },
      { span: 'day', from: '2025-11-01', until: '2025-11-20' },
    ]);
    const day = fc.integer({ min: 0, max: 800 }).map((days) => addDays('2024-12-20', days));
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 500 }), (from, length) => {
        const until = addDays(from, length);
        const now = addDays(until, 40);
        const pieces = segmentsOf({ from, until }, now);
        expect(pieces[0]?.from).toBe(from);
        expect(pieces.at(-1)?.until).toBe(until);
        for (const [index, piece] of pieces.entries()) {
          if (index > 0) expect(piece.from).toBe(addDays(pieces[index - 1]?.until ?? '', 1));
          if (piece.span === 'month')
            expect([piece.from.slice(8), addDays(piece.until, 1).slice(8)]).toEqual(['01', '01']);
        }
      }),
    );
  });

  test('and all it is compared with are cut into pieces: a day lies in the ranges of its one piece', () => {
    const day = fc.integer({ min: 0, max: 800 }).map((days) => addDays('2024-12-20', days));
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 500 }), day, (from, length, asked) => {
        const ranges = rangesOf({ from, until: addDays(from, length) });
        const { starts, held } = piecesOf(ranges);
        // as width_bucket() counts
        const piece = starts.filter((start) => start <= asked).length;
        const within = ranges.flatMap((range, place) => (range.from <= asked && asked <= range.until ? [place] : []));
        expect(held.filter((one) => one.piece === piece).map(({ range }) => range)).toEqual(within);
      }),
    );
  });
});
