/** After the answer: what was promised, publication, archive, a better class with evidence, the rating. */
import * as forms from '../forms.ts';
import { Promises } from '../forms/children.ts';
import * as rules from '../rules.ts';

export const followSteps = {
  'record-promises': {
    from: ['signed', 'sent', 'answered', 'followed'],
    to: 'same',
    at: 'lead',
    by: ['section-drafter', 'proposal-officer'],
    form: Promises,
    clock: 'keep',
    when: rules.promisesFit,
    opens: { pathway: 'promise', each: 'promises' },
  },
  publish: {
    from: ['answered', 'followed'],
    to: 'same',
    at: 'lead',
    by: ['proposal-officer'],
    form: forms.Publishing,
    clock: 'keep',
    when: rules.placeOfPublication,
  },
  archive: {
    from: ['answered'],
    to: 'followed',
    at: 'lead',
    by: ['proposal-officer'],
    form: forms.Archiving,
    when: rules.promisesRecorded,
  },
  'raise-class': {
    from: ['answered', 'followed'],
    to: 'same',
    at: 'lead',
    by: ['proposal-officer'],
    form: forms.Raising,
    clock: 'keep',
    when: [rules.classIsInDictionary, rules.evidenceForTheClass],
  },
  rate: {
    from: ['answered', 'followed'],
    to: 'same',
    at: ['supervisor', 'office'],
    by: ['supervision-officer', 'handing-officer'],
    form: forms.Rating,
    clock: 'keep',
  },
  close: { from: ['followed'], to: 'closed', at: 'lead', by: ['proposal-officer'], when: rules.promisesSettled },
} as const;
