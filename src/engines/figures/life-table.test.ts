import { describe, expect, test } from 'vitest';
import { meanOf, medianOf, timeBy, toldOf } from './life-table.ts';

const BOUNDS = [10, 20, 30, 40];
const at = (entries: Readonly<Record<number, number>>): ReadonlyMap<number, number> =>
  new Map(Object.entries(entries).map(([place, count]) => [Number(place), count]));

describe('the time by which half were answered', () => {
  test('is the middle when nobody waits', () => {
    // ten in each of four intervals: half have come at the end of the second
    expect(medianOf(BOUNDS, at({ 0: 10, 1: 10, 2: 10, 3: 10 }), at({}))).toBeCloseTo(20);
    expect(medianOf(BOUNDS, at({ 1: 4 }), at({}))).toBeCloseTo(15);
  });

  test('grows by those still waiting, who have not been answered yet', () => {
    const answered = at({ 0: 4, 1: 4, 2: 4 });
    const alone = medianOf(BOUNDS, answered, at({})) ?? 0;
    const withWaiting = medianOf(BOUNDS, answered, at({ 3: 10 })) ?? 0;
    expect(alone).toBeCloseTo(15);
    // 12 of 22 came by 30; the half of 22 is the 11th, three quarters through the third interval
    expect(withWaiting).toBeCloseTo(27.5);
  });

  test('counts whoever leaves within an interval half there', () => {
    // 10 at risk, 4 leave within the first interval: 8 exposed, 2 come; 4 left of whom 2 come: 0.75 × 0.5 = 0.375
    expect(medianOf(BOUNDS, at({ 0: 2, 1: 2 }), at({ 0: 4, 3: 2 }))).toBeCloseTo(10 + ((0.75 - 0.5) / 0.375) * 10);
  });

  test('is not known while fewer than half have come', () => {
    expect(medianOf(BOUNDS, at({ 0: 2 }), at({ 2: 10 }))).toBeNull();
    expect(medianOf(BOUNDS, at({}), at({}))).toBeNull();
  });
});

describe('the time by which nine in ten were answered', () => {
  test('is known when so many have come, and not while more than one in ten waits', () => {
    expect(timeBy(0.9, BOUNDS, at({ 0: 10, 1: 10, 2: 10, 3: 10 }), at({}))).toBeCloseTo(36);
    expect(timeBy(0.9, BOUNDS, at({ 0: 8 }), at({ 3: 2 }))).toBeNull();
  });
});

describe('the mean wait', () => {
  test('is the middle of the intervals when nobody waits, and grows by those who do', () => {
    expect(meanOf(BOUNDS, at({ 0: 10, 1: 10, 2: 10, 3: 10 }), at({}))).toBeCloseTo(20);
    // one of two came within ten minutes, the other waits in its fourth interval: 10 × 0.75 + 30 × 0.5
    expect(meanOf(BOUNDS, at({ 0: 1 }), at({ 3: 1 }))).toBeCloseTo(22.5);
    expect(meanOf(BOUNDS, at({}), at({ 3: 1 }))).toBeNull();
  });
});

test('a wait of just an interval’s upper bound belongs to the next one', () => {
  const over = (minutes: number) => ({ minutes, over: 1, waiting: 0 });
  expect(toldOf('median', BOUNDS, [over(9)])).toBeCloseTo(5);
  expect(toldOf('median', BOUNDS, [over(10)])).toBeCloseTo(15);
});
