export { DECIDERS, identity } from './pathway.ts';
export { FORMS } from './forms.ts';
export { words } from './words.ts';
export { Comparison, PairList, UndoBody } from './shapes.ts';
