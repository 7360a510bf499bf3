/**
 * The citizen identity number of GB 11643-1999: six digits of area, eight of birth date, three of sequence (odd for men, even
 * for women) and a check digit by ISO/IEC 7064 MOD 11-2. Pure: the same check runs on the screen, the server and the importer.
 */
import { refuse } from '../platform/refusal.ts';
import type { Refusal } from '../platform/refusal.ts';
import { words } from '../platform/words.ts';

export type IdentityNumber = {
  /** Eighteen characters, a final X in upper case. */
  readonly number: string;
  readonly area: string;
  /** `YYYY-MM-DD` */
  readonly birthDate: string;
  readonly gender: 'male' | 'female';
};

/** What the person is said to be elsewhere; a contradiction with the number is refused. */
export type IdentityExpectation = {
  readonly birthDate?: string | undefined;
  readonly gender?: string | undefined;
  /** Civil day `YYYY-MM-DD`: a birth after it is refused. */
  readonly today?: string | undefined;
};

/** First two digits of the area codes in use (GB/T 2260: provinces, Taiwan, Hong Kong, Macao; 83 and 91 by the residence permits). */
const PROVINCES = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91'.split(
    ' ',
  ),
);

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECK_CHARACTERS = '10X98765432';

/** The check character of the first seventeen digits (ISO/IEC 7064 MOD 11-2). */
export const identityCheckCharacter = (seventeen: string): string => {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += (seventeen.charCodeAt(i) - 48) * (WEIGHTS[i] ?? 0);
  return CHECK_CHARACTERS.charAt(sum % 11);
};

const isCivilDay = (year: number, month: number, day: number): boolean => {
  if (year < 1800 || month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
};

/**
 * Makes a number with its check digit.
 * @param parts area of six digits, birth date `YYYY-MM-DD`, sequence 0–999 (odd: male, even: female)
 */
export const makeIdentityNumber = (parts: {
  readonly area: string;
  readonly birthDate: string;
  readonly sequence: number;
}): string | Refusal => {
  if (!/^\d{6}$/.test(parts.area) || !PROVINCES.has(parts.area.slice(0, 2))) return refuse('identity-number.area');
  const written = /^(\d{4})-(\d\d)-(\d\d)$/.exec(parts.birthDate);
  if (written === null || !isCivilDay(Number(written[1]), Number(written[2]), Number(written[3])))
    return refuse('identity-number.birth-date');
  if (!Number.isInteger(parts.sequence) || parts.sequence < 0 || parts.sequence > 999)
    return refuse('identity-number.sequence');
  const seventeen = parts.area + parts.birthDate.replaceAll('-', '') + parts.sequence.toString().padStart(3, '0');
  return seventeen + identityCheckCharacter(seventeen);
};

/**
 * Reads and checks a number as typed: blanks at the ends and a small x are forgiven, nothing else is.
 * Refusals: `identity-number.length`, `.characters`, `.area`, `.birth-date`, `.future`, `.check-digit`, `.birth-date-differs`,
 * `.gender-differs`. No refusal carries the number itself (law 9).
 */
export const checkIdentityNumber = (typed: string, expected: IdentityExpectation = {}): IdentityNumber | Refusal => {
  const number = typed.trim().toUpperCase();
  if (number.length !== 18) return refuse('identity-number.length', { length: number.length });
  if (!/^\d{17}[\dX]$/.test(number)) return refuse('identity-number.characters');
  if (!PROVINCES.has(number.slice(0, 2))) return refuse('identity-number.area');
  const year = number.slice(6, 10);
  const month = number.slice(10, 12);
  const day = number.slice(12, 14);
  if (!isCivilDay(Number(year), Number(month), Number(day))) return refuse('identity-number.birth-date');
  if (identityCheckCharacter(number) !== number.charAt(17)) return refuse('identity-number.check-digit');
  const birthDate = `${year}-${month}-${day}`;
  const gender = Number(number.charAt(16)) % 2 === 1 ? 'male' : 'female';
  if (expected.today !== undefined && birthDate > expected.today) return refuse('identity-number.future');
  if (expected.birthDate !== undefined && expected.birthDate !== birthDate)
    return refuse('identity-number.birth-date-differs');
  if ((expected.gender === 'male' || expected.gender === 'female') && expected.gender !== gender)
    return refuse('identity-number.gender-differs');
  return { number, area: number.slice(0, 6), birthDate, gender };
};

/** The sentences of the refusals above, by their code. */
export const IDENTITY_NUMBER_WORDS = words(
  {
    'identity-number.length': '身份证号码应为18位，请核对后重新填写。',
    'identity-number.characters': '身份证号码前17位应为数字，末位为数字或X，请核对。',
    'identity-number.area': '身份证号码的地址码（前6位）不正确，请核对。',
    'identity-number.birth-date': '身份证号码中的出生日期不存在，请核对第7至14位。',
    'identity-number.future': '身份证号码中的出生日期晚于今天，请核对。',
    'identity-number.sequence': '顺序码应为0至999之间的整数。',
    'identity-number.check-digit': '身份证号码校验位不符，可能有一位填错，请逐位核对。',
    'identity-number.birth-date-differs': '身份证号码中的出生日期与所填出生日期不一致，请核对。',
    'identity-number.gender-differs': '身份证号码中的性别与所填性别不一致，请核对。',
  },
  {
    'identity-number.length': 'An identity number has 18 characters. Check it and type it again.',
    'identity-number.characters': 'The first 17 characters must be digits and the last a digit or X.',
    'identity-number.area': 'The area code (first six digits) of the identity number is not valid.',
    'identity-number.birth-date': 'The birth date in the identity number does not exist. Check characters 7 to 14.',
    'identity-number.future': 'The birth date in the identity number lies after today.',
    'identity-number.sequence': 'The sequence must be a whole number from 0 to 999.',
    'identity-number.check-digit': 'The check digit does not fit: one character is probably wrong.',
    'identity-number.birth-date-differs': 'The birth date in the identity number differs from the one given.',
    'identity-number.gender-differs': 'The sex in the identity number differs from the one given.',
  },
);
