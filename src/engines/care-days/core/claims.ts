/**
 * What an insurer is asked for and what it answers. The insurer's platform settles: our sums are a claim, its amount is the one
 * that counts, and every difference is worked by a person. Each entry of the ledger is claimed once.
 */
import type { CivilDay } from '../../../platform/civil-time.ts';
import type { Refusal } from '../../../platform/refusal.ts';
import { refuse } from '../../../platform/refusal.ts';
import type { Entry } from './ledger.ts';
import type { Fen } from './money.ts';
import { isFen } from './money.ts';
import { inText } from './places.ts';

export type ClaimOf = {
  readonly payer: 'medical' | 'ltci';
  readonly scheme: string;
  readonly organisation: string;
};

/** One resident's days of one month; a correction of an earlier month is a line of its own, and may be negative. */
export type ClaimLine = {
  readonly number: number;
  readonly resident: string;
  /** `YYYY-MM` of the days. */
  readonly month: string;
  /** Days more than were claimed before (fewer when negative). */
  readonly days: number;
  readonly fen: Fen;
  readonly entries: readonly string[];
};

const partOf = (entry: Entry, { payer, scheme }: ClaimOf): Fen =>
  entry.postings.reduce((sum, { account, party, fen }) => sum + (account === payer && party === scheme ? fen : 0), 0);

/** The lines of a claim out of entries that no claim has taken yet, through a civil day. Lines that come to nothing are left in. */
export const claimLines = (entries: readonly Entry[], of: ClaimOf, through: CivilDay): readonly ClaimLine[] => {
  const groups = new Map<string, Omit<ClaimLine, 'number'> & { readonly entries: string[] }>();
  for (const entry of entries) {
    if (entry.kind === 'statement' || entry.organisation !== of.organisation || entry.day > through) continue;
    const fen = partOf(entry, of);
    if (fen === 0) continue;
    const month = entry.day.slice(0, 7);
    const key = `${month}|${entry.resident}`;
    const { days, fen: sum, entries: ids } = groups.get(key) ?? { days: 0, fen: 0, entries: [] };
    groups.set(key, {
      ...{ resident: entry.resident, month, fen: sum + fen, entries: [...ids, entry.id] },
      days: days + (entry.kind === 'reversal' ? -1 : 1),
    });
  }
  return [...groups]
    .sort(([one], [other]) => inText(one, other))
    .map(([, line], index) => ({ number: index + 1, ...line }));
};

/** A row of the insurer's statement, by the number of our line. */
export type StatementRow = {
  readonly line: number;
  readonly days: number;
  readonly fen: Fen;
  readonly reason: string | null;
};
export type Difference = {
  readonly line: number;
  readonly kind: 'agreed' | 'less' | 'more' | 'refused' | 'unanswered';
  readonly claimed: { readonly days: number; readonly fen: Fen };
  readonly paid: { readonly days: number; readonly fen: Fen };
  readonly reason: string | null;
};

/** Whether a statement can be read against a claim at all: a row twice, or one that nobody asked for, is sent back. */
export const checkStatement = (lines: readonly ClaimLine[], rows: readonly StatementRow[]): true | Refusal => {
  const seen = new Set<number>();
  const known = new Map(lines.map((line) => [line.number, line]));
  for (const { line, fen } of rows) {
    const claimed = known.get(line);
    if (claimed === undefined) return refuse('statement-row-unknown', { line });
    if (seen.has(line)) return refuse('statement-row-twice', { line });
    seen.add(line);
    if (claimed.fen >= 0 && !isFen(fen)) return refuse('statement-money', { line });
    if (!Number.isSafeInteger(fen)) return refuse('statement-money', { line });
  }
  return true;
};

const kindOf = (claimed: Fen, paid: Fen): Difference['kind'] => {
  if (paid === claimed) return 'agreed';
  if (paid === 0) return 'refused';
  return paid < claimed ? 'less' : 'more';
};

/** Line by line, what the insurer pays against what was claimed; a line it says nothing of is open, not refused. */
export const differencesOf = (lines: readonly ClaimLine[], rows: readonly StatementRow[]): readonly Difference[] =>
  lines.map(({ number, days, fen }) => {
    const row = rows.find(({ line }) => line === number);
    const claimed = { days, fen };
    return row === undefined
      ? { line: number, kind: 'unanswered', claimed, paid: { days: 0, fen: 0 }, reason: null }
      : {
          line: number,
          kind: kindOf(fen, row.fen),
          claimed,
          paid: { days: row.days, fen: row.fen },
          reason: row.reason,
        };
  });

/** A line whose difference is let go: what the ledger asks of the insurer by now, and what it pays. */
export type WorkedLine = {
  readonly claim: string;
  readonly line: number;
  readonly round: number;
  readonly of: ClaimOf;
  readonly resident: string;
  /** The last day of the claim: when the entry is booked. */
  readonly day: CivilDay;
  readonly owed: Fen;
  readonly paid: Fen;
};

/**
 * The entry that makes the ledger say what the insurer pays. What it does not pay is borne by the institution: it may not be put
 * on the resident (care-and-governance-rules §1.7); a cover that was wrong is corrected as a fact, and then reverses by itself.
 */
export const statementEntry = (
  { of, resident, day, owed, paid }: WorkedLine,
  made: { readonly id: string; readonly at: Date },
): Entry | null => {
  const short = owed - paid;
  if (short === 0) return null;
  return {
    ...{ ...made, resident, day, organisation: of.organisation, kind: 'statement', reverses: null },
    postings: [
      { account: of.payer, party: of.scheme, fen: -short, rule: null },
      { account: 'difference', party: of.organisation, fen: short, rule: null },
    ],
    because: [{ code: 'insurer-paid', values: { claimed: owed, paid } }],
    verified: true,
  };
};
