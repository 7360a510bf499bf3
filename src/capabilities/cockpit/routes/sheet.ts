/** Figures as a workbook or CSV, with their definitions: what was asked, when it was known, how each is counted. */
import { route } from '../../../platform/http/route.ts';
import type { Route } from '../../../platform/http/route.ts';
import { isRefusal } from '../../../platform/refusal.ts';
import type { Language } from '../../../platform/words.ts';
import { downloadHeaders, writeWorkbook } from '../../../platform/spreadsheet/write.ts';
import type { CellValue, SheetColumn } from '../../../platform/spreadsheet/write.ts';
import { roundDecimal } from '../../../engines/figures/decimal.ts';
import { FigureListQuery } from '../shapes.ts';
import type { FigureList } from '../shapes.ts';
import { sheetWords } from '../words/sheet.ts';
import { listOf } from './figures.ts';
import type { FigureRoutesParts } from './question.ts';
import { z } from 'zod';

type Item = FigureList['items'][number];

const wordOf = (table: Readonly<Record<string, string>>, code: string): string => table[code] ?? code;

const valueOf = ({ figure, now }: Item, language: Language): string => {
  const words = sheetWords[language];
  if ('refused' in now) return now.refused;
  if (now.masked) return words.masked;
  return now.value === null ? wordOf(words.missing, now.missing ?? '') : roundDecimal(now.value, figure.decimals);
};

const columns = (language: Language): readonly SheetColumn[] =>
  sheetWords[language].columns.map(([heading, width]) => ({ heading, width }));

const rowOf = (item: Item, list: FigureList, language: Language): readonly CellValue[] => {
  const words = sheetWords[language];
  const { figure, now, before } = item;
  const known = 'refused' in now ? null : now;
  return [
    figure.code,
    figure.name,
    list.scopeName,
    `${list.period.from}—${list.period.to}`,
    valueOf(item, language),
    figure.unit,
    known?.numerator ?? null,
    known?.denominator ?? null,
    'refused' in before || before.value === null ? null : roundDecimal(before.value, figure.decimals),
    known === null ? null : wordOf(words.fedBy, known.fedBy),
    known?.asOf ?? null,
    String(figure.version),
    figure.definition,
    figure.leavesOut,
    figure.source.verified ? figure.source.title : `${figure.source.title}${words.unverified}`,
  ];
};

/** A cell that a spreadsheet would take for a formula begins with an apostrophe; a negative number is none. */
const csvCell = (value: CellValue): string => {
  if (value === null) return '';
  const text = typeof value === 'object' ? ('day' in value ? value.day : String(value.fen / 100)) : String(value);
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

export const sheetRoute = (parts: FigureRoutesParts): Route =>
  route({
    method: 'GET',
    path: '/api/figure-sheet',
    summary: 'Figures with their definitions as a workbook (xlsx) or CSV',
    access: 'role',
    query: FigureListQuery.extend({ format: z.enum(['xlsx', 'csv']).default('xlsx') }),
    handle: async ({ query: { format, ...query }, caller: { actor }, language }) => {
      const list = await listOf(parts, query, actor, language);
      if (isRefusal(list)) return { refusal: list };
      const words = sheetWords[language];
      const rows = list.items.map((item) => rowOf(item, list, language));
      const name = words.file(list.period.to);
      if (format === 'xlsx')
        return {
          body: await writeWorkbook([{ name: words.sheet, columns: columns(language), rows }]),
          headers: downloadHeaders(`${name}.xlsx`),
        };
      const lines = [words.columns.map(([heading]) => heading), ...rows].map((row) => row.map(csvCell).join(','));
      return {
        body: Buffer.from(`\ufeff${lines.join('\r\n')}\r\n`),
        headers: { ...downloadHeaders(`${name}.csv`), 'content-type': 'text/csv; charset=utf-8' },
      };
    },
  });
