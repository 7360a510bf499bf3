/** What is asked on the way into a home, while living there, and on the way out. */
import { form } from '../../engines/forms/define.ts';
import { LIVING_FORMS } from './forms/living.ts';

export const LEVELS = ['level-0', 'level-1', 'level-2', 'level-3', 'level-4'] as const;
/** Grounds that the order of the waiting list knows (rules/waiting.ts). */
export const GROUNDS = [
  'hardship',
  'carer-lost',
  'living-alone',
  'hospital-discharge',
  'spouse-inside',
  'very-old',
] as const;

export const Application = form({
  name: 'residence-application',
  version: 1,
  questions: {
    resident: { kind: 'pick', of: 'resident', required: true },
    home: { kind: 'pick', of: 'organisation', required: true },
    use: { kind: 'choice', among: ['elder-care', 'nursing', 'day-care'], required: true },
    room: { kind: 'choice', among: ['female', 'male'], required: true },
    level: { kind: 'choice', among: [...LEVELS, 'not-assessed'], required: true },
    grounds: { kind: 'choices', among: GROUNDS },
    needs: { kind: 'text', max: 500, lines: 3 },
    contact: { kind: 'text', max: 100, required: true },
  },
});

export const Refusal = form({
  name: 'residence-refusal',
  version: 1,
  questions: {
    why: {
      kind: 'choice',
      among: ['no-bed', 'care-not-offered', 'infection', 'needs-hospital', 'papers-missing'],
      required: true,
    },
    instead: { kind: 'text', max: 500, lines: 2, required: true },
  },
});

export const Offer = form({
  name: 'residence-offer',
  version: 1,
  questions: {
    bed: { kind: 'pick', of: 'bed' },
    until: { kind: 'instant', required: true },
    note: { kind: 'text', max: 300, lines: 2 },
  },
});

export const Decline = form({
  name: 'residence-decline',
  version: 1,
  questions: { reason: { kind: 'text', max: 300, lines: 2, required: true } },
});

export const Admission = form({
  name: 'residence-admission',
  version: 1,
  questions: {
    arrivedAt: { kind: 'instant', required: true },
    informed: { kind: 'yes-no', required: true },
    keyContact: { kind: 'text', max: 100, required: true },
    medicines: { kind: 'text', max: 1000, lines: 3 },
  },
});

export const CarePlan = form({
  name: 'residence-care-plan',
  version: 1,
  questions: {
    goals: {
      kind: 'repeat',
      required: true,
      max: 12,
      of: {
        what: { kind: 'text', max: 200, required: true },
        often: { kind: 'choice', among: ['each-shift', 'daily', 'weekly', 'as-needed'], required: true },
        by: { kind: 'choice', among: ['care-worker', 'nurse', 'doctor', 'social-worker'], required: true },
      },
    },
    reviewOn: { kind: 'date', required: true, notBefore: 'today' },
  },
});

export const DailyCare = form({
  name: 'residence-daily-care',
  version: 1,
  questions: {
    shift: { kind: 'choice', among: ['day', 'evening', 'night'], required: true },
    done: {
      kind: 'choices',
      among: ['meals', 'washing', 'turning', 'toilet', 'medicines-given', 'exercise', 'company'],
      required: true,
    },
    ate: { kind: 'choice', among: ['all', 'half', 'little', 'none'] },
    note: { kind: 'text', max: 500, lines: 2 },
  },
});

export const Incident = form({
  name: 'residence-incident',
  version: 1,
  questions: {
    kind: { kind: 'choice', among: ['fall', 'wandering', 'choking', 'self-harm', 'other-incident'], required: true },
    happenedAt: { kind: 'instant', required: true },
    injury: { kind: 'choice', among: ['none', 'minor', 'serious'], required: true },
    what: { kind: 'text', max: 1000, lines: 3, required: true },
    told: { kind: 'choices', among: ['family', 'doctor', 'head-of-house'], required: true },
  },
});

export const Reassessed = form({
  name: 'residence-reassessed',
  version: 1,
  questions: {
    level: { kind: 'choice', among: LEVELS, required: true },
    assessment: { kind: 'pick', of: 'case' },
    changes: { kind: 'text', max: 500, lines: 3, required: true },
  },
});

export const ToHospital = form({
  name: 'residence-to-hospital',
  version: 1,
  questions: {
    hospital: { kind: 'pick', of: 'organisation', required: true },
    leftAt: { kind: 'instant', required: true },
    why: { kind: 'text', max: 500, lines: 2, required: true },
    keepBed: { kind: 'yes-no', required: true },
    /** The referral that took over the person, where one was sent. */
    referral: { kind: 'pick', of: 'case' },
  },
});

export const Return = form({
  name: 'residence-return',
  version: 1,
  questions: {
    returnedAt: { kind: 'instant', required: true },
    bed: { kind: 'pick', of: 'bed' },
    needsReassessment: { kind: 'choice', among: ['reassess', 'unchanged'], required: true },
    note: { kind: 'text', max: 1000, lines: 3, required: true },
  },
});

export const ChangeOfBed = form({
  name: 'residence-change-of-bed',
  version: 1,
  questions: {
    bed: { kind: 'pick', of: 'bed', required: true },
    reason: { kind: 'text', max: 300, lines: 2, required: true },
  },
});

export const Leaving = form({
  name: 'residence-leaving',
  version: 1,
  questions: {
    leftAt: { kind: 'instant', required: true },
    to: { kind: 'choice', among: ['home', 'other-home', 'hospital', 'hospice'], required: true },
    note: { kind: 'text', max: 500, lines: 2 },
  },
});

export const Death = form({
  name: 'residence-death',
  version: 1,
  questions: {
    diedAt: { kind: 'instant', required: true },
    place: { kind: 'choice', among: ['in-the-home', 'in-hospital', 'elsewhere'], required: true },
    note: { kind: 'text', max: 500, lines: 2 },
  },
});

export const RESIDENCE_FORMS = [
  Application,
  Refusal,
  Offer,
  Decline,
  Admission,
  CarePlan,
  DailyCare,
  Incident,
  Reassessed,
  ToHospital,
  Return,
  ChangeOfBed,
  Leaving,
  Death,
  ...LIVING_FORMS,
] as const;
