/** 能力评估: asked for, found by two persons, concluded, made known, disputed and found again by two others. */
import type { Role } from '../../../consortium/roles.ts';
import { pathway } from '../../../engines/pathways/define.ts';
import type { RoleByKind } from '../../../engines/pathways/define.ts';
import {
  AbilityItems,
  AssessmentRequest,
  Conclusion,
  DisabilityItems,
  Dispute,
  NotAssessed,
  OldResult,
} from '../forms/assessment.ts';
import { residentIsKnown } from '../rules.ts';
import {
  abilityIsComplete,
  assessedOnce,
  assessorIsIndependent,
  disabilityIsComplete,
  levelIsFound,
  ofScale,
  oneIsMedical,
} from '../rules/assessment.ts';

const ASKING = [
  'nurse',
  'social-worker',
  'bed-manager',
  'general-practitioner',
  'village-doctor',
  'public-health-worker',
  'civil-affairs-officer',
  'insurance-officer',
] as const satisfies readonly Role[];
const ASSESSORS = [
  'nurse',
  'general-practitioner',
  'attending-physician',
  'public-health-worker',
  'social-worker',
] as const satisfies readonly Role[];
/** Who answers for the assessments of a house that makes them. */
const OFFICE: RoleByKind = {
  'township-hospital': 'public-health-worker',
  'community-centre': 'public-health-worker',
  hospital: 'attending-physician',
};
const OFFICERS = ['public-health-worker', 'attending-physician'] as const satisfies readonly Role[];

export const assessment = pathway({
  name: 'assessment',
  version: 1,
  parties: ['sender', 'receiver'],
  states: {
    requested: { owner: 'receiver', role: OFFICE, within: 'assessment.visit', late: 'escalate' },
    'first-found': { owner: 'receiver', role: OFFICE, within: 'assessment.second', late: 'escalate' },
    found: { owner: 'receiver', role: OFFICE, within: 'assessment.conclude', late: 'escalate' },
    published: { owner: 'receiver', role: OFFICE, within: 'assessment.publicity', late: 'escalate' },
    disputed: { owner: 'receiver', role: OFFICE, within: 'assessment.again', late: 'escalate' },
    'in-force': { end: 'finished' },
    'kept-as-found': { end: 'finished' },
    'not-assessed': { end: 'refused' },
    'assessment-withdrawn': { end: 'cancelled' },
  },
  steps: {
    'request-assessment': {
      from: [],
      to: 'requested',
      at: 'sender',
      by: ASKING,
      form: AssessmentRequest,
      when: [residentIsKnown, assessorIsIndependent],
    },
    'keep-old-result': {
      from: [],
      to: 'kept-as-found',
      at: 'sender',
      by: ASKING,
      form: OldResult,
      when: residentIsKnown,
    },
    'refuse-assessment': { from: ['requested'], to: 'not-assessed', at: 'receiver', by: OFFICERS, form: NotAssessed },
    'withdraw-assessment': { from: ['requested', 'first-found'], to: 'assessment-withdrawn', at: 'sender', by: ASKING },
    'assess-ability': {
      from: ['requested', 'disputed'],
      to: 'first-found',
      at: 'receiver',
      by: ASSESSORS,
      form: AbilityItems,
      applies: ofScale('gb-t-42195'),
      when: [assessorIsIndependent, assessedOnce, abilityIsComplete],
    },
    'assess-ability-second': {
      from: ['first-found'],
      to: 'found',
      at: 'receiver',
      by: ASSESSORS,
      form: AbilityItems,
      applies: ofScale('gb-t-42195'),
      when: [assessorIsIndependent, assessedOnce, oneIsMedical, abilityIsComplete],
    },
    'assess-disability': {
      from: ['requested', 'disputed'],
      to: 'first-found',
      at: 'receiver',
      by: ASSESSORS,
      form: DisabilityItems,
      applies: ofScale('ltci-disability'),
      when: [assessorIsIndependent, assessedOnce, disabilityIsComplete],
    },
    'assess-disability-second': {
      from: ['first-found'],
      to: 'found',
      at: 'receiver',
      by: ASSESSORS,
      form: DisabilityItems,
      applies: ofScale('ltci-disability'),
      when: [assessorIsIndependent, assessedOnce, oneIsMedical, disabilityIsComplete],
    },
    conclude: { from: ['found'], to: 'published', at: 'receiver', by: OFFICERS, form: Conclusion, when: levelIsFound },
    dispute: {
      from: ['published'],
      to: 'disputed',
      at: ['sender', 'receiver'],
      by: [...ASKING, ...OFFICERS],
      form: Dispute,
    },
    'put-in-force': { from: ['published'], to: 'in-force', at: 'receiver', by: OFFICERS },
    escalate: {
      from: ['requested', 'first-found', 'found', 'published', 'disputed'],
      to: 'same',
      clock: 'keep',
      at: 'system',
      by: ['system'],
      escalates: true,
    },
  },
});
