/** Days, months and years as letters write them. */
import { chineseValue } from './numerals.ts';

export type NamedDate = {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly year: number | undefined;
  readonly month: number | undefined;
  readonly day: number | undefined;
};

const FORMS: readonly RegExp[] = [
  /((?:19|20)\d{2}|[二一][〇零一二三四五六七八九]{3})年(?:(\d{1,2}|[一二三四五六七八九十]{1,3})月)?(?:(\d{1,2}|[一二三四五六七八九十]{1,3})日)?/g,
  /((?:19|20)\d{2})[./-](\d{1,2})[./-](\d{1,2})/g,
  /()(?<![\d.年])(\d{1,2})[.月](\d{1,2})日?(?=[\s年。)）]|$)/g,
];

const numberOf = (text: string | undefined): number | undefined => {
  if (text === undefined || text === '') return undefined;
  return /^\d+$/.test(text) ? Number(text) : chineseValue(text);
};

/** All dates of a text in reading order; `3.18` has no year. Impossible days (30 February) are told too. */
export const findDates = (text: string): readonly NamedDate[] =>
  FORMS.flatMap((form) =>
    [...text.matchAll(form)].map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
      text: match[0],
      year: numberOf(match[1]),
      month: numberOf(match[2]),
      day: numberOf(match[3]),
    })),
  )
    .filter(
      (date, place, all) => !all.some((other, at) => at < place && other.start <= date.start && other.end > date.start),
    )
    .sort((one, other) => one.start - other.start);

/** Milliseconds of a date that has year, month and day; undefined where it has not, or where no such day is. */
export const dayOf = ({ year, month, day }: NamedDate, assumed?: number): number | undefined => {
  const inYear = year ?? assumed;
  if (inYear === undefined || month === undefined || day === undefined) return undefined;
  const made = new Date(Date.UTC(inYear, month - 1, day));
  return made.getUTCMonth() === month - 1 && made.getUTCDate() === day ? made.getTime() : undefined;
};

/** A date that names a day which does not exist. */
export const isImpossible = (date: NamedDate): boolean => {
  const { month, day } = date;
  if (month !== undefined && (month < 1 || month > 12)) return true;
  if (month === undefined || day === undefined) return false;
  return dayOf(date, 2024) === undefined;
};
