/** 公文: from draft to dispatch. Signing freezes what the figures said; before it a letter may go back, after it only be voided. */
import { pathway } from '../../engines/pathways/define.ts';
import { Back, Countersigners, Opening, Sealing, Sending, Voiding, Withdrawal } from './forms.ts';
import * as rules from './rules.ts';

export { letterCountersign } from './pathway/countersign.ts';

const DRAFTERS = ['section-drafter', 'proposal-officer', 'letter-checker'] as const;
const CHECKER = ['letter-checker'] as const;
const LEADER = ['unit-leader'] as const;
const KEEPER = ['seal-keeper'] as const;

export const letter = pathway({
  name: 'letter',
  version: 1,
  parties: ['issuer'],
  states: {
    drafting: { owner: 'issuer', role: 'section-drafter', within: 'letter.draft', late: 'escalate' },
    checking: { owner: 'issuer', role: 'letter-checker', within: 'letter.check', late: 'escalate' },
    countersigning: { owner: 'issuer', role: 'letter-checker', within: 'letter.countersign', late: 'escalate' },
    signing: { owner: 'issuer', role: 'unit-leader', within: 'letter.sign', late: 'escalate' },
    signed: { owner: 'issuer', role: 'seal-keeper', within: 'letter.seal', late: 'escalate' },
    sealed: { owner: 'issuer', role: 'letter-checker', within: 'letter.send', late: 'escalate' },
    sent: { end: 'finished' },
    withdrawn: { end: 'cancelled' },
    voided: { end: 'cancelled' },
  },
  steps: {
    open: { from: [], to: 'drafting', at: 'issuer', by: DRAFTERS, form: Opening, when: rules.templateIsKnown },
    submit: {
      from: ['drafting'],
      to: 'checking',
      at: 'issuer',
      by: DRAFTERS,
      when: [rules.saysSomething, rules.nothingToMend],
    },
    check: {
      from: ['checking'],
      to: 'signing',
      at: 'issuer',
      by: CHECKER,
      when: [rules.saysSomething, rules.nothingToMend, rules.findingsAnswered, rules.nobodyObjects],
    },
    'ask-countersign': {
      from: ['checking'],
      to: 'countersigning',
      at: 'issuer',
      by: CHECKER,
      form: Countersigners,
      opens: { pathway: 'letter-countersign', each: 'units' },
      when: [rules.saysSomething, rules.nothingToMend],
    },
    countersigned: {
      from: ['countersigning'],
      to: 'signing',
      at: 'issuer',
      by: CHECKER,
      when: [rules.allAnswered, rules.nobodyObjects, rules.findingsAnswered],
    },
    sign: {
      from: ['signing'],
      to: 'signed',
      at: 'issuer',
      by: LEADER,
      when: [rules.caseAgrees, rules.nothingToMend, rules.figuresLooked, rules.findingsAnswered, rules.figuresSettled],
    },
    'send-back': {
      from: ['checking', 'countersigning', 'signing'],
      to: 'drafting',
      at: 'issuer',
      by: [...CHECKER, ...LEADER],
      form: Back,
    },
    seal: { from: ['signed'], to: 'sealed', at: 'issuer', by: KEEPER, form: Sealing },
    send: { from: ['sealed'], to: 'sent', at: 'issuer', by: CHECKER, form: Sending },
    withdraw: {
      from: ['drafting', 'checking', 'countersigning', 'signing'],
      to: 'withdrawn',
      at: 'issuer',
      by: DRAFTERS,
      form: Withdrawal,
    },
    void: { from: ['signed', 'sealed'], to: 'voided', at: 'issuer', by: LEADER, form: Voiding },
    /** The case it answers was not agreed to as drafted. */
    'case-returned': {
      from: ['checking', 'countersigning', 'signing'],
      to: 'drafting',
      at: 'system',
      by: ['system'],
      form: Back,
    },
    escalate: {
      from: ['drafting', 'checking', 'countersigning', 'signing', 'signed', 'sealed'],
      to: 'same',
      at: 'system',
      by: ['system'],
      clock: 'keep',
      escalates: true,
    },
  },
});
