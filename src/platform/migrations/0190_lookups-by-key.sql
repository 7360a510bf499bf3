-- Up Migration
-- Two plans that grew with the region instead of with the answer.
--
-- A search by tokens read every entry of its type in the primary key beside the index of tokens: the planner takes any set of
-- tokens for half a percent of all records. The type is only there against two hashes that are one, so no index is offered for it.
create or replace function ids_with_all_tokens(of_type text, wanted bigint[]) returns setof text
  language sql stable security definer set search_path from current rows 50 as $$
  select id from resource where tokens @> wanted and type || '' = of_type and not deleted
$$;
create or replace function ids_with_any_token(of_type text, wanted bigint[]) returns setof text
  language sql stable security definer set search_path from current rows 50 as $$
  select id from resource where tokens && wanted and type || '' = of_type and not deleted
$$;
create or replace function ids_with_all_tokens_upto(of_type text, wanted bigint[], most integer) returns setof text
  language sql stable security definer set search_path from current rows 50 as $$
  select id from resource where tokens @> wanted and type || '' = of_type and not deleted limit most
$$;
create or replace function ids_with_any_token_upto(of_type text, wanted bigint[], most integer) returns setof text
  language sql stable security definer set search_path from current rows 50 as $$
  select id from resource where tokens && wanted and type || '' = of_type and not deleted limit most
$$;

-- Where a page of records was asked for, the planner read all relations of the house into a hash first: it knows neither the house
-- nor that one house has as many as all others together. `offset 0` keeps it to one look into the index for each record; lists of
-- residents themselves (resident, resident_card) may still be hashed. Otherwise these are the conditions of 0114.
do $policies$
declare
  everybody constant text := $condition$
    (select declared_actor()) is not null and (%1$s is null or (select declared_purpose()) = 'system' or
  $condition$;
  reason constant text := $condition$
    exists (
      select 1 from relation
       where relation.resident = %1$s and relation.organisation = (select declared_organisation())
         and relation.kind <> 'review' and relation.from_at <= (select declared_now())
         and (relation.until_at is null or relation.until_at > (select declared_now())) offset 0)
    or %1$s = any ((select opened_by_emergency(false))::text[])
  $condition$;
  review constant text := $condition$
    or %2$s.type in ('Task', 'QuestionnaireResponse') and shown_for_review(%1$s, %2$s.id)
  $condition$;
  sight constant text := $condition$
    (%2$s.organisation = (select declared_organisation())
     or not exists (select 1 from restriction as any_wish where any_wish.resident = %1$s offset 0)
     or not exists (
      select 1 from restriction
       where restriction.resident = %1$s
         and (restriction.category = any (%2$s.sensitivity)
              or restriction.category = '*' and %2$s.type not in ('Patient', 'RelatedPerson', 'Consent', 'Coverage'))
         and restriction.organisation in ('*', (select declared_organisation()))
         and restriction.from_at <= (select declared_now())
         and (restriction.until_at is null or restriction.until_at > (select declared_now()))
         and not (%2$s.type in ('Task', 'ServiceRequest', 'QuestionnaireResponse', 'Appointment', 'CarePlan') and exists (
           select 1 from relation
            where relation.resident = %1$s and relation.organisation = (select declared_organisation())
              and relation.kind in ('case', 'review') and relation.from_at <= (select declared_now())
              and (relation.until_at is null or relation.until_at > (select declared_now())))))
     or %1$s = any ((select opened_by_emergency(true))::text[]))
  $condition$;
  of_records constant text := everybody || '(' || reason || review || ') and ' || sight || ')';
begin
  execute format('alter policy resource_read on resource using (' || of_records || ')', 'resource.patient', 'resource');
  execute format('alter policy resource_change on resource using (' || of_records || ')', 'resource.patient', 'resource');
  execute format('alter policy history_read on resource_history using (' || of_records || ')', 'resource_history.patient',
                 'resource_history');
end $policies$;
