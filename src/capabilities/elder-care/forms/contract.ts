/** What a medical institution and a home agree on, and what is recorded of its keeping. */
import { form } from '../../../engines/forms/define.ts';

export const SERVICES = [
  'health-file',
  'visits',
  'family-doctor',
  'chronic-follow-up',
  'tcm',
  'rehabilitation',
  'medication',
  'training',
  'emergency-channel',
  'two-way-transfer',
  'remote',
  'hospice-care',
  'infection-guidance',
] as const;

export const ContractOffer = form({
  name: 'contract-offer',
  version: 1,
  questions: {
    home: { kind: 'pick', of: 'organisation', required: true },
    fromOn: { kind: 'date', required: true },
    untilOn: { kind: 'date', required: true, notBefore: 'today' },
    services: { kind: 'choices', among: SERVICES, required: true },
    visitsPerMonth: { kind: 'whole', min: 1, max: 31, required: true },
    responseMinutes: { kind: 'whole', min: 1, max: 1440, required: true },
    named: { kind: 'text', max: 200, required: true },
    note: { kind: 'text', max: 1000, lines: 3 },
  },
});
export const ContractRefusal = form({
  name: 'contract-refusal',
  version: 1,
  questions: { reason: { kind: 'text', max: 500, lines: 2, required: true } },
});
export const CareVisit = form({
  name: 'contract-visit',
  version: 1,
  questions: {
    visitedAt: { kind: 'instant', required: true },
    seen: { kind: 'whole', min: 0, max: 2000, required: true },
    findings: { kind: 'text', max: 1000, lines: 3, required: true },
  },
});
export const EmergencyCall = form({
  name: 'contract-call',
  version: 1,
  questions: {
    calledAt: { kind: 'instant', required: true },
    what: { kind: 'text', max: 500, lines: 2, required: true },
  },
});
export const CallAnswered = form({
  name: 'contract-call-answered',
  version: 1,
  questions: {
    answeredAt: { kind: 'instant', required: true },
    result: { kind: 'choice', among: ['advice-given', 'doctor-came', 'taken-to-hospital'], required: true },
    note: { kind: 'text', max: 500, lines: 2 },
  },
});
export const Renewal = form({
  name: 'contract-renewal',
  version: 1,
  questions: { untilOn: { kind: 'date', required: true, notBefore: 'today' } },
});

export const CONTRACT_FORMS = [
  ContractOffer,
  ContractRefusal,
  CareVisit,
  EmergencyCall,
  CallAnswered,
  Renewal,
] as const;
