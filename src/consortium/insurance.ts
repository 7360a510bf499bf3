/** What the insurer pays of a referred stay, as dated data of the region (law 6). Money is whole fen; what is not given is unknown. */
import type { CivilDay } from '../platform/civil-time.ts';

export const LEVELS = ['primary', 'secondary', 'tertiary'] as const;
export type Level = (typeof LEVELS)[number];

type Dated = {
  readonly scheme: string;
  readonly validFrom: CivilDay;
  /** The first day it no longer holds. */
  readonly validUntil?: CivilDay | undefined;
  readonly source: string;
  readonly verified: boolean;
};
export type InsuranceRow = Dated &
  (
    | { readonly what: 'deductible'; readonly level: Level; readonly fen: number }
    /** Whole percent of what is covered, above the deductible. */
    | { readonly what: 'pay-rate'; readonly level: Level; readonly filed: boolean; readonly percent: number }
    /** How a second deductible counts on a filed referral: only what it exceeds the first by, or in full. */
    | { readonly what: 'between-levels'; readonly rule: 'difference' | 'full' }
  );

export type Insurance = {
  readonly schemes: readonly { readonly code: string; readonly zh: string; readonly en: string }[];
  readonly rows: readonly InsuranceRow[];
};

export type FilingMeaning = {
  readonly scheme: { readonly code: string; readonly zh: string; readonly en: string };
  /** Fen the resident pays first; null where the region does not say. */
  readonly deductible: { readonly filed: number | null; readonly unfiled: number | null };
  readonly percent: { readonly filed: number | null; readonly unfiled: number | null };
  /** False as soon as one of the rows used is unverified. */
  readonly verified: boolean;
};

/** One name per fact that may hold once at a time. */
export const rowKey = (row: InsuranceRow): string =>
  row.what === 'deductible'
    ? `${row.what} ${row.scheme} ${row.level}`
    : row.what === 'pay-rate'
      ? `${row.what} ${row.scheme} ${row.level} ${row.filed ? 'filed' : 'unfiled'}`
      : `${row.what} ${row.scheme}`;

/** The row in force on a day: the one that began last. */
const inForce = (insurance: Insurance, key: string, day: CivilDay): InsuranceRow | undefined =>
  insurance.rows
    .filter((row) => rowKey(row) === key && row.validFrom <= day && (row.validUntil ?? '9999-12-31') > day)
    .reduce<
      InsuranceRow | undefined
    >((latest, row) => (latest === undefined || row.validFrom > latest.validFrom ? row : latest), undefined);

/**
 * What a filed and an unfiled referral from one level to another mean for the resident, per scheme. Null wherever a figure it
 * would be worked out from is missing: nothing is guessed.
 */
export const meaningOf = (
  insurance: Insurance,
  way: { readonly from: Level | null; readonly to: Level | null },
  day: CivilDay,
): readonly FilingMeaning[] =>
  insurance.schemes.map((scheme) => {
    const used: InsuranceRow[] = [];
    const find = (key: string): InsuranceRow | undefined => {
      const row = inForce(insurance, key, day);
      if (row !== undefined) used.push(row);
      return row;
    };
    const deductibleAt = (level: Level | null): number | null => {
      const row = level === null ? undefined : find(`deductible ${scheme.code} ${level}`);
      return row?.what === 'deductible' ? row.fen : null;
    };
    const percentOf = (filed: 'filed' | 'unfiled'): number | null => {
      const row = way.to === null ? undefined : find(`pay-rate ${scheme.code} ${way.to} ${filed}`);
      return row?.what === 'pay-rate' ? row.percent : null;
    };
    const there = deductibleAt(way.to);
    const here = deductibleAt(way.from);
    const between = find(`between-levels ${scheme.code}`);
    const filed =
      between?.what !== 'between-levels' || there === null
        ? null
        : between.rule === 'full'
          ? there
          : here === null
            ? null
            : Math.max(0, there - here);
    const percent = { filed: percentOf('filed'), unfiled: percentOf('unfiled') };
    return {
      scheme,
      deductible: { filed, unfiled: there },
      percent,
      verified: used.every(({ verified }) => verified),
    };
  });

const LEVEL_SET: ReadonlySet<string> = new Set(LEVELS);
export const isLevel = (text: unknown): text is Level => typeof text === 'string' && LEVEL_SET.has(text);
