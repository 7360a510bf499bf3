/** 会签: another office reads the draft and says yes, or what it objects to. A child case of the letter, one for each office. */
import { pathway } from '../../../engines/pathways/define.ts';
import { Agreement, Asked, Objection } from '../forms.ts';

const SIGNERS = ['unit-leader', 'proposal-officer'] as const;

export const letterCountersign = pathway({
  name: 'letter-countersign',
  version: 1,
  parties: ['asker', 'receiver'],
  states: {
    asked: { owner: 'receiver', role: 'unit-leader', within: 'letter.countersign', late: 'escalate' },
    agreed: { end: 'finished' },
    objected: { end: 'refused' },
    recalled: { end: 'cancelled' },
  },
  steps: {
    ask: { from: [], to: 'asked', at: 'asker', by: ['letter-checker'], form: Asked },
    agree: { from: ['asked'], to: 'agreed', at: 'receiver', by: SIGNERS, form: Agreement },
    object: { from: ['asked'], to: 'objected', at: 'receiver', by: SIGNERS, form: Objection },
    recall: { from: ['asked'], to: 'recalled', at: 'asker', by: ['letter-checker'] },
    escalate: { from: ['asked'], to: 'same', at: 'system', by: ['system'], clock: 'keep', escalates: true },
  },
});
