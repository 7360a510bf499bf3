/** What crosses the wire of elder care beside its cases. */
import { z } from 'zod';

export const WaitingList = z.object({
  items: z.array(
    z.object({
      case: z.string(),
      place: z.int(),
      points: z.int(),
      reasons: z.array(z.object({ code: z.string(), points: z.int() })),
      person: z.string().nullable(),
      use: z.string(),
      room: z.string(),
      level: z.string().nullable(),
      appliedAt: z.string(),
      declined: z.int(),
      state: z.string(),
    }),
  ),
  rules: z.object({ version: z.string(), source: z.string(), verified: z.boolean() }),
  serverTime: z.string(),
});
export type WaitingList = z.infer<typeof WaitingList>;

/** Houses one can apply to, and medical institutions somebody can be taken to. */
export const Places = z.object({
  homes: z.array(z.object({ id: z.string(), name: z.string(), free: z.int() })),
  hospitals: z.array(z.object({ id: z.string(), name: z.string() })),
  offices: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type Places = z.infer<typeof Places>;

/** Assessments, contracts and benefits the own house has a part in, the most pressing first. */
export const Files = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      pathway: z.string(),
      state: z.string(),
      headline: z.string(),
      person: z.string().nullable(),
      with: z.string(),
      dueAt: z.string().nullable(),
      late: z.boolean(),
      mine: z.boolean(),
      closed: z.boolean(),
      changedAt: z.string(),
      /** What a contract in force owes and has kept; visits are owed for full months only. */
      contract: z
        .object({
          until: z.string(),
          warning: z.string().nullable(),
          owed: z.int(),
          perMonth: z.int(),
          done: z.int(),
          visitedAt: z.string().nullable(),
          promised: z.int(),
          calls: z.int(),
          inTime: z.int(),
          lastResponse: z.int().nullable(),
        })
        .nullable(),
      benefit: z
        .object({
          programme: z.string(),
          from: z.string(),
          until: z.string(),
          level: z.string(),
          fundFen: z.int().nullable(),
          selfFen: z.int().nullable(),
        })
        .nullable(),
    }),
  ),
});
export type Files = z.infer<typeof Files>;

export const MOVES = ['in', 'out', 'died', 'away', 'back', 'expected'] as const;
export const Today = z.object({
  moves: z.array(
    z.object({
      kind: z.enum(MOVES),
      at: z.string(),
      case: z.string(),
      person: z.string().nullable(),
      place: z.string().nullable(),
      bed: z.string().nullable(),
    }),
  ),
  /** Shifts recorded today, by stay. */
  care: z.array(z.object({ case: z.string(), shifts: z.array(z.string()) })),
  queue: z.array(z.object({ use: z.string(), people: z.int(), days: z.int() })),
});
export type Today = z.infer<typeof Today>;

// ------------------------------------------------------------------ one stay, for its page

const named = z.object({ id: z.string(), name: z.string() });
const because = z.object({
  code: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});

export const CareNote = z.object({
  at: z.string(),
  step: z.string(),
  by: z.string().nullable(),
  answers: z.record(z.string(), z.unknown()),
});
export type CareNote = z.infer<typeof CareNote>;

export const StayDay = z.object({
  day: z.string(),
  place: z.string(),
  organisation: named,
  kind: z.string(),
  counted: z.boolean(),
  exclusive: z.string().nullable(),
  verified: z.boolean(),
  income: z.int(),
  parts: z.array(z.object({ payer: z.string(), fen: z.int() })),
  because: z.array(because),
});
export type StayDay = z.infer<typeof StayDay>;

export const FamilyLook = z.object({
  id: z.string(),
  who: z.string(),
  relation: z.string(),
  parts: z.array(z.string()),
  consentedBy: z.string(),
  untilAt: z.string(),
  endedAt: z.string().nullable(),
});

export const StayView = z.object({
  case: z.string(),
  state: z.string(),
  resident: z.object({ id: z.string(), name: z.string(), gender: z.string(), age: z.int().nullable() }),
  home: named,
  bed: z.object({ label: z.string(), ward: z.string(), room: z.string(), use: z.string() }).nullable(),
  from: z.string().nullable(),
  until: z.string().nullable(),
  daysHere: z.int().nullable(),
  level: z.object({ code: z.string(), at: z.string().nullable(), assessed: z.boolean() }).nullable(),
  contact: z.string().nullable(),
  away: z.object({ where: named, since: z.string(), bedKept: z.boolean(), why: z.string().nullable() }).nullable(),
  plan: CareNote.nullable(),
  medicines: CareNote.nullable(),
  /** What was brought along, until a list replaces it. */
  brought: z.string().nullable(),
  /** The last seven days, newest first: care, medicines given, incidents. */
  notes: z.array(CareNote),
  incidents: z.array(CareNote),
  assessments: z.array(
    z.object({
      case: z.string(),
      scale: z.string(),
      level: z.string(),
      state: z.string(),
      concludedAt: z.string(),
      validUntil: z.string().nullable(),
    }),
  ),
  benefits: z.array(
    z.object({
      case: z.string(),
      programme: z.string(),
      state: z.string(),
      from: z.string(),
      until: z.string(),
      fundFen: z.int(),
      selfFen: z.int(),
    }),
  ),
  family: z.array(FamilyLook),
  days: z.array(StayDay),
  serverTime: z.string(),
});
export type StayView = z.infer<typeof StayView>;

export const StayLedger = z.object({
  resident: named,
  days: z.array(StayDay),
  entries: z.array(
    z.object({
      id: z.string(),
      day: z.string(),
      kind: z.string(),
      reverses: z.string().nullable(),
      organisation: named,
      postings: z.array(z.object({ account: z.string(), fen: z.int(), rule: z.string().nullable() })),
      verified: z.boolean(),
      at: z.string(),
    }),
  ),
});
export type StayLedger = z.infer<typeof StayLedger>;

/** 家属查看: only the parts that were consented to are there; the others are null. */
export const FamilyPage = z.object({
  resident: z.string(),
  who: z.string(),
  relation: z.string(),
  parts: z.array(z.string()),
  home: z.object({ name: z.string(), phone: z.string().nullable() }),
  state: z.string(),
  bed: z.string().nullable(),
  from: z.string().nullable(),
  away: z.object({ where: z.string(), since: z.string() }).nullable(),
  level: z.string().nullable(),
  care: z.array(CareNote).nullable(),
  plan: CareNote.nullable(),
  medicines: CareNote.nullable(),
  incidents: z.array(CareNote).nullable(),
  visits: z.array(z.object({ at: z.string(), by: z.string() })).nullable(),
  money: z
    .array(z.object({ month: z.string(), days: z.int(), ltci: z.int(), medical: z.int(), aid: z.int(), own: z.int() }))
    .nullable(),
  /** What the ledger of the house has booked, the latest month first; entries taken back and what takes them back stand in rows of their own. */
  statements: z
    .array(
      z.object({
        ...{ month: z.string(), days: z.int(), fen: z.int() },
        rows: z.array(
          z.object({
            ...{ account: z.string(), as: z.enum(['stands', 'taken-back', 'reversal', 'insurer']) },
            ...{ from: z.string(), through: z.string(), days: z.int(), unit: z.int(), fen: z.int() },
          }),
        ),
      }),
    )
    .nullable(),
  untilAt: z.string(),
  csrf: z.string(),
  serverTime: z.string(),
});
export type FamilyPage = z.infer<typeof FamilyPage>;
