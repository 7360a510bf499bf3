/** What crosses the wire about duty rosters. Instants are ISO 8601 with offset, days `YYYY-MM-DD` of the region. */
import { z } from 'zod';
import { ROLES } from '../roles.ts';
import { Id } from '../shapes.ts';

const instant = z.string();
const day = z.string().regex(/^\d{4}-\d\d-\d\d$/);
const named = z.object({ id: z.string(), name: z.string() });

/** Roles that stand in rosters: those somebody has to reach at any hour. */
export const ROSTERED = [
  'duty-officer',
  'referral-coordinator',
  'admission-clerk',
  'attending-physician',
  'general-practitioner',
  'nurse',
] as const satisfies readonly (typeof ROLES)[number][];
export type Rostered = (typeof ROSTERED)[number];

export const Shift = z.object({
  id: z.string(),
  role: z.enum(ROLES),
  department: named.nullable(),
  person: z.object({ role: z.string(), name: z.string(), phone: z.string().nullable() }),
  fromAt: instant,
  untilAt: instant,
});
export type Shift = z.infer<typeof Shift>;

/** A week from its first day, of one role in the own house: the whole house, or one department. */
export const RosterQuery = z.object({
  from: day,
  role: z.enum(ROSTERED),
  department: Id.optional(),
});
export type RosterQuery = z.infer<typeof RosterQuery>;

export const Roster = z.object({
  organisation: named,
  /** Of the house, to choose among. */
  departments: z.array(named),
  /** Who could stand in it: holders of the role today. */
  people: z.array(z.object({ role: z.string(), name: z.string(), department: z.string().nullable() })),
  shifts: z.array(Shift),
  from: instant,
  until: instant,
  /** Hours nobody covers, and hours several people share: the first is shown as a fault, the second as a remark. */
  gaps: z.array(z.object({ fromAt: instant, untilAt: instant })),
  overlaps: z.array(z.object({ fromAt: instant, untilAt: instant })),
  mayEdit: z.boolean(),
});
export type Roster = z.infer<typeof Roster>;

export const NewShiftBody = z.object({
  role: z.enum(ROSTERED),
  department: Id.nullable(),
  /** A practitioner role out of `Roster.people`. */
  person: Id,
  fromAt: z.iso.datetime({ offset: true }),
  untilAt: z.iso.datetime({ offset: true }),
});
export type NewShiftBody = z.infer<typeof NewShiftBody>;
export const ShiftMade = z.object({ id: z.string() });

/** `from` and `to` are the first days of two weeks. `look` changes nothing; `replace` is needed where shifts stand in the other week. */
export const CopyWeekBody = z.object({
  act: z.enum(['look', 'copy']),
  role: z.enum(ROSTERED),
  department: Id.nullable(),
  from: day,
  to: day,
  replace: z.boolean().default(false),
});
export type CopyWeekBody = z.infer<typeof CopyWeekBody>;
export const CopiedShift = z.object({
  person: z.object({ role: z.string(), name: z.string() }),
  fromAt: instant,
  untilAt: instant,
});
export type CopiedShift = z.infer<typeof CopiedShift>;
export const CopiedWeek = z.object({
  done: z.boolean(),
  made: z.array(CopiedShift),
  /** Of people who no longer hold the role by then. */
  leftOut: z.array(CopiedShift),
  /** What stands in the other week: in the way, or replaced. */
  standing: z.array(CopiedShift),
});
export type CopiedWeek = z.infer<typeof CopiedWeek>;
