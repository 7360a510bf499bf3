/** Unpacks a WOFF 1.0 font (https://www.w3.org/TR/WOFF/) into the TrueType or OpenType file it was made from. */
import { inflateSync } from 'node:zlib';

const SIGNATURE = 0x774f4646; // 'wOFF'
const HEADER = 44;
const ENTRY = 20;

type Table = { readonly tag: number; readonly checksum: number; readonly data: Buffer };

/** WOFF §4: each table stands as it is, or compressed by zlib when that is shorter. */
const tablesOf = (woff: Buffer): readonly Table[] =>
  Array.from({ length: woff.readUInt16BE(12) }, (_, index) => {
    const at = HEADER + index * ENTRY;
    const offset = woff.readUInt32BE(at + 4);
    const packed = woff.readUInt32BE(at + 8);
    const length = woff.readUInt32BE(at + 12);
    const bytes = woff.subarray(offset, offset + packed);
    const data = packed < length ? inflateSync(bytes) : bytes;
    if (data.length !== length)
      throw new Error(`WOFF table ${String(index)} has ${String(data.length)} bytes, not ${String(length)}`);
    return { tag: woff.readUInt32BE(at), checksum: woff.readUInt32BE(at + 16), data };
  });

const aligned = (length: number): number => (length + 3) & ~3;

/**
 * The font as an sfnt file. Table order and checksums are those of the WOFF directory, whose tables are the original's
 * bytes (WOFF §3), so that `head.checkSumAdjustment` stays right.
 */
export const fontFromWoff = (woff: Buffer): Buffer => {
  if (woff.length < HEADER || woff.readUInt32BE(0) !== SIGNATURE) throw new Error('not a WOFF 1.0 file');
  const tables = tablesOf(woff);
  const power = Math.floor(Math.log2(tables.length));
  const font = Buffer.alloc(tables.reduce((size, { data }) => size + aligned(data.length), 12 + 16 * tables.length));
  font.writeUInt32BE(woff.readUInt32BE(4), 0);
  font.writeUInt16BE(tables.length, 4);
  font.writeUInt16BE(2 ** power * 16, 6);
  font.writeUInt16BE(power, 8);
  font.writeUInt16BE((tables.length - 2 ** power) * 16, 10);
  let offset = 12 + 16 * tables.length;
  for (const [index, { tag, checksum, data }] of tables.entries()) {
    const at = 12 + 16 * index;
    font.writeUInt32BE(tag, at);
    font.writeUInt32BE(checksum, at + 4);
    font.writeUInt32BE(offset, at + 8);
    font.writeUInt32BE(data.length, at + 12);
    data.copy(font, offset);
    offset += aligned(data.length);
  }
  return font;
};
