/**
 * Numbers as Chinese letters write them: digits with or without separators, Chinese numerals, 万 and 亿 mixed in, percentages
 * and 成. Values are exact decimals held as integer and number of decimals, so that 85.71 % stays two decimals.
 */

/** `value` = digits × 10^-decimals as printed, times the multiplier (万 10⁴, 亿 10⁸). */
export type Numeral = {
  readonly start: number;
  readonly end: number;
  readonly value: number;
  /** Decimals printed: 2 in 85.71. */
  readonly decimals: number;
  readonly chinese: boolean;
};

const DIGITS: Readonly<Record<string, number>> = {
  〇: 0,
  零: 0,
  一: 1,
  壹: 1,
  二: 2,
  贰: 2,
  两: 2,
  三: 3,
  叁: 3,
  四: 4,
  肆: 4,
  五: 5,
  伍: 5,
  六: 6,
  陆: 6,
  七: 7,
  柒: 7,
  八: 8,
  捌: 8,
  九: 9,
  玖: 9,
};
const UNITS: Readonly<Record<string, number>> = { 十: 10, 拾: 10, 百: 100, 佰: 100, 千: 1000, 仟: 1000 };
const LARGE: Readonly<Record<string, number>> = { 万: 1e4, 亿: 1e8 };

/** The value of a Chinese numeral (三百二十六, 二〇二五, 一亿两千万, 六十八点五), or undefined where it is none. */
export const chineseValue = (text: string): number | undefined => {
  const [whole = '', fraction] = text.split('点');
  if (fraction !== undefined) {
    const before = chineseValue(whole);
    const digits = Array.from(fraction).map((each) => DIGITS[each]);
    if (before === undefined || digits.length === 0 || digits.some((each) => each === undefined)) return undefined;
    return Number(`${before}.${digits.join('')}`);
  }
  if (whole === '') return undefined;
  if (Array.from(whole).every((each) => DIGITS[each] !== undefined))
    return Number(
      Array.from(whole)
        .map((each) => DIGITS[each])
        .join(''),
    );
  let total = 0;
  let section = 0;
  let digit: number | undefined;
  let lastUnit = 1;
  for (const each of whole) {
    const value = DIGITS[each];
    const unit = UNITS[each];
    const large = LARGE[each];
    if (value !== undefined) digit = value;
    else if (unit !== undefined) {
      section += (digit ?? (section === 0 ? 1 : 0)) * unit;
      digit = undefined;
      lastUnit = unit;
    } else if (large !== undefined) {
      // 一亿两千万: 万 closes its own section, 亿 all that stands before it
      total = large === 1e8 ? (total + section + (digit ?? 0)) * large : total + (section + (digit ?? 0)) * large;
      section = 0;
      digit = undefined;
      lastUnit = large;
    } else return undefined;
  }
  // 三百五 says 350, 一万二 says 12,000
  const loose =
    digit !== undefined && lastUnit >= 100 && !/[零〇].$/.test(whole) ? (digit * lastUnit) / 10 : (digit ?? 0);
  return total + section + loose;
};

const ARABIC = /\d{1,3}(?:,\d{3})+(?![\d])(?:\.\d+)?|\d+(?:\.\d+)?/y;
const CHINESE =
  /[〇零一壹二贰两三叁四肆五伍六陆七柒八捌九玖十拾][〇零一壹二贰两三叁四肆五伍六陆七柒八捌九玖十拾百佰千仟万亿]*(?:点[〇零一二三四五六七八九]+)?/y;
/** Multipliers behind digits: 1.03亿, 3万, 12千; 2亿3000万 goes on. */
const MULTIPLIER: Readonly<Record<string, number>> = { 百: 100, 千: 1000, 万: 1e4, 亿: 1e8, 百万: 1e6, 千万: 1e7 };

/** Rounds away the dust of binary fractions: 1.03 × 10⁸ is 103000000. */
const clean = (value: number): number => Number(value.toPrecision(15));

const readArabic = (text: string, at: number): Numeral | undefined => {
  ARABIC.lastIndex = at;
  const found = ARABIC.exec(text);
  if (!found) return undefined;
  const plain = found[0].replace(/,/g, '');
  const decimals = plain.includes('.') ? plain.length - plain.indexOf('.') - 1 : 0;
  let value = Number(plain);
  let end = at + found[0].length;
  // 5千克 is a weight, not five thousand 克
  const multiplier = /^(?:百万|千万|千(?![克米瓦卡])|[百万亿])/.exec(text.slice(end));
  if (multiplier) {
    const by = MULTIPLIER[multiplier[0]] ?? 1;
    value = clean(value * by);
    end += multiplier[0].length;
    // 2亿3000万: the rest is smaller and ends in a smaller multiplier
    const rest = by > 1000 && /\d/.test(text[end] ?? '') ? readArabic(text, end) : undefined;
    if (rest && rest.value < by && /[万千百]$/.test(text.slice(end, rest.end)))
      return { start: at, end: rest.end, value: value + rest.value, decimals, chinese: false };
  }
  return { start: at, end, value, decimals, chinese: false };
};

const readChinese = (text: string, at: number): Numeral | undefined => {
  CHINESE.lastIndex = at;
  const found = CHINESE.exec(text);
  if (!found) return undefined;
  const value = chineseValue(found[0]);
  if (value === undefined) return undefined;
  const fraction = found[0].split('点')[1];
  return { start: at, end: at + found[0].length, value, decimals: fraction?.length ?? 0, chinese: true };
};

/** All numerals of a text, left to right, none overlapping. */
export const findNumerals = (text: string): readonly Numeral[] => {
  const found: Numeral[] = [];
  for (let at = 0; at < text.length; ) {
    const numeral = readArabic(text, at) ?? readChinese(text, at);
    if (numeral) found.push(numeral);
    at = numeral ? numeral.end : at + 1;
  }
  return found;
};
