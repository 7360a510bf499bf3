/** 紧急查看的审核: opened by breaking the glass, closed by a second person. Nobody can do without it. */
import { pathway } from '../../../engines/pathways/define.ts';
import { CARING } from '../../../consortium/roles.ts';
import { Breaking, Justified, Measures, Unjustified } from './forms.ts';
import { needsTheGlass, notOnesOwn, saysWhy, someoneReviews, toldTheResident } from './rules.ts';
import { REVIEWERS, REVIEWING } from './rules/reviewers.ts';

export const breakGlass = pathway({
  name: 'break-glass',
  version: 1,
  parties: ['asker', 'reviewer'],
  states: {
    opened: { owner: 'reviewer', role: REVIEWING, within: 'break-glass.review', late: 'escalate' },
    unjustified: { owner: 'reviewer', role: REVIEWING, within: 'break-glass.measures', late: 'escalate' },
    justified: { end: 'finished' },
    measured: { end: 'finished' },
  },
  steps: {
    break: {
      from: [],
      to: 'opened',
      at: 'asker',
      by: CARING,
      form: Breaking,
      when: [someoneReviews, needsTheGlass, saysWhy],
    },
    justify: { from: ['opened'], to: 'justified', at: 'reviewer', by: REVIEWERS, form: Justified, when: notOnesOwn },
    'find-unjustified': {
      from: ['opened'],
      to: 'unjustified',
      at: 'reviewer',
      by: REVIEWERS,
      form: Unjustified,
      when: notOnesOwn,
    },
    'record-measures': {
      from: ['unjustified'],
      to: 'measured',
      at: 'reviewer',
      by: REVIEWERS,
      form: Measures,
      when: [notOnesOwn, toldTheResident],
    },
    escalate: {
      from: ['opened', 'unjustified'],
      to: 'same',
      at: 'system',
      by: ['system'],
      clock: 'keep',
      escalates: true,
    },
  },
});
