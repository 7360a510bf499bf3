/** `resident` and `resident_card` kept in step with Patient, in the transaction that writes the Patient (law 4). */
import type { Actor, Statement } from '../../platform/postgres/database.ts';
import { instantArray, textArray } from './arrays.ts';
import type { NewVersion } from './new-version.ts';
import type { ResidentFacts } from './resident-facts.ts';

const residentColumns = (residents: readonly ResidentFacts[]): readonly unknown[] => [
  textArray(residents.map((resident) => resident.id)),
  textArray(residents.map((resident) => resident.name)),
  textArray(residents.map((resident) => resident.pinyin)),
  textArray(residents.map((resident) => resident.initials)),
  textArray(residents.map((resident) => resident.gender)),
  textArray(residents.map((resident) => resident.birthDate)),
  textArray(residents.map((resident) => resident.phone)),
  textArray(residents.map((resident) => resident.address)),
  textArray(residents.map((resident) => resident.catchment)),
  textArray(residents.map((resident) => resident.household)),
  instantArray(residents.map((resident) => resident.deceasedAt)),
  textArray(residents.map((resident) => String(resident.synthetic))),
  textArray(residents.map((resident) => resident.mother)),
];

const ROWS = `select row.id, row.name, row.pinyin, row.initials, row.gender, row.birth_date::date, row.phone, row.address,
                     row.catchment, row.household, row.deceased_at, row.synthetic::boolean, row.mother
                from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                            $9::text[], $10::text[], $11::timestamptz[], $12::text[], $13::text[])
                  as row (id, name, pinyin, initials, gender, birth_date, phone, address, catchment, household, deceased_at,
                          synthetic, mother)`;

/** Whose identity is looked at next: placed by the transaction that writes them, so that nobody is forgotten. */
const UNSCREENED = `insert into resident_unscreened (resident, organisation, since)`;
const AGAIN = `on conflict (resident) do update set tries = 0`;

const insertResidents = (residents: readonly ResidentFacts[], by: Actor, at: Date): Statement => ({
  name: 'fhir-insert-residents',
  text: `with unscreened as (${UNSCREENED} select id, $14, $15 from unnest($1::text[]) as id where $16 ${AGAIN})
         insert into resident (id, name, pinyin, initials, gender, birth_date, phone, address, catchment, household,
                               deceased_at, synthetic, mother)
         ${ROWS}`,
  values: [...residentColumns(residents), by.organisation, at, isScreened(by)],
});

const updateResidents = (residents: readonly ResidentFacts[], by: Actor, at: Date): Statement => ({
  name: 'fhir-update-residents',
  text: `with new as (${ROWS}), unscreened as (
           ${UNSCREENED}
           select new.id, $14, $15 from new join resident old on old.id = new.id
            where $16 and (old.name, old.birth_date, old.gender, old.phone, old.mother)
                          is distinct from (new.name, new.birth_date, new.gender, new.phone, new.mother) ${AGAIN})
         update resident
            set name = new.name, pinyin = new.pinyin, initials = new.initials, gender = new.gender,
                birth_date = new.birth_date, phone = new.phone, address = new.address, catchment = new.catchment,
                household = new.household, deceased_at = new.deceased_at, synthetic = new.synthetic, mother = new.mother
           from new
          where resident.id = new.id`,
  values: [...residentColumns(residents), by.organisation, at, isScreened(by)],
});

/** A region is loaded by the program itself, from data that was one list before; everybody else may write down somebody twice. */
const isScreened = (by: Actor): boolean => by.purpose !== 'system';

const deleteOldCards = (residents: readonly ResidentFacts[]): Statement => ({
  name: 'fhir-delete-old-cards',
  text: `delete from resident_card
          where (resident = any($1::text[]) and source is null or source = any($1::text[]))
            and not exists (select 1 from unnest($2::text[], $3::text[], $4::text[]) as kept (resident, system, value)
                             where kept.resident = coalesce(resident_card.source, resident_card.resident)
                               and kept.system = resident_card.system and kept.value = resident_card.value)`,
  values: [textArray(residents.map((resident) => resident.id)), ...cardColumns(residents).slice(0, 3)],
});

const cardColumns = (residents: readonly ResidentFacts[]): readonly Buffer[] => {
  const cards = residents.flatMap((resident) => resident.cards.map((card) => ({ ...card, resident: resident.id })));
  return [
    textArray(cards.map((card) => card.resident)),
    textArray(cards.map((card) => card.system)),
    textArray(cards.map((card) => card.value)),
    textArray(cards.map((card) => String(card.unique))),
    textArray(cards.map((card) => card.status)),
  ];
};

/** A card that stands in two Patients of one resident is held by the first: the number is unique among residents, not Patients. */
const insertCards = (residents: readonly ResidentFacts[]): Statement => ({
  name: 'fhir-insert-cards',
  text: `insert into resident_card as known (resident, system, value, unique_card, status, source)
         select coalesce(merged.survivor, row.resident), row.system, row.value,
                row.unique_card::boolean and not exists (
                  select 1 from resident_card held
                   where held.system = row.system and held.value = row.value and held.unique_card
                     and held.resident = coalesce(merged.survivor, row.resident)
                     and coalesce(held.source, held.resident) <> row.resident),
                row.status, case when merged.survivor is null then null else row.resident end
           from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
             as row (resident, system, value, unique_card, status)
           left join resident_merged merged on merged.absorbed = row.resident
         on conflict (system, value, coalesce(source, resident)) do update
            set unique_card = excluded.unique_card, status = excluded.status
          where (known.unique_card, known.status) is distinct from (excluded.unique_card, excluded.status)`,
  values: cardColumns(residents),
});

/** At most four statements. Follows the relation statements, so that row-level security lets the writer see its residents. */
export const residentStatements = (versions: readonly NewVersion[], by: Actor, at: Date): readonly Statement[] => {
  const of = (wanted: (version: NewVersion) => boolean): readonly ResidentFacts[] =>
    versions.filter(wanted).flatMap((version) => (version.resident ? [version.resident] : []));
  const created = of((version) => version.replaces === null);
  const updated = of((version) => version.replaces !== null);
  const all = [...created, ...updated];
  return [
    ...(created.length > 0 ? [insertResidents(created, by, at)] : []),
    ...(updated.length > 0 ? [updateResidents(updated, by, at), deleteOldCards(updated)] : []),
    ...(all.some((resident) => resident.cards.length > 0) ? [insertCards(all)] : []),
  ];
};
