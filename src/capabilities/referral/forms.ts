/**
 * The forms of a two-way referral. Fields of the out form 转出单 and the return form 回转单 follow the national public-health
 * service specification's referral form (国家基本公共卫生服务规范, 双向转诊单); the rest is this region's process.
 */
import { form } from '../../engines/forms/define.ts';
import { Closing, FastReturn, ReturnNote, ReturnQuestion, TakeBack, Visit } from './forms/home.ts';

export { Closing, FastReturn, ReturnNote, ReturnQuestion, TakeBack, Visit };

export const REFUSAL_REASONS = [
  'no-free-bed',
  'no-free-slot',
  'no-such-capability',
  'outside-scope',
  'information-missing',
  'base-can-treat',
  'duplicate',
  'other',
] as const;
/** A refusal always says what is to be done next. */
export const NEXT_STEPS = ['refer-elsewhere', 'treat-at-base', 'send-again-later', 'outpatient-first'] as const;
export const CONSENT_DECISIONS = ['agreed', 'refused', 'owed'] as const;
export const SIGNERS = ['self', 'guardian', 'relative'] as const;
export const TOLD = ['reason-and-destination', 'risk-in-transit', 'cost-and-insurance', 'record-shared'] as const;

const REQUEST = form({
  name: 'referral-request',
  version: 1,
  questions: {
    resident: { kind: 'pick', of: 'resident', required: true },
    urgency: { kind: 'choice', among: ['emergency', 'urgent', 'routine'], required: true },
    visit: { kind: 'choice', among: ['inpatient', 'outpatient'], required: true },
    department: { kind: 'pick', of: 'department', required: true },
    hold: { kind: 'pick', of: 'hold' },
    impression: { kind: 'text', required: true, max: 200 },
    reason: { kind: 'text', required: true, max: 2000, lines: 3 },
    history: { kind: 'text', required: true, max: 2000, lines: 2 },
    treatment: { kind: 'text', required: true, max: 2000, lines: 2 },
    findings: { kind: 'text', max: 2000, lines: 2 },
    allergy: { kind: 'choice', among: ['present', 'none-known', 'never-asked'], required: true },
    contact: { kind: 'text', max: 40, required: true },
    told: { kind: 'choices', among: TOLD },
    consent: { kind: 'choice', among: CONSENT_DECISIONS, required: true },
    signer: { kind: 'choice', among: SIGNERS },
    signerName: { kind: 'text', max: 40 },
  },
});
/**
 * Out form (转出单), urgency, place and consent. `after` names a closed referral whose resident is worse again and goes back to
 * the team that returned them: quickly, and without a place held first.
 */
export const ReferralRequest = form({
  ...REQUEST,
  questions: { ...REQUEST.questions, after: { kind: 'pick', of: 'case' } },
});

/** The out form of a resident somebody else sent here: a whole referral of its own, with the draft its place is held under. */
export const OnwardReferral = form({
  name: 'onward-referral',
  version: 1,
  questions: {
    onward: {
      kind: 'repeat',
      required: true,
      max: 1,
      of: { ...REQUEST.questions, draft: { kind: 'pick', of: 'draft', required: true } },
    },
  },
});

export const Acceptance = form({
  name: 'acceptance',
  version: 1,
  questions: {
    expectedAt: { kind: 'instant' },
    arrangement: { kind: 'text', required: true, max: 500, lines: 2 },
    contact: { kind: 'text', required: true, max: 40 },
  },
});
export const Refusal = form({
  name: 'refusal',
  version: 1,
  questions: {
    reason: { kind: 'choice', among: REFUSAL_REASONS, required: true },
    nextStep: { kind: 'choice', among: NEXT_STEPS, required: true },
    explanation: { kind: 'text', required: true, max: 500, lines: 2 },
  },
});
export const InformationRequest = form({
  name: 'information-request',
  version: 1,
  questions: { missing: { kind: 'text', required: true, max: 500, lines: 2 } },
});
export const Supplement = form({
  name: 'supplement',
  version: 1,
  questions: { supplied: { kind: 'text', required: true, max: 2000, lines: 3 } },
});
export const Reassignment = form({
  name: 'reassignment',
  version: 1,
  questions: {
    department: { kind: 'pick', of: 'department', required: true },
    explanation: { kind: 'text', required: true, max: 500, lines: 2 },
  },
});
/** An emergency is never refused: stabilised first, then passed on with an escort. */
export const PassOn = form({
  name: 'pass-on',
  version: 1,
  questions: {
    department: { kind: 'pick', of: 'department', required: true },
    stabilised: { kind: 'text', required: true, max: 1000, lines: 2 },
    escort: { kind: 'choice', among: ['ambulance-120', 'own-ambulance', 'staff-escort'], required: true },
  },
});
export const NewAttempt = form({
  name: 'new-attempt',
  version: 1,
  questions: {
    department: { kind: 'pick', of: 'department', required: true },
    hold: { kind: 'pick', of: 'hold' },
    explanation: { kind: 'text', max: 500, lines: 2 },
  },
});
export const Arrival = form({
  name: 'arrival',
  version: 1,
  questions: {
    arrivedAt: { kind: 'instant', required: true },
    place: { kind: 'text', required: true, max: 60 },
    visitNumber: { kind: 'text', max: 40 },
  },
});
export const NoShow = form({
  name: 'no-show',
  version: 1,
  questions: {
    contacted: { kind: 'choice', among: ['reached', 'not-reached'], required: true },
    explanation: { kind: 'text', required: true, max: 500, lines: 2 },
  },
});
/** A hospital sends an inpatient down itself: the plan of a return form, where to, and the consent for it. */
export const DownReferral = form({
  name: 'down-referral',
  version: 1,
  questions: {
    resident: { kind: 'pick', of: 'resident', required: true },
    urgency: { kind: 'choice', among: ['urgent', 'routine'], required: true },
    visit: { kind: 'choice', among: ['inpatient', 'outpatient'], required: true },
    department: { kind: 'pick', of: 'department', required: true },
    hold: { kind: 'pick', of: 'hold' },
    ...ReturnNote.questions,
    told: { kind: 'choices', among: TOLD },
    consent: { kind: 'choice', among: ['agreed', 'refused'], required: true },
    signer: { kind: 'choice', among: SIGNERS },
    signerName: { kind: 'text', max: 40 },
  },
});
export const Withdrawal = form({
  name: 'withdrawal',
  version: 1,
  questions: { explanation: { kind: 'text', required: true, max: 500, lines: 2 } },
});
export const EndingBySender = form({
  name: 'ending-by-sender',
  version: 1,
  questions: {
    ending: {
      kind: 'choice',
      among: ['refused', 'patient-declined', 'died', 'moved-away', 'treated-elsewhere', 'duplicate'],
      required: true,
    },
    explanation: { kind: 'text', required: true, max: 500, lines: 2 },
  },
});
export const EndingByReceiver = form({
  name: 'ending-by-receiver',
  version: 1,
  questions: {
    ending: {
      kind: 'choice',
      among: ['patient-declined', 'left-against-advice', 'died', 'treated-elsewhere'],
      required: true,
    },
    explanation: { kind: 'text', required: true, max: 500, lines: 2 },
  },
});
export const ConsentRecord = form({
  name: 'consent-record',
  version: 1,
  questions: {
    told: { kind: 'choices', among: TOLD, required: true },
    consent: { kind: 'choice', among: ['agreed', 'refused'], required: true },
    signer: { kind: 'choice', among: SIGNERS, required: true },
    signerName: { kind: 'text', max: 40, required: true },
  },
});

export const FORMS = [
  ReferralRequest,
  OnwardReferral,
  Acceptance,
  Refusal,
  InformationRequest,
  Supplement,
  Reassignment,
  PassOn,
  NewAttempt,
  Arrival,
  NoShow,
  ReturnNote,
  DownReferral,
  FastReturn,
  ReturnQuestion,
  TakeBack,
  Visit,
  Closing,
  Withdrawal,
  EndingBySender,
  EndingByReceiver,
  ConsentRecord,
] as const;
