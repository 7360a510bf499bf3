/** The pure door of the break-glass capability. */
export { Breaking, FORMS, Justified, MEASURES, Measures, REASONS, Unjustified } from './forms.ts';
export { breakGlass } from './pathway.ts';
export { words } from './words.ts';
