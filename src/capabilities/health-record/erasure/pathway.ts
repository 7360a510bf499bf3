/** 更正与删除: an entry goes out of a record by law, or because it is about somebody else. One asks, another decides. */
import { pathway } from '../../../engines/pathways/define.ts';
import { Asking, Decision, Refusal } from './forms.ts';
import {
  entryStands,
  movesToSomebody,
  noFramework,
  notOnesOwn,
  ofNoCase,
  ofTheOwnHouse,
  onlyOnce,
  retentionLookedAt,
  someoneDecides,
} from './rules.ts';
import { ASKING, DECIDERS, DECIDING } from './rules/deciders.ts';

export const erasure = pathway({
  name: 'erasure',
  version: 1,
  parties: ['asker', 'decider'],
  states: {
    asked: { owner: 'decider', role: DECIDING, within: 'erasure.decide', late: 'escalate' },
    erased: { end: 'finished' },
    kept: { end: 'refused' },
    withdrawn: { end: 'cancelled' },
  },
  steps: {
    ask: {
      from: [],
      to: 'asked',
      at: 'asker',
      by: ASKING,
      form: Asking,
      when: [entryStands, ofTheOwnHouse, noFramework, ofNoCase, onlyOnce, someoneDecides, movesToSomebody],
    },
    erase: {
      from: ['asked'],
      to: 'erased',
      at: 'decider',
      by: DECIDERS,
      form: Decision,
      when: [notOnesOwn, entryStands, ofNoCase, retentionLookedAt],
    },
    keep: { from: ['asked'], to: 'kept', at: 'decider', by: DECIDERS, form: Refusal, when: notOnesOwn },
    withdraw: { from: ['asked'], to: 'withdrawn', at: 'asker', by: ASKING },
    escalate: { from: ['asked'], to: 'same', at: 'system', by: ['system'], clock: 'keep', escalates: true },
  },
});
