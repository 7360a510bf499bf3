/** `stated.json`: what a source states in public, as counts the pack must come out at. */
import { z } from 'zod';

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
] as const;
export type StatedFact = (typeof STATED_FACTS)[number];
export const COMPARATORS = ['exactly', 'at-least', 'over', 'about'] as const;

export const StatedFile = z.strictObject({
  source: z.string().trim().min(1).max(200),
  facts: z.array(
    z.strictObject({ fact: z.enum(STATED_FACTS), comparator: z.enum(COMPARATORS), value: z.int().min(0) }),
  ),
});
