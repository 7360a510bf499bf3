/** When a clock runs out. Pure: the limit, the calendar and the zone are arguments; the process's own zone plays no part. */
import { calendarKnown, closingOf, isWorkingDay, nextWorkingDay } from '../../consortium/calendar.ts';
import type { Calendar } from '../../consortium/calendar.ts';
import type { Limit } from '../../consortium/limits.ts';
import { addDays, civilDay, civilTime, instantOf } from '../../platform/civil-time.ts';
import type { CivilDay } from '../../platform/civil-time.ts';

export type Due = {
  readonly at: Date;
  /** True when the way there passed through a year no calendar was loaded for: its weekends are known, its holidays are not. */
  readonly calendarMissing: boolean;
};

const workingDaysAfter = (calendar: Calendar, day: CivilDay, count: number): CivilDay => {
  let reached = day;
  for (let n = 0; n < count; n++) reached = nextWorkingDay(calendar, reached);
  return reached;
};

const endOfWorkingDay = (count: number, from: Date, calendar: Calendar, zone: string): Date => {
  const today = civilDay(from, zone);
  if (count === 0) {
    const closing = closingOf(calendar, today, zone);
    return isWorkingDay(calendar, today) && from < closing
      ? closing
      : closingOf(calendar, nextWorkingDay(calendar, today), zone);
  }
  return closingOf(calendar, workingDaysAfter(calendar, today, count), zone);
};

/** Outside office hours the count starts at the next opening. */
const sameTimeAfter = (count: number, from: Date, calendar: Calendar, zone: string): Date => {
  let day = civilDay(from, zone);
  let time = civilTime(from, zone);
  if (!isWorkingDay(calendar, day) || time >= calendar.closes) {
    day = nextWorkingDay(calendar, day);
    time = calendar.opens;
  } else if (time < calendar.opens) time = calendar.opens;
  return instantOf(workingDaysAfter(calendar, day, count), time, zone);
};

/** When a clock started at `from` under this limit runs out, and whether a calendar was missing on the way. */
export const due = (limit: Pick<Limit, 'rule'>, from: Date, calendar: Calendar, zone: string): Due => {
  const rule = limit.rule;
  if ('minutes' in rule) return { at: new Date(from.getTime() + rule.minutes * 60_000), calendarMissing: false };
  if ('days' in rule)
    return { at: instantOf(addDays(civilDay(from, zone), rule.days), '23:59', zone), calendarMissing: false };
  if ('cases' in rule) throw new Error('a number of cases is no clock');
  const at =
    'workingDayEnd' in rule
      ? endOfWorkingDay(rule.workingDayEnd, from, calendar, zone)
      : sameTimeAfter(rule.workingDays, from, calendar, zone);
  const calendarMissing =
    !calendarKnown(calendar, civilDay(from, zone)) || !calendarKnown(calendar, civilDay(at, zone));
  return { at, calendarMissing };
};

/** The instant alone. */
export const dueAt = (limit: Pick<Limit, 'rule'>, from: Date, calendar: Calendar, zone: string): Date =>
  due(limit, from, calendar, zone).at;

/** The later of two moments: a hold lives at least until the answer it waits for is due. */
export const laterOf = (one: Date, other: Date): Date => (one.getTime() >= other.getTime() ? one : other);
