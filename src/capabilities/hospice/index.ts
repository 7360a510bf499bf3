/** The pure door of the hospice capability. */
export { careDifference, hospiceOpinion, hospiceStay, hospiceTask } from './pathway.ts';
export { FORMS } from './forms/all.ts';
export { words } from './words.ts';
