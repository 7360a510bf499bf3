import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { match } from './matching.ts';
import type { MatchingRules, Need, Place, Urgency } from './matching.ts';

const AT = new Date('2026-11-20T06:30:00Z');
const hours = (count: number): Date => new Date(AT.getTime() + count * 3_600_000);

const RULES: MatchingRules = {
  weights: {
    routine: { wait: 30, room: 10, distance: 20, ties: 20, continuity: 10, grade: 10 },
    urgent: { wait: 35, room: 20, distance: 20, ties: 10, continuity: 10, grade: 5 },
    emergency: { wait: 5, room: 35, distance: 45, ties: 5, continuity: 5, grade: 5 },
  },
  halfWaitDays: 3,
  farKm: 120,
  enoughFree: 5,
  staleAfterHours: 12,
  staleTrust: 0.5,
  longestSlotDays: { routine: 14, urgent: 3, emergency: 1 },
  fewestMeasured: 5,
};
const NEED: Need = {
  kind: 'inpatient',
  urgency: 'routine',
  specialty: 'cardiology',
  device: null,
  insurance: null,
  age: 57,
  at: AT,
};
const place = (id: string, change: Partial<Place> = {}): Place => ({
  id,
  specialty: 'cardiology',
  free: 3,
  places: 8,
  firstSlot: hours(30),
  walkIn: false,
  above: false,
  peer: false,
  statedAt: hours(-1),
  sameConsortium: false,
  grade: null,
  treatedOn: null,
  wait: null,
  km: 40,
  youngest: null,
  oldest: null,
  insurances: null,
  emergencies: null,
  devices: [],
  ...change,
});
const order = (places: readonly Place[], need: Partial<Need> = {}): readonly string[] =>
  match({ ...NEED, ...need }, places, RULES).offered.map(({ place: { id } }) => id);
const why = (one: Place, need: Partial<Need> = {}): readonly string[] => {
  const { offered, others } = match({ ...NEED, ...need }, [one], RULES);
  return [...offered, ...others].flatMap(({ against }) => against.map(({ code }) => code));
};

describe('a department is not offered', () => {
  test('when it is of another specialty, and then told only where nobody has the wanted one', () => {
    expect(why(place('eyes', { specialty: 'ophthalmology' }))).toEqual(['other-specialty']);
    const { others } = match(NEED, [place('eyes', { specialty: 'ophthalmology' }), place('full', { free: 0 })], RULES);
    expect(others.map(({ place: { id } }) => id)).toEqual(['full']);
  });
  test('when the device, the insurance or the age does not fit, with every reason', () => {
    const children = place('children', { oldest: 14, insurances: ['residents'], devices: ['ct'] });
    expect(why(children, { device: 'mri', insurance: 'employee' })).toEqual(['no-device', 'no-insurance', 'too-old']);
    expect(why(place('old', { youngest: 60 }))).toEqual(['too-young']);
    expect(why(children, { device: 'ct', insurance: 'residents', age: 14 })).toEqual([]);
  });
  test('for what nobody knows of it, or of the resident', () => {
    expect(why(place('unknown'), { insurance: 'employee' })).toEqual([]);
    expect(why(place('children', { oldest: 14 }), { age: null })).toEqual([]);
  });
  test('when no bed is free, or no appointment comes in time', () => {
    expect(why(place('full', { free: 0 }))).toEqual(['full']);
    expect(why(place('none', { firstSlot: null }), { kind: 'outpatient' })).toEqual(['no-slot']);
    const late = place('late', { firstSlot: hours(24 * 4) });
    expect(why(late, { kind: 'outpatient', urgency: 'urgent' })).toEqual(['slot-too-late']);
    expect(why(late, { kind: 'outpatient' })).toEqual([]);
  });
  test('to an emergency its house does not take', () => {
    expect(why(place('centre', { emergencies: false }), { urgency: 'emergency' })).toEqual(['no-emergencies']);
    expect(why(place('centre', { emergencies: false }))).toEqual([]);
  });
  test('and the nearest of those is told first', () => {
    const { offered, others } = match(
      NEED,
      [place('far', { free: 0, km: 90 }), place('near', { free: 0, km: 9 }), place('somewhere', { free: 0, km: null })],
      RULES,
    );
    expect(offered).toEqual([]);
    expect(others.map(({ place: { id } }) => id)).toEqual(['near', 'far', 'somewhere']);
  });
});

describe('what fits is ranked', () => {
  test('by a shorter measured wait, where enough were measured', () => {
    const wait = (days: number, come: number) => ({ days, atLeast: false, come, waiting: 0 });
    expect(order([place('long', { wait: wait(20, 50) }), place('short', { wait: wait(1, 50) })])).toEqual([
      'short',
      'long',
    ]);
    expect(order([place('a', { wait: wait(20, 2) }), place('b', { wait: wait(1, 2) })])).toEqual(['a', 'b']);
  });
  test('by distance, consortium, grade, and where the resident was treated before', () => {
    for (const better of [
      { km: 4 },
      { sameConsortium: true },
      { grade: 'county' },
      { treatedOn: '2026-01-03' },
      { free: 5 },
    ] as const)
      expect(order([place('a'), place('b', better)])).toEqual(['b', 'a']);
  });
  test('for an emergency by distance before everything else', () => {
    const far = place('far', { km: 110, sameConsortium: true, grade: 'national', treatedOn: '2026-01-03', free: 5 });
    const near = place('near', { km: 6, free: 2 });
    expect(order([far, near])).toEqual(['far', 'near']);
    expect(order([far, near], { urgency: 'emergency' })).toEqual(['near', 'far']);
  });
  test('for a clinic visit by the first appointment', () => {
    const places = [place('thursday', { firstSlot: hours(150) }), place('tomorrow', { firstSlot: hours(20) })];
    expect(order(places, { kind: 'outpatient' })).toEqual(['tomorrow', 'thursday']);
  });
  test('for a village clinic with its own township hospital first, whatever else is nearer or better', () => {
    const above = place('own', { above: true, km: 100 });
    expect(order([place('a', { km: 1, grade: 'national', sameConsortium: true }), above])).toEqual(['own', 'a']);
    expect(why(place('own', { above: true, free: 0 }))).toEqual(['full']);
  });
  test('for a clinic visit with a house that sees whoever comes as one whose wait nobody knows', () => {
    const walkIn = place('walk-in', { firstSlot: null, walkIn: true });
    expect(order([walkIn, place('tomorrow', { firstSlot: hours(20) })], { kind: 'outpatient' })).toEqual([
      'tomorrow',
      'walk-in',
    ]);
    expect(order([walkIn, place('late', { firstSlot: hours(300) })], { kind: 'outpatient' })).toEqual([
      'walk-in',
      'late',
    ]);
  });
  test('for a township hospital with other township hospitals after the hospitals', () => {
    expect(order([place('peer', { peer: true, km: 1, sameConsortium: true }), place('hospital')])).toEqual([
      'hospital',
      'peer',
    ]);
  });
  test('with a stale figure counting less, and saying so', () => {
    const stale = place('a', { statedAt: hours(-13) });
    expect(order([stale, place('b')])).toEqual(['b', 'a']);
    const { offered } = match(NEED, [stale, place('never', { statedAt: null })], RULES);
    expect(offered.map(({ because }) => because.at(-1)?.code)).toEqual(['stale', 'never-stated']);
  });
  test('with the strongest reason first', () => {
    const [first] = match(
      NEED,
      [place('a', { sameConsortium: true, km: 100, treatedOn: '2026-01-03' })],
      RULES,
    ).offered;
    expect(first?.because.map(({ code }) => code)).toEqual([
      'same-consortium',
      'treated-before',
      'free',
      'near',
      'wait-unknown',
    ]);
  });
});

// ---------------------------------------------------------------- whatever the region looks like
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary);
const aPlace: fc.Arbitrary<Omit<Place, 'id'>> = fc.record({
  specialty: fc.constantFrom('cardiology', 'neurology'),
  free: fc.integer({ min: 0, max: 8 }),
  places: maybe(fc.integer({ min: 0, max: 20 })),
  firstSlot: maybe(fc.integer({ min: 1, max: 500 }).map(hours)),
  walkIn: fc.boolean(),
  above: fc.boolean(),
  peer: fc.boolean(),
  statedAt: maybe(fc.integer({ min: -40, max: 0 }).map(hours)),
  sameConsortium: fc.boolean(),
  grade: maybe(fc.constantFrom('national', 'provincial', 'city', 'county')),
  treatedOn: maybe(fc.constant('2026-01-03')),
  wait: maybe(
    fc.record({
      days: fc.double({ min: 0, max: 60, noNaN: true }),
      atLeast: fc.boolean(),
      come: fc.integer({ min: 0, max: 9 }),
      waiting: fc.integer({ min: 0, max: 9 }),
    }),
  ),
  km: maybe(fc.double({ min: 0, max: 300, noNaN: true })),
  youngest: maybe(fc.integer({ min: 0, max: 70 })),
  oldest: maybe(fc.integer({ min: 5, max: 120 })),
  insurances: maybe(fc.subarray(['employee', 'residents'])),
  emergencies: maybe(fc.boolean()),
  devices: fc.subarray(['ct', 'mri']),
});
const places = fc
  .array(aPlace, { maxLength: 12 })
  .map((list) => list.map((one, n) => ({ ...one, id: `d${String(n)}` })));
const aNeed: fc.Arbitrary<Need> = fc.record({
  kind: fc.constantFrom('inpatient', 'outpatient'),
  urgency: fc.constantFrom<Urgency[]>('routine', 'urgent', 'emergency'),
  specialty: maybe(fc.constantFrom('cardiology', 'neurology', 'urology')),
  device: maybe(fc.constantFrom('ct', 'mri')),
  insurance: maybe(fc.constantFrom('employee', 'residents')),
  age: maybe(fc.integer({ min: 0, max: 110 })),
  at: fc.constant(AT),
});
const runs = { numRuns: 500 };

/** Said once more in other words than the code's: what a place must be to be offered. */
const suits = (one: Place, need: Need): boolean =>
  (need.specialty === null || one.specialty === need.specialty) &&
  (need.device === null || one.devices.includes(need.device)) &&
  (need.insurance === null || one.insurances === null || one.insurances.includes(need.insurance)) &&
  (need.age === null || (need.age >= (one.youngest ?? 0) && need.age <= (one.oldest ?? 999))) &&
  !(need.urgency === 'emergency' && one.emergencies === false) &&
  (need.kind === 'inpatient'
    ? one.free > 0
    : one.walkIn ||
      (one.firstSlot !== null &&
        one.firstSlot.getTime() - AT.getTime() <= RULES.longestSlotDays[need.urgency] * 86_400_000));

test('whatever the places and the need, exactly those that pass every filter are offered, and the others say why', () => {
  fc.assert(
    fc.property(aNeed, places, (need, list) => {
      const { offered, others } = match(need, list, RULES);
      expect(new Set(offered.map(({ place: { id } }) => id))).toEqual(
        new Set(list.filter((one) => suits(one, need)).map(({ id }) => id)),
      );
      for (const { against, place: one } of others) {
        expect(against.length).toBeGreaterThan(0);
        expect(suits(one, need)).toBe(false);
      }
      // nobody is left without an answer: where nothing fits and there is anything, something is told
      if (list.length > 0 && offered.length === 0) expect(others.length).toBeGreaterThan(0);
    }),
    runs,
  );
});

test('the same places in any order are ranked the same', () => {
  // twins differ in nothing but their id
  const withTwins = places.map((list) => [...list, ...list.map((one) => ({ ...one, id: `${one.id}-twin` }))]);
  const twice = withTwins.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length })),
  );
  fc.assert(
    fc.property(aNeed, twice, (need, [list, mixed]) => {
      expect(match(need, mixed, RULES)).toEqual(match(need, list, RULES));
    }),
    runs,
  );
});

test('a stale department never stands before an otherwise equal fresh one', () => {
  fc.assert(
    fc.property(aNeed, aPlace, places, (need, one, list) => {
      const fresh = { ...one, id: 'z-fresh', statedAt: hours(-1) };
      const stale = { ...one, id: 'a-stale', statedAt: hours(-13) };
      const { offered, others } = match(need, [stale, ...list, fresh], RULES);
      const ids = [...offered, ...others].map(({ place: { id } }) => id);
      if (ids.includes('a-stale') && !(need.kind === 'outpatient' && one.walkIn))
        expect(ids.indexOf('z-fresh')).toBeLessThan(ids.indexOf('a-stale'));
    }),
    runs,
  );
});
