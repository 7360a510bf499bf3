/** What crosses the wire about reporting elsewhere. Pure. */
import { z } from 'zod';

/** `corrected`: reported once, and what was reported has changed since: 未上报（有更正）. */
export const REPORT_STATES = ['unreported', 'reported', 'corrected'] as const;
export type ReportState = (typeof REPORT_STATES)[number];

export const ReportTargetView = z.object({
  code: z.string(),
  name: z.string(),
  /** The layout was checked against what the other system publishes. */
  verified: z.boolean(),
  counts: z.object({ unreported: z.int(), corrected: z.int(), reported: z.int() }),
  batches: z.array(
    z.object({
      id: z.string(),
      madeAt: z.string(),
      by: z.string().nullable(),
      cases: z.int(),
      confirmedAt: z.string().nullable(),
      confirmedBy: z.string().nullable(),
    }),
  ),
});
export type ReportTargetView = z.infer<typeof ReportTargetView>;
export const ReportTargets = z.object({ targets: z.array(ReportTargetView) });
export const ReportBatch = z.object({ id: z.string(), cases: z.int() });

export const CaseReports = z.object({
  reports: z.array(
    z.object({
      target: z.string(),
      name: z.string(),
      state: z.enum(REPORT_STATES),
      /** Of the last confirmed batch. */
      at: z.string().nullable(),
      by: z.string().nullable(),
      batch: z.string().nullable(),
    }),
  ),
});
export type CaseReports = z.infer<typeof CaseReports>;
