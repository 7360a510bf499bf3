/** What crosses the wire about erasures. */
import { z } from 'zod';
import { BASES, KINDS } from './forms.ts';

const instant = z.string();
const who = z.object({ name: z.string().nullable(), role: z.string().nullable() });

export const ErasureRow = z.object({
  case: z.string(),
  number: z.string(),
  state: z.string(),
  /** Masked. */
  resident: z.string(),
  /** `Type/id`: kind and number, never the content. */
  entry: z.object({ type: z.string(), id: z.string() }),
  kind: z.enum(KINDS),
  basis: z.enum(BASES),
  asked: who.extend({ at: instant }),
  dueAt: instant.nullable(),
  late: z.boolean(),
  closedAt: instant.nullable(),
});
export type ErasureRow = z.infer<typeof ErasureRow>;
export const Erasures = z.object({ open: z.array(ErasureRow), closed: z.array(ErasureRow), serverTime: instant });
export type Erasures = z.infer<typeof Erasures>;

export const ErasureView = ErasureRow.extend({
  explanation: z.string(),
  authority: z.string().nullable(),
  /** Masked: whose it is, where it is to be moved. */
  moveTo: z.string().nullable(),
  /** What stays of the entry once it is erased. */
  tombstone: z
    .object({
      digest: z.string(),
      versions: z.int(),
      decided: who.extend({ at: instant }),
      movedTo: z.string().nullable(),
    })
    .nullable(),
  verified: z.boolean(),
});
export type ErasureView = z.infer<typeof ErasureView>;

export const AskErasureBody = z.object({
  resident: z.string().min(1).max(64),
  entry: z.string().regex(/^[A-Z][A-Za-z]{2,40}\/[A-Za-z0-9.-]{1,64}$/),
  kind: z.enum(KINDS),
  basis: z.enum(BASES),
  authority: z.string().trim().max(200).default(''),
  moveTo: z.string().max(64).nullable().default(null),
  explanation: z.string().trim().min(1).max(500),
});
export type AskErasureBody = z.infer<typeof AskErasureBody>;
export const ErasureAsked = z.object({ case: z.string(), number: z.string() });
