/** The network of care in two statements: its houses with their beds and contracts, and the moves between places. One, one function. */
import type { CivilDay } from '../../../platform/civil-time.ts';
import type { Statement } from '../../../platform/postgres/database.ts';
import { NETWORK_USES } from '../shapes/network.ts';

export type NetworkAsked = {
  readonly from: CivilDay;
  readonly to: CivilDay;
  /** The period's instants, the end not included. */
  readonly begins: Date;
  readonly ends: Date;
  readonly district: string | null;
  readonly programme: string | null;
  readonly zone: string;
};

/**
 * Houses that have beds of care, were accepted, are registered, are in a contract, or care for somebody; each with its beds by use and
 * how many of them somebody has, the last term of acceptance, persons by place, and the contracts it has as a home. A bed is taken where
 * a stay of care or a used hold says so. Due visits are counted as the figure `elder-care.contract-visits-due` counts them.
 */
export const findNetworkHouses = (asked: NetworkAsked, at: Date, today: CivilDay): Statement => ({
  name: 'care-network-houses',
  text: `with open_stays as materialized (
  select organisation, place, resident, bed from care_stay where until_at is null and known_until is null and place <> 'elsewhere'
     and ($8::text is null or programme = $8)),
bed_counts as (
  select d.organisation, u.use, count(*)::int as beds, count(*) filter (where t.bed is not null)::int as taken
    from bed b join department d on d.id = b.department
    join bed_use u on u.bed = b.id and u.from_on <= $2 and (u.until_on is null or u.until_on > $2)
    left join (select bed from care_stay where until_at is null and known_until is null and bed is not null
               union select bed from hold where kind = 'bed' and status = 'used' and from_at <= $1 and until_at > $1) t on t.bed = b.id
   where u.use = any($3) and b.from_on <= $2 and (b.until_on is null or b.until_on > $2)
   group by d.organisation, u.use),
terms as (
  select distinct on (organisation) organisation, beds, from_on, coalesce(ended_on, until_on) as until_on, made_up
    from acceptance_term where standard = 'hospice-beds' and from_on <= $2 order by organisation, from_on desc),
people as (select organisation, place, count(distinct resident)::int as count from open_stays group by 1, 2),
home_teams as (
  select distinct organisation from care_stay
   where known_until is null and place = 'home' and from_at < $5 and (until_at is null or until_at >= $4)
     and ($8::text is null or programme = $8)),
contracts as (
  select k.case_id, k.home, k.medical, k.from_on, k.until_on, k.status, k.visits_per_month, c.number,
         (c.closed_at at time zone $9)::date as closed_on
    from care_contract k join cases c on c.id = k.case_id
   where k.status in ('in-force', 'ended') and k.from_on <= $7
     and least(k.until_on, (c.closed_at at time zone $9)::date) >= $6),
counted as (
  select k.*, m.short_name as medical_name, h.short_name as home_name, due.all_due, due.in_period, visits.made, visits.in_period as made_in
    from contracts k join organisation m on m.id = k.medical join organisation h on h.id = k.home
    cross join lateral (
      select count(*)::int * k.visits_per_month as all_due,
             count(*) filter (where k.from_on + n * interval '1 month' >= $6)::int * k.visits_per_month as in_period
        from generate_series(1, 600) as n where k.from_on + n * interval '1 month' <= least(k.until_on, k.closed_on, $7::date)) due
    cross join lateral (
      select count(*)::int as made, count(*) filter (where visited_at >= $4)::int as in_period
        from care_visit v where v.contract = k.case_id and v.visited_at < $5) visits
   where $10::text is null or $10 in (m.district, h.district))
select o.id, o.short_name as name, o.kind, o.district, t.organisation is not null as home_team,
       a.beds as accepted, a.from_on::text as accepted_from, a.until_on::text as accepted_until, a.made_up,
       (select json_agg(json_build_object('use', b.use, 'beds', b.beds, 'taken', b.taken))
          from bed_counts b where b.organisation = o.id)::text as beds,
       (select json_agg(json_build_object('place', p.place, 'count', p.count))
          from people p where p.organisation = o.id)::text as people,
       (select json_agg(json_build_object('id', k.case_id, 'number', k.number, 'medical', k.medical, 'medicalName', k.medical_name,
                 'homeName', k.home_name, 'from', k.from_on, 'until', k.until_on, 'ended', k.status = 'ended',
                 'due', k.in_period, 'done', k.made_in, 'behind', greatest(k.all_due - k.made, 0)) order by k.until_on, k.number)
          from counted k where k.home = o.id)::text as contracts
  from organisation o left join terms a on a.organisation = o.id left join home_teams t on t.organisation = o.id
 where o.kind in ('hospital', 'township-hospital', 'community-centre', 'hospice', 'elder-care-home')
   and (a.organisation is not null or t.organisation is not null or o.kind = 'elder-care-home'
        or exists (select 1 from bed_counts b where b.organisation = o.id) or exists (select 1 from people p where p.organisation = o.id)
        or exists (select 1 from care_contract k where o.id in (k.medical, k.home) and k.status = 'in-force')
        or exists (select 1 from joint_management j where j.hospital = o.id and j.known_until = 'infinity' and j.withdrawn_because is null))
 order by o.district nulls first, array_position(array['hospital', 'hospice', 'community-centre', 'township-hospital', 'elder-care-home'], o.kind), o.short_name`,
  values: [
    ...[at, today, [...NETWORK_USES], asked.begins, asked.ends, asked.from, asked.to],
    ...[asked.programme, asked.zone, asked.district],
  ],
});

/**
 * Moves of the period: from a place to the next of the same person, where both are of one admission or the one ended on the civil day on
 * which the other began; from outside, where nothing came before; to outside, where nothing came after. One row a move.
 */
const MOVES = `with near as (
  select s.*, (from_at at time zone $3)::date as began_on, (until_at at time zone $3)::date as ended_on
    from care_stay s where known_until is null and from_at < $2 and (until_at is null or until_at >= $1)
     -- a move of the period's first day may come from what ended earlier that day, which lies in it too
),
walked as (
  select *, lag(episode) over w as before_episode, lag(place) over w as before_place, lag(organisation) over w as before_house,
         lag(ended_on) over w as before_ended, lead(episode) over w as next_episode, lead(began_on) over w as next_began
    from near window w as (partition by resident order by from_at)),
moves as (
  select resident, episode, began_on as day, programme, case when goes_on then before_place else 'outside' end as from_place,
         place as to_place, case when goes_on then before_house end as from_house, organisation as to_house, null as ended
    from (select *, coalesce(before_episode = episode or before_ended = began_on, false) as goes_on from walked) as w where from_at >= $1
  union all
  select resident, episode, ended_on, programme, place, 'outside', organisation, null, ended
    from walked where until_at < $2 and ended <> 'transfer' and not coalesce(next_episode = episode or next_began = ended_on, false)),
chosen as materialized (
  select m.* from moves m left join organisation f on f.id = m.from_house left join organisation t on t.id = m.to_house
   where ($4::text is null or m.programme = $4) and ($5::text is null or $5 in (f.district, t.district)))`;

const movesValues = ({ begins, ends, zone, programme, district }: NetworkAsked): readonly unknown[] => [
  ...[begins, ends, zone, programme, district],
];

/** Moves by places and how care ended, and, as moves to nowhere, who is in care now: one answer. */
export const findNetworkFlows = (asked: NetworkAsked): Statement => ({
  name: 'care-network-flows',
  text: `${MOVES}
select 'flow' as part, from_place, to_place, ended, count(*)::int as count, count(distinct resident)::int as residents
  from chosen group by grouping sets ((from_place, to_place), (from_place, to_place, ended))
 having grouping(ended) = 1 or ended is not null
union all
select 'now', s.place, null, null, count(*)::int, count(distinct s.resident)::int
  from care_stay s left join organisation o on o.id = s.organisation
 where s.until_at is null and s.known_until is null
   and ($4::text is null or s.programme = $4) and ($5::text is null or o.district = $5) group by s.place
union all
select 'recorded', null, null, null, 1, 1 where exists (select 1 from care_stay where known_until is null and from_at < $2)`,
  values: movesValues(asked),
});

/** What stands behind one flow, or everything that begins or ends at a place: pairs of houses, then cases by number, newest first. */
export const findNetworkOpened = (
  asked: NetworkAsked,
  opened: { readonly from: string | null; readonly to: string | null },
  most: number,
): Statement => ({
  name: 'care-network-opened',
  text: `${MOVES},
opened as materialized (
  select * from chosen where case when $6::text is null or $7::text is null then coalesce($6, $7) in (from_place, to_place)
                                  else from_place = $6 and to_place = $7 end)
select 'pair' as part, from_house, f.short_name as from_name, to_house, t.short_name as to_name, count(*)::int as count,
       count(distinct resident)::int as residents, null as id, null as number, null as pathway, null as day, null::boolean as open
  from opened left join organisation f on f.id = from_house left join organisation t on t.id = to_house
 group by from_house, f.short_name, to_house, t.short_name
union all
(select 'case', null, null, null, null, null, null, c.id, c.number, c.pathway, max(o.day)::text, bool_or(related(o.resident))
  from opened o join cases c on c.id = o.episode group by c.id, c.number, c.pathway order by max(o.day) desc, c.number limit $8::int)`,
  values: [...movesValues(asked), opened.from, opened.to, most],
});
