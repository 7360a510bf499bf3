export { elementWords, words } from './words.ts';
export { EntryView, OwnRecord, RecordView } from './shapes.ts';
export type { ValueRow as OwnValue } from './shapes.ts';
