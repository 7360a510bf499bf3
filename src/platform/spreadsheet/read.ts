/**
 * Reads the first sheet of a workbook row by row, as it is stored: the digits of a number as they were written, a formula by
 * the value it had when the file was saved. Merged cells are refused, since it is not said which row they belong to.
 */
import type { Refusal } from '../refusal.ts';
import { isRefusal, refuse } from '../refusal.ts';
import { addressOf, columnOf } from './address.ts';
import { unescaped } from './escapes.ts';
import { LONGEST_TEXT, SPREADSHEET_LIMITS } from './limits.ts';
import type { SpreadsheetLimits } from './limits.ts';
import { openParts } from './open.ts';
import { readDateStyles, readSharedTexts, readWorkbook } from './parts.ts';
import { dayOfSerial } from './serials.ts';
import type { Attributes } from './xml.ts';
import { readXml } from './xml.ts';

/** `formula`: one without a value. `error`: `#N/A`, or a date that is none. `day` may carry a time: `2026-01-05 13:30`. */
export type Cell = {
  readonly kind: 'text' | 'number' | 'day' | 'boolean' | 'error' | 'formula';
  readonly text: string;
};
/** `number` is the row's as Excel shows it; a cell's place is its column. Rows without any content are left out. */
export type SheetRow = { readonly number: number; readonly cells: readonly (Cell | undefined)[] };

/** Receives rows in order, some hundred at a time; a refusal ends the reading. */
export type OnRows = (rows: readonly SheetRow[]) => Promise<Refusal | undefined>;

const MERGES_TOLD = 10;

type Open = { column: number; kind: string; style: number; formula: boolean; value: string | null };

type Texts = {
  readonly shared: readonly string[];
  readonly dates: ReadonlySet<number>;
  readonly from1904: boolean;
};

const timeOf = (serial: number): string => {
  const minutes = Math.round((serial - Math.floor(serial)) * 1440);
  const two = (n: number): string => String(n).padStart(2, '0');
  return minutes === 0 ? '' : ` ${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
};

const cellOf = (open: Open, { shared, dates, from1904 }: Texts): Cell | undefined => {
  const { kind, value, formula, style } = open;
  if (value === null || (value === '' && formula)) return formula ? { kind: 'formula', text: '' } : undefined;
  if (kind === 's') return textCell(shared[Number(value)] ?? '');
  if (kind === 'str' || kind === 'inlineStr' || kind === 'd') return textCell(unescaped(value));
  if (kind === 'e') return { kind: 'error', text: value };
  if (kind === 'b') return { kind: 'boolean', text: value === '1' ? 'TRUE' : 'FALSE' };
  const number = value.trim();
  if (number === '') return undefined;
  if (!dates.has(style)) return { kind: 'number', text: number };
  const day = dayOfSerial(Number(number), from1904);
  return day === undefined ? { kind: 'error', text: number } : { kind: 'day', text: day + timeOf(Number(number)) };
};
const textCell = (text: string): Cell | undefined => (text === '' ? undefined : { kind: 'text', text });

const isBlank = (cell: Cell | undefined): boolean =>
  cell === undefined || (cell.kind === 'text' && cell.text.trim() === '');

type SheetPass = ReturnType<typeof sheetPass>;

/** The state of one pass over a sheet. */
const sheetPass = (texts: Texts, limits: SpreadsheetLimits) => {
  let rows: SheetRow[] = [];
  let counted = 0;
  let rowNumber = 0;
  let cells: (Cell | undefined)[] = [];
  let open: Open | undefined;
  let column = 0;
  let collecting = false;
  let phonetic = false;
  let refusal: Refusal | undefined;
  const merged: string[] = [];
  let merges = 0;

  const startCell = (attributes: Attributes): void => {
    const given = attributes['r'] === undefined ? undefined : columnOf(attributes['r']);
    column = given ?? column;
    if (column >= limits.columns) refusal ??= refuse('spreadsheet.too-many-columns', { columns: limits.columns });
    open = {
      column,
      kind: attributes['t'] ?? 'n',
      style: Number(attributes['s'] ?? 0),
      formula: false,
      value: null,
    };
    column++;
  };
  const endRow = (): void => {
    if (cells.every(isBlank)) return;
    if (++counted > limits.rows + 1) refusal ??= refuse('spreadsheet.too-many-rows', { rows: limits.rows });
    else rows.push({ number: rowNumber, cells });
  };
  return {
    listener: {
      open: (name: string, attributes: Attributes): void => {
        if (name === 'row') {
          rowNumber = attributes['r'] === undefined ? rowNumber + 1 : Number(attributes['r']);
          cells = [];
          column = 0;
        } else if (name === 'c') startCell(attributes);
        else if (name === 'f' && open !== undefined) open.formula = true;
        else if ((name === 'v' || name === 't') && open !== undefined) {
          collecting = !phonetic;
          open.value ??= '';
        } else if (name === 'rPh') phonetic = true;
        else if (name === 'mergeCell') {
          merges++;
          if (merged.length < MERGES_TOLD) merged.push(attributes['ref'] ?? '');
        }
      },
      text: (piece: string): void => {
        if (!collecting || open === undefined) return;
        open.value = (open.value ?? '') + piece;
        if (open.value.length > LONGEST_TEXT)
          refusal ??= refuse('spreadsheet.long-text', {
            address: addressOf(open.column, rowNumber),
            most: LONGEST_TEXT,
          });
      },
      close: (name: string): void => {
        if (name === 'v' || name === 't') collecting = false;
        else if (name === 'rPh') phonetic = false;
        else if (name === 'c' && open !== undefined) {
          const cell = cellOf(open, texts);
          // a sheet without an end of columns must not make an array without end
          if (open.column < limits.columns) cells[open.column] = cell;
          if (cell !== undefined && cell.text.length > LONGEST_TEXT)
            refusal ??= refuse('spreadsheet.long-text', {
              address: addressOf(open.column, rowNumber),
              most: LONGEST_TEXT,
            });
          open = undefined;
        } else if (name === 'row') endRow();
      },
    },
    take: (): readonly SheetRow[] => {
      const taken = rows;
      rows = [];
      return taken;
    },
    refusal: (): Refusal | undefined => refusal,
    mergeRefusal: (): Refusal | undefined =>
      merges === 0
        ? undefined
        : refuse('spreadsheet.merged', { addresses: merged.join('、') + (merges > merged.length ? '…' : '') }),
  };
};

/**
 * Reads the first sheet. Undefined when every row was handed on; the refusal may come after some rows were, so nothing may be
 * kept before the end. Refusals: those of `openParts`, `spreadsheet.broken`, `.merged`, `.too-many-rows`,
 * `.too-many-columns`, `.long-text`, and whatever `onRows` answers. A fault of `onRows` is thrown on.
 */
export const readSheet = async (
  bytes: Buffer,
  onRows: OnRows,
  limits: SpreadsheetLimits = SPREADSHEET_LIMITS,
): Promise<Refusal | undefined> => {
  const parts = await openParts(bytes, limits);
  if (isRefusal(parts)) return parts;
  let told: Refusal | undefined;
  let fault: { readonly of: unknown } | undefined;
  const hand = async (pass: SheetPass): Promise<boolean> => {
    told ??= pass.refusal();
    const rows = pass.take();
    if (told !== undefined || rows.length === 0) return told === undefined;
    try {
      told = await onRows(rows);
    } catch (error) {
      // the receiver's own fault is no damage of the file
      fault = { of: error };
    }
    return told === undefined && fault === undefined;
  };
  try {
    const { sheets, from1904 } = await readWorkbook(parts);
    const texts = { shared: await readSharedTexts(parts), dates: await readDateStyles(parts), from1904 };
    const pass = sheetPass(texts, limits);
    const part = sheets[0] === undefined ? undefined : await parts.open(sheets[0].part);
    if (part === undefined) return refuse('spreadsheet.broken');
    await readXml(part, pass.listener, () => hand(pass));
    if (fault === undefined && told === undefined) await hand(pass);
    told ??= pass.mergeRefusal();
  } catch {
    told ??= refuse('spreadsheet.broken');
  }
  if (fault !== undefined) throw fault.of;
  return told;
};
