/** The pure door of the erasure capability. */
export { Asking, BASES, Decision, FORMS, KINDS, Refusal } from './forms.ts';
export { erasure } from './pathway.ts';
export { words } from './words.ts';
