/** Puts the guide into the record store at start, so that it is read, searched and kept in versions like any directory record. */
import type { Clock } from '../../platform/clock.ts';
import { isGuardFailure } from '../../platform/postgres/faults.ts';
import type { Actor, Database, Rows, Statement } from '../../platform/postgres/database.ts';
import { parseJson, writeJson } from '../json.ts';
import { isObject } from '../resource.ts';
import type { Resource } from '../resource.ts';
import { textArray } from '../store/arrays.ts';
import { newVersion } from '../store/new-version.ts';
import type { NewVersion } from '../store/new-version.ts';
import { storeStatements } from '../store/statements.ts';
import { guide } from './guide.ts';

const selectPublished = (): Statement => ({
  name: 'fhir-select-published',
  text: `select resource.type, resource.id, version, content::text as content
           from unnest($1::text[], $2::text[]) as wanted (type, id)
           join resource on resource.type = wanted.type and resource.id = wanted.id`,
  values: [textArray(guide.map(({ resourceType }) => resourceType)), textArray(guide.map(({ id }) => id ?? ''))],
});

/** Without what the store itself writes into a record. */
const bare = (resource: Readonly<Record<string, unknown>>): string => {
  const { id: _id, meta: _meta, ...rest } = resource;
  return writeJson(rest);
};

const changedOf = (rows: Rows, at: Date): readonly NewVersion[] => {
  const there = new Map(rows.map((row) => [`${String(row['type'])}/${String(row['id'])}`, row]));
  return guide.flatMap((resource: Resource): NewVersion[] => {
    const row = there.get(`${resource.resourceType}/${resource.id ?? ''}`);
    if (row === undefined) return [newVersion(resource, resource.id ?? '', null, at)];
    const parsed = parseJson(String(row['content']));
    const same = parsed.ok && isObject(parsed.value) && bare(parsed.value) === bare(resource);
    return same ? [] : [newVersion(resource, resource.id ?? '', Number(row['version']), at)];
  });
};

/**
 * Writes what is new or changed in the guide; a record somebody else wrote under the same id gets the guide's as its next version.
 * @returns how many were written
 */
export const publishGuide = async (db: Database, by: Actor, clock: Clock): Promise<number> => {
  const at = clock.now();
  const [rows = []] = await db.read(by, at, [selectPublished()]);
  const changed = changedOf(rows, at);
  if (changed.length === 0) return 0;
  try {
    await db.write(by, at, (tx) => tx.finish([...storeStatements(changed, by, at)]));
  } catch (fault) {
    // another process was first, with the same files
    if (!isGuardFailure(fault) && !/resource_pkey/.test(String(fault))) throw fault;
  }
  return changed.length;
};
