import type { ErrorWords } from '../../../platform/errors.ts';
import { FORBIDDEN, UNAVAILABLE, refusalWords } from './refusals.ts';

/** One sentence for each refusal of this part, with the status it travels under. */
export const PAPER_ERRORS: ErrorWords = {
  ...Object.fromEntries(
    Object.entries(refusalWords.zh).map(([code, zh]) => [
      code,
      {
        status: UNAVAILABLE.includes(code) ? 503 : FORBIDDEN.includes(code) ? 403 : 409,
        zh,
        en: Object.entries(refusalWords.en).find(([other]) => other === code)?.[1] ?? zh,
      },
    ]),
  ),
  'filing.recorded': {
    status: 409,
    zh: ({ who, at, number }) =>
      `本单已由${String(who)}于 ${String(at)} 登记备案${number === '' ? '' : `（备案号 ${String(number)}）`}，不能重复登记。`,
    en: ({ who, at, number }) =>
      `Already filed by ${String(who)} at ${String(at)}${number === '' ? '' : ` (no. ${String(number)})`}: a referral is filed once.`,
  },
};
