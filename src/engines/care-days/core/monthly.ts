/**
 * Statements of a month: the payers' side of the ledger, gathered by person, by institution or by payer. Every posting of a payer's
 * stands in exactly one group, so that statements of each kind add up to the ledger. Pure.
 */
import { addDays } from '../../../platform/civil-time.ts';
import type { CivilDay } from '../../../platform/civil-time.ts';
import type { Account } from './ledger.ts';
import type { Fen } from './money.ts';

/** Who owes for a day. The other accounts are what it is owed to: the institution, the resident, or the institution's own difference. */
export const PAYER_ACCOUNTS = ['medical', 'ltci', 'charity', 'resident', 'held'] as const satisfies readonly Account[];
export type PayerAccount = (typeof PAYER_ACCOUNTS)[number];
export const STATEMENT_KINDS = ['person', 'institution', 'payer'] as const;
export type StatementKind = (typeof STATEMENT_KINDS)[number];

/** How an entry counts: it stands, it was taken back later, it takes another back, or it is what the insurer paid otherwise. */
export type BookedAs = 'stands' | 'taken-back' | 'reversal' | 'insurer';
/** One posting of a payer's. `party`: the scheme, the fund, or what is held back of whom; of residents the payer is all of them: empty. */
export type Booked = {
  readonly entry: string;
  readonly resident: string;
  readonly organisation: string;
  readonly day: CivilDay;
  readonly as: BookedAs;
  readonly account: PayerAccount;
  readonly party: string;
  readonly fen: Fen;
};
/** Days of one price without a day between them: `fen` is `days` × `unit`, exactly. */
export type StatementRow = Pick<Booked, 'account' | 'party' | 'as'> & {
  readonly unit: Fen;
  readonly days: number;
  readonly from: CivilDay;
  readonly through: CivilDay;
  readonly fen: Fen;
};
export type StatementGroup = {
  readonly key: string;
  readonly rows: readonly StatementRow[];
  /** Days that stand, each once however many payers share it. */
  readonly days: number;
  readonly residents: number;
  readonly fen: Fen;
};
export type MonthStatement = {
  readonly groups: readonly StatementGroup[];
  readonly days: number;
  readonly residents: number;
  readonly fen: Fen;
  /** Entries that take another back. */
  readonly reversals: number;
};

/** A payer as one word that stands in an address: `medical|employee`, `resident|`. */
export const payerKey = ({ account, party }: Pick<Booked, 'account' | 'party'>): string => `${account}|${party}`;

const ORDER: readonly BookedAs[] = ['stands', 'taken-back', 'reversal', 'insurer'];
const inOrder = (one: StatementRow, other: StatementRow): number =>
  PAYER_ACCOUNTS.indexOf(one.account) - PAYER_ACCOUNTS.indexOf(other.account) ||
  (one.party < other.party ? -1 : one.party > other.party ? 1 : 0) ||
  ORDER.indexOf(one.as) - ORDER.indexOf(other.as) ||
  (one.from < other.from ? -1 : one.from > other.from ? 1 : 0) ||
  other.unit - one.unit;

/** A new row begins where days are missing: a row's first and last day are read as one stretch. */
const rowsOf = (booked: readonly Booked[]): readonly StatementRow[] => {
  type Row = { -readonly [Key in keyof StatementRow]: StatementRow[Key] };
  const rows: Row[] = [];
  const latest = new Map<string, Row>();
  const byDay = [...booked].sort((one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : 0));
  for (const { account, party, as, day, fen } of byDay) {
    const key = `${account}|${party}|${as}|${String(fen)}`;
    const row = latest.get(key);
    if (row !== undefined && day <= addDays(row.through, 1)) {
      row.days += 1;
      row.fen += fen;
      row.through = day;
      continue;
    }
    const begun = { account, party, as, unit: fen, days: 1, from: day, through: day, fen };
    rows.push(begun);
    latest.set(key, begun);
  }
  return rows.sort(inOrder);
};
const sum = (booked: readonly Booked[]): Fen => booked.reduce((all, { fen }) => all + fen, 0);
const standingDays = (booked: readonly Booked[]): number =>
  new Set(booked.flatMap(({ as, resident, day }) => (as === 'stands' ? [`${resident}|${day}`] : []))).size;
const residentsOf = (booked: readonly Booked[]): number => new Set(booked.map(({ resident }) => resident)).size;

/** Groups in the order in which they first appear. */
export const monthStatement = (booked: readonly Booked[], keyOf: (one: Booked) => string): MonthStatement => {
  const groups = new Map<string, Booked[]>();
  for (const one of booked) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return {
    groups: [...groups].map(([key, own]) => ({
      ...{ key, rows: rowsOf(own), days: standingDays(own), residents: residentsOf(own), fen: sum(own) },
    })),
    ...{ days: standingDays(booked), residents: residentsOf(booked), fen: sum(booked) },
    reversals: new Set(booked.flatMap(({ as, entry }) => (as === 'reversal' ? [entry] : []))).size,
  };
};

/** Not settled; settled before the month was over, through that day; or settled whole. */
export type MonthState = 'never' | 'partly' | 'settled';
export const monthState = (month: string, settledOn: CivilDay | null): MonthState =>
  settledOn === null ? 'never' : settledOn.slice(0, 7) <= month ? 'partly' : 'settled';
