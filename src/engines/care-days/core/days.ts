/** Civil days of the region's zone, derived from the statements: every day of care has exactly one place (no gap, no overlap). */
import type { CivilDay } from '../../../platform/civil-time.ts';
import { addDays, civilDay, instantOf } from '../../../platform/civil-time.ts';
import type { Dated } from './dated.ts';
import { findInForce } from './dated.ts';
import type { Place, Programme, Stay } from './places.ts';
import { endOf, inOrder } from './places.ts';

/** How days are counted, as dated data: cities differ (law 6). */
export type DayRules = Dated & {
  readonly admissionDay: 'counts' | 'not';
  readonly leavingDay: 'counts' | 'not';
  readonly deathDay: 'counts' | 'not';
  /** Came and went on one day. */
  readonly sameDay: 'counts' | 'not';
  /** Whose a day is on which somebody changed places: who received, who sent, or who had the longer part (equal: the later). */
  readonly transferDay: 'receiver' | 'sender' | 'longer';
  /** Places that take a day by having had any part of it (day care). */
  readonly takesTheDay: readonly Place[];
};

export type DayKind = 'whole' | 'transfer' | 'admission' | 'leaving' | 'death' | 'same-day';

export type CareDay = {
  readonly resident: string;
  readonly day: CivilDay;
  /** The statement whose day it is. */
  readonly stay: string;
  readonly episode: string;
  readonly programme: Programme;
  readonly place: Place;
  readonly organisation: string;
  readonly department: string | null;
  readonly bed: string | null;
  readonly kind: DayKind;
  /** Whether the day is a day of care to be paid; a leaving day has a place and, by most rules, no pay. */
  readonly counted: boolean;
  /** 1, 2, … among the counted days in one place without a break; of a day that is not counted, the last before it. */
  readonly ordinal: number;
  /** The first day of that unbroken run in one place: with the institution, what insurers call one stay. */
  readonly run: CivilDay;
  /** The version of the rules by which it was decided. */
  readonly rules: string;
};

type Bounds = { readonly before: CivilDay; readonly next: CivilDay; readonly begins: number; readonly ends: number };
const MOST_KEPT = 2000;
/** By zone and day: a city's month asks for the same few days once for each of its residents, and the clock's zone costs most of it. */
const kept = new Map<string, Map<CivilDay, Bounds>>();

const boundsOf = (day: CivilDay, zone: string): Bounds => {
  const own = kept.get(zone) ?? new Map<CivilDay, Bounds>();
  const known = own.get(day);
  if (known !== undefined) return known;
  if (own.size > MOST_KEPT) own.clear();
  kept.set(zone, own);
  const next = addDays(day, 1);
  const begins = instantOf(day, '00:00', zone).getTime();
  const bounds = { before: addDays(day, -1), next, begins, ends: instantOf(next, '00:00', zone).getTime() };
  own.set(day, bounds);
  return bounds;
};

const chosen = (touching: readonly Stay[], begins: number, ends: number, rules: DayRules): Stay | undefined => {
  if (touching.length === 1) return touching[0];
  const taking = touching.filter(({ place }) => rules.takesTheDay.includes(place)).at(-1);
  if (taking !== undefined) return taking;
  if (rules.transferDay === 'receiver') return touching.at(-1);
  if (rules.transferDay === 'sender') return touching[0];
  const part = (stay: Stay): number => Math.min(endOf(stay), ends) - Math.max(stay.from.getTime(), begins);
  return touching.reduce<Stay | undefined>(
    (best, stay) => (best === undefined || part(stay) >= part(best) ? stay : best),
    undefined,
  );
};

const kindOf = (touching: readonly Stay[], begins: number, ends: number): DayKind => {
  const first = touching[0];
  const last = touching.at(-1);
  if (first === undefined || last === undefined) return 'whole';
  const there = first.from.getTime() <= begins;
  if (endOf(last) >= ends) return there ? (touching.length > 1 ? 'transfer' : 'whole') : 'admission';
  return there ? (last.ended === 'death' ? 'death' : 'leaving') : 'same-day';
};

const counts = (kind: DayKind, rules: DayRules): boolean => {
  switch (kind) {
    case 'admission':
      return rules.admissionDay === 'counts';
    case 'leaving':
      return rules.leavingDay === 'counts';
    case 'death':
      return rules.deathDay === 'counts';
    case 'same-day':
      return rules.sameDay === 'counts';
    case 'whole':
    case 'transfer':
      return true;
  }
};

/** The statements by the civil days they touch; an open one goes on through the last day asked for. */
const touchedDays = (
  stays: readonly Stay[],
  zone: string,
  through: CivilDay,
): ReadonlyMap<CivilDay, readonly Stay[]> => {
  const touched = new Map<CivilDay, Stay[]>();
  for (const stay of inOrder(stays)) {
    // the last instant before the end: who leaves at midnight has not touched the next day
    const ends = stay.until === null ? through : civilDay(new Date(stay.until.getTime() - 1), zone);
    const last = ends < through ? ends : through;
    for (let day = civilDay(stay.from, zone); day <= last; day = boundsOf(day, zone).next) {
      const known = touched.get(day);
      if (known === undefined) touched.set(day, [stay]);
      else known.push(stay);
    }
  }
  return touched;
};

/**
 * The days of one resident's believed statements through a civil day (included), in order. The statements have passed
 * `checkStays`. A day of the fold of clocks is the zone's own: it may have 23 or 25 hours.
 * @throws when no rules are in force on a day: the region's data are checked at loading.
 */
export const deriveDays = (
  stays: readonly Stay[],
  options: { readonly rules: readonly DayRules[]; readonly zone: string; readonly through: CivilDay },
): readonly CareDay[] => {
  const { rules: versions, zone, through } = options;
  const days: CareDay[] = [];
  let before: CareDay | undefined;
  for (const [day, touching] of [...touchedDays(stays, zone, through)].sort(([one], [other]) =>
    one < other ? -1 : 1,
  )) {
    const rules = findInForce(versions, day);
    if (rules === undefined) throw new Error(`no rules for counting days are in force on ${day}`);
    const { begins, ends, before: yesterday } = boundsOf(day, zone);
    const stay = chosen(touching, begins, ends, rules);
    if (stay === undefined) continue;
    const kind = kindOf(touching, begins, ends);
    const counted = counts(kind, rules);
    const goesOn =
      before?.organisation === stay.organisation &&
      before.place === stay.place &&
      before.episode === stay.episode &&
      before.day === yesterday;
    const { resident, episode, programme, place, organisation, department, bed } = stay;
    // a city's month makes half a million of these: no object is spread into another
    before = {
      resident,
      day,
      stay: stay.id,
      episode,
      programme,
      place,
      organisation,
      department,
      bed,
      kind,
      counted,
      ordinal: (goesOn ? (before?.ordinal ?? 0) : 0) + (counted ? 1 : 0),
      run: goesOn ? (before?.run ?? day) : day,
      rules: `${rules.code}@${rules.validFrom}`,
    };
    days.push(before);
  }
  return days;
};
