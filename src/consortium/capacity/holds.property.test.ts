import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { World } from '../../../test/world.ts';
import { NOW, openWorld } from '../../../test/world.ts';
import type { Statement } from '../../platform/postgres/database.ts';
import { isRefusal } from '../../platform/refusal.ts';
import { refusalOf } from '../refusals.ts';
import type { NewHold, Place } from './holds.ts';
import {
  expireHolds,
  extendHold,
  freePlacesOf,
  holdPlace,
  holdQuota,
  moveHold,
  releaseHold,
  setQuota,
  useHold,
  vacate,
} from './holds.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ connections: 12 });
});
afterAll(() => world.drop());

const DEPARTMENTS = ['endocrinology', 'surgery'] as const;
const at = (minute: number): Date => new Date(NOW.getTime() + minute * 60_000);

const place: fc.Arbitrary<Place> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('quota' as const), department: fc.constantFrom(...DEPARTMENTS) }),
  },
  fc.constantFrom('slot-1', 'slot-2').map((slot) => ({ kind: 'slot' as const, department: 'endocrinology', slot })),
  fc.constantFrom('bed-1', 'bed-2').map((bed) => ({ kind: 'bed' as const, department: 'hospice-ward', bed })),
);
/** Holds are named by number, so that operations meet: on holds that are there, gone, used or were never made. */
const number = fc.nat({ max: 11 });
const operation = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('hold' as const), place, subject: number, minutes: fc.nat({ max: 30 }) }),
  },
  fc.record({
    do: fc.constant('over' as const),
    department: fc.constantFrom(...DEPARTMENTS),
    subject: number,
    status: fc.constantFrom('active' as const, 'used' as const),
  }),
  fc.record({ do: fc.constant('move' as const), hold: fc.nat({ max: 4 }), place }),
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('release' as const, 'use' as const, 'vacate' as const, 'extend' as const),
      hold: fc.nat({ max: 4 }),
    }),
  },
  fc.record({ do: fc.constant('free' as const), subject: number }),
  fc.record({ do: fc.constant('expire' as const) }),
  fc.record({
    do: fc.constant('quota' as const),
    department: fc.constantFrom(...DEPARTMENTS),
    places: fc.nat({ max: 5 }),
  }),
);
const MAKING: readonly string[] = ['hold', 'over', 'move'];
type Operation = typeof operation extends fc.Arbitrary<infer Kind> ? Kind : never;

/** `made` are the holds made so far; the n-th is counted from the latest. */
const statementsOf = (step: Operation, id: string, made: readonly string[], minute: number): readonly Statement[] => {
  const now = at(minute);
  const target = (n: number): string => made.at(-1 - (n % Math.max(1, made.length))) ?? 'none';
  const hold = (subject: string, minutes = 10): NewHold => ({
    id,
    subject,
    organisation: 'township',
    actor: 'gp-role',
    from: now,
    until: at(minute + 1 + minutes),
  });
  switch (step.do) {
    case 'hold':
      return [holdPlace(step.place, hold(`subject-${String(step.subject)}`, step.minutes))];
    case 'over':
      return [
        holdQuota({ kind: 'quota', department: step.department }, hold(`subject-${String(step.subject)}`), {
          over: true,
          status: step.status,
        }),
      ];
    case 'move':
      return moveHold(target(step.hold), step.place, hold(`moved-${id}`));
    case 'release':
      return [releaseHold(target(step.hold))];
    case 'use':
      return [useHold(target(step.hold), now, 'clerk-role')];
    case 'vacate':
      return [vacate(target(step.hold), now, 'clerk-role')];
    case 'extend':
      return [extendHold(target(step.hold), at(minute + 20))];
    case 'free':
      return [freePlacesOf(`subject-${String(step.subject)}`, now)];
    case 'expire':
      return [expireHolds(now, { most: 3 })];
    case 'quota':
      return [setQuota(step.department, step.places, now, 'beds-role')];
  }
};

// compared with a count written for it, never with the counters' own arithmetic
const BROKEN = `
  select 'counter' as what, q.department as of from quota q
   where q.held <> (select count(*) from hold h where h.department = q.department and h.kind = 'quota' and h.status = 'active')
      or q.occupied <> (select count(*) from hold h where h.department = q.department and h.kind = 'quota' and h.status = 'used')
      or q.over <> greatest(0, q.held + q.occupied - q.places)
  union all
  select 'slot twice', slot from hold where status in ('active', 'used') and slot is not null group by slot having count(*) > 1
  union all
  select 'bed twice', a.bed from hold a join hold b on a.bed = b.bed and a.id < b.id
   where a.status in ('active', 'used') and b.status in ('active', 'used') and a.from_at < b.until_at and b.from_at < a.until_at
  union all
  select 'subject twice', subject from hold where kind <> 'bed' and status = 'active' group by subject having count(*) > 1`;

test('whatever is done in whatever order, several at a time, the counters are what one counts and no place is given twice', async () => {
  const done: Record<string, number> = {};
  const act = async (statements: readonly Statement[], minute: number, kind: string): Promise<boolean> => {
    try {
      await world.app.write(world.actor('gp'), at(minute), (tx) => tx.finish(statements));
      done[kind] = (done[kind] ?? 0) + 1;
      return true;
    } catch (fault) {
      // only refusals are expected; a broken check or a deadlock that was not resolved fails the test
      expect(isRefusal(refusalOf(fault))).toBe(true);
      return false;
    }
  };
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(operation, { minLength: 1, maxLength: 6 }), { minLength: 8, maxLength: 16 }),
      async (rounds) => {
        await world.owner('delete from hold');
        await world.owner('update quota set places = 4, held = 0, occupied = 0, over = 0');
        const made: string[] = [];
        for (const [minute, round] of rounds.entries()) {
          const ids = round.map((_, n) => `h${String(minute)}-${String(n)}`);
          const outcomes = await Promise.all(
            round.map((step, n) => act(statementsOf(step, ids[n] ?? '', made, minute), minute, step.do)),
          );
          made.push(...ids.filter((_, n) => outcomes[n] === true && MAKING.includes(round[n]?.do ?? '')));
          expect(await world.owner(BROKEN)).toEqual([]);
        }
      },
    ),
    { numRuns: 60 },
  );
  // a test of refusals only would prove nothing
  for (const kind of ['hold', 'over', 'move', 'release', 'use', 'vacate', 'extend', 'free', 'expire', 'quota'])
    expect(done[kind], kind).toBeGreaterThan(5);
});
