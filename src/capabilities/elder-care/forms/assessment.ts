/** What is asked on the way to a level of ability or disability; the items themselves come from the scales. */
import { form } from '../../../engines/forms/define.ts';
import { ability } from '../../../engines/forms/scales/ability.ts';
import { scaleForm } from '../../../engines/forms/scales/define.ts';
import { disability } from '../../../engines/forms/scales/disability.ts';

/** Both standards have their own levels: 0 to 4 of ability, 0 to 5 of disability. */
export const RESULT_LEVELS = ['level-0', 'level-1', 'level-2', 'level-3', 'level-4', 'level-5'] as const;

export const AssessmentRequest = form({
  name: 'assessment-request',
  version: 1,
  questions: {
    resident: { kind: 'pick', of: 'resident', required: true },
    assessor: { kind: 'pick', of: 'organisation', required: true },
    scale: { kind: 'choice', among: ['gb-t-42195', 'ltci-disability'], required: true },
    purpose: {
      kind: 'choice',
      among: ['first', 'routine', 'immediate', 'after-dispute', 'other-purpose'],
      required: true,
    },
    informant: { kind: 'choice', among: ['self', 'family', 'carer', 'others'], required: true },
    contact: { kind: 'text', max: 100, required: true },
  },
});

export const AbilityItems = scaleForm(ability);
export const DisabilityItems = scaleForm(disability);

export const Conclusion = form({
  name: 'assessment-conclusion',
  version: 1,
  questions: {
    level: { kind: 'choice', among: RESULT_LEVELS, required: true },
    basis: { kind: 'text', max: 1000, lines: 3, required: true },
    validUntil: { kind: 'date', notBefore: 'today' },
  },
});

export const Dispute = form({
  name: 'assessment-dispute',
  version: 1,
  questions: {
    by: { kind: 'choice', among: ['self', 'family', 'home-itself', 'bureau'], required: true },
    reason: { kind: 'text', max: 1000, lines: 3, required: true },
  },
});

export const NotAssessed = form({
  name: 'assessment-refusal',
  version: 1,
  questions: {
    why: {
      kind: 'choice',
      among: [
        'not-insured',
        'not-eligible',
        'outside-fund',
        'papers-missing',
        'papers-false',
        'too-soon',
        'other-reason',
      ],
      required: true,
    },
    instead: { kind: 'text', max: 500, lines: 2, required: true },
  },
});

/** MZ/T 039-2013: a result found on paper or in an older system, kept as what it was. */
export const OldResult = form({
  name: 'assessment-old-result',
  version: 1,
  questions: {
    resident: { kind: 'pick', of: 'resident', required: true },
    assessedOn: { kind: 'date', required: true, notAfter: 'today' },
    level: { kind: 'choice', among: ['level-0', 'level-1', 'level-2', 'level-3'], required: true },
    by: { kind: 'text', max: 200, required: true },
  },
});

export const ASSESSMENT_FORMS = [
  AssessmentRequest,
  AbilityItems,
  DisabilityItems,
  Conclusion,
  Dispute,
  NotAssessed,
  OldResult,
] as const;
