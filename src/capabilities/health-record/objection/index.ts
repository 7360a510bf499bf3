/** The pure door of the objection capability. */
export { ABOUTS, DONE, FORMS, NotUpheld, Objection, Upheld, WRONGS } from './forms.ts';
export { objection } from './pathway.ts';
export { words } from './words.ts';
