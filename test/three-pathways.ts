/**
 * Three pathways that are coming, written in the table as it is, to see that it can say them plainly (decision 0006): a
 * proposal with co-handlers and a re-handling round, a review by level with several experts, a hospice stay with transfers.
 */
import { form } from '../src/engines/forms/define.ts';
import { pathway } from '../src/engines/pathways/define.ts';
import type { Rule } from '../src/engines/pathways/define.ts';
import { refuse } from '../src/platform/refusal.ts';

/** The rule every pathway with children waits by. */
export const everyChildAnswered: Rule = (facts) =>
  facts.children.every((child) => child.closed) ||
  refuse('children-open', { open: facts.children.filter((child) => !child.closed).length });

const CoHandlers = form({
  name: 'co-handlers',
  version: 1,
  questions: {
    coHandlers: {
      kind: 'repeat',
      required: true,
      max: 10,
      of: {
        organisation: { kind: 'pick', of: 'organisation', required: true },
        question: { kind: 'text', required: true, max: 500 },
      },
    },
  },
});
const CoHandling = form({
  name: 'co-handling',
  version: 1,
  questions: {
    organisation: { kind: 'pick', of: 'organisation', required: true },
    question: { kind: 'text', required: true, max: 500 },
  },
});
const Verdict = form({
  name: 'verdict',
  version: 1,
  questions: {
    verdict: { kind: 'choice', among: ['satisfied', 'basically-satisfied', 'dissatisfied'], required: true },
  },
});

export const proposal = pathway({
  name: 'proposal',
  version: 1,
  parties: ['office', 'lead'],
  states: {
    assigned: { owner: 'lead', role: 'commission-officer', within: 'proposal.assign', late: 'escalate' },
    'with-co-handlers': { owner: 'lead', role: 'commission-officer', within: 'proposal.co-handle', late: 'escalate' },
    drafting: { owner: 'lead', role: 'commission-officer', within: 'proposal.draft', late: 'escalate' },
    'with-proposer': { owner: 'office', role: 'administrator', within: 'proposal.verdict', late: 'escalate' },
    're-handling': { owner: 'lead', role: 'commission-officer', within: 'proposal.re-handle', late: 'escalate' },
    finished: { end: 'finished' },
  },
  steps: {
    assign: { from: [], to: 'assigned', at: 'office', by: ['administrator'], form: CoHandling },
    'ask-co-handlers': {
      from: ['assigned', 're-handling'],
      to: 'with-co-handlers',
      at: 'lead',
      by: ['commission-officer'],
      form: CoHandlers,
      opens: { pathway: 'co-handling', each: 'coHandlers' },
    },
    draft: {
      from: ['assigned', 'with-co-handlers', 're-handling'],
      to: 'drafting',
      at: 'lead',
      by: ['commission-officer'],
      when: everyChildAnswered,
    },
    'ask-proposer': { from: ['drafting'], to: 'with-proposer', at: 'lead', by: ['commission-officer'] },
    'record-verdict': {
      from: ['with-proposer'],
      to: {
        answer: 'verdict',
        among: { satisfied: 'finished', 'basically-satisfied': 'finished', dissatisfied: 're-handling' },
      },
      at: 'office',
      by: ['administrator'],
      form: Verdict,
    },
    escalate: {
      from: ['assigned', 'with-co-handlers', 'drafting', 'with-proposer', 're-handling'],
      to: 'same',
      clock: 'keep',
      at: 'system',
      by: ['system'],
      escalates: true,
    },
  },
});

export const coHandling = pathway({
  name: 'co-handling',
  version: 1,
  parties: ['lead', 'co-handler'],
  states: {
    asked: { owner: 'co-handler', role: 'duty-officer', within: 'proposal.co-handle', late: 'escalate' },
    finished: { end: 'finished' },
  },
  steps: {
    ask: { from: [], to: 'asked', at: 'lead', by: ['commission-officer'], form: CoHandling },
    answer: { from: ['asked'], to: 'finished', at: 'co-handler', by: ['duty-officer'] },
    escalate: { from: ['asked'], to: 'same', clock: 'keep', at: 'system', by: ['system'], escalates: true },
  },
});

const Experts = form({
  name: 'experts',
  version: 1,
  questions: {
    experts: {
      kind: 'repeat',
      required: true,
      of: { organisation: { kind: 'pick', of: 'organisation', required: true } },
    },
  },
});
const Conclusion = form({
  name: 'conclusion',
  version: 1,
  questions: { conclusion: { kind: 'choice', among: ['passed', 'rectify', 'failed'], required: true } },
});

/** Self-assessed, reviewed by the county, then by the city; at each level several experts answer before it concludes. */
export const review = pathway({
  name: 'review',
  version: 1,
  parties: ['applicant', 'county', 'city'],
  states: {
    'at-county': { owner: 'county', role: 'commission-officer', within: 'review.level', late: 'escalate' },
    'county-experts': { owner: 'county', role: 'commission-officer', within: 'review.experts', late: 'escalate' },
    rectifying: { owner: 'applicant', role: 'administrator', within: 'review.rectify', late: 'escalate' },
    'at-city': { owner: 'city', role: 'commission-officer', within: 'review.level', late: 'escalate' },
    'city-experts': { owner: 'city', role: 'commission-officer', within: 'review.experts', late: 'escalate' },
    accredited: { end: 'finished' },
    refused: { end: 'refused' },
  },
  steps: {
    apply: { from: [], to: 'at-county', at: 'applicant', by: ['administrator'] },
    'appoint-county-experts': {
      from: ['at-county'],
      to: 'county-experts',
      at: 'county',
      by: ['commission-officer'],
      form: Experts,
      opens: { pathway: 'expert-opinion', each: 'experts' },
    },
    'conclude-at-county': {
      from: ['county-experts'],
      to: { answer: 'conclusion', among: { passed: 'at-city', rectify: 'rectifying', failed: 'refused' } },
      at: 'county',
      by: ['commission-officer'],
      form: Conclusion,
      when: everyChildAnswered,
    },
    'show-rectified': { from: ['rectifying'], to: 'at-county', at: 'applicant', by: ['administrator'] },
    'appoint-city-experts': {
      from: ['at-city'],
      to: 'city-experts',
      at: 'city',
      by: ['commission-officer'],
      form: Experts,
      opens: { pathway: 'expert-opinion', each: 'experts' },
    },
    'conclude-at-city': {
      from: ['city-experts'],
      to: { answer: 'conclusion', among: { passed: 'accredited', rectify: 'rectifying', failed: 'refused' } },
      at: 'city',
      by: ['commission-officer'],
      form: Conclusion,
      when: everyChildAnswered,
    },
    escalate: {
      from: ['at-county', 'county-experts', 'rectifying', 'at-city', 'city-experts'],
      to: 'same',
      clock: 'keep',
      at: 'system',
      by: ['system'],
      escalates: true,
    },
  },
});

const Transfer = form({
  name: 'transfer',
  version: 1,
  questions: {
    to: { kind: 'pick', of: 'organisation', required: true },
    bed: { kind: 'pick', of: 'hold' },
    reason: { kind: 'text', required: true, max: 500 },
  },
});

/** `carer` is where the person is, `next` where they are to go; a transfer that arrives makes `next` the carer. */
export const hospiceStay = pathway({
  name: 'hospice-stay',
  version: 1,
  parties: ['carer', 'next'],
  states: {
    'in-care': { owner: 'carer', role: 'attending-physician', within: 'hospice.review', late: 'escalate' },
    'transfer-requested': { owner: 'next', role: 'bed-manager', within: 'hospice.transfer-answer', late: 'escalate' },
    'transfer-accepted': { owner: 'carer', role: 'nurse', within: 'hospice.departure', late: 'escalate' },
    'on-the-way': { owner: 'next', role: 'nurse', within: 'hospice.arrival', late: 'escalate' },
    bereavement: { owner: 'carer', role: 'social-worker', within: 'hospice.bereavement', late: 'escalate' },
    died: { end: 'died' },
    'left-against-advice': { end: 'left-against-advice' },
  },
  steps: {
    admit: { from: [], to: 'in-care', at: 'carer', by: ['attending-physician'] },
    'request-transfer': {
      from: ['in-care'],
      to: 'transfer-requested',
      at: 'carer',
      by: ['attending-physician'],
      form: Transfer,
    },
    'accept-transfer': { from: ['transfer-requested'], to: 'transfer-accepted', at: 'next', by: ['bed-manager'] },
    'decline-transfer': { from: ['transfer-requested'], to: 'in-care', at: 'next', by: ['bed-manager'] },
    depart: { from: ['transfer-accepted'], to: 'on-the-way', at: 'carer', by: ['nurse'] },
    arrive: { from: ['on-the-way'], to: 'in-care', at: 'next', by: ['nurse'] },
    'record-death': {
      from: ['in-care', 'on-the-way'],
      to: 'bereavement',
      at: ['carer', 'next'],
      by: ['attending-physician', 'nurse'],
    },
    'close-bereavement': { from: ['bereavement'], to: 'died', at: 'carer', by: ['social-worker'] },
    leave: { from: ['in-care'], to: 'left-against-advice', at: 'carer', by: ['attending-physician'] },
    escalate: {
      from: ['in-care', 'transfer-requested', 'transfer-accepted', 'on-the-way', 'bereavement'],
      to: 'same',
      clock: 'keep',
      at: 'system',
      by: ['system'],
      escalates: true,
    },
  },
});
