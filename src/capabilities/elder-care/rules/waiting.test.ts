import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WAITING_RULES, waitingOrder } from './waiting.ts';

const AT = new Date('2026-11-20T06:30:00Z');
const daysAgo = (days: number): Date => new Date(AT.getTime() - days * 86_400_000);
const entry = (caseId: string, days: number, level: string | null = null, grounds: readonly string[] = []) => ({
  caseId,
  appliedAt: daysAgo(days),
  level,
  grounds,
});
const order = (entries: Parameters<typeof waitingOrder>[0]): readonly string[] =>
  waitingOrder(entries, AT).map(({ caseId }) => caseId);

test('who waited longer comes first where nothing else is said', () => {
  expect(order([entry('new', 1), entry('old', 9)])).toEqual(['old', 'new']);
});
test('waiting counts each full thirty days, up to a most', () => {
  const points = (days: number): number => waitingOrder([entry('one', days)], AT)[0]?.points ?? -1;
  expect([29, 30, 59, 60, 179, 180, 4000].map(points)).toEqual([0, 10, 10, 20, 50, 60, 60]);
});
test('who waits long enough comes before a newer one in need', () => {
  expect(order([entry('needs', 0, 'level-4'), entry('waits', 120)])).toEqual(['waits', 'needs']);
});
test('the order is the same whatever order they come in, and every place is given once', () => {
  const drawn = fc.record({
    days: fc.integer({ min: 0, max: 400 }),
    level: fc.constantFrom(null, ...Object.keys(WAITING_RULES.levels)),
    grounds: fc.subarray(Object.keys(WAITING_RULES.grounds)),
  });
  fc.assert(
    fc.property(fc.array(drawn, { maxLength: 20 }), fc.infiniteStream(fc.nat()), (list, rest) => {
      const entries = list.map(({ days, level, grounds }, at) => entry(`case-${String(at)}`, days, level, grounds));
      const shuffled = [...entries]
        .map((each) => ({ each, key: rest.next().value ?? 0 }))
        .sort((a, b) => a.key - b.key);
      const placed = waitingOrder(entries, AT);
      expect(placed).toEqual(
        waitingOrder(
          shuffled.map(({ each }) => each),
          AT,
        ),
      );
      expect(placed.map(({ place }) => place)).toEqual(entries.map((_, at) => at + 1));
      for (const { points, reasons } of placed)
        expect(points).toBe(reasons.reduce((sum, reason) => sum + reason.points, 0));
      // more need never means a later place
      for (const each of entries) {
        const before = placed.find(({ caseId }) => caseId === each.caseId)?.place ?? 0;
        const needier = { ...each, grounds: [...each.grounds, 'hardship'] };
        const after = waitingOrder(
          entries.map((other) => (other.caseId === each.caseId ? needier : other)),
          AT,
        );
        expect(after.find(({ caseId }) => caseId === each.caseId)?.place).toBeLessThanOrEqual(before);
      }
    }),
    { numRuns: 40 },
  );
});
