/** Sessions of clinics posted by a hospital's own system: what is locked, and what is written. One statement, one function. */
import type { Statement } from '../../platform/postgres/database.ts';

export type SessionWindow = {
  readonly department: string;
  readonly clinic: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
};

const WINDOWS = `json_to_recordset($1::json) as w (department text, clinic text, "startsAt" timestamptz, "endsAt" timestamptz)`;
/** Within the session as it is posted, or as it was posted before when it was longer. */
const WITHIN = `s.department = w.department and s.clinic = w.clinic and s.starts_at >= w."startsAt" and s.starts_at <
    greatest(w."endsAt", (select n.ends_at from clinic_session n
      where n.department = w.department and n.clinic = w.clinic and n.starts_at = w."startsAt"))`;

/** The clinics of departments, and the sessions posted for them that touch a window. Departments are locked before (`lockPosted`). */
export const findClinics = (departments: readonly string[]): Statement => ({
  name: 'clinics-of',
  text: `select department, code from clinic where department = any ($1::text[]) order by department, code`,
  values: [departments],
});
export const findSessions = (windows: readonly SessionWindow[]): Statement => ({
  name: 'clinic-sessions-known',
  text: `select distinct n.department, n.clinic, n.starts_at, n.ends_at, n.places, n.for_family_doctors, n.of_at
  from clinic_session n join ${WINDOWS} on n.department = w.department and n.clinic = w.clinic
   and n.starts_at < w."endsAt" and n.ends_at > w."startsAt"`,
  values: [JSON.stringify(windows)],
});
/** Whoever holds an appointment meanwhile waits for this lock by the slot's row. */
export const lockSessionSlots = (windows: readonly SessionWindow[]): Statement => ({
  name: 'clinic-session-slots-lock',
  text: `select s.id from clinic_slot s
 where exists (select 1 from ${WINDOWS} where ${WITHIN}) order by s.id for update`,
  values: [JSON.stringify(windows)],
});
/** After the lock, in a statement of its own: it sees the holds made until then. */
export const findSessionSlots = (windows: readonly SessionWindow[], at: Date): Statement => ({
  name: 'clinic-session-slots',
  text: `select s.id, s.department, s.clinic, s.starts_at, s.family_doctors_until is not null as for_family_doctors,
    exists (select 1 from hold h where h.slot = s.id and h.kind = 'slot'
             and (h.status = 'used' or h.status = 'active' and h.until_at > $2)) as taken
  from clinic_slot s
 where s.withdrawn_at is null and exists (select 1 from ${WINDOWS} where ${WITHIN})
 order by s.starts_at`,
  values: [JSON.stringify(windows), at],
});

/** Takes appointments out of the plan. Guard: `slot.held` when one of them is held. */
export const withdrawSlots = (slots: readonly string[], at: Date): Statement => ({
  name: 'clinic-slots-withdraw',
  text: `with gone as (
  update clinic_slot set withdrawn_at = $2 where id = any ($1::text[]) and withdrawn_at is null
     and not exists (select 1 from hold h where h.slot = clinic_slot.id and h.kind = 'slot'
                      and (h.status = 'used' or h.status = 'active' and h.until_at > $2))
  returning id
)
select expect_rows((select count(*) from gone), cardinality($1::text[]), 'slot.held')`,
  values: [slots, at],
});

export type OfferedSlot = {
  readonly id: string;
  readonly department: string;
  readonly clinic: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly familyDoctorsUntil: Date | null;
};
/** Offers appointments; one that begins at the same time stays, or comes back, as it is now said to be. */
export const offerSlots = (slots: readonly OfferedSlot[]): Statement => ({
  name: 'clinic-slots-offer',
  text: `insert into clinic_slot (id, department, clinic, starts_at, ends_at, family_doctors_until)
  select r.id, r.department, r.clinic, r."startsAt", r."endsAt", r."familyDoctorsUntil"
    from json_to_recordset($1::json) as r (id text, department text, clinic text, "startsAt" timestamptz, "endsAt" timestamptz,
                                           "familyDoctorsUntil" timestamptz)
  on conflict (department, clinic, starts_at) do update set withdrawn_at = null, ends_at = excluded.ends_at,
    family_doctors_until = excluded.family_doctors_until`,
  values: [JSON.stringify(slots)],
});

export type PostedSession = SessionWindow & {
  readonly places: number;
  readonly forFamilyDoctors: number;
  readonly ofAt: Date;
};
/** Sessions with no place left give way to another that is posted over them. */
export const forgetEmptySessions = (sessions: readonly PostedSession[]): Statement => ({
  name: 'clinic-sessions-forget',
  text: `delete from clinic_session n using ${WINDOWS} where n.department = w.department and n.clinic = w.clinic
   and n.places = 0 and n.starts_at <> w."startsAt" and n.starts_at < w."endsAt" and n.ends_at > w."startsAt"`,
  values: [JSON.stringify(sessions)],
});
export const keepSessions = (sessions: readonly PostedSession[], at: Date, by: string): Statement => ({
  name: 'clinic-sessions-keep',
  text: `with posted as (
  select * from json_to_recordset($1::json) as r (department text, clinic text, "startsAt" timestamptz, "endsAt" timestamptz,
    places integer, "forFamilyDoctors" integer, "ofAt" timestamptz)
), kept as (
  insert into clinic_session (department, clinic, starts_at, ends_at, places, for_family_doctors, of_at, stated_at, stated_by)
  select department, clinic, "startsAt", "endsAt", places, "forFamilyDoctors", "ofAt", $2, $3 from posted
  on conflict (department, clinic, starts_at) do update set ends_at = excluded.ends_at, places = excluded.places,
    for_family_doctors = excluded.for_family_doctors, of_at = excluded.of_at, stated_at = $2, stated_by = $3
)
insert into slot_statement (department, of_at, stated_at, stated_by)
  select department, max("ofAt"), $2, $3 from posted group by department
on conflict (department) do update set of_at = excluded.of_at, stated_at = $2, stated_by = $3
 where slot_statement.of_at <= excluded.of_at`,
  values: [JSON.stringify(sessions), at, by],
});
