/** What crosses the wire about claims on an insurer, its statements, and what it pays otherwise. Pure. */
import { z } from 'zod';
import { Because } from '../shapes.ts';

const fen = z.int();
const day = z.string();
const instant = z.string();
const named = z.object({ id: z.string(), name: z.string() });

export const ClaimRow = z.object({
  id: z.string(),
  payer: z.enum(['medical', 'ltci']),
  scheme: z.string(),
  through: day,
  sentAt: instant,
  lines: z.int(),
  fen,
  /** Lines the insurer has answered; of those, with a difference nobody has worked yet. */
  answered: z.int(),
  paid: fen,
  open: z.int(),
});
export type ClaimRow = z.infer<typeof ClaimRow>;
export const Claims = z.object({
  items: z.array(ClaimRow),
  /** What is in the ledger and in no claim yet. */
  unclaimed: z.array(z.object({ payer: z.enum(['medical', 'ltci']), scheme: z.string(), days: z.int(), fen })),
  today: day,
});
export type Claims = z.infer<typeof Claims>;
export const ClaimBody = z.object({
  payer: z.enum(['medical', 'ltci']),
  scheme: z.string().min(1).max(40),
  through: day,
});
export const ClaimLineView = z.object({
  line: z.int(),
  resident: named,
  month: z.string(),
  kind: z.string(),
  claimed: z.object({ days: z.int(), fen }),
  paid: z.object({ days: z.int(), fen }),
  reason: z.string().nullable(),
  /** Which statement of the insurer's this is; 0: none yet. */
  round: z.int(),
  /** The latest case of a difference of this line, and where it stands. */
  case: z.string().nullable(),
  state: z.string().nullable(),
});
export type ClaimLineView = z.infer<typeof ClaimLineView>;
export const ClaimView = z.object({ claim: ClaimRow, lines: z.array(ClaimLineView) });
export type ClaimView = z.infer<typeof ClaimView>;
export const StatementBody = z.object({
  rows: z
    .array(z.object({ line: z.int().min(1), days: z.int(), fen, reason: z.string().max(200).nullable() }))
    .min(1)
    .max(5000),
});
export const Worked = z.object({ lines: z.int() });

export const DifferencesQuery = z.object({ show: z.enum(['open', 'closed']).default('open') });
export const DifferenceRow = z.object({
  ...{ id: z.string(), number: z.string(), state: z.string(), claim: z.string(), line: z.int(), month: z.string() },
  ...{ payer: z.enum(['medical', 'ltci']), scheme: z.string(), resident: named },
  claimed: z.object({ days: z.int(), fen }),
  /** What the ledger asks of the insurer by now: what was claimed, and what was let go before. */
  owed: fen,
  paid: z.object({ days: z.int(), fen }),
  ...{ reason: z.string().nullable(), cause: z.string().nullable(), handler: named.nullable(), mine: z.boolean() },
  /** `disputeBy`: the last day to object; `verified`: whether the limit of the clock was checked. */
  ...{ foundOn: day, disputeBy: day, verified: z.boolean() },
  ...{ dueAt: instant.nullable(), late: z.boolean(), closedAt: instant.nullable() },
});
export type DifferenceRow = z.infer<typeof DifferenceRow>;
export const Differences = z.object({
  ...{ items: z.array(DifferenceRow), open: z.int(), closed: z.int(), fen, serverTime: instant },
});
export const DifferenceView = z.object({
  difference: DifferenceRow,
  ...{ note: z.string().nullable(), evidence: z.string().nullable() },
  dispute: z.object({ on: day, number: z.string().nullable() }).nullable(),
  answer: z.object({ what: z.string(), on: day, number: z.string().nullable(), promised: fen.nullable() }).nullable(),
  statements: z.array(z.object({ round: z.int(), days: z.int(), fen, reason: z.string().nullable(), at: instant })),
  days: z.array(
    z.object({
      ...{ id: z.string(), day, kind: z.string(), fen, rule: z.string().nullable() },
      ...{ because: z.array(Because), verified: z.boolean() },
    }),
  ),
});
export type DifferenceView = z.infer<typeof DifferenceView>;

const decimal = z.string().nullable();
/** Figures as text, exact; null: nothing to divide by, or hidden. A rate comes with its numerator and denominator. */
export const DifferenceFigures = z.object({
  period: z.object({ from: day, to: day }),
  items: z.array(
    z.object({
      ...{ code: z.string(), name: z.string(), unit: z.string(), definition: z.string(), leavesOut: z.string() },
      ...{ decimals: z.int(), value: decimal, numerator: decimal, denominator: decimal, masked: z.boolean() },
    }),
  ),
});
export type DifferenceFigures = z.infer<typeof DifferenceFigures>;
