/** GB/T 42195-2022 and the long-term-care levels: maxima, each value, each cut-off, each adjustment, the whole table. */
import { describe, expect, test } from 'vitest';
import { ability, abilityLevel, ABILITY_CUT_OFFS } from './ability.ts';
import { ABILITY_GROUPS, ABILITY_ITEMS } from './ability-items.ts';
import type { Answers } from './define.ts';
import { disability, DISABILITY_CUT_OFFS, DISABILITY_GROUPS, disabilityLevel } from './disability.ts';
import { score } from './score.ts';

const DAY = '2026-11-30';
/** The maximum of each item as the reference lists them. */
const MAXIMA: Readonly<Record<string, number>> = {
  eating: 4,
  grooming: 4,
  bathing: 4,
  'upper-dressing': 4,
  'lower-dressing': 4,
  bladder: 4,
  bowel: 4,
  toilet: 4,
  'bed-mobility': 4,
  transfer: 4,
  walking: 4,
  stairs: 3,
  time: 4,
  place: 4,
  person: 4,
  memory: 4,
  understanding: 4,
  expression: 4,
  aggression: 1,
  depression: 1,
  consciousness: 2,
  sight: 2,
  hearing: 2,
  errands: 4,
  transport: 3,
  social: 4,
};
const BEST: Answers = {
  ...Object.fromEntries(Object.entries(MAXIMA).map(([item, most]) => [item, `p${String(most)}`])),
  disorder: 'no',
  events: 0,
};
const scoreOf = (answers: Answers, settings?: Readonly<Record<string, boolean>>) => {
  const scored = score(ability, answers, DAY, settings === undefined ? [] : [{ ...ABILITY_CUT_OFFS, settings }]);
  if (!scored.ok) throw new Error(JSON.stringify(scored));
  return scored.score;
};
/** Answers whose sum is exactly `total`: points are taken away item by item. */
const answersFor = (total: number): Answers => {
  let over = 90 - total;
  const answers: Record<string, unknown> = { ...BEST };
  for (const [item, most] of Object.entries(MAXIMA)) {
    const less = Math.min(over, most);
    answers[item] = `p${String(most - less)}`;
    over -= less;
  }
  return answers;
};

describe('GB/T 42195-2022', () => {
  test('has 26 items, 90 points, and 32, 15, 28 and 15 by group', () => {
    expect(Object.keys(ABILITY_ITEMS)).toEqual(Object.keys(MAXIMA));
    expect(scoreOf(BEST)).toMatchObject({
      total: 90,
      parts: { 'self-care': 32, movement: 15, mind: 28, society: 15 },
      band: 'level-0',
    });
    expect(Object.values(ABILITY_GROUPS).map(({ items }) => items.length)).toEqual([8, 4, 9, 5]);
  });

  test('counts each value of each item once, from its maximum down to 0', () => {
    for (const [item, most] of Object.entries(MAXIMA)) {
      for (let points = 0; points <= most; points += 1)
        expect([item, scoreOf({ ...BEST, [item]: `p${String(points)}` }).total]).toEqual([item, 90 - most + points]);
      expect(score(ability, { ...BEST, [item]: `p${String(most + 1)}` }, DAY)).toMatchObject({
        ok: false,
        wrong: [item],
      });
    }
  });

  test.each([
    [90, 0],
    [89, 1],
    [88, 1],
    [67, 1],
    [66, 1],
    [65, 2],
    [64, 2],
    [47, 2],
    [46, 2],
    [45, 3],
    [44, 3],
    [31, 3],
    [30, 3],
    [29, 4],
    [28, 4],
    [0, 4],
  ])('%i points are level %i', (total, level) => {
    expect(scoreOf(answersFor(total))).toMatchObject({ total, band: `level-${String(level)}` });
  });

  test('a coma is level 4 at once and needs no other answer; no sum is made of what is missing', () => {
    expect(scoreOf({ consciousness: 'p0-coma' })).toMatchObject({
      total: null,
      band: 'level-4',
      notes: [{ code: 'coma' }],
    });
    expect(scoreOf({ ...BEST, consciousness: 'p0-coma' }).band).toBe('level-4');
    // stupor counts the same 0 and ends nothing
    expect(score(ability, { consciousness: 'p0' }, DAY).ok).toBe(false);
    expect(scoreOf({ ...BEST, consciousness: 'p0' })).toMatchObject({ total: 88, band: 'level-1' });
  });

  test('a diagnosed disorder is one level worse, and so are two events, but not one', () => {
    const moderate = answersFor(60);
    expect(scoreOf({ ...moderate, disorder: 'yes' })).toMatchObject({ band: 'level-3', bands: { primary: 'level-2' } });
    expect(scoreOf({ ...moderate, events: 1 }).band).toBe('level-2');
    expect(scoreOf({ ...moderate, events: 2 })).toMatchObject({ band: 'level-3', notes: [{ code: 'events' }] });
    expect(scoreOf({ ...moderate, events: 3 }).band).toBe('level-3');
  });

  test('whether both together make two levels is a setting', () => {
    const both = { ...answersFor(60), disorder: 'yes', events: 2 };
    expect(scoreOf(both, { stacking: true, raisesLevelZero: true }).band).toBe('level-4');
    expect(scoreOf(both, { stacking: false, raisesLevelZero: true })).toMatchObject({
      band: 'level-3',
      notes: [{ code: 'disorder' }, { code: 'events' }, { code: 'not-stacked' }],
    });
  });

  test('no adjustment goes beyond level 4, and one found able is raised only where the setting says so', () => {
    expect(scoreOf({ ...answersFor(30), disorder: 'yes', events: 2 }).band).toBe('level-4');
    expect(abilityLevel(4, { coma: false, disorder: true, events: 9 }, { stacking: true })).toEqual({
      level: 4,
      notes: [],
    });
    expect(scoreOf({ ...BEST, disorder: 'yes' }, { stacking: true, raisesLevelZero: true }).band).toBe('level-1');
    expect(scoreOf({ ...BEST, disorder: 'yes' }, { stacking: true, raisesLevelZero: false })).toMatchObject({
      band: 'level-0',
      notes: [{ code: 'zero-kept' }],
    });
  });
});

describe('long-term-care disability level', () => {
  const POINTS: Readonly<Record<string, readonly number[]>> = {
    eating: [0, 5, 10],
    dressing: [0, 5, 10],
    'face-mouth': [0, 5],
    bowel: [0, 5, 10],
    bladder: [0, 5, 10],
    toilet: [0, 5, 10],
    walking: [0, 5, 10, 15],
    transfer: [0, 5, 10, 15],
    stairs: [0, 5, 10],
    bathing: [0, 5],
    time: [0, 1, 2, 3, 4],
    person: [0, 1, 2, 3, 4],
    place: [0, 1, 2, 3, 4],
    memory: [0, 1, 2, 3, 4],
    sight: [0, 1, 2, 3, 4],
    hearing: [0, 1, 2, 3, 4],
    communication: [0, 1, 2, 3, 4],
  };
  const best: Answers = Object.fromEntries(
    Object.entries(POINTS).map(([item, points]) => [item, `p${String(points.at(-1))}`]),
  );
  const of = (answers: Answers) => {
    const scored = score(disability, answers, DAY);
    if (!scored.ok) throw new Error(JSON.stringify(scored));
    return scored.score;
  };
  /** Best answers with one dimension brought down to a sum. */
  const down = (group: keyof typeof DISABILITY_GROUPS, target: number): Answers => {
    const answers: Record<string, unknown> = { ...best };
    let sum = 0;
    for (const item of DISABILITY_GROUPS[group].items) {
      const chosen = [...(POINTS[item] ?? [])].reverse().find((points) => sum + points <= target) ?? 0;
      answers[item] = `p${String(chosen)}`;
      sum += chosen;
    }
    if (sum !== target) throw new Error(`${group}: ${String(target)} cannot be reached`);
    return answers;
  };

  test('has 10 + 4 + 3 items with maxima 100, 16 and 12, no grand total, and says it is unverified', () => {
    expect(Object.values(DISABILITY_GROUPS).map(({ items }) => items.length)).toEqual([10, 4, 3]);
    expect(of(best)).toMatchObject({
      total: null,
      parts: { activities: 100, cognition: 16, perception: 12 },
      band: 'level-0',
      cutOffs: { verified: false },
    });
  });
  test('counts each value of each item in its own dimension', () => {
    for (const [group, { items }] of Object.entries(DISABILITY_GROUPS))
      for (const item of items)
        for (const points of POINTS[item] ?? []) {
          const most = POINTS[item]?.at(-1) ?? 0;
          const whole = { activities: 100, cognition: 16, perception: 12 }[group] ?? 0;
          expect([item, of({ ...best, [item]: `p${String(points)}` }).parts[group]]).toEqual([
            item,
            whole - most + points,
          ]);
        }
  });
  test.each([
    [
      'activities',
      { 100: 'intact', 95: 'mild', 65: 'mild', 60: 'moderate', 45: 'moderate', 40: 'severe', 0: 'severe' },
    ],
    ['cognition', { 16: 'intact', 15: 'mild', 4: 'mild', 3: 'moderate', 2: 'moderate', 1: 'severe', 0: 'severe' }],
    ['perception', { 12: 'intact', 11: 'mild', 4: 'mild', 3: 'moderate', 2: 'moderate', 1: 'severe', 0: 'severe' }],
  ] as const)('bands of %s, at each edge', (group, bands) => {
    for (const [target, band] of Object.entries(bands))
      expect([target, of(down(group, Number(target))).bands[group]]).toEqual([target, band]);
  });
  test('the whole table, the worse of cognition and perception deciding', () => {
    const bands = ['intact', 'mild', 'moderate', 'severe'];
    const table = [
      [0, 0, 1, 1],
      [1, 1, 1, 2],
      [2, 2, 2, 3],
      [3, 3, 4, 5],
    ];
    for (const [row, activities] of bands.entries())
      for (const [one, cognition] of bands.entries())
        for (const [other, perception] of bands.entries())
          expect(disabilityLevel({ activities, cognition, perception }, DISABILITY_CUT_OFFS)).toBe(
            `level-${String(table[row]?.[Math.max(one, other)])}`,
          );
  });
  test('the two cells seen in practice: moderate with mild is moderate, severe with mild is severe I', () => {
    expect(of({ ...down('activities', 50), memory: 'p2' }).band).toBe('level-2');
    expect(of({ ...down('activities', 20), memory: 'p2' }).band).toBe('level-3');
  });
  test('a table with a hole is a fault, not a level', () => {
    const holed = { ...DISABILITY_CUT_OFFS, table: {} };
    expect(() => disabilityLevel({ activities: 'severe', cognition: 'mild', perception: 'intact' }, holed)).toThrow(
      /no level/,
    );
  });
});
