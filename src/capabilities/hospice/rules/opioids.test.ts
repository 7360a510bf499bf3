/** How much may be in a home at once, and how long after the doctor saw the person: by the form of the drug, by dated data. */
import { describe, expect, test } from 'vitest';
import type { StepFacts } from '../../../engines/pathways/define.ts';
import { OPIOIDS, reviewedLately, withinDays } from './opioids.ts';
import versions from './opioids.json' with { type: 'json' };

const facts = (answers: object, loaded: object = {}): StepFacts =>
  ({ answered: true, answers, loaded: { today: '2026-11-20', ...loaded } }) as unknown as StepFacts;
const dispensed = (drug: string, days: number | undefined, today = '2026-11-20') =>
  withinDays(facts({ entry: 'dispensed', drug, days }, { today }));

describe('a prescription', () => {
  test.each([
    ['morphine-10', 3],
    ['morphine-sr-10', 15],
    ['oxycodone-sr-10', 15],
    ['fentanyl-patch-4.2', 15],
  ])('of %s is for at most %i days: one less and as many are given, one more is refused', (drug, most) => {
    expect([most - 1, most].map((days) => dispensed(drug, days))).toEqual([true, true]);
    expect(dispensed(drug, most + 1)).toEqual({ refused: 'hospice.opioid-days', values: { most } });
  });

  test('says for how many days it is; what is used or given back does not', () => {
    expect(dispensed('morphine-sr-10', undefined)).toMatchObject({ refused: 'hospice.opioid-days-missing' });
    for (const entry of ['used', 'returned']) expect(withinDays(facts({ entry, drug: 'morphine-10' }))).toBe(true);
  });

  test('goes by the version in force on its day, each with its source', () => {
    expect(dispensed('morphine-10', 30, '2007-04-30')).toBe(true);
    expect(dispensed('morphine-10', 30, '2007-05-01')).toMatchObject({ refused: 'hospice.opioid-days' });
    for (const { source, verified } of versions)
      expect([source.length > 20, typeof verified]).toEqual([true, 'boolean']);
    expect(OPIOIDS.length).toBe(4);
  });
});

test('nothing more is dispensed three months after the last assessment, until the person is seen again', () => {
  const asked = (reviewedOn: string | null) =>
    reviewedLately(facts({ entry: 'dispensed', drug: 'morphine-sr-10', days: 7 }, { reviewedOn }));
  expect(asked('2026-08-20')).toBe(true);
  expect(asked('2026-08-19')).toEqual({ refused: 'hospice.opioid-review', values: { months: 3, seen: '2026-08-19' } });
  expect(reviewedLately(facts({ entry: 'returned' }, { reviewedOn: '2025-01-01' }))).toBe(true);
});
