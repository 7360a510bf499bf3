/** What crosses the wire beside the case itself: prefilled fields, deadlines, the closed-loop figure and its cases. */
import { z } from 'zod';
import { ENDINGS, URGENCIES } from '../../engines/pathways/define.ts';

const named = z.object({ id: z.string(), name: z.string() });

export const PrefillQuery = z.object({ resident: z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/) });
/** Fields of the out form as the record knows them; null where it does not. */
export const Prefill = z.object({
  impression: z.string().nullable(),
  history: z.string().nullable(),
  findings: z.string().nullable(),
  treatment: z.string().nullable(),
  allergy: z.enum(['present', 'none-known', 'never-asked']),
  contact: z.string().nullable(),
});

/** Until when the receiver would have to answer a referral sent now. */
export const Deadlines = z.object({
  items: z.array(z.object({ urgency: z.enum(URGENCIES), dueAt: z.string(), verified: z.boolean() })),
});

const day = z.string().regex(/^\d{4}-\d\d-\d\d$/);
export const FigureQuery = z.object({
  /** Civil days of the region's zone; `until` is the last day counted. Without them: this year until today. */
  from: day.optional(),
  until: day.optional(),
});
export const FigureView = z.object({
  code: z.string(),
  version: z.int(),
  verified: z.boolean(),
  unit: z.string(),
  definition: z.string(),
  from: day,
  until: day,
  asOf: z.string(),
  /** Percent; null where there is nothing to divide by. */
  value: z.number().nullable(),
  numerator: z.int(),
  denominator: z.int(),
  byOrganisation: z.array(
    z.object({
      organisation: named,
      consortium: named.nullable(),
      numerator: z.int(),
      denominator: z.int(),
      value: z.number().nullable(),
    }),
  ),
});
export type FigureView = z.infer<typeof FigureView>;

export const FigureCasesQuery = FigureQuery.extend({
  part: z.enum(['numerator', 'denominator']),
  organisation: z.string().max(64).optional(),
  cursor: z.string().max(60).optional(),
  count: z.coerce.number().int().min(1).max(200).default(50),
});
/** Cases behind a figure: coded, without identities. */
export const FigureCases = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      state: z.string(),
      urgency: z.enum(URGENCIES),
      ending: z.enum(ENDINGS).nullable(),
      openedAt: z.string(),
      closedAt: z.string().nullable(),
      organisation: named,
    }),
  ),
  next: z.string().nullable(),
});

export const CaseParams = z.object({ id: z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/) });
const planRow = z.record(z.string(), z.unknown());
/** The rows of a return form as far as they are written. */
export const PlanBody = z.object({
  medicines: z.array(planRow).max(20).default([]),
  devices: z.array(planRow).max(10).default([]),
});
export const FINDINGS = ['kept', 'short', 'not-kept', 'unknown', 'not-listed'] as const;
export const PlanFindings = z.object({
  centre: named,
  items: z.array(
    z.object({
      row: z.string(),
      code: z.string().nullable(),
      name: z.string(),
      finding: z.enum(FINDINGS),
      /** Whose statement that is, and since when; null where nobody said anything. */
      organisation: z.string().nullable(),
      updatedAt: z.string().nullable(),
      settled: z.boolean(),
    }),
  ),
});
export type PlanFindings = z.infer<typeof PlanFindings>;

export const EarlierQuery = z.object({ step: z.enum(['issue-return', 'refer-onward', 'send-back']) });
/** Answers to begin the form with, and where they were written; empty where nothing was. */
export const EarlierAnswers = z.object({
  from: z.object({ number: z.string(), organisation: z.string(), at: z.string() }).nullable(),
  answers: z.record(z.string(), z.unknown()),
});
export type EarlierAnswers = z.infer<typeof EarlierAnswers>;
