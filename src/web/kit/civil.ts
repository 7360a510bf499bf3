/** Days and times as a reader writes them, in the region's zone whatever zone this machine stands in (law 7). */
import { civilDay, civilTime, instantOf, isCivilDay, weekdayOf } from '../../platform/civil-time.ts';
import type { KitWords } from './words.ts';

/** All of China keeps one civil time. */
export const ZONE = 'Asia/Shanghai';

export const dayOf = (at: Date): string => civilDay(at, ZONE);
export const timeOf = (at: Date): string => civilTime(at, ZONE);

/** `11月20日`; with the year when it is another one than `now`'s. */
export const dayWords = (day: string, words: KitWords, now?: Date): string => {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return now !== undefined && dayOf(now).slice(0, 4) !== day.slice(0, 4)
    ? words.yearMonthDay(year, month, date)
    : words.monthDay(month, date);
};

export const weekdayWords = (day: string, words: KitWords): string => words.weekdays[weekdayOf(day) - 1] ?? '';

/** `14:30` today, else `11月20日 14:30`. */
export const momentWords = (instant: string, words: KitWords, now: Date): string => {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return instant;
  return dayOf(at) === dayOf(now) ? timeOf(at) : `${dayWords(dayOf(at), words, now)} ${timeOf(at)}`;
};

/** The instant of a civil day and `HH:MM` as ISO 8601 with the zone's offset, or undefined when not a time. */
export const instantText = (day: string, time: string): string | undefined => {
  if (!isCivilDay(day) || !/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return undefined;
  const at = instantOf(day, time, ZONE);
  const minutes = Math.round((Date.parse(`${day}T${time}:00Z`) - at.getTime()) / 60_000);
  const part = (count: number): string => String(count).padStart(2, '0');
  const sign = minutes < 0 ? '-' : '+';
  return `${day}T${time}:00${sign}${part(Math.floor(Math.abs(minutes) / 60))}:${part(Math.abs(minutes) % 60)}`;
};
