/** What the bed board reads: one house's beds as one compact answer, a few of them by id, and the region's by house and use. */
import type { CivilDay } from '../../platform/civil-time.ts';
import type { Statement } from '../../platform/postgres/database.ts';

/** Whose board, at which moment and on which civil day of which zone. */
export type Board = {
  readonly organisation: string;
  readonly at: Date;
  readonly today: CivilDay;
  readonly zone: string;
};

/** An alarm is shown for a day; after that it is history. */
const ALARM = `interval '24 hours'`;
const MOMENT = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
const moment = (of: string): string => `to_char(${of} at time zone 'UTC', ${MOMENT})`;

/**
 * The beds of a house with the state each stands in: `cell`, in the order of the board. What is joined is read whole for the house
 * and met by hash: asked bed by bed, the exclusion on holds alone takes half of the time of a board of thousands.
 * $1 the house, $2 the moment, $3 the day.
 * @param only a condition on the bed's id, by `%s`
 */
const cellsOf = (only?: (id: string) => string): string => `
house as materialized (
  select b.id, b.label, b.room, b.room_for, b.in_order, b.department, d.name as ward, d.in_order as ward_order, u.use
    from department d join bed b on b.department = d.id
    join bed_use u on u.bed = b.id and u.from_on <= $3 and (u.until_on is null or u.until_on > $3)
   where d.organisation = $1 and b.from_on <= $3 and (b.until_on is null or b.until_on > $3)${only === undefined ? '' : ` and ${only('b.id')}`}
), taken as materialized (
  select h.bed, h.status, h.from_at, h.until_at, h.subject from ${only === undefined ? 'department d join hold h on h.department = d.id' : 'hold h'}
   where ${only === undefined ? 'd.organisation = $1' : only('h.bed')} and h.kind = 'bed' and h.status in ('active', 'used')
     and h.from_at <= $2 and h.until_at > $2
), away as materialized (
  select a.stay, o.short_name from stay_absence a left join organisation o on o.id = a.destination where a.until_at is null
), shut as materialized (
  select c.bed, c.reason from bed_closure c where c.from_at <= $2 and c.until_at is null
), cell as materialized (
  select house.*, t.subject, t.from_at, t.until_at, c.reason, a.short_name as away_at,
         case when t.status = 'used' then case when a.stay is null then 'used' else 'kept' end
              when t.status = 'active' then 'held' when c.bed is not null then 'closed' else 'free' end as state,
         row_number() over (order by house.ward_order, house.in_order) as place
    from house left join taken t on t.bed = house.id left join shut c on c.bed = house.id left join away a on a.stay = t.subject
)`;

/**
 * Who lies in the beds of `shown` or is expected there: by a stay in a home, or by another case that has taken the bed (hospice care).
 * Named only where the reader has a relation to them: `resident` is behind row-level security, so of others' residents only the bed's
 * state is left. $4 the zone.
 */
const PERSONS = `
named as (
  select x.place, x.id, x.label, x.ward, x.department, x.room, x.use, x.state, s.level,
         coalesce(r.name, e.name) as name, coalesce(r.id, e.id) as resident,
         case when coalesce(r.id, e.id) is not null then x.subject end as stay,
         case when r.id is not null then extract(year from age($3::date, r.birth_date))::int end as age,
         case when r.id is not null
              then ($2::timestamptz at time zone $4)::date - (coalesce(s.from_at, x.from_at) at time zone $4)::date end as days,
         case when coalesce(r.id, e.id) is not null then k.pathway end as care,
         case when s.alarm_at > $2::timestamptz - ${ALARM} then s.alarm end as alarm,
         case when s.alarm_at > $2::timestamptz - ${ALARM} then ${moment('s.alarm_at')} end as alarm_at,
         case when x.state = 'held' then ${moment('x.until_at')} end as held_until,
         case when x.state = 'kept' then coalesce(x.away_at, '') end as away_at,
         case when x.state = 'closed' then x.reason end as closed
    from shown x
    left join stay s on s.case_id = x.subject and s.until_at is null
    left join cases k on k.id = x.subject and k.pathway <> 'residence' and s.case_id is null
    left join resident r on r.id = coalesce(s.resident, case when x.state <> 'held' then k.resident end)
    left join bed_wait w on w.case_id = x.subject and s.case_id is null
    left join resident e on e.id = coalesce(w.resident, k.resident)
   order by x.place
)`;

/** How far the events have been numbered: what this answer does not know yet comes under a greater number. */
const LAST = `(select coalesce(max(number), 0) from outbox)`;
const COUNTS = `json_build_object('beds', coalesce(sum(n), 0)::int, ${['used', 'kept', 'held', 'free', 'closed']
  .map((state) => `'${state}', coalesce(sum(n) filter (where state = '${state}'), 0)::int`)
  .join(', ')})`;

/**
 * A house's board as the text of a `BedSheet`, put together where its rows are: text made of rows of thousands of beds by the driver
 * and again as JSON costs more than all of the joins. Answers `sheet` and, as JSON, the `residents` it names.
 * @param first so many beds only, in the board's order; the wards, rooms and counts are always whole
 */
export const findSheet = ({ organisation, at, today, zone }: Board, first: number | null): Statement => ({
  // without a name: a plan made once for every house takes each for an average one, and two and a half times as long for a large one
  text: `with ${cellsOf()},
shown as (select * from cell where $5::int is null or place <= $5::int),
${PERSONS},
tally as (select department, ward, ward_order, use, state, count(*) as n from cell group by department, ward, ward_order, use, state),
room as (select department, room, min(room_for) as room_for, min(in_order) as in_order, count(*) as size from cell group by department, room),
rooms as (select department, json_agg(json_build_array(room, room_for, size) order by in_order) as list from room group by department),
ward as (
  select department, min(ward) as name, min(ward_order) as in_order, ${COUNTS} as counts, json_agg(distinct use) as uses from tally group by department),
wards as (
  select json_agg(json_build_object('id', department, 'name', name, 'counts', counts, 'uses', uses, 'rooms', rooms.list)
                  order by in_order) as list
    from ward join rooms using (department))
select json_build_object(
         'organisation', $1::text, 'version', ${LAST} || '-' || $3::date, 'serverTime', ${moment('$2::timestamptz')},
         'counts', (select ${COUNTS} from tally),
         'wards', coalesce((select list from wards), '[]'),
         'cells', json_build_object(
           'id', coalesce(json_agg(id), '[]'), 'label', coalesce(json_agg(label), '[]'), 'use', coalesce(json_agg(use), '[]'),
           'state', coalesce(json_agg(state), '[]'), 'level', coalesce(json_agg(level), '[]'), 'name', coalesce(json_agg(name), '[]'),
           'resident', coalesce(json_agg(resident), '[]'), 'stay', coalesce(json_agg(stay), '[]'), 'age', coalesce(json_agg(age), '[]'),
           'days', coalesce(json_agg(days), '[]'),
           'more', coalesce(json_agg(json_build_object('at', place - 1, 'care', care, 'alarm', alarm, 'alarmAt', alarm_at, 'heldUntil', held_until,
                              'awayAt', away_at, 'closed', closed))
                     filter (where num_nonnulls(care, alarm, held_until, away_at, closed) > 0), '[]')))::text as sheet,
       coalesce(json_agg(resident) filter (where resident is not null), '[]')::text as residents
  from named`,
  values: [organisation, at, today, zone, first],
});

/** Some beds of a house, each as the JSON of a `BedCell`; what is no bed of this house is left out. */
export const findCells = ({ organisation, at, today, zone }: Board, beds: readonly string[]): Statement => ({
  name: 'bed-cells',
  text: `with ${cellsOf((id) => `${id} = any ($5::text[])`)},
shown as (select * from cell),
${PERSONS}
select resident, json_build_object('id', id, 'label', label, 'use', use, 'state', state, 'level', level,
         'person', case when resident is not null
                        then json_build_object('id', resident, 'name', name, 'age', age, 'days', days, 'case', stay, 'care', care) end,
         'alarm', case when alarm is not null then json_build_object('what', alarm, 'at', alarm_at) end,
         'heldUntil', held_until, 'awayAt', away_at, 'closed', closed)::text as cell
  from named`,
  values: [organisation, at, today, zone, beds],
});

/**
 * The beds of a house that events after number $1 are about, with the numbers of the oldest event there still is and of the newest.
 * At most `most` + 1: more of them are better read as a whole board.
 */
export const findChanged = (organisation: string, since: number, most: number): Statement => ({
  name: 'bed-changed',
  text: `select ${LAST}::float8 as last, (select min(number) from outbox)::float8 as first,
                array(select distinct t.bed from outbox o, event_beds(o.kind, o.subject, o.payload) t
                       where o.number > $2 and o.number <= $2 + $3 and t.organisation = $1 limit $3 + 1) as beds`,
  values: [organisation, since, most],
});

/** Beds by house and use, each counted once: used, kept (its person is away), held, closed; the rest is free. */
export const countBeds = (at: Date, today: CivilDay): Statement => ({
  name: 'bed-counts',
  text: `with taken as materialized (
  select h.bed, h.status, a.stay from hold h left join stay_absence a on a.stay = h.subject and a.until_at is null
   where h.kind = 'bed' and h.status in ('active', 'used') and h.from_at <= $1 and h.until_at > $1
), now as (
  select d.organisation, u.use,
         case when t.status = 'used' and t.stay is not null then 'kept' when t.status = 'used' then 'used'
              when t.status = 'active' then 'held' when c.bed is not null then 'closed' else 'free' end as state
    from bed b join department d on d.id = b.department
    join bed_use u on u.bed = b.id and u.from_on <= $2 and (u.until_on is null or u.until_on > $2)
    left join taken t on t.bed = b.id
    left join bed_closure c on c.bed = b.id and c.from_at <= $1 and c.until_at is null
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
