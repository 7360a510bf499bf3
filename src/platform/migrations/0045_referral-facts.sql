-- Up Migration
-- One narrow row per referral, and counters over them, so that the commission's screen answers at a million cases. Both are
-- written in the step's own transaction and can be thrown away: rebuild_referral_facts() makes them again from the stored
-- records (law 4). What is counted is written once, in the functions below; a changed definition is a migration that
-- replaces the function and rebuilds.

-- The level of care an organisation stood on that day: its kind, and for hospitals the consortium that leads or holds it.
-- A hospital of a county consortium (lead or member) is the county's; any other, one that only cooperates included, the city's.
create function organisation_level(asked text, on_day date) returns text language sql stable as $$
  select case
    when o.kind = 'village-clinic' then 'village'
    when o.kind in ('township-hospital', 'community-centre') then 'township'
    when o.kind <> 'hospital' then 'other'
    when exists (select 1 from affiliation a join organisation c on c.id = a.consortium
                  where a.organisation = o.id and c.kind = 'county-consortium' and a.role in ('lead', 'member')
                    and a.from_on <= on_day and (a.until_on is null or a.until_on > on_day)) then 'county'
    else 'city' end
  from organisation o where o.id = asked
$$;
-- The consortium an organisation belonged to that day; a village clinic belongs where its township hospital does.
create function organisation_consortium(asked text, on_day date) returns text language sql stable as $$
  select a.consortium from organisation o join affiliation a on a.organisation in (o.id, o.part_of)
   where o.id = asked and a.from_on <= on_day and (a.until_on is null or a.until_on > on_day)
   order by a.organisation = o.id desc, array_position(array['lead', 'member', 'cooperating'], a.role), a.consortium limit 1
$$;

create table referral_fact (
  case_id text primary key references cases (id),
  urgency text not null,
  -- false: a duplicate, or the resident never agreed; never under way, in no figure
  counted boolean not null,
  opened_at timestamptz not null,
  -- civil days of the region's zone
  opened_on date not null,
  sender text not null,
  sender_level text not null,
  -- '' where the sender belongs to none
  sender_consortium text not null,
  receiver text,
  receiver_level text not null,
  -- the receiver's running clock while its first answer is waited for
  answer_due_at timestamptz,
  -- an answer clock had run out before the first answer
  answer_late boolean not null,
  answered_at timestamptz,
  refused_at timestamptz,
  refusal_reason text,
  arrived_at timestamptz,
  -- the return form that stands: one sent back with a question does not
  returned_at timestamptz,
  returned_on date,
  seen_on date,
  escalation integer not null,
  escalated_at timestamptz,
  closed_at timestamptz,
  closed_on date,
  ending text
);
create index referral_fact_opened on referral_fact (opened_on, opened_at, case_id);
create index referral_fact_sender on referral_fact (sender, opened_on);
create index referral_fact_receiver on referral_fact (receiver, opened_on);
create index referral_fact_consortium on referral_fact (sender_consortium, opened_on, opened_at, case_id);
create index referral_fact_refused on referral_fact (opened_on, opened_at, case_id) where refused_at is not null;
-- who still waits, with everything a wait is reckoned from
create index referral_fact_open on referral_fact (opened_on, sender_consortium)
  include (opened_at, counted, answered_at, arrived_at, returned_at) where closed_at is null;
create index referral_fact_due on referral_fact (answer_due_at)
  where closed_at is null and answered_at is null and not answer_late;
create index referral_fact_unseen on referral_fact (returned_on)
  where closed_at is null and returned_at is not null and seen_on is null;
create index referral_fact_escalated on referral_fact (opened_on, opened_at, case_id)
  where closed_at is null and answered_at is null and escalation > 0;

-- Counters by the day of sending and by its month (`opened_on` is then the first): a period is whole months and the days at
-- its edges, so that few rows are read. `value` divides further: levels (township>county), a reason, an ending; else ''.
create table referral_count (
  kind text not null,
  span text not null check (span in ('month', 'day')),
  opened_on date not null,
  sender_consortium text not null,
  value text not null,
  count integer not null,
  primary key (kind, span, opened_on, sender_consortium, value)
) with (fillfactor = 80);
-- The same for durations; `value` is the interval (duration_bounds) or, of the days until somebody was seen, the day.
create table referral_spread (
  kind text not null,
  span text not null check (span in ('month', 'day')),
  opened_on date not null,
  sender_consortium text not null,
  value integer not null,
  count integer not null,
  primary key (kind, span, opened_on, sender_consortium, value)
) with (fillfactor = 80);

-- Upper bounds of the intervals durations are counted in, in minutes: five minutes to a year, each at most a third wider.
create function duration_bounds() returns integer[] language sql immutable parallel safe as $$
  select array[5, 10, 15, 20, 25, 30, 40, 50, 60, 75, 90, 105, 120, 150, 180, 210, 240, 300, 360, 420, 480, 600, 720, 900, 1080,
    1260, 1440, 1800, 2160, 2880, 3600, 4320, 5040, 5760, 7200, 8640, 10080, 11520, 14400, 17280, 20160, 24480, 30240, 36000,
    43200, 57600, 72000, 86400, 108000, 129600, 172800, 259200, 525600]
$$;
-- The interval of a duration, from 0; a negative one counts as none.
create function duration_interval(from_at timestamptz, until_at timestamptz) returns integer language sql immutable parallel safe as $$
  select width_bucket(greatest(0, floor(date_part('epoch', until_at - from_at) / 60))::integer, duration_bounds())
$$;

-- What one referral counts in. Every figure, every list behind a figure and every counter asks here.
create function referral_measures(f referral_fact) returns table (
  sent boolean, finished boolean, answered boolean, on_time boolean, unanswered_late boolean, refused boolean, returned boolean
) language sql immutable parallel safe as $$
  select f.counted,
         f.counted and f.ending is not distinct from 'finished',
         f.counted and f.answered_at is not null,
         f.counted and f.answered_at is not null and not f.answer_late,
         f.counted and f.answered_at is null and f.answer_late,
         f.counted and f.refused_at is not null,
         f.counted and f.returned_at is not null
$$;
-- Sent down by a hospital: nobody is asked for an answer, and nobody arrives.
create function goes_down(f referral_fact) returns boolean language sql immutable parallel safe as $$
  select coalesce(array_position(array['village', 'township', 'county', 'city'], f.sender_level)
                    > array_position(array['village', 'township', 'county', 'city'], f.receiver_level), false)
$$;
create function referral_counts(f referral_fact) returns table (kind text, value text) language sql immutable parallel safe as $$
  select k.kind, k.value
    from referral_measures(f) as m
    cross join lateral (values
      ('sent', '', m.sent),
      ('finished', '', m.finished),
      ('answered', '', m.answered),
      ('on_time', '', m.on_time),
      ('unanswered_late', '', m.unanswered_late),
      ('refused', '', m.refused),
      ('flow', f.sender_level || '>' || f.receiver_level, m.sent),
      ('returned', f.receiver_level || '>' || f.sender_level, m.returned),
      ('refusal', coalesce(f.refusal_reason, 'other'), m.refused),
      ('ended', f.ending, m.sent and f.ending is not null)
    ) as k (kind, value, holds)
   where k.holds
$$;
-- Durations of what happened (answer, arrival, return, seen) and of what ended without it (…-ended).
create function referral_spreads(f referral_fact) returns table (kind text, value integer) language sql immutable parallel safe as $$
  select k.kind, k.value
    from (values
      ('answer', duration_interval(f.opened_at, f.answered_at), f.answered_at is not null),
      ('answer-ended', duration_interval(f.opened_at, f.closed_at), f.answered_at is null and f.closed_at is not null and not goes_down(f)),
      ('arrival', duration_interval(f.opened_at, f.arrived_at), f.arrived_at is not null),
      ('arrival-ended', duration_interval(f.opened_at, f.closed_at), f.arrived_at is null and f.closed_at is not null and not goes_down(f)),
      ('return', duration_interval(f.arrived_at, f.returned_at), f.arrived_at is not null and f.returned_at is not null),
      ('return-ended', duration_interval(f.arrived_at, f.closed_at),
        f.arrived_at is not null and f.returned_at is null and f.closed_at is not null),
      ('seen', greatest(0, f.seen_on - f.returned_on), f.returned_at is not null and f.seen_on is not null),
      ('seen-ended', greatest(0, f.closed_on - f.returned_on), f.returned_at is not null and f.seen_on is null and f.closed_at is not null)
    ) as k (kind, value, holds)
   where f.counted and k.holds
$$;

create function referral_spans(day date) returns table (span text, opened_on date) language sql immutable parallel safe as $$
  values ('day', day), ('month', day - (extract(day from day)::integer - 1))
$$;

-- The counters again from the facts.
create function rebuild_referral_counters() returns void language sql as $$
  delete from referral_count;
  delete from referral_spread;
  insert into referral_count (kind, span, opened_on, sender_consortium, value, count)
    select k.kind, s.span, s.opened_on, f.sender_consortium, k.value, count(*)
      from referral_fact f, referral_counts(f) k, referral_spans(f.opened_on) s group by 1, 2, 3, 4, 5;
  insert into referral_spread (kind, span, opened_on, sender_consortium, value, count)
    select k.kind, s.span, s.opened_on, f.sender_consortium, k.value, count(*)
      from referral_fact f, referral_spreads(f) k, referral_spans(f.opened_on) s group by 1, 2, 3, 4, 5;
$$;

-- The facts again from every version of the cases' Tasks and the forms answered with their steps, then the counters.
create function rebuild_referral_facts(zone text) returns void language sql as $$
  delete from referral_fact;
  insert into referral_fact
  with version as (
    select id, version, content::jsonb as task from resource where type = 'Task' and not deleted
    union all
    select id, version, content::jsonb from resource_history where type = 'Task' and content is not null),
  step as (
    select v.id, v.version, (v.task ->> 'lastModified')::timestamptz as at, v.task,
           jsonb_path_query_first(v.task, '$.extension[*].extension[*] ? (@.url == "step").extension') as mark,
           case when jsonb_path_query_first(v.task, '$.extension[*].extension[*] ? (@.url == "limit").valueString') #>> '{}' = 'referral.answer'
                then (v.task #>> '{restriction,period,end}')::timestamptz end as answer_due_at
      from version v
     where v.task #> '{code,coding,0}' = '{"system": "https://kanglian.org/fhir/CodeSystem/pathway", "code": "referral"}'),
  read as (
    select s.*, jsonb_path_query_first(mark, '$[*] ? (@.url == "code").valueCode') #>> '{}' as name,
           jsonb_path_query_first(mark, '$[*] ? (@.url == "reason").valueCode') #>> '{}' as reason,
           jsonb_path_query_first(r.content::jsonb, '$.item[*] ? (@.linkId == "arrivedAt").answer[0].valueDateTime') #>> '{}' as arrived_at,
           jsonb_path_query_first(r.content::jsonb, '$.item[*] ? (@.linkId == "seenOn").answer[0].valueDate') #>> '{}' as seen_on,
           lag(s.answer_due_at) over (partition by s.id order by s.version) as due_before
      from step s left join resource r
        on r.type = 'QuestionnaireResponse'
       and r.id = split_part(jsonb_path_query_first(mark, '$[*] ? (@.url == "answers").valueReference.reference') #>> '{}', '/', 2)),
  answer as (
    select id, min(version) as version from read where name in ('accept', 'refuse', 'redirect', 'pass-on') group by id),
  course as (
    select r.id, max(r.version) as version,
           min(r.at) filter (where r.version = a.version) as answered_at,
           coalesce(bool_or(r.at > r.due_before) filter (where a.version is null or r.version <= a.version), false) as answer_late,
           (array_agg(r.at order by r.version) filter (where r.name = 'refuse'))[1] as refused_at,
           (array_agg(r.reason order by r.version) filter (where r.name = 'refuse'))[1] as refusal_reason,
           (array_agg(r.arrived_at::timestamptz order by r.version) filter (where r.name = 'arrive'))[1] as arrived_at,
           (array_agg(r.at order by r.version desc) filter (where r.name = 'issue-return'))[1] as returned_at,
           (array_agg(r.at order by r.version desc) filter (where r.name = 'question-return'))[1] as questioned_at,
           (array_agg(r.seen_on::date order by r.version) filter (where r.name = 'record-visit'))[1] as seen_on
      from read r left join answer a using (id) group by r.id, a.version),
  last as (
    select c.*, r.task, r.answer_due_at,
           (r.task ->> 'authoredOn')::timestamptz as opened_at,
           ((r.task ->> 'authoredOn')::timestamptz at time zone zone)::date as opened_on,
           jsonb_path_query_first(r.task, '$.extension[*].extension[*] ? (@.url == "closed-at").valueInstant') #>> '{}' as closed_at,
           jsonb_path_query_first(r.task, '$.extension[*].extension[*] ? (@.url == "ending").valueCode') #>> '{}' as ending,
           jsonb_path_query_first(r.task, '$.extension[*].extension[*] ? (@.url == "escalated-at").valueInstant') #>> '{}' as escalated_at,
           jsonb_path_query_first(r.task, '$.extension[*].extension[*] ? (@.url == "escalation").valueUnsignedInt') #>> '{}' as escalation,
           jsonb_path_query_first(r.task, '$.extension[*].extension[*] ? (@.url == "urgency").valueCode') #>> '{}' as urgency,
           split_part(jsonb_path_query_first(r.task, '$.extension[*].extension[*] ? (@.url == "party" && exists (@.extension[*] ? (@.url == "name" && @.valueCode == "sender"))).extension[*] ? (@.url == "organisation").valueReference.reference') #>> '{}', '/', 2) as sender,
           split_part(jsonb_path_query_first(r.task, '$.extension[*].extension[*] ? (@.url == "party" && exists (@.extension[*] ? (@.url == "name" && @.valueCode == "receiver"))).extension[*] ? (@.url == "organisation").valueReference.reference') #>> '{}', '/', 2) as receiver
      from course c join read r on r.id = c.id and r.version = c.version)
  select id, urgency, not (ending is not distinct from 'duplicate' or (ending is not distinct from 'patient-declined' and version = 1)),
         opened_at, opened_on, sender, coalesce(organisation_level(sender, opened_on), 'other'),
         coalesce(organisation_consortium(sender, opened_on), ''), receiver, coalesce(organisation_level(receiver, opened_on), 'other'),
         case when answered_at is null then answer_due_at end, answer_late, answered_at, refused_at, refusal_reason, arrived_at,
         case when questioned_at is null or returned_at > questioned_at then returned_at end,
         case when questioned_at is null or returned_at > questioned_at then (returned_at at time zone zone)::date end,
         seen_on, escalation::integer, escalated_at::timestamptz, closed_at::timestamptz, (closed_at::timestamptz at time zone zone)::date, ending
    from last;
  select rebuild_referral_counters();
$$;

alter table referral_fact enable row level security;
create policy referral_fact_declared on referral_fact
  using ((select declared_actor()) is not null) with check ((select declared_actor()) is not null);
alter table referral_count enable row level security;
create policy referral_count_declared on referral_count
  using ((select declared_actor()) is not null) with check ((select declared_actor()) is not null);
alter table referral_spread enable row level security;
create policy referral_spread_declared on referral_spread
  using ((select declared_actor()) is not null) with check ((select declared_actor()) is not null);

-- Regions so far keep Chinese standard time; one that does not asks for its own zone again.
select rebuild_referral_facts('Asia/Shanghai');
