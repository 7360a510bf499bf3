import fc from 'fast-check';
import { ZipFile } from 'yazl';
import { describe, expect, test } from 'vitest';
import { isRefusal } from '../refusal.ts';
import { columnLetters, columnOf } from './address.ts';
import { dayOf, textOf, wholeOf } from './cells.ts';
import { SPREADSHEET_LIMITS } from './limits.ts';
import type { Cell, SheetRow } from './read.ts';
import { readSheet } from './read.ts';
import type { CellValue } from './write.ts';
import { writeWorkbook } from './write.ts';

const zipOf = (parts: Readonly<Record<string, string | Buffer>>): Promise<Buffer> =>
  new Promise((done, failed) => {
    const zip = new ZipFile();
    const pieces: Buffer[] = [];
    zip.on('error', failed);
    zip.outputStream.on('data', (piece: Buffer) => pieces.push(piece));
    zip.outputStream.on('end', () => {
      done(Buffer.concat(pieces));
    });
    for (const [name, text] of Object.entries(parts)) zip.addBuffer(Buffer.from(text), name);
    zip.end();
  });

const STYLES = `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>
  <numFmt numFmtId="171" formatCode="&quot;day&quot; 0.00"/></numFmts>
  <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>`;
/** A workbook as Excel would save it, of the rows given as XML. */
const workbook = (rows: string, more: { shared?: string; behind?: string; date1904?: boolean } = {}): Promise<Buffer> =>
  zipOf({
    'xl/workbook.xml': `<workbook xmlns:r="r"><workbookPr date1904="${more.date1904 === true ? '1' : '0'}"/><sheets><sheet name="a" r:id="x"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="x" Target="worksheets/sheet7.xml"/></Relationships>',
    'xl/styles.xml': STYLES,
    ...(more.shared === undefined ? {} : { 'xl/sharedStrings.xml': `<sst>${more.shared}</sst>` }),
    'xl/worksheets/sheet7.xml': `<?xml version="1.0"?><worksheet><sheetData>${rows}</sheetData>${more.behind ?? ''}</worksheet>`,
  });

const rowsOf = async (bytes: Buffer, limits = SPREADSHEET_LIMITS) => {
  const rows: SheetRow[] = [];
  const refusal = await readSheet(
    bytes,
    (batch) => {
      rows.push(...batch);
      return Promise.resolve(undefined);
    },
    limits,
  );
  return { rows, refusal };
};
const first = async (cell: string, more = {}): Promise<Cell | undefined> =>
  (await rowsOf(await workbook(`<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c>${cell}</row>`, more))).rows[0]
    ?.cells[1];
const number = (text: string): Cell => ({ kind: 'number', text });
const text = (written: string): Cell => ({ kind: 'text', text: written });

describe('reading a workbook', () => {
  test('texts, shared texts with several runs, numbers, blank rows and gaps are read where they stand', async () => {
    const bytes = await workbook(
      `<row r="2"><c r="A2" t="s"><v>1</v></c><c r="D2"><v>12.50</v></c></row><row r="3"><c r="A3" s="1"/></row>
       <row r="5"><c r="B5" t="inlineStr"><is><t xml:space="preserve"> 末行 </t></is></c></row>`,
      { shared: '<si><t>零</t></si><si><r><t>王</t></r><r><t>秀兰</t></r><rPh><t>wáng</t></rPh></si>' },
    );
    const { rows, refusal } = await rowsOf(bytes);
    expect(refusal).toBeUndefined();
    expect(rows.map((row) => row.number)).toEqual([2, 5]);
    expect(rows[0]?.cells[0]).toEqual(text('王秀兰'));
    expect(rows[0]?.cells[3]).toEqual(number('12.50'));
    expect(rows[1]?.cells[1]).toEqual(text(' 末行 '));
  });

  test('a date cell is a day in either calendar of Excel, a number that only looks dated is a number', async () => {
    expect(await first('<c r="B1" s="1"><v>46027</v></c>')).toEqual({ kind: 'day', text: '2026-01-05' });
    expect(await first('<c r="B1" s="2"><v>46027.5625</v></c>')).toEqual({ kind: 'day', text: '2026-01-05 13:30' });
    expect(await first('<c r="B1" s="1"><v>44565</v></c>', { date1904: true })).toEqual({
      kind: 'day',
      text: '2026-01-05',
    });
    expect(await first('<c r="B1" s="3"><v>46027</v></c>')).toEqual(number('46027'));
    // the 29 February 1900 that Excel counts and that never was
    expect(await first('<c r="B1" s="1"><v>60</v></c>')).toEqual({ kind: 'error', text: '60' });
  });

  test('a formula is read by the value it was saved with, and refused without one', async () => {
    expect(await first('<c r="B1" t="str"><f>A1&amp;"月"</f><v>三月</v></c>')).toEqual(text('三月'));
    const bare = await first('<c r="B1"><f>MID(A1,7,8)</f></c>');
    expect(textOf(bare)).toMatchObject({ refused: 'cell.formula-without-value' });
    expect(textOf(await first('<c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'))).toMatchObject({
      refused: 'cell.error-value',
    });
  });

  test('merged cells are refused with their addresses', async () => {
    const bytes = await workbook('<row r="1"><c r="A1"><v>1</v></c></row>', {
      behind: '<mergeCells count="2"><mergeCell ref="A3:A5"/><mergeCell ref="B1:D1"/></mergeCells>',
    });
    expect((await rowsOf(bytes)).refusal).toEqual({
      refused: 'spreadsheet.merged',
      values: { addresses: 'A3:A5、B1:D1' },
    });
  });

  test('a fault of whoever receives the rows is thrown on, not taken for a damaged file', async () => {
    const bytes = await workbook('<row r="1"><c r="A1"><v>1</v></c></row>');
    await expect(readSheet(bytes, () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  });
});

describe('a file that must not be unpacked', () => {
  const small = { ...SPREADSHEET_LIMITS, unpacked: 1_000_000, rows: 3, columns: 5, file: 50_000 };
  const refusedAs = async (bytes: Buffer): Promise<string | undefined> => (await rowsOf(bytes, small)).refusal?.refused;

  test('one that is no workbook, an old one, a cut one, one without sheets', async () => {
    expect(await refusedAs(Buffer.from('姓名,电话\n'))).toBe('spreadsheet.not-a-workbook');
    expect(await refusedAs(Buffer.from('d0cf11e0a1b11ae1000000', 'hex'))).toBe('spreadsheet.old-format');
    const whole = await workbook('<row r="1"><c r="A1"><v>1</v></c></row>');
    expect(await refusedAs(whole.subarray(0, whole.length - 40))).toBe('spreadsheet.broken');
    expect(await refusedAs(await zipOf({ 'word/document.xml': '<a/>' }))).toBe('spreadsheet.not-a-workbook');
    expect(await refusedAs(await workbook('<row r="1"><c></row>'))).toBe('spreadsheet.broken');
  });

  test('one with a document type, whose entities could grow without end', async () => {
    const bytes = await zipOf({
      'xl/workbook.xml': '<workbook><sheets><sheet name="a"/></sheets></workbook>',
      'xl/worksheets/sheet1.xml': '<!DOCTYPE a [<!ENTITY x "y">]><worksheet><sheetData/></worksheet>',
    });
    expect(await refusedAs(bytes)).toBe('spreadsheet.broken');
  });

  test('a zip bomb is refused from its directory, and one that lies about its size while it unpacks', async () => {
    const bomb = await workbook(
      `<row r="1"><c r="A1" t="inlineStr"><is><t>${'a'.repeat(2_000_000)}</t></is></c></row>`,
    );
    expect(bomb.length).toBeLessThan(small.file);
    expect(await refusedAs(bomb)).toBe('spreadsheet.unpacks-too-large');
    const xml = (blanks: number): string =>
      `<?xml version="1.0"?><worksheet><sheetData>${' '.repeat(blanks)}</sheetData></worksheet>`;
    const honest = await workbook(' '.repeat(900_000));
    const [size, said] = [Buffer.alloc(4), Buffer.from([10, 0, 0, 0])];
    size.writeUInt32LE(Buffer.byteLength(xml(900_000)));
    const lie = Buffer.from(honest);
    for (let at = lie.indexOf(size); at >= 0; at = lie.indexOf(size, at + 1)) said.copy(lie, at);
    expect([await refusedAs(honest), lie.equals(honest)]).toEqual([undefined, false]);
    expect(await refusedAs(lie)).toBe('spreadsheet.broken');
  });

  test('too many bytes, rows or columns, and a text longer than a cell may hold', async () => {
    expect(await refusedAs(Buffer.alloc(50_001))).toBe('spreadsheet.too-large');
    const rows = (count: number): string =>
      Array.from(
        { length: count },
        (_, n) => `<row r="${String(n + 1)}"><c r="A${String(n + 1)}"><v>1</v></c></row>`,
      ).join('');
    expect(await refusedAs(await workbook(rows(4)))).toBeUndefined();
    expect(await refusedAs(await workbook(rows(5)))).toBe('spreadsheet.too-many-rows');
    expect(await refusedAs(await workbook('<row r="1"><c r="F1"><v>1</v></c></row>'))).toBe(
      'spreadsheet.too-many-columns',
    );
    const long = `<c r="A1" t="inlineStr"><is><t>${'长'.repeat(32_768)}</t></is></c>`;
    expect((await rowsOf(await workbook(`<row r="1">${long}</row>`))).refusal).toMatchObject({
      refused: 'spreadsheet.long-text',
      values: { address: 'A1' },
    });
  });
});

describe('what a cell says', () => {
  test.each([
    ['2026-1-5', '2026-01-05'],
    ['2026/1/5', '2026-01-05'],
    ['2026.01.05', '2026-01-05'],
    ['2026年1月5日', '2026-01-05'],
    ['２０２６年１月５日', '2026-01-05'],
    ['20260105', '2026-01-05'],
    ['2026-01-05 00:00:00', '2026-01-05'],
    ['46027', '2026-01-05'],
  ])('the day written %s is read', (written, day) => {
    expect(dayOf(text(written))).toBe(day);
  });

  test.each([
    ['1/5/2026', 'cell.not-a-day'],
    ['26-1-5', 'cell.not-a-day'],
    ['2026-01-05 13:30', 'cell.not-a-day'],
    ['2026-02-30', 'cell.no-such-day'],
    ['20261301', 'cell.no-such-day'],
    ['去年春天', 'cell.not-a-day'],
  ])('the day written %s is refused', (written, code) => {
    expect(dayOf(text(written))).toMatchObject({ refused: code });
  });

  test('a day as a number is a serial or eight digits', () => {
    expect(dayOf(number('46027'))).toBe('2026-01-05');
    expect(dayOf(number('20260105'))).toBe('2026-01-05');
    expect(dayOf({ kind: 'day', text: '2026-01-05' })).toBe('2026-01-05');
    expect(dayOf({ kind: 'day', text: '2026-01-05 13:30' })).toMatchObject({ refused: 'cell.not-a-day' });
  });

  test('a telephone kept as a number keeps its digits; an identity number kept as a number has lost some', () => {
    expect(textOf(number('1.3800006021E10'))).toBe('13800006021');
    expect(textOf(number('220399196803140000'))).toMatchObject({ refused: 'cell.digits-lost' });
    expect(textOf(number('2.2039919680314E17'))).toMatchObject({ refused: 'cell.digits-lost' });
    expect(textOf(text('007'))).toBe('007');
    expect(textOf(text('　220399196803140063 '))).toBe('220399196803140063');
    expect(textOf(text('　'))).toBeNull();
  });

  test('a whole number may be a text; anything else is refused', () => {
    expect([wholeOf(number('12')), wholeOf(text('１２')), wholeOf(text('1,200'))]).toEqual(['12', '12', '1200']);
    for (const wrong of [text('十二'), number('1.5'), text('1e3')])
      expect(wholeOf(wrong)).toMatchObject({ refused: 'cell.not-whole' });
  });

  test('columns are lettered as Excel does', () => {
    expect([0, 25, 26, 701, 702].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA']);
    expect([0, 25, 26, 701, 702].map((column) => columnOf(`${columnLetters(column)}9`))).toEqual([0, 25, 26, 701, 702]);
  });
});

describe('what goes out comes in again', () => {
  const sheet = (rows: readonly (readonly CellValue[])[], columns: number) => ({
    name: '名单',
    columns: Array.from({ length: columns }, (_, n) => ({ heading: `列${String(n)}`, width: 12 })),
    rows,
  });

  test('every text, however odd, and every day', async () => {
    const odd = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom(
        '=1+1',
        '+86',
        '-1',
        '@SUM(A1)',
        '_x0041_',
        '_x005F_',
        "'007",
        '\r\n',
        '\u0000',
        '007',
        '&lt;',
        '𠮷野',
      ),
    );
    const day = fc
      .date({ min: new Date('1850-01-01'), max: new Date('2120-12-31'), noInvalidDate: true })
      .map((date) => ({ day: date.toISOString().slice(0, 10) }));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(odd, day, odd), { minLength: 1, maxLength: 20 }), async (values) => {
        const { rows, refusal } = await rowsOf(await writeWorkbook([sheet(values, 3)]));
        expect(refusal).toBeUndefined();
        const back = new Map(rows.map((row) => [row.number, row.cells]));
        for (const [n, [one, { day: written }, other]] of values.entries()) {
          const cells = back.get(n + 2) ?? [];
          const whole = (value: string): string => Buffer.from(value).toString();
          expect([cells[0]?.text ?? '', cells[2]?.text ?? '']).toEqual([whole(one), whole(other)]);
          expect(dayOf(cells[1])).toBe(written);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('a text that begins like a formula is a text with Excel’s quote mark, never a formula', async () => {
    const bytes = await writeWorkbook([sheet([['=HYPERLINK("http://a")', '+1', '-1', '@a']], 4)]);
    const { rows } = await rowsOf(bytes);
    expect(rows[1]?.cells.map((cell) => cell?.kind)).toEqual(['text', 'text', 'text', 'text']);
    expect(rows[1]?.cells[0]?.text).toBe('=HYPERLINK("http://a")');
    const xml = await partOf(bytes, 'xl/worksheets/sheet1.xml');
    expect(xml).not.toContain('<f>');
    expect(xml).toContain('<c r="A2" s="1" t="inlineStr">');
    expect(await partOf(bytes, 'xl/styles.xml')).toContain('<xf numFmtId="49" applyNumberFormat="1" quotePrefix="1"/>');
  });

  test('a list to choose from stands on a hidden sheet behind the others', async () => {
    const kinds = { ...sheet([], 1), columns: [{ heading: '性别', width: 8, among: ['男', '女'], required: true }] };
    const bytes = await writeWorkbook([kinds, sheet([['说明']], 1)]);
    expect(await partOf(bytes, 'xl/worksheets/sheet1.xml')).toContain('<formula1>lists!$A$1:$A$2</formula1>');
    expect(await partOf(bytes, 'xl/workbook.xml')).toContain('name="lists" sheetId="3" state="hidden"');
  });

  test('a fault of whoever gives the rows ends the writing', async () => {
    const rows = (function* (): Generator<readonly CellValue[]> {
      yield ['a'];
      throw new Error('away');
    })();
    await expect(writeWorkbook([{ ...sheet([], 1), rows }])).rejects.toThrow('away');
  });
});

const partOf = async (bytes: Buffer, name: string): Promise<string> => {
  const { openParts } = await import('./open.ts');
  const parts = await openParts(bytes, SPREADSHEET_LIMITS);
  if (isRefusal(parts)) throw new Error(parts.refused);
  const stream = await parts.open(name);
  const pieces: Buffer[] = [];
  for await (const piece of stream ?? []) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString();
};
