/** Values with a prefix as comparisons of ranges (R4 §3.1.1.4.6): dates, numbers, quantities. */
import type { Compared, Comparison } from './condition.ts';
import { rangeOf } from './dates.ts';
import { readPrefix } from './grammar.ts';
import { orderedInstant, orderedNumber } from './ordered.ts';

const comparisonOf = (prefix: string): Comparison => (prefix === 'ap' ? 'overlaps' : (prefix as Comparison));

/** A date of any precision; undefined where it is none. `ap`: a tenth of the time between it and now either way. */
export const comparedDate = (value: string, now: number): Compared | undefined => {
  // a plus sign that was not escaped in the URL
  const { prefix, rest } = readPrefix(value.replace(/ /g, '+'));
  const range = rangeOf(rest);
  if (!range) return undefined;
  const last = range.until - 1;
  const spread = prefix === 'ap' ? Math.abs(now - (range.from + last) / 2) / 10 : 0;
  return {
    comparison: comparisonOf(prefix),
    low: orderedInstant(range.from - spread),
    high: orderedInstant(last + spread),
  };
};

const DECIMAL = /^-?(\d+(?:\.(\d+))?|\.\d+)(?:[eE]([+-]?\d{1,3}))?$/;

/** Half of the last digit written: 100 is 99.5 to 100.5, 1.00 is 0.995 to 1.005 (R4 §3.1.1.4.5). */
const halfStep = (text: string): number => {
  const match = DECIMAL.exec(text);
  const digits = match?.[2]?.length ?? 0;
  return 0.5 * 10 ** (Number(match?.[3] ?? 0) - digits);
};

/** A number; undefined where it is none. Prefixes other than eq, ne and ap take it as exact. */
export const comparedNumber = (value: string): Compared | undefined => {
  const { prefix, rest } = readPrefix(value);
  if (!DECIMAL.test(rest)) return undefined;
  const number = Number(rest);
  if (!Number.isFinite(number)) return undefined;
  const comparison = comparisonOf(prefix);
  if (prefix === 'ap') {
    const spread = Math.abs(number) / 10;
    return { comparison, low: orderedNumber(number - spread), high: orderedNumber(number + spread) };
  }
  if (prefix !== 'eq' && prefix !== 'ne')
    return { comparison, low: orderedNumber(number), high: orderedNumber(number) };
  const half = halfStep(rest);
  // from the lower end to just below the upper one
  return { comparison, low: orderedNumber(number - half), high: orderedNumber(number + half) - 1n };
};
