/**
 * 居民异议: a resident does not accept a look at their record, or holds an entry wrong. The program opens the case for them (the
 * resident is no party among organisations); the responsible office of the organisation concerned answers it.
 */
import { pathway } from '../../../engines/pathways/define.ts';
import { NotUpheld, Objection, Upheld } from './forms.ts';
import { aboutOnesOwn, notOnesOwn, onlyOnce, saysWhat, someoneDecides } from './rules.ts';
import { HANDLERS, HANDLING } from './rules/handlers.ts';

export const objection = pathway({
  name: 'objection',
  version: 1,
  parties: ['handler'],
  states: {
    raised: { owner: 'handler', role: HANDLING, within: 'objection.decide', late: 'escalate' },
    upheld: { end: 'finished' },
    'not-upheld': { end: 'refused' },
    withdrawn: { end: 'cancelled' },
  },
  steps: {
    object: {
      from: [],
      to: 'raised',
      at: 'system',
      by: ['system'],
      form: Objection,
      when: [aboutOnesOwn, onlyOnce, someoneDecides, saysWhat],
    },
    uphold: { from: ['raised'], to: 'upheld', at: 'handler', by: HANDLERS, form: Upheld, when: notOnesOwn },
    'not-uphold': {
      from: ['raised'],
      to: 'not-upheld',
      at: 'handler',
      by: HANDLERS,
      form: NotUpheld,
      when: notOnesOwn,
    },
    withdraw: { from: ['raised'], to: 'withdrawn', at: 'system', by: ['system'] },
    escalate: { from: ['raised'], to: 'same', at: 'system', by: ['system'], clock: 'keep', escalates: true },
  },
});
