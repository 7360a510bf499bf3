/** What a service client's organisation writes about a resident makes its relation to that resident (law 5). */
import type { Actor, Statement } from '../../platform/postgres/database.ts';
import { instantArray, textArray } from './arrays.ts';
import type { NewVersion } from './new-version.ts';

type Relation = {
  readonly resident: string;
  readonly kind: 'author' | 'registration';
  readonly source: string;
  readonly from: number;
  readonly until: number | null;
};

const insertRelations = (relations: readonly Relation[], organisation: string): Statement => ({
  name: 'fhir-insert-relations',
  text: `insert into relation (resident, organisation, kind, source, from_at, until_at)
         select row.resident, $1, row.kind, row.source, row.from_at, row.until_at
           from unnest($2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[])
             as row (resident, kind, source, from_at, until_at)
         on conflict (resident, organisation, kind, source) do update
            set until_at = excluded.until_at
          where relation.until_at is distinct from excluded.until_at`,
  values: [
    organisation,
    textArray(relations.map((relation) => relation.resident)),
    textArray(relations.map((relation) => relation.kind)),
    textArray(relations.map((relation) => relation.source)),
    instantArray(relations.map((relation) => relation.from)),
    instantArray(relations.map((relation) => relation.until)),
  ],
});

const relationsOf = (versions: readonly NewVersion[], at: Date): readonly Relation[] => {
  const relations = new Map<string, Relation>();
  for (const { type, id, patient, registration } of versions) {
    if (patient === null) continue;
    // one row per resident however much is written: the source names the resident's own record
    relations.set(patient, {
      resident: patient,
      kind: 'author',
      source: `Patient/${patient}`,
      from: at.getTime(),
      until: null,
    });
    if (registration)
      relations.set(`${type}/${id}`, {
        resident: patient,
        kind: 'registration',
        source: `${type}/${id}`,
        ...registration,
      });
  }
  // one order for everyone, so that two writers never wait for each other in a circle
  return [...relations.entries()].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, relation]) => relation);
};

/** People read through registrations, cases and contracts, not because they once wrote; so only service clients. */
export const relationStatements = (versions: readonly NewVersion[], by: Actor, at: Date): readonly Statement[] => {
  if (!by.id.startsWith('client:')) return [];
  const relations = relationsOf(versions, at);
  return relations.length > 0 ? [insertRelations(relations, by.organisation)] : [];
};
