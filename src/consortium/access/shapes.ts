/** What crosses the wire about access to a record: why one may look, who looked, what the resident keeps to themselves. */
import { z } from 'zod';
import { Id, RELATION_KINDS } from '../shapes.ts';
import { LOOK_ACTIONS } from './look-codes.ts';
import { CATEGORIES } from './own-shapes.ts';

export { LOOK_ACTIONS } from './look-codes.ts';
export { CATEGORIES, OwnLooks, Restricted, Restrictions } from './own-shapes.ts';
export type { Category } from './own-shapes.ts';

const instant = z.string();
const named = z.object({ id: z.string(), name: z.string() });

// ------------------------------------------------------------------ why one may look
export const REASON_KINDS = [...RELATION_KINDS, 'emergency'] as const;
export type ReasonKind = (typeof REASON_KINDS)[number];
export const AccessReason = z.object({
  kind: z.enum(REASON_KINDS),
  /** What made it: `Task/…`, `Encounter/…`, `registration/2026-11-20`. */
  source: z.string(),
  fromAt: instant,
  /** Null: until it is ended. */
  untilAt: instant.nullable(),
});

/** Why a look is put before the reviewer of the reader's house. */
export const FLAGS = ['own', 'relative', 'household', 'colleague', 'vip'] as const;
export type Flag = (typeof FLAGS)[number];

// ------------------------------------------------------------------ who looked
export const Look = z.object({
  /** Of the audit row. */
  id: z.string(),
  at: instant,
  who: z.object({
    /** Masked (王*兰) unless the reader may know; null for a system. */
    name: z.string().nullable(),
    role: z.string(),
    organisation: named.nullable(),
  }),
  action: z.enum(LOOK_ACTIONS),
  /** The type of what was looked at, as FHIR calls it (`Observation`); null for the record as a whole. */
  what: z.string().nullable(),
  /** The relations that let the organisation look at that moment; empty with none (a list, a refused try). */
  why: z.array(z.enum(REASON_KINDS)),
  /** The broken glass it was taken through: its case. */
  emergency: z.string().nullable(),
  refused: z.boolean(),
});
export type Look = z.infer<typeof Look>;

/** `GET /api/residents/:id/access` */
export const ResidentAccess = z.object({
  reasons: z.array(AccessReason),
  /** Entries not shown for the resident's wish: 有 N 项因居民意愿未显示. Never of which category. */
  withheld: z.int(),
  /** How the reader is close to this resident: the look is put on the review list. */
  flags: z.array(z.enum(FLAGS)),
  looked: z.object({ items: z.array(Look), next: z.string().nullable() }),
  serverTime: instant,
});
export type ResidentAccess = z.infer<typeof ResidentAccess>;
export const LooksQuery = z.object({
  cursor: z
    .string()
    .regex(/^\d{1,19}$/)
    .optional(),
  count: z.coerce.number().int().min(1).max(100).default(20),
});
export type LooksQuery = z.infer<typeof LooksQuery>;

// ------------------------------------------------------------------ what the resident keeps to themselves
/** `from`: one organisation, or null for every one but the one that wrote the record. */
export const NewRestrictionBody = z.object({
  category: z.enum(CATEGORIES),
  from: Id.nullable().default(null),
  /** The guardian who decides for the resident: a RelatedPerson. */
  guardian: Id.nullable().default(null),
});
export type NewRestrictionBody = z.infer<typeof NewRestrictionBody>;
/** Who decides for a child takes back as well. */
export const LiftQuery = z.object({ guardian: Id.optional() });
export const RestrictionParams = z.object({ id: Id });
export const ResidentRestrictionParams = z.object({ id: Id, consent: Id });

// ------------------------------------------------------------------ breaking the glass
export const EMERGENCY_REASONS = ['life-threatening', 'unconscious', 'public-health', 'care-needed-now'] as const;
export const EmergencyBody = z.object({
  reason: z.enum(EMERGENCY_REASONS),
  explanation: z.string().trim().min(10).max(500),
});
export type EmergencyBody = z.infer<typeof EmergencyBody>;
/** What will follow, said before the glass is broken. */
export const EmergencyTerms = z.object({
  reasons: z.array(z.object({ code: z.enum(EMERGENCY_REASONS), opensWithheld: z.boolean() })),
  untilAt: instant,
  verified: z.boolean(),
  reviewer: z.object({ organisation: named, role: z.string() }),
});
export type EmergencyTerms = z.infer<typeof EmergencyTerms>;
export const EmergencyOpened = z.object({ case: z.string(), number: z.string(), untilAt: instant });
