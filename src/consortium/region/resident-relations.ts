/** Why the organisations of a resident's catchment may read the record, and the past visits, which are over. */
import { instantArray, textArray } from '../../fhir/store/arrays.ts';
import type { Statement } from '../../platform/postgres/database.ts';
import type { ResidentRecord } from '../synthetic/resident-records.ts';

/** Two rows a resident: the village clinic and its township hospital (one for a community centre). */
export const insertCatchments = (records: readonly ResidentRecord[], since: Date): Statement => {
  const rows = records.flatMap(({ resident: { id, catchment } }) =>
    [catchment.organisation, ...(catchment.parent === null ? [] : [catchment.parent])].map((organisation) => ({
      resident: id,
      organisation,
    })),
  );
  return {
    name: 'region-insert-catchments',
    text: `insert into relation (resident, organisation, kind, source, from_at)
           select row.resident, row.organisation, 'catchment', 'Patient/' || row.resident, $1
             from unnest($2::text[], $3::text[]) as row (resident, organisation)`,
    values: [since, textArray(rows.map((row) => row.resident)), textArray(rows.map((row) => row.organisation))],
  };
};

/** Registrations that ended with the visit: dated history, no access today. */
export const insertVisits = (records: readonly ResidentRecord[]): Statement => {
  const rows = records.flatMap((record) => record.visits.map((visit) => ({ resident: record.resident.id, ...visit })));
  return {
    name: 'region-insert-visits',
    text: `insert into relation (resident, organisation, kind, source, from_at, until_at)
           select row.resident, row.organisation, 'registration', 'Encounter/' || row.encounter, row.from_at, row.until_at
             from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[])
               as row (resident, organisation, encounter, from_at, until_at)`,
    values: [
      textArray(rows.map((row) => row.resident)),
      textArray(rows.map((row) => row.organisation)),
      textArray(rows.map((row) => row.id)),
      instantArray(rows.map((row) => Date.parse(row.at))),
      instantArray(rows.map((row) => Date.parse(row.until))),
    ],
  };
};
