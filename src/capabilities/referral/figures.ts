/**
 * The figures of two-way referral. Each is counted over the referrals sent in the period, by SQL over the facts and counters of
 * migration 0045 (`figures/statements.ts`); the sentences of their definitions are in `words/figures.ts`. No national
 * definition was found for any of them: these are the platform's own, unverified. A changed definition is a new version.
 */
import type { FigureSet } from '../../engines/figures/set.ts';
import { REFERRAL_COUNTS, REFERRAL_RATES, REFERRAL_WAITS } from './figures/definitions.ts';
import { REFERRAL_VIEWS } from './figures/kept-facts.ts';
import type { RATES } from './shapes.ts';

export type RateCode = (typeof RATES)[number];

export const FIGURES: Readonly<
  Record<RateCode, { readonly version: number; readonly verified: boolean; readonly better: 'higher' | 'lower' }>
> = {
  /** Of all sent, how many came all the way home. Open referrals stay in: people still waiting count. */
  'referral.closed-loop': { version: 1, verified: false, better: 'higher' },
  /** Of those answered or due to be, how many were answered before any answer clock ran out. */
  'referral.answered-in-time': { version: 1, verified: false, better: 'higher' },
  /** Of those returned whose days have passed or who were seen, how many were seen within the region's days. */
  'referral.seen-in-time': { version: 1, verified: false, better: 'higher' },
  /** Of those answered, how many a receiver refused. */
  'referral.refused': { version: 1, verified: false, better: 'lower' },
};

/** Percent; null when there is nothing to divide by (missing, not zero). */
export const rate = (numerator: number, denominator: number): number | null =>
  denominator === 0 ? null : (numerator * 100) / denominator;

/** What the referral brings to the catalogue: its own facts, and figures over them and over the facts of cases. */
export const referralFigures: FigureSet = {
  themes: { referral: { zh: '双向转诊', en: 'Two-way referral' } },
  views: REFERRAL_VIEWS,
  figures: [...REFERRAL_RATES, ...REFERRAL_WAITS, ...REFERRAL_COUNTS],
  board: [
    'referral.closed-loop',
    'referral.answered-in-time',
    'referral.seen-in-time',
    'referral.refused',
    'referral.wait-answer',
    'referral.opened',
    'referral.people',
    'referral.under-way',
  ],
  network: {
    measure: { view: 'referral', when: 'during' },
    ends: { from: 'sender', to: 'receiver' },
    words: { zh: '医共体、医疗集团之间的转诊', en: 'Referrals between consortia' },
  },
};
