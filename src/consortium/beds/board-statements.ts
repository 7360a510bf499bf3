/** What the bed board reads: one house's beds one by one, and the region's by house and use. */
import type { CivilDay } from '../../platform/civil-time.ts';
import type { Statement } from '../../platform/postgres/database.ts';

/**
 * Every bed of a house with what it is today. Persons are named only where the reader has a relation to them: `resident` is behind
 * row-level security, so of others' residents only the bed's state is left.
 */
export const findBeds = (organisation: string, at: Date, today: CivilDay): Statement => ({
  name: 'bed-board',
  text: `select b.id, b.label, b.room, b.room_for, b.department, d.name as department_name, u.use,
                h.status, h.until_at as held_until, h.subject as case_id, w.resident as expected, we.name as expected_name,
                c.reason as closed, c.from_at as closed_at,
                s.resident, s.from_at as stay_from, s.level, s.alarm, s.alarm_at, r.name, r.gender, r.birth_date,
                a.from_at as away_from, ao.short_name as away_at
           from bed b join department d on d.id = b.department
           join bed_use u on u.bed = b.id and u.from_on <= $3 and (u.until_on is null or u.until_on > $3)
           left join hold h on h.bed = b.id and h.kind = 'bed' and h.status in ('active', 'used') and h.from_at <= $2 and h.until_at > $2
           left join stay s on s.case_id = h.subject and s.until_at is null
           left join resident r on r.id = s.resident
           left join bed_wait w on w.case_id = h.subject and s.case_id is null
           left join resident we on we.id = w.resident
           left join stay_absence a on a.stay = s.case_id and a.until_at is null
           left join organisation ao on ao.id = a.destination
           left join bed_closure c on c.bed = b.id and c.from_at <= $2 and (c.until_at is null or c.until_at > $2)
          where d.organisation = $1 and b.from_on <= $3 and (b.until_on is null or b.until_on > $3)
          order by b.department, b.room, b.label`,
  values: [organisation, at, today],
});

/** Beds by house and use, each counted once: used, kept (its person is away), held, closed; the rest is free. */
export const countBeds = (at: Date, today: CivilDay): Statement => ({
  name: 'bed-counts',
  text: `with now as (
  select b.id, d.organisation, u.use,
         case when h.status = 'used' and a.stay is not null then 'kept' when h.status = 'used' then 'used'
              when h.status = 'active' then 'held' when c.bed is not null then 'closed' else 'free' end as state
    from bed b join department d on d.id = b.department
    join bed_use u on u.bed = b.id and u.from_on <= $2 and (u.until_on is null or u.until_on > $2)
    left join hold h on h.bed = b.id and h.kind = 'bed' and h.status in ('active', 'used') and h.from_at <= $1 and h.until_at > $1
    left join stay_absence a on a.stay = h.subject and a.until_at is null
    left join bed_closure c on c.bed = b.id and c.from_at <= $1 and (c.until_at is null or c.until_at > $1)
   where b.from_on <= $2 and (b.until_on is null or b.until_on > $2))
select o.id, o.short_name as name, o.kind, now.use, count(*)::int as beds,
       count(*) filter (where state = 'used')::int as used, count(*) filter (where state = 'kept')::int as kept,
       count(*) filter (where state = 'held')::int as held, count(*) filter (where state = 'closed')::int as closed,
       count(*) filter (where state = 'free')::int as free
  from now join organisation o on o.id = now.organisation
 group by o.id, o.short_name, o.kind, now.use order by o.short_name, now.use`,
  values: [at, today],
});

/** A bed's past: its uses, and the stretches in which it was closed or somebody had it (by case, without a name). */
export const findBedPast = (bed: string, organisation: string): Statement => ({
  name: 'bed-past',
  text: `select kind, what, from_at, until_at from (
  select 'use' as kind, u.use as what, u.from_on::timestamptz as from_at, u.until_on::timestamptz as until_at from bed_use u where u.bed = $1
  union all
  select 'closed', c.reason, c.from_at, c.until_at from bed_closure c where c.bed = $1
  union all
  select 'taken', h.status, h.from_at, nullif(h.until_at, 'infinity') from hold h
   where h.bed = $1 and h.kind = 'bed' and h.status in ('used', 'released') and h.until_at - h.from_at > interval '1 hour'
) as past
 where exists (select 1 from bed b join department d on d.id = b.department where b.id = $1 and d.organisation = $2)
 order by from_at desc limit 20`,
  values: [bed, organisation],
});
