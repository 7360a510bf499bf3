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
    .object({ id: z.string(), name: z.string(), age: z.int().nullable(), days: z.int().nullable(), case: z.string() })
    .nullable(),
  level: z.string().nullable(),
  alarm: z.object({ what: z.string(), at: z.string() }).nullable(),
  heldUntil: z.string().nullable(),
  awayAt: z.string().nullable(),
  closed: z.enum(CLOSURES).nullable(),
});
export type BedCell = z.infer<typeof BedCell>;
export const Ward = z.object({
  id: z.string(),
  name: z.string(),
  counts: BedCounts,
  rooms: z.array(z.object({ name: z.string(), for: z.enum(['any', 'female', 'male']), beds: z.array(BedCell) })),
});
export type Ward = z.infer<typeof Ward>;
export const BedBoard = z.object({
  organisation: z.string(),
  wards: z.array(Ward),
  counts: BedCounts,
  serverTime: z.string(),
});
export type BedBoard = z.infer<typeof BedBoard>;

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
