/** What the screen shows as a table of values (CSV, RFC 4180), for whoever counts on. Pure. */
import type { FigureView } from '../../../capabilities/referral/index.ts';
import type { words } from './words.ts';

type Words = (typeof words)['zh'];
type Cell = string | number | null;

/** Quoted where it has to be; a cell that a spreadsheet would take for a formula begins with an apostrophe. */
const cell = (value: Cell): string => {
  if (value === null) return '';
  const text = typeof value === 'number' ? String(value) : /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** With the byte-order mark by which spreadsheets know the letters. `reason` words a refusal's reason. */
export const sheetOf = (view: FigureView, words: Words, reason: (code: string) => string): string => {
  const parts = words.sheetParts;
  const value = (share: number | null): Cell => (share === null ? null : Number(share.toFixed(2)));
  const rows: readonly (readonly Cell[])[] = [
    [words.scope, view.scope.name],
    [words.period, words.periodText(view.from, view.until)],
    [words.asOf, view.past === null ? view.asOf : words.pastDay(view.past)],
    words.sheetHead,
    ...view.rates.map((rate): readonly Cell[] => [
      parts.rate,
      words.figures[rate.code],
      rate.numerator,
      rate.denominator,
      value(rate.value),
      null,
      rate.version,
    ]),
    ...view.rows.map((row): readonly Cell[] => [
      parts.row,
      row.id === '' ? words.unaffiliated : row.name,
      row.numerator,
      row.denominator,
      value(row.value),
      row.up,
    ]),
    ...view.flows.map((flow): readonly Cell[] => [
      parts.flow,
      words.flow(words.levels[flow.from], words.levels[flow.to]),
      null,
      null,
      null,
      flow.count ?? words.notCollected,
    ]),
    ...view.refusals.map((one): readonly Cell[] => [parts.refusal, reason(one.reason), null, null, null, one.count]),
    ...view.endings.map((one): readonly Cell[] => [
      parts.ending,
      (words.endingWords as Readonly<Record<string, string>>)[one.ending] ?? one.ending,
      null,
      null,
      null,
      one.count,
    ]),
  ];
  return `\ufeff${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
};
