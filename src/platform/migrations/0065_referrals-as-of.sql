-- Up Migration
-- The referral's facts as they stood at a past moment, for the screen of figures set back in time. A fact cannot be told back from
-- itself: a redirected referral had another receiver, one questioned had been returned, an answered one had a running clock. But a
-- referral that has not changed since the moment is what it was; only those that have are told again, from their versions until then.

-- Every version of the Tasks named, or of all without a name.
create function referral_versions(ids text[]) returns table (id text, version integer, task jsonb) language plpgsql stable rows 2000 as $$
begin
  if ids is null then
    return query
      select r.id, r.version, r.content::jsonb from resource r where r.type = 'Task' and not r.deleted
      union all
      select h.id, h.version, h.content::jsonb from resource_history h where h.type = 'Task' and h.content is not null;
  else
    return query
      select r.id, r.version, r.content::jsonb from unnest(ids) as asked (id) join resource r on r.type = 'Task' and r.id = asked.id and not r.deleted
      union all
      select h.id, h.version, h.content::jsonb from unnest(ids) as asked (id)
        join resource_history h on h.type = 'Task' and h.id = asked.id and h.content is not null;
  end if;
end $$;

-- The facts from every version until the moment and the forms answered with their steps. What was rebuilt by
-- rebuild_referral_facts() of migration 0049, for whichever cases and until whenever.
create function referral_facts_told(ids text[], moment timestamptz, zone text) returns setof referral_fact language sql stable as $$
  with step as (
    select v.id, v.version, (v.task ->> 'lastModified')::timestamptz as at, v.task,
           jsonb_path_query_first(v.task, '$.extension[*].extension[*] ? (@.url == "step").extension') as mark,
           case when jsonb_path_query_first(v.task, '$.extension[*].extension[*] ? (@.url == "limit").valueString') #>> '{}' = 'referral.answer'
                then (v.task #>> '{restriction,period,end}')::timestamptz end as answer_due_at
      from referral_versions(ids) v
     where v.task #> '{code,coding,0}' = '{"system": "https://kanglian.org/fhir/CodeSystem/pathway", "code": "referral"}'
       and (v.task ->> 'lastModified')::timestamptz <= moment),
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
  -- who was sent back is to be seen again
  back as (
    select id, coalesce(max(version) filter (where name = 'send-back'), 0) as version from read group by id),
  course as (
    select r.id, max(r.version) as version,
           min(r.at) filter (where r.version = a.version) as answered_at,
           coalesce(bool_or(r.at > r.due_before) filter (where a.version is null or r.version <= a.version), false) as answer_late,
           (array_agg(r.at order by r.version) filter (where r.name = 'refuse'))[1] as refused_at,
           (array_agg(r.reason order by r.version) filter (where r.name = 'refuse'))[1] as refusal_reason,
           (array_agg(r.arrived_at::timestamptz order by r.version) filter (where r.name = 'arrive'))[1] as arrived_at,
           (array_agg(r.at order by r.version desc) filter (where r.name in ('issue-return', 'send-down')))[1] as returned_at,
           -- by version: two steps may be taken in one moment of a clock
           coalesce(max(r.version) filter (where r.name in ('issue-return', 'send-down'))
             > max(r.version) filter (where r.name in ('question-return', 'send-back')), true) as returned_stands,
           (array_agg(r.seen_on::date order by r.version) filter (where r.name = 'record-visit' and r.version > b.version))[1] as seen_on,
           (array_agg(r.seen_on::date order by r.version desc) filter (where r.name = 'record-visit'))[1] as last_seen_on,
           bool_or(r.name = 'close-on-visit') as closed_on_visit
      from read r left join answer a using (id) join back b using (id) group by r.id, a.version),
  last as (
    select c.*, r.task, r.answer_due_at,
           (r.task ->> 'authoredOn')::timestamptz as opened_at,
           ((r.task ->> 'authoredOn')::timestamptz at time zone zone)::date as opened_on,
           jsonb_path_query_first(r.task, '$.extension[*].extension[*] ? (@.url == "closed-at").valueInstant') #>> '{}' as closed_at,
           jsonb_path_query_first(r.task, '$.extension[*].extension[*] ? (@.url == "ending").valueCode') #>> '{}' as ending,
           jsonb_path_query_first(r.task, '$.extension[*].extension[*] ? (@.url == "escalated-at").valueInstant') #>> '{}' as escalated_at,
           jsonb_path_query_first(r.task, '$.extension[*].extension[*] ? (@.url == "escalation").valueUnsignedInt') #>> '{}' as escalation,
           split_part(jsonb_path_query_first(r.task, '$.extension[*].extension[*] ? (@.url == "opener").valueReference.reference') #>> '{}', '/', 2) as opener,
           jsonb_path_query_first(r.task, '$.extension[*].extension[*] ? (@.url == "urgency").valueCode') #>> '{}' as urgency,
           split_part(jsonb_path_query_first(r.task, '$.extension[*].extension[*] ? (@.url == "party" && exists (@.extension[*] ? (@.url == "name" && @.valueCode == "sender"))).extension[*] ? (@.url == "organisation").valueReference.reference') #>> '{}', '/', 2) as sender,
           split_part(jsonb_path_query_first(r.task, '$.extension[*].extension[*] ? (@.url == "party" && exists (@.extension[*] ? (@.url == "name" && @.valueCode == "receiver"))).extension[*] ? (@.url == "organisation").valueReference.reference') #>> '{}', '/', 2) as receiver
      from course c join read r on r.id = c.id and r.version = c.version),
  -- from where to where the resident went: a hospital that opened the case itself sent them down
  way as (
    select l.id, l.version, l.answered_at, l.answer_late, l.refused_at, l.refusal_reason, l.arrived_at, l.returned_at, l.returned_stands,
           l.seen_on, l.closed_on_visit, l.answer_due_at, l.opened_at, l.opened_on, l.closed_at, l.ending, l.escalated_at, l.escalation,
           l.urgency, l.opener as sender, case when l.opener = l.receiver and l.opener <> l.sender then l.sender else l.receiver end as receiver,
           (select f.last_seen_on from course f where f.id = split_part(l.task #>> '{partOf,0,reference}', '/', 2)) as seen_below
      from last l)
  select id, urgency, not (ending is not distinct from 'duplicate' or (ending is not distinct from 'patient-declined' and version = 1)),
         opened_at, opened_on, sender, coalesce(organisation_level(sender, opened_on), 'other'),
         coalesce(organisation_consortium(sender, opened_on), ''), receiver, coalesce(organisation_level(receiver, opened_on), 'other'),
         case when answered_at is null then answer_due_at end, answer_late, answered_at, refused_at, refusal_reason, arrived_at,
         case when returned_stands then returned_at end,
         case when returned_stands then (returned_at at time zone zone)::date end,
         coalesce(seen_on, case when closed_on_visit then seen_below end), escalation::integer, escalated_at::timestamptz, closed_at::timestamptz, (closed_at::timestamptz at time zone zone)::date, ending, false
    from way
$$;
create or replace function rebuild_referral_facts(zone text) returns void language sql as $$
  delete from referral_fact;
  insert into referral_fact select * from referral_facts_told(null, 'infinity', zone);
  select rebuild_referral_counters();
$$;

-- As they stood at the moment, none of them settled. With the owner's rights, because figures may not read records; what it gives
-- away are facts, which whoever asks for figures may read.
create function referral_facts_as_of(moment timestamptz, zone text) returns setof referral_fact
  language sql stable security definer set search_path from current rows 5000 as $$
  select f.case_id, f.urgency, f.counted, f.opened_at, f.opened_on, f.sender, f.sender_level, f.sender_consortium,
         f.receiver, f.receiver_level, f.answer_due_at, f.answer_late, f.answered_at, f.refused_at, f.refusal_reason,
         f.arrived_at, f.returned_at, f.returned_on, f.seen_on, f.escalation, f.escalated_at, f.closed_at, f.closed_on,
         f.ending, false
    from referral_fact f join cases c on c.id = f.case_id
   where declared_actor() is not null and f.opened_at <= moment and (c.changed_at <= moment or f.closed_at <= moment)
  union all
  select * from referral_facts_told(
    array(select f.case_id from referral_fact f join cases c on c.id = f.case_id
           where declared_actor() is not null and f.opened_at <= moment and c.changed_at > moment and (f.closed_at is null or f.closed_at > moment)),
    moment, zone)
$$;

-- In which state a case stood at the moment.
create function case_state_as_of(asked text, moment timestamptz) returns text
  language sql stable security definer set search_path from current as $$
  select v.task #>> '{businessStatus,coding,0,code}' from referral_versions(array[asked]) v
   where declared_actor() is not null and (v.task ->> 'lastModified')::timestamptz <= moment order by v.version desc limit 1
$$;
