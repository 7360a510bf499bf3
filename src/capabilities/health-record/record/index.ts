export { words } from './words.ts';
export { RecordView } from './shapes.ts';
