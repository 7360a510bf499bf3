/** What crosses the wire about hospice stays: the list, the person's page, the ledger of days, the settlement desk. Pure. */
import { z } from 'zod';

const fen = z.int();
const day = z.string();
const instant = z.string();
const named = z.object({ id: z.string(), name: z.string() });

export const Because = z.object({
  code: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});
export type Because = z.infer<typeof Because>;
export const Part = z.object({ payer: z.string(), party: z.string(), fen, rule: z.string().nullable() });
export type Part = z.infer<typeof Part>;

export const HospiceRow = z.object({
  id: z.string(),
  number: z.string(),
  state: z.string(),
  resident: named,
  gender: z.string(),
  age: z.int().nullable(),
  diagnosis: z.string(),
  place: z.string().nullable(),
  bed: z.string().nullable(),
  organisation: named,
  since: instant.nullable(),
  /** The latest pain; null where nobody asked. */
  pain: z.int().nullable(),
  scoredAt: instant.nullable(),
  wishes: z.boolean(),
  owner: z.object({ organisation: z.string(), role: z.string() }).nullable(),
  dueAt: instant.nullable(),
  late: z.boolean(),
  mine: z.boolean(),
});
export type HospiceRow = z.infer<typeof HospiceRow>;
export const HospiceList = z.object({ items: z.array(HospiceRow), serverTime: instant });

export const DayView = z.object({
  day,
  place: z.string(),
  organisation: named,
  kind: z.string(),
  counted: z.boolean(),
  parts: z.array(Part),
  income: fen,
  exclusive: z.string().nullable(),
  because: z.array(Because),
  lack: z.array(z.string()),
  verified: z.boolean(),
});
export type DayView = z.infer<typeof DayView>;

export const Wish = z.object({
  version: z.int(),
  saidAt: instant,
  revokedAt: instant.nullable(),
  revocation: z.string().nullable(),
  content: z.record(z.string(), z.unknown()),
});
export type Wish = z.infer<typeof Wish>;
export const ScoreRow = z.object({
  id: z.string(),
  /** What all versions of one entry share. */
  entry: z.string(),
  version: z.int(),
  ...{ scale: z.string(), day, at: instant },
  /** Numbers as given, choices by their code, lists of what applies. */
  items: z.record(z.string(), z.union([z.number(), z.string(), z.array(z.string())])),
  /** Null where an item was not asked. */
  total: z.number().nullable(),
  band: z.string().nullable(),
  by: z.string().nullable(),
  recordedAt: instant,
  /** When and why it ceased to stand; null: it stands. */
  replacedAt: instant.nullable(),
  replacedWhy: z.string().nullable(),
});
export const TriggerRow = z.object({
  trigger: z.string(),
  direction: z.enum(['up', 'down']),
  item: z.string().nullable(),
  value: z.number(),
  since: instant,
});
export type ScoreRow = z.infer<typeof ScoreRow>;
export const ActRow = z.object({
  kind: z.string(),
  profession: z.string().nullable(),
  what: z.string(),
  day,
  nextOn: day.nullable(),
  by: z.string().nullable(),
});
export type ActRow = z.infer<typeof ActRow>;
export const CourseRow = z.object({
  ...{ id: z.string(), indication: z.string(), technique: z.string(), planned: z.int() },
  before: z.int(),
  after: z.int().nullable(),
  begunAt: instant,
  endedAt: instant.nullable(),
  ending: z.enum(['finished', 'stopped']).nullable(),
  result: z.string().nullable(),
  why: z.string().nullable(),
  organisation: named,
  sessions: z.array(z.object({ at: instant, by: z.string().nullable(), note: z.string().nullable() })),
});
export type CourseRow = z.infer<typeof CourseRow>;
export const TransferRow = z.object({
  from: named,
  to: named,
  place: z.string(),
  trigger: z.string(),
  reason: z.string(),
  summary: z.string().nullable(),
  requestedAt: instant,
  answer: z.string().nullable(),
  departedAt: instant.nullable(),
  arrivedAt: instant.nullable(),
  assessedAt: instant.nullable(),
  notArrived: z.string().nullable(),
});
export type TransferRow = z.infer<typeof TransferRow>;

export const Person = z.object({
  id: z.string(),
  number: z.string(),
  resident: named,
  gender: z.string(),
  age: z.int().nullable(),
  phone: z.string().nullable(),
  diagnosis: z.string(),
  admission: z
    .object({
      kps: z.int(),
      pps: z.int(),
      prognosis: z.string(),
      rules: z.string(),
      verified: z.boolean(),
      admittedAt: instant,
    })
    .nullable(),
  today: day,
  days: z.array(DayView),
  /** Those that stand, in the order of the assessments. */
  scores: z.array(ScoreRow),
  /** What a correction took the place of, or was entered by mistake. */
  earlierScores: z.array(ScoreRow),
  triggers: z.object({ found: z.array(TriggerRow), source: z.string(), verified: z.boolean() }),
  wishes: z.array(Wish),
  opioids: z.array(
    z.object({ drug: z.string(), left: z.int(), lastOn: day, entries: z.int(), usedPerDay: z.number().nullable() }),
  ),
  acts: z.array(ActRow),
  /** The latest begun first. */
  courses: z.array(CourseRow),
  transfers: z.array(TransferRow),
  serverTime: instant,
});
export type Person = z.infer<typeof Person>;

export const LedgerEntry = z.object({
  id: z.string(),
  day,
  kind: z.string(),
  reverses: z.string().nullable(),
  organisation: named,
  postings: z.array(z.object({ account: z.string(), party: z.string(), fen, rule: z.string().nullable() })),
  because: z.array(Because),
  at: instant,
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;
export const Ledger = z.object({ items: z.array(LedgerEntry) });

export const MonthQuery = z.object({ month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/) });
export const SettlementRow = z.object({
  resident: named,
  case: z.string().nullable(),
  /** Of the stay behind it: where its ledger is opened. */
  programme: z.string().nullable(),
  days: z.int(),
  medical: fen,
  ltci: fen,
  charity: fen,
  own: fen,
  held: fen,
  income: fen,
  difference: fen,
  reversals: z.int(),
});
export type SettlementRow = z.infer<typeof SettlementRow>;
export const Settlement = z.object({
  month: z.string(),
  organisation: named,
  rows: z.array(SettlementRow),
  /** When the month was last settled here; null: never. */
  settledAt: instant.nullable(),
  verified: z.boolean(),
  serverTime: instant,
});
export type Settlement = z.infer<typeof Settlement>;
export const Settled = z.object({ residents: z.int(), written: z.int(), reversed: z.int() });
export const MonthBody = z.object({ month: MonthQuery.shape.month });

export const BedRow = z.object({ id: z.string(), label: z.string(), department: z.string(), taken: z.boolean() });
export const Beds = z.object({ items: z.array(BedRow) });
export const Houses = z.object({ items: z.array(z.object({ id: z.string(), name: z.string(), kind: z.string() })) });

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

export const FundRow = z.object({
  id: z.string(),
  donor: z.string(),
  purpose: z.string(),
  given: fen,
  granted: fen,
  perResident: fen.nullable(),
});
export const GrantRow = z.object({
  id: z.string(),
  resident: named,
  donor: z.string(),
  fen,
  from: day,
  /** The last day it is for; null: until it is used up. */
  until: day.nullable(),
  approvedOn: day,
});
export const Aid = z.object({
  funds: z.array(FundRow),
  grants: z.array(GrantRow),
  /** Whom it may be granted to here: those in care. */
  people: z.array(z.object({ case: z.string(), resident: named })),
  today: day,
});
export type Aid = z.infer<typeof Aid>;
export const GrantBody = z.object({
  case: z.string().min(1).max(64),
  fund: z.string().min(1).max(64),
  fen,
  from: day,
  until: day.nullable(),
});
