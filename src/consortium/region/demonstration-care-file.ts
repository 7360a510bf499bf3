/** `demonstration-care.json`, which a pack may bring: contracts of homes who lives there, and who is in hospice care on a demonstration's first day. Made up. */
import { z } from 'zod';

const count = z.int().min(0).max(60);
/** Days from the day it is laid; negative is past. */
const day = z.int();
const hospice = z.strictObject({
  /** Where they are admitted, and whose residents they are: that house refers them and comes to those at home. */
  ...{ hospice: z.string(), township: z.string() },
  /** How many were admitted, went home, died, and wait for an answer. */
  ...{ persons: count, home: count, died: count, waiting: count },
});
export type HospicePast = z.infer<typeof hospice>;

export const DemonstrationCareFile = z.strictObject({
  note: z.string(),
  madeUp: z.literal(true),
  contracts: z.array(
    z.strictObject({
      ...{
        medical: z.string(),
        home: z.string(),
        from: day,
        until: day,
        visitsPerMonth: count,
        responseMinutes: z.int(),
      },
      visits: z.array(day),
    }),
  ),
  homes: z.array(
    z.strictObject({
      /** Whose residents move in, and which other house assesses them. */
      ...{ home: z.string(), township: z.string(), assessor: z.string(), hospital: z.string() },
      /** How many live there, went to hospital, and came back from it. */
      ...{ residents: count, away: count, back: count },
    }),
  ),
  hospices: z.array(hospice).optional(),
});
export type DemonstrationCare = z.infer<typeof DemonstrationCareFile>;
