/** Time limits are dated data by urgency (law 6); this is their shape and the choice of the one in force. */
import type { CivilDay } from '../platform/civil-time.ts';

export type LimitRule =
  /** Runs day and night. */
  | { readonly minutes: number; readonly aroundClock: true }
  /** Closing time of the n-th working day after today (0: of today, if it is worked and not yet over). */
  | { readonly workingDayEnd: number }
  /** n working days on, at the same time of day (within office hours). */
  | { readonly workingDays: number }
  /** The last minute of the n-th civil day after today. */
  | { readonly days: number }
  /** No time at all but a number of cases: below it figures are listed and not compared. */
  | { readonly cases: number };

export type Limit = {
  readonly code: string;
  /** Absent: every urgency that has no entry of its own. */
  readonly urgency?: 'emergency' | 'urgent' | 'routine' | undefined;
  readonly rule: LimitRule;
  readonly validFrom: CivilDay;
  readonly validUntil?: CivilDay | undefined;
  readonly source: string;
  readonly verified: boolean;
};

/** Kept with the record that used the limit. */
export const limitVersion = (limit: Limit): string => `${limit.code}@${limit.validFrom}`;

/**
 * The limit in force on a civil day: the entry of this urgency before the one for every urgency, the latest `validFrom`
 * first. `validUntil` is the first day it no longer holds.
 */
export const findLimit = (
  limits: readonly Limit[],
  code: string,
  urgency: 'emergency' | 'urgent' | 'routine',
  day: CivilDay,
): Limit | undefined => {
  let found: Limit | undefined;
  for (const limit of limits) {
    if (limit.code !== code || limit.validFrom > day) continue;
    if (limit.validUntil !== undefined && limit.validUntil <= day) continue;
    if (limit.urgency !== undefined && limit.urgency !== urgency) continue;
    if (found === undefined) found = limit;
    else if ((limit.urgency !== undefined) !== (found.urgency !== undefined))
      found = limit.urgency !== undefined ? limit : found;
    else if (limit.validFrom > found.validFrom) found = limit;
  }
  return found;
};

/** A number of cases that is dated data of the region; 0 where it says nothing. */
export const casesOf = (limits: readonly Limit[], code: string, day: CivilDay): number => {
  const limit = findLimit(limits, code, 'routine', day);
  return limit !== undefined && 'cases' in limit.rule ? limit.rule.cases : 0;
};
