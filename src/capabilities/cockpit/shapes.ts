/** What crosses the wire about figures and the registers that feed them. */
import { z } from 'zod';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const decimal = z.string().regex(/^-?\d{1,15}(\.\d{1,6})?$/);

export const EVIDENCE = ['claimed', 'evidenced', 'disputed'] as const;
export type Evidence = (typeof EVIDENCE)[number];

// ------------------------------------------------------------------ registers
export const EntryBody = z.strictObject({
  register: z.string().min(3).max(120),
  organisation: z.string().min(1).max(64),
  /** For the organisation itself, or for the whole region as the commission counts it. */
  covers: z.enum(['own', 'region']),
  from: day,
  /** The first day on which it no longer holds. */
  until: day.nullable(),
  /** Decimal text; null where the entry says something that is no amount. */
  amount: decimal.nullable(),
  /** The wording, where there is no amount or beside it. */
  said: z.string().max(500),
  item: z.string().max(120),
  /** What it was read from, word for word. */
  sentence: z.string().max(1000),
  /** Where that stands: a letter's number, a ledger's name. */
  source: z.string().max(300),
  disputed: z.boolean(),
});
export type EntryBody = z.infer<typeof EntryBody>;

export const CorrectionBody = z.strictObject({
  entry: EntryBody,
  version: z.int().positive(),
  reason: z.string().max(500),
});
export const WithdrawalBody = z.strictObject({ version: z.int().positive(), reason: z.string().max(500) });

export const Entry = EntryBody.omit({ disputed: true }).extend({
  id: z.string(),
  version: z.int(),
  unit: z.string(),
  name: z.string(),
  organisationName: z.string(),
  evidence: z.enum(EVIDENCE),
  document: z.object({ title: z.string(), type: z.string(), bytes: z.int(), digest: z.string() }).nullable(),
  enteredAt: z.string(),
  enteredBy: z.string(),
  reason: z.string(),
  withdrawn: z.boolean(),
});
export type Entry = z.infer<typeof Entry>;

export const EntryList = z.object({
  items: z.array(Entry),
  registers: z.array(z.object({ code: z.string(), name: z.string(), unit: z.string(), theme: z.string() })),
  organisations: z.array(z.object({ id: z.string(), name: z.string() })),
  mayEnter: z.boolean(),
});
export type EntryList = z.infer<typeof EntryList>;
export const EntryQuery = z.strictObject({ register: z.string().max(120).optional() });
export const EntryParams = z.strictObject({ id: z.string().regex(/^[A-Za-z0-9.-]{1,64}$/) });
export const DocumentQuery = z.strictObject({ version: z.coerce.number().int().positive() });

// ------------------------------------------------------------------ figures
export const SCOPES = ['region', 'organisation', 'consortium', 'district', 'level'] as const;
export const FigureListQuery = z.strictObject({
  theme: z.string().max(60).optional(),
  kind: z.enum(SCOPES).optional(),
  id: z.string().max(64).optional(),
  from: z.string().max(10).optional(),
  until: z.string().max(10).optional(),
  /** The last moment of this day. */
  asOf: z.string().max(10).optional(),
  /** Those of the overview alone. */
  only: z.enum(['board']).optional(),
});
export type FigureListQuery = z.infer<typeof FigureListQuery>;
export const FigurePageParams = z.strictObject({ code: z.string().max(120) });

const scope = z.union([
  z.object({ kind: z.literal('region') }),
  z.object({ kind: z.enum(['organisation', 'consortium', 'district', 'level']), id: z.string() }),
]);

export const FigureValueShape = z.object({
  code: z.string(),
  version: z.int(),
  scope,
  period: z.object({ from: z.string(), to: z.string() }),
  asOf: z.string(),
  settled: z.boolean(),
  value: z.string().nullable(),
  numerator: z.string().nullable(),
  denominator: z.string().nullable(),
  missing: z.enum(['nothing-recorded', 'no-denominator', 'not-half-over', 'too-few-over', 'part-missing']).nullable(),
  masked: z.boolean(),
  fedBy: z.enum(['records', 'register', 'both']),
  evidence: z.object({ claimed: z.string(), evidenced: z.string(), disputed: z.string() }).nullable(),
  records: z.int().nullable(),
  digest: z.string().nullable(),
});
export type FigureValueShape = z.infer<typeof FigureValueShape>;

export const FigureDefined = z.object({
  code: z.string(),
  version: z.int(),
  theme: z.string(),
  name: z.string(),
  unit: z.string(),
  definition: z.string(),
  leavesOut: z.string(),
  kind: z.enum(['number', 'rate', 'median-wait', 'wait', 'checklist', 'combined']),
  decimals: z.int(),
  better: z.enum(['higher', 'lower', 'neither']),
  source: z.object({ title: z.string(), verified: z.boolean() }),
  parts: z.array(z.object({ code: z.string(), name: z.string() })),
});
export type FigureDefined = z.infer<typeof FigureDefined>;

/** The answer, or the sentence why there is none. */
const answered = z.union([FigureValueShape, z.object({ refused: z.string() })]);

export const FigureList = z.object({
  items: z.array(z.object({ figure: FigureDefined, now: answered, before: answered })),
  scopes: z.array(z.object({ kind: z.enum(SCOPES), id: z.string(), name: z.string() })),
  themes: z.array(z.object({ code: z.string(), name: z.string() })),
  scope,
  scopeName: z.string(),
  period: z.object({ from: z.string(), to: z.string() }),
  serverTime: z.string(),
});
export type FigureList = z.infer<typeof FigureList>;

const record = z.object({
  part: z.string(),
  record: z.string(),
  /** Of a case its number, which names nobody. */
  name: z.string().nullable(),
  /** Whether the reader has a relation to its resident, or it is about none. */
  open: z.boolean(),
  organisation: z.string().nullable(),
  day: z.string().nullable(),
  amount: z.string().nullable(),
  attributes: z.record(z.string(), z.string()),
});
export const FigurePage = z.object({
  figure: FigureDefined,
  now: answered,
  before: answered,
  /** What is understood today of the same period, where a past moment was asked for. */
  understood: answered.nullable(),
  months: z.array(z.object({ month: z.string(), now: answered, before: answered })),
  rows: z.array(z.object({ id: z.string(), kind: z.enum(SCOPES), name: z.string(), now: answered })),
  records: z.array(record),
  /** Contributing facts whose residents this reader has no relation to. */
  others: z.int(),
  more: z.boolean(),
  scope,
  scopeName: z.string(),
  period: z.object({ from: z.string(), to: z.string() }),
});
export type FigurePage = z.infer<typeof FigurePage>;

// ------------------------------------------------------------------ the overview
export const FigureBoardQuery = FigureListQuery.omit({ theme: true, only: true }).extend({
  /** The figure by which consortia, or the members of one, are compared. */
  compare: z.string().max(120).optional(),
});
export type FigureBoardQuery = z.infer<typeof FigureBoardQuery>;

export const FigureBoard = FigureList.omit({ items: true }).extend({
  tiles: z.array(
    z.object({
      figure: FigureDefined,
      now: answered,
      before: answered,
      /** The last twelve months, where records and not a register feed it. */
      months: z.array(z.object({ month: z.string(), now: answered })),
    }),
  ),
  comparison: z
    .object({
      figure: FigureDefined,
      all: answered,
      rows: z.array(
        z.object({ id: z.string(), kind: z.enum(SCOPES), name: z.string(), now: answered, before: answered }),
      ),
      /** Fewer than this in the denominator are listed and not compared. */
      least: z.int(),
    })
    .nullable(),
  networks: z.array(
    z.object({
      name: z.string(),
      nodes: z.array(z.object({ id: z.string(), name: z.string() })),
      /** Null: fewer residents than may be shown. */
      flows: z.array(z.object({ from: z.string(), to: z.string(), count: z.int().nullable() })),
      /** Whether any such thing was ever recorded until the period's end. */
      recorded: z.boolean(),
    }),
  ),
  past: z.string().nullable(),
});
export type FigureBoard = z.infer<typeof FigureBoard>;
