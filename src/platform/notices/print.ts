/** Prints into a folder, one text file a message: for a printer that watches it, and for demonstrations. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Delivered, Notifier } from './notifier.ts';

const isThere = (fault: unknown): boolean => (fault as { readonly code?: unknown } | null)?.code === 'EEXIST';
const codeOf = (fault: unknown): string => {
  const code = (fault as { readonly code?: unknown } | null)?.code;
  return typeof code === 'string' ? code.toLowerCase() : 'fault';
};

export const printNotifier = (given: { readonly folder: string }): Notifier => ({
  channel: 'print',
  reach: 'group',
  send: async ({ id, text }): Promise<Delivered> => {
    try {
      await mkdir(given.folder, { recursive: true, mode: 0o700 });
      await writeFile(join(given.folder, `${id}.txt`), `${text}\n`, { flag: 'wx', mode: 0o600 });
      return { outcome: 'delivered', code: 'written' };
    } catch (fault) {
      // written at an attempt whose record was lost: it is printed
      return isThere(fault) ? { outcome: 'delivered', code: 'written' } : { outcome: 'again', code: codeOf(fault) };
    }
  },
});
