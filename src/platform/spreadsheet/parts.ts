/** The small parts of a workbook that its sheets refer to: the list of sheets, number formats, shared texts. */
import type { Parts } from './open.ts';
import { unescaped } from './escapes.ts';
import { LONGEST_TEXT } from './limits.ts';
import type { Attributes } from './xml.ts';
import { readXml } from './xml.ts';

export type SheetPart = { readonly name: string; readonly part: string };
export type Workbook = { readonly sheets: readonly SheetPart[]; readonly from1904: boolean };

const relationId = (attributes: Attributes): string =>
  Object.entries(attributes).find(([name]) => name === 'r:id' || name.endsWith(':id'))?.[1] ?? '';

/** The sheets in the order of their tabs. Throws when a part is damaged. */
export const readWorkbook = async (parts: Parts): Promise<Workbook> => {
  const targets = new Map<string, string>();
  const relations = await parts.open('xl/_rels/workbook.xml.rels');
  if (relations !== undefined)
    await readXml(relations, {
      open: (name, attributes) => {
        if (name === 'Relationship') targets.set(attributes['Id'] ?? '', attributes['Target'] ?? '');
      },
    });
  const sheets: SheetPart[] = [];
  let from1904 = false;
  const workbook = await parts.open('xl/workbook.xml');
  if (workbook !== undefined)
    await readXml(workbook, {
      open: (name, attributes) => {
        if (name === 'workbookPr') from1904 = ['1', 'true'].includes(attributes['date1904'] ?? '');
        if (name !== 'sheet') return;
        const target = targets.get(relationId(attributes)) ?? `worksheets/sheet${String(sheets.length + 1)}.xml`;
        sheets.push({
          name: attributes['name'] ?? '',
          part: target.startsWith('/') ? target.slice(1) : `xl/${target}`,
        });
      },
    });
  return { sheets, from1904 };
};

/** ECMA-376 part 1, 18.8.30: the built-in formats that show a date, those of East Asian Excel included. */
const isDateFormat = (id: number): boolean =>
  (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);

/** A custom format shows a date when a year or a day is left of it without its quoted and bracketed parts. */
const showsDate = (code: string): boolean => /[yd]/i.test(code.replace(/"[^"]*"|\[[^\]]*\]|\\./g, ''));

/** Indices of the cell styles that show their number as a date. */
export const readDateStyles = async (parts: Parts): Promise<ReadonlySet<number>> => {
  const dates = new Set<number>();
  const styles = await parts.open('xl/styles.xml');
  if (styles === undefined) return dates;
  const custom = new Map<number, boolean>();
  let within = false;
  let style = 0;
  await readXml(styles, {
    open: (name, attributes) => {
      if (name === 'numFmt') custom.set(Number(attributes['numFmtId']), showsDate(attributes['formatCode'] ?? ''));
      if (name === 'cellXfs') within = true;
      if (name !== 'xf' || !within) return;
      const format = Number(attributes['numFmtId'] ?? 0);
      if (custom.get(format) ?? isDateFormat(format)) dates.add(style);
      style++;
    },
    close: (name) => {
      if (name === 'cellXfs') within = false;
    },
  });
  return dates;
};

/**
 * The texts many cells share, by their number. Text runs are joined; phonetic readings are left out. A text longer than a cell
 * may hold is cut behind that length, for the reader to refuse.
 */
export const readSharedTexts = async (parts: Parts): Promise<readonly string[]> => {
  const texts: string[] = [];
  const part = await parts.open('xl/sharedStrings.xml');
  if (part === undefined) return texts;
  let text = '';
  let collecting = false;
  let phonetic = false;
  await readXml(part, {
    open: (name) => {
      if (name === 'si') text = '';
      if (name === 'rPh') phonetic = true;
      if (name === 't') collecting = !phonetic;
    },
    text: (piece) => {
      if (collecting && text.length <= LONGEST_TEXT) text += piece;
    },
    close: (name) => {
      if (name === 't') collecting = false;
      if (name === 'rPh') phonetic = false;
      if (name === 'si') texts.push(unescaped(text));
    },
  });
  return texts;
};
