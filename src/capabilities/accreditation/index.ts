/** The pure door of accreditation. */
export { acceptance, acceptanceReview } from './pathway.ts';
export { ACCEPTANCE_FORMS, REVIEW_FORMS } from './forms.ts';
export { words } from './words.ts';
