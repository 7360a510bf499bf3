/** The words of the record: its page, and what the elements of its entries are called. */
export { words } from './words/page.ts';
export { words as elementWords } from './words/elements.ts';
