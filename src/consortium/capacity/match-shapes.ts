/** What crosses the wire about a matching: what is asked, and why each department is offered or not. Codes; words in matching-words.ts. */
import { z } from 'zod';

/** Why a department is offered, or what is to be known about it. Values: see `because` in matching.ts. */
export const FOR = [
  'above',
  'treated-before',
  'same-consortium',
  'key-specialty',
  'free',
  'slot',
  'walk-in',
  'near',
  'measured-wait',
  'wait-unknown',
  'peer',
  'stale',
  'never-stated',
] as const;
/** Why a department is not offered. */
export const AGAINST = [
  'other-specialty',
  'no-device',
  'no-insurance',
  'too-young',
  'too-old',
  'no-emergencies',
  'full',
  'no-slot',
  'slot-too-late',
] as const;

const values = z.record(z.string(), z.union([z.string(), z.number()]));
export const MatchReason = z.object({ code: z.enum([...FOR, ...AGAINST]), values: values.optional() });
export type MatchReason = z.infer<typeof MatchReason>;

/** What a matching may be asked beside kind, specialty and name. Nothing asked is nothing filtered by. */
export const MatchQuery = z.object({
  urgency: z.enum(['emergency', 'urgent', 'routine']).optional(),
  /** A kind of device the organisation has to have. */
  device: z.string().max(40).optional(),
  /** The code of an insurance the organisation has to accept. */
  insurance: z.string().max(40).optional(),
  /** For whom: age and where they were treated before are taken from the record, and that is audited. */
  resident: z
    .string()
    .regex(/^[A-Za-z0-9\-.]{1,64}$/)
    .optional(),
});

/** What a candidate says of the matching. */
export const MatchParts = z.object({
  /** Strongest first, what is to be known last. */
  because: z.array(MatchReason),
  /** Empty for those that fit. */
  against: z.array(MatchReason),
  /** The figure was not confirmed for longer than the region allows, or never. */
  stale: z.boolean(),
  /** Kilometres in a straight line; null where a point is not known. */
  km: z.number().nullable(),
  /** Days until half of those referred had come, people still waiting included. */
  wait: z
    .object({
      days: z.number(),
      /** Fewer than half have come so far: it is at least this long. */
      atLeast: z.boolean(),
      come: z.int(),
      waiting: z.int(),
    })
    .nullable(),
});
/** By which rules was ranked. */
export const MatchedBy = z.object({
  version: z.string(),
  verified: z.boolean(),
  source: z.string(),
  staleAfterHours: z.int(),
  /** Distances, ages and insurances of this region are invented. */
  madeUp: z.boolean(),
});
export type MatchedBy = z.infer<typeof MatchedBy>;

/** An appointment a candidate offers; `clinic` is its clinic's name, null for the general one. */
export const CandidateSlot = z.object({
  id: z.string(),
  startsAt: z.string(),
  endsAt: z.string(),
  forFamilyDoctors: z.boolean(),
  clinic: z.string().nullable(),
});

/** What a form needs to ask for a matching: the words for specialties, devices and insurances of the region. */
const coded = z.object({ code: z.string(), zh: z.string(), en: z.string() });
export const MatchOptions = z.object({
  specialties: z.array(coded),
  devices: z.array(coded),
  insurances: z.array(coded),
  matchedBy: MatchedBy,
});
export type MatchOptions = z.infer<typeof MatchOptions>;

/** A choice kept with a case. */
const place = z.object({ id: z.string(), name: z.string() });
export const ChoiceView = z.object({
  version: z.int(),
  at: z.string(),
  byOrganisation: z.string(),
  department: place,
  organisation: place,
  /** Where the chosen one stood, from 1; null where it was not shown. */
  place: z.int().nullable(),
  shownAt: z.string().nullable(),
  dataVersion: z.string().nullable(),
  dataVerified: z.boolean().nullable(),
  question: z
    .object({
      kind: z.enum(['inpatient', 'outpatient']),
      urgency: z.string().nullable(),
      specialty: z.string().nullable(),
      device: z.string().nullable(),
      insurance: z.string().nullable(),
      q: z.string().nullable(),
      within: z.enum(['own', 'others']),
    })
    .nullable(),
  items: z.array(
    z.object({
      department: z.string(),
      name: z.string(),
      organisation: z.string(),
      organisationName: z.string(),
      fits: z.boolean(),
      because: z.array(MatchReason),
      against: z.array(MatchReason),
    }),
  ),
});
export type ChoiceView = z.infer<typeof ChoiceView>;
export const Choices = z.object({ items: z.array(ChoiceView) });
