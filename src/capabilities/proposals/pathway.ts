/** 建议、提案的办理: from arrival to follow-up. One clock runs to the answer; what needs others is asked of them in child cases. */
import { pathway } from '../../engines/pathways/define.ts';
import * as forms from './forms.ts';
import { Draft, DraftOpinion, DraftReview, Opinion, OpinionRequest, Sending, Signing, Talk } from './forms/answer.ts';
import { CoHandlers } from './forms/children.ts';
import { LetterStart } from './forms/letter.ts';
import { followSteps } from './pathway/follow-steps.ts';
import { letterSteps } from './pathway/letter-steps.ts';
import * as rules from './rules.ts';

export { coHandling } from './pathway/co-handling.ts';
export { promise } from './pathway/promise.ts';

const COMMITTEE = ['proposal-committee'] as const;
const OFFICE = ['handing-officer'] as const;
const OFFICER = ['proposal-officer'] as const;
const WRITERS = ['section-drafter', 'proposal-officer'] as const;
const LEADER = ['unit-leader'] as const;
const SUPERVISOR = ['supervision-officer'] as const;

/** Between signing in and the formal answer. */
const HANDLING = ['handling', 're-handling', 'drafted', 'reviewed', 'out-for-opinion', 'agreed', 'signed'] as const;

export const proposal = pathway({
  name: 'proposal',
  version: 1,
  parties: ['body', 'office', 'supervisor', 'lead'],
  states: {
    submitted: { owner: 'body', role: 'proposal-committee', within: 'proposal.examine', late: 'escalate' },
    filed: { owner: 'office', role: 'handing-officer', within: 'proposal.hand-over', late: 'escalate' },
    'handed-over': { owner: 'lead', role: 'proposal-officer', within: 'proposal.sign-in', late: 'escalate' },
    'return-asked': { owner: 'office', role: 'handing-officer', within: 'proposal.return-answer', late: 'escalate' },
    handling: { owner: 'lead', role: 'proposal-officer', within: 'proposal.answer', late: 'escalate' },
    'extension-asked': {
      owner: 'office',
      role: 'handing-officer',
      within: 'proposal.extension-answer',
      late: 'escalate',
    },
    drafted: { owner: 'lead', role: 'unit-leader', within: 'proposal.answer', late: 'escalate' },
    reviewed: { owner: 'lead', role: 'proposal-officer', within: 'proposal.answer', late: 'escalate' },
    'out-for-opinion': { owner: 'lead', role: 'proposal-officer', within: 'proposal.answer', late: 'escalate' },
    agreed: { owner: 'lead', role: 'unit-leader', within: 'proposal.answer', late: 'escalate' },
    signed: { owner: 'lead', role: 'proposal-officer', within: 'proposal.answer', late: 'escalate' },
    sent: { owner: 'lead', role: 'proposal-officer', within: 'proposal.opinion', late: 'escalate' },
    're-handling': { owner: 'lead', role: 'proposal-officer', within: 'proposal.re-handle', late: 'escalate' },
    answered: { owner: 'lead', role: 'proposal-officer', within: 'proposal.archive', late: 'escalate' },
    followed: { owner: 'lead', role: 'proposal-officer', within: 'proposal.follow-up', late: 'escalate' },
    closed: { end: 'finished' },
    'not-filed': { end: 'refused' },
    withdrawn: { end: 'cancelled' },
    merged: { end: 'duplicate' },
  },
  steps: {
    submit: {
      from: [],
      to: 'submitted',
      at: 'body',
      by: COMMITTEE,
      form: forms.Arrival,
      when: [rules.bodyIsKnown, rules.ofTheBody, rules.numberIsFree],
    },
    receive: {
      from: [],
      to: 'filed',
      at: 'office',
      by: OFFICE,
      form: forms.Arrival,
      when: [rules.bodyIsKnown, rules.ofTheOffice, rules.numberIsGiven, rules.numberIsFree],
    },
    file: { from: ['submitted'], to: 'filed', at: 'body', by: COMMITTEE, form: forms.Filing, when: rules.numberIsFree },
    'hand-over': {
      from: ['filed'],
      to: 'handed-over',
      at: 'office',
      by: OFFICE,
      form: forms.HandOver,
      when: [rules.ruleIsKnown, rules.leadIsKnown, rules.tightenedOnly],
    },
    'sign-in': { from: ['handed-over'], to: 'handling', at: 'lead', by: OFFICER, form: forms.SignIn },
    'ask-return': {
      from: ['handed-over'],
      to: 'return-asked',
      at: 'lead',
      by: OFFICER,
      form: forms.Returning,
      when: rules.withinReturnDays,
    },
    'answer-return': {
      from: ['return-asked'],
      to: { answer: 'returnDecision', among: { 'return-accepted': 'filed', 'return-rejected': 'handed-over' } },
      at: 'office',
      by: OFFICE,
      form: forms.ReturnAnswer,
    },
    draft: {
      from: ['handling', 're-handling'],
      to: 'drafted',
      at: 'lead',
      by: WRITERS,
      form: Draft,
      when: [rules.noLetterUnderWay, rules.everyCoHandlerAnswered, rules.classIsInDictionary],
    },
    'start-letter': {
      from: ['handling', 're-handling'],
      to: 'same',
      at: 'lead',
      by: WRITERS,
      form: LetterStart,
      clock: 'keep',
      when: [rules.noLetterUnderWay, rules.letterIsOfThis, rules.classIsInDictionary],
      opens: { pathway: 'letter', each: 'letters' },
    },
    'ask-co-handlers': {
      from: ['handling', 're-handling', 'reviewed', 'agreed'],
      to: 'same',
      at: 'lead',
      by: OFFICER,
      form: CoHandlers,
      clock: 'keep',
      when: rules.coHandlersFit,
      opens: { pathway: 'co-handling', each: 'coHandlers' },
    },
    'record-talk': {
      from: ['handling', 're-handling', 'drafted', 'reviewed', 'out-for-opinion', 'agreed', 'sent'],
      to: 'same',
      at: 'lead',
      by: WRITERS,
      form: Talk,
      clock: 'keep',
    },
    'ask-extension': {
      from: ['handling'],
      to: 'extension-asked',
      at: 'lead',
      by: OFFICER,
      form: forms.ExtensionRequest,
      when: rules.extensionWithinRule,
    },
    'answer-extension': {
      from: ['extension-asked'],
      to: 'handling',
      at: 'office',
      by: OFFICE,
      form: forms.ExtensionAnswer,
      when: [rules.extensionWithinRule, rules.proposerIsTold],
    },
    'review-draft': {
      from: ['drafted'],
      to: { answer: 'reviewDecision', among: { passed: 'reviewed', 'back-to-drafter': 'handling' } },
      at: 'lead',
      by: LEADER,
      form: DraftReview,
      when: [rules.noLetterUnderWay, rules.remarkWhenSentBack],
    },
    'ask-opinion': {
      from: ['reviewed'],
      to: 'out-for-opinion',
      at: 'lead',
      by: OFFICER,
      form: OpinionRequest,
      when: [rules.everyCoHandlerAnswered, rules.checkedBeforeItLeaves],
    },
    'go-without-opinion': {
      from: ['reviewed'],
      to: 'agreed',
      at: 'lead',
      by: OFFICER,
      form: forms.Leaving,
      when: [rules.everyCoHandlerAnswered, rules.draftOpinionNotRequired, rules.checkedBeforeItLeaves],
    },
    'record-draft-opinion': {
      from: ['out-for-opinion'],
      to: {
        answer: 'draftOpinion',
        among: { agrees: 'agreed', 'wants-changes': 'handling', 'no-answer': 'agreed' },
      },
      at: 'lead',
      by: OFFICER,
      form: DraftOpinion,
    },
    sign: {
      from: ['agreed'],
      to: 'signed',
      at: 'lead',
      by: LEADER,
      form: Signing,
      when: [
        rules.noLetterUnderWay,
        rules.everyCoHandlerAnswered,
        rules.classIsInDictionary,
        rules.checkedBeforeItLeaves,
      ],
    },
    'send-back': { from: ['agreed'], to: 'handling', at: 'lead', by: LEADER, form: forms.Withdrawal },
    send: {
      from: ['signed'],
      to: 'sent',
      at: 'lead',
      by: OFFICER,
      form: Sending,
      when: [rules.noLetterUnderWay, rules.everySignerAnswered, rules.notSentBeforeSigned],
    },
    'record-opinion': {
      from: ['sent'],
      to: {
        answer: 'verdict',
        among: { satisfied: 'answered', 'basically-satisfied': 'answered', dissatisfied: 're-handling' },
      },
      at: ['lead', 'body', 'supervisor'],
      by: ['proposal-officer', 'proposal-committee', 'supervision-officer'],
      form: Opinion,
      when: rules.opinionFits,
    },
    'close-without-opinion': { from: ['sent'], to: 'answered', at: 'lead', by: OFFICER, form: forms.Withdrawal },
    ...followSteps,
    urge: {
      from: ['handed-over', ...HANDLING, 'answered', 'followed'],
      to: 'same',
      at: 'supervisor',
      by: SUPERVISOR,
      form: forms.Urging,
      clock: 'keep',
      tells: 'owner',
    },
    'decline-to-file': {
      from: ['submitted'],
      to: 'not-filed',
      at: 'body',
      by: COMMITTEE,
      form: forms.NotFiled,
    },
    merge: {
      from: ['submitted', 'filed'],
      to: 'merged',
      at: ['body', 'office'],
      by: ['proposal-committee', 'handing-officer'],
      form: forms.Merging,
      when: rules.mergesInto,
    },
    withdraw: {
      from: ['submitted', 'filed', 'handed-over', 'handling'],
      to: 'withdrawn',
      at: 'body',
      by: COMMITTEE,
      form: forms.Withdrawal,
    },
    ...letterSteps,
    escalate: {
      from: [
        'submitted',
        'filed',
        'handed-over',
        'return-asked',
        'extension-asked',
        ...HANDLING,
        'sent',
        'answered',
        'followed',
      ],
      to: 'same',
      at: 'system',
      by: ['system'],
      clock: 'keep',
      escalates: true,
    },
  },
});
