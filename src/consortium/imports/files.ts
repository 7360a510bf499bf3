/** The workbooks of imports: the template to fill in, what the region has in the same layout, and the rows that were refused. */
import { SPREADSHEET_LIMITS } from '../../platform/spreadsheet/limits.ts';
import { readSheet } from '../../platform/spreadsheet/read.ts';
import type { Cell } from '../../platform/spreadsheet/read.ts';
import type { CellValue, Sheet } from '../../platform/spreadsheet/write.ts';
import { writeWorkbook } from '../../platform/spreadsheet/write.ts';
import type { Language } from '../../platform/words.ts';
import { findPlaces, headingOf } from './columns.ts';
import type { Column } from './columns.ts';
import type { ImportKind } from './kind.ts';
import type { RefusedRow } from './store.ts';
import { IMPORT_WORDS } from './words.ts';
import { isRefusal } from '../../platform/refusal.ts';

type Rows = Sheet['rows'];

const columnsOf = (columns: readonly Column[], language: Language): Sheet['columns'] =>
  columns.map(({ code, width, among, required }) => ({
    heading: headingOf(code, language),
    width,
    ...(required === true ? { required } : {}),
    ...(among === undefined ? {} : { among: among.map((entry) => entry[language]) }),
  }));

/** The sheet that is filled in; it comes first, since the first sheet is the one that is read. */
const dataSheet = ({ name, columns }: ImportKind, rows: Rows, language: Language): Sheet => ({
  name: IMPORT_WORDS[language].kinds[name],
  columns: columnsOf(columns, language),
  rows,
});

const explanationSheet = ({ columns }: ImportKind, language: Language): Sheet => {
  const { sheets, explanation, columns: words } = IMPORT_WORDS[language];
  return {
    name: sheets.explanation,
    columns: [
      { heading: explanation.column, width: 20 },
      { heading: explanation.required, width: 12 },
      { heading: explanation.what, width: 70 },
      { heading: explanation.example, width: 30 },
    ],
    rows: [
      ...columns.map(({ code, required }): readonly CellValue[] => {
        const [heading, what, example] = words[code];
        return [heading, required === true ? explanation.yes : explanation.no, what, example];
      }),
      [null, null, explanation.general],
    ],
  };
};

const listsSheet = ({ columns }: ImportKind, language: Language): readonly Sheet[] => {
  const { sheets, list } = IMPORT_WORDS[language];
  const rows = columns.flatMap(({ code, among = [] }) =>
    among.map((entry): readonly CellValue[] => [headingOf(code, language), entry[language]]),
  );
  if (rows.length === 0) return [];
  const columnsOfList = [
    { heading: list.column, width: 20 },
    { heading: list.word, width: 30 },
  ];
  return [{ name: sheets.lists, columns: columnsOfList, rows }];
};

/** A workbook in the layout of a kind, with its explanation and its lists; without rows it is the template. */
export const workbookOf = (kind: ImportKind, rows: Rows, language: Language): Promise<Buffer> =>
  writeWorkbook([dataSheet(kind, rows, language), explanationSheet(kind, language), ...listsSheet(kind, language)]);

/** As it stood in the file that was sent: a number stays one, so that lost digits are found again. */
const asSent = (cell: Cell | undefined): CellValue => {
  if (cell === undefined) return null;
  if (cell.kind === 'number') return Number.isFinite(Number(cell.text)) ? Number(cell.text) : cell.text;
  return cell.kind === 'day' && cell.text.length === 10 ? { day: cell.text } : cell.text;
};

/**
 * The refused rows as they were sent, with what is wrong behind each: to be mended there and sent in again.
 * @param sentence the problems of one row in words
 */
export const refusedWorkbook = async (
  kind: ImportKind,
  bytes: Buffer,
  refused: readonly RefusedRow[],
  sentence: (row: RefusedRow) => string,
  language: Language,
): Promise<Buffer> => {
  const wanted = new Map(refused.map((row) => [row.row, row]));
  const rows: CellValue[][] = [];
  let places: ReturnType<typeof findPlaces> | undefined;
  await readSheet(
    bytes,
    (batch) => {
      for (const row of batch) {
        if (places === undefined) {
          places = findPlaces(kind.columns, row, language);
          continue;
        }
        const found = wanted.get(row.number);
        if (found === undefined || isRefusal(places)) continue;
        const at = places;
        const cells = kind.columns.map(({ code }) => asSent(row.cells[at.get(code) ?? -1]));
        rows.push([...cells, sentence(found)]);
      }
      return Promise.resolve(undefined);
    },
    { ...SPREADSHEET_LIMITS, rows: kind.most },
  );
  const sheet = dataSheet(kind, rows, language);
  const problems = { heading: headingOf('problem', language), width: 80 };
  return writeWorkbook([
    { ...sheet, columns: [...sheet.columns, problems] },
    explanationSheet(kind, language),
    ...listsSheet(kind, language),
  ]);
};
