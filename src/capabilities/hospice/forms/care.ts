/** What is recorded while somebody is cared for, and with the family afterwards. */
import { form } from '../../../engines/forms/define.ts';
import { scaleForm } from '../../../engines/forms/scales/define.ts';
import { esas } from '../../../engines/forms/scales/symptoms.ts';
import { OPIOIDS } from '../rules/opioids.ts';
import { STAY_SCALES } from '../rules/scales.ts';

/** ESAS-r; what is not asked is left out, and is never zero. */
export const Score = form({ name: 'hospice-score', version: 1, questions: scaleForm(esas).questions });
export const FirstAssessment = form({
  name: 'hospice-first-assessment',
  version: 1,
  questions: { ...scaleForm(esas).questions, finding: { kind: 'text', required: true, max: 1000, lines: 3 } },
});

/** Any scale, item by item as it was answered; points and totals are the scale's. `corrects` names the version it takes the place of. */
export const ScaleEntry = form({
  name: 'hospice-scale',
  version: 1,
  questions: {
    scale: { kind: 'choice', among: STAY_SCALES, required: true },
    assessedAt: { kind: 'instant', required: true },
    items: {
      kind: 'repeat',
      required: true,
      max: 40,
      of: {
        item: { kind: 'text', required: true, max: 40 },
        answer: { kind: 'text', required: true, max: 40 },
      },
    },
    corrects: { kind: 'text', max: 64 },
    why: { kind: 'text', max: 300, lines: 2 },
  },
});
export const ScaleWithdrawal = form({
  name: 'hospice-scale-withdrawal',
  version: 1,
  questions: {
    corrects: { kind: 'text', required: true, max: 64 },
    why: { kind: 'text', required: true, max: 300, lines: 2 },
  },
});

export const TREATMENTS = [
  'resuscitation',
  'intubation',
  'ventilation',
  'intensive-care',
  'dialysis',
  'transfusion',
  'tube-feeding',
  'antibiotics',
  'hydration',
] as const;
export const Wishes = form({
  name: 'hospice-wishes',
  version: 1,
  questions: {
    refused: { kind: 'choices', among: TREATMENTS },
    wanted: { kind: 'choices', among: TREATMENTS },
    careAt: { kind: 'choice', among: ['home', 'centre', 'ward', 'care-home', 'not-said'], required: true },
    dieAt: { kind: 'choice', among: ['home', 'centre', 'ward', 'care-home', 'not-said'], required: true },
    afterwards: { kind: 'text', max: 200 },
    capable: { kind: 'choice', among: ['yes', 'partly', 'no'], required: true },
    assessedBy: { kind: 'text', required: true, max: 60 },
    decider: { kind: 'text', max: 60 },
    how: { kind: 'choice', among: ['spoken', 'written', 'video'], required: true },
    witnesses: { kind: 'text', max: 120 },
  },
});
export const Revocation = form({
  name: 'hospice-revocation',
  version: 1,
  questions: { revocation: { kind: 'text', required: true, max: 500, lines: 2 } },
});

export const PROFESSIONS = ['doctor', 'nurse', 'social-worker', 'counsellor', 'volunteer', 'tcm'] as const;
/** The whole team, each time anew; `lead` is one of the members by name. */
export const TeamNamed = form({
  name: 'hospice-team',
  version: 1,
  questions: {
    members: {
      kind: 'repeat',
      required: true,
      max: 12,
      of: {
        profession: { kind: 'choice', among: PROFESSIONS, required: true },
        member: { kind: 'text', required: true, max: 40 },
        reach: { kind: 'text', max: 40 },
      },
    },
    lead: { kind: 'text', required: true, max: 40 },
  },
});
export const TeamActivity = form({
  name: 'hospice-team-activity',
  version: 1,
  questions: {
    profession: { kind: 'choice', among: PROFESSIONS, required: true },
    what: { kind: 'text', required: true, max: 500, lines: 2 },
    nextOn: { kind: 'date', notBefore: 'today' },
  },
});
export const Visit = form({
  name: 'hospice-visit',
  version: 1,
  questions: {
    visitedAt: { kind: 'instant', required: true },
    what: { kind: 'text', required: true, max: 1000, lines: 3 },
    pulse: { kind: 'whole', min: 0, max: 300 },
    breaths: { kind: 'whole', min: 0, max: 80 },
    nextOn: { kind: 'date', notBefore: 'today' },
  },
});
const CALL_REASONS = [
  'pain',
  'breathlessness',
  'agitation',
  'bleeding',
  'vomiting',
  'fever',
  'medicine-short',
  'dying',
  'other',
] as const;
/** A call to whoever is on duty, at night or by day: from whom, what for, what was advised, and what followed. */
export const Call = form({
  name: 'hospice-call',
  version: 1,
  questions: {
    calledAt: { kind: 'instant', required: true },
    caller: { kind: 'choice', among: ['family', 'person', 'care-home', 'other'], required: true },
    about: { kind: 'choice', among: CALL_REASONS, required: true },
    advice: { kind: 'text', required: true, max: 1000, lines: 3 },
    followed: { kind: 'choice', among: ['advice-enough', 'visit', 'transfer-asked', 'ambulance'], required: true },
    nextOn: { kind: 'date', notBefore: 'today' },
  },
});
export const OpioidEntry = form({
  name: 'hospice-opioid',
  version: 1,
  questions: {
    entry: { kind: 'choice', among: ['dispensed', 'used', 'returned'], required: true },
    drug: {
      kind: 'choice',
      among: OPIOIDS,
      required: true,
    },
    units: { kind: 'whole', required: true, min: 1, max: 9999 },
    days: { kind: 'whole', min: 1, max: 365 },
    counted: { kind: 'whole', required: true, min: 0, max: 9999 },
    second: { kind: 'text', required: true, max: 60 },
  },
});

export const CallConference = form({
  name: 'hospice-conference-call',
  version: 1,
  questions: {
    asked: {
      kind: 'repeat',
      required: true,
      max: 8,
      of: {
        profession: { kind: 'choice', among: PROFESSIONS, required: true },
        question: { kind: 'text', required: true, max: 300 },
      },
    },
  },
});
/** One answer to a conference: the child's opening is an entry of the call. */
export const Opinion = form({
  name: 'hospice-opinion',
  version: 1,
  questions: {
    profession: { kind: 'choice', among: PROFESSIONS, required: true },
    question: { kind: 'text', required: true, max: 300 },
  },
});
export const OpinionGiven = form({
  name: 'hospice-opinion-given',
  version: 1,
  questions: { opinion: { kind: 'text', required: true, max: 1000, lines: 3 } },
});
export const Conclusion = form({
  name: 'hospice-conference',
  version: 1,
  questions: {
    heldOn: { kind: 'date', required: true, notAfter: 'today' },
    attended: { kind: 'choices', among: PROFESSIONS, required: true },
    decisions: { kind: 'text', required: true, max: 2000, lines: 4 },
    nextOn: { kind: 'date', notBefore: 'today' },
  },
});

const TASK = {
  what: { kind: 'text', required: true, max: 300 },
  who: { kind: 'text', required: true, max: 40 },
  dueOn: { kind: 'date', required: true, notBefore: 'today' },
} as const;
/** What was decided that somebody does, by whom and by when: each a case of its own, which is ticked off or let go with a reason. */
export const TasksGiven = form({
  name: 'hospice-tasks',
  version: 1,
  questions: { tasks: { kind: 'repeat', required: true, max: 8, of: TASK } },
});
export const Task = form({ name: 'hospice-task', version: 1, questions: TASK });
export const TaskDone = form({
  name: 'hospice-task-done',
  version: 1,
  questions: { result: { kind: 'text', max: 500, lines: 2 } },
});
export const TaskDropped = form({
  name: 'hospice-task-dropped',
  version: 1,
  questions: { notNeeded: { kind: 'text', required: true, max: 300, lines: 2 } },
});

export const AfterCare = form({
  name: 'hospice-after-care',
  version: 1,
  questions: {
    done: {
      kind: 'choices',
      among: ['washed', 'family-time', 'belongings', 'certificate', 'opioids-returned'],
      required: true,
    },
    note: { kind: 'text', max: 500, lines: 2 },
  },
});
export const Contact = form({
  name: 'hospice-contact',
  version: 1,
  questions: {
    relation: { kind: 'choice', among: ['spouse', 'child', 'parent', 'sibling', 'other'], required: true },
    mode: { kind: 'choice', among: ['visit', 'telephone', 'group'], required: true },
    mood: { kind: 'choice', among: ['steady', 'low', 'very-low'], required: true },
    sleep: { kind: 'choice', among: ['good', 'poor', 'hardly'], required: true },
    risk: { kind: 'choice', among: ['low', 'raised', 'high'], required: true },
    action: { kind: 'choice', among: ['listen', 'group', 'refer', 'urgent-refer'], required: true },
    note: { kind: 'text', max: 500, lines: 2 },
  },
});
export const Closing = form({
  name: 'hospice-closing',
  version: 1,
  questions: {
    closing: { kind: 'choice', among: ['schedule-done', 'family-declined', 'referred'], required: true },
  },
});
