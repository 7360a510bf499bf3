/** Why a day is paid as it is, as a sentence: from the code and its values that the engine gave. */
import type { Because } from '../shapes.ts';
import { yuan } from './format.ts';
import type { screenWords } from './screen-words.ts';

type Words = (typeof screenWords)['zh'];

export const becauseWords = ({ code, values = {} }: Because, words: Words): string => {
  const table: Readonly<Record<string, string>> = words.because;
  const said = table[code] ?? code;
  const { rate, share, fen, donor, by } = values;
  if (typeof rate === 'number' && typeof share === 'number') return words.atRate(said, yuan(rate), String(share / 100));
  if (typeof fen === 'number') return `${said} ${yuan(fen)}${typeof donor === 'string' ? words.ofDonor(donor) : ''}`;
  if (typeof by === 'string' && typeof values['payer'] === 'string') {
    const payers: Readonly<Record<string, string>> = words.payers;
    return `${payers[values['payer']] ?? ''} ${said}`;
  }
  return said;
};
