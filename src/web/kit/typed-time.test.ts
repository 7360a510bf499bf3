import { describe, expect, test } from 'vitest';
import { tidyDay, tidyTime } from './typed-time.ts';

describe('a typed day', () => {
  test.each([
    ['20261120', '2026-11-20'],
    ['2026/11/2', '2026-11-02'],
    ['2026年11月20日', '2026-11-20'],
    ['11-20', '2026-11-20'],
    ['1120', '2026-11-20'],
  ])('%s means %s', (typed, meant) => {
    expect(tidyDay(typed, '2026-03-01')).toBe(meant);
  });

  test.each(['2026-02-30', '明天', ''])('%s stays as it is', (typed) => {
    expect(tidyDay(typed, '2026-03-01')).toBe(typed);
  });
});

describe('a typed time', () => {
  test.each([
    ['1430', '14:30'],
    ['14：30', '14:30'],
    ['9.05', '09:05'],
    ['14点30分', '14:30'],
    ['8', '08:00'],
  ])('%s means %s', (typed, meant) => {
    expect(tidyTime(typed)).toBe(meant);
  });

  test.each(['25:00', '14:75', ''])('%s stays as it is', (typed) => {
    expect(tidyTime(typed)).toBe(typed);
  });
});
