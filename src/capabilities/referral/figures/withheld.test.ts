/** What is not told of residents to who looks over others: small reasons together, and no case by its reason. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isResidentsSide, RESIDENTS_SIDE, WITHHELD, withheldEndings } from './withheld.ts';

test('a small reason is counted with the next smallest, and one that is the only one is not named', () => {
  const of = (counts: Readonly<Record<string, number>>) =>
    withheldEndings(
      Object.entries(counts).map(([ending, count]) => ({ ending, count })),
      5,
    );
  expect(of({ died: 1, 'moved-away': 6, 'patient-declined': 9, cancelled: 2 })).toEqual([
    { ending: 'cancelled', count: 2 },
    { ending: 'patient-declined', count: 9 },
    { ending: WITHHELD, count: 7 },
  ]);
  expect(of({ died: 1 })).toEqual([{ ending: WITHHELD, count: 1 }]);
  expect(of({ died: 5, 'moved-away': 6 })).toEqual([
    { ending: 'died', count: 5 },
    { ending: 'moved-away', count: 6 },
  ]);
});

test('whatever ended how, nothing is lost from the sum and no small reason is told', () => {
  const counts = fc.uniqueArray(
    fc.record({
      ending: fc.constantFrom(...RESIDENTS_SIDE, 'cancelled', 'refused'),
      count: fc.integer({ min: 1, max: 9 }),
    }),
    { selector: ({ ending }) => ending },
  );
  fc.assert(
    fc.property(counts, (endings) => {
      const told = withheldEndings(endings, 5);
      const sum = (some: typeof endings | typeof told): number => some.reduce((all, { count }) => all + count, 0);
      expect(sum(told)).toBe(sum(endings));
      const own = told.filter(({ ending }) => isResidentsSide(ending) && ending !== WITHHELD);
      expect(own.filter(({ count }) => count < 5)).toEqual([]);
    }),
  );
});
