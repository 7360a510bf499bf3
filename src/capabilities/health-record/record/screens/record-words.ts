/** Days and units as the record's page writes them. */
import { dayOf } from '../../../../web/kit/civil.ts';
import type { PageWords } from '../words/page.ts';

export { unitText } from '../../../../consortium/residents/unit-text.ts';

/** `2015`, `2015年3月` in Chinese and as it stands in English; a whole day stays a day. */
export const exactDay = (day: string, words: PageWords): string => {
  const chinese = words.colon === '：';
  if (!chinese) return day;
  const [year = '', month, date] = day.split('-');
  if (month === undefined) return `${year}年`;
  return date === undefined ? `${year}年${String(Number(month))}月` : day;
};

/** `2026-11-18`, of this year `11-18`: short enough for a column of days. */
export const shortDay = (instant: string, now: Date): string => {
  const day = dayOf(new Date(instant));
  return day.slice(0, 4) === dayOf(now).slice(0, 4) ? day.slice(5) : day;
};

const DAY = 86_400_000;
/** Days of a stay as hospitals count them: the day of leaving is not counted, one at least. */
export const stayDays = (from: string, until: string): number =>
  Math.max(1, Math.round((Date.parse(dayOf(new Date(until))) - Date.parse(dayOf(new Date(from)))) / DAY));
