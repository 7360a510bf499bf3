/** `stated.json`: what a source states in public, as counts the pack must come out at. */
import { z } from 'zod';
import { isCivilDay } from '../../platform/civil-time.ts';

/** Counts a source states in public; the pack must come out at them. */
export const STATED_FACTS = [
  'urban-groups',
  'urban-group-hospitals',
  'community-centres',
  'county-consortia',
  'township-hospitals-and-centres',
  'village-clinics',
  'key-specialties-national',
  'key-specialties-provincial',
  'key-specialties-city',
  'key-specialties-county',
  'devices',
  'hospice-accepted-institutions',
  'hospice-standard-beds',
  'hospice-wards',
  'hospice-ward-beds',
  'elder-care-homes',
  'elder-care-beds',
  'secondary-hospitals-with-elder-care',
  'consortium-member-centres',
] as const;
export type StatedFact = (typeof STATED_FACTS)[number];
/** What a source says of all: a set of the region's, and those of it for which it holds. */
export const STATED_SHARES = ['township-homes-integrated', 'township-homes-handed-over'] as const;
export type StatedShare = (typeof STATED_SHARES)[number];
export const COMPARATORS = ['exactly', 'at-least', 'over', 'about'] as const;

export const StatedFile = z.strictObject({
  source: z.string().trim().min(1).max(200),
  facts: z.array(
    z.strictObject({ fact: z.enum(STATED_FACTS), comparator: z.enum(COMPARATORS), value: z.int().min(0) }),
  ),
  /** Universals, on a day: they hold of every one, and of one at least. */
  all: z
    .array(
      z.strictObject({
        share: z.enum(STATED_SHARES),
        district: z.string().trim().min(1).max(60).optional(),
        on: z.string().refine(isCivilDay, 'not a day of the calendar, YYYY-MM-DD expected'),
      }),
    )
    .optional(),
});
