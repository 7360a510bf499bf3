/** The browser's door of the record: loaded when a record is opened. The desk puts it where residents stand. */
export type { RecordSlots } from './record-page.tsx';

export const loadRecordPage = () => import('./record-page.tsx').then(({ RecordPage }) => RecordPage);
