/**
 * What a PDF made by Chromium says, page by page: enough of ISO 32000-1 (§7.3 objects, §9.4.3 text showing, §9.10.3
 * ToUnicode) to read our own papers back. Not a reader of any PDF.
 */
import { inflateSync } from 'node:zlib';

type PdfObject = { readonly head: string; readonly stream: Buffer | undefined };

const objectsOf = (pdf: Buffer): ReadonlyMap<string, PdfObject> => {
  const text = pdf.toString('latin1');
  const objects = new Map<string, PdfObject>();
  for (const match of text.matchAll(/(?:^|\n)(\d+) 0 obj\n/g)) {
    const start = match.index + match[0].length;
    const end = text.indexOf('\nendobj', start);
    const body = text.slice(start, end);
    const at = body.indexOf('stream\n');
    const head = at < 0 ? body : body.slice(0, at);
    const length = Number(/\/Length (\d+)/.exec(head)?.[1] ?? 0);
    const bytes = at < 0 ? undefined : pdf.subarray(start + at + 7, start + at + 7 + length);
    const stream = bytes !== undefined && head.includes('/FlateDecode') ? inflateSync(bytes) : bytes;
    objects.set(String(match[1]), { head, stream });
  }
  return objects;
};

const number = (hex: string): number => Number.parseInt(hex, 16);
const utf16 = (hex: string): string => Buffer.from(hex, 'hex').swap16().toString('utf16le');

/** Glyph code (hexadecimal) → text, from a ToUnicode map. */
const glyphsOf = (map: string): ReadonlyMap<number, string> => {
  const glyphs = new Map<number, string>();
  for (const [, block = ''] of map.matchAll(/beginbfchar\n([\s\S]*?)endbfchar/g))
    for (const [, code = '', text = ''] of block.matchAll(/<(\w+)> <(\w+)>/g)) glyphs.set(number(code), utf16(text));
  for (const [, block = ''] of map.matchAll(/beginbfrange\n([\s\S]*?)endbfrange/g))
    for (const [, from = '', to = '', text = ''] of block.matchAll(/<(\w+)> <(\w+)> <(\w+)>/g))
      for (let code = number(from); code <= number(to); code++)
        glyphs.set(code, String.fromCodePoint((utf16(text).codePointAt(0) ?? 0) + code - number(from)));
  return glyphs;
};

const referred = (head: string, name: string): string => new RegExp(`/${name} (\\d+) 0 R`).exec(head)?.[1] ?? '';

const pageText = (objects: ReadonlyMap<string, PdfObject>, head: string): string => {
  const fonts = new Map<string, ReadonlyMap<number, string>>();
  for (const [, name = '', id = ''] of (/\/Font <<([^>]*)>>/.exec(head)?.[1] ?? '').matchAll(/\/(\w+) (\d+) 0 R/g)) {
    const map = objects.get(referred(objects.get(id)?.head ?? '', 'ToUnicode'))?.stream;
    if (map !== undefined) fonts.set(name, glyphsOf(map.toString('latin1')));
  }
  const drawn = objects.get(referred(head, 'Contents'))?.stream?.toString('latin1') ?? '';
  let font: ReadonlyMap<number, string> | undefined;
  let said = '';
  for (const [, name, shown] of drawn.matchAll(/\/(\w+) [\d.]+ Tf|((?:<[0-9A-F]+>|\[[^\]]*\]) T[jJ])/gi)) {
    if (name !== undefined) font = fonts.get(name);
    for (const [, hex = ''] of (shown ?? '').matchAll(/<([0-9A-F]+)>/gi))
      for (const code of hex.match(/.{4}/g) ?? []) said += font?.get(number(code)) ?? '\ufffd';
  }
  return said;
};

/** The text of each page without white space, in the order drawn; a glyph without a meaning is U+FFFD. */
export const pagesOf = (pdf: Buffer): readonly string[] => {
  if (pdf.toString('latin1', 0, 5) !== '%PDF-') throw new Error('not a PDF');
  const objects = objectsOf(pdf);
  const kids = [...objects.values()].find(({ head }) => head.includes('/Type /Pages'))?.head ?? '';
  return [...(/\/Kids \[([^\]]*)\]/.exec(kids)?.[1] ?? '').matchAll(/(\d+) 0 R/g)].map(([, id = '']) =>
    pageText(objects, objects.get(id)?.head ?? '').replace(/\s/g, ''),
  );
};
