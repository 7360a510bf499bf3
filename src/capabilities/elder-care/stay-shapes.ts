/** One person's stay in a home, for its page: where they are now, how they are cared for, and who pays each day. */
import { z } from 'zod';

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
  untilAt: z.string(),
  csrf: z.string(),
  serverTime: z.string(),
});
export type FamilyPage = z.infer<typeof FamilyPage>;
