/**
 * 验收: an institution says clause by clause how it meets a standard, experts see for themselves, the bureau decides for how many
 * beds and how long. The beds are standard beds only while a term stands; it ends by itself when nobody renews it.
 */
import { pathway } from '../../engines/pathways/define.ts';
import * as forms from './forms.ts';
import * as rules from './rules.ts';
import { APPLICANTS, APPLYING, BUREAU } from './rules/sides.ts';

export { acceptanceReview } from './pathway/review.ts';

const bureau = { owner: 'receiver', role: 'commission-officer', late: 'escalate' } as const;
const applicant = { owner: 'sender', role: APPLICANTS, late: 'escalate' } as const;

export const acceptance = pathway({
  name: 'acceptance',
  version: 1,
  parties: ['sender', 'receiver'],
  states: {
    applied: { ...bureau, within: 'acceptance.screen' },
    returned: { ...applicant, within: 'acceptance.complete' },
    reviewing: { ...bureau, within: 'acceptance.review' },
    rectifying: { ...applicant, within: 'acceptance.rectify' },
    rectified: { ...bureau, within: 'acceptance.screen' },
    standing: { ...bureau, within: 'acceptance.recheck', late: 'fall-due' },
    'recheck-due': { ...bureau, within: 'acceptance.validity', late: 'expire' },
    rechecking: { ...bureau, within: 'acceptance.validity', late: 'expire' },
    expired: { end: 'finished' },
    'not-accepted': { end: 'refused' },
    revoked: { end: 'refused' },
    withdrawn: { end: 'cancelled' },
  },
  steps: {
    apply: {
      ...{ from: [], to: 'applied', at: 'sender', by: APPLYING, form: forms.Application },
      when: [
        rules.houseFits,
        rules.bureauIsOne,
        rules.standardInForce,
        rules.departmentIsOwn,
        rules.everyClause,
        rules.notTwice,
      ],
    },
    invite: {
      ...{ from: ['applied', 'rectified'], to: 'reviewing', at: 'receiver', by: BUREAU, form: forms.Invitation },
      when: [rules.enoughExperts, rules.expertsIndependent],
      opens: { pathway: 'acceptance-review', each: 'experts' },
    },
    return: { from: ['applied'], to: 'returned', at: 'receiver', by: BUREAU, form: forms.Returning },
    complete: {
      ...{ from: ['returned'], to: 'applied', at: 'sender', by: APPLYING, form: forms.Completion },
      when: rules.everyClause,
    },
    withdraw: {
      ...{ from: ['applied', 'returned', 'rectifying'], to: 'withdrawn', at: 'sender', by: APPLYING },
      form: forms.AcceptanceEnd,
    },
    decide: {
      from: ['reviewing', 'rechecking'],
      to: {
        answer: 'result',
        among: { accepted: 'standing', 'to-rectify': 'rectifying', 'not-accepted': 'not-accepted' },
      },
      ...{ at: 'receiver', by: BUREAU, form: forms.AcceptanceDecision },
      when: [rules.everybodyAnswered, rules.decisionFits],
    },
    'invite-another': {
      ...{ from: ['reviewing', 'rechecking'], to: 'same', clock: 'keep', at: 'receiver', by: BUREAU },
      ...{ form: forms.Invitation, when: rules.expertsIndependent },
      opens: { pathway: 'acceptance-review', each: 'experts' },
    },
    'report-rectified': {
      ...{ from: ['rectifying'], to: 'rectified', at: 'sender', by: APPLYING, form: forms.Rectification },
    },
    'invite-recheck': {
      ...{ from: ['standing', 'recheck-due'], to: 'rechecking', at: 'receiver', by: BUREAU, form: forms.Invitation },
      when: [rules.enoughExperts, rules.expertsIndependent],
      opens: { pathway: 'acceptance-review', each: 'experts' },
    },
    revoke: {
      ...{ from: ['standing', 'recheck-due', 'rechecking'], to: 'revoked', at: 'receiver', by: BUREAU },
      form: forms.AcceptanceEnd,
    },
    'fall-due': { from: ['standing'], to: 'recheck-due', at: 'system', by: ['system'] },
    expire: { from: ['recheck-due', 'rechecking'], to: 'expired', at: 'system', by: ['system'] },
    escalate: {
      from: ['applied', 'returned', 'reviewing', 'rectifying', 'rectified'],
      ...{ to: 'same', clock: 'keep', at: 'system', by: ['system'], escalates: true },
    },
  },
});
