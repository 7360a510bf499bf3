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
  /** Opinions waited for and tasks open. */
  work: z.int(),
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
  /** Who wrote it down. */
  by: z.string().nullable(),
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
/** An opinion asked for, or a task given; `said` is the opinion, the result, or why it was let go. */
export const WorkRow = z.object({
  id: z.string(),
  kind: z.enum(['opinion', 'task']),
  state: z.string(),
  what: z.string(),
  profession: z.string().nullable(),
  dueAt: instant.nullable(),
  closedAt: instant.nullable(),
  by: z.string().nullable(),
  said: z.string().nullable(),
});
export type WorkRow = z.infer<typeof WorkRow>;
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
  work: z.array(WorkRow),
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
