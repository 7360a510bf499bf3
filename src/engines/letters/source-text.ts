/** A letter's file as text: UTF-8 or GB 18030, with or without a byte order mark; what is no text is refused by name. */
import { readFile, stat } from 'node:fs/promises';
import { withoutRtf } from './rtf.ts';

/** 500 pages pasted are about one megabyte; more is no letter. */
const MOST_BYTES = 16 * 1024 * 1024;

export type SourceText = { readonly text: string } | { readonly fault: 'missing' | 'too-large' | 'not-text' | 'empty' };

const decode = (bytes: Uint8Array): string => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
};

/** Word documents and PDFs begin so. */
const isContainer = (bytes: Uint8Array): boolean => {
  const head = String.fromCharCode(...bytes.subarray(0, 4));
  return head === 'PK\u0003\u0004' || head === '%PDF' || head === '\u00d0\u00cf\u0011\u00e0';
};

/** Reads a letter from a file. */
export const readSource = async (file: string): Promise<SourceText> => {
  const size = await stat(file).then(
    (found) => (found.isFile() ? found.size : undefined),
    () => undefined,
  );
  if (size === undefined) return { fault: 'missing' };
  if (size > MOST_BYTES) return { fault: 'too-large' };
  const bytes = new Uint8Array(await readFile(file));
  if (isContainer(bytes)) return { fault: 'not-text' };
  const text = decode(bytes);
  if (text.trim() === '') return { fault: 'empty' };
  return text.includes('\u0000\u0000') ? { fault: 'not-text' } : { text: withoutRtf(text) };
};
