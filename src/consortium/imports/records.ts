/** The FHIR side of an import: new resources, and new versions of those that are there, everything else in them kept. */
import { parseJson } from '../../fhir/json.ts';
import type { Resource } from '../../fhir/resource.ts';
import { newVersion } from '../../fhir/store/new-version.ts';
import { storeStatements } from '../../fhir/store/statements.ts';
import type { Actor, Statement } from '../../platform/postgres/database.ts';
import type { Ask } from './kind.ts';

export type Wanted = {
  readonly type: string;
  readonly id: string;
  /** From the resource as it is now; undefined when there is none yet. */
  readonly build: (existing: Resource | undefined) => Resource;
};

const findResources = (wanted: readonly Wanted[]): Statement => ({
  name: 'import-resources',
  text: `select r.type, r.id, r.version, r.content from unnest($1::text[], $2::text[]) as wanted (type, id)
  join resource r on r.type = wanted.type and r.id = wanted.id`,
  values: [wanted.map(({ type }) => type), wanted.map(({ id }) => id)],
});

const resourceOf = (content: unknown): Resource | undefined => {
  const parsed = typeof content === 'string' ? parseJson(content) : undefined;
  return parsed?.ok === true ? (parsed.value as Resource) : undefined;
};

/** The statements that store them, of any number of resources together. */
export const writeRecords = async (
  ask: Ask,
  wanted: readonly Wanted[],
  by: Actor,
  at: Date,
): Promise<readonly Statement[]> => {
  if (wanted.length === 0) return [];
  const [rows = []] = await ask([findResources(wanted)]);
  const known = new Map(rows.map((row) => [`${String(row['type'])}/${String(row['id'])}`, row]));
  const versions = wanted.map(({ type, id, build }) => {
    const row = known.get(`${type}/${id}`);
    return newVersion(build(resourceOf(row?.['content'])), id, row === undefined ? null : Number(row['version']), at);
  });
  return storeStatements(versions, by, at);
};

/** Elements that an import states; the others of an existing resource are kept as they are. */
export const restated =
  (built: Resource, elements: readonly string[]) =>
  (existing: Resource | undefined): Resource => {
    if (existing === undefined) return built;
    const kept = Object.entries(existing).filter(([name]) => !elements.includes(name));
    const stated = Object.entries(built).filter(([name]) => elements.includes(name));
    return { ...(Object.fromEntries([...kept, ...stated]) as Resource) };
  };
