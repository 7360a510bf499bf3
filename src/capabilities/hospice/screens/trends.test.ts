/** What the trends draw: the last total of each day by scale, KPS and PPS from the admission on, and nothing where nothing was whole. */
import { expect, test } from 'vitest';
import { totalsOf } from './trends.tsx';

const score = (scale: string, day: string, total: number | null) => ({
  ...{ id: `${scale}-${day}`, entry: scale, version: 1, band: null, by: null, recordedAt: `${day}T02:00:00Z` },
  ...{ replacedAt: null, replacedWhy: null },
  scale,
  day,
  at: `${day}T02:00:00Z`,
  items: {},
  total,
});
const ADMISSION = {
  ...{ kps: 40, pps: 50, prognosis: 'm3', rules: 'x', verified: false, admittedAt: '2026-11-02T02:00:00Z' },
};
const drawn = (scores: readonly ReturnType<typeof score>[], admission: typeof ADMISSION | null = ADMISSION) =>
  totalsOf({ scores: [...scores], admission }).map(({ scale, values }) => [scale.code, ...values]);

test('a total is drawn on its day, the later of two on one day', () => {
  expect(
    drawn(
      [score('esas-r', '2026-11-03', 31), score('esas-r', '2026-11-03', 28), score('esas-r', '2026-11-05', 20)],
      null,
    ),
  ).toEqual([['esas-r', ['2026-11-03', 28], ['2026-11-05', 20]]]);
});
test('KPS and PPS begin at the admission, and go on where they are scored again', () => {
  expect(drawn([score('pps', '2026-11-09', 30)])).toEqual([
    ['kps', ['2026-11-02', 40]],
    ['pps', ['2026-11-02', 50], ['2026-11-09', 30]],
  ]);
});
test('a score with an item missing has no total and draws nothing; an unknown scale neither', () => {
  expect(drawn([score('esas-r', '2026-11-03', null), score('tea', '2026-11-03', 3)], null)).toEqual([]);
});
