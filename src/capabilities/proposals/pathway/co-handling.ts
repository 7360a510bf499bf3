/** 会办、会签: one co-handler's share of a proposal, with its own owner and clock. The lead's draft waits for it. */
import { pathway } from '../../../engines/pathways/define.ts';
import { CoHandlingAnswer, CoHandlingDecline, CoHandlingReminder, CoHandlingRequest } from '../forms/children.ts';

export const coHandling = pathway({
  name: 'co-handling',
  version: 1,
  parties: ['lead', 'co-handler'],
  states: {
    asked: { owner: 'co-handler', role: 'proposal-officer', within: 'co-handling.answer', late: 'escalate' },
    given: { end: 'finished' },
    declined: { end: 'refused' },
    'taken-back': { end: 'cancelled' },
  },
  steps: {
    ask: { from: [], to: 'asked', at: 'lead', by: ['proposal-officer'], form: CoHandlingRequest },
    give: { from: ['asked'], to: 'given', at: 'co-handler', by: ['proposal-officer'], form: CoHandlingAnswer },
    decline: { from: ['asked'], to: 'declined', at: 'co-handler', by: ['proposal-officer'], form: CoHandlingDecline },
    remind: {
      from: ['asked'],
      to: 'same',
      at: 'lead',
      by: ['proposal-officer', 'section-drafter'],
      form: CoHandlingReminder,
      clock: 'keep',
      tells: 'owner',
    },
    'take-back': { from: ['asked'], to: 'taken-back', at: 'lead', by: ['proposal-officer'], form: CoHandlingDecline },
    escalate: { from: ['asked'], to: 'same', at: 'system', by: ['system'], clock: 'keep', escalates: true },
  },
});
