/** What crosses the wire about acceptances: the overview, one acceptance or one expert's review, and what there is to choose from. Pure. */
import { z } from 'zod';

const named = z.object({ id: z.string(), name: z.string() });
const day = z.string();

export const Term = z.object({
  id: z.string(),
  organisation: named,
  standard: z.string(),
  beds: z.int(),
  from: day,
  /** The last day it stands; null where its source names none. */
  until: day.nullable(),
  recheckOn: day.nullable(),
  certificate: z.string().nullable(),
  /** The day it ended early, and why. */
  endedOn: day.nullable(),
  endedBecause: z.string().nullable(),
  source: z.string(),
  madeUp: z.boolean(),
  stands: z.boolean(),
  case: z.string().nullable(),
  /** Labels of the numbered beds it is about. */
  named: z.array(z.string()),
});
export type Term = z.infer<typeof Term>;

export const CaseRow = z.object({
  id: z.string(),
  number: z.string(),
  pathway: z.string(),
  state: z.string(),
  /** The institution that is looked at. */
  organisation: named,
  /** Who looks: of a review only. */
  expert: named.nullable(),
  bedsAsked: z.int(),
  dueAt: z.string().nullable(),
  late: z.boolean(),
  mine: z.boolean(),
  closed: z.boolean(),
});
export type CaseRow = z.infer<typeof CaseRow>;

export const Overview = z.object({
  day,
  /** What stands today, of what the reader may see. */
  institutions: z.int(),
  beds: z.int(),
  cases: z.array(CaseRow),
  terms: z.array(Term),
  serverTime: z.string(),
});
export type Overview = z.infer<typeof Overview>;

export const ClauseRow = z.object({ clause: z.string(), found: z.string(), evidence: z.string().optional() });
export type ClauseRow = z.infer<typeof ClauseRow>;
export const OpinionRow = z.object({
  case: z.string(),
  round: z.int(),
  house: named,
  by: z.string().nullable(),
  visitedOn: day,
  verdict: z.string(),
  beds: z.int(),
  clauses: z.array(ClauseRow),
  opinion: z.string(),
});
export type OpinionRow = z.infer<typeof OpinionRow>;
export const AcceptanceView = z.object({
  kind: z.enum(['acceptance', 'review']),
  acceptance: z.string(),
  number: z.string(),
  state: z.string(),
  organisation: named,
  standard: z.string(),
  verified: z.boolean(),
  department: named.nullable(),
  bedsAsked: z.int(),
  appliedOn: day,
  round: z.int(),
  self: z.array(ClauseRow),
  /** Those of experts who have answered; an institution sees them once the bureau has decided. */
  opinions: z.array(OpinionRow),
  /** Who is still to answer. */
  open: z.array(z.object({ case: z.string(), house: named, state: z.string() })),
  terms: z.array(Term),
  /** The numbered beds of the ward. */
  beds: z.array(z.object({ id: z.string(), label: z.string() })),
  today: day,
});
export type AcceptanceView = z.infer<typeof AcceptanceView>;

export const Choices = z.object({
  bureaus: z.array(named),
  experts: z.array(named.extend({ kind: z.string() })),
  departments: z.array(named.extend({ beds: z.int() })),
  today: day,
});
export type Choices = z.infer<typeof Choices>;
