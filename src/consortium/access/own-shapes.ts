/** What the resident's own phone and the server say to each other about access. Kept apart: the phone carries nothing it does not need. */
import { z } from 'zod';
import { LOOK_ACTIONS } from './look-codes.ts';

const instant = z.string();
const named = z.object({ id: z.string(), name: z.string() });

/** Who looked, as the resident reads it. */
export const OwnLook = z.object({
  /** Of the audit row. */
  id: z.string(),
  at: instant,
  who: z.object({ name: z.string().nullable(), role: z.string(), organisation: named.nullable() }),
  action: z.enum(LOOK_ACTIONS),
  what: z.string().nullable(),
  why: z.array(z.string()),
  emergency: z.string().nullable(),
  refused: z.boolean(),
  /** What became of the resident's objection to it: the case and its state. */
  objection: z.object({ case: z.string(), state: z.string() }).nullable(),
});
export const OwnLooks = z.object({ items: z.array(OwnLook), next: z.string().nullable(), asOf: instant });
export type OwnLooks = z.infer<typeof OwnLooks>;

/** `*`: everything. */
export const CATEGORIES = ['mental-health', 'infectious-disease', 'reproductive-health', '*'] as const;
export type Category = (typeof CATEGORIES)[number];
export const RestrictionView = z.object({
  /** Of the Consent. */
  id: z.string(),
  /** Null to whoever may not know of what kind it is. */
  category: z.enum(CATEGORIES).nullable(),
  from: named.nullable(),
  since: instant,
  /** Who recorded it: an organisation, or null for the resident's own phone. */
  recordedBy: named.nullable(),
});
export const Restrictions = z.object({
  items: z.array(RestrictionView),
  /** Guardians on record who may decide for a child; on the resident's own phone only. */
  guardians: z.array(named),
  /** True where the resident is a child, for whom only a guardian decides. */
  guardianNeeded: z.boolean(),
  /** The words and the state of the rule table (law 6). */
  verified: z.boolean(),
});
export type Restrictions = z.infer<typeof Restrictions>;
export const Restricted = z.object({ id: z.string() });

export const OwnObjection = z.object({
  case: z.string(),
  number: z.string(),
  state: z.string(),
  about: z.enum(['look', 'entry', 'other']),
  /** The look, or the entry as `Type/id`. */
  of: z.string().nullable(),
  wrong: z.string(),
  note: z.string().nullable(),
  madeAt: instant,
  /** By when it is answered, while it is not. */
  dueAt: instant.nullable(),
  late: z.boolean(),
  /** Who answers it. */
  handler: z.object({ name: z.string(), phone: z.string().nullable() }),
  answer: z.object({ done: z.array(z.string()), finding: z.string(), at: instant }).nullable(),
});
export type OwnObjection = z.infer<typeof OwnObjection>;
export const OwnObjections = z.object({ items: z.array(OwnObjection), verified: z.boolean() });
export type OwnObjections = z.infer<typeof OwnObjections>;
export const Objected = z.object({ case: z.string(), number: z.string() });
