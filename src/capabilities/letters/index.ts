/** The pure door of official letters. */
export { COUNTERSIGN_FORMS, LETTER_FORMS, MATTERS, Opening, WAYS } from './forms.ts';
export { letter, letterCountersign } from './pathway.ts';
export { words } from './words.ts';
