/** Money and reasons of days as the screens of elder care write them. */
import { wordOf } from '../../../web/kit/language.ts';
import type { StayDay } from '../shapes.ts';
import type { StayWords } from './stay-words.ts';

/** Always with its fen: what a person pays is compared to the fen. */
export const yuan = (fen: number): string => {
  const whole = Math.floor(Math.abs(fen) / 100);
  const rest = String(Math.abs(fen) % 100).padStart(2, '0');
  return `${fen < 0 ? '−' : ''}${whole.toLocaleString('en-US')}.${rest}`;
};

/** Why a day is paid as it is, from the code and its values that the engine gave. */
export const reasonOf = ({ code, values = {} }: StayDay['because'][number], words: StayWords): string => {
  const said = wordOf(words.because, code);
  const { cost, cap, share, on, by, payer, fen } = values;
  if (typeof cost === 'number' && typeof cap === 'number' && typeof share === 'number')
    return `${said}：${words.cover(yuan(cost), yuan(cap), String(share / 100), String(on))}`;
  if (typeof by === 'string' && typeof payer === 'string') return `${wordOf(words.payers, payer)}${said}`;
  return typeof fen === 'number' ? `${said} ${yuan(fen)}` : said;
};
