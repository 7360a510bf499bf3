/** Opens a workbook as what it is: a zip file of XML parts. Sizes are checked from its directory, and again while unpacking. */
import type { Readable } from 'node:stream';
import { fromBuffer } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import type { Refusal } from '../refusal.ts';
import { refuse } from '../refusal.ts';
import type { SpreadsheetLimits } from './limits.ts';

export type Parts = {
  /** The part's bytes unpacked, or undefined when there is none of this name. Rejects when they are damaged. */
  readonly open: (name: string) => Promise<Readable | undefined>;
};

const MEGABYTE = 1024 * 1024;
const MOST_PARTS = 2000;
const ZIP = Buffer.from('PK\u0003\u0004', 'latin1');
/** Compound files: .xls, and every encrypted workbook. */
const COMPOUND = Buffer.from('d0cf11e0a1b11ae1', 'hex');

const zipOf = (bytes: Buffer): Promise<ZipFile> =>
  new Promise((done, failed) => {
    fromBuffer(bytes, { lazyEntries: true, validateEntrySizes: true }, (error, zip) => {
      if (error === null) done(zip);
      else failed(error);
    });
  });

const entriesOf = (zip: ZipFile): Promise<readonly Entry[]> =>
  new Promise((done, failed) => {
    const entries: Entry[] = [];
    zip.on('entry', (entry: Entry) => {
      entries.push(entry);
      if (entries.length > MOST_PARTS) done(entries);
      else zip.readEntry();
    });
    zip.once('end', () => {
      done(entries);
    });
    zip.once('error', failed);
    zip.readEntry();
  });

const streamOf = (zip: ZipFile, entry: Entry): Promise<Readable> =>
  new Promise((done, failed) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error !== null) {
        failed(error);
        return;
      }
      // damage found before somebody reads must not be an error nobody hears; the reader is told it as well
      stream.on('error', () => undefined);
      done(stream);
    });
  });

/** Names are compared without regard to case, as Office does. */
const nameOf = (name: string): string => name.replace(/^\//, '').toLowerCase();

/**
 * Refusals: `spreadsheet.too-large`, `.old-format`, `.not-a-workbook`, `.unpacks-too-large`. What is unpacked later never
 * exceeds what the directory said, or its stream fails.
 */
export const openParts = async (bytes: Buffer, limits: SpreadsheetLimits): Promise<Parts | Refusal> => {
  if (bytes.length > limits.file)
    return refuse('spreadsheet.too-large', { megabytes: Math.floor(limits.file / MEGABYTE) });
  if (bytes.subarray(0, COMPOUND.length).equals(COMPOUND)) return refuse('spreadsheet.old-format');
  if (!bytes.subarray(0, ZIP.length).equals(ZIP)) return refuse('spreadsheet.not-a-workbook');
  let zip: ZipFile;
  let entries: readonly Entry[];
  try {
    zip = await zipOf(bytes);
    entries = await entriesOf(zip);
  } catch {
    return refuse('spreadsheet.broken');
  }
  if (entries.some((entry) => entry.isEncrypted())) return refuse('spreadsheet.old-format');
  const unpacked = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
  if (unpacked > limits.unpacked || entries.length > MOST_PARTS)
    return refuse('spreadsheet.unpacks-too-large', { megabytes: Math.floor(limits.unpacked / MEGABYTE) });
  const byName = new Map(entries.map((entry) => [nameOf(entry.fileName), entry]));
  if (!byName.has('xl/workbook.xml')) return refuse('spreadsheet.not-a-workbook');
  return {
    open: async (name) => {
      const entry = byName.get(nameOf(name));
      return entry === undefined ? undefined : streamOf(zip, entry);
    },
  };
};
