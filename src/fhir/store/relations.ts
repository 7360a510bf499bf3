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

const COLUMNS = '(resident, organisation, kind, source, from_at, until_at)';
const ROWS = `select row.resident, $1, row.kind, row.source, row.from_at, row.until_at
                from unnest($2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[])
                  as row (resident, kind, source, from_at, until_at)`;

const columns = (relations: readonly Relation[], organisation: string): readonly unknown[] => [
  organisation,
  textArray(relations.map((relation) => relation.resident)),
  textArray(relations.map((relation) => relation.kind)),
  textArray(relations.map((relation) => relation.source)),
  instantArray(relations.map((relation) => relation.from)),
  instantArray(relations.map((relation) => relation.until)),
];

/** Made once and never changed; on a conflict the row is not even locked. */
const insertAuthors = (relations: readonly Relation[], organisation: string): Statement => ({
  name: 'fhir-insert-authors',
  text: `insert into relation ${COLUMNS} ${ROWS} on conflict (resident, organisation, kind, source) do nothing`,
  values: columns(relations, organisation),
});

/** Follows the Encounter: its end is the relation's. */
const insertRegistrations = (relations: readonly Relation[], organisation: string): Statement => ({
  name: 'fhir-insert-registrations',
  text: `insert into relation ${COLUMNS} ${ROWS}
         on conflict (resident, organisation, kind, source) do update
            set until_at = excluded.until_at
          where relation.until_at is distinct from excluded.until_at`,
  values: columns(relations, organisation),
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
  const authors = relations.filter(({ kind }) => kind === 'author');
  const registrations = relations.filter(({ kind }) => kind === 'registration');
  return [
    ...(authors.length > 0 ? [insertAuthors(authors, by.organisation)] : []),
    ...(registrations.length > 0 ? [insertRegistrations(registrations, by.organisation)] : []),
  ];
};
