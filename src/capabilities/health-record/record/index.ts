export { elementWords, words } from './words.ts';
export { EntryView, RecordView } from './shapes.ts';
