/** What crosses the wire about emergency looks and their review. */
import { z } from 'zod';
import { FLAGS, Look } from '../../../consortium/access/shapes.ts';
import { REASONS } from './forms.ts';

const named = z.object({ id: z.string(), name: z.string() });
const instant = z.string();

export const ReviewRow = z.object({
  case: z.string(),
  number: z.string(),
  state: z.string(),
  /** Masked: the reviewer judges the look, not the record. */
  resident: z.string(),
  who: z.object({ name: z.string().nullable(), role: z.string(), organisation: named }),
  reason: z.enum(REASONS),
  openedAt: instant,
  dueAt: instant.nullable(),
  late: z.boolean(),
  closedAt: instant.nullable(),
});
export type ReviewRow = z.infer<typeof ReviewRow>;

/** A look by somebody close to the resident; said for the reviewer's eye, without a case of its own. */
export const FlaggedLook = z.object({
  id: z.string(),
  at: instant,
  flag: z.enum(FLAGS),
  resident: z.string(),
  who: z.object({ name: z.string().nullable(), role: z.string() }),
  looks: z.int(),
  seen: z.object({ at: instant, note: z.string().nullable() }).nullable(),
});
export type FlaggedLook = z.infer<typeof FlaggedLook>;
export const Reviews = z.object({
  open: z.array(ReviewRow),
  closed: z.array(ReviewRow),
  flagged: z.array(FlaggedLook),
  serverTime: instant,
});
export type Reviews = z.infer<typeof Reviews>;

export const ReviewView = ReviewRow.extend({
  explanation: z.string(),
  fromAt: instant,
  untilAt: instant,
  opensWithheld: z.boolean(),
  /** What was read under it, newest first. */
  looks: z.array(Look),
});
export type ReviewView = z.infer<typeof ReviewView>;

export const SeenBody = z.object({ note: z.string().trim().max(500).nullable().default(null) });
