/**
 * Which departments fit a need, and in what order: pure, the same input the same order. Filters come first and none is ever
 * outweighed; what passes is ranked by a weighted sum of six considerations, each between 0 and 1, with the region's dated
 * weights; a village clinic's own township hospital stands before them all, another house of the base after them. What does not fit is told nearest first, each with
 * every reason.
 */
import type { MatchReason } from './match-shapes.ts';

export type Urgency = 'routine' | 'urgent' | 'emergency';
export type Consideration = 'wait' | 'room' | 'distance' | 'ties' | 'continuity' | 'grade';

/** The part of `matching.json` in force on a day. */
export type MatchingRules = {
  readonly weights: Readonly<Record<Urgency, Readonly<Record<Consideration, number>>>>;
  readonly halfWaitDays: number;
  readonly farKm: number;
  readonly enoughFree: number;
  readonly staleAfterHours: number;
  readonly staleTrust: number;
  readonly longestSlotDays: Readonly<Record<Urgency, number>>;
  readonly fewestMeasured: number;
};

export type Need = {
  readonly kind: 'inpatient' | 'outpatient';
  readonly urgency: Urgency;
  readonly specialty: string | null;
  readonly device: string | null;
  readonly insurance: string | null;
  /** Whole years; null where it is not known, which turns nobody away. */
  readonly age: number | null;
  readonly at: Date;
};

/** A department as matching looks at it. Null is "not known" everywhere, and never turns anybody away. */
export type Place = {
  readonly id: string;
  readonly specialty: string;
  /** Free places; for an outpatient visit not looked at. */
  readonly free: number;
  readonly places: number | null;
  readonly firstSlot: Date | null;
  /** Sees whoever comes, without an appointment. */
  readonly walkIn: boolean;
  /** Belongs to the organisation the asking one is part of: a village clinic's township hospital. */
  readonly above: boolean;
  /** Of the base like the one who asks: another township hospital, to a township hospital. */
  readonly peer: boolean;
  /** When its figures were last stated, confirmed or posted. */
  readonly statedAt: Date | null;
  readonly sameConsortium: boolean;
  readonly grade: 'national' | 'provincial' | 'city' | 'county' | null;
  /** The last civil day the resident was treated at this organisation, within the years that count. */
  readonly treatedOn: string | null;
  readonly wait: {
    readonly days: number;
    readonly atLeast: boolean;
    readonly come: number;
    readonly waiting: number;
  } | null;
  readonly km: number | null;
  readonly youngest: number | null;
  readonly oldest: number | null;
  readonly insurances: readonly string[] | null;
  readonly emergencies: boolean | null;
  readonly devices: readonly string[];
};

export type Matched<P extends Place = Place> = {
  readonly place: P;
  readonly fits: boolean;
  readonly stale: boolean;
  /** Thousandths of the best there could be. */
  readonly score: number;
  readonly because: readonly MatchReason[];
  readonly against: readonly MatchReason[];
};
export type Matching<P extends Place = Place> = {
  readonly offered: readonly Matched<P>[];
  readonly others: readonly Matched<P>[];
};

const DAY = 86_400_000;
const GRADES = { national: 1, provincial: 0.75, city: 0.5, county: 0.25 } as const;
/** What counts for something nobody knows: neither good nor bad. */
const UNKNOWN = 0.5;

/** Where everybody is seen there is no figure that could be. */
const isStale = (place: Place, need: Need, rules: MatchingRules): boolean =>
  !(need.kind === 'outpatient' && place.walkIn) &&
  (place.statedAt === null || need.at.getTime() - place.statedAt.getTime() > rules.staleAfterHours * 3_600_000);

const slotDays = (place: Place, need: Need): number =>
  place.walkIn
    ? 0
    : place.firstSlot === null
      ? Infinity
      : Math.max(0, (place.firstSlot.getTime() - need.at.getTime()) / DAY);

/** Every filter it fails, the ones that will not change by waiting first. */
const againstIt = (place: Place, need: Need, rules: MatchingRules): readonly MatchReason[] => {
  const found: MatchReason[] = [];
  if (need.specialty !== null && place.specialty !== need.specialty) found.push({ code: 'other-specialty' });
  if (need.device !== null && !place.devices.includes(need.device))
    found.push({ code: 'no-device', values: { device: need.device } });
  if (need.insurance !== null && place.insurances !== null && !place.insurances.includes(need.insurance))
    found.push({ code: 'no-insurance', values: { insurance: need.insurance } });
  if (need.age !== null && place.youngest !== null && need.age < place.youngest)
    found.push({ code: 'too-young', values: { age: need.age, youngest: place.youngest } });
  if (need.age !== null && place.oldest !== null && need.age > place.oldest)
    found.push({ code: 'too-old', values: { age: need.age, oldest: place.oldest } });
  if (need.urgency === 'emergency' && place.emergencies === false) found.push({ code: 'no-emergencies' });
  if (need.kind === 'inpatient') {
    if (place.free <= 0) found.push({ code: 'full', values: { free: 0, places: place.places ?? 0 } });
  } else if (place.walkIn) return found;
  else if (place.firstSlot === null) found.push({ code: 'no-slot' });
  else if (slotDays(place, need) > rules.longestSlotDays[need.urgency])
    found.push({
      code: 'slot-too-late',
      values: { at: place.firstSlot.toISOString(), days: rules.longestSlotDays[need.urgency] },
    });
  return found;
};

/** A measurement of too few people is none. */
const measured = (place: Place, rules: MatchingRules): Place['wait'] =>
  place.wait !== null && place.wait.come + place.wait.waiting >= rules.fewestMeasured ? place.wait : null;

const waitDays = (place: Place, need: Need, rules: MatchingRules): number | null =>
  need.kind === 'inpatient'
    ? (measured(place, rules)?.days ?? null)
    : // how long one sits where everybody is seen, nobody has measured
      place.walkIn
      ? null
      : slotDays(place, need);

type Values = Readonly<Record<Consideration, number>>;

/** Each consideration between 0 and 1. What a stale figure promises (room, an appointment) counts less, the rest as it is. */
const valuesOf = (place: Place, need: Need, rules: MatchingRules): Values => {
  const trust = isStale(place, need, rules) ? rules.staleTrust : 1;
  const days = waitDays(place, need, rules);
  const wait = days === null ? UNKNOWN : 1 / (1 + days / rules.halfWaitDays);
  const room = need.kind === 'outpatient' ? 1 : Math.min(Math.max(place.free, 0), rules.enoughFree) / rules.enoughFree;
  return {
    wait: need.kind === 'outpatient' ? wait * trust : wait,
    room: room * trust,
    distance: place.km === null ? UNKNOWN : 1 - Math.min(place.km / rules.farKm, 1),
    ties: place.sameConsortium ? 1 : 0,
    continuity: place.treatedOn === null ? 0 : 1,
    grade: place.grade === null ? 0 : GRADES[place.grade],
  };
};

const CONSIDERATIONS: readonly Consideration[] = ['continuity', 'ties', 'grade', 'room', 'distance', 'wait'];

const reasonOf = (
  consideration: Consideration,
  place: Place,
  need: Need,
  rules: MatchingRules,
): MatchReason | undefined => {
  switch (consideration) {
    case 'continuity':
      return place.treatedOn === null ? undefined : { code: 'treated-before', values: { on: place.treatedOn } };
    case 'ties':
      return place.sameConsortium ? { code: 'same-consortium' } : undefined;
    case 'grade':
      return place.grade === null ? undefined : { code: 'key-specialty', values: { grade: place.grade } };
    case 'room':
      return need.kind === 'inpatient' && place.free > 0
        ? { code: 'free', values: { free: place.free, places: place.places ?? place.free } }
        : undefined;
    case 'distance':
      return place.km === null ? undefined : { code: 'near', values: { km: Math.round(place.km) } };
    case 'wait': {
      if (need.kind === 'outpatient' && place.walkIn) return { code: 'walk-in' };
      if (need.kind === 'outpatient')
        return place.firstSlot === null ? undefined : { code: 'slot', values: { at: place.firstSlot.toISOString() } };
      const wait = measured(place, rules);
      if (wait === null) return { code: 'wait-unknown' };
      const { days, atLeast, come, waiting } = wait;
      return { code: 'measured-wait', values: { days, atLeast: atLeast ? 1 : 0, come, waiting } };
    }
  }
};

/** The strongest consideration first; what lowers the trust in all of it stands last. */
const becauseOf = (place: Place, need: Need, rules: MatchingRules, values: Values): readonly MatchReason[] => {
  const weights = rules.weights[need.urgency];
  const ranked = CONSIDERATIONS.map((name, order) => ({ name, order, counts: weights[name] * values[name] })).sort(
    (one, other) => other.counts - one.counts || one.order - other.order,
  );
  const told = ranked.flatMap(({ name }) => reasonOf(name, place, need, rules) ?? []);
  const doubts: readonly MatchReason[] = !isStale(place, need, rules)
    ? []
    : place.statedAt === null
      ? [{ code: 'never-stated' }]
      : [{ code: 'stale', values: { at: place.statedAt.toISOString() } }];
  return [
    ...(place.above ? [{ code: 'above' } as const] : []),
    ...told.filter(({ code }) => code !== 'wait-unknown'),
    ...told.filter(({ code }) => code === 'wait-unknown'),
    ...(place.peer ? [{ code: 'peer' } as const] : []),
    ...doubts,
  ];
};

const scoreOf = (values: Values, rules: MatchingRules, urgency: Urgency): number => {
  const weights = rules.weights[urgency];
  let counted = 0;
  let all = 0;
  for (const name of CONSIDERATIONS) {
    counted += weights[name] * values[name];
    all += weights[name];
  }
  return Math.round((counted / all) * 1000);
};

type Ranked = Omit<Matched, 'because'>;

const byId = (one: Ranked, other: Ranked): number =>
  one.place.id < other.place.id ? -1 : one.place.id > other.place.id ? 1 : 0;

/** One's own township hospital first, others of one's own level last; then the better score, then the fresher figure, then more room, then the nearer one; the id decides what is equal in all. */
const byRank = (one: Ranked, other: Ranked): number =>
  Number(other.place.above) - Number(one.place.above) ||
  Number(one.place.peer) - Number(other.place.peer) ||
  other.score - one.score ||
  Number(one.stale) - Number(other.stale) ||
  other.place.free - one.place.free ||
  (one.place.km ?? Infinity) - (other.place.km ?? Infinity) || // NaN (both unknown) counts as equal
  byId(one, other);

/** Nearest first; of those equally far the one that lacks less. */
const byNearness = (one: Ranked, other: Ranked): number =>
  (one.place.km ?? Infinity) - (other.place.km ?? Infinity) ||
  one.against.length - other.against.length ||
  byRank(one, other);

type Judged<P extends Place> = Omit<Matched<P>, 'because'> & { readonly values: Values };

/**
 * Ranks what fits and tells why the rest does not. Departments of another specialty are told only when nobody has the wanted
 * one. The order of `places` makes no difference.
 * @param most of each list: reasons are worked out for those only
 */
export const match = <P extends Place>(
  need: Need,
  places: readonly P[],
  rules: MatchingRules,
  most = Infinity,
): Matching<P> => {
  const offered: Judged<P>[] = [];
  const ofSpecialty: Judged<P>[] = [];
  const elsewhere: Judged<P>[] = [];
  for (const place of places) {
    const against = againstIt(place, need, rules);
    const values = valuesOf(place, need, rules);
    const fits = against.length === 0;
    const score = scoreOf(values, rules, need.urgency);
    const list = fits ? offered : against[0]?.code === 'other-specialty' ? elsewhere : ofSpecialty;
    list.push({ place, fits, stale: isStale(place, need, rules), score, against, values });
  }
  const others = ofSpecialty.length === 0 && offered.length === 0 ? elsewhere : ofSpecialty;
  const told = (list: readonly Judged<P>[]): readonly Matched<P>[] =>
    list
      .slice(0, most)
      .map(({ values, ...judged }) => ({ ...judged, because: becauseOf(judged.place, need, rules, values) }));
  return { offered: told(offered.sort(byRank)), others: told(others.sort(byNearness)) };
};
