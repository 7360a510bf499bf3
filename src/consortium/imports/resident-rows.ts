/** What the region knows of the residents a spreadsheet names, looked up for some hundred rows at once. */
import { HOUSEHOLD, IDENTITY_NUMBER } from '../../fhir/store/resident-facts.ts';
import type { Rows, Statement } from '../../platform/postgres/database.ts';

export const HEALTH_RECORD = 'https://kanglian.org/fhir/sid/health-record-number';
export { HOUSEHOLD, IDENTITY_NUMBER };

/** Fields as the columns of `residents.ts` name them. */
const FOUND = `r.id, r.name, r.gender, r.birth_date, r.phone, r.address, r.household, r.catchment, r.deceased_at,
  (select c.value from resident_card c where c.resident = r.id and c.system = '${IDENTITY_NUMBER}' order by c.value limit 1) as identity_number,
  (select c.value from resident_card c where c.resident = r.id and c.system = '${HEALTH_RECORD}' order by c.value limit 1) as health_record`;

/** By cards of one system; `wanted` is the card's number. */
export const findByCards = (system: string, values: readonly string[]): Statement => ({
  name: 'import-residents-by-card',
  text: `select k.value as wanted, ${FOUND} from resident_card k join resident r on r.id = k.resident
 where k.system = $1 and k.value = any($2::text[])`,
  values: [system, values],
});

export type Who = { readonly catchment: string; readonly name: string; readonly birthDate: string };

/** Those of the same name and birth date in the same place. */
export const findLikely = (who: readonly Who[]): Statement => ({
  name: 'import-residents-likely',
  text: `select ${FOUND} from (select distinct * from unnest($1::text[], $2::text[], $3::date[]) as w (catchment, name, birth_date)) w
  join resident r on r.catchment = w.catchment and r.name collate "C" = w.name collate "C" and r.birth_date = w.birth_date`,
  values: [who.map(({ catchment }) => catchment), who.map(({ name }) => name), who.map(({ birthDate }) => birthDate)],
});

/** The own catchment: one's organisation and what is part of it, with what each is part of. */
export const findCatchments = (organisation: string): Statement => ({
  name: 'import-catchments',
  text: `select id, kind, part_of from organisation where id = $1 or part_of = $1`,
  values: [organisation],
});

/** One page of the own catchment in the order of id. */
export const catchmentRows = (organisations: readonly string[], after: string, count: number): Statement => ({
  name: 'import-catchment-page',
  text: `select ${FOUND} from resident r
 where r.catchment = any($1::text[]) and r.id > $2 and r.deceased_at is null order by r.id limit $3`,
  values: [organisations, after, count],
});

/** Why the organisations of a catchment may read: as loading a region makes it. Made again it lasts on. */
export const insertCatchmentRelations = (
  rows: readonly { readonly resident: string; readonly organisation: string }[],
  since: Date,
): Statement => ({
  name: 'import-insert-catchments',
  text: `insert into relation (resident, organisation, kind, source, from_at)
         select row.resident, row.organisation, 'catchment', 'Patient/' || row.resident, $1
           from unnest($2::text[], $3::text[]) as row (resident, organisation)
         on conflict (resident, organisation, kind, source) do update set until_at = null
          where relation.until_at is not null`,
  values: [since, rows.map(({ resident }) => resident), rows.map(({ organisation }) => organisation)],
});

/** Whoever moved within the catchment: the place left has no reason any more. */
export const endOtherCatchments = (
  moved: readonly { readonly resident: string; readonly organisations: readonly string[] }[],
  at: Date,
): Statement => ({
  name: 'import-end-catchments',
  text: `update relation set until_at = greatest($2, from_at)
    from json_to_recordset($1::json) as moved (resident text, organisations text[])
   where relation.resident = moved.resident and relation.kind = 'catchment' and relation.until_at is null
     and relation.source = 'Patient/' || moved.resident and relation.organisation <> all(moved.organisations)`,
  values: [JSON.stringify(moved), at],
});

/** Rows by the card they were asked by. */
export const byCard = (rows: Rows | undefined): ReadonlyMap<string, Rows[number]> =>
  new Map((rows ?? []).map((row) => [String(row['wanted']), row]));
