/** 签约合作: a medical institution and a home agree on visits and help in an emergency, keep it, renew it or end it. */
import type { Role } from '../../../consortium/roles.ts';
import { pathway } from '../../../engines/pathways/define.ts';
import type { RoleByKind } from '../../../engines/pathways/define.ts';
import { CallAnswered, CareVisit, ContractOffer, ContractRefusal, EmergencyCall, Renewal } from '../forms/contract.ts';
import {
  called,
  callIsOpen,
  contractPeriodIsOne,
  homeIsOne,
  inItsTime,
  noCallOpen,
  renewedLonger,
  visited,
} from '../rules/contract.ts';

/** Who answers for a contract at the medical institution. */
const MEDICAL: RoleByKind = {
  'township-hospital': 'public-health-worker',
  'community-centre': 'public-health-worker',
  hospital: 'medical-affairs',
};
const OFFICE = ['public-health-worker', 'medical-affairs'] as const satisfies readonly Role[];
const VISITING = [...OFFICE, 'general-practitioner', 'nurse', 'attending-physician'] as const satisfies readonly Role[];
const HOME = ['bed-manager', 'nurse', 'social-worker'] as const satisfies readonly Role[];

export const careContract = pathway({
  name: 'care-contract',
  version: 1,
  parties: ['sender', 'receiver'],
  states: {
    'contract-offered': { owner: 'receiver', role: 'bed-manager', within: 'contract.sign', late: 'escalate' },
    'contract-in-force': { owner: 'sender', role: MEDICAL, within: 'contract.visit', late: 'escalate' },
    'call-open': { owner: 'sender', role: MEDICAL, within: 'contract.call', late: 'escalate' },
    'contract-ended': { end: 'finished' },
    'contract-refused': { end: 'refused' },
  },
  steps: {
    'offer-contract': {
      from: [],
      to: 'contract-offered',
      at: 'sender',
      by: OFFICE,
      form: ContractOffer,
      when: [homeIsOne, contractPeriodIsOne],
    },
    'sign-contract': {
      from: ['contract-offered'],
      to: 'contract-in-force',
      at: 'receiver',
      by: ['bed-manager', 'social-worker'],
    },
    'decline-contract': {
      from: ['contract-offered'],
      to: 'contract-refused',
      at: 'receiver',
      by: ['bed-manager', 'social-worker'],
      form: ContractRefusal,
    },
    'record-visit': {
      from: ['contract-in-force'],
      to: 'same',
      at: 'sender',
      by: VISITING,
      form: CareVisit,
      when: [inItsTime, visited],
    },
    'call-for-help': {
      from: ['contract-in-force'],
      to: 'call-open',
      at: 'receiver',
      by: HOME,
      form: EmergencyCall,
      when: [inItsTime, called, noCallOpen],
    },
    'answer-call': {
      from: ['call-open'],
      to: 'contract-in-force',
      at: 'sender',
      by: VISITING,
      form: CallAnswered,
      when: callIsOpen,
    },
    'renew-contract': {
      from: ['contract-in-force'],
      to: 'same',
      clock: 'keep',
      at: 'sender',
      by: OFFICE,
      form: Renewal,
      when: renewedLonger,
    },
    'end-contract': {
      from: ['contract-in-force'],
      to: 'contract-ended',
      at: ['sender', 'receiver'],
      by: [...OFFICE, 'bed-manager', 'social-worker'],
      form: ContractRefusal,
    },
    escalate: {
      from: ['contract-offered', 'contract-in-force', 'call-open'],
      to: 'same',
      clock: 'keep',
      at: 'system',
      by: ['system'],
      escalates: true,
    },
  },
});
