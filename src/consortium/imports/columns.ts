/** Columns of a spreadsheet as data: how they are found by their headings, and what their cells are read as. */
import { dayOf, textOf, tidy, wholeOf } from '../../platform/spreadsheet/cells.ts';
import type { Cell, SheetRow } from '../../platform/spreadsheet/read.ts';
import type { CellValue } from '../../platform/spreadsheet/write.ts';
import type { Language } from '../../platform/words.ts';
import type { Rows } from '../../platform/postgres/database.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import type { ColumnCode } from './words.ts';
import { IMPORT_WORDS } from './words.ts';

/** A code and what people call it; both languages and the code itself are understood. */
export type ListEntry = { readonly code: string; readonly zh: string; readonly en: string };

export type Column = {
  readonly code: ColumnCode;
  /** Column of the rows the region answers with: compared with what is brought, and written into what goes out. */
  readonly field: string;
  readonly required?: boolean;
  readonly type: 'text' | 'day' | 'whole' | 'code';
  /** Longest text, in characters. */
  readonly most?: number;
  readonly width: number;
  /** For `code`: what may be written. */
  readonly among?: readonly ListEntry[];
};

/** Values by column; blank ones are null. Days are `YYYY-MM-DD`, codes are codes, whole numbers are digits. */
export type Values = Readonly<Partial<Record<ColumnCode, string | null>>>;

/** What is wrong with a row; never what stood in the cell (law 9). */
export type Problem = {
  readonly column: ColumnCode | null;
  readonly code: string;
  readonly values?: Refusal['values'];
};
export type ReadRow = { readonly number: number; readonly values: Values; readonly problems: readonly Problem[] };

/** Which column stands where: index in the sheet. */
export type Places = ReadonlyMap<ColumnCode, number>;

export const problem = (column: ColumnCode | null, code: string, values?: Refusal['values']): Problem =>
  values === undefined ? { column, code } : { column, code, values };

export const headingOf = (code: ColumnCode, language: Language): string => IMPORT_WORDS[language].columns[code][0];

/** Headings are compared without blanks, marks of obligation and what stands in brackets behind them. */
const bare = (heading: string): string =>
  heading
    .normalize('NFKC')
    .replace(/\([^)]*\)$/, '')
    .replace(/[\s*]/g, '')
    .toLowerCase();

/**
 * Finds the columns by the headings of the first row, in any order. Refusals: `import.columns` naming the missing, unknown
 * and repeated ones.
 */
export const findPlaces = (columns: readonly Column[], row: SheetRow, language: Language): Places | Refusal => {
  const known = new Map<string, ColumnCode>();
  for (const code of [...columns.map((column) => column.code), 'problem'] as const)
    for (const spoken of ['zh', 'en'] as const) known.set(bare(headingOf(code, spoken)), code);
  const places = new Map<ColumnCode, number>();
  const strange: string[] = [];
  const twice: string[] = [];
  for (const [place, cell] of row.cells.entries()) {
    const heading = cell === undefined ? null : tidy(cell.text);
    if (heading === null) continue;
    const code = known.get(bare(heading));
    if (code === undefined) strange.push(heading.slice(0, 30));
    else if (places.has(code)) twice.push(headingOf(code, language));
    else places.set(code, place);
  }
  const missing = columns
    .filter((column) => column.required === true && !places.has(column.code))
    .map((column) => headingOf(column.code, language));
  if (missing.length + strange.length + twice.length === 0) return places;
  const list = (names: readonly string[]): string => names.slice(0, 10).join('、');
  return refuse('import.columns', { missing: list(missing), strange: list(strange), twice: list(twice) });
};

const codeIn = (column: Column, text: string): string | Refusal => {
  const wanted = bare(text);
  const found = column.among?.find(({ code, zh, en }) => [code, zh, en].some((word) => bare(word) === wanted));
  if (found !== undefined) return found.code;
  return refuse('import.not-in-list');
};

const valueOf = (column: Column, cell: Cell | undefined): string | null | Refusal => {
  if (column.type === 'day') return dayOf(cell);
  if (column.type === 'whole') return wholeOf(cell);
  const text = textOf(cell);
  if (typeof text !== 'string') return text;
  if (column.type === 'code') return codeIn(column, text);
  return Array.from(text).length > (column.most ?? 200)
    ? refuse('import.too-long', { most: column.most ?? 200 })
    : text;
};

/** Reads one row; what is wrong with a cell does not hide what is wrong with the next. */
export const readRow = (columns: readonly Column[], places: Places, row: SheetRow): ReadRow => {
  const values: Partial<Record<ColumnCode, string | null>> = {};
  const problems: Problem[] = [];
  for (const column of columns) {
    const place = places.get(column.code);
    const value = place === undefined ? null : valueOf(column, row.cells[place]);
    if (isRefusal(value)) problems.push(problem(column.code, value.refused, value.values));
    else if (value === null && column.required === true) problems.push(problem(column.code, 'import.required'));
    else values[column.code] = value;
  }
  return { number: row.number, values, problems };
};

export const textIn = (row: Rows[number] | undefined, field: string): string | null => {
  const value = row?.[field];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;
};

/** Whether a value that is given differs from what is known; a blank cell changes nothing. */
export const differs = (columns: readonly Column[], values: Values, known: Rows[number]): boolean =>
  columns.some(({ code, field }) => {
    const value = values[code];
    return typeof value === 'string' && value !== tidy(textIn(known, field) ?? '');
  });

/** A row as it goes out: codes as the words of the list (one the list does not know as it is), days as days. */
export const cellsOf = (columns: readonly Column[], row: Rows[number], language: Language): readonly CellValue[] =>
  columns.map(({ field, type, among }): CellValue => {
    const text = textIn(row, field);
    if (text === null) return null;
    if (type === 'day') return { day: text };
    if (type === 'whole') return Number(text);
    return type === 'code' ? (among?.find(({ code }) => code === text)?.[language] ?? text) : text;
  });

/** A words table of one kind as a list of both languages. */
export const listOf = (
  zh: Readonly<Record<string, string>>,
  en: Readonly<Record<string, string>>,
  codes: readonly string[] = Object.keys(zh),
): readonly ListEntry[] => codes.map((code) => ({ code, zh: zh[code] ?? code, en: en[code] ?? code }));
