/**
 * `care-days.json`: how days of care are counted, what must be shown for them, and who pays them. The shape only: whether the
 * tables have holes or overlaps is seen by the engine that uses them, before the program answers anybody.
 */
import { z } from 'zod';

const text = z.string().trim().min(1);
const code = z.string().regex(/^[a-z0-9*][a-z0-9-]*$|^\*$/);
const day = z.iso.date();
const fen = z.int();
const share = z.int();
const place = z.enum(['ward', 'centre', 'care-home', 'home', 'day-care', 'elsewhere']);
const programme = z.enum(['hospice', 'elder-care']);
const dated = { code, validFrom: day, validUntil: day.optional(), source: text, verified: z.boolean() };
const counts = z.enum(['counts', 'not']);

const pay = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('share'),
    share,
    cap: fen,
    per: z.enum(['day', 'month']),
    capAppliesTo: z.enum(['cost', 'fund']),
  }),
  z.strictObject({ kind: z.literal('fixed'), fen }),
]);

export const CareDaysFile = z.strictObject({
  madeUp: z.boolean(),
  note: z.string().optional(),
  schemes: z.array(z.strictObject({ code, kind: z.enum(['medical', 'ltci']), zh: text, en: text })),
  days: z
    .array(
      z.strictObject({
        ...dated,
        admissionDay: counts,
        leavingDay: counts,
        deathDay: counts,
        sameDay: counts,
        transferDay: z.enum(['receiver', 'sender', 'longer']),
        takesTheDay: z.array(place),
      }),
    )
    .min(1),
  evidence: z.array(
    z.strictObject({
      ...dated,
      programme,
      places: z.array(place).min(1),
      needs: z.array(z.strictObject({ kind: code, everyDays: z.int().min(1).max(366) })).min(1),
      missing: z.enum(['hold', 'tell']),
    }),
  ),
  perDiem: z.array(
    z.strictObject({
      ...dated,
      kind: z.literal('per-diem'),
      programme,
      places: z.array(place).min(1),
      mode: z.enum(['package', 'settlement']),
      schemes: z.array(code).min(1),
      classes: z.array(code).min(1),
      severities: z.array(code).min(1),
      rates: z.array(
        z.strictObject({
          class: code,
          severity: code,
          fromDay: z.int().min(1),
          toDay: z.int().min(1).nullable(),
          rate: fen,
        }),
      ),
      shares: z.array(z.strictObject({ scheme: code, class: code, share })),
      deductible: z.strictObject({ per: z.enum(['none', 'stay', 'institution']), fen }),
      maxDaysPerStay: z.int().min(1).nullable(),
      maxDaysPerYear: z.int().min(1).nullable(),
      underLimit: z.enum(['keep', 'actual']),
      fundPays: z.enum(['standard', 'standard-less-resident']),
      countsTowardBudget: z.boolean(),
    }),
  ),
  ltci: z.array(
    z.strictObject({
      ...dated,
      kind: z.literal('ltci'),
      programme,
      places: z.array(place).min(1),
      classes: z.array(code).min(1),
      levels: z.array(code).min(1),
      rows: z.array(z.strictObject({ place, class: code, level: code, pay })),
    }),
  ),
  order: z
    .array(
      z.strictObject({
        ...dated,
        kind: z.literal('order'),
        order: z.array(z.enum(['medical', 'ltci'])),
        exclusive: z.boolean(),
      }),
    )
    .min(1),
  funds: z.array(
    z.strictObject({
      id: code,
      donor: text,
      purpose: z.enum(['care-of-persons', 'facilities', 'training']),
      programmes: z.array(programme),
      places: z.array(place),
      organisations: z.array(code).nullable(),
      perResident: fen.nullable(),
    }),
  ),
  donations: z.array(z.strictObject({ id: code, fund: code, fen, on: day })),
});
export type CareDaysFile = z.infer<typeof CareDaysFile>;
