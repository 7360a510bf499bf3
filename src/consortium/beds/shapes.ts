/** What crosses the wire of 床位一览. */
import { z } from 'zod';
import { BED_STATES, BED_USES, CLOSURES } from './uses.ts';

const count = z.int();
export const BedCounts = z.object({ beds: count, used: count, kept: count, held: count, free: count, closed: count });
export type BedCounts = z.infer<typeof BedCounts>;

export const BedCell = z.object({
  id: z.string(),
  label: z.string(),
  use: z.enum(BED_USES),
  state: z.enum(BED_STATES),
  /** Null where the reader has no relation to who lies or is expected there. */
  person: z
    .object({
      ...{ id: z.string(), name: z.string(), age: z.int().nullable(), days: z.int().nullable(), case: z.string() },
      /** The pathway of a case that is no stay in a home (`hospice-stay`); null for a stay. */
      care: z.string().nullable(),
    })
    .nullable(),
  level: z.string().nullable(),
  alarm: z.object({ what: z.string(), at: z.string() }).nullable(),
  heldUntil: z.string().nullable(),
  awayAt: z.string().nullable(),
  closed: z.enum(CLOSURES).nullable(),
});
export type BedCell = z.infer<typeof BedCell>;
/** Which state of the board somebody has: how far events were numbered, and the civil day. */
const VERSION = /^\d{1,15}-\d{4}-\d{2}-\d{2}$/;
const version = z.string().regex(VERSION);
const texts = z.array(z.string());
const perhaps = z.array(z.string().nullable());
const numbers = z.array(z.int().nullable());

/**
 * A house's board in columns: one array for each thing there is to say of a bed, all in the order of the wards, their rooms and the
 * beds in them. A board of thousands is then small and quickly read; `beds/sheet.ts` makes beds of it.
 */
export const BedSheet = z.object({
  organisation: z.string(),
  /** To be asked for what changed since, at `/api/beds/changes`. */
  version,
  serverTime: z.string(),
  counts: BedCounts,
  /** Whole also where only the first beds were asked for; a room is its name, for whom it is and how many beds it has. */
  wards: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      counts: BedCounts,
      uses: z.array(z.enum(BED_USES)),
      rooms: z.array(z.tuple([z.string(), z.enum(['any', 'female', 'male']), count])),
    }),
  ),
  cells: z.object({
    id: texts,
    label: texts,
    use: z.array(z.enum(BED_USES)),
    state: z.array(z.enum(BED_STATES)),
    level: perhaps,
    /** Null where the reader has no relation to who lies or is expected there; so are the four that follow. */
    name: perhaps,
    resident: perhaps,
    stay: perhaps,
    age: numbers,
    days: numbers,
    /** What is true of few beds; `at` counts them from 0. */
    more: z.array(
      z.object({
        at: count,
        care: z.string().nullable(),
        alarm: z.string().nullable(),
        alarmAt: z.string().nullable(),
        heldUntil: z.string().nullable(),
        awayAt: z.string().nullable(),
        closed: z.enum(CLOSURES).nullable(),
      }),
    ),
  }),
});
export type BedSheet = z.infer<typeof BedSheet>;
export const SheetQuery = z.object({ first: z.coerce.number().int().min(1).max(1000).optional() });

export const BedChanges = z.object({
  version,
  serverTime: z.string(),
  /** True where the version is too old, of another day or unknown: the whole board is to be read. `beds` is then empty. */
  whole: z.boolean(),
  beds: z.array(BedCell),
});
export type BedChanges = z.infer<typeof BedChanges>;
const BED_ID = '[A-Za-z0-9\\-.]{1,64}';
/** A question is about so many beds at most; who has more reads the board. */
export const MOST_BEDS = 200;
export const ChangesQuery = z.object({
  since: version.optional(),
  ids: z
    .string()
    .regex(new RegExp(`^${BED_ID}(?:,${BED_ID}){0,${String(MOST_BEDS - 1)}}$`))
    .optional(),
});
export type ChangesQuery = z.infer<typeof ChangesQuery>;

export const RegionBeds = z.object({
  houses: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      kind: z.string(),
      own: z.boolean(),
      counts: BedCounts,
      uses: z.array(z.object({ use: z.enum(BED_USES), counts: BedCounts })),
    }),
  ),
  uses: z.array(z.object({ use: z.enum(BED_USES), counts: BedCounts })),
  counts: BedCounts,
  serverTime: z.string(),
});
export type RegionBeds = z.infer<typeof RegionBeds>;
export const BedPast = z.object({
  items: z.array(
    z.object({
      kind: z.enum(['use', 'closed', 'taken']),
      what: z.string(),
      fromAt: z.string(),
      untilAt: z.string().nullable(),
    }),
  ),
});
export type BedPast = z.infer<typeof BedPast>;
export const CloseBody = z.object({ reason: z.enum(CLOSURES) });
export const UseBody = z.object({ use: z.enum(BED_USES) });
export const BedParams = z.object({ id: z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/) });
