/** When an objection may be raised, what an answer must say, and when a difference may be let go. Pure. */
import type { Rule, StepFacts } from '../../../engines/pathways/define.ts';
import { refuse } from '../../../platform/refusal.ts';

export type DifferenceFact = {
  readonly claim: string;
  readonly line: number;
  readonly round: number;
  /** What the ledger asks of the insurer for the line, and what it pays by its latest statement. Fen. */
  readonly owed: number;
  readonly paid: number;
  readonly foundOn: string;
  readonly disputeBy: string;
  readonly disputedOn: string | null;
  /** Whether whoever takes the step has taken it on. */
  readonly mine: boolean;
  readonly answer: string | null;
};

const factOf = (facts: StepFacts): DifferenceFact | undefined =>
  facts.loaded['difference'] as DifferenceFact | undefined;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export const notOwnAlready: Rule = (facts) => factOf(facts)?.mine !== true || refuse('difference.yours-already');

/** Nobody objects to a statement before it came. */
export const afterStatement: Rule = (facts) => {
  const fact = factOf(facts);
  if (!facts.answered || fact === undefined) return true;
  return (
    text(facts.answers['disputedOn']) >= fact.foundOn || refuse('difference.before-statement', { on: fact.foundOn })
  );
};

/** The region's limit is not verified: after it an objection is not refused, but says why it comes late. */
export const inTimeOrSaysWhy: Rule = (facts) => {
  const fact = factOf(facts);
  if (!facts.answered || fact === undefined) return true;
  const late = text(facts.answers['disputedOn']) > fact.disputeBy;
  return !late || text(facts.answers['whyLate']).trim() !== '' || refuse('difference.too-late', { by: fact.disputeBy });
};

export const answeredAfterAsked: Rule = (facts) => {
  const asked = factOf(facts)?.disputedOn ?? null;
  if (!facts.answered || asked === null) return true;
  return text(facts.answers['answeredOn']) >= asked || refuse('difference.answered-before-asked', { on: asked });
};

/** Yuan as typed, in fen; null where it is not a sum of whole fen. */
export const fenOf = (value: unknown): number | null => {
  const fen = Number(value) * 100;
  return value === undefined || value === '' || Math.abs(fen - Math.round(fen)) > 1e-6 ? null : Math.round(fen);
};

/** What the insurer promises to pay of the line: all of it, part of the difference, or no other sum than before. */
export const promisesFit: Rule = (facts) => {
  const fact = factOf(facts);
  if (!facts.answered || fact === undefined) return true;
  const { answer, promised } = facts.answers;
  if (answer === 'rejected') return promised === undefined || refuse('difference.rejected-promises');
  if (answer === 'upheld' && promised === undefined) return true;
  const fen = fenOf(promised);
  if (fen === null) return refuse('difference.promise-missing');
  if (answer === 'upheld') return fen === fact.owed || refuse('difference.upheld-otherwise');
  const [low, high] = [Math.min(fact.owed, fact.paid), Math.max(fact.owed, fact.paid)];
  return (low < fen && fen < high) || refuse('difference.not-partly');
};

/** Who was promised the whole sum waits for it; it is not given away meanwhile. */
export const insurerDidNotYield: Rule = (facts) =>
  !(facts.state === 'correction-due' && factOf(facts)?.answer === 'upheld') || refuse('difference.will-be-corrected');
