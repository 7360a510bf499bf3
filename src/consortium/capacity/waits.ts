/**
 * How long people wait at a department, from being referred there to being answered and to arriving. Those still waiting count:
 * leaving them out would make the worst queue look short, since it is there that people have not come yet. The estimate is the
 * median of the Kaplan–Meier curve (Kaplan & Meier, J. Am. Stat. Assoc. 53 (1958) 457–481): an arrival is the event; an open
 * wait, a move to another department and an end without arriving are censored at their moment. Censoring by refusal or
 * withdrawal is not independent of the wait, so that the median is a little too hopeful where many are refused.
 * Where fewer than half have come the median is not reached: it is then said to be at least the longest wait seen.
 */
import type { Statement } from '../../platform/postgres/database.ts';

/** Steps that end a wait: the capability's words, handed in by whoever joins the two. */
export type Ends = { readonly answered: readonly string[]; readonly arrived: readonly string[] };

/** Measures the waits of attempts begun since `from`, for all departments at once. Run by a job in one transaction. */
export const measureWaits = (ends: Ends, from: Date, at: Date): readonly Statement[] => [
  // two processes measure one after the other
  { text: `select pg_advisory_xact_lock(hashtextextended('department_wait', 0))` },
  { text: `delete from department_wait` },
  {
    name: 'waits-measure',
    text: `with attempt as (
  select m.case_id, m.department, m.at, c.closed_at, m.version,
         lead(m.at) over (partition by m.case_id order by m.version) as moved_at
    from match_choice m join cases c on c.id = m.case_id
   where m.at >= $3
), ended as (
  select a.department, until_what, a.at,
         (select min(s.at) from case_step s where s.case_id = a.case_id and s.version > a.version and s.step = any (steps)) as event_at,
         least(a.moved_at, a.closed_at) as left_at
    from attempt a
    cross join lateral (values ('answered', $1::text[]), ('arrived', $2::text[])) as what (until_what, steps)
), spell as (
  select department, until_what,
         event_at is not null and (left_at is null or event_at <= left_at) as event,
         event_at is null and left_at is null as waiting,
         greatest(0, extract(epoch from
           (case when event_at is not null and (left_at is null or event_at <= left_at) then event_at
                 else coalesce(left_at, $4) end) - at))::double precision / 86400 as days
    from ended
), step as (
  select department, until_what, days, count(*) filter (where event) as events, count(*) as leaving
    from spell group by department, until_what, days
), risk as (
  select *, sum(leaving) over (partition by department, until_what order by days desc) as at_risk from step
), curve as (
  select department, until_what, days,
         sum(case when events = at_risk then -1000 else ln(1 - events::double precision / at_risk::double precision) end)
           over (partition by department, until_what order by days) as log_left
    from risk where events > 0
), median as (
  -- the last decimals of a product of fractions must not decide whether half is reached
  select department, until_what, min(days) as days from curve where log_left <= ln(0.5::double precision) + 1e-9
   group by department, until_what
)
insert into department_wait (department, until_what, come, waiting, median_days, longest_days, from_at, measured_at)
select s.department, s.until_what, count(*) filter (where s.event), count(*) filter (where s.waiting),
       min(m.days), max(s.days), $3, $4
  from spell s left join median m on m.department = s.department and m.until_what = s.until_what
 group by s.department, s.until_what`,
    values: [ends.answered, ends.arrived, from, at],
  },
];
