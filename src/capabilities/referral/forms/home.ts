/** The forms of the way home: the return form 回转单 with its plan, and what the base answers to it. */
import { form } from '../../../engines/forms/define.ts';

/** How something the centre does not have comes to the resident all the same. */
export const ARRANGEMENTS = ['ordered', 'long-prescription', 'other-centre'] as const;
const arranged = {
  ifMissing: { kind: 'choice', among: ARRANGEMENTS },
  arrangedFor: { kind: 'date', notBefore: 'today' },
  arrangementNote: { kind: 'text', max: 200 },
} as const;
const tasks = {
  kind: 'repeat',
  max: 20,
  of: {
    what: { kind: 'text', required: true, max: 200 },
    due: { kind: 'date', required: true, notBefore: 'today' },
  },
} as const;
/** Medicines and devices the plan at home needs: from the region's catalogue, or by name where that has none. */
const supplies = {
  medicines: {
    kind: 'repeat',
    max: 20,
    of: {
      medicine: { kind: 'pick', of: 'medicine' },
      medicineName: { kind: 'text', max: 100 },
      dose: { kind: 'text', required: true, max: 200 },
      days: { kind: 'whole', required: true, min: 1, max: 365 },
      ...arranged,
    },
  },
  devices: {
    kind: 'repeat',
    max: 10,
    of: {
      device: { kind: 'pick', of: 'device' },
      deviceName: { kind: 'text', max: 100 },
      use: { kind: 'text', max: 200 },
      ...arranged,
    },
  },
  overrideReason: { kind: 'text', max: 500, lines: 2 },
} as const;

/** Return form (回转单) with the dated tasks, the promised days, and what the plan needs at home. */
export const ReturnNote = form({
  name: 'return-note',
  version: 2,
  questions: {
    diagnosis: { kind: 'text', required: true, max: 1000, lines: 2 },
    inpatientNumber: { kind: 'text', max: 40 },
    results: { kind: 'text', required: true, max: 2000, lines: 3 },
    treatment: { kind: 'text', required: true, max: 2000, lines: 3 },
    advice: { kind: 'text', required: true, max: 2000, lines: 3 },
    followUpDays: { kind: 'whole', required: true, min: 1, max: 90 },
    tasks,
    ...supplies,
    contact: { kind: 'text', required: true, max: 40 },
  },
});
/** Back to the team that returned the resident; everything else it has. */
export const FastReturn = form({
  name: 'fast-return',
  version: 1,
  questions: {
    condition: { kind: 'text', required: true, max: 1000, lines: 3 },
    contact: { kind: 'text', required: true, max: 40 },
  },
});
export const ReturnQuestion = form({
  name: 'return-question',
  version: 1,
  questions: {
    reason: {
      kind: 'choice',
      among: ['plan-cannot-be-kept', 'information-missing', 'not-stable', 'other'],
      required: true,
    },
    explanation: { kind: 'text', required: true, max: 500, lines: 2 },
  },
});
export const TakeBack = form({
  name: 'take-back',
  version: 1,
  questions: { note: { kind: 'text', max: 500, lines: 2 } },
});
export const Visit = form({
  name: 'visit',
  version: 1,
  questions: {
    seenOn: { kind: 'date', required: true, notAfter: 'today' },
    how: { kind: 'choice', among: ['at-home', 'at-institution', 'telephone'], required: true },
    condition: { kind: 'text', required: true, max: 1000, lines: 3 },
  },
});
export const Closing = form({
  name: 'closing',
  version: 1,
  questions: {
    tasksDone: { kind: 'choice', among: ['all-done', 'handed-to-follow-up', 'none-given'], required: true },
    note: { kind: 'text', max: 500, lines: 2 },
  },
});
