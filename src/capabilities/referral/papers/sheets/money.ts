/** What the insurer's filing means for the one who pays, in sentences: on the slip and on the case page alike. */
import type { FilingMeaning } from '../../../../consortium/insurance.ts';
import type { Filing } from '../facts.ts';
import type { PaperWords } from '../words.ts';

/** `90050` → `900.50`, `90000` → `900`. */
export const yuan = (fen: number): string => {
  const whole = String(Math.trunc(fen / 100));
  return fen % 100 === 0 ? whole : `${whole}.${String(fen % 100).padStart(2, '0')}`;
};

export type Said = { readonly sentences: readonly string[]; readonly verified: boolean };

/** What the filing means for one scheme; only the side that is so is told, with the other where both percentages are known. */
const meaningOfScheme = (
  { deductible, percent }: FilingMeaning,
  filed: boolean,
  words: PaperWords,
  name: string,
): readonly string[] => {
  const { money } = words;
  const own = filed ? deductible.filed : deductible.unfiled;
  const rate = filed ? percent.filed : percent.unfiled;
  const first = own === null ? [] : [(filed ? money.deductible : money.deductibleUnfiled)(name, money.fen(yuan(own)))];
  const second =
    percent.filed !== null && percent.unfiled !== null
      ? [money.both(name, percent.filed, percent.unfiled)]
      : rate === null
        ? []
        : [money.percent(name, rate)];
  const said = [...first, ...second];
  return said.length === 0 ? [money.nothing(name)] : said;
};

/** In a resident's words; what the region does not know is said to be unknown. */
export const moneyWords = (
  meaning: readonly FilingMeaning[],
  filing: Pick<Filing, 'withdrawnAt'> | null,
  words: PaperWords,
  english: boolean,
): Said => {
  const filed = filing !== null && filing.withdrawnAt === null;
  return {
    sentences: meaning.flatMap((one) => meaningOfScheme(one, filed, words, english ? one.scheme.en : one.scheme.zh)),
    verified: meaning.every(({ verified }) => verified),
  };
};
