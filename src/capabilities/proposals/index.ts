/** The pure door of proposals. */
export { FORMS } from './forms.ts';
export { CO_HANDLING_FORMS, PROMISE_FORMS } from './forms/children.ts';
export { coHandling, promise, proposal } from './pathway.ts';
export { words } from './words.ts';
