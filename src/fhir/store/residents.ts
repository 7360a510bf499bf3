/** `resident` and `resident_card` kept in step with Patient, in the transaction that writes the Patient (law 4). */
import type { Statement } from '../../platform/postgres/database.ts';
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
];

const ROWS = `select row.id, row.name, row.pinyin, row.initials, row.gender, row.birth_date::date, row.phone, row.address,
                     row.catchment, row.household, row.deceased_at, row.synthetic::boolean
                from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                            $9::text[], $10::text[], $11::timestamptz[], $12::text[])
                  as row (id, name, pinyin, initials, gender, birth_date, phone, address, catchment, household, deceased_at,
                          synthetic)`;

const insertResidents = (residents: readonly ResidentFacts[]): Statement => ({
  name: 'fhir-insert-residents',
  text: `insert into resident (id, name, pinyin, initials, gender, birth_date, phone, address, catchment, household,
                               deceased_at, synthetic)
         ${ROWS}`,
  values: residentColumns(residents),
});

const updateResidents = (residents: readonly ResidentFacts[]): Statement => ({
  name: 'fhir-update-residents',
  text: `update resident
            set name = new.name, pinyin = new.pinyin, initials = new.initials, gender = new.gender,
                birth_date = new.birth_date, phone = new.phone, address = new.address, catchment = new.catchment,
                household = new.household, deceased_at = new.deceased_at, synthetic = new.synthetic
           from (${ROWS}) as new
          where resident.id = new.id`,
  values: residentColumns(residents),
});

const deleteOldCards = (residents: readonly ResidentFacts[]): Statement => ({
  name: 'fhir-delete-old-cards',
  text: `delete from resident_card
          where resident = any($1::text[])
            and not exists (select 1 from unnest($2::text[], $3::text[], $4::text[]) as kept (resident, system, value)
                             where kept.resident = resident_card.resident and kept.system = resident_card.system
                               and kept.value = resident_card.value)`,
  values: [textArray(residents.map((resident) => resident.id)), ...cardColumns(residents).slice(0, 3)],
});

const cardColumns = (residents: readonly ResidentFacts[]): readonly Buffer[] => {
  const cards = residents.flatMap((resident) => resident.cards.map((card) => ({ ...card, resident: resident.id })));
  return [
    textArray(cards.map((card) => card.resident)),
    textArray(cards.map((card) => card.system)),
    textArray(cards.map((card) => card.value)),
    textArray(cards.map((card) => String(card.unique))),
  ];
};

const insertCards = (residents: readonly ResidentFacts[]): Statement => ({
  name: 'fhir-insert-cards',
  text: `insert into resident_card (resident, system, value, unique_card)
         select row.resident, row.system, row.value, row.unique_card::boolean
           from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as row (resident, system, value, unique_card)
         on conflict (system, value, resident) do nothing`,
  values: cardColumns(residents),
});

/** At most four statements. Follows the relation statements, so that row-level security lets the writer see its residents. */
export const residentStatements = (versions: readonly NewVersion[]): readonly Statement[] => {
  const of = (wanted: (version: NewVersion) => boolean): readonly ResidentFacts[] =>
    versions.filter(wanted).flatMap((version) => (version.resident ? [version.resident] : []));
  const created = of((version) => version.replaces === null);
  const updated = of((version) => version.replaces !== null);
  const all = [...created, ...updated];
  return [
    ...(created.length > 0 ? [insertResidents(created)] : []),
    ...(updated.length > 0 ? [updateResidents(updated), deleteOldCards(updated)] : []),
    ...(all.some((resident) => resident.cards.length > 0) ? [insertCards(all)] : []),
  ];
};
