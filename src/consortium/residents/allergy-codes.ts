/** How records say that somebody was asked about allergies: SNOMED CT's statements and those of the International Patient Summary. */

/** "Asked, and nothing was found", whatever the substance. */
export const NOTHING_FOUND: ReadonlySet<string> = new Set(['716186003', 'no-known-allergies']);
/** "Nothing is known about it" is not having asked. */
export const NO_INFORMATION: ReadonlySet<string> = new Set(['1631000175102', 'no-allergy-info']);

export const SUBSTANCE_KINDS = ['medication', 'food', 'environment'] as const;
export type SubstanceKind = (typeof SUBSTANCE_KINDS)[number];
/** "Asked about this kind, and nothing was found": it says nothing of the other kinds. */
export const NOTHING_FOUND_OF: ReadonlyMap<string, SubstanceKind> = new Map([
  ['409137002', 'medication'],
  ['no-known-medication-allergies', 'medication'],
  ['429625007', 'food'],
  ['no-known-food-allergies', 'food'],
  ['428607008', 'environment'],
  ['no-known-environmental-allergies', 'environment'],
]);

/** Whether one of the codes says only what was asked, and names no substance. */
export const saysOnlyAsked = (codes: readonly string[]): boolean =>
  codes.some((code) => NOTHING_FOUND.has(code) || NO_INFORMATION.has(code) || NOTHING_FOUND_OF.has(code));
