-- Up Migration
-- Reviews of looks (law 5). A case that is about a look and not about care opens itself to its parties, and nothing else of the
-- record: a relation of the kind `review` shows the case's Task and its answers alone.
alter table relation drop constraint relation_kind_check;
alter table relation add constraint relation_kind_check
  check (kind in ('registration', 'catchment', 'case', 'contract', 'admission', 'author', 'team', 'review')) not valid;

-- Whether there is such a resident at all; it gives away nothing else.
create function resident_known(asked text) returns boolean
  language sql stable security definer set search_path from current as $$
  select declared_actor() is not null and exists (select 1 from resident where id = asked)
$$;

create or replace function related(subject text) returns boolean language sql stable as $$
  select declared_actor() is not null and (
    subject is null or declared_purpose() = 'system' or exists (
      select 1 from emergency_access e
       where e.actor = declared_actor() and e.resident = subject and e.from_at <= declared_now() and e.until_at > declared_now()
    ) or exists (
      select 1 from relation r
       where r.resident = subject and r.organisation = declared_organisation() and r.kind <> 'review'
         and r.from_at <= declared_now() and (r.until_at is null or r.until_at > declared_now())))
$$;

do $policies$
declare
  holds constant text := $condition$
         relation.organisation = (select declared_organisation()) and relation.from_at <= (select declared_now())
         and (relation.until_at is null or relation.until_at > (select declared_now()))
  $condition$;
  glass constant text := $condition$
    %1$s = any (array(
        select emergency_access.resident from emergency_access
         where emergency_access.actor = (select declared_actor()) and emergency_access.from_at <= (select declared_now())
           and emergency_access.until_at > (select declared_now())))
  $condition$;
  reason constant text :=
    '(exists (select 1 from relation where relation.resident = %1$s and relation.kind <> ''review'' and ' || holds || ') or '
    || glass || ')';
  -- the case's own: its Task, and the answers named after it
  of_case constant text := $condition$
    (relation.kind <> 'review' or %2$s.type in ('Task', 'QuestionnaireResponse')
       and relation.source = 'Task/' || regexp_replace(%2$s.id, '-a[0-9]+$', ''))
  $condition$;
  record_reason constant text :=
    '(exists (select 1 from relation where relation.resident = %1$s and ' || holds || ' and ' || of_case || ') or ' || glass
    || ')';
  sight constant text := $condition$
    (%2$s.organisation = (select declared_organisation()) or not exists (
      select 1 from restriction
       where restriction.resident = %1$s
         and (restriction.category = any (%2$s.sensitivity)
              or restriction.category = '*' and %2$s.type not in ('Patient', 'RelatedPerson', 'Consent', 'Coverage'))
         and restriction.organisation in ('*', (select declared_organisation()))
         and restriction.from_at <= (select declared_now())
         and (restriction.until_at is null or restriction.until_at > (select declared_now()))
         and not (%2$s.type in ('Task', 'ServiceRequest', 'QuestionnaireResponse', 'Appointment', 'CarePlan') and exists (
           select 1 from relation
            where relation.resident = %1$s and relation.kind in ('case', 'review') and
  $condition$ || holds || $condition$
         )))
      or %1$s = any (array(
        select emergency_access.resident from emergency_access
         where emergency_access.actor = (select declared_actor()) and emergency_access.from_at <= (select declared_now())
           and emergency_access.until_at > (select declared_now()) and emergency_access.opens_withheld)))
  $condition$;
  everybody constant text := $condition$
    (select declared_actor()) is not null and (%1$s is null or (select declared_purpose()) = 'system' or
  $condition$;
  identifying constant text := $$(select declared_purpose()) = 'identify' and (select declared_actor()) is not null or $$;
  of_records constant text := everybody || record_reason || ' and ' || sight || ')';
  of_residents constant text := everybody || reason || ')';
begin
  execute format('alter policy resource_read on resource using (' || of_records || ')', 'resource.patient', 'resource');
  execute format('alter policy resource_change on resource using (' || of_records || ')', 'resource.patient', 'resource');
  execute format('alter policy history_read on resource_history using (' || of_records || ')', 'resource_history.patient',
                 'resource_history');
  execute format('alter policy resident_read on resident using (' || identifying || of_residents || ')', 'resident.id');
  execute format('alter policy resident_change on resident using (' || of_residents || ')', 'resident.id');
  execute format('alter policy card_read on resident_card using (' || identifying || of_residents || ')',
                 'resident_card.resident');
  execute format('alter policy card_change on resident_card using (' || of_residents || ')', 'resident_card.resident');
  execute format('alter policy card_remove on resident_card using (' || of_residents || ')', 'resident_card.resident');
end $policies$;
