/** A claim on the page: how its number is written, and whether what the figure says now bears it. Pure. */
import type { Claim, Comparator, Observed } from './document.ts';

/** 万 and 亿 before a unit: 45.1亿元 is 4 510 000 000 元. */
const LARGE: Readonly<Record<string, number>> = { 万: 1e4, 亿: 1e8 };

/** A unit without its 万 or 亿, and what one of it is worth. */
export const measureOf = (unit: string): { readonly unit: string; readonly times: number } => {
  const times = LARGE[unit.slice(0, 1)];
  return times === undefined || unit.length < 2 ? { unit, times: 1 } : { unit: unit.slice(1), times };
};

/** Units of one family name the same thing: 名 and 人, 家 and 个. 人次 is of no family but its own. */
const FAMILIES: readonly (readonly string[])[] = [
  ['人', '名', '位'],
  ['家', '个', '所', '座', '处'],
  ['张', '床'],
  ['台', '台（套）', '套'],
];
export const sameUnit = (one: string, other: string): boolean =>
  one === other || FAMILIES.some((family) => family.includes(one) && family.includes(other));

/** A number without binary tails: 45.1 × 10⁸ is 4510000000. */
const exact = (value: number): number => Number(value.toPrecision(15));

/** What the figure says in the claim's unit; null where it is missing or of another unit. */
export const valueIn = (claim: Pick<Claim, 'unit'>, observed: Observed): number | null => {
  const said = measureOf(claim.unit);
  const own = measureOf(observed.unit);
  if (observed.value === null || !sameUnit(said.unit, own.unit)) return null;
  return exact((observed.value * own.times) / said.times);
};

const rounded = (value: number, decimals: number): number =>
  Number(`${Math.round(Number(`${String(value)}e${String(decimals)}`))}e-${String(decimals)}`);

/** The number a new claim states of an observation: rounded for exactly and about, never above it for 以上, and below it for 余. */
export const statedOf = (claim: Pick<Claim, 'comparator' | 'decimals' | 'unit'>, observed: Observed): number | null => {
  const value = valueIn(claim, observed);
  if (value === null || claim.comparator === 'all') return null;
  const step = 10 ** -claim.decimals;
  if (claim.comparator === 'at-least') return exact(Math.floor(exact(value / step)) * step);
  if (claim.comparator === 'over') return exact((Math.ceil(exact(value / step)) - 1) * step);
  return rounded(value, claim.decimals);
};

/** About is within a twentieth, as the lint of letters reads it. */
const NEAR = 0.05;

/** Whether the claim is true of what the figure says. */
export const bears = (claim: Claim, observed: Observed): boolean => {
  if (claim.comparator === 'all') {
    const { numerator, denominator } = observed;
    return denominator !== null && denominator > 0 && numerator === denominator;
  }
  const value = valueIn(claim, observed);
  if (value === null || claim.value === null) return false;
  switch (claim.comparator) {
    case 'exactly':
      return rounded(value, claim.decimals) === claim.value;
    case 'at-least':
      return value >= claim.value;
    case 'over':
      return value > claim.value;
    case 'about':
      return Math.abs(value - claim.value) <= Math.abs(claim.value) * NEAR;
  }
};

const numberText = (value: number, decimals: number): string => value.toFixed(decimals);

/** 余 goes before the unit word (350余台), 以上 behind it (68%以上), 约 before the number. */
export const printClaim = (claim: Pick<Claim, 'comparator' | 'value' | 'decimals' | 'unit' | 'word'>): string => {
  if (claim.comparator === 'all') return claim.word === '' ? '全部' : claim.word;
  if (claim.value === null) return `（缺）${claim.unit}`;
  const number = numberText(claim.value, claim.decimals);
  switch (claim.comparator) {
    case 'over':
      return claim.unit === '%' ? `超过${number}%` : `${number}余${claim.unit}`;
    case 'at-least':
      return `${number}${claim.unit}以上`;
    case 'about':
      return `约${number}${claim.unit}`;
    case 'exactly':
      return `${number}${claim.unit}`;
  }
};

/** Where the digits begin in a printed claim. */
export const digitsAt = (printed: string): number => Math.max(0, printed.search(/\d/));

/** Whether two observations say the same: value, numerator and denominator, definition and records. */
export const sameObserved = (one: Observed, other: Observed): boolean =>
  one.value === other.value &&
  one.numerator === other.numerator &&
  one.denominator === other.denominator &&
  one.definitionVersion === other.definitionVersion &&
  one.digest === other.digest;

export type { Comparator };
