/** What is asked when an institution is registered, designated or put under one management, and when that ends. */
import { ENDED_BECAUSE, KINDS_OF_LINE } from '../../../consortium/organisations/lines.ts';
import type { InstitutionLine } from '../../../consortium/organisations/lines.ts';
import { form } from '../../../engines/forms/define.ts';

const period = {
  from: { kind: 'date', required: true },
  /** The last day on which it stands. */
  until: { kind: 'date' },
} as const;
const document = { kind: 'text', max: 200, required: true } as const;

/** A line's own form: its kinds are those of the line. */
export const lineForm = (line: InstitutionLine) =>
  form({
    name: `institution-${line}`,
    version: 1,
    questions: {
      kind: { kind: 'choice', among: KINDS_OF_LINE[line], required: true },
      number: { kind: 'text', max: 60 },
      issuer: { kind: 'text', max: 100, required: true },
      ...period,
      source: document,
    },
  });
export const JointForm = form({
  name: 'institution-joint',
  version: 1,
  questions: {
    hospital: { kind: 'pick', of: 'organisation', required: true },
    handedOver: { kind: 'choices', among: ['people', 'money', 'things'], required: true },
    ...period,
    source: document,
  },
});
export const LineEnd = form({
  name: 'institution-end',
  version: 1,
  questions: {
    /** The first day it no longer stands. */
    on: { kind: 'date', required: true },
    because: { kind: 'choice', among: ENDED_BECAUSE, required: true },
  },
});
export const PairEnd = form({
  name: 'institution-joint-end',
  version: 1,
  questions: { on: { kind: 'date', required: true } },
});
export const Withdrawal = form({
  name: 'institution-withdrawal',
  version: 1,
  questions: { why: { kind: 'text', max: 300, lines: 2, required: true } },
});
