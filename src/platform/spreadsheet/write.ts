/**
 * Writes a workbook as a stream of rows: a hundred thousand cost their packed size in memory and no more. Every text is a
 * text cell with Excel's own quote mark, so that one that begins with = + - @ is never taken for a formula, neither when the
 * file is opened nor when the cell is edited, and comes in again as it was.
 */
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { columnLetters } from './address.ts';
import { xmlAttribute, xmlText } from './escapes.ts';
import { LONGEST_TEXT } from './limits.ts';
import { serialOfDay } from './serials.ts';

/** A civil day `YYYY-MM-DD` is written as a date of Excel where it knows it; whole fen as a number of yuan with two decimals, exactly. */
export type CellValue = string | number | { readonly day: string } | { readonly fen: number } | null;

export type SheetColumn = {
  readonly heading: string;
  /** In characters, as Excel counts them; a Chinese one counts two. */
  readonly width: number;
  /** Offered as a list to choose from. */
  readonly among?: readonly string[];
  /** The heading is marked: it must be filled in. */
  readonly required?: boolean;
};

export type Sheet = {
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  readonly rows: Iterable<readonly CellValue[]> | AsyncIterable<readonly CellValue[]>;
};

/** Indices into `cellXfs` of the styles below. */
const STYLE = { text: 1, day: 2, whole: 3, heading: 4, required: 5, money: 6 } as const;

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

// format 49 is text; quotePrefix is the apostrophe Excel shows in its formula bar and nowhere else
const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="3"><font><sz val="11"/><name val="等线"/></font><font><b/><sz val="11"/><name val="等线"/></font><font><b/><sz val="11"/><color rgb="FFCF1322"/><name val="等线"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFF0F5FF"/></patternFill></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="7"><xf/><xf numFmtId="49" applyNumberFormat="1" quotePrefix="1"/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="1" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="2" applyNumberFormat="1" applyFont="1" applyFill="1" quotePrefix="1"/><xf numFmtId="49" fontId="2" fillId="2" applyNumberFormat="1" applyFont="1" applyFill="1" quotePrefix="1"/><xf numFmtId="4" applyNumberFormat="1"/></cellXfs></styleSheet>`;

const textCell = (text: string, address: string, style: number): string =>
  `<c r="${address}" s="${String(style)}" t="inlineStr"><is><t xml:space="preserve">${xmlText(text.slice(0, LONGEST_TEXT))}</t></is></c>`;

/** `-1234.05`: digits put together, never a division that could round. */
const yuanText = (fen: number): string => {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

const cell = (value: CellValue, address: string): string => {
  if (value === null || value === '') return '';
  if (typeof value === 'string') return textCell(value, address, STYLE.text);
  if (typeof value === 'number') return `<c r="${address}" s="${String(STYLE.whole)}"><v>${String(value)}</v></c>`;
  if ('fen' in value) return `<c r="${address}" s="${String(STYLE.money)}"><v>${yuanText(value.fen)}</v></c>`;
  const serial = serialOfDay(value.day);
  return serial === undefined
    ? textCell(value.day, address, STYLE.text)
    : `<c r="${address}" s="${String(STYLE.day)}"><v>${String(serial)}</v></c>`;
};

const rowXml = (values: readonly CellValue[], row: number): string =>
  `<row r="${String(row)}">${values.map((value, n) => cell(value, `${columnLetters(n)}${String(row)}`)).join('')}</row>`;

/** Lists to choose from stand on a sheet of their own, since one written into the cell may have 255 characters only. */
const validations = (sheet: Sheet, lists: readonly string[]): string => {
  const given = sheet.columns.flatMap(({ among }, n) => {
    if (among === undefined || among.length === 0) return [];
    const list = columnLetters(lists.indexOf(listKey(sheet, n)));
    const place = `${columnLetters(n)}2:${columnLetters(n)}100001`;
    return [
      `<dataValidation type="list" allowBlank="1" sqref="${place}"><formula1>${LISTS}!$${list}$1:$${list}$${String(among.length)}</formula1></dataValidation>`,
    ];
  });
  return given.length === 0
    ? ''
    : `<dataValidations count="${String(given.length)}">${given.join('')}</dataValidations>`;
};

const LISTS = 'lists';
const listKey = (sheet: Sheet, column: number): string => `${sheet.name}/${String(column)}`;

/** Rows gathered into one piece of XML. */
const ROWS_IN_PIECE = 200;

const sheetXml = async function* (sheet: Sheet, lists: readonly string[]): AsyncGenerator<string> {
  const columns = sheet.columns
    .map(({ width }, n) => {
      const place = String(n + 1);
      return `<col min="${place}" max="${place}" width="${String(width)}" style="${String(STYLE.text)}" customWidth="1"/>`;
    })
    .join('');
  const headings = sheet.columns
    .map(({ heading, required }, n) =>
      textCell(heading, `${columnLetters(n)}1`, required === true ? STYLE.required : STYLE.heading),
    )
    .join('');
  yield `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>${columns}</cols><sheetData><row r="1">${headings}</row>`;
  let row = 1;
  let piece = '';
  for await (const values of sheet.rows) {
    piece += rowXml(values, ++row);
    if (row % ROWS_IN_PIECE !== 0) continue;
    yield piece;
    piece = '';
    await new Promise((resume) => setImmediate(resume));
  }
  yield `${piece}</sheetData>${validations(sheet, lists)}</worksheet>`;
};

/** The hidden sheet of lists: one column each. */
const listsXml = (sheets: readonly Sheet[]): { readonly keys: readonly string[]; readonly xml: string } => {
  const lists = sheets.flatMap((sheet) =>
    sheet.columns.flatMap(({ among }, n) =>
      among === undefined || among.length === 0 ? [] : [{ key: listKey(sheet, n), among }],
    ),
  );
  const longest = Math.max(0, ...lists.map(({ among }) => among.length));
  const rows = Array.from({ length: longest }, (_, row) =>
    rowXml(
      lists.map(({ among }) => among[row] ?? null),
      row + 1,
    ),
  );
  return {
    keys: lists.map(({ key }) => key),
    xml: `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>${rows.join('')}</sheetData></worksheet>`,
  };
};

const relation = (id: number, type: string, target: string): string =>
  `<Relationship Id="rId${String(id)}" Type="${OFFICE}/${type}" Target="${target}"/>`;

/** Zip files carry a time of their own; it is the same for all, so that equal rows make equal files. */
const PACKED_AT = { mtime: new Date('2020-01-01T00:00:00Z') };

/** The workbook's bytes. Rejects with the fault of whoever gives the rows. */
export const writeWorkbook = async (sheets: readonly Sheet[]): Promise<Buffer> => {
  const { keys, xml } = listsXml(sheets);
  const names = [...sheets.map(({ name }) => name), ...(keys.length === 0 ? [] : [LISTS])];
  const zip = new ZipFile();
  const add = (name: string, text: string): void => {
    zip.addBuffer(Buffer.from(text), name, PACKED_AT);
  };
  const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  add(
    '[Content_Types].xml',
    `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${sheetType}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${sheetType}.styles+xml"/>${names.map((_, n) => `<Override PartName="/xl/worksheets/sheet${String(n + 1)}.xml" ContentType="${sheetType}.worksheet+xml"/>`).join('')}</Types>`,
  );
  add(
    '_rels/.rels',
    `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${relation(1, 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
  );
  add(
    'xl/workbook.xml',
    `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${names.map((name, n) => `<sheet name="${xmlAttribute(name)}" sheetId="${String(n + 1)}"${n >= sheets.length ? ' state="hidden"' : ''} r:id="rId${String(n + 1)}"/>`).join('')}</sheets></workbook>`,
  );
  add(
    'xl/_rels/workbook.xml.rels',
    `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${names.map((_, n) => relation(n + 1, 'worksheet', `worksheets/sheet${String(n + 1)}.xml`)).join('')}${relation(names.length + 1, 'styles', 'styles.xml')}</Relationships>`,
  );
  add('xl/styles.xml', STYLES);
  if (keys.length > 0) add(`xl/worksheets/sheet${String(names.length)}.xml`, xml);
  return new Promise((done, failed) => {
    const pieces: Buffer[] = [];
    zip.on('error', failed);
    zip.outputStream.on('data', (piece: Buffer) => pieces.push(piece));
    zip.outputStream.on('end', () => {
      done(Buffer.concat(pieces));
    });
    for (const [n, sheet] of sheets.entries()) {
      const rows = Readable.from(sheetXml(sheet, keys), { objectMode: true });
      rows.on('error', failed);
      zip.addReadStream(rows, `xl/worksheets/sheet${String(n + 1)}.xml`, PACKED_AT);
    }
    zip.end();
  });
};

/** What such a file is called in an answer. */
export const WORKBOOK_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The headers of an answer that is a file; the name may be Chinese (RFC 6266). */
export const downloadHeaders = (name: string): Readonly<Record<string, string>> => ({
  'content-type': WORKBOOK_TYPE,
  'content-disposition': `attachment; filename="kanglian.xlsx"; filename*=UTF-8''${encodeURIComponent(name)}`,
});
