/**
 * What a house says of its own places and clinic slots: how many, still true, added, withdrawn. Every function is one statement
 * for somebody's transaction, guarded where it may not be lost. Quota rows are locked by department, as everywhere.
 */
import type { CivilDay } from '../../platform/civil-time.ts';
import type { Statement } from '../../platform/postgres/database.ts';

export type How = 'stated' | 'confirmed' | 'posted';

/** A department's figures are true as of a moment. An older word never replaces a newer one; the later said of two stands. */
export const stateCapacity = (department: string, ofAt: Date, at: Date, by: string, how: How): Statement => ({
  name: 'capacity-state',
  text: `insert into capacity_statement (department, of_at, stated_at, stated_by, how) values ($1, $2, $3, $4, $5)
on conflict (department) do update set of_at = $2, stated_at = $3, stated_by = $4, how = $5
 where capacity_statement.of_at <= $2`,
  values: [department, ofAt, at, by, how],
});

/** The house's departments that offer places or appointments, with what is held, and who said so when. */
export const findOwnCapacity = (organisation: string, at: Date, today: CivilDay): Statement => ({
  name: 'capacity-own',
  text: `select d.id, d.name, d.specialty, q.places, q.occupied, q.held, q.over,
    coalesce(t.of_at, q.updated_at) as of_at, t.how, coalesce(t.stated_by, q.updated_by) as stated_by, p.name as stated_by_name,
    l.of_at as slots_of,
    w.median_days, w.longest_days, w.come, w.waiting
  from department d left join quota q on q.department = d.id
  left join capacity_statement t on t.department = d.id left join slot_statement l on l.department = d.id
  left join practitioner_role r on r.id = coalesce(t.stated_by, q.updated_by) left join person p on p.id = r.person
  left join department_wait w on w.department = d.id and w.until_what = 'arrived'
 where d.organisation = $1 and d.from_on <= $3 and (d.until_on is null or d.until_on > $3)
   and (q.department is not null or exists (
     select 1 from clinic_slot c where c.department = d.id and c.starts_at > $2 and c.withdrawn_at is null))
 order by q.places is null, d.name, d.id`,
  values: [organisation, at, today],
});

/** The house's clinic slots of a period, and whether somebody holds them. */
export const findOwnSlots = (organisation: string, from: Date, until: Date): Statement => ({
  name: 'capacity-own-slots',
  text: `select c.id, c.department, c.starts_at, c.ends_at, c.family_doctors_until,
    (select name from clinic where clinic.department = c.department and clinic.code = c.clinic) as clinic_name,
    exists (select 1 from hold h where h.slot = c.id and h.kind = 'slot'
             and (h.status = 'used' or h.status = 'active' and h.until_at > $2)) as taken
  from clinic_slot c join department d on d.id = c.department
 where d.organisation = $1 and c.starts_at > $2 and c.starts_at < $3 and c.withdrawn_at is null
 order by c.department, c.starts_at`,
  values: [organisation, from, until],
});

/** Whose department it is, open today; its slot's state where one is named. */
export const findOwnDepartment = (department: string, today: CivilDay): Statement => ({
  name: 'capacity-department',
  text: `select organisation from department where id = $1 and from_on <= $2 and (until_on is null or until_on > $2)`,
  values: [department, today],
});
export const findSlot = (slot: string): Statement => ({
  name: 'capacity-slot',
  text: `select c.id, c.department, c.starts_at, c.withdrawn_at, d.organisation
  from clinic_slot c join department d on d.id = c.department where c.id = $1`,
  values: [slot],
});

export type NewSlot = {
  readonly id: string;
  readonly department: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** Kept for family doctors until then; null: anybody's. */
  readonly familyDoctorsUntil: Date | null;
};

/** Adds an appointment, or brings back a withdrawn one that began at the same time. Guard: `slot.exists`. Answers its id. */
export const addSlot = (slot: NewSlot): Statement => ({
  name: 'capacity-slot-add',
  text: `with made as (
  insert into clinic_slot (id, department, starts_at, ends_at, family_doctors_until) values ($1, $2, $3, $4, $5)
  on conflict (department, clinic, starts_at) do update set withdrawn_at = null, ends_at = $4, family_doctors_until = $5
   where clinic_slot.withdrawn_at is not null
  returning id
)
select (select id from made) as id, expect_rows((select count(*) from made), 1, 'slot.exists')`,
  values: [slot.id, slot.department, slot.startsAt, slot.endsAt, slot.familyDoctorsUntil],
});

/**
 * Takes an appointment out of the plan. Guard: `slot.held` when somebody holds it. Send `lockSlot` in a flight before: a hold
 * made meanwhile locks the same row by its foreign key, so that of a hold and a withdrawal one sees the other.
 */
export const withdrawSlot = (slot: string, at: Date): Statement => ({
  name: 'capacity-slot-withdraw',
  text: `with gone as (
  update clinic_slot set withdrawn_at = $2 where id = $1 and withdrawn_at is null
     and not exists (select 1 from hold h where h.slot = $1 and h.kind = 'slot'
                      and (h.status = 'used' or h.status = 'active' and h.until_at > $2))
  returning id
)
select expect_rows((select count(*) from gone), 1, 'slot.held')`,
  values: [slot, at],
});
export const lockSlot = (slot: string): Statement => ({
  name: 'capacity-slot-lock',
  text: `select id from clinic_slot where id = $1 for update`,
  values: [slot],
});

/** Departments and quotas of a posting, locked in the order of their ids so that two postings never wait for each other. */
export const lockPosted = (departments: readonly string[], today: CivilDay): readonly Statement[] => [
  {
    name: 'capacity-lock-departments',
    text: `select id, organisation from department
 where id = any ($1::text[]) and from_on <= $2 and (until_on is null or until_on > $2) order by id for no key update`,
    values: [departments, today],
  },
  {
    name: 'capacity-lock-quotas',
    text: `select q.department, q.places, q.held, q.occupied, t.of_at
  from quota q left join capacity_statement t on t.department = q.department
 where q.department = any ($1::text[]) order by q.department for update of q`,
    values: [departments],
  },
];

export type PostedQuota = { readonly department: string; readonly places: number; readonly ofAt: Date };

/** Writes the accepted rows of a posting; quota rows are locked already. Guard: `moved-on` for a row nobody locked. */
export const writePosted = (rows: readonly PostedQuota[], at: Date, by: string): Statement => ({
  name: 'capacity-post',
  text: `with posted as (
  select * from json_to_recordset($1::json) as r (department text, places integer, "ofAt" timestamptz)
), written as (
  insert into quota (department, places, updated_at, updated_by)
  select department, places, $2, $3 from posted order by department
  on conflict (department) do update set places = excluded.places,
      over = greatest(0, quota.held + quota.occupied - excluded.places), updated_at = $2, updated_by = $3
   where excluded.places >= quota.held + quota.occupied or excluded.places >= quota.places
  returning department
), stated as (
  insert into capacity_statement (department, of_at, stated_at, stated_by, how)
  select department, "ofAt", $2, $3, 'posted' from posted
  on conflict (department) do update set of_at = excluded.of_at, stated_at = $2, stated_by = $3, how = 'posted'
)
select expect_rows((select count(*) from written), (select count(*) from posted), 'quota.below-use')`,
  values: [JSON.stringify(rows), at, by],
});
