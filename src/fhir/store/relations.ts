/** What a service client's organisation writes about a resident makes its relation to that resident (law 5). */
import type { Actor, Statement } from '../../platform/postgres/database.ts';
import type { Grant } from './access-facts.ts';
import { instantArray, textArray } from './arrays.ts';
import { rootOf, rootsOf } from './merged-residents.ts';
import type { NewVersion } from './new-version.ts';

type Relation = {
  readonly resident: string;
  readonly kind: 'author' | 'registration' | Grant['kind'];
  readonly organisation: string;
  readonly source: string;
  readonly from: number;
  readonly until: number | null;
};

/** Types that let organisations in by naming them. */
const GRANTING = new Set(['CareTeam', 'Contract']);

const COLUMNS = '(resident, organisation, kind, source, from_at, until_at)';
const ROWS = `select ${rootOf('row.resident')}, row.organisation, row.kind, row.source, row.from_at, row.until_at
                from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[])
                  as row (organisation, resident, kind, source, from_at, until_at)`;

const columns = (relations: readonly Relation[]): readonly unknown[] => [
  textArray(relations.map((relation) => relation.organisation)),
  textArray(relations.map((relation) => relation.resident)),
  textArray(relations.map((relation) => relation.kind)),
  textArray(relations.map((relation) => relation.source)),
  instantArray(relations.map((relation) => relation.from)),
  instantArray(relations.map((relation) => relation.until)),
];

/** Made once and never changed; on a conflict the row is not even locked. */
const insertAuthors = (relations: readonly Relation[]): Statement => ({
  name: 'fhir-insert-authors',
  text: `insert into relation ${COLUMNS} ${ROWS} on conflict (resident, organisation, kind, source) do nothing`,
  values: columns(relations),
});

/** Follows the Encounter, the CareTeam, the Contract: its end is the relation's. */
const insertRegistrations = (relations: readonly Relation[]): Statement => ({
  name: 'fhir-insert-registrations',
  text: `insert into relation ${COLUMNS} ${ROWS}
         on conflict (resident, organisation, kind, source) do update
            set until_at = excluded.until_at
          where relation.until_at is distinct from excluded.until_at`,
  values: columns(relations),
});

/** Organisations a new version of the CareTeam or Contract no longer names, or that it named before it was deleted. */
const endGrants = (
  sources: readonly string[],
  residents: readonly string[],
  kept: readonly string[],
  at: Date,
): Statement => ({
  name: 'fhir-end-grants',
  text: `update relation set until_at = greatest($4, from_at)
          where resident = any(${rootsOf('$2::text[]')}) and source = any($1::text[]) and kind in ('team', 'contract')
            and not (source || ' ' || organisation = any($3::text[])) and (until_at is null or until_at > $4)`,
  values: [textArray(sources), textArray(residents), textArray(kept), at],
});

const leavers = (versions: readonly NewVersion[], at: Date): readonly Statement[] => {
  const granting = versions.filter(({ type, replaces }) => replaces !== null && GRANTING.has(type));
  if (granting.length === 0) return [];
  return [
    endGrants(
      granting.map(({ type, id }) => `${type}/${id}`),
      granting.flatMap(({ patient }) => patient ?? []),
      granting.flatMap(({ type, id, access }) =>
        access.grants.map(({ organisation }) => `${type}/${id} ${organisation}`),
      ),
      at,
    ),
  ];
};

/** When a reason ends that was over at a moment: some days after, as the region has them; at that moment without them. */
export type Lasting = (until: Date) => Date;

const relationsOf = (
  versions: readonly NewVersion[],
  { organisation }: Actor,
  at: Date,
  lasting: Lasting,
): readonly Relation[] => {
  const relations = new Map<string, Relation>();
  for (const { type, id, patient, registration, access } of versions) {
    if (patient === null) continue;
    // one row per resident however much is written: the source names the resident's own record
    relations.set(patient, {
      resident: patient,
      organisation,
      kind: 'author',
      source: `Patient/${patient}`,
      from: at.getTime(),
      until: null,
    });
    if (registration) {
      const { from, until } = registration;
      relations.set(`${type}/${id}`, {
        resident: patient,
        organisation,
        kind: 'registration',
        source: `${type}/${id}`,
        from,
        until: until === null ? null : lasting(new Date(until)).getTime(),
      });
    }
    for (const grant of access.grants)
      relations.set(`${type}/${id} ${grant.organisation}`, { resident: patient, source: `${type}/${id}`, ...grant });
  }
  // one order for everyone, so that two writers never wait for each other in a circle
  return [...relations.entries()].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, relation]) => relation);
};

/** People read through registrations, cases and contracts, not because they once wrote; so only service clients. */
export const relationStatements = (
  versions: readonly NewVersion[],
  by: Actor,
  at: Date,
  lasting: Lasting = (until) => until,
): readonly Statement[] => {
  if (!by.id.startsWith('client:')) return [];
  const relations = relationsOf(versions, by, at, lasting);
  const authors = relations.filter(({ kind }) => kind === 'author');
  const others = relations.filter(({ kind }) => kind !== 'author');
  return [
    ...(authors.length > 0 ? [insertAuthors(authors)] : []),
    ...(others.length > 0 ? [insertRegistrations(others)] : []),
    ...leavers(versions, at),
  ];
};
