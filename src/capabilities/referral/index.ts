export { referral } from './pathway.ts';
export { FORMS } from './forms.ts';
export { words } from './words.ts';
export { EarlierAnswers, FigureCases, FigureView, LEVELS, PARTS, Prefill } from './shapes.ts';
export type { FigureFlow, FigureRate, FigureRow, Level, Part } from './shapes.ts';
