/** The statements of a region's letters, as registered by hand (`regions/<region>/letters.json`), and how each can be borne out. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { BrokenPack, jsonPath } from '../../consortium/region/fault.ts';
import { holdsOfAll } from '../../consortium/region/stated.ts';
import type { Share } from '../../consortium/region/stated.ts';
import type { StatedFact, StatedShare } from '../../consortium/region/stated-file.ts';

const Statement = z.strictObject({
  id: z.string(),
  /** The letter's own words, white space removed. */
  sentence: z.string().min(1),
  noun: z.string(),
  value: z.union([z.number(), z.string()]).optional(),
  unit: z.string().optional(),
  comparator: z.enum(['exactly', 'at-least', 'over', 'about', 'all']).optional(),
  kind: z.enum(['count', 'money', 'ratio', 'date', 'universal', 'process']),
  scope: z.string().optional(),
  /** A date, an interval or the letter's own word. */
  asOf: z.string().optional(),
  /** The statement this one is a part of. */
  partOf: z.string().optional(),
  figure: z.string().optional(),
});
const Letter = z.strictObject({
  issuer: z.string(),
  number: z.string().optional(),
  title: z.string(),
  date: z.string().optional(),
  statements: z.array(Statement).min(1),
});
const LettersFile = z.strictObject({
  source: z.string(),
  enteredByHand: z.literal(true),
  verified: z.boolean(),
  letters: z.array(Letter).min(1),
});

export type StatedLetter = z.infer<typeof Letter>;
export type LetterStatement = z.infer<typeof Statement>;
export type LettersFile = z.infer<typeof LettersFile>;

/** Reads and checks a pack's letters. Throws `BrokenPack` with file, place and reason. */
export const readLetters = async (folder: string): Promise<LettersFile> => {
  const file = 'letters.json';
  const fault = (place: string, zh: string, en: string): BrokenPack =>
    new BrokenPack([{ file, place, reason: { zh, en } }]);
  const text = await readFile(join(folder, file), 'utf8').catch(() => {
    throw fault('$', '缺少这个文件', 'the file is missing');
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw fault('$', '不是有效的 JSON', 'not valid JSON');
  }
  const checked = LettersFile.safeParse(json);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw fault(jsonPath(issue?.path ?? []), `取值不正确（${issue?.message ?? ''}）`, issue?.message ?? 'wrong value');
  }
  const ids = checked.data.letters.flatMap(({ statements }) => statements.map(({ id }) => id));
  const twice = ids.find((id, place) => ids.indexOf(id) !== place);
  if (twice !== undefined) throw fault('$.letters', `编号 ${twice} 重复`, `the id ${twice} occurs twice`);
  return checked.data;
};

/** Figures of letters that the region's own organisations and devices answer. Everything else waits for its records. */
const COUNTED: Readonly<Record<string, StatedFact>> = {
  'consortium.key-specialties-national': 'key-specialties-national',
  'consortium.key-specialties-provincial': 'key-specialties-provincial',
  'consortium.key-specialties-city': 'key-specialties-city',
  'consortium.key-specialties-county': 'key-specialties-county',
  'consortium.urban-groups': 'urban-groups',
  'consortium.group-hospitals': 'urban-group-hospitals',
  'consortium.urban-centres': 'community-centres',
  'consortium.county-consortia': 'county-consortia',
  'consortium.village-clinics': 'village-clinics',
  'consortium.devices-equipped': 'devices',
  'accreditation.basic-standard-institutions': 'township-hospitals-and-centres',
  'accreditation.hospice-standard-institutions': 'hospice-accepted-institutions',
  'hospice.standard-beds': 'hospice-standard-beds',
  'hospice.wards': 'hospice-wards',
  'hospice.ward-beds-open': 'hospice-ward-beds',
  'elder-care.larger-institutions': 'elder-care-homes',
  'elder-care.beds': 'elder-care-beds',
  'elder-care.level2-integrated-centres': 'secondary-hospitals-with-elder-care',
  'consortium.member-centres': 'consortium-member-centres',
};

/** Universals that registrations answer: how many there are, and of how many it holds. */
const COUNTED_OF_ALL: Readonly<Record<string, StatedShare>> = {
  'elder-care.township-homes-integrated': 'township-homes-integrated',
  'elder-care.homes-handed-over': 'township-homes-handed-over',
};

export type BorneOut = {
  readonly statement: LetterStatement;
  /** unbound: neither records nor a register entry answer it. */
  readonly outcome: 'supported' | 'differs' | 'unbound';
  readonly counted: number | string | undefined;
  /** By what: the region's records, or a register entry, which may stand on the letter alone (`claimed`). */
  readonly by: 'records' | 'register' | undefined;
};

/** What the registers say of a figure: its value as decimal text, or its wording. Undefined where they say nothing. */
export type Registered = (statement: LetterStatement) => string | undefined;

const holds = ({ comparator, value }: LetterStatement, counted: number): boolean => {
  if (typeof value !== 'number') return false;
  switch (comparator) {
    case 'at-least':
      return counted >= value;
    case 'over':
      return counted > value;
    case 'about':
      return Math.abs(counted - value) <= value * 0.05;
    default:
      return counted === value;
  }
};

/** A universal over a counted set (全市88家……均) needs more than the count of the set: it stays unbound, unless a share answers it. */
const isCountOnly = ({ comparator }: LetterStatement): boolean => comparator !== 'all';

/** Why nothing answers a statement. */
export type WhyUnbound = 'of-all' | 'no-base' | 'no-figure' | 'no-entry';

/** What would have to be recorded for a statement to be borne out: each one of a set, what a share is of, a figure at all, or an entry. */
export const whyUnbound = ({ comparator, kind, figure }: LetterStatement): WhyUnbound =>
  figure === undefined ? 'no-figure' : kind === 'ratio' ? 'no-base' : comparator === 'all' ? 'of-all' : 'no-entry';

/** What the records of a region answer. */
export type CountedIn = {
  readonly count: (fact: StatedFact) => number;
  /** Within what the statement speaks of, a district or the whole region, on the letter's day. */
  readonly share: (share: StatedShare, statement: LetterStatement) => Share;
};

/**
 * Sets each statement against the records of the region, and where they do not answer it against its registers. `records` is undefined
 * where the region has none.
 */
export const bearOut = (
  statement: LetterStatement,
  records: CountedIn | undefined,
  registered: Registered = () => undefined,
): BorneOut => {
  const unbound = { statement, outcome: 'unbound', counted: undefined, by: undefined } as const;
  if (!isCountOnly(statement)) {
    const of = COUNTED_OF_ALL[statement.figure ?? ''];
    const share = of === undefined ? undefined : records?.share(of, statement);
    // of nothing nothing is said
    if (share === undefined || share.of === 0) return unbound;
    const counted = `${String(share.counted)}/${String(share.of)}`;
    return { statement, outcome: holdsOfAll(share) ? 'supported' : 'differs', counted, by: 'records' };
  }
  const fact = COUNTED[statement.figure ?? ''];
  if (fact !== undefined && records !== undefined) {
    const counted = records.count(fact);
    return { statement, outcome: holds(statement, counted) ? 'supported' : 'differs', counted, by: 'records' };
  }
  const said = registered(statement);
  if (said === undefined) return unbound;
  // what is registered as wording (350余台, a date) bears out the words it was read from, and no number
  const borne =
    typeof statement.value === 'number' && Number.isFinite(Number(said))
      ? holds(statement, Number(said))
      : statement.value === said || statement.sentence.includes(said);
  return { statement, outcome: borne ? 'supported' : 'differs', counted: said, by: 'register' };
};
