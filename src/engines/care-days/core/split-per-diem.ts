/** Medical insurance by bed-day, in both meanings of the words (care-and-governance-rules §1.7). */
import { holdsOn, versionOf } from './dated.ts';
import { holdsOnDay } from './facts.ts';
import type { Fen } from './money.ts';
import type { PerDiemTable } from './policies.ts';
import type { Answer, Asked, Payment } from './payment.ts';

type Tier = { readonly scheme: string; readonly rate: Fen; readonly share: number; readonly severity: string };

const not = (code: string, values?: Readonly<Record<string, string | number>>): Answer => ({
  not: values === undefined ? { code } : { code, values },
});

const tableOf = ({ day, tables }: Asked, scheme: string, of: string | null): PerDiemTable | undefined =>
  tables.perDiem.find(
    (table) =>
      table.programme === day.programme &&
      table.places.includes(day.place) &&
      table.schemes.includes(scheme) &&
      table.classes.some((one) => one === '*' || one === of) &&
      holdsOn(table, day.day),
  );

/** What the resident still has to pay first. */
const deductibleOf = ({ day, tally }: Asked, table: PerDiemTable, fen: Fen): Fen => {
  const { per, fen: whole } = table.deductible;
  if (per === 'none') return 0;
  const key = `deductible|${table.code}|${day.organisation}|${per === 'stay' ? day.run : ''}`;
  const part = Math.min(fen, Math.max(0, whole - tally.count(key)));
  tally.add(key, part);
  return part;
};

const carryKey = ({ day }: Asked, table: PerDiemTable, tier: Tier): string =>
  `share|${day.day.slice(0, 7)}|${day.organisation}|${versionOf(table)}|${tier.scheme}|${String(tier.share)}`;

type Made = Pick<Payment, 'income' | 'because'> & { readonly fund: Fen; readonly resident: Fen };

const asPackage = (asked: Asked, table: PerDiemTable, tier: Tier): Made => {
  const { day, inside, outside, tally } = asked;
  if (!day.counted)
    return {
      fund: 0,
      resident: outside,
      income: outside,
      because: [{ code: 'day-not-counted', values: { kind: day.kind } }],
    };
  const base = table.underLimit === 'actual' ? Math.min(tier.rate, inside) : tier.rate;
  const first = deductibleOf(asked, table, base);
  const fund = tally.share(carryKey(asked, table, tier), base - first, tier.share);
  return {
    ...{ fund, resident: base - fund + outside, income: base + outside },
    because: [
      { code: 'package-day', values: { rate: tier.rate, base, share: tier.share, ordinal: day.ordinal } },
      ...(first > 0 ? [{ code: 'deductible', values: { fen: first } }] : []),
      ...(inside > tier.rate ? [{ code: 'over-standard', values: { fen: inside - tier.rate } }] : []),
    ],
  };
};

const asSettlement = (asked: Asked, table: PerDiemTable, tier: Tier): Made => {
  const { day, inside, outside, tally } = asked;
  const first = deductibleOf(asked, table, inside);
  const reimbursed = tally.share(carryKey(asked, table, tier), inside - first, tier.share);
  const own = inside - reimbursed;
  const standard = day.counted ? tier.rate : 0;
  const fund = table.fundPays === 'standard' ? standard : Math.max(0, standard - own);
  return {
    ...{ fund, resident: own + outside, income: inside + outside },
    because: [
      day.counted
        ? { code: 'settlement-day', values: { rate: tier.rate, inside, share: tier.share, ordinal: day.ordinal } }
        : { code: 'day-not-counted', values: { kind: day.kind } },
      ...(first > 0 ? [{ code: 'deductible', values: { fen: first } }] : []),
    ],
  };
};

/** `not` says why the insurance does not pay the day; its limits of days count only what it has paid. */
const fits = (named: string, given: string | null | undefined): boolean => named === '*' || named === given;

export const payByPerDiem = (asked: Asked): Answer => {
  const { day, facts, tally } = asked;
  const cover = facts.covers.find((one) => one.kind === 'medical' && holdsOnDay(one, day.day));
  if (cover === undefined) return not('no-medical-cover');
  const of = facts.classOf(day.organisation, day.day);
  const table = tableOf(asked, cover.scheme, of);
  if (table === undefined) return not('no-per-diem-here', { place: day.place, scheme: cover.scheme });
  const grade = facts.grades.find((one) => one.kind === 'severity' && holdsOnDay(one, day.day))?.grade;
  const ordinal = Math.max(1, day.ordinal);
  const row = table.rates.find(
    (one) =>
      fits(one.class, of) &&
      fits(one.severity, grade) &&
      one.fromDay <= ordinal &&
      (one.toDay === null || one.toDay >= ordinal),
  );
  const share = table.shares.find((one) => one.scheme === cover.scheme && fits(one.class, of));
  const stayKey = `days|${table.code}|${day.organisation}|${day.run}`;
  const yearKey = `days|${table.code}|${day.day.slice(0, 4)}`;
  if (table.maxDaysPerStay !== null && tally.count(stayKey) + (day.counted ? 1 : 0) > table.maxDaysPerStay)
    return not('stay-days-used-up', { most: table.maxDaysPerStay });
  if (table.maxDaysPerYear !== null && tally.count(yearKey) + (day.counted ? 1 : 0) > table.maxDaysPerYear)
    return not('year-days-used-up', { most: table.maxDaysPerYear });
  if (row === undefined || share === undefined) return not('no-severity', { grade: grade ?? '' });
  const tier = { scheme: cover.scheme, rate: row.rate, share: share.share, severity: row.severity };
  const { fund, resident, income, because } = (table.mode === 'package' ? asPackage : asSettlement)(asked, table, tier);
  if (day.counted) {
    tally.add(stayKey, 1);
    tally.add(yearKey, 1);
  }
  const rule = versionOf(table);
  return {
    pays: {
      parts: [
        { payer: 'medical', party: cover.scheme, fen: fund, rule },
        { payer: 'resident', party: day.resident, fen: resident, rule },
      ],
      ...{ income, allowance: 0, because, verified: table.verified },
    },
  };
};
