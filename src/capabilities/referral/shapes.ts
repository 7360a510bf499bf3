/** What crosses the wire beside the case itself: prefilled fields, deadlines, the figures and the cases behind them. */
import { z } from 'zod';
import { ENDINGS, URGENCIES } from '../../engines/pathways/define.ts';

const named = z.object({ id: z.string(), name: z.string() });

export const PrefillQuery = z.object({ resident: z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/) });
/** Fields of the out form as the record knows them; null where it does not. */
export const Prefill = z.object({
  impression: z.string().nullable(),
  history: z.string().nullable(),
  findings: z.string().nullable(),
  treatment: z.string().nullable(),
  allergy: z.enum(['present', 'none-known', 'never-asked']),
  contact: z.string().nullable(),
});

/** Until when the receiver would have to answer a referral sent now. */
export const Deadlines = z.object({
  items: z.array(z.object({ urgency: z.enum(URGENCIES), dueAt: z.string(), verified: z.boolean() })),
});

const day = z.string().regex(/^\d{4}-\d\d-\d\d$/);
const count = z.int().min(0);

export const LEVELS = ['village', 'township', 'county', 'city'] as const;
export type Level = (typeof LEVELS)[number];
export const SIDES = ['sent', 'received'] as const;

/** Whose referrals, and which days. Without a scope: everybody's for the commission, one's own organisation's for others. */
export const FigureQuery = z.object({
  /** `region`, a consortium's or an organisation's id, or `none`: senders that belong to no consortium. */
  scope: z.string().max(64).optional(),
  /** Of an organisation: what it sent, or what it received; without it, hospitals received and all others sent. */
  side: z.enum(SIDES).optional(),
  /** Civil days of the region's zone on which referrals were sent; `until` is the last one. Without them: this year until today. */
  from: day.optional(),
  until: day.optional(),
  /** The past day at whose end the figures stood; without it, and for today, they are as of now. */
  asOf: day.optional(),
});
export type FigureQuery = z.infer<typeof FigureQuery>;

const Rate = z.object({
  numerator: count,
  denominator: count,
  /** Percent; null where there is nothing to divide by. */
  value: z.number().nullable(),
});
const MonthRate = Rate.extend({ month: z.string() });
/** A number that is dated data of the region, with the version it was taken from. */
const Dated = z.object({ value: z.int(), version: z.string(), verified: z.boolean(), source: z.string() });

export const RATES = [
  'referral.closed-loop',
  'referral.answered-in-time',
  'referral.seen-in-time',
  'referral.refused',
] as const;
export const FigureRate = Rate.extend({
  code: z.enum(RATES),
  version: z.int(),
  verified: z.boolean(),
  unit: z.literal('%'),
  definition: z.string(),
  /** Which direction is good. */
  better: z.enum(['higher', 'lower']),
  /** The same days a year earlier, else the days just before; null where neither has anything to divide by. */
  before: Rate.extend({ which: z.enum(['year', 'period']), from: day, until: day }).nullable(),
  /** The twelve months up to the period's last day, `YYYY-MM`; the last one until that day. */
  months: z.array(MonthRate),
});
export type FigureRate = z.infer<typeof FigureRate>;

export const FigureFlow = z.object({
  from: z.enum(LEVELS),
  to: z.enum(LEVELS),
  /** Null: nothing of the kind was ever recorded in this region (未采集), which is not none. */
  count: count.nullable(),
});
export type FigureFlow = z.infer<typeof FigureFlow>;

/** One consortium, or inside one its senders, or the other side of one organisation's referrals. */
export const FigureRow = Rate.extend({
  id: z.string(),
  name: z.string(),
  up: count,
  refused: count,
  months: z.array(MonthRate),
});
export type FigureRow = z.infer<typeof FigureRow>;

/** `answer` and `arrival` from sending, `return` from arrival. */
export const COURSES = ['answer', 'arrival', 'return'] as const;
export const FigureDuration = z.object({
  code: z.enum(COURSES),
  /** Null: fewer than half have come so far. */
  medianMinutes: z.number().nullable(),
  happened: count,
  waiting: count,
  /** Ended without it. */
  ended: count,
});

const StaleDepartment = z.object({
  organisation: named,
  department: named,
  updatedAt: z.string(),
  hours: z.int(),
});

export const FigureView = z.object({
  asOf: z.string(),
  /** The day at whose end the figures stood; null: now. */
  past: day.nullable(),
  scope: z.object({
    kind: z.enum(['region', 'consortium', 'organisation']),
    id: z.string().nullable(),
    name: z.string(),
    side: z.enum(SIDES),
  }),
  /** What this reader may choose; empty: only the own organisation. */
  scopes: z.array(named),
  /** Whether the reader looks over others: why residents did not come is then told together where few did, and opens no case. */
  wide: z.boolean(),
  from: day,
  until: day,
  limits: z.object({ compared: Dated, seenWithin: Dated, staleHours: Dated }),
  rates: z.array(FigureRate),
  flows: z.array(FigureFlow),
  up: count,
  down: count,
  /** Between equals, and from or to organisations outside the four levels. */
  aside: count,
  rows: z.array(FigureRow),
  durations: z.array(FigureDuration),
  refusals: z.array(z.object({ reason: z.string(), count })),
  endings: z.array(z.object({ ending: z.string(), count })),
  /** As of the figures' moment, whenever they were sent. */
  attention: z.object({
    unanswered: z.object({ count, longestHours: z.int().nullable(), organisations: z.array(z.string()) }),
    unseen: z.object({ count, longestDays: z.int().nullable() }),
    /** Null of a past day: what was said of free places is not kept. */
    stale: z.object({ count, items: z.array(StaleDepartment) }).nullable(),
  }),
});
export type FigureView = z.infer<typeof FigureView>;

/** What may be opened. `waiting-…` are open now; `unanswered` and `unseen` are those that need somebody to press. */
export const PARTS = [
  'sent',
  'up',
  'down',
  'aside',
  'finished',
  'answer-due',
  'answered',
  'on-time',
  'refused',
  'returned',
  'seen-due',
  'seen-in-time',
  'ended',
  'waiting-answer',
  'waiting-arrival',
  'waiting-return',
  'unanswered',
  'unseen',
] as const;
export type Part = (typeof PARTS)[number];

export const FigureCasesQuery = FigureQuery.extend({
  part: z.enum(PARTS),
  /** `township>county`, with `up` and `down`. */
  flow: z.string().max(40).optional(),
  /** A refusal's reason or an ending. */
  reason: z.string().max(40).optional(),
  /** The other side of an organisation's referrals. */
  other: z.string().max(64).optional(),
  cursor: z.string().max(120).optional(),
  count: z.coerce.number().int().min(1).max(200).default(50),
});
export type FigureCasesQuery = z.infer<typeof FigureCasesQuery>;
/** Cases behind a figure: coded, without identities. */
export const FigureCases = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      state: z.string(),
      urgency: z.enum(URGENCIES),
      ending: z.enum(ENDINGS).nullable(),
      openedAt: z.string(),
      closedAt: z.string().nullable(),
      sender: named,
      receiver: named.nullable(),
      refusal: z.string().nullable(),
      /** Whole days from sending to the end, or until now. */
      days: z.int(),
    }),
  ),
  next: z.string().nullable(),
});
export type FigureCases = z.infer<typeof FigureCases>;

export const CaseParams = z.object({ id: z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/) });
const planRow = z.record(z.string(), z.unknown());
/** The rows of a return form as far as they are written. */
export const PlanBody = z.object({
  /** Where nobody has a case yet: the department of the base that is to take over. */
  department: z.string().max(64).optional(),
  medicines: z.array(planRow).max(20).default([]),
  devices: z.array(planRow).max(10).default([]),
});
export type PlanBody = z.infer<typeof PlanBody>;
export const FINDINGS = ['kept', 'short', 'not-kept', 'unknown', 'not-listed'] as const;
export const PlanFindings = z.object({
  centre: named,
  items: z.array(
    z.object({
      row: z.string(),
      code: z.string().nullable(),
      name: z.string(),
      finding: z.enum(FINDINGS),
      /** Whose statement that is, and since when; null where nobody said anything. */
      organisation: z.string().nullable(),
      updatedAt: z.string().nullable(),
      settled: z.boolean(),
    }),
  ),
});
export type PlanFindings = z.infer<typeof PlanFindings>;

export const EarlierQuery = z.object({ step: z.enum(['issue-return', 'refer-onward', 'send-back']) });
/** Answers to begin the form with, and where they were written; empty where nothing was. */
export const EarlierAnswers = z.object({
  from: z.object({ number: z.string(), organisation: z.string(), at: z.string() }).nullable(),
  answers: z.record(z.string(), z.unknown()),
});
export type EarlierAnswers = z.infer<typeof EarlierAnswers>;

/** Back to the team that returned a resident, after the referral was closed. */
export const BackAgain = z.object({
  /** Why not now: a refusal's code. Null: a referral may go back there until `until`. */
  why: z.string().nullable(),
  until: z.string().nullable(),
  /** Whether the region vouches for the number of days. */
  verified: z.boolean(),
  team: z.object({ organisation: named, department: named }),
  /** What the new out form begins with. */
  answers: z.record(z.string(), z.unknown()),
});
export type BackAgain = z.infer<typeof BackAgain>;
