/** 承诺事项: a "next step" of a letter as work with an owner, a day and evidence. It outlives the letter's own clock. */
import { pathway } from '../../../engines/pathways/define.ts';
import {
  EvidenceReview,
  GivingUp,
  Keeping,
  Milestone,
  MilestoneReached,
  Postponing,
  Promising,
} from '../forms/children.ts';
import { laterThanNow, milestoneBeforeDue, milestoneIsThere, milestonesReached } from '../rules/promises.ts';

export const promise = pathway({
  name: 'promise',
  version: 1,
  parties: ['lead', 'keeper'],
  states: {
    promised: { owner: 'keeper', role: 'proposal-officer', within: 'promise.due', late: 'escalate' },
    claimed: { owner: 'lead', role: 'unit-leader', within: 'promise.confirm', late: 'escalate' },
    kept: { end: 'finished' },
    'given-up': { end: 'cancelled' },
  },
  steps: {
    promise: {
      from: [],
      to: 'promised',
      at: 'lead',
      // the system's: a letter that is sent opens what it promised
      by: ['proposal-officer', 'section-drafter', 'system'],
      form: Promising,
    },
    'set-milestone': {
      from: ['promised'],
      to: 'same',
      at: ['keeper', 'lead'],
      by: ['proposal-officer'],
      form: Milestone,
      when: milestoneBeforeDue,
    },
    'reach-milestone': {
      from: ['promised'],
      to: 'same',
      at: ['keeper', 'lead'],
      by: ['proposal-officer'],
      form: MilestoneReached,
      when: milestoneIsThere,
    },
    'show-kept': {
      from: ['promised'],
      to: 'claimed',
      at: 'keeper',
      by: ['proposal-officer'],
      form: Keeping,
      when: milestonesReached,
    },
    'judge-evidence': {
      from: ['claimed'],
      to: { answer: 'evidenceDecision', among: { 'evidence-accepted': 'kept', 'evidence-rejected': 'promised' } },
      at: 'lead',
      by: ['unit-leader'],
      form: EvidenceReview,
    },
    postpone: {
      from: ['promised'],
      to: 'same',
      at: 'lead',
      by: ['unit-leader'],
      form: Postponing,
      when: laterThanNow,
    },
    'give-up': { from: ['promised'], to: 'given-up', at: 'lead', by: ['unit-leader'], form: GivingUp },
    escalate: {
      from: ['promised', 'claimed'],
      to: 'same',
      at: 'system',
      by: ['system'],
      clock: 'keep',
      escalates: true,
    },
  },
});
