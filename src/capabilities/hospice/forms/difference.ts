/** What is said of a difference between our sum and the insurer's: why, what shows it, what was asked, what was answered. */
import { form } from '../../../engines/forms/define.ts';

/** Why the insurer pays another sum, as the house sees it. */
export const CAUSES = [
  'days-counted-otherwise',
  'proof-missing',
  'other-rate',
  'cover-not-valid',
  'paid-elsewhere',
  'over-limit',
  'own-mistake',
  'insurer-mistake',
  'not-clear',
] as const;
export const ANSWERS = ['upheld', 'partly', 'rejected'] as const;

/** Filled from the insurer's statement, never by hand. */
export const DifferenceFound = form({
  name: 'difference-found',
  version: 1,
  questions: {
    claim: { kind: 'text', required: true, max: 64 },
    line: { kind: 'whole', required: true, min: 1 },
    round: { kind: 'whole', required: true, min: 1 },
    owed: { kind: 'whole', required: true },
    paid: { kind: 'whole', required: true },
    said: { kind: 'text', max: 200 },
  },
});
export const Explanation = form({
  name: 'difference-explanation',
  version: 1,
  questions: {
    cause: { kind: 'choice', among: CAUSES, required: true },
    note: { kind: 'text', max: 1000, lines: 3 },
    evidence: { kind: 'text', max: 1000, lines: 2 },
  },
});
export const Dispute = form({
  name: 'difference-dispute',
  version: 1,
  questions: {
    cause: { kind: 'choice', among: CAUSES, required: true },
    grounds: { kind: 'text', required: true, max: 1000, lines: 3 },
    evidence: { kind: 'text', required: true, max: 1000, lines: 2 },
    disputedOn: { kind: 'date', required: true, notAfter: 'today' },
    disputeNumber: { kind: 'text', max: 60 },
    whyLate: { kind: 'text', max: 500, lines: 2 },
  },
});
export const InsurerAnswer = form({
  name: 'difference-answer',
  version: 1,
  questions: {
    answer: { kind: 'choice', among: ANSWERS, required: true },
    answeredOn: { kind: 'date', required: true, notAfter: 'today' },
    answerNumber: { kind: 'text', max: 60 },
    promised: { kind: 'quantity', unit: 'CNY', min: 0, max: 10_000_000 },
    said: { kind: 'text', required: true, max: 1000, lines: 2 },
  },
});
export const DifferenceAccepted = form({
  name: 'difference-accepted',
  version: 1,
  questions: {
    cause: { kind: 'choice', among: CAUSES, required: true },
    note: { kind: 'text', max: 1000, lines: 3 },
  },
});

export const DIFFERENCE_FORMS = [DifferenceFound, Explanation, Dispute, InsurerAnswer, DifferenceAccepted] as const;
