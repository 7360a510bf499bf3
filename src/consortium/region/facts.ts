/** The region's fact rows, one statement a table. Rows travel as one JSON text, since a region's lists are short. */
import type { Statement } from '../../platform/postgres/database.ts';
import type { Account, Affiliation, Department, Device, KeySpecialty, Organisation, Person } from './model.ts';

/** Organisations in an order in which each stands after the one it is part of. */
export const insertOrganisations = (organisations: readonly Organisation[]): Statement => ({
  text: `insert into organisation (id, kind, name, short_name, level, district, part_of, phone, made_up, from_on)
         select r.id, r.kind, r.name, r."shortName", r.level, r.district, r."partOf", r.phone, r."madeUp", r."from"
           from json_to_recordset($1::json) as r (id text, kind text, name text, "shortName" text, level text, district text,
                                                  "partOf" text, phone text, "madeUp" boolean, "from" date)`,
  values: [JSON.stringify(organisations)],
});

export const insertAffiliations = (affiliations: readonly Affiliation[]): Statement => ({
  text: `insert into affiliation (consortium, organisation, role, from_on)
         select r.consortium, r.organisation, r.role, r."from"
           from json_to_recordset($1::json) as r (consortium text, organisation text, role text, "from" date)`,
  values: [JSON.stringify(affiliations)],
});

export const insertDepartments = (departments: readonly Department[]): Statement => ({
  text: `insert into department (id, organisation, name, specialty, phone, made_up, from_on)
         select r.id, r.organisation, r.name, r.specialty, r.phone, r."madeUp", r."from"
           from json_to_recordset($1::json) as r (id text, organisation text, name text, specialty text, phone text,
                                                  "madeUp" boolean, "from" date)`,
  values: [
    JSON.stringify(
      departments.map(
        ({ clinic: _clinic, beds: _beds, bedUse: _use, bedsPerRoom: _perRoom, quota: _quota, ...row }) => row,
      ),
    ),
  ],
});

export const insertKeySpecialties = (specialties: readonly KeySpecialty[]): Statement => ({
  text: `insert into key_specialty (department, grade, from_on)
         select r.department, r.grade, r."from"
           from json_to_recordset($1::json) as r (department text, grade text, "from" date)`,
  values: [JSON.stringify(specialties)],
});

export const insertDevices = (devices: readonly Device[]): Statement => ({
  text: `insert into device (id, organisation, kind, made_up, from_on)
         select r.id, r.organisation, r.kind, r."madeUp", r."from"
           from json_to_recordset($1::json) as r (id text, organisation text, kind text, "madeUp" boolean, "from" date)`,
  values: [JSON.stringify(devices)],
});

export const insertPeople = (people: readonly Person[]): Statement => ({
  text: `insert into person (id, name, phone)
         select r.id, r.name, r.phone from json_to_recordset($1::json) as r (id text, name text, phone text)`,
  values: [JSON.stringify(people.map(({ id, name, phone }) => ({ id, name, phone })))],
});

export const insertRoles = (people: readonly Person[]): Statement => ({
  text: `insert into practitioner_role (id, person, organisation, department, role, from_on)
         select r.id, r.person, r.organisation, r.department, r.role, r."from"
           from json_to_recordset($1::json) as r (id text, person text, organisation text, department text, role text,
                                                  "from" date)`,
  values: [JSON.stringify(people.flatMap((p) => p.roles.map((held) => ({ ...held, person: p.id, from: p.from }))))],
});

/** Demonstration accounts: all with the same password, so that its slow hash is made once. */
export const insertAccounts = (accounts: readonly Account[], passwordHash: string): Statement => ({
  text: `insert into account (person, login, password_hash, demonstration)
         select r.person, r.login, $2, true from json_to_recordset($1::json) as r (person text, login text)`,
  values: [JSON.stringify(accounts.map(({ person, login }) => ({ person, login }))), passwordHash],
});

export const insertQuotas = (departments: readonly Department[], by: string, at: Date): Statement => ({
  text: `with made as (
           insert into quota (department, places, updated_at, updated_by)
           select r.id, r.quota, $2, $3 from json_to_recordset($1::json) as r (id text, quota integer)
           returning department, updated_at, updated_by)
         insert into capacity_statement (department, of_at, stated_at, stated_by, how)
         select department, updated_at, updated_at, updated_by, 'stated' from made`,
  values: [JSON.stringify(departments.flatMap(({ id, quota }) => (quota === null ? [] : [{ id, quota }]))), at, by],
});

/** Rooms are numbered from 01, women's and men's in turn. */
const bedRow = (department: Department, label: string, n: number) => {
  const { id, bedUse, bedsPerRoom, from } = department;
  const room = bedsPerRoom === null ? null : Math.floor(n / bedsPerRoom);
  return {
    id: bedId(department, n),
    department: id,
    label,
    room: room === null ? '' : String(room + 1).padStart(2, '0'),
    // who comes for the day shares a room with everybody
    room_for: room === null || bedUse === 'day-care' ? 'any' : room % 2 === 0 ? 'female' : 'male',
    use: bedUse,
    from_on: from,
  };
};

export const insertBeds = (departments: readonly Department[]): Statement => ({
  text: `with given as (
           select * from json_to_recordset($1::json) as r (id text, department text, label text, room text, room_for text, use text,
                                                           from_on date)
         ), made as (
           insert into bed (id, department, label, room, room_for, from_on)
           select id, department, label, room, room_for, from_on from given returning id)
         insert into bed_use (bed, use, from_on, by)
         select made.id, given.use, given.from_on, 'system:region' from made join given using (id)`,
  values: [JSON.stringify(departments.flatMap((d) => d.beds.map((label, n) => bedRow(d, label, n))))],
});

/** Id of a department's n-th bed, counted from 0. */
export const bedId = (department: Department, n: number): string => `${department.id}.b${n + 1}`;

/**
 * Slots that exist already stay as they are, so that the days ahead can be topped up at any time; a session the hospital's own
 * system posted is not the pattern's, and a department the pack gained after the region was loaded has none.
 */
export const insertSlots = (
  slots: readonly {
    readonly id: string;
    readonly department: string;
    readonly startsAt: Date;
    readonly endsAt: Date;
    readonly familyDoctorsUntil: Date | null;
  }[],
): Statement => ({
  text: `insert into clinic_slot (id, department, starts_at, ends_at, family_doctors_until)
         select r.id, r.department, r."startsAt", r."endsAt", r."familyDoctorsUntil"
           from json_to_recordset($1::json) as r (id text, department text, "startsAt" timestamptz, "endsAt" timestamptz,
                                                  "familyDoctorsUntil" timestamptz)
           join department on department.id = r.department
          where not exists (select 1 from clinic_session s where s.department = r.department and s.clinic = 'general'
                             and r."startsAt" >= s.starts_at and r."startsAt" < s.ends_at)
         on conflict do nothing`,
  values: [JSON.stringify(slots)],
});

/** The clinics a department runs, so that its own system can name them; `general` is the one its weekly pattern is about. */
export const insertClinics = (departments: readonly Department[]): Statement => ({
  text: `insert into clinic (department, code, name)
         select r.department, r.code, r.name from json_to_recordset($1::json) as r (department text, code text, name text)
           join department on department.id = r.department
         on conflict (department, code) do update set name = excluded.name where clinic.name is distinct from excluded.name`,
  values: [
    JSON.stringify(
      departments.flatMap(({ id, clinic, postedClinics }) => [
        ...(clinic === null ? [] : [{ department: id, code: 'general', name: null }]),
        ...postedClinics.map(({ code, name }) => ({ department: id, code, name })),
      ]),
    ),
  ],
});
