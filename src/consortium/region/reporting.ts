/** What a region must report elsewhere, and in which layout: dated data of the pack, since another system prescribes it. */
import { z } from 'zod';
import { isCivilDay } from '../../platform/civil-time.ts';

/** What a column of another system's layout may hold. */
export const REPORT_FIELDS = [
  'number',
  'state',
  'urgency',
  'opened-on',
  'closed-on',
  'sender-code',
  'sender',
  'receiver-code',
  'receiver',
  'department',
  'headline',
  'resident',
  'gender',
  'birth-date',
  'identity-number',
] as const;
export type ReportField = (typeof REPORT_FIELDS)[number];

const text = z.string().trim().min(1).max(200);

export const ReportingFile = z.strictObject({
  note: z.string().optional(),
  targets: z.array(
    z.strictObject({
      code: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
      zh: text,
      en: text,
      /** The pathway whose cases are reported, and which side of a case does it. */
      pathway: z.string().regex(/^[a-z][a-z-]*$/),
      by: z.enum(['sender', 'receiver']),
      /** Cases opened from this day on. */
      validFrom: z.string().refine(isCivilDay, 'not a day of the calendar, YYYY-MM-DD expected'),
      columns: z.array(z.strictObject({ heading: text, field: z.enum(REPORT_FIELDS) })).min(1),
      source: text,
      verified: z.boolean(),
    }),
  ),
});
export type ReportTarget = z.infer<typeof ReportingFile>['targets'][number];
