/** What crosses the wire about statements of a month: the list, one with its days, and which of it left the house. Pure. */
import { z } from 'zod';
import { STATEMENT_KINDS } from '../../../engines/care-days/core/monthly.ts';
import { Id } from '../../../consortium/shapes.ts';
import { MonthQuery } from '../shapes.ts';

const fen = z.int();
const instant = z.string();
const named = z.object({ id: z.string(), name: z.string() });
const Kind = z.enum(STATEMENT_KINDS);

export const StatementsQuery = z.object({
  month: MonthQuery.shape.month,
  by: Kind.default('person'),
  /** As known at this moment; left out: now. */
  known: z.iso.datetime({ offset: true }).optional(),
});
/** `of`: the resident, the institution, or the payer as `account|party`. */
export const StatementQuery = StatementsQuery.extend({
  by: Kind,
  of: z.union([Id, z.string().regex(/^[a-z]+\|[\w:.-]{0,80}$/)]),
});
export type StatementQuery = z.infer<typeof StatementQuery>;
/** A copy for paper or a workbook is always of a moment: that of what was looked at. */
export const StatementCopy = StatementQuery.required({ known: true });

const Head = {
  month: z.string(),
  by: Kind,
  organisation: named,
  /** Whether the reader works at the house, or looks over all: then without names, small numbers hidden. */
  overseer: z.boolean(),
  settled: z.enum(['never', 'partly', 'settled']),
  settledAt: instant.nullable(),
  verified: z.boolean(),
  known: instant,
  serverTime: instant,
};
export const StatementLine = z.object({
  ...{ of: z.string(), name: z.string(), days: z.int().nullable(), residents: z.int().nullable() },
  fen: fen.nullable(),
  /** Entries that take others back, and what the insurer paid otherwise. */
  ...{ reversals: z.int().nullable(), answers: z.int().nullable() },
  /** Copies on paper so far. */
  copies: z.int(),
  /** Of an institution: how far its month is settled. */
  settled: z.enum(['never', 'partly', 'settled']).nullable(),
});
export type StatementLine = z.infer<typeof StatementLine>;
export const Statements = z.object({
  ...Head,
  items: z.array(StatementLine),
  days: z.int().nullable(),
  fen: fen.nullable(),
});
export type Statements = z.infer<typeof Statements>;

const Row = z.object({
  ...{
    account: z.string(),
    party: z.string(),
    name: z.string(),
    as: z.enum(['stands', 'taken-back', 'reversal', 'insurer']),
  },
  ...{ unit: fen, days: z.int(), from: z.string(), through: z.string(), fen },
});
const Group = z.object({
  ...{
    key: z.string(),
    name: z.string(),
    days: z.int().nullable(),
    residents: z.int().nullable(),
    fen: fen.nullable(),
  },
  rows: z.array(Row),
});
export const Booking = z.object({
  ...{
    entry: z.string(),
    day: z.string(),
    as: Row.shape.as,
    account: z.string(),
    party: z.string(),
    name: z.string(),
    fen,
  },
});
export const StatementView = z.object({
  ...Head,
  ...{
    of: z.string(),
    name: z.string(),
    groups: z.array(Group),
    days: z.int().nullable(),
    residents: z.int().nullable(),
  },
  ...{ fen: fen.nullable(), reversals: z.int(), copies: z.int() },
  /** Of one person: every entry behind the sums, by day; and where the ledger of the stay is opened. */
  bookings: z.array(Booking),
  stay: z.object({ case: z.string(), programme: z.string() }).nullable(),
});
export type StatementView = z.infer<typeof StatementView>;

/** A sum of its own says something: not where the group is one row under its own name. */
export const summed = ({ name, rows }: StatementView['groups'][number]): boolean =>
  rows.length !== 1 || rows[0]?.name !== name;
