/** The phone's door of the record: only the shape of what a resident reads; the desk's words and shapes stay with the desk. */
export { OwnRecord } from '../resident.ts';
export type { OwnValue } from '../resident.ts';
