/** What an acceptance asks: self-scores clause by clause, what each expert found, and what the bureau decides. */
import { form } from '../../engines/forms/define.ts';
import type { Question } from '../../engines/forms/define.ts';
import { CLAUSE_CODES, STANDARD_CODES } from './rules/standards.ts';

export const FOUND = ['met', 'partly', 'not-met', 'not-applicable'] as const;
export const VERDICTS = ['pass', 'rectify', 'fail'] as const;

/** One answer to each clause; that none is left out and none stands twice is a rule. */
const CLAUSES = {
  clause: { kind: 'choice', required: true, among: CLAUSE_CODES },
  found: { kind: 'choice', required: true, among: FOUND },
  evidence: { kind: 'text', max: 500 },
} as const satisfies Readonly<Record<string, Question>>;
const WHY = { kind: 'text', required: true, max: 1000, lines: 3 } as const satisfies Question;

export const Application = form({
  name: 'acceptance-application',
  version: 1,
  questions: {
    to: { kind: 'pick', of: 'organisation', required: true },
    standard: { kind: 'choice', among: STANDARD_CODES, required: true },
    department: { kind: 'pick', of: 'department' },
    bedsAsked: { kind: 'whole', required: true, min: 1, max: 5000 },
    contact: { kind: 'text', required: true, max: 60 },
    clauses: { kind: 'repeat', required: true, max: 200, of: CLAUSES },
  },
});
export const Returning = form({ name: 'acceptance-returning', version: 1, questions: { missing: WHY } });
export const Completion = form({
  name: 'acceptance-completion',
  version: 1,
  questions: {
    bedsAsked: { kind: 'whole', required: true, min: 1, max: 5000 },
    clauses: { kind: 'repeat', required: true, max: 200, of: CLAUSES },
    note: { kind: 'text', max: 1000, lines: 3 },
  },
});
/** Each entry opens an expert's own case; its answers are those of `Invited`. */
export const Invitation = form({
  name: 'acceptance-invitation',
  version: 1,
  questions: {
    experts: {
      kind: 'repeat',
      required: true,
      max: 9,
      of: {
        house: { kind: 'pick', of: 'organisation', required: true },
        focus: { kind: 'text', max: 200 },
      },
    },
  },
});
export const Invited = form({
  name: 'acceptance-invited',
  version: 1,
  questions: {
    house: { kind: 'pick', of: 'organisation', required: true },
    focus: { kind: 'text', max: 200 },
  },
});
export const SiteNote = form({
  name: 'acceptance-site-note',
  version: 1,
  questions: {
    visitedOn: { kind: 'date', required: true, notAfter: 'today' },
    note: { kind: 'text', required: true, max: 2000, lines: 4 },
  },
});
export const ExpertOpinion = form({
  name: 'acceptance-opinion',
  version: 1,
  questions: {
    visitedOn: { kind: 'date', required: true, notAfter: 'today' },
    clauses: { kind: 'repeat', required: true, max: 200, of: CLAUSES },
    bedsFound: { kind: 'whole', required: true, min: 0, max: 5000 },
    verdict: { kind: 'choice', required: true, among: VERDICTS },
    opinion: WHY,
  },
});
export const ReviewDeclined = form({
  name: 'acceptance-review-declined',
  version: 1,
  questions: {
    declined: { kind: 'choice', required: true, among: ['interest', 'no-time', 'other'] },
    note: { kind: 'text', max: 500, lines: 2 },
  },
});
export const RESULTS = ['accepted', 'to-rectify', 'not-accepted'] as const;
export const AcceptanceDecision = form({
  name: 'acceptance-decision',
  version: 1,
  questions: {
    result: { kind: 'choice', required: true, among: RESULTS },
    beds: { kind: 'whole', min: 1, max: 5000 },
    named: { kind: 'repeat', max: 5000, of: { bed: { kind: 'pick', of: 'bed', required: true } } },
    validFrom: { kind: 'date' },
    validUntil: { kind: 'date', notBefore: 'today' },
    recheckOn: { kind: 'date', notBefore: 'today' },
    certificate: { kind: 'text', max: 60 },
    demands: { kind: 'text', max: 2000, lines: 4 },
    rectifyBy: { kind: 'date', notBefore: 'today' },
    note: { kind: 'text', max: 1000, lines: 3 },
  },
});
export const Rectification = form({
  name: 'acceptance-rectification',
  version: 1,
  questions: {
    done: {
      kind: 'repeat',
      required: true,
      max: 200,
      of: {
        clause: { kind: 'choice', required: true, among: CLAUSE_CODES },
        measure: { kind: 'text', required: true, max: 500 },
      },
    },
  },
});
export const AcceptanceEnd = form({ name: 'acceptance-end', version: 1, questions: { why: WHY } });

export const ACCEPTANCE_FORMS = [
  Application,
  Returning,
  Completion,
  Invitation,
  AcceptanceDecision,
  Rectification,
  AcceptanceEnd,
] as const;
export const REVIEW_FORMS = [Invited, SiteNote, ExpertOpinion, ReviewDeclined] as const;
