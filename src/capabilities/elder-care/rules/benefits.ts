/**
 * What a programme pays, in fen. Whether a cap bounds the cost or what the fund pays is said by each programme (the sources are not
 * clear about it, and it makes a third's difference); nothing is rounded twice.
 */
import TABLE from './programmes.json' with { type: 'json' };

type Common = {
  readonly code: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly kind: string;
  readonly place: string;
  readonly validFrom: string;
  readonly validUntil?: string;
  readonly source: string;
  readonly verified: boolean;
  /** What cannot be drawn twice: programmes of one group exclude each other on the same day or bed-month. */
  readonly excludes: string;
  readonly unit: string;
  readonly levels: readonly string[];
  /** The scale whose level is asked. */
  readonly scale: string;
};
/** Pays a share of a cost under a cap. */
export type Insurance = Common & {
  readonly capFen: number;
  readonly capAppliesTo: string;
  /** 7,500 of 10,000 are 75 %. */
  readonly shareBasisPoints: number;
};
/** Pays a sum for each bed or person and month. */
export type Subsidy = Common & { readonly amountFen: number; readonly more: Readonly<Record<string, number>> };
export type Programme = Insurance | Subsidy;

export const PROGRAMMES: readonly Programme[] = TABLE;
export const findProgramme = (code: string, from: readonly Programme[] = PROGRAMMES): Programme | undefined =>
  from.find((programme) => programme.code === code);
export const isInsurance = (programme: Programme): programme is Insurance => 'capFen' in programme;

/** A share of a sum in whole fen, half a fen rounded up. */
const shareOf = (fen: number, basisPoints: number): number => Math.floor((fen * basisPoints + 5_000) / 10_000);

export type Split = { readonly fundFen: number; readonly selfFen: number };

/** One day or month of cost, split between fund and person. Throws on a cost that is no sum of money. */
export const splitCost = (programme: Insurance, costFen: number): Split => {
  if (!Number.isSafeInteger(costFen) || costFen < 0) throw new Error(`a cost of ${String(costFen)} fen`);
  const fundFen =
    programme.capAppliesTo === 'fund'
      ? Math.min(shareOf(costFen, programme.shareBasisPoints), programme.capFen)
      : shareOf(Math.min(costFen, programme.capFen), programme.shareBasisPoints);
  return { fundFen, selfFen: costFen - fundFen };
};

/** The sum of several units; each is capped by itself, since nothing is carried over. */
export const splitCosts = (programme: Insurance, costs: readonly number[]): Split =>
  costs
    .map((cost) => splitCost(programme, cost))
    .reduce((sum, { fundFen, selfFen }) => ({ fundFen: sum.fundFen + fundFen, selfFen: sum.selfFen + selfFen }), {
      fundFen: 0,
      selfFen: 0,
    });

/** A subsidy for so many bed-months or months of a person at a level. */
export const subsidyOf = (programme: Subsidy, level: string, months: number): number => {
  if (!Number.isSafeInteger(months) || months < 0) throw new Error(`${String(months)} months`);
  return (programme.amountFen + (Object.hasOwn(programme.more, level) ? (programme.more[level] ?? 0) : 0)) * months;
};

/** Calendar months touched by a period, its end excluded: `2026-01-15` to `2026-03-01` touches two. */
export const monthsOf = (from: string, until: string): number => {
  const at = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  return until <= from ? 0 : at(until) - at(from) + (until.slice(8) === '01' ? 0 : 1);
};
