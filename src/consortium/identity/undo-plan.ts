/** What goes back when a merge is undone, worked out from the records themselves. */
import type { Resource } from '../../fhir/resource.ts';
import { patientOf } from '../../fhir/search/extract.ts';
import type { Rows, Statement } from '../../platform/postgres/database.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { refuse } from '../../platform/refusal.ts';
import { resourceOf } from './patients.ts';

/** A merge that stands, with those around it. */
export type StandingMerge = {
  readonly absorbed: string;
  readonly survivor: string;
  readonly at: Date;
  readonly saidActive: boolean | null;
  /** The absorbed id and all that it had absorbed itself: records that name one of these go back. */
  readonly cluster: readonly string[];
  /** Ids that lead to the survivor and stay. */
  readonly others: readonly string[];
};

export const findMerge = (id: string): Statement => ({
  name: 'identity-find-merge',
  text: `select m.*, exists (select 1 from resident_merged on_ where on_.absorbed = m.survivor) as merged_on,
                (select json_agg(json_build_array(s.absorbed, s.survivor)) from resident_merge s
                  where s.undone_at is null
                    and s.absorbed in (select absorbed from resident_merged where survivor = m.survivor)) as around
           from resident_merge m where m.id = $1 for update`,
  values: [id],
});

/** Everything that leads to `id` through merges that stand, `id` first. */
const leadingTo = (id: string, around: readonly (readonly [string, string])[]): readonly string[] => [
  id,
  ...around.filter(([, to]) => to === id).flatMap(([from]) => leadingTo(from, around)),
];

export const mergeFrom = (rows: Rows): StandingMerge | Refusal => {
  const [row] = rows;
  if (row === undefined) return refuse('identity.no-such-merge');
  if (row['undone_at'] !== null) return refuse('identity.undone-already');
  if (row['merged_on'] === true) return refuse('identity.merged-on');
  const around = JSON.parse(typeof row['around'] === 'string' ? row['around'] : '[]') as readonly (readonly [
    string,
    string,
  ])[];
  const absorbed = String(row['absorbed']);
  const survivor = String(row['survivor']);
  const cluster = leadingTo(absorbed, around);
  return {
    absorbed,
    survivor,
    at: row['at'] as Date,
    saidActive: row['said_active'] as boolean | null,
    cluster,
    others: around.map(([from]) => from).filter((from) => !cluster.includes(from)),
  };
};

/** One version of a record kept under the survivor. */
export type Kept = {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly current: boolean;
  readonly at: Date;
  readonly organisation: string;
  /** Null for a deletion. */
  readonly resource: Resource | null;
};

export const findKept = (survivor: string): Statement => ({
  name: 'identity-find-kept',
  text: `select type, id, version, updated_at, organisation, content, true as current from resource where patient = $1
         union all
         select type, id, version, updated_at, organisation, content, false from resource_history where patient = $1`,
  values: [survivor],
});

export const keptFrom = (rows: Rows): readonly Kept[] =>
  rows.map((row) => ({
    type: String(row['type']),
    id: String(row['id']),
    version: Number(row['version']),
    current: row['current'] === true,
    at: row['updated_at'] as Date,
    organisation: String(row['organisation']),
    resource: row['content'] === null ? null : resourceOf(row['content']),
  }));

const placeOf = ({ type, id }: Pick<Kept, 'type' | 'id'>): string => `${type}/${id}`;
const CASE_NUMBER = 'https://kanglian.org/fhir/sid/case-number';

const isCase = ({ type, resource }: Kept): boolean =>
  type === 'Task' && JSON.stringify(resource?.['identifier'] ?? '').includes(CASE_NUMBER);

/** Whether a record was written in one of these cases: under the case's own id, or one that begins with it. */
const isOfCase = ({ id }: Kept, cases: ReadonlySet<string>): boolean => {
  for (let end = id.length; end > 0; end = id.lastIndexOf('-', end - 1)) if (cases.has(id.slice(0, end))) return true;
  return false;
};

/**
 * Records of the survivor nobody can be sure of: written or changed since the merge, and naming the survivor. Records of a case
 * are the case's, and a case stays with whom it was opened for.
 */
export const inDoubt = (merge: StandingMerge, kept: readonly Kept[]): readonly Kept[] => {
  const cases = new Set(kept.filter((each) => each.current && isCase(each)).map(({ id }) => id));
  return kept.filter(
    (each) =>
      each.current &&
      each.resource !== null &&
      each.type !== 'Patient' &&
      each.at >= merge.at &&
      !merge.cluster.includes(patientOf(each.resource, each.id) ?? '') &&
      !isOfCase(each, cases),
  );
};

export type UndoPlan = {
  readonly records: readonly Kept[];
  readonly history: readonly Kept[];
  readonly cases: readonly string[];
  readonly sources: readonly string[];
  readonly assigned: readonly (Kept & { readonly resource: Resource })[];
};

export const planUndo = (
  merge: StandingMerge,
  kept: readonly Kept[],
  assigned: readonly string[],
): UndoPlan | Refusal => {
  const doubtful = new Map(inDoubt(merge, kept).map((each) => [placeOf(each), each]));
  if (assigned.some((place) => !doubtful.has(place))) return refuse('identity.not-in-doubt');
  const cluster = new Set(merge.cluster);
  const namesAbsorbed = (each: Kept): boolean =>
    each.resource !== null && cluster.has(patientOf(each.resource, each.id) ?? '');
  // a deletion has no text: it is about whom the version before it was
  const versions = new Map<string, Kept[]>();
  for (const each of kept) versions.set(placeOf(each), [...(versions.get(placeOf(each)) ?? []), each]);
  const goes = (each: Kept): boolean => {
    if (each.resource !== null) return namesAbsorbed(each);
    const before = (versions.get(placeOf(each)) ?? [])
      .filter((other) => other.version < each.version && other.resource !== null)
      .sort((a, b) => b.version - a.version)[0];
    return before !== undefined && namesAbsorbed(before);
  };
  const going = kept.filter(goes);
  const records = going.filter((each) => each.current);
  return {
    records,
    history: going.filter((each) => !each.current),
    cases: records.filter(isCase).map(({ id }) => id),
    sources: [...merge.cluster.map((id) => `Patient/${id}`), ...records.map(placeOf), ...assigned],
    assigned: assigned.flatMap((place) => {
      const each = doubtful.get(place);
      return each === undefined || each.resource === null ? [] : [{ ...each, resource: each.resource }];
    }),
  };
};
