/** Whether two residents may be one: every agreement and contradiction with its weight. Pure; both are told why. */
import { isNameless } from './nameless.ts';
import type { MatchFeature } from './matching-rules.ts';
import { MATCHING_RULES } from './matching-rules.ts';

export type Compared = {
  readonly id: string;
  readonly name: string;
  readonly pinyin: string;
  readonly gender: string;
  /** `YYYY-MM-DD` */
  readonly birthDate: string | null;
  readonly phone: string | null;
  readonly address: string | null;
  readonly catchment: string | null;
  readonly household: string | null;
  readonly mother: string | null;
  readonly cards: readonly { readonly system: string; readonly value: string; readonly unique: boolean }[];
};

export type Reason = { readonly feature: MatchFeature; readonly weight: number };
export type Score = {
  readonly score: number;
  readonly reasons: readonly Reason[];
  /** A card that one resident alone can have is in both hands. */
  readonly certain: boolean;
};

/** How many single changes (a character replaced, added, left out, or two neighbours exchanged) lie between two texts; 3 is many. */
export const changesBetween = (left: string, right: string): number => {
  const [a, b] = [Array.from(left), Array.from(right)];
  if (Math.abs(a.length - b.length) > 2) return 3;
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, n) => n)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (rows[i - 2]?.[j - 2] ?? 9) + 1 : 9;
      row.push(
        Math.min((rows[i - 1]?.[j] ?? 9) + 1, (row[j - 1] ?? 9) + 1, (rows[i - 1]?.[j - 1] ?? 9) + same, swapped),
      );
    }
    rows.push(row);
  }
  return Math.min(3, rows.at(-1)?.at(-1) ?? 3);
};

const nameFeature = (a: Compared, b: Compared): MatchFeature | null => {
  if (a.name === '' || b.name === '' || isNameless(a.name) || isNameless(b.name)) return null;
  const [left, right] = [a.name, b.name].map((name) => name.normalize('NFKC').replace(/[\s·.•]/g, ''));
  if (left === right) return 'name-same';
  if (a.pinyin === b.pinyin) return 'name-sounds-same';
  const [some, more] = [left ?? '', right ?? ''];
  const short = Math.min(Array.from(some).length, Array.from(more).length) < 3;
  // of two characters one is half a name
  return changesBetween(some, more) === 1 && (!short || changesBetween(a.pinyin, b.pinyin) <= 1)
    ? 'name-nearly'
    : 'name-differs';
};

const DAY = 86_400_000;
const birthFeature = (a: string | null, b: string | null): MatchFeature | null => {
  if (a === null || b === null) return null;
  if (a === b) return 'birth-same';
  const [year, month, day] = a.split('-');
  if (b === [year, day, month].join('-')) return 'birth-transposed';
  if (changesBetween(a, b) === 1) return 'birth-digit';
  const days = Math.abs(Date.parse(a) - Date.parse(b)) / DAY;
  if (days >= 17 && days <= 52) return 'birth-lunar';
  return b.slice(0, 4) === year ? 'birth-year' : 'birth-differs';
};

const sexFeature = (a: string, b: string): MatchFeature | null => {
  const known = (sex: string): boolean => sex === 'male' || sex === 'female';
  if (!known(a) || !known(b)) return null;
  return a === b ? 'sex-same' : 'sex-differs';
};

const digitsOf = (phone: string): string => phone.replace(/\D/g, '').replace(/^(0086|86)(?=1\d{10}$)/, '');

const addressFeature = (a: string | null, b: string | null): MatchFeature | null => {
  if (a === null || b === null) return null;
  const [left, right] = [a, b].map((address) => address.replace(/[\s,，]/g, ''));
  if (left === right) return 'address-same';
  const [some, more] = [left ?? '', right ?? ''];
  return some.length > 5 && more.length > 5 && (some.endsWith(more) || more.endsWith(some)) ? 'address-nearly' : null;
};

const sameValue = (a: string | null, b: string | null, feature: MatchFeature): MatchFeature | null =>
  a !== null && a === b ? feature : null;

const uniqueFeature = (a: Compared, b: Compared): MatchFeature | null => {
  const pairs = a.cards.flatMap((left) =>
    b.cards
      .filter((right) => left.unique && right.unique && left.system === right.system)
      .map((right) => [left.value, right.value] as const),
  );
  if (pairs.length === 0 || pairs.some(([left, right]) => left === right)) return null;
  return pairs.some(([left, right]) => changesBetween(left, right) === 1)
    ? 'unique-card-nearly'
    : 'unique-card-differs';
};

const sharesCard = (a: Compared, b: Compared, unique: boolean): boolean =>
  a.cards.some((left) =>
    b.cards.some(
      (right) => left.system === right.system && left.value === right.value && (left.unique && right.unique) === unique,
    ),
  );

const areTwins = (a: Compared, b: Compared): boolean =>
  a.mother !== null && a.mother === b.mother && a.birthDate === b.birthDate && a.name !== b.name;

/** Symmetric: what speaks for and against two residents being one, the heaviest first. */
export const scoreOf = (a: Compared, b: Compared): Score => {
  const { weights } = MATCHING_RULES;
  const features = [
    nameFeature(a, b),
    birthFeature(a.birthDate, b.birthDate),
    sexFeature(a.gender, b.gender),
    a.phone !== null && b.phone !== null && digitsOf(a.phone) === digitsOf(b.phone) ? ('phone-same' as const) : null,
    addressFeature(a.address, b.address),
    sameValue(a.catchment, b.catchment, 'catchment-same'),
    sameValue(a.household, b.household, 'household-same'),
    sameValue(a.mother, b.mother, 'mother-same'),
    sharesCard(a, b, false) ? ('card-same' as const) : null,
    uniqueFeature(a, b),
    areTwins(a, b) ? ('perhaps-twins' as const) : null,
  ].filter((feature) => feature !== null);
  const reasons = features
    .map((feature) => ({ feature, weight: weights[feature] }))
    .sort((left, right) => Math.abs(right.weight) - Math.abs(left.weight));
  return {
    score: reasons.reduce((sum, { weight }) => sum + weight, 0),
    reasons,
    certain: sharesCard(a, b, true),
  };
};

export type Grade = 'certain' | 'probable' | 'possible' | 'certainly-not';
/** The grades of the extension match-grade (R4 §Patient-match). */
export const gradeOf = ({ score, certain }: Score): Grade =>
  certain
    ? 'certain'
    : score >= MATCHING_RULES.probable
      ? 'probable'
      : score >= MATCHING_RULES.possible
        ? 'possible'
        : 'certainly-not';
