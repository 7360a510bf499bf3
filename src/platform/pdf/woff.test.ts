import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { fontFromWoff } from './woff.ts';

describe('a WOFF font', () => {
  /** Two tables, one compressed and one not, laid out as WOFF 1.0 §3 and §4 say. */
  const long = Buffer.from('glyphs '.repeat(40));
  const short = Buffer.from('abc');
  const woff = (): Buffer => {
    const packed = deflateSync(long);
    const bytes = Buffer.alloc(44 + 2 * 20);
    bytes.write('wOFF', 0);
    bytes.writeUInt32BE(0x00010000, 4);
    bytes.writeUInt16BE(2, 12);
    const entry = (at: number, tag: string, offset: number, size: number, length: number): void => {
      bytes.write(tag, at);
      for (const [index, value] of [offset, size, length, 0x11223344].entries())
        bytes.writeUInt32BE(value, at + 4 + 4 * index);
    };
    entry(44, 'cmap', 84, short.length, short.length);
    entry(64, 'glyf', 88, packed.length, long.length);
    return Buffer.concat([bytes, short, Buffer.alloc(1), packed]);
  };

  test('is unpacked into the font it was made from', () => {
    const font = fontFromWoff(woff());
    const table = (index: number): Buffer => {
      const at = 12 + 16 * index;
      const offset = font.readUInt32BE(at + 8);
      return font.subarray(offset, offset + font.readUInt32BE(at + 12));
    };
    expect(font.readUInt32BE(0)).toBe(0x00010000);
    // two tables: search range 2 × 16, one halving, nothing left over (OpenType, table directory)
    expect([4, 6, 8, 10].map((at) => font.readUInt16BE(at))).toEqual([2, 32, 1, 0]);
    expect(font.toString('latin1', 12, 16)).toBe('cmap');
    expect(font.readUInt32BE(16)).toBe(0x11223344);
    expect(table(0)).toEqual(short);
    expect(table(1)).toEqual(long);
    expect(font.length % 4).toBe(0);
  });

  test('is refused when it is something else, or cut short', () => {
    expect(() => fontFromWoff(Buffer.from('wOF2'.padEnd(60)))).toThrow('not a WOFF 1.0 file');
    expect(() => fontFromWoff(woff().subarray(0, 100))).toThrow();
  });
});
