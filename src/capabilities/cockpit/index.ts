/** The pure door: shapes and words of figures and registers. */
export * from './shapes.ts';
export { words } from './words.ts';
