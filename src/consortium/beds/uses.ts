/** What a bed can be used as, and why it cannot be given; codes here, words in `words.ts`. Pure. */
export const BED_USES = [
  'hospital',
  'elder-care',
  'nursing',
  'hospice',
  'rehabilitation',
  'day-care',
  'family-hospital',
  'family-care',
] as const;
export type BedUse = (typeof BED_USES)[number];

export const CLOSURES = ['cleaning', 'repair', 'staffing', 'other'] as const;
export type Closure = (typeof CLOSURES)[number];

/** One bed stands in exactly one of these, so that they sum to the beds there are. */
export const BED_STATES = ['used', 'kept', 'held', 'free', 'closed'] as const;
export type BedState = (typeof BED_STATES)[number];
