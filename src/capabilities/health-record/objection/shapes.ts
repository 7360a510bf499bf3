/** What crosses the wire about objections. */
import { z } from 'zod';
import { Look } from '../../../consortium/access/shapes.ts';
import { ABOUTS, DONE, WRONGS } from './forms.ts';

const named = z.object({ id: z.string(), name: z.string() });
const instant = z.string();

/** `look` is the number of a look, `entry` is `Type/id`; with neither it is about something else. */
export const NewObjectionBody = z
  .object({
    look: z
      .string()
      .regex(/^\d{1,18}$/)
      .nullable()
      .default(null),
    entry: z
      .string()
      .regex(/^[A-Z][A-Za-z]{2,40}\/[A-Za-z0-9.-]{1,64}$/)
      .nullable()
      .default(null),
    wrong: z.enum(WRONGS),
    note: z.string().trim().max(500).default(''),
  })
  .refine(({ look, entry }) => look === null || entry === null);
export type NewObjectionBody = z.infer<typeof NewObjectionBody>;

/** For those who answer them. */
export const ObjectionRow = z.object({
  case: z.string(),
  number: z.string(),
  state: z.string(),
  /** Masked: who answers judges the matter, not the record. */
  resident: z.string(),
  about: z.enum(ABOUTS),
  /** Who looked or wrote: null for a system, or where nobody is named. */
  who: z.object({ name: z.string().nullable(), role: z.string().nullable(), organisation: named.nullable() }),
  wrong: z.enum(WRONGS),
  madeAt: instant,
  dueAt: instant.nullable(),
  late: z.boolean(),
  closedAt: instant.nullable(),
});
export type ObjectionRow = z.infer<typeof ObjectionRow>;
export const Objections = z.object({
  open: z.array(ObjectionRow),
  closed: z.array(ObjectionRow),
  serverTime: instant,
});
export type Objections = z.infer<typeof Objections>;

export const ObjectionView = ObjectionRow.extend({
  note: z.string().nullable(),
  /** The look it is about, with the reason that held at that moment. */
  look: Look.nullable(),
  /** The entry it is about, as it was when the resident objected, and whether it was changed since: never its content. */
  entry: z
    .object({ type: z.string(), id: z.string(), version: z.int().nullable(), changed: z.boolean(), gone: z.boolean() })
    .nullable(),
  answer: z.object({ done: z.array(z.enum(DONE)), finding: z.string() }).nullable(),
  /** The limit it is answered by was confirmed by the region (law 6). */
  verified: z.boolean(),
});
export type ObjectionView = z.infer<typeof ObjectionView>;
