/** What the steps of a hospice stay ask: referral, admission, transfer, and the end. What is recorded in between: forms/care.ts. */
import { form } from '../../engines/forms/define.ts';
import { DIAGNOSES, GIVEN_UP, LEVELS, PROGNOSES } from './rules/admission.ts';

export const SOURCES = ['hospital', 'centre', 'care-home', 'family', 'person'] as const;
export const CARE_PLACES = ['ward', 'centre', 'care-home', 'home'] as const;

export const Referral = form({
  name: 'hospice-referral',
  version: 1,
  questions: {
    resident: { kind: 'pick', of: 'resident', required: true },
    to: { kind: 'pick', of: 'organisation', required: true },
    source: { kind: 'choice', among: SOURCES, required: true },
    urgency: { kind: 'choice', among: ['routine', 'urgent'], required: true },
    diagnosis: { kind: 'text', required: true, max: 200 },
    reason: { kind: 'text', required: true, max: 1000, lines: 3 },
    contact: { kind: 'text', required: true, max: 60 },
  },
});

export const Admission = form({
  name: 'hospice-admission',
  version: 1,
  questions: {
    admittedAt: { kind: 'instant', required: true },
    place: { kind: 'choice', among: CARE_PLACES, required: true },
    bed: { kind: 'pick', of: 'bed' },
    category: { kind: 'choice', among: DIAGNOSES, required: true },
    diagnosedBy: { kind: 'choice', among: LEVELS, required: true },
    kps: { kind: 'whole', required: true, min: 0, max: 100 },
    pps: { kind: 'whole', required: true, min: 0, max: 100 },
    prognosis: { kind: 'choice', among: PROGNOSES, required: true },
    givenUp: { kind: 'choices', among: GIVEN_UP },
    voluntary: { kind: 'yes-no', required: true },
    consentSigned: { kind: 'yes-no', required: true },
    severity: { kind: 'choice', among: ['mild', 'severe'], required: true },
    scheme: { kind: 'choice', among: ['employee', 'resident', 'none'], required: true },
    ltci: { kind: 'yes-no', required: true },
  },
});

export const Refusal = form({
  name: 'hospice-refusal',
  version: 1,
  questions: {
    refusal: { kind: 'choice', among: ['not-admissible', 'no-bed', 'beyond-us'], required: true },
    alternative: {
      kind: 'choice',
      among: ['outpatient-palliative', 'home-care', 'other-hospice', 'hospital-ward', 'review-later'],
      required: true,
    },
    note: { kind: 'text', required: true, max: 500, lines: 2 },
  },
});

export const TRIGGERS = [
  'symptom-uncontrolled',
  'family-exhausted',
  'procedure-needed',
  'stable-wants-home',
  'stable-wants-centre',
  'acute-illness',
] as const;
export const Transfer = form({
  name: 'hospice-transfer',
  version: 1,
  questions: {
    to: { kind: 'pick', of: 'organisation', required: true },
    toPlace: { kind: 'choice', among: CARE_PLACES, required: true },
    trigger: { kind: 'choice', among: TRIGGERS, required: true },
    reason: { kind: 'text', required: true, max: 1000, lines: 3 },
    summary: { kind: 'text', required: true, max: 2000, lines: 4 },
  },
});
export const Acceptance = form({
  name: 'hospice-acceptance',
  version: 1,
  questions: { bed: { kind: 'pick', of: 'bed' }, note: { kind: 'text', max: 500, lines: 2 } },
});
export const Declination = form({
  name: 'hospice-declination',
  version: 1,
  questions: {
    declined: { kind: 'choice', among: ['no-bed', 'beyond-us', 'family-unwilling'], required: true },
    note: { kind: 'text', required: true, max: 500, lines: 2 },
  },
});
export const Departure = form({
  name: 'hospice-departure',
  version: 1,
  questions: {
    departedAt: { kind: 'instant', required: true },
    escort: { kind: 'text', required: true, max: 100 },
    medicines: { kind: 'text', required: true, max: 500, lines: 2 },
  },
});
export const Arrival = form({
  name: 'hospice-arrival',
  version: 1,
  questions: { arrivedAt: { kind: 'instant', required: true } },
});
export const NotArrived = form({
  name: 'hospice-not-arrived',
  version: 1,
  questions: { whereabouts: { kind: 'text', required: true, max: 500, lines: 2 } },
});
export const Discharge = form({
  name: 'hospice-discharge',
  version: 1,
  questions: {
    leftAt: { kind: 'instant', required: true },
    how: { kind: 'choice', among: ['care-ends', 'elsewhere', 'against-advice', 'moved'], required: true },
    note: { kind: 'text', required: true, max: 500, lines: 2 },
  },
});
export const Withdrawal = form({
  name: 'hospice-withdrawal',
  version: 1,
  questions: {
    withdrawn: { kind: 'choice', among: ['mistaken', 'declined', 'died'], required: true },
    note: { kind: 'text', required: true, max: 500, lines: 2 },
  },
});
export const Death = form({
  name: 'hospice-death',
  version: 1,
  questions: {
    diedAt: { kind: 'instant', required: true },
    present: { kind: 'text', required: true, max: 200 },
  },
});
