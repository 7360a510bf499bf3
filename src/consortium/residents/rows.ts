import { IDENTITY_NUMBER } from '../../fhir/store/resident-facts.ts';
import type { CivilDay } from '../../platform/civil-time.ts';
import { ageOn } from '../../platform/civil-time.ts';
import type { Rows } from '../../platform/postgres/database.ts';
import { GENDERS } from '../shapes.ts';
import type { ResidentRow } from '../shapes.ts';
import { maskCard, maskPhone } from './masks.ts';

/** Columns of a resident `r` as `residentRow` reads them; the identity number leaves this layer masked only. */
export const RESIDENT_COLUMNS = `r.id, r.name, r.pinyin, r.gender, r.birth_date, r.phone, r.address, r.deceased_at,
  r.catchment, (select o.short_name from organisation o where o.id = r.catchment) as catchment_name,
  (select c.value from resident_card c where c.resident = r.id and c.system = '${IDENTITY_NUMBER}' limit 1) as identity_number`;

export type StoredResident = {
  readonly id: string;
  readonly name: string;
  readonly pinyin: string;
  readonly gender: string;
  readonly birth_date: CivilDay | null;
  readonly phone: string | null;
  readonly address: string | null;
  readonly deceased_at: Date | null;
  readonly catchment: string | null;
  readonly catchment_name: string | null;
  readonly identity_number: string | null;
};
export const storedResidents = (rows: Rows): readonly StoredResident[] => rows as unknown as readonly StoredResident[];

const genderOf = (text: string): ResidentRow['gender'] => GENDERS.find((gender) => gender === text) ?? 'unknown';

/** @param related whether the reader's organisation has a relation: the address is for those who have. */
export const residentRow = (row: StoredResident, today: CivilDay, related: boolean): ResidentRow => ({
  id: row.id,
  name: row.name,
  gender: genderOf(row.gender),
  age: row.birth_date === null ? null : Math.max(0, ageOn(row.birth_date, today)),
  birthDate: row.birth_date,
  village: related ? row.address : null,
  cardMasked: row.identity_number === null ? null : maskCard(row.identity_number),
  phoneMasked: row.phone === null ? null : maskPhone(row.phone),
  catchment: row.catchment === null ? null : { id: row.catchment, name: row.catchment_name ?? row.catchment },
  deceased: row.deceased_at !== null,
});
