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
