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
      changedAt: z.string(),
    }),
  ),
});
export type Files = z.infer<typeof Files>;
