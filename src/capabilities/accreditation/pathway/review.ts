/** 专家评审: one expert's own look at the institution, with an owner and a clock. The bureau's decision waits for each. */
import { pathway } from '../../../engines/pathways/define.ts';
import { AcceptanceEnd, ExpertOpinion, Invited, ReviewDeclined, SiteNote } from '../forms.ts';
import { anotherPerson, everyClause, stillAsked, verdictFits } from '../rules.ts';
import { BUREAU, EXPERTS, JUDGING } from '../rules/sides.ts';

export const acceptanceReview = pathway({
  name: 'acceptance-review',
  version: 1,
  parties: ['sender', 'receiver'],
  states: {
    'review-asked': { owner: 'receiver', role: EXPERTS, within: 'acceptance.opinion', late: 'escalate' },
    'opinion-given': { end: 'finished' },
    'review-declined': { end: 'refused' },
    'review-recalled': { end: 'cancelled' },
  },
  steps: {
    ask: { from: [], to: 'review-asked', at: 'sender', by: BUREAU, form: Invited },
    'give-opinion': {
      ...{ from: ['review-asked'], to: 'opinion-given', at: 'receiver', by: JUDGING, form: ExpertOpinion },
      when: [stillAsked, anotherPerson, everyClause, verdictFits],
    },
    'note-on-site': {
      ...{ from: ['review-asked'], to: 'same', clock: 'keep', at: 'receiver', by: JUDGING, form: SiteNote },
    },
    'decline-review': {
      ...{ from: ['review-asked'], to: 'review-declined', at: 'receiver', by: JUDGING, form: ReviewDeclined },
    },
    'recall-review': {
      ...{ from: ['review-asked'], to: 'review-recalled', at: 'sender', by: BUREAU, form: AcceptanceEnd },
    },
    escalate: {
      from: ['review-asked'],
      ...{ to: 'same', clock: 'keep', at: 'system', by: ['system'], escalates: true },
    },
  },
});
