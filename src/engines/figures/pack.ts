/** A region pack's register (`regions/<region>/register.json`): what its letters state, entered by hand with the sentence it was read from. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { BrokenPack, jsonPath } from '../../consortium/region/fault.ts';
import type { Fact } from './over.ts';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const PackEntry = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,60}$/),
  register: z.string().min(3),
  /** Decimal text; absent where the sentence states no amount. */
  amount: z
    .string()
    .regex(/^-?\d{1,15}(\.\d{1,6})?$/)
    .optional(),
  said: z.string().optional(),
  item: z.string().optional(),
  from: day,
  sentence: z.string().min(1),
  source: z.string().min(1),
});
const RegisterFile = z.strictObject({
  source: z.string(),
  enteredByHand: z.literal(true),
  verified: z.boolean(),
  entries: z.array(PackEntry),
});
export type PackEntry = z.infer<typeof PackEntry>;

const FILE = 'register.json';

/** The entries of a pack; none where it has no register. Throws `BrokenPack` with file, place and reason. */
export const readRegister = async (folder: string): Promise<readonly PackEntry[]> => {
  const fault = (place: string, zh: string, en: string): BrokenPack =>
    new BrokenPack([{ file: FILE, place, reason: { zh, en } }]);
  const text = await readFile(join(folder, FILE), 'utf8').catch(() => undefined);
  if (text === undefined) return [];
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw fault('$', '不是有效的 JSON', 'not valid JSON');
  }
  const checked = RegisterFile.safeParse(json);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw fault(jsonPath(issue?.path ?? []), `取值不正确（${issue?.message ?? ''}）`, issue?.message ?? 'wrong value');
  }
  const ids = checked.data.entries.map(({ id }) => id);
  const twice = ids.find((id, place) => ids.indexOf(id) !== place);
  if (twice !== undefined) throw fault('$.entries', `编号 ${twice} 重复`, `the id ${twice} occurs twice`);
  return checked.data.entries;
};

/** The entries as facts of the register's view, for counting without a database. They speak for the whole region, on the letter's word. */
export const factsOfEntries = (entries: readonly PackEntry[], view: string): readonly Fact[] =>
  entries.map((entry, place) => ({
    view,
    record: `MeasureReport/${entry.id}`,
    version: 1,
    place,
    organisation: 'region',
    resident: null,
    day: entry.from,
    startAt: null,
    endDay: null,
    endAt: null,
    amount: entry.amount ?? null,
    cell: { register: entry.register, evidence: 'claimed', covers: 'region' },
    attributes: entry.item === undefined ? {} : { item: entry.item },
    knownFrom: new Date(0),
    knownUntil: null,
  }));
