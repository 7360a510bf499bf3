/** What is said when an entry is to be taken out of a record, and when that is decided. Own questions: no official form exists. */
import { form } from '../../../engines/forms/define.ts';

/** `by-law`: the resident or the law asks; `wrong-resident`: it was written for somebody else; `moved`: and goes to whom it is about. */
export const KINDS = ['by-law', 'wrong-resident', 'moved'] as const;
export const BASES = [
  'purpose-over',
  'retention-over',
  'consent-withdrawn',
  'unlawful',
  'court-order',
  'not-this-resident',
  'other-law',
] as const;

export const Asking = form({
  name: 'erasure',
  version: 1,
  questions: {
    resident: { kind: 'pick', of: 'resident', required: true },
    entry: { kind: 'text', required: true, max: 110 },
    kind: { kind: 'choice', among: KINDS, required: true },
    basis: { kind: 'choice', among: BASES, required: true },
    authority: { kind: 'text', max: 200 },
    moveTo: { kind: 'pick', of: 'resident' },
    explanation: { kind: 'text', required: true, max: 500, lines: 3 },
  },
});

export const Decision = form({
  name: 'erasure-decision',
  version: 1,
  questions: {
    finding: { kind: 'text', required: true, max: 500, lines: 3 },
    retentionChecked: { kind: 'yes-no', required: true },
  },
});

export const Refusal = form({
  name: 'erasure-refusal',
  version: 1,
  questions: { finding: { kind: 'text', required: true, max: 500, lines: 3 } },
});

export const FORMS = [Asking, Decision, Refusal];
