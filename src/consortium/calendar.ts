/**
 * The working calendar of a region: weekends off, except worked weekends and public holidays given as dated data. For a year no
 * calendar was loaded for, weekends alone are known; `calendarKnown` says so and the screens must.
 */
import { addDays, civilDay, civilTime, instantOf, weekdayOf } from '../platform/civil-time.ts';
import type { CivilDay } from '../platform/civil-time.ts';

export type Calendar = {
  /** The years whose holidays are known. */
  readonly years: ReadonlySet<number>;
  readonly holidays: ReadonlySet<CivilDay>;
  /** Weekend days worked in exchange for a holiday. */
  readonly worked: ReadonlySet<CivilDay>;
  /** Office hours `HH:MM` in the region's zone. */
  readonly opens: string;
  readonly closes: string;
  readonly verified: boolean;
};

/** False when no calendar was loaded for the day's year, so that only its weekends are known. */
export const calendarKnown = (calendar: Calendar, day: CivilDay): boolean =>
  calendar.years.has(Number(day.slice(0, 4)));

export const isWorkingDay = (calendar: Calendar, day: CivilDay): boolean =>
  calendar.worked.has(day) || (weekdayOf(day) <= 5 && !calendar.holidays.has(day));

/** The first working day after `day`. */
export const nextWorkingDay = (calendar: Calendar, day: CivilDay): CivilDay => {
  let next = addDays(day, 1);
  for (let tried = 0; !isWorkingDay(calendar, next); tried++) {
    if (tried > 366) throw new Error('calendar: a whole year without a working day');
    next = addDays(next, 1);
  }
  return next;
};

/** Whether the offices are open at this instant. */
export const isWorkingTime = (calendar: Calendar, at: Date, zone: string): boolean => {
  const time = civilTime(at, zone);
  return isWorkingDay(calendar, civilDay(at, zone)) && time >= calendar.opens && time < calendar.closes;
};

/** The next `count` working days after `from`'s day, that day itself included when it is worked. */
export const workingDaysFrom = (calendar: Calendar, day: CivilDay, count: number): readonly CivilDay[] => {
  const days: CivilDay[] = [];
  let next = isWorkingDay(calendar, day) ? day : nextWorkingDay(calendar, day);
  while (days.length < count) {
    days.push(next);
    next = nextWorkingDay(calendar, next);
  }
  return days;
};

/** Closing time of a day, as an instant. */
export const closingOf = (calendar: Calendar, day: CivilDay, zone: string): Date =>
  instantOf(day, calendar.closes, zone);
