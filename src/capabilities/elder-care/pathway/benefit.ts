/** 待遇与补贴: asked, checked, approved, paid, audited. Two pathways of one shape: the insurer's, and the civil-affairs bureau's. */
import type { Role } from '../../../consortium/roles.ts';
import { pathway } from '../../../engines/pathways/define.ts';
import type { Form } from '../../../engines/forms/define.ts';
import {
  Audit,
  BenefitRefusal,
  Check,
  InsurancePayment,
  InsuranceRequest,
  SubsidyPayment,
  SubsidyRequest,
} from '../forms/benefit.ts';
import { residentIsKnown } from '../rules.ts';
import {
  anotherPerson,
  bureauIsOne,
  costIsWholeFen,
  levelEntitles,
  livesInABed,
  periodIsOne,
  unitsFit,
} from '../rules/granting.ts';

const ASKING = [
  'nurse',
  'social-worker',
  'bed-manager',
  'general-practitioner',
  'public-health-worker',
] as const satisfies readonly Role[];

const paying = (name: string, officer: Role, request: Form, payment: Form) =>
  pathway({
    name,
    version: 1,
    parties: ['sender', 'receiver'],
    states: {
      asked: { owner: 'receiver', role: officer, within: 'benefit.check', late: 'escalate' },
      checked: { owner: 'receiver', role: officer, within: 'benefit.approve', late: 'escalate' },
      approved: { owner: 'receiver', role: officer, within: 'benefit.pay', late: 'escalate' },
      paid: { owner: 'receiver', role: officer, within: 'benefit.audit', late: 'escalate' },
      audited: { end: 'finished' },
      'taken-back': { end: 'cancelled' },
      'benefit-refused': { end: 'refused' },
      'benefit-withdrawn': { end: 'cancelled' },
    },
    steps: {
      'ask-benefit': {
        from: [],
        to: 'asked',
        at: 'sender',
        by: ASKING,
        form: request,
        when: [residentIsKnown, bureauIsOne, periodIsOne, levelEntitles, livesInABed],
      },
      'check-benefit': { from: ['asked'], to: 'checked', at: 'receiver', by: [officer], form: Check },
      'approve-benefit': { from: ['checked'], to: 'approved', at: 'receiver', by: [officer], when: anotherPerson },
      'refuse-benefit': {
        from: ['asked', 'checked'],
        to: 'benefit-refused',
        at: 'receiver',
        by: [officer],
        form: BenefitRefusal,
      },
      'withdraw-benefit': { from: ['asked', 'checked'], to: 'benefit-withdrawn', at: 'sender', by: ASKING },
      'pay-benefit': {
        from: ['approved'],
        to: 'paid',
        at: 'receiver',
        by: [officer],
        form: payment,
        when: [anotherPerson, unitsFit, costIsWholeFen],
      },
      'audit-benefit': {
        from: ['paid'],
        to: { answer: 'verdict', among: { right: 'audited', wrong: 'taken-back' } },
        at: 'receiver',
        by: [officer],
        form: Audit,
        when: anotherPerson,
      },
      escalate: {
        from: ['asked', 'checked', 'approved', 'paid'],
        to: 'same',
        clock: 'keep',
        at: 'system',
        by: ['system'],
        escalates: true,
      },
    },
  });

export const careBenefit = paying('care-benefit', 'insurance-officer', InsuranceRequest, InsurancePayment);
export const careSubsidy = paying('care-subsidy', 'civil-affairs-officer', SubsidyRequest, SubsidyPayment);
