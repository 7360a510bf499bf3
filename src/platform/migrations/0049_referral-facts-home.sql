-- Up Migration
-- The referral's facts made again, now that a resident may be sent back to the team that returned them (they are to be seen
-- anew), sent down by the hospital itself (from the hospital to the base), and seen by the village for both legs of a referral.
create or replace function rebuild_referral_facts(zone text) returns void language sql as $$
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
         coalesce(seen_on, case when closed_on_visit then seen_below end), escalation::integer, escalated_at::timestamptz, closed_at::timestamptz, (closed_at::timestamptz at time zone zone)::date, ending
    from way;
  select rebuild_referral_counters();
$$;
