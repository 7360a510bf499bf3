/** What every kind of import is made of: its columns, who may, how rows are judged, what is written, what is given out. */
import type { Clock } from '../../platform/clock.ts';
import type { CivilDay } from '../../platform/civil-time.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Actor, Rows, Statement } from '../../platform/postgres/database.ts';
import type { Refusal } from '../../platform/refusal.ts';
import type { CellValue } from '../../platform/spreadsheet/write.ts';
import type { Language } from '../../platform/words.ts';
import type { Deed } from '../permission.ts';
import type { Column, Problem, ReadRow } from './columns.ts';
import { problem } from './columns.ts';
import type { ImportKindName } from './shapes.ts';
import type { ColumnCode } from './words.ts';

/** Sends statements and answers their rows: a reading flight in a check, the transaction's own in an import. */
export type Ask = (statements: readonly Statement[]) => Promise<readonly Rows[]>;

export type Verdict = {
  readonly row: number;
  readonly outcome: 'added' | 'altered' | 'unchanged' | 'refused';
  readonly problems: readonly Problem[];
  /** Added, though the region knows somebody who may be the same: a person compares them afterwards. */
  readonly similar?: boolean;
};

export type Judged = {
  /** One for each row, in order. */
  readonly verdicts: readonly Verdict[];
  /** Residents whose records were looked at, for the audit. */
  readonly residents: readonly string[];
  /** What is written for the rows that are new or changed; asked in an import only. */
  readonly statements: () => Promise<readonly Statement[]>;
};

/** Who brings the file, and when. */
export type ImportContext = {
  readonly actor: Actor;
  readonly at: Date;
  readonly today: CivilDay;
  readonly ids: Ids;
};

/** One pass over a file, from its first row to its last. */
export type Pass = { readonly judge: (ask: Ask, rows: readonly ReadRow[]) => Promise<Judged> };

export type ImportKind = {
  readonly name: ImportKindName;
  readonly deed: Deed;
  readonly columns: readonly Column[];
  /** Rows judged together; a kind whose rows speak of each other judges the whole file at once. */
  readonly batch: number;
  /** Most rows of one file. */
  readonly most: number;
  /** Whether this person's organisation has anything of the kind. */
  readonly admit: (context: ImportContext, ask: Ask) => Promise<Refusal | undefined>;
  readonly begin: (context: ImportContext) => Pass;
  /** What the region has, in the layout of the columns, page by page; each page names the residents in it. */
  readonly pages: (
    context: ImportContext,
    ask: Ask,
    language: Language,
  ) => AsyncIterable<{ readonly rows: readonly (readonly CellValue[])[]; readonly residents: readonly string[] }>;
};

export type KindOptions = { readonly clock: Clock; readonly ids: Ids };

/** Rows of a file that say the same thing twice: the later one is refused and names the earlier. */
export const firstRows = (): ((key: string | null, row: number) => number | undefined) => {
  const first = new Map<string, number>();
  return (key, row) => {
    if (key === null) return undefined;
    const found = first.get(key);
    if (found === undefined) first.set(key, row);
    return found;
  };
};

/** Codes people give: they become FHIR ids, and parts of others. */
export const codeProblem = (column: ColumnCode, code: string | null | undefined, most: number): readonly Problem[] =>
  code === null || code === undefined || (/^[A-Za-z0-9][A-Za-z0-9.-]*$/.test(code) && code.length <= most)
    ? []
    : [problem(column, 'import.code', { most })];

export const dayOrder = (from: string | null | undefined, until: string | null | undefined): readonly Problem[] =>
  typeof from === 'string' && typeof until === 'string' && until <= from
    ? [problem('until', 'import.ends-before')]
    : [];

const PHONE = /^\+?[\d\s()-]{5,20}$/;
/** A number that is registered already may stay as it is. */
export const phoneProblem = (phone: string | null | undefined, known: unknown): readonly Problem[] =>
  typeof phone === 'string' && phone !== known && !PHONE.test(phone) ? [problem('phone', 'resident.phone')] : [];

/** Rows by a column of text, for looking them up. */
export const byId = (rows: Rows | undefined, column = 'id'): ReadonlyMap<string, Rows[number]> =>
  new Map((rows ?? []).map((row) => [String(row[column]), row]));

export const given = (values: readonly (string | null | undefined)[]): readonly string[] => [
  ...new Set(values.filter((value): value is string => typeof value === 'string')),
];
