/** What crosses the wire about files brought in: used by the server's routes and by the screen. Pure. */
import { z } from 'zod';

export const IMPORT_KINDS = ['organisations', 'departments', 'people', 'capacity', 'residents'] as const;
export type ImportKindName = (typeof IMPORT_KINDS)[number];

/** `checking` and `importing` go on by themselves; `checked` waits for the person; the other two are ends. */
export const IMPORT_STATES = ['checking', 'checked', 'importing', 'imported', 'stopped'] as const;

export const ImportProblem = z.object({
  /** Heading of the column, in the reader's language; null when the whole row is meant. */
  column: z.string().nullable(),
  /** `D17`; null when the column is missing. */
  cell: z.string().nullable(),
  code: z.string(),
  /** What is wrong and what to do. */
  sentence: z.string(),
});

export const ImportRun = z.object({
  id: z.string(),
  kind: z.enum(IMPORT_KINDS),
  state: z.enum(IMPORT_STATES),
  fileName: z.string(),
  /** SHA-256 of the file that was checked, in hexadecimal digits. */
  digest: z.string(),
  madeAt: z.string(),
  changedAt: z.string(),
  /** Rows read so far of the part under way, and how many there are; null until the file was read once. */
  rowsDone: z.int(),
  rowsTotal: z.int().nullable(),
  counts: z.object({ added: z.int(), altered: z.int(), unchanged: z.int(), refused: z.int(), similar: z.int() }),
  /** The first refused rows. */
  refusals: z.array(z.object({ row: z.int(), problems: z.array(ImportProblem) })),
  /** Why it was stopped, as a sentence. */
  reason: z.string().nullable(),
  /** The file is still kept, so that it can be imported or its refused rows downloaded. */
  kept: z.boolean(),
});
export type ImportRun = z.infer<typeof ImportRun>;

export const ImportList = z.object({
  /** What this role may bring in. */
  kinds: z.array(z.enum(IMPORT_KINDS)),
  runs: z.array(ImportRun.omit({ refusals: true })),
  megabytes: z.int(),
  rows: z.int(),
});
export type ImportList = z.infer<typeof ImportList>;

export const ImportBody = z.object({
  /** Of the file the person has before them: another one is refused. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  /** The person was told how many rows will be left out, and agrees. */
  withoutRefused: z.boolean().default(false),
});
export type ImportBody = z.infer<typeof ImportBody>;
