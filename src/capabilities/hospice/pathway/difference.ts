/**
 * 差额: what the insurer pays is another sum than ours. Somebody of the house finds out why, asks the insurer to look again or
 * accepts its amount; the insurer's next statement may put it right. The case ends when the ledger and the insurer say the same.
 */
import { pathway } from '../../../engines/pathways/define.ts';
import * as forms from '../forms/difference.ts';
import * as rules from '../rules/difference.ts';
import { DESK, DESK_LEADS } from '../rules/sides.ts';

const desk = { owner: 'sender', role: DESK_LEADS, late: 'escalate' } as const;
const OPEN = ['difference-found', 'disputed', 'dispute-rejected', 'correction-due'] as const;
const ASIDE = { from: OPEN, to: 'same', clock: 'keep', at: 'sender', by: DESK } as const;

export const careDifference = pathway({
  name: 'care-difference',
  version: 1,
  parties: ['sender'],
  states: {
    // the clock is the time in which the insurer looks at an objection
    'difference-found': { ...desk, within: 'claim.dispute' },
    disputed: { ...desk, within: 'claim.dispute-answer' },
    'dispute-rejected': { ...desk, within: 'claim.dispute-again' },
    'correction-due': { ...desk, within: 'claim.correction' },
    'difference-accepted': { end: 'finished' },
    'difference-corrected': { end: 'finished' },
  },
  steps: {
    'find-difference': {
      ...{ from: [], to: 'difference-found', at: 'system', by: ['system'], form: forms.DifferenceFound },
    },
    'take-on': { ...ASIDE, when: rules.notOwnAlready },
    explain: { ...ASIDE, form: forms.Explanation },
    dispute: {
      ...{
        from: ['difference-found', 'dispute-rejected'],
        to: 'disputed',
        at: 'sender',
        by: DESK,
        form: forms.Dispute,
      },
      when: [rules.afterStatement, rules.inTimeOrSaysWhy],
    },
    'record-answer': {
      from: ['disputed'],
      to: {
        answer: 'answer',
        among: { upheld: 'correction-due', partly: 'correction-due', rejected: 'dispute-rejected' },
      },
      ...{ at: 'sender', by: DESK, form: forms.InsurerAnswer },
      when: [rules.answeredAfterAsked, rules.promisesFit],
    },
    'accept-difference': {
      ...{ from: OPEN, to: 'difference-accepted', at: 'sender', by: DESK, form: forms.DifferenceAccepted },
      when: rules.insurerDidNotYield,
    },
    // the insurer's next statement: another sum, or ours
    restate: { from: OPEN, to: 'difference-found', at: 'system', by: ['system'], form: forms.DifferenceFound },
    correct: { from: OPEN, to: 'difference-corrected', at: 'system', by: ['system'], form: forms.DifferenceFound },
    escalate: { from: OPEN, to: 'same', clock: 'keep', at: 'system', by: ['system'], escalates: true },
  },
});
