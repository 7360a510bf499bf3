/** Who pays how much of a day: dated tables of a region. Their shape, and what makes a table unfit to be used. */
import type { Refusal } from '../../../platform/refusal.ts';
import { isRefusal, refuse } from '../../../platform/refusal.ts';
import type { Dated } from './dated.ts';
import { checkVersions } from './dated.ts';
import type { BasisPoints, Fen } from './money.ts';
import { isFen, isShare } from './money.ts';
import type { Place, Programme } from './places.ts';

/** The rate of a day by the institution's class, the severity and the day of the stay (`toDay` included; null: without end). */
export type RateRow = {
  readonly class: string;
  readonly severity: string;
  readonly fromDay: number;
  readonly toDay: number | null;
  readonly rate: Fen;
};
export type ShareRow = { readonly scheme: string; readonly class: string; readonly share: BasisPoints };

/**
 * Medical insurance by bed-day. The same words have two meanings (care-and-governance-rules §1.7):
 * `package`: the day costs the standard, the fund pays its share of it and the resident the rest, whatever was used;
 * `settlement`: the resident is billed by item and reimbursed by the ordinary rules, the fund pays the institution the standard.
 */
export type PerDiemTable = Dated & {
  readonly kind: 'per-diem';
  readonly programme: Programme;
  readonly places: readonly Place[];
  readonly mode: 'package' | 'settlement';
  readonly schemes: readonly string[];
  readonly classes: readonly string[];
  readonly severities: readonly string[];
  readonly rates: readonly RateRow[];
  readonly shares: readonly ShareRow[];
  /** What the resident pays first. `institution`: once per resident and institution, whatever the readmissions. */
  readonly deductible: { readonly per: 'none' | 'stay' | 'institution'; readonly fen: Fen };
  readonly maxDaysPerStay: number | null;
  readonly maxDaysPerYear: number | null;
  /** `package` only: whether an institution that used less keeps the standard or is paid what it used. */
  readonly underLimit: 'keep' | 'actual';
  /** `settlement` only: whether the standard is the fund's own part, or the resident's part is taken off it. */
  readonly fundPays: 'standard' | 'standard-less-resident';
  readonly countsTowardBudget: boolean;
};

export type CareCoverPay =
  | {
      readonly kind: 'share';
      readonly share: BasisPoints;
      readonly cap: Fen;
      readonly per: 'day' | 'month';
      /** Whether the cap limits the cost before the share or what the fund pays after it: papers are silent, so it is a setting. */
      readonly capAppliesTo: 'cost' | 'fund';
    }
  /** A fixed sum to the resident who arranges care alone. */
  | { readonly kind: 'fixed'; readonly fen: Fen };
export type CareCoverRow = {
  readonly place: Place;
  readonly class: string;
  readonly level: string;
  readonly pay: CareCoverPay;
};
/** Long-term-care insurance, by place, class of the institution and disability level. */
export type CareCoverTable = Dated & {
  readonly kind: 'ltci';
  readonly programme: Programme;
  readonly places: readonly Place[];
  readonly classes: readonly string[];
  readonly levels: readonly string[];
  readonly rows: readonly CareCoverRow[];
};

/** Who is asked first, and who may not pay a day that another has paid. */
export type PayerOrder = Dated & {
  readonly kind: 'order';
  readonly order: readonly ('medical' | 'ltci')[];
  readonly exclusive: boolean;
};

export type PayTables = {
  readonly perDiem: readonly PerDiemTable[];
  readonly ltci: readonly CareCoverTable[];
  readonly order: readonly PayerOrder[];
};

const checkStages = (table: PerDiemTable, of: string, severity: string): true | Refusal => {
  const own = table.rates
    .filter((row) => row.class === of && row.severity === severity)
    .sort((one, other) => one.fromDay - other.fromDay);
  const values = { code: table.code, class: of, severity };
  let next: number | null = 1;
  for (const row of own) {
    if (next === null || row.fromDay < next) return refuse('rate-overlap', { ...values, day: row.fromDay });
    if (row.fromDay > next) return refuse('rate-hole', { ...values, day: next });
    if (row.toDay !== null && row.toDay < row.fromDay) return refuse('rate-overlap', { ...values, day: row.fromDay });
    next = row.toDay === null ? null : row.toDay + 1;
  }
  return next === null || (table.maxDaysPerStay !== null && next > table.maxDaysPerStay)
    ? true
    : refuse('rate-hole', { ...values, day: next });
};

const checkPerDiem = (table: PerDiemTable): true | Refusal => {
  const { code } = table;
  if (!table.rates.every(({ rate }) => isFen(rate)) || !isFen(table.deductible.fen))
    return refuse('rate-negative', { code });
  if (!table.shares.every(({ share }) => isShare(share))) return refuse('share-out-of-bounds', { code });
  for (const row of table.rates)
    if (!table.classes.includes(row.class) || !table.severities.includes(row.severity))
      return refuse('rate-for-nobody', { code, class: row.class, severity: row.severity });
  for (const of of table.classes) {
    for (const severity of table.severities) {
      const stages = checkStages(table, of, severity);
      if (isRefusal(stages)) return stages;
    }
    for (const scheme of table.schemes) {
      const found = table.shares.filter((row) => row.scheme === scheme && row.class === of).length;
      if (found !== 1)
        return found === 0
          ? refuse('share-hole', { code, class: of, scheme })
          : refuse('share-overlap', { code, class: of, scheme });
    }
  }
  return true;
};

const checkCareCover = (table: CareCoverTable): true | Refusal => {
  const { code } = table;
  for (const { pay } of table.rows) {
    if (!isFen(pay.kind === 'share' ? pay.cap : pay.fen)) return refuse('rate-negative', { code });
    if (pay.kind === 'share' && !isShare(pay.share)) return refuse('share-out-of-bounds', { code });
  }
  for (const place of table.places)
    for (const of of table.classes)
      for (const level of table.levels) {
        const found = table.rows.filter((row) => row.place === place && row.class === of && row.level === level).length;
        if (found > 1) return refuse('cover-overlap', { code, place, class: of, level });
        if (found === 0) return refuse('cover-hole', { code, place, class: of, level });
      }
  return true;
};

/** Tables that may be used: no hole, no overlap, no negative money; or the sentence that says where. */
export const checkPayTables = (tables: PayTables): true | Refusal => {
  for (const versions of [tables.perDiem, tables.ltci, tables.order]) {
    const checked = checkVersions(versions);
    if (isRefusal(checked)) return checked;
  }
  for (const table of tables.perDiem) {
    const checked = checkPerDiem(table);
    if (isRefusal(checked)) return checked;
    const twin = tables.perDiem.find(
      (other) =>
        other.code !== table.code &&
        other.programme === table.programme &&
        other.places.some((place) => table.places.includes(place)) &&
        other.schemes.some((scheme) => table.schemes.includes(scheme)) &&
        other.classes.some((of) => table.classes.includes(of)) &&
        other.validFrom < (table.validUntil ?? '9999-12-31') &&
        table.validFrom < (other.validUntil ?? '9999-12-31'),
    );
    if (twin !== undefined) return refuse('rate-tables-overlap', { code: table.code, other: twin.code });
  }
  for (const table of tables.ltci) {
    const checked = checkCareCover(table);
    if (isRefusal(checked)) return checked;
  }
  return true;
};
