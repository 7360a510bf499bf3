/** Points and cut-offs as the reference states them, written here once more and by hand. */
import { describe, expect, test } from 'vitest';
import type { Answers, Scale } from './define.ts';
import { barthel, braden, morse } from './nursing.ts';
import { mna, nrs2002 } from './nutrition.ts';
import { score } from './score.ts';
import { selfCare } from './self-care.ts';

const DAY = '2026-11-30';
const totalOf = (scale: Scale, answers: Answers): number | null => {
  const scored = score(scale, answers, DAY);
  if (!scored.ok) throw new Error(JSON.stringify(scored));
  return scored.score.total;
};
type Table = Readonly<Record<string, Readonly<Record<string, number>>>>;

const p = (...points: readonly number[]): Record<string, number> =>
  Object.fromEntries(points.map((each) => [`p${String(each)}`, each]));
const TABLES: readonly (readonly [Scale, Table])[] = [
  [
    braden,
    {
      sensory: p(1, 2, 3, 4),
      moisture: p(1, 2, 3, 4),
      activity: p(1, 2, 3, 4),
      mobility: p(1, 2, 3, 4),
      nutrition: p(1, 2, 3, 4),
      friction: p(1, 2, 3),
    },
  ],
  [
    morse,
    {
      history: { no: 0, yes: 25 },
      diagnosis: { no: 0, yes: 15 },
      aid: { none: 0, stick: 15, furniture: 30 },
      infusion: { no: 0, yes: 20 },
      gait: { normal: 0, weak: 10, impaired: 20 },
      mental: { aware: 0, overestimates: 15 },
    },
  ],
  [
    barthel,
    {
      feeding: p(0, 5, 10),
      bathing: p(0, 5),
      grooming: p(0, 5),
      dressing: p(0, 5, 10),
      bowels: p(0, 5, 10),
      bladder: p(0, 5, 10),
      toilet: p(0, 5, 10),
      transfer: p(0, 5, 10, 15),
      walking: p(0, 5, 10, 15),
      stairs: p(0, 5, 10),
    },
  ],
  [
    mna,
    {
      intake: p(0, 1, 2),
      weight: { 'over-three': 0, unknown: 1, 'one-to-three': 2, none: 3 },
      mobility: p(0, 1, 2),
      stress: { yes: 0, no: 2 },
      mind: p(0, 1, 2),
      bmi: { ...p(0, 1, 2, 3), 'calf-31': 3, 'calf-under': 0 },
    },
  ],
  [nrs2002, { nutrition: p(0, 1, 2, 3), disease: p(0, 1, 2, 3), age: { under: 0, over: 1 } }],
  [
    selfCare,
    {
      meals: { self: 0, light: 0, moderate: 3, unable: 5 },
      washing: { self: 0, light: 1, moderate: 3, unable: 7 },
      dressing: { self: 0, light: 0, moderate: 3, unable: 5 },
      toilet: { self: 0, light: 1, moderate: 5, unable: 10 },
      activity: { self: 0, light: 1, moderate: 5, unable: 10 },
    },
  ],
];

describe.each(TABLES.map(([scale, table]) => [scale.code, scale, table] as const))('%s', (_code, scale, table) => {
  test('has exactly these items and answers', () => {
    const offered = Object.fromEntries(
      Object.entries(scale.items).map(([code, item]) => [
        code,
        item.kind === 'choice' ? Object.keys(item.options).sort() : [],
      ]),
    );
    expect(offered).toEqual(
      Object.fromEntries(Object.entries(table).map(([code, row]) => [code, Object.keys(row).sort()])),
    );
  });

  test('counts each answer of each item what the table says, whatever stands in the others', () => {
    const worst = Object.fromEntries(Object.entries(table).map(([code, row]) => [code, Object.keys(row)[0]]));
    const least = Object.values(table).reduce((total, row) => total + (Object.values(row)[0] ?? 0), 0);
    const best = Object.fromEntries(Object.entries(table).map(([code, row]) => [code, Object.keys(row).at(-1)]));
    const most = Object.values(table).reduce((total, row) => total + (Object.values(row).at(-1) ?? 0), 0);
    for (const [item, row] of Object.entries(table)) {
      const low = Object.values(row)[0] ?? 0;
      const high = Object.values(row).at(-1) ?? 0;
      for (const [option, points] of Object.entries(row)) {
        expect(totalOf(scale, { ...worst, [item]: option })).toBe(least - low + points);
        expect(totalOf(scale, { ...best, [item]: option })).toBe(most - high + points);
      }
    }
  });

  test('reaches the ends of its range', () => {
    const end = (pick: (...values: readonly number[]) => number): number =>
      Object.values(table).reduce((total, row) => total + pick(...Object.values(row)), 0);
    expect(scale.range).toMatchObject({ min: end(Math.min), max: end(Math.max) });
  });
});

/** The band of a total, asked through the scale's own outcome with the one item that carries it. */
const bandAt = (scale: Scale, total: number): string | null => {
  const [cutOffs] = scale.cutOffs;
  if (cutOffs === undefined) throw new Error('no cut-offs');
  return scale.outcome({ only: total }, cutOffs, {}).band;
};

describe('cut-offs, one below, at and one above', () => {
  test.each([
    [
      braden,
      {
        6: 'high',
        11: 'high',
        12: 'high',
        13: 'moderate',
        14: 'moderate',
        15: 'low',
        18: 'low',
        19: 'none',
        23: 'none',
      },
    ],
    [
      morse,
      { 0: 'low', 24: 'low', 25: 'moderate', 26: 'moderate', 44: 'moderate', 45: 'high', 46: 'high', 125: 'high' },
    ],
    [
      barthel,
      {
        0: 'very-heavy',
        20: 'very-heavy',
        21: 'heavy',
        40: 'heavy',
        41: 'moderate',
        60: 'moderate',
        61: 'light',
        99: 'light',
        100: 'none',
      },
    ],
    [mna, { 0: 'malnourished', 7: 'malnourished', 8: 'risk', 11: 'risk', 12: 'normal', 14: 'normal' }],
    [nrs2002, { 0: 'none', 2: 'none', 3: 'risk', 4: 'risk', 7: 'risk' }],
    [
      selfCare,
      { 0: 'self', 3: 'self', 4: 'light', 8: 'light', 9: 'moderate', 18: 'moderate', 19: 'unable', 37: 'unable' },
    ],
  ] as const)('%#', (scale, bands) => {
    for (const [total, band] of Object.entries(bands))
      expect([total, bandAt(scale, Number(total))]).toEqual([total, band]);
  });
});

describe('the five-item table', () => {
  test('keeps the level of each item beside its points, since light meals count as nothing', () => {
    const scored = score(
      selfCare,
      { meals: 'light', washing: 'self', dressing: 'light', toilet: 'moderate', activity: 'light' },
      DAY,
    );
    expect(scored).toMatchObject({
      score: {
        total: 6,
        band: 'light',
        bands: { meals: 'light', washing: 'self', dressing: 'light', toilet: 'moderate', activity: 'light' },
      },
    });
  });
});
