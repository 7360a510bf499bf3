/** Prints the page after it was written down who prints what: without the line in the audit there is no paper. */
import { z } from 'zod';
import { api } from './api.ts';

export type Printed = {
  readonly what: 'settlement' | 'ledger' | 'claim' | 'person' | 'differences' | 'difference';
  readonly of: string;
};

export const printRecorded = async (printed: Printed): Promise<void> => {
  await api.post('/api/care-days/prints', printed, z.unknown());
  window.print();
};
