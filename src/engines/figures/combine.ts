/** Figures made of figures: what their values come to. Pure; values are decimal texts in the order of the definition's parts. */
import type { Combination } from './define.ts';
import { addDecimals, decimalText, fromNumber, millionths, quotient } from './decimal.ts';

export type Combined = { readonly value: string } | { readonly missing: 'no-denominator' | 'part-missing' };

/**
 * Probability of dying between 30 and 70 from rates of eight bands of five years: 1 − Π(1 − 5qx), 5qx = 5·Mx / (1 + 2.5·Mx)
 * (WHO, NCD Global Monitoring Framework). Rates are per 100,000; the answer is in percent.
 */
const prematureDeath = (rates: readonly string[]): Combined => {
  const surviving = rates.reduce((product, text) => {
    const rate = Number(text) / 100_000;
    return product * (1 - (5 * rate) / (1 + 2.5 * rate));
  }, 1);
  return { value: fromNumber((1 - surviving) * 100) };
};

/** `parts` null where one of them is missing: the whole is missing then, never smaller. */
export const combine = (how: Combination, parts: readonly (string | null)[]): Combined => {
  const known = parts.filter((part) => part !== null);
  if (known.length !== parts.length || known.length === 0) return { missing: 'part-missing' };
  const [first = '0', ...others] = known;
  switch (how) {
    case 'sum':
      return { value: addDecimals(known) };
    case 'difference':
      return { value: decimalText(millionths(first) - millionths(addDecimals(others.length === 0 ? ['0'] : others))) };
    case 'growth': {
      // of now and of the year before
      const before = others[0] ?? '0';
      if (millionths(before) === 0n) return { missing: 'no-denominator' };
      return { value: quotient(decimalText(millionths(first) - millionths(before)), before, 100) };
    }
    case 'premature-death':
      return prematureDeath(known);
  }
};
