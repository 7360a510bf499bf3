/** Pure decisions about medicines given, days charged and family let in; the server has loaded the days of the period. */
import type { Rule, StepFacts } from '../../../engines/pathways/define.ts';
import { refuse } from '../../../platform/refusal.ts';

export type ChargeFact = {
  /** Civil days of the period on which the person was in the house. */
  readonly days: readonly string[];
  /** Of those, how many have this item charged already. */
  readonly charged: number;
  /** How many corrections of this item were made before: each is said anew and never written over. */
  readonly corrections: number;
};

const isBlank = (value: unknown): boolean => typeof value !== 'string' || value.trim() === '';

/** What was not taken is named with its reason; nothing is left to be guessed. */
export const missedIsSaid: Rule = ({ answered, answers }) =>
  !answered || answers['taken'] !== 'not-all' || !isBlank(answers['missed']) || refuse('residence.missed-not-said');

/** The most days charged with one answer: a month and its rest. */
const DAYS = 62;

/** Yuan as typed, to whole fen; undefined where a fraction of a fen is left. */
export const fenOf = (yuan: number): number | undefined => {
  const fen = Math.round(yuan * 100);
  return Math.abs(yuan * 100 - fen) < 1e-6 && Number.isSafeInteger(fen) ? fen : undefined;
};

export const chargesFit: Rule = (facts: StepFacts) => {
  if (!facts.answered) return true;
  const { fromOn, throughOn, perDay, correction } = facts.answers;
  if (String(throughOn) < String(fromOn)) return refuse('residence.charges-end-before');
  if (Date.parse(String(throughOn)) - Date.parse(String(fromOn)) >= DAYS * 86_400_000)
    return refuse('residence.charges-too-long', { days: DAYS });
  if (typeof perDay !== 'number' || fenOf(perDay) === undefined) return refuse('residence.not-whole-fen');
  const fact = facts.loaded['charges'] as ChargeFact | undefined;
  if (fact === undefined || fact.days.length === 0) return refuse('residence.charges-no-day');
  return correction === true
    ? fact.charged > 0 || refuse('residence.charges-nothing-to-correct')
    : fact.charged === 0 || refuse('residence.charged-already', { days: fact.charged });
};
