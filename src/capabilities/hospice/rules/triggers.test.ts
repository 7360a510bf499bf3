/** When the scores speak for moving up or down: severe for a day at every asking, mild for three days and wanting to be elsewhere. */
import { expect, test } from 'vitest';
import { triggersOf } from './triggers.ts';

const at = (day: number, hour: number): string => new Date(Date.UTC(2026, 10, day, hour)).toISOString();
const now = new Date(Date.UTC(2026, 10, 5, 1));
const HOME = { place: 'home', wanted: 'home', now };
const WARD = { place: 'ward', wanted: 'home', now };

test('pain that was severe at every asking for 24 hours speaks for moving up, one hour less does not', () => {
  const pain = (hour: number) => [
    { at: at(2, 0), items: { pain: 7 } },
    { at: at(2, 12), items: { pain: 9 } },
    { at: at(2, hour), items: { pain: 8 } },
  ];
  const then = { ...HOME, now: new Date(at(3, 1)) };
  expect(triggersOf(pain(23), then)).toEqual([]);
  expect(triggersOf(pain(24), then)).toEqual([
    { trigger: 'symptom-uncontrolled', direction: 'up', item: 'pain', value: 8, since: at(2, 0) },
  ]);
});
test('a milder asking in between breaks it, in whatever order the entries were made; severe begins at seven', () => {
  const scores = [
    { at: at(3, 0), items: { pain: 8 } },
    { at: at(2, 0), items: { pain: 8 } },
    { at: at(2, 12), items: { pain: 6 } },
  ];
  expect(triggersOf(scores, HOME)).toEqual([]);
  expect(
    triggersOf(
      [
        { at: at(2, 0), items: { pain: 6 } },
        { at: at(4, 0), items: { pain: 6 } },
      ],
      HOME,
    ),
  ).toEqual([]);
});
test('one severe score alone is no course, and on a ward there is nowhere further up', () => {
  expect(triggersOf([{ at: at(2, 0), items: { pain: 10 } }], HOME)).toEqual([]);
  const scores = [
    { at: at(2, 0), items: { breath: 9 } },
    { at: at(4, 0), items: { breath: 9 } },
  ];
  expect(triggersOf(scores, { ...WARD, wanted: null })).toEqual([]);
});
test('three mild days of somebody who wants to be at home speak for moving down, a moderate symptom does not', () => {
  const mild = (last: number) => [
    { at: at(2, 0), items: { pain: 3, nausea: 0 } },
    { at: at(5, 0), items: { pain: last, nausea: 1 } },
  ];
  expect(triggersOf(mild(2), WARD)).toEqual([
    { trigger: 'stable-wants-home', direction: 'down', item: null, value: 2, since: at(2, 0) },
  ]);
  expect(triggersOf(mild(4), WARD)).toEqual([]);
  expect(triggersOf(mild(2), { ...WARD, wanted: 'centre' })).toMatchObject([{ trigger: 'stable-wants-centre' }]);
  expect(triggersOf(mild(2), { ...WARD, wanted: null })).toEqual([]);
  expect(triggersOf(mild(2), { ...WARD, place: 'centre', wanted: 'centre' })).toEqual([]);
  expect(triggersOf([], WARD)).toEqual([]);
});
test('what was asked longer ago than a score lasts says nothing about today', () => {
  const scores = [
    { at: at(2, 0), items: { pain: 9 } },
    { at: at(3, 1), items: { pain: 9 } },
  ];
  expect(triggersOf(scores, HOME)).toHaveLength(1);
  expect(triggersOf(scores, { ...HOME, now: new Date(Date.UTC(2026, 10, 5, 2)) })).toEqual([]);
});
