export { referral } from './pathway.ts';
export { FORMS } from './forms.ts';
export { words } from './words.ts';
export { FigureCases, FigureView, Prefill } from './shapes.ts';
