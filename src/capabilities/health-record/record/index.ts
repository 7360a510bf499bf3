export { elementWords, words } from './words.ts';
export { Entries, EntryView, RecordFound, RecordView } from './shapes.ts';
