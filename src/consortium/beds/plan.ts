/** The numbered beds of a department as a region pack plans them. */
import { z } from 'zod';
import { BED_USES } from './uses.ts';

export const PlannedBeds = z.strictObject({
  prefix: z.string().trim().min(1).max(200),
  count: z.int().min(1).max(999),
  use: z.enum(BED_USES).optional(),
  /** Beds in a room; rooms are women's and men's in turn. Absent: rooms are not told. */
  perRoom: z.int().min(1).max(20).optional(),
});
