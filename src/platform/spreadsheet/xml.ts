/** Reads an XML part as a stream: tags and texts are told as they come, and the process breathes between two pieces. */
import type { Readable } from 'node:stream';
import { SaxesParser } from 'saxes';

export type Attributes = Readonly<Record<string, string>>;
export type Listener = {
  readonly open?: (name: string, attributes: Attributes) => void;
  readonly close?: (name: string) => void;
  readonly text?: (text: string) => void;
};

/** One tag or text never needs more; a part made to fill the memory stops here. */
const LONGEST_PIECE = 2_000_000;

const localName = (name: string): string => {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
};

const breathe = (): Promise<void> => new Promise((resume) => setImmediate(resume));

/**
 * @param after awaited between two pieces of the part; `false` ends the reading
 * @throws for XML that is not well-formed, has a document type of its own, or holds one piece beyond all measure
 */
export const readXml = async (
  part: Readable,
  listener: Listener,
  after?: () => Promise<boolean> | boolean,
): Promise<void> => {
  const parser = new SaxesParser<{ xmlns: false; position: false }>({ xmlns: false, position: false });
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let sinceEvent = 0;
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('doctype', () => {
    throw new Error('a workbook has no document type');
  });
  parser.on('opentag', (tag) => {
    sinceEvent = 0;
    listener.open?.(localName(tag.name), tag.attributes);
  });
  parser.on('closetag', (tag) => {
    sinceEvent = 0;
    listener.close?.(localName(tag.name));
  });
  parser.on('text', (text) => {
    sinceEvent = 0;
    listener.text?.(text);
  });
  for await (const piece of part as AsyncIterable<Buffer>) {
    const text = decoder.decode(piece, { stream: true });
    sinceEvent += text.length;
    parser.write(text);
    if (sinceEvent > LONGEST_PIECE) throw new Error('a piece beyond all measure');
    if (after !== undefined && !(await after())) {
      part.destroy();
      return;
    }
    await breathe();
  }
  parser.write(decoder.decode()).close();
};
