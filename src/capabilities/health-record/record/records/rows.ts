/** A stored entry with its resource parsed, and where it comes from: said by itself, else by its visit, else by who wrote it. */
import { parseJson } from '../../../../fhir/json.ts';
import { isObject, objectsOf, relativeReference, textOf } from '../../../../fhir/resource.ts';
import type { JsonObject } from '../../../../fhir/resource.ts';
import type { Rows } from '../../../../platform/postgres/database.ts';

export type Kept = {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly updatedAt: Date;
  readonly author: string;
  readonly organisation: string;
  readonly date: Date | null;
  readonly resource: JsonObject;
};
export type Place = { readonly id: string; readonly name: string };

export const keptOf = (rows: Rows | undefined): readonly Kept[] =>
  (rows ?? []).map((row) => {
    const parsed = parseJson(String(row['content']));
    if (!parsed.ok || !isObject(parsed.value)) throw new Error('a stored resource is not JSON');
    return {
      type: String(row['type']),
      id: String(row['id']),
      version: Number(row['version']),
      updatedAt: row['updated_at'] as Date,
      author: String(row['author']),
      organisation: String(row['organisation']),
      date: row['date'] instanceof Date ? row['date'] : null,
      resource: parsed.value,
    };
  });

const organisationIn = (value: unknown): Place | undefined => {
  for (const reference of objectsOf(value)) {
    const relative = relativeReference(textOf(reference['reference']) ?? '');
    const display = textOf(reference['display']);
    if (relative?.type === 'Organization') return { id: relative.id, name: display ?? relative.id };
    if (relative === undefined && display !== undefined && textOf(reference['type']) === 'Organization')
      return { id: '', name: display };
  }
  return undefined;
};
/** The elements by which a record names the organisation it was made in. */
const NAMING = ['serviceProvider', 'custodian', 'performer', 'managingOrganization', 'author', 'informationSource'];

const encounterOf = (resource: JsonObject): string | undefined => {
  const context = objectsOf(resource['context'])[0];
  for (const reference of [
    ...objectsOf(resource['encounter']),
    ...objectsOf(context),
    ...objectsOf(context?.['encounter']),
  ]) {
    const relative = relativeReference(textOf(reference['reference']) ?? '');
    if (relative?.type === 'Encounter') return relative.id;
  }
  return undefined;
};

export type Directory = ReadonlyMap<string, { readonly name: string; readonly rank: number }>;

/** 3 tertiary hospital … 0 village clinic: lanes stand in this order. */
const rankOf = (kind: string, level: string): number => {
  if (level === 'tertiary') return 5;
  if (level === 'secondary') return 4;
  if (kind === 'hospital') return 3;
  return kind === 'village-clinic' ? 1 : 2;
};
export const directoryOf = (rows: Rows | undefined): Directory =>
  new Map(
    (rows ?? []).map((row) => [
      String(row['id']),
      { name: String(row['short_name']), rank: rankOf(String(row['kind']), String(row['level'])) },
    ]),
  );

export type PlaceOf = (kept: Kept) => Place | null;

/** @param visits the encounters at hand, through which other entries find their place */
export const placesBy = (directory: Directory, visits: readonly Kept[]): PlaceOf => {
  const visited = new Map(visits.map((visit) => [visit.id, organisationIn(visit.resource['serviceProvider'])]));
  const named = (place: Place): Place => ({ id: place.id, name: directory.get(place.id)?.name ?? place.name });
  return (kept) => {
    for (const element of NAMING) {
      const found = organisationIn(kept.resource[element]);
      if (found !== undefined) return named(found);
    }
    const visit = visited.get(encounterOf(kept.resource) ?? '');
    if (visit !== undefined) return named(visit);
    const wrote = directory.get(kept.organisation);
    return wrote === undefined ? null : { id: kept.organisation, name: wrote.name };
  };
};

/** What a reader needs of every part: where an entry comes from, and whether it is new to the reader. */
export type Reading = { readonly placeOf: PlaceOf; readonly isFresh: (kept: Kept) => boolean };
