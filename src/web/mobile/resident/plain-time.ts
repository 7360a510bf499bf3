/** Days and hours as one says them to somebody: 后天, 7月30日 星期四, 上午 9:00. Pure, in the region's zone. */
import { addDays, weekdayOf } from '../../../platform/civil-time.ts';
import { dayOf, dayWords, timeOf } from '../../kit/civil.ts';
import type { KitWords } from '../../kit/words.ts';
import type { ResidentPageWords } from './words.ts';

const partOf = (hour: number): keyof ResidentPageWords['parts'] => {
  if (hour < 6) return 'night';
  if (hour < 12) return 'morning';
  if (hour < 13) return 'noon';
  return hour < 18 ? 'afternoon' : 'evening';
};

/** `上午 9:00`, `下午 3:30`. */
export const hourWords = (instant: string, words: ResidentPageWords): string => {
  const [hour = '0', minutes = '00'] = timeOf(new Date(instant)).split(':');
  const hours = Number(hour);
  return words.hour(words.parts[partOf(hours)], `${String(hours > 12 ? hours - 12 : hours)}:${minutes}`);
};

/** `7月30日 星期四` */
export const fullDayWords = (instant: string, words: ResidentPageWords, kit: KitWords, now: Date): string => {
  const day = dayOf(new Date(instant));
  return `${dayWords(day, kit, now)} ${words.weekdays[weekdayOf(day) - 1] ?? ''}`;
};

/** `今天`, `明天`, `后天`, else the date. */
export const nearDayWords = (instant: string, words: ResidentPageWords, kit: KitWords, now: Date): string => {
  const day = dayOf(new Date(instant));
  const today = dayOf(now);
  if (day === today) return words.today;
  if (day === addDays(today, 1)) return words.tomorrow;
  return day === addDays(today, 2) ? words.dayAfter : dayWords(day, kit, now);
};

/** `明天下午 3:00` */
export const momentSaid = (instant: string, words: ResidentPageWords, kit: KitWords, now: Date): string =>
  words.dayHour(nearDayWords(instant, words, kit, now), hourWords(instant, words));
