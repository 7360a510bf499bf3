/** The phone's door of the record: only the shape of what a resident reads; the desk's words stay with the desk. */
export { OwnRecord } from '../shapes.ts';
export type { ValueRow as OwnValue } from '../shapes.ts';
