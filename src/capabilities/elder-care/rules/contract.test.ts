import { expect, test } from 'vitest';
import { expiryWarning, visitsOwed } from './contract.ts';

test.each([
  ['2027-01-30', null],
  ['2027-01-29', 60],
  ['2027-01-28', 60],
  ['2026-12-31', 60],
  ['2026-12-30', 30],
  ['2026-12-08', 30],
  ['2026-12-07', 7],
  ['2026-12-01', 7],
  ['2026-11-30', 'expired'],
  ['2026-11-29', 'expired'],
])('a contract until %s is warned of by %s on 30 November', (until, warning) => {
  expect(expiryWarning(until, '2026-11-30')).toBe(warning);
});

test.each([
  ['2026-01-15', '2026-01-20', 0],
  ['2026-01-15', '2026-02-14', 0],
  ['2026-01-15', '2026-02-15', 2],
  ['2026-01-15', '2027-01-15', 24],
  ['2026-01-31', '2026-02-28', 0],
  ['2026-05-01', '2026-04-01', 0],
])('from %s until %s %i visits are owed at two a month', (from, today, owed) => {
  expect(visitsOwed(from, today, 2)).toBe(owed);
});
