/**
 * Which categories a record belongs to that residents often keep to themselves: by its own codes, wherever they stand in it, and
 * by its security labels. What is only written out in words is not recognised. Pure; the categories are dated data.
 */

/** Code systems by URI; a code belongs when it begins with one of the prefixes or is one of the codes. */
export type SensitiveCode = {
  readonly category: string;
  readonly system: string;
  readonly prefixes?: readonly string[];
  readonly codes?: readonly string[];
  readonly source: string;
  readonly verified: boolean;
};
export type SensitiveCategories = {
  readonly version: string;
  readonly validFrom: string;
  readonly categories: readonly { readonly code: string; readonly zh: string; readonly en: string }[];
  readonly codes: readonly SensitiveCode[];
};

type Found = ReadonlyMap<string, readonly SensitiveCode[]>;
const bySystem = new WeakMap<SensitiveCategories, Found>();

const indexOf = (categories: SensitiveCategories): Found => {
  const known = bySystem.get(categories);
  if (known !== undefined) return known;
  const made = new Map<string, SensitiveCode[]>();
  for (const row of categories.codes) {
    const rows = made.get(row.system);
    if (rows === undefined) made.set(row.system, [row]);
    else rows.push(row);
  }
  bySystem.set(categories, made);
  return made;
};

const belongs = (row: SensitiveCode, code: string): boolean =>
  row.codes?.includes(code) === true || row.prefixes?.some((prefix) => code.startsWith(prefix)) === true;

/** Every object with a `system` and a `code`, at any depth. */
const walk = (value: unknown, index: Found, found: Set<string>): void => {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) walk(item, index, found);
    return;
  }
  const { system, code } = value as { readonly system?: unknown; readonly code?: unknown };
  if (typeof system === 'string' && typeof code === 'string')
    for (const row of index.get(system) ?? []) if (belongs(row, code)) found.add(row.category);
  for (const key in value) walk((value as Readonly<Record<string, unknown>>)[key], index, found);
};

/** The categories in the order of their codes; null for none, as nearly every record has. */
export const sensitivityOf = (record: object, categories: SensitiveCategories): readonly string[] | null => {
  const found = new Set<string>();
  walk(record, indexOf(categories), found);
  return found.size === 0 ? null : [...found].sort();
};
