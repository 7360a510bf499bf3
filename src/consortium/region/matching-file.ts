/**
 * `matching.json` of a region pack: by what places are matched to a need. Weights and limits are dated data (law 6); ages,
 * insurances and points say of organisations and specialties what the filters and the distance look at.
 */
import { z } from 'zod';
import { isCivilDay } from '../../platform/civil-time.ts';

const text = z.string().trim().min(1).max(200);
const code = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and hyphens, 40 at most');
const day = z.string().refine(isCivilDay, 'not a day of the calendar, YYYY-MM-DD expected');
const weight = z.number().min(0).max(100);
const age = z.int().min(0).max(150);

/** What each consideration counts, in shares of their sum. */
const Weights = z
  .strictObject({
    wait: weight,
    room: weight,
    distance: weight,
    ties: weight,
    continuity: weight,
    grade: weight,
  })
  .refine((weights) => Object.values(weights).some((one) => one > 0), 'one weight at least must be above zero');

export const MatchingRulesEntry = z.strictObject({
  validFrom: day,
  validUntil: day.optional(),
  source: text,
  verified: z.boolean(),
  weights: z.strictObject({ routine: Weights, urgent: Weights, emergency: Weights }),
  /** Days of waiting at which a wait counts half of none. */
  halfWaitDays: z.number().positive().max(365),
  /** Kilometres from which on nothing is nearer than anything else. */
  farKm: z.number().positive().max(5000),
  /** Free places above which more of them make no difference. */
  enoughFree: z.int().min(1).max(1000),
  /** Hours after which a figure nobody confirmed is marked. */
  staleAfterHours: z.int().min(1).max(8760),
  /** What is left of the room and the appointment such a figure promises. */
  staleTrust: z.number().min(0).max(1),
  /** A department whose first appointment is later than this is not offered for such a referral. */
  longestSlotDays: z.strictObject({ routine: z.int().min(1), urgent: z.int().min(1), emergency: z.int().min(1) }),
  /** How long ago somebody was treated somewhere and still counts as known there. */
  continuityYears: z.int().min(1).max(100),
  /** Waits are measured over the referrals of so many days. */
  measuredOverDays: z.int().min(1).max(3660),
  /** Fewer people than this are no measurement. */
  fewestMeasured: z.int().min(1).max(1000),
  /** New clinic slots are family doctors' until so many hours before they begin; absent: anybody's at once. */
  familyDoctorsFirst: z.strictObject({ untilHoursBefore: z.int().min(0).max(720) }).optional(),
});
export type MatchingRulesEntry = z.infer<typeof MatchingRulesEntry>;

const accepted = z.array(code).min(1);
export const MatchingFile = z.strictObject({
  rules: z.array(MatchingRulesEntry).min(1),
  /** Ages, insurances, emergencies and points below are invented. */
  madeUp: z.boolean(),
  note: z.string().optional(),
  /** Whole years a specialty takes; without an entry: all. */
  ages: z.array(z.strictObject({ specialty: code, youngest: age.optional(), oldest: age.optional() })),
  insurances: z.array(z.strictObject({ code, zh: text, en: text })),
  /** A later entry replaces an earlier one for the organisations it names; without an entry: not known, nobody is turned away. */
  accepted: z.array(
    z.union([
      z.strictObject({ kind: code, insurances: accepted }),
      z.strictObject({ organisations: z.array(code).min(1), insurances: accepted }),
    ]),
  ),
  /** Kinds of organisation that take emergencies in. */
  emergencies: z.array(code).min(1),
  /** Kilometres east and north of a point of the region's own; one without stands where the one it is part of stands. */
  points: z.record(code, z.tuple([z.number(), z.number()])),
});
export type MatchingFile = z.infer<typeof MatchingFile>;
