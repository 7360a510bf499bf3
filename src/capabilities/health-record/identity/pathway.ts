/**
 * Two residents may be one: found by the program or a person, compared by the house that keeps the record, decided by a person
 * of that house. Nothing is merged without this decision, and each can be undone (decision 0095).
 */
import { REGISTERING } from '../../../consortium/roles.ts';
import type { Role } from '../../../consortium/roles.ts';
import type { RoleByKind } from '../../../engines/pathways/define.ts';
import { pathway } from '../../../engines/pathways/define.ts';
import { DifferentPersons, Information, MoreInformation, SamePerson } from './forms.ts';
import { bothStand, keepsOneOfThem, noLongerTwo } from './rules.ts';

/** Who keeps the identities of a house. */
export const DECIDERS = ['public-health-worker', 'admission-clerk', 'administrator'] as const satisfies readonly Role[];

const KEEPER: RoleByKind = {
  'township-hospital': 'public-health-worker',
  'community-centre': 'public-health-worker',
  hospital: 'admission-clerk',
  bureau: 'administrator',
};
/** Who is asked at the house that wrote the newer one down. */
const FINDER: RoleByKind = {
  ...KEEPER,
  'village-clinic': 'village-doctor',
  hospice: 'social-worker',
  'elder-care-home': 'nurse',
};
const FINDERS = [...REGISTERING, 'administrator'] as const;

export const identity = pathway({
  name: 'identity',
  version: 1,
  parties: ['finder', 'keeper'],
  states: {
    found: { owner: 'keeper', role: KEEPER, within: 'identity.compare', late: 'escalate' },
    compared: { owner: 'keeper', role: KEEPER, within: 'identity.decide', late: 'escalate' },
    asked: { owner: 'finder', role: FINDER, within: 'identity.answer', late: 'escalate' },
    'one-person': { end: 'duplicate' },
    'two-persons': { end: 'finished' },
    settled: { end: 'cancelled' },
  },
  steps: {
    find: { from: [], to: 'found', at: 'finder', by: [...FINDERS, 'system'], when: bothStand },
    compare: { from: ['found'], to: 'compared', at: 'keeper', by: DECIDERS, when: bothStand },
    'same-person': {
      from: ['found', 'compared'],
      to: 'one-person',
      at: 'keeper',
      by: DECIDERS,
      form: SamePerson,
      when: [bothStand, keepsOneOfThem],
    },
    'different-persons': {
      from: ['found', 'compared'],
      to: 'two-persons',
      at: 'keeper',
      by: DECIDERS,
      form: DifferentPersons,
    },
    ask: { from: ['found', 'compared'], to: 'asked', at: 'keeper', by: DECIDERS, form: MoreInformation },
    answer: { from: ['asked'], to: 'compared', at: 'finder', by: FINDERS, form: Information },
    settle: {
      from: ['found', 'compared', 'asked'],
      to: 'settled',
      at: 'system',
      by: ['system'],
      when: noLongerTwo,
    },
    escalate: {
      from: ['found', 'compared', 'asked'],
      to: 'same',
      clock: 'keep',
      at: 'system',
      by: ['system'],
      escalates: true,
    },
  },
});
