/** Whether a card's number can be what it is said to be. Pure: the same check runs on the screen and on the server. */
import { checkIdentityNumber, identityCheckCharacter } from '../../fhir/identity-number.ts';
import type { IdentityExpectation } from '../../fhir/identity-number.ts';
import { isCivilDay } from '../../platform/civil-time.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import { words } from '../../platform/words.ts';
import { CARD_FORMS } from './card-forms.ts';
import type { CardKind } from './card-forms.ts';

export type CheckedCard = { readonly kind: CardKind; readonly value: string };

/** Blanks and small letters are forgiven; of a house's own numbers only the blanks at the ends. */
export const normalCard = (kind: CardKind, typed: string): string =>
  kind === 'local-number' ? typed.trim() : typed.normalize('NFKC').replace(/\s/g, '').toUpperCase();

const GB = /^\d{6}(\d{4})(\d\d)(\d\d)\d{3}[\dX]$/;
/** The older 15 characters: three letters, six digits of place, year (of two digits), month and day. */
const OLD_FOREIGN = /^[A-Z]{3}\d{4}(\d\d)(\d\d)(\d\d)\d\d$/;

/** The birth date a permit says, in every century it could mean; none where it says no day there is. */
const birthDatesIn = (value: string): readonly string[] => {
  const [, year = '', month = '', day = ''] = GB.exec(value) ?? OLD_FOREIGN.exec(value) ?? [];
  const years = year.length === 4 ? [year] : [`19${year}`, `20${year}`];
  return years.map((each) => `${each}-${month}-${day}`).filter(isCivilDay);
};

const saysWell = (kind: CardKind, value: string, expected: IdentityExpectation): true | Refusal => {
  const days = birthDatesIn(value);
  if (days.length === 0) return refuse(`card.${kind}`);
  if (value.length === 18 && identityCheckCharacter(value) !== value.charAt(17)) return refuse('card.check-digit');
  if (expected.birthDate !== undefined && !days.includes(expected.birthDate)) return refuse('card.birth-date-differs');
  const male = Number(value.charAt(16)) % 2 === 1;
  const { gender } = expected;
  const told = CARD_FORMS[kind].says === 'gb-11643' && (gender === 'male' || gender === 'female');
  return !told || (gender === 'male') === male || refuse('card.gender-differs');
};

/**
 * @param asPrinted the paper was seen and says so: no form of ours that is not verified stands against it
 * Refusals: those of `checkIdentityNumber`, `card.<kind>`, `card.check-digit`, `card.birth-date-differs`, `card.gender-differs`,
 * `card.empty`. None carries the number (law 9).
 */
export const checkCard = (
  kind: CardKind,
  typed: string,
  expected: IdentityExpectation = {},
  asPrinted = false,
): CheckedCard | Refusal => {
  const value = normalCard(kind, typed);
  if (value === '' || value.length > 100) return refuse('card.empty');
  if (kind === 'identity-number') {
    const read = checkIdentityNumber(value, expected);
    return isRefusal(read) ? read : { kind, value: read.number };
  }
  const { form, says, verified } = CARD_FORMS[kind];
  if (asPrinted && !verified) return { kind, value };
  if (!form.test(value)) return refuse(`card.${kind}`);
  const said = says === undefined || saysWell(kind, value, expected);
  return said === true ? { kind, value } : said;
};

export const CARD_WORDS = words(
  {
    'card.empty': '请填写证件或卡的号码，至多100个字符。',
    'card.residence-permit': '港澳台居民居住证号码应为18位，以810000、820000或830000开头，请核对。',
    'card.foreign-permanent-residence':
      '外国人永久居留身份证号码应为15位（3个字母加12位数字）或以9开头的18位，请核对。',
    'card.passport': '护照号码应为字母和数字，至多9位，请核对。',
    'card.birth-certificate': '出生医学证明编号应为1个字母加9位数字，请核对。',
    'card.health-card': '电子健康卡号应为4至64位字母或数字，请核对。',
    'card.insurance-credential': '医保电子凭证号应为4至64位字母或数字，请核对。',
    'card.health-record-number': '居民健康档案编号应为17位数字，请核对。',
    'card.temporary-number': '临时编号应为2至40位字母、数字或短横线，请核对。',
    'card.local-number': '院内编号只能包含文字、数字、点、斜线和短横线，至多64位。',
    'card.check-digit': '证件号码校验位不符，可能有一位填错，请逐位核对。',
    'card.birth-date-differs': '证件号码中的出生日期与所填出生日期不一致，请核对。',
    'card.gender-differs': '证件号码中的性别与所填性别不一致，请核对。',
  },
  {
    'card.empty': 'Give the number of the card, at most 100 characters.',
    'card.residence-permit':
      'The number of a residence permit has 18 characters and begins with 810000, 820000 or 830000.',
    'card.foreign-permanent-residence':
      'The number of a permanent residence card has 15 characters (3 letters, 12 digits), or 18 beginning with 9.',
    'card.passport': 'A passport number has letters and digits, at most 9.',
    'card.birth-certificate': 'The number of a birth certificate has one letter and 9 digits.',
    'card.health-card': 'The number of a health card has 4 to 64 letters or digits.',
    'card.insurance-credential': 'The number of an insurance credential has 4 to 64 letters or digits.',
    'card.health-record-number': 'A health record number has 17 digits.',
    'card.temporary-number': 'A temporary number has 2 to 40 letters, digits or hyphens.',
    'card.local-number': 'A local number has letters, digits, dots, slashes and hyphens, at most 64.',
    'card.check-digit': 'The check digit does not fit: one character is probably wrong.',
    'card.birth-date-differs': 'The birth date in the number differs from the one given.',
    'card.gender-differs': 'The sex in the number differs from the one given.',
  },
);
