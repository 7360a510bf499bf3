/**
 * Places kept for a draft or case until a moment. Every function is one statement for somebody's transaction; what it must
 * have changed is guarded inside (`expect_rows`), so a lost race raises KL409 whose message is the refusal's code and the
 * whole transaction is undone. Locks are taken in one order everywhere: hold rows, then quota rows by department.
 */
import type { Statement } from '../../platform/postgres/database.ts';

/** A bed quota and a clinic slot in hospitals, a numbered bed in hospice and elder care. */
export type Place =
  | { readonly kind: 'quota'; readonly department: string }
  | { readonly kind: 'slot'; readonly department: string; readonly slot: string }
  | { readonly kind: 'bed'; readonly department: string; readonly bed: string };

export type NewHold = {
  readonly id: string;
  /** The draft's id, which becomes the case's. */
  readonly subject: string;
  /** Of the one who holds. */
  readonly organisation: string;
  readonly actor: string;
  readonly from: Date;
  readonly until: Date;
};

const valuesOf = (place: Place, hold: NewHold): readonly unknown[] => [
  hold.id,
  place.department,
  hold.subject,
  hold.organisation,
  hold.actor,
  hold.from,
  hold.until,
];

/**
 * Takes one of a department's places. Guard: `hold.quota-full`.
 * @param how `over`: an emergency is taken beyond the quota, which then counts it in `over`; `status: 'used'`: somebody who
 * stands at the door without a hold is taken in at once. Both need the department to have a quota row.
 */
export const holdQuota = (
  place: Place & { kind: 'quota' },
  hold: NewHold,
  how: { readonly over?: boolean; readonly status?: 'active' | 'used' } = {},
): Statement => ({
  name: 'hold-quota',
  text: `with counted as (
  update quota set held = held + ($9 = 'active')::int, occupied = occupied + ($9 = 'used')::int,
      over = greatest(0, held + occupied + 1 - places)
   where department = $2 and ($8 or held + occupied < places)
  returning department, held + occupied > places as over_capacity
), made as (
  insert into hold (id, kind, department, subject, organisation, actor, status, over_capacity, from_at, until_at)
  select $1, 'quota', department, $3, $4, $5, $9, over_capacity, $6, $7 from counted returning id
)
select expect_rows((select count(*) from made), 1, 'hold.quota-full')`,
  values: [...valuesOf(place, hold), how.over ?? false, how.status ?? 'active'],
});

/** Takes a clinic slot that has not begun. Guard: `hold.slot-taken`. */
export const holdSlot = (place: Place & { kind: 'slot' }, hold: NewHold): Statement => ({
  name: 'hold-slot',
  text: `with made as (
  insert into hold (id, kind, department, subject, organisation, actor, status, from_at, until_at, slot)
  select $1, 'slot', department, $3, $4, $5, 'active', $6, $7, id from clinic_slot
   where id = $8 and department = $2 and starts_at > $6::timestamptz and withdrawn_at is null
   for share -- waits for whoever takes the slot out of the plan, and then finds it gone
  on conflict (slot) where kind = 'slot' and status in ('active', 'used') do nothing returning id
)
select expect_rows((select count(*) from made), 1, 'hold.slot-taken')`,
  values: [...valuesOf(place, hold), place.slot],
});

/** Takes a numbered bed for a period no other hold of it may overlap. Guard: `hold.bed-taken`. */
export const holdBed = (place: Place & { kind: 'bed' }, hold: NewHold): Statement => ({
  name: 'hold-bed',
  text: `with made as (
  insert into hold (id, kind, department, subject, organisation, actor, status, from_at, until_at, bed)
  select $1, 'bed', department, $3, $4, $5, 'active', $6, $7, id from bed where id = $8 and department = $2
  on conflict do nothing returning id
)
select expect_rows((select count(*) from made), 1, 'hold.bed-taken')`,
  values: [...valuesOf(place, hold), place.bed],
});

export const holdPlace = (place: Place, hold: NewHold): Statement =>
  place.kind === 'quota'
    ? holdQuota(place, hold)
    : place.kind === 'slot'
      ? holdSlot(place, hold)
      : holdBed(place, hold);

/** Frees an active hold. Guard: `hold.not-active`. */
export const releaseHold = (id: string): Statement => ({
  name: 'hold-release',
  text: `with gone as (
  update hold set status = 'released' where id = $1 and status = 'active' returning kind, department
), freed as (
  update quota set held = held - 1, over = greatest(0, held - 1 + occupied - places)
    from gone where gone.kind = 'quota' and quota.department = gone.department
)
select expect_rows((select count(*) from gone), 1, 'hold.not-active')`,
  values: [id],
});

/** Swaps one place for another in one act: when the new one cannot be had the transaction is undone and the old is kept. */
export const moveHold = (old: string, place: Place, hold: NewHold): readonly Statement[] => [
  { name: 'hold-lock', text: `select id from hold where id = $1 for update`, values: [old] },
  {
    name: 'hold-lock-quotas',
    text: `select department from quota where department = $2 or department in (select department from hold where id = $1)
order by department for update`,
    values: [old, place.department],
  },
  releaseHold(old),
  holdPlace(place, hold),
];

/** Keeps an active hold longer, as a case's clock asks for (an answer is due before its hold ends). Guard: `hold.not-active`. */
export const extendHold = (id: string, until: Date): Statement => ({
  name: 'hold-extend',
  text: `with kept as (
  update hold set until_at = greatest(until_at, $2) where id = $1 and status = 'active' returning id
)
select expect_rows((select count(*) from kept), 1, 'hold.not-active')`,
  values: [id, until],
});

/** The holder's own extension while drafting, at most `times`. Guard: `hold.extended-already`. */
export const extendDraftHold = (id: string, at: Date, minutes: number, times: number): Statement => ({
  name: 'hold-extend-draft',
  text: `with kept as (
  update hold set until_at = until_at + make_interval(mins => $3), extended = extended + 1
   where id = $1 and status = 'active' and until_at > $2 and extended < $4 returning id
)
select expect_rows((select count(*) from kept), 1, 'hold.extended-already')`,
  values: [id, at, minutes, times],
});

/** The resident has come: the hold becomes an occupation. A bed stays taken until it is vacated. Guard: `hold.not-active`. */
export const useHold = (id: string, at: Date, by: string): Statement => ({
  name: 'hold-use',
  text: `with used as (
  update hold set status = 'used', until_at = case when kind = 'bed' then 'infinity' else until_at end
   where id = $1 and status = 'active' returning kind, department
), counted as (
  update quota set held = held - 1, occupied = occupied + 1, updated_at = $2, updated_by = $3
    from used where used.kind = 'quota' and quota.department = used.department
)
select expect_rows((select count(*) from used), 1, 'hold.not-active')`,
  values: [id, at, by],
});

/** The resident has left: the place is free again. Guard: `hold.not-used`. */
export const vacate = (id: string, at: Date, by: string): Statement => ({
  name: 'hold-vacate',
  text: `with gone as (
  update hold set status = 'released', until_at = case when kind = 'bed' then greatest($2, from_at + interval '1 second') else until_at end
   where id = $1 and status = 'used' returning kind, department
), freed as (
  update quota set occupied = occupied - 1, over = greatest(0, held + occupied - 1 - places), updated_at = $2, updated_by = $3
    from gone where gone.kind = 'quota' and quota.department = gone.department
)
select expect_rows((select count(*) from gone), 1, 'hold.not-used')`,
  values: [id, at, by],
});

/**
 * Frees whatever a case that ends still holds or occupies; nothing is also well. Answers the ids. The counters are taken from
 * the locked row: PostgreSQL checks a row's constraints on the statement's own, perhaps older, version before it notices that
 * there is a newer one, so that `quota.occupied - 1` would be refused beside somebody's arrival of the same minute.
 */
export const freePlacesOf = (subject: string, at: Date): Statement => ({
  name: 'hold-free-subject',
  text: `with mine as (
  select id, kind, department, status from hold where subject = $1 and status in ('active', 'used') order by id for update
), gone as (
  update hold set status = 'released',
      until_at = case when mine.kind = 'bed' and mine.status = 'used' then greatest($2, hold.from_at + interval '1 second') else hold.until_at end
    from mine where hold.id = mine.id returning hold.id
), counts as (
  select department, count(*) filter (where status = 'active') as held, count(*) filter (where status = 'used') as occupied
    from mine where kind = 'quota' group by department
), locked as (
  select department, held, occupied, places from quota
   where department in (select department from counts) order by department for update
), freed as (
  update quota set held = locked.held - counts.held, occupied = locked.occupied - counts.occupied,
      over = greatest(0, locked.held - counts.held + locked.occupied - counts.occupied - locked.places)
    from counts join locked using (department) where quota.department = counts.department
)
select id from gone`,
  values: [subject, at],
});

/**
 * Ends holds whose time is up and gives their places back. Run by the sweeper, and for one department before somebody asks
 * it for a place. Answers id, kind, department, subject and organisation of each.
 */
export const expireHolds = (
  at: Date,
  { department = null, most = 200 }: { department?: string | null; most?: number } = {},
): Statement => ({
  name: 'hold-expire',
  text: `with due as (
  select id from hold where status = 'active' and until_at <= $1 and ($3::text is null or department = $3)
   order by until_at limit $2 for update skip locked
), gone as (
  update hold set status = 'expired' from due where hold.id = due.id
  returning hold.id, kind, department, subject, organisation
), counts as (
  select department, count(*) as held from gone where kind = 'quota' group by department
), locked as (
  select department, held, occupied, places from quota
   where department in (select department from counts) order by department for update
), freed as (
  update quota set held = locked.held - counts.held,
      over = greatest(0, locked.held - counts.held + locked.occupied - locked.places)
    from counts join locked using (department) where quota.department = counts.department
)
select id, kind, department, subject, organisation from gone`,
  values: [at, most, department],
});

/** States a department's places. Guard: `quota.below-use` when it would fall below what is held and occupied now. */
export const setQuota = (department: string, places: number, at: Date, by: string): Statement => ({
  name: 'quota-set',
  text: `with stated as (
  insert into quota (department, places, updated_at, updated_by) values ($1, $2, $3, $4)
  on conflict (department) do update set places = $2, over = greatest(0, quota.held + quota.occupied - $2),
      updated_at = $3, updated_by = $4
   where $2 >= quota.held + quota.occupied or $2 >= quota.places
  returning department
)
select expect_rows((select count(*) from stated), 1, 'quota.below-use')`,
  values: [department, places, at, by],
});
