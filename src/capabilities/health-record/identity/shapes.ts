/** What crosses the wire about possible duplicates. Instants are ISO 8601, days `YYYY-MM-DD`; codes are worded by the reader. */
import { z } from 'zod';

const instant = z.string();
const day = z.string();
export const Id = z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/);
export const ById = z.object({ id: Id });
const named = z.object({ id: z.string(), name: z.string() });

export const ReasonView = z.object({ feature: z.string(), weight: z.int() });

export const PairRow = z.object({
  caseId: z.string(),
  number: z.string(),
  state: z.string(),
  /** Names are masked in the list; the comparison shows them. */
  one: z.string(),
  other: z.string(),
  score: z.int(),
  grade: z.enum(['certain', 'probable', 'possible', 'certainly-not']),
  reasons: z.array(ReasonView),
  dueAt: instant.nullable(),
  late: z.boolean(),
  foundAt: instant,
  closedAt: instant.nullable(),
  /** Whether the own organisation decides, or was asked. */
  mine: z.boolean(),
});
export const PairQuery = z.object({
  tab: z.enum(['open', 'closed']).default('open'),
  after: z.string().max(80).optional(),
  count: z.coerce.number().int().min(1).max(100).default(50),
});
export const PairList = z.object({
  items: z.array(PairRow),
  next: z.string().nullable(),
  rules: z.object({ version: z.string(), verified: z.boolean() }),
});

export const CardView = z.object({
  system: z.string(),
  value: z.string(),
  status: z.string(),
  /** Held with a Patient that was merged into this one. */
  inherited: z.boolean(),
});

/** One of the two, as far as it says who somebody is. Nothing of what they suffer from. */
export const Side = z.object({
  id: z.string(),
  name: z.string(),
  gender: z.string(),
  birthDate: day.nullable(),
  phone: z.string().nullable(),
  address: z.string().nullable(),
  catchment: named.nullable(),
  household: z.string().nullable(),
  deceased: z.boolean(),
  cards: z.array(CardView),
  /** Part of another record by now. */
  standing: z.boolean(),
  records: z.int(),
  openCases: z.int(),
  cases: z.int(),
  lastSeenOn: day.nullable(),
  writtenBy: named.nullable(),
  writtenAt: instant.nullable(),
});

export const DoubtfulRecord = z.object({
  reference: z.string(),
  type: z.string(),
  at: instant,
  organisation: z.string(),
});

export const MergeView = z.object({
  id: z.string(),
  absorbed: z.string(),
  survivor: z.string(),
  at: instant,
  by: z.object({ name: z.string().nullable(), role: z.string(), organisation: z.string() }),
  undone: z
    .object({
      at: instant,
      by: z.object({ name: z.string().nullable(), role: z.string(), organisation: z.string() }),
      reason: z.string(),
    })
    .nullable(),
  /** Written since and naming the survivor: whoever undoes says whose they are. Only while the merge stands. */
  doubtful: z.array(DoubtfulRecord),
  /** Comparisons of the surviving record that were found since: they stay with it, and both are compared anew. */
  since: z.array(z.object({ caseId: z.string(), number: z.string(), state: z.string() })),
});

export const Comparison = z.object({
  caseId: z.string(),
  one: Side,
  other: Side,
  score: z.int(),
  grade: z.enum(['certain', 'probable', 'possible', 'certainly-not']),
  reasons: z.array(ReasonView),
  rules: z.object({ version: z.string(), verified: z.boolean(), source: z.string() }),
  merge: MergeView.nullable(),
  mayDecide: z.boolean(),
});
export type Comparison = z.infer<typeof Comparison>;
export type SideView = z.infer<typeof Side>;
export type PairRowView = z.infer<typeof PairRow>;
export type PairListView = z.infer<typeof PairList>;

export const UndoBody = z.object({
  reason: z.string().trim().min(2).max(500),
  assigned: z.array(z.string().max(120)).max(500).default([]),
});
export const Undone = z.object({ id: z.string() });

/** Two residents a person thinks are one. */
export const ReportBody = z.object({
  one: Id,
  /** Somebody whose record one may read … */
  other: Id.optional(),
  /** … or whose whole number one has in hand. */
  number: z.string().trim().min(1).max(100).optional(),
});
export const Reported = z.object({ caseId: z.string() });
