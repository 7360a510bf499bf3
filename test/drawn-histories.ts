/**
 * Histories of care as they come about: versions of what is believed, each ending statements of the one before and making new
 * ones (late, corrected, cancelled, transferred, died), at any minute, midnights and changes of the clocks most of all.
 */
import fc from 'fast-check';
import type { PayFacts } from '../src/engines/care-days/core/payment.ts';
import type {
  Charge,
  Cover,
  Evidence,
  EvidenceRules,
  Fund,
  Grade,
  Grant,
} from '../src/engines/care-days/core/facts.ts';
import type { DayRules } from '../src/engines/care-days/core/days.ts';
import type { Known, Place, Stay } from '../src/engines/care-days/core/places.ts';
import type { CareCoverTable, PayTables, PerDiemTable } from '../src/engines/care-days/core/policies.ts';
import { addDays, instantOf } from '../src/platform/civil-time.ts';

export const ZONES = ['Asia/Shanghai', 'America/New_York', 'Pacific/Auckland'] as const;
const FIRST = '2026-03-01';
/** All drawn histories lie before this day. */
export const THROUGH = '2026-05-15';
const DAYS = 60;

const dated = { validFrom: '2020-01-01', source: 'drawn', verified: false };
const ORGANISATIONS = ['county', 'township', 'home-team', 'care-home'] as const;
const PLACE_OF: Readonly<Record<(typeof ORGANISATIONS)[number], readonly Place[]>> = {
  county: ['ward'],
  township: ['centre', 'home', 'day-care'],
  'home-team': ['home'],
  'care-home': ['care-home', 'elsewhere'],
};

/** A moment as it is written in a ward: a day and a clock time, the edges of days often. */
const moment = fc.record({
  day: fc.integer({ min: 0, max: DAYS }),
  time: fc.oneof(
    fc.constantFrom('00:00', '00:00', '23:59', '00:01', '12:00', '02:30'),
    fc.integer({ min: 0, max: 1439 }).map((minute) => new Date(minute * 60_000).toISOString().slice(11, 16)),
  ),
});
type Moment = { readonly day: number; readonly time: string };
const segment = fc.record({
  organisation: fc.constantFrom(...ORGANISATIONS),
  which: fc.nat(2),
  /** Nobody cares for the resident from here to the next moment: another episode follows. */
  away: fc.integer({ min: 0, max: 4 }).map((drawn) => drawn === 0),
});

const overDays = fc
  .tuple(fc.integer({ min: 0, max: 30 }), fc.option(fc.integer({ min: 1, max: 60 }), { nil: null }))
  .map(([from, length]) => ({
    from: addDays(FIRST, from - 5),
    until: length === null ? null : addDays(FIRST, from - 5 + length),
  }));

const version = fc.record({
  moments: fc.array(moment, { minLength: 1, maxLength: 8 }),
  segments: fc.array(segment, { minLength: 8, maxLength: 8 }),
  /** How the last stay ends, if it does. */
  ending: fc.constantFrom('open', 'discharge', 'death'),
  medical: fc.option(overDays, { nil: null }),
  ltci: fc.option(overDays, { nil: null }),
  severity: fc.constantFrom('mild', 'severe'),
  charges: fc.array(
    fc.record({
      organisation: fc.constantFrom(...ORGANISATIONS),
      day: fc.integer({ min: 0, max: DAYS }),
      fen: fc.integer({ min: 0, max: 200_000 }),
      outside: fc.boolean(),
    }),
    { maxLength: 25 },
  ),
  shown: fc.array(fc.tuple(fc.constantFrom(...ORGANISATIONS), fc.integer({ min: 0, max: DAYS })), { maxLength: 40 }),
  grant: fc.option(fc.integer({ min: 1, max: 500_000 }), { nil: null }),
});
export type Version = typeof version extends fc.Arbitrary<infer Drawn> ? Drawn : never;

export const history = fc.record({
  zone: fc.constantFrom(...ZONES),
  versions: fc.array(version, { minLength: 1, maxLength: 5 }),
  transferDay: fc.constantFrom('receiver', 'sender', 'longer'),
  takesTheDay: fc.boolean(),
  leavingDay: fc.constantFrom('counts', 'not'),
  deathDay: fc.constantFrom('counts', 'not'),
  admissionDay: fc.constantFrom('counts', 'not'),
  sameDay: fc.constantFrom('counts', 'not'),
  missing: fc.constantFrom('hold', 'tell'),
  exclusive: fc.boolean(),
});
export type History = typeof history extends fc.Arbitrary<infer Drawn> ? Drawn : never;

/** When the n-th version became known. */
export const knownAt = (index: number): Date => new Date(Date.UTC(2026, 6, 1 + index));

type Plain<One extends Known> = Omit<One, 'id' | 'knownFrom' | 'knownUntil'>;

const staysOf = (drawn: Version, zone: string): readonly Plain<Stay>[] => {
  const at = ({ day, time }: Moment): number => instantOf(addDays(FIRST, day), time, zone).getTime();
  const instants = [...new Set(drawn.moments.map(at))].sort((one, other) => one - other);
  const stays: Plain<Stay>[] = [];
  let episode = 0;
  for (const [index, from] of instants.entries()) {
    const part = drawn.segments[index];
    const until = instants[index + 1];
    if (part === undefined || (part.away && until !== undefined)) {
      episode += 1;
      continue;
    }
    const next = drawn.segments[index + 1];
    const last = until === undefined;
    const places = PLACE_OF[part.organisation];
    const place = places[part.which % places.length] ?? 'ward';
    const goesOn = !last && next !== undefined && !(next.away && instants[index + 2] !== undefined);
    if (last && instants.length > 1 && drawn.ending !== 'open') {
      // the last moment is an end, and the one before it ended as drawn
      const before = stays.at(-1);
      if (before?.until?.getTime() === from) stays[stays.length - 1] = { ...before, ended: drawn.ending };
      continue;
    }
    stays.push({
      ...{ resident: 'zhou', episode: `e${String(episode)}`, programme: 'hospice', place },
      ...{ organisation: part.organisation, department: null, bed: null, from: new Date(from) },
      until: until === undefined ? null : new Date(until),
      ended: until === undefined ? null : goesOn ? 'transfer' : 'discharge',
    });
  }
  return stays;
};

const chargesOf = (drawn: Version): readonly Plain<Charge>[] =>
  drawn.charges.map(({ day, ...charge }) => ({ ...charge, resident: 'zhou', day: addDays(FIRST, day) }));
const coversOf = (drawn: Version): readonly Plain<Cover>[] => [
  ...(drawn.medical === null
    ? []
    : [{ ...drawn.medical, resident: 'zhou', kind: 'medical' as const, scheme: 'employee' }]),
  ...(drawn.ltci === null ? [] : [{ ...drawn.ltci, resident: 'zhou', kind: 'ltci' as const, scheme: 'ltci' }]),
];
const gradesOf = (drawn: Version): readonly Plain<Grade>[] => [
  { resident: 'zhou', kind: 'severity', grade: drawn.severity, from: FIRST, until: null },
];
const evidenceOf = (drawn: Version): readonly Plain<Evidence>[] =>
  drawn.shown.map(([organisation, day]) => ({
    ...{ resident: 'zhou', organisation, kind: 'symptom-score', day: addDays(FIRST, day) },
  }));
const grantsOf = (drawn: Version): readonly Plain<Grant>[] =>
  drawn.grant === null
    ? []
    : [{ fund: 'red-cross', resident: 'zhou', fen: drawn.grant, from: FIRST, until: null, approvedOn: FIRST }];

/**
 * The statements of all versions: what a version says as the one before stays, what it does not say any more ends with it.
 * Ids follow from the content, so that two ways to the same belief meet.
 */
const stated = <One extends Known & { readonly id: string }>(
  versions: readonly (readonly Plain<One>[])[],
  prefix: string,
): readonly One[] => {
  const done: One[] = [];
  let open = new Map<string, One>();
  for (const [index, said] of versions.entries()) {
    const now = new Map<string, One>();
    for (const [place, plain] of said.entries()) {
      const key = JSON.stringify([
        plain,
        said.slice(0, place).filter((one) => JSON.stringify(one) === JSON.stringify(plain)).length,
      ]);
      const known = open.get(key);
      now.set(
        key,
        known ?? ({ ...plain, id: `${prefix}:${key}`, knownFrom: knownAt(index), knownUntil: null } as unknown as One),
      );
      open.delete(key);
    }
    for (const gone of open.values()) done.push({ ...gone, knownUntil: knownAt(index) });
    open = now;
  }
  return [...done, ...open.values()];
};

export type Statements = Pick<PayFacts, 'covers' | 'grades' | 'grants'> & {
  readonly charges: readonly Charge[];
  readonly evidence: readonly Evidence[];
  readonly stays: readonly Stay[];
};
export const statementsOf = ({ versions, zone }: Pick<History, 'versions' | 'zone'>): Statements => ({
  stays: stated<Stay>(
    versions.map((one) => staysOf(one, zone)),
    's',
  ),
  covers: stated<Cover>(versions.map(coversOf), 'k'),
  grades: stated<Grade>(versions.map(gradesOf), 'g'),
  charges: stated<Charge>(versions.map(chargesOf), 'c'),
  evidence: stated<Evidence>(versions.map(evidenceOf), 'e'),
  grants: stated<Grant>(versions.map(grantsOf), 'a'),
});

export const rulesOf = (drawn: History): DayRules => ({
  ...{
    ...dated,
    code: 'days',
    admissionDay: drawn.admissionDay,
    leavingDay: drawn.leavingDay,
    deathDay: drawn.deathDay,
  },
  ...{ sameDay: drawn.sameDay, transferDay: drawn.transferDay, takesTheDay: drawn.takesTheDay ? ['day-care'] : [] },
});
export const proofOf = (drawn: History): EvidenceRules => ({
  ...{ ...dated, code: 'proof', programme: 'hospice', places: ['ward', 'centre'], missing: drawn.missing },
  needs: [{ kind: 'symptom-score', everyDays: 2 }],
});

const PACKAGE: PerDiemTable = {
  ...{ ...dated, code: 'package', kind: 'per-diem', programme: 'hospice', places: ['ward', 'centre'], mode: 'package' },
  ...{ schemes: ['employee'], classes: ['2'], severities: ['mild', 'severe'] },
  rates: ['mild', 'severe'].flatMap((severity) => [
    { class: '2', severity, fromDay: 1, toDay: 7, rate: 33_333 },
    { class: '2', severity, fromDay: 8, toDay: null, rate: 25_001 },
  ]),
  shares: [{ scheme: 'employee', class: '2', share: 7777 }],
  ...{ deductible: { per: 'institution', fen: 50_000 }, maxDaysPerStay: 20, maxDaysPerYear: 30 },
  ...{ underLimit: 'keep', fundPays: 'standard', countsTowardBudget: false },
};
const HOME: CareCoverTable = {
  ...{
    ...dated,
    code: 'home',
    kind: 'ltci',
    programme: 'hospice',
    places: ['home', 'ward'],
    classes: ['*'],
    levels: ['*'],
  },
  rows: (['home', 'ward'] as const).map((place) => ({
    ...{ place, class: '*', level: '*' },
    pay: { kind: 'share' as const, share: 6667, cap: 70_000, per: 'month' as const, capAppliesTo: 'fund' as const },
  })),
};
export const TABLES: PayTables = {
  perDiem: [PACKAGE],
  ltci: [HOME],
  order: [{ ...dated, code: 'order', kind: 'order', order: ['medical', 'ltci'], exclusive: true }],
};
export const FUNDS: readonly Fund[] = [
  {
    ...{ id: 'red-cross', donor: '红十字会', purpose: 'care-of-persons', programmes: ['hospice'] },
    ...{ places: ['ward', 'home'], organisations: null, perResident: null },
  },
];
