import { describe, expect, test } from 'vitest';
import { balancedSum, constitution } from './constitution.ts';
import { score } from './score.ts';

const DAY = '2026-11-30';
type Given = Readonly<Record<number, number>>;
/** All 33 answered: 1 for the biased signs, and what is given. Question 1 (energy) is 1 too unless given. */
const answers = (given: Given): Record<string, string> =>
  Object.fromEntries(Array.from({ length: 33 }, (_, at) => [`q${String(at + 1)}`, `p${String(given[at + 1] ?? 1)}`]));
const of = (given: Given) => {
  const scored = score(constitution, answers(given), DAY);
  if (!scored.ok) throw new Error(JSON.stringify(scored));
  return scored.score;
};

/** Questions of each type as the reference lists them. */
const TYPES: Readonly<Record<string, readonly number[]>> = {
  'qi-deficient': [2, 3, 4, 14],
  'yang-deficient': [11, 12, 13, 29],
  'yin-deficient': [10, 21, 26, 31],
  'phlegm-damp': [9, 16, 28, 32],
  'damp-heat': [23, 25, 27, 30],
  'blood-stasis': [19, 22, 24, 33],
  'qi-stagnant': [5, 6, 7, 8],
  special: [15, 17, 18, 20],
};

describe('the 33 questions', () => {
  test('each value of each question counts in its type, as it is', () => {
    for (const [type, numbers] of Object.entries(TYPES))
      for (const number of numbers)
        for (const value of [1, 2, 3, 4, 5]) expect(of({ [number]: value }).parts[type]).toBe(3 + value);
  });
  test('32 questions belong to the eight types, each to one; the first to the balanced alone', () => {
    expect(
      Object.values(TYPES)
        .flat()
        .sort((a, b) => a - b),
    ).toEqual(Array.from({ length: 32 }, (_, at) => at + 2));
  });
  test('2, 4, 5 and 13 are reversed in the balanced sum, and only there', () => {
    expect(balancedSum({ q1: 5, q2: 1, q4: 1, q5: 1, q13: 1 })).toBe(25);
    expect(balancedSum({ q1: 1, q2: 5, q4: 5, q5: 5, q13: 5 })).toBe(5);
    for (const [number, type] of [
      [2, 'qi-deficient'],
      [4, 'qi-deficient'],
      [5, 'qi-stagnant'],
      [13, 'yang-deficient'],
    ] as const) {
      const { parts } = of({ 1: 5, [number]: 5 });
      expect(parts['balanced']).toBe(21);
      expect(parts[type]).toBe(8);
    }
  });
  test.each([
    [{ 14: 4, 3: 2 }, 8, 'no'],
    [{ 14: 5, 3: 2 }, 9, 'tends'],
    [{ 14: 5, 3: 3 }, 10, 'tends'],
    [{ 14: 5, 3: 4 }, 11, 'yes'],
  ] as const)('%o: qi deficiency %i is %s', (given, total, band) => {
    expect(of(given)).toMatchObject({ parts: { 'qi-deficient': total }, bands: { 'qi-deficient': band } });
  });
  test('balanced: from 17 and all eight at most 8 yes, at most 10 mostly, else no', () => {
    expect(of({ 1: 1 })).toMatchObject({ parts: { balanced: 21 }, band: 'balanced', bands: { balanced: 'yes' } });
    expect(of({ 14: 5, 3: 2 }).bands['balanced']).toBe('mostly');
    expect(of({ 14: 5, 3: 3 }).bands['balanced']).toBe('mostly');
    expect(of({ 14: 5, 3: 4 }).bands['balanced']).toBe('no');
    // 17 and 16: question 1 at 1, three reversed answers at 2 and one at 2 or 3
    expect(of({ 2: 2, 4: 2, 5: 2, 13: 2 })).toMatchObject({ parts: { balanced: 17 }, bands: { balanced: 'yes' } });
    expect(of({ 2: 3, 4: 2, 5: 2, 13: 2 })).toMatchObject({ parts: { balanced: 16 }, bands: { balanced: 'no' } });
  });
  test('the highest type that holds leads; equal ones are left to the doctor', () => {
    expect(of({ 9: 5, 16: 5, 28: 5, 32: 5, 14: 5, 3: 5 }).band).toBe('phlegm-damp');
    expect(of({ 14: 5, 3: 4, 5: 1, 6: 5, 7: 4 })).toMatchObject({
      band: null,
      notes: [
        { code: 'equal', item: 'qi-deficient' },
        { code: 'equal', item: 'qi-stagnant' },
      ],
    });
  });
  test('yin and yang both deficient is a contradiction to check; none at all is to repeat', () => {
    expect(of({ 10: 5, 21: 5, 11: 5, 12: 4 }).notes).toContainEqual({ code: 'contradictory' });
    const nothing = of({ 1: 1, 2: 3, 4: 3, 5: 3, 13: 3 });
    expect(nothing).toMatchObject({ band: null, bands: { balanced: 'no' }, notes: [{ code: 'none' }] });
  });
});
