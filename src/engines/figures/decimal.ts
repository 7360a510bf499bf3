/** Decimal texts without loss: sums are exact, a quotient has six decimals, half of the last one rounded away from zero. Pure. */

const SCALE = 1_000_000n;
const DECIMAL = /^(-?)(\d+)(?:\.(\d{1,6})0*)?$/;

/** In millionths. @throws RangeError for what is no decimal of at most six places */
export const millionths = (text: string): bigint => {
  const found = DECIMAL.exec(text);
  if (!found) throw new RangeError(`${text} is no decimal of at most six places`);
  const [, sign, whole = '0', part = ''] = found;
  const value = BigInt(whole) * SCALE + BigInt(part.padEnd(6, '0'));
  return sign === '-' ? -value : value;
};

/** 1500000 is 1.5, 1000000 is 1. */
export const decimalText = (value: bigint): string => {
  const size = value < 0n ? -value : value;
  const part = String(size % SCALE)
    .padStart(6, '0')
    .replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${String(size / SCALE)}${part === '' ? '' : `.${part}`}`;
};

export const addDecimals = (texts: readonly string[]): string =>
  decimalText(texts.reduce((sum, text) => sum + millionths(text), 0n));

/** `numerator` × `per` ÷ `denominator`. @throws RangeError for a denominator of zero, which the caller has answered before */
export const quotient = (numerator: string, denominator: string, per: number): string => {
  const [top, bottom] = [millionths(numerator) * BigInt(per) * SCALE, millionths(denominator)];
  if (bottom === 0n) throw new RangeError('a denominator of zero');
  const negative = top < 0n !== bottom < 0n;
  const [n, d] = [top < 0n ? -top : top, bottom < 0n ? -bottom : bottom];
  const rounded = (n * 2n + d) / (d * 2n);
  return decimalText(negative ? -rounded : rounded);
};

/** To so many decimals, for a screen: half away from zero, as a letter would write it. */
export const roundDecimal = (text: string, decimals: number): string => {
  const value = millionths(text);
  const step = 10n ** BigInt(6 - Math.min(6, Math.max(0, decimals)));
  const size = value < 0n ? -value : value;
  const rounded = ((size * 2n + step) / (step * 2n)) * step;
  const whole = decimalText(value < 0n ? -rounded : rounded);
  if (decimals <= 0) return whole;
  const [units = '0', part = ''] = whole.split('.');
  return `${units}.${part.padEnd(decimals, '0')}`;
};

/** A number as the engine writes it: six decimals at most. */
export const fromNumber = (value: number): string => decimalText(BigInt(Math.round(value * 1_000_000)));
