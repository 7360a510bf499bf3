/**
 * Where somebody is cared for, as statements over time. A statement is never changed: what turns out otherwise ends what was
 * known (`knownUntil`) and is said anew. From the statements believed at a moment come the civil days, from the days the money.
 */
import type { Refusal } from '../../../platform/refusal.ts';
import { refuse } from '../../../platform/refusal.ts';

/** `elsewhere`: on leave, or in a hospital outside the network; nobody of the network is paid for it, and the day is still not lost. */
export const PLACES = ['ward', 'centre', 'care-home', 'home', 'day-care', 'elsewhere'] as const;
export type Place = (typeof PLACES)[number];

export const STAY_ENDS = ['transfer', 'discharge', 'death', 'left'] as const;
export type StayEnd = (typeof STAY_ENDS)[number];

export const PROGRAMMES = ['hospice', 'elder-care'] as const;
export type Programme = (typeof PROGRAMMES)[number];

/** What was known when: from `knownFrom` until it ceased to be believed. Instants. */
export type Known = { readonly knownFrom: Date; readonly knownUntil: Date | null };

/** From `from` (included) until `until` (not included); open while `until` is null, and then without an `ended`. */
export type Stay = Known & {
  readonly id: string;
  readonly resident: string;
  /** The admission this belongs to: within one there is neither gap nor overlap. */
  readonly episode: string;
  readonly programme: Programme;
  readonly place: Place;
  readonly organisation: string;
  readonly department: string | null;
  /** A numbered bed; null at home and in day care. */
  readonly bed: string | null;
  readonly from: Date;
  readonly until: Date | null;
  readonly ended: StayEnd | null;
};

/** The statements that were believed at a moment: the same moment always answers the same. */
export const believedAt = <One extends Known>(statements: readonly One[], moment: Date): readonly One[] =>
  statements.filter(({ knownFrom, knownUntil }) => knownFrom <= moment && (knownUntil === null || knownUntil > moment));

/** The ones believed by now: nothing has ended them. */
export const believedNow = <One extends Known>(statements: readonly One[]): readonly One[] =>
  statements.filter(({ knownUntil }) => knownUntil === null);

/** Text order as code points have it: the same in every language and on every machine. */
export const inText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** In time, and by id where two begin at once: never by the order in which they arrived. */
export const inOrder = (stays: readonly Stay[]): readonly Stay[] =>
  [...stays].sort((one, other) => one.from.getTime() - other.from.getTime() || inText(one.id, other.id));

const END_OF_TIME = 8_640_000_000_000_000;
export const endOf = (stay: Stay): number => stay.until?.getTime() ?? END_OF_TIME;

const deathOf = (stays: readonly Stay[]): number =>
  Math.min(...stays.map((stay) => (stay.ended === 'death' ? endOf(stay) : END_OF_TIME)));

/**
 * Whether believed statements of one resident can be true together: `true`, or the first sentence of what is wrong. Beds are
 * held apart between residents by the database.
 */
export const checkStays = (stays: readonly Stay[]): true | Refusal => {
  const ordered = inOrder(stays);
  const death = deathOf(ordered);
  for (const stay of ordered) {
    if (stay.until !== null && stay.until <= stay.from) return refuse('stay-ends-before-it-begins');
    if ((stay.until === null) !== (stay.ended === null)) return refuse('stay-without-an-end');
    if (endOf(stay) > death) return refuse('care-after-death');
  }
  for (const [index, stay] of ordered.entries()) {
    const before = ordered[index - 1];
    if (before === undefined) continue;
    if (endOf(before) > stay.from.getTime()) return refuse('stays-overlap');
    if (before.episode === stay.episode && endOf(before) < stay.from.getTime()) return refuse('stay-gap');
  }
  return true;
};
