/** What crosses the wire of 床位与号源, and of the interface by which hospital systems post capacity. */
import { z } from 'zod';

const instant = z.string();
const id = z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/);

export const BoardSlot = z.object({
  id: z.string(),
  startsAt: instant,
  endsAt: instant,
  /** Kept for family doctors until then; null: anybody's. */
  familyDoctorsUntil: instant.nullable(),
  taken: z.boolean(),
  /** Its clinic's name; null: the general one. */
  clinic: z.string().nullable(),
});
export type BoardSlot = z.infer<typeof BoardSlot>;
export const BoardDepartment = z.object({
  id: z.string(),
  name: z.string(),
  quota: z.object({ places: z.int(), held: z.int(), occupied: z.int(), free: z.int(), over: z.int() }).nullable(),
  slots: z.array(BoardSlot),
  /** The last word on these figures; null where nobody ever gave one. `by` is null for a system. */
  stated: z
    .object({
      at: instant,
      how: z.enum(['stated', 'confirmed', 'posted']),
      by: z.string().nullable(),
      system: z.boolean(),
    })
    .nullable(),
  /** The last word of the hospital's own system on its appointments, where it posts them. */
  slotsPostedAt: instant.nullable(),
  stale: z.boolean(),
  wait: z.object({ days: z.number(), atLeast: z.boolean(), come: z.int(), waiting: z.int() }).nullable(),
});
export type BoardDepartment = z.infer<typeof BoardDepartment>;
export const Board = z.object({
  items: z.array(BoardDepartment),
  /** Civil days whose slots are told: today and the working days ahead. */
  days: z.array(z.string()),
  staleAfterHours: z.int(),
  /** Hours before its beginning at which a slot for family doctors becomes anybody's; null: slots are not kept. */
  familyDoctorsUntilHours: z.int().nullable(),
  verified: z.boolean(),
  source: z.string(),
  serverTime: instant,
});
export type Board = z.infer<typeof Board>;

export const NewSlotBody = z.object({
  startsAt: z.iso.datetime({ offset: true }),
  minutes: z.int().min(5).max(240),
  releasedTo: z.enum(['family-doctors', 'all']),
});
export type NewSlotBody = z.infer<typeof NewSlotBody>;
export const SlotAdded = z.object({ id: z.string() });

/** Most rows of one posting. */
export const MOST_ROWS = 500;
/** One row: `empty` beds as the hospital counts them, those held included, or the `places` offered to referrals in all. */
export const PostedRow = z.looseObject({
  department: z.unknown().optional(),
  empty: z.unknown().optional(),
  places: z.unknown().optional(),
  at: z.unknown().optional(),
});
/** A session of a clinic: on `day` from `from` until `until` (`HH:MM`), `places` in all, the first `forFamilyDoctors` of them kept. */
export const PostedSession = z.looseObject({
  department: z.unknown().optional(),
  clinic: z.unknown().optional(),
  day: z.unknown().optional(),
  from: z.unknown().optional(),
  until: z.unknown().optional(),
  places: z.unknown().optional(),
  forFamilyDoctors: z.unknown().optional(),
  at: z.unknown().optional(),
});
export const PostBody = z
  .object({
    rows: z.array(PostedRow).max(MOST_ROWS).default([]),
    slots: z.array(PostedSession).max(MOST_ROWS).default([]),
  })
  .refine(({ rows, slots }) => rows.length + slots.length > 0, { error: 'rows or slots' });
export const POST_FAULTS = [
  'department.unknown',
  'quota.other-organisation',
  'capacity.no-department',
  'capacity.one-number',
  'capacity.impossible-number',
  'capacity.impossible-time',
  'capacity.future',
  'capacity.older',
  'capacity.twice',
  'capacity.below-held',
  'quota.below-use',
] as const;
export type PostFault = (typeof POST_FAULTS)[number];
/** Why a session of a clinic was not taken. */
export const SESSION_FAULTS = [
  'department.unknown',
  'quota.other-organisation',
  'capacity.no-department',
  'capacity.impossible-time',
  'capacity.future',
  'capacity.older',
  'slot.too-far',
  'clinic.unknown',
  'clinic.which',
  'clinic.impossible-day',
  'clinic.impossible-times',
  'clinic.impossible-number',
  'clinic.more-than-all',
  'clinic.too-dense',
  'clinic.past',
  'clinic.twice',
  'clinic.overlaps',
  'clinic.same-moment',
  'clinic.below-held',
] as const;
export type SessionFault = (typeof SESSION_FAULTS)[number];
const OUTCOMES = ['written', 'unchanged', 'refused'] as const;
export const PostAnswer = z.object({
  accepted: z.int(),
  refused: z.int(),
  slots: z.array(
    z.object({
      /** Counted from 1, as sent. */
      row: z.int(),
      department: z.string().nullable(),
      clinic: z.string().nullable(),
      outcome: z.enum(OUTCOMES),
      places: z.int().nullable(),
      free: z.int().nullable(),
      code: z.enum(SESSION_FAULTS).nullable(),
      detail: z.string().nullable(),
    }),
  ),
  rows: z.array(
    z.object({
      /** Counted from 1, as sent. */
      row: z.int(),
      department: z.string().nullable(),
      outcome: z.enum(OUTCOMES),
      places: z.int().nullable(),
      free: z.int().nullable(),
      code: z.enum(POST_FAULTS).nullable(),
      /** In the language asked for. */
      detail: z.string().nullable(),
    }),
  ),
});
export type PostAnswer = z.infer<typeof PostAnswer>;
export const DepartmentParams = z.object({ id });
