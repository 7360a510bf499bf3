/** The family's statement of a month is the settlement desk's: the same ledger, the same sum, corrections in rows of their own. */
import { expect, test } from 'vitest';
import type { Booked } from '../../engines/care-days/core/monthly.ts';
import { statementsOf } from './routes/family-view.ts';

const booked = (entry: string, day: string, changes: Partial<Booked> = {}): Booked => ({
  ...{ entry, resident: 'wu', organisation: 'home', day, as: 'stands', account: 'ltci', party: 'ltci', fen: 4_500 },
  ...changes,
});

test('a family reads each month by days of one price, the latest first, and what was taken back', () => {
  const own = { account: 'resident', party: '' } as const;
  const statements = statementsOf([
    booked('a', '2026-10-30'),
    booked('b', '2026-11-01', { as: 'taken-back' }),
    booked('b', '2026-11-01', { ...own, as: 'taken-back', fen: 1_200 }),
    booked('c', '2026-11-01', { as: 'reversal', fen: -4_500 }),
    booked('c', '2026-11-01', { ...own, as: 'reversal', fen: -1_200 }),
    booked('d', '2026-11-01', { ...own, fen: 5_700 }),
    booked('e', '2026-11-02'),
    booked('e', '2026-11-02', { ...own, fen: 1_200 }),
  ]);
  expect(statements.map(({ month, days, fen }) => [month, days, fen])).toEqual([
    ['2026-11', 2, 11_400],
    ['2026-10', 1, 4_500],
  ]);
  for (const { rows, fen } of statements) {
    expect(rows.reduce((sum, row) => sum + row.fen, 0)).toBe(fen);
    expect(rows.every((row) => row.days * row.unit === row.fen)).toBe(true);
  }
  expect(statements[0]?.rows.filter((row) => row.as === 'reversal')).toMatchObject([{ fen: -4_500 }, { fen: -1_200 }]);
});

test('days of one price with others between them are two stretches, so that no row claims a day in hospital', () => {
  const days = ['2026-11-04', '2026-11-20', '2026-11-05', '2026-11-03', '2026-11-21'];
  const [november] = statementsOf(days.map((day, n) => booked(`stretch-${String(n)}`, day)));
  expect(november?.rows.map(({ from, through, days: some, fen }) => [from, through, some, fen])).toEqual([
    ['2026-11-03', '2026-11-05', 3, 13_500],
    ['2026-11-20', '2026-11-21', 2, 9_000],
  ]);
});
