/** What is asked of others: co-handlers' opinions and countersigns, and what a letter promises next. */
import { form } from '../../../engines/forms/define.ts';

const asked = {
  organisation: { kind: 'pick', of: 'organisation', required: true },
  task: { kind: 'choice', among: ['opinion', 'countersign'], required: true },
  question: { kind: 'text', required: true, max: 2000, lines: 3 },
  answerBy: { kind: 'date', required: true, notBefore: 'today' },
} as const;

export const CoHandlers = form({
  name: 'proposal-co-handlers',
  version: 1,
  questions: { coHandlers: { kind: 'repeat', required: true, max: 12, of: asked } },
});
export const CoHandlingRequest = form({ name: 'co-handling-request', version: 1, questions: asked });

export const CoHandlingAnswer = form({
  name: 'co-handling-answer',
  version: 1,
  questions: {
    opinion: { kind: 'text', required: true, max: 8000, lines: 6 },
    agreed: { kind: 'yes-no', required: true },
    contact: { kind: 'text', max: 120 },
  },
});
export const CoHandlingDecline = form({
  name: 'co-handling-decline',
  version: 1,
  questions: { reason: { kind: 'text', required: true, max: 1000, lines: 3 } },
});
export const CoHandlingReminder = form({
  name: 'co-handling-reminder',
  version: 1,
  questions: { remark: { kind: 'text', required: true, max: 1000, lines: 2 } },
});

/** A letter may be sent after the day it promised: what is late is late, and no reason to hold the letter back. */
export const promised = {
  organisation: { kind: 'pick', of: 'organisation', required: true },
  what: { kind: 'text', required: true, max: 1000, lines: 2 },
  due: { kind: 'date', required: true },
  /** The code of the figure that will show it. */
  figure: { kind: 'pick', of: 'figure' },
  milestones: {
    kind: 'repeat',
    max: 12,
    of: { milestone: { kind: 'text', required: true, max: 300 }, due: { kind: 'date', required: true } },
  },
} as const;

export const Promises = form({
  name: 'proposal-promises',
  version: 1,
  questions: {
    promises: {
      kind: 'repeat',
      required: true,
      max: 30,
      of: { ...promised, due: { kind: 'date', required: true, notBefore: 'today' } },
    },
  },
});
export const Promising = form({ name: 'promising', version: 1, questions: promised });

export const Milestone = form({
  name: 'promise-milestone',
  version: 1,
  questions: {
    milestone: { kind: 'text', required: true, max: 300 },
    due: { kind: 'date', required: true, notBefore: 'today' },
  },
});
export const MilestoneReached = form({
  name: 'promise-milestone-reached',
  version: 1,
  questions: {
    place: { kind: 'whole', required: true, min: 1, max: 99 },
    reachedOn: { kind: 'date', required: true, notAfter: 'today' },
    remark: { kind: 'text', max: 1000, lines: 2 },
  },
});
export const Keeping = form({
  name: 'promise-evidence',
  version: 1,
  questions: {
    evidence: { kind: 'text', required: true, max: 2000, lines: 4 },
    /** What the figure showed, as it stood in its source. */
    evidenceValue: { kind: 'text', max: 120 },
  },
});
export const EvidenceReview = form({
  name: 'promise-evidence-review',
  version: 1,
  questions: {
    evidenceDecision: { kind: 'choice', among: ['evidence-accepted', 'evidence-rejected'], required: true },
    remark: { kind: 'text', max: 1000, lines: 2 },
  },
});
export const Postponing = form({
  name: 'promise-postponing',
  version: 1,
  questions: {
    due: { kind: 'date', required: true, notBefore: 'today' },
    reason: { kind: 'text', required: true, max: 1000, lines: 3 },
  },
});
export const GivingUp = form({
  name: 'promise-giving-up',
  version: 1,
  questions: { reason: { kind: 'text', required: true, max: 1000, lines: 3 } },
});

export const CO_HANDLING_FORMS = [CoHandlingRequest, CoHandlingAnswer, CoHandlingDecline, CoHandlingReminder];
export const PROMISE_FORMS = [Promising, Milestone, MilestoneReached, Keeping, EvidenceReview, Postponing, GivingUp];
export const CHILD_FORMS = [...CO_HANDLING_FORMS, ...PROMISE_FORMS];
