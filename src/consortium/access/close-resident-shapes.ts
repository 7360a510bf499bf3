/** What crosses the wire about residents whose records are looked at with other eyes. Instants are ISO 8601. */
import { z } from 'zod';

export const CLOSE_KINDS = ['own', 'relative', 'watched'] as const;
export const RELATIONSHIPS = ['spouse', 'parent', 'child', 'sibling', 'other-relative'] as const;
const signed = { name: z.string().nullable(), at: z.string() };

export const CloseView = z.object({
  id: z.string(),
  kind: z.enum(CLOSE_KINDS),
  /** Masked. */
  resident: z.string(),
  bornIn: z.string().nullable(),
  /** The member of staff; null for a watched resident. */
  person: z.string().nullable(),
  relationship: z.enum(RELATIONSHIPS).nullable(),
  house: z.string(),
  reason: z.string(),
  entered: z.object(signed),
  ended: z.object({ ...signed, reason: z.string() }).nullable(),
});
export type CloseView = z.infer<typeof CloseView>;

export const CloseList = z.object({
  items: z.array(CloseView),
  /** Whom the own house may enter. */
  staff: z.array(z.object({ id: z.string(), name: z.string(), role: z.string() })),
});
export type CloseList = z.infer<typeof CloseList>;

const reason = z.string().trim().min(2).max(200);
export const CloseBody = z.object({
  kind: z.enum(CLOSE_KINDS),
  /** The resident's whole identity or card number. */
  number: z.string().trim().min(4).max(100),
  person: z.string().max(80).nullable().default(null),
  relationship: z.enum(RELATIONSHIPS).nullable().default(null),
  reason,
});
export type CloseBody = z.infer<typeof CloseBody>;
export const CloseEntered = z.object({ id: z.string() });
export const CloseEnding = z.object({ reason });
