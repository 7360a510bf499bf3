/** A figure's value as text: rounded for reading, missing and masked said as such. Pure. */
import { roundDecimal } from '../../../engines/figures/decimal.ts';
import { durationParts } from '../../../web/kit/rate.ts';
import type { FigureDefined, FigureList } from '../shapes.ts';
import type { FigureScreenWords } from './figure-words.ts';

export type Said = FigureList['items'][number]['now'];

/** Thousands apart by commas, as the desk writes counts. */
export const grouped = (text: string): string => {
  const [whole = '', part] = text.split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${part === undefined ? '' : `.${part}`}`;
};

export const numberOf = (said: Said): number | null =>
  'refused' in said || said.value === null ? null : Number(said.value);

export const shown = (said: Said, { decimals }: Pick<FigureDefined, 'decimals'>): string | null =>
  'refused' in said || said.value === null ? null : grouped(roundDecimal(said.value, decimals));

/** A time in minutes as a person says it, anything else in its unit; null where there is no value. */
export const said = (
  now: Said,
  figure: Pick<FigureDefined, 'decimals' | 'unit'>,
  words: FigureScreenWords,
): { readonly value: string; readonly unit: string; readonly exactly: string | null } | null => {
  const value = shown(now, figure);
  const number = numberOf(now);
  if (value === null || number === null) return null;
  if (figure.unit !== words.times.minutes || number < 60) return { value, unit: figure.unit, exactly: null };
  const { unit, count } = durationParts(number);
  return { value: count, unit: words.times[unit], exactly: words.exactly(value) };
};

/** Why there is no value, in a sentence; null where there is one. */
export const whyNot = (said: Said, words: FigureScreenWords): string | null => {
  if ('refused' in said) return said.refused === '' ? words.empty : said.refused;
  if (said.masked) return words.masked;
  return said.missing === null ? null : words.missing[said.missing];
};

/** How it stands to the year before: by points for a share, by the unit for the others; null where either is missing. */
export const changeOf = (
  now: Said,
  before: Said,
  figure: FigureDefined,
  words: FigureScreenWords,
): { readonly text: string; readonly worse: boolean } | null => {
  const [one, other] = [numberOf(now), numberOf(before)];
  if (one === null || other === null) return null;
  const by = roundDecimal(Math.abs(one - other).toFixed(6), figure.decimals);
  if (Number(by) === 0) return { text: words.levelWith, worse: false };
  const worse = figure.better !== 'neither' && one > other === (figure.better === 'lower');
  const isTime = figure.unit === words.times.minutes && Number(by) >= 60;
  const { unit, count } = durationParts(Number(by));
  const apart = isTime
    ? `${count}${words.times[unit]}`
    : `${grouped(by)}${figure.unit === '%' ? words.points : figure.unit}`;
  return { text: (one > other ? words.up : words.down)(apart), worse };
};
