-- Up Migration
-- What 0110 and 0111 ask, asked more cheaply. The common conditions stand alone, so that the planner may hash them over a long list
-- (a condition that looks at the row beside its resident made it probe an index twice a row); what is rare is asked only where the
-- common ones leave it open.
create function opened_by_emergency(withheld_too boolean) returns text[] language plpgsql stable as $$
begin
  return array(select e.resident from emergency_access e
                where e.actor = declared_actor() and e.from_at <= declared_now() and e.until_at > declared_now()
                  and (e.opens_withheld or not withheld_too));
end $$;

-- A case about a look shows its parties its own Task and the answers named after it.
create function shown_for_review(subject text, of_id text) returns boolean language plpgsql stable as $$
begin
  return exists (select 1 from relation r
                  where r.resident = subject and r.organisation = declared_organisation() and r.kind = 'review'
                    and r.source = 'Task/' || regexp_replace(of_id, '-a[0-9]+$', '') and r.from_at <= declared_now()
                    and (r.until_at is null or r.until_at > declared_now()));
end $$;

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
         and (relation.until_at is null or relation.until_at > (select declared_now())))
    or %1$s = any ((select opened_by_emergency(false))::text[])
  $condition$;
  review constant text := $condition$
    or %2$s.type in ('Task', 'QuestionnaireResponse') and shown_for_review(%1$s, %2$s.id)
  $condition$;
  -- nearly nobody keeps anything: that is asked first, by itself
  sight constant text := $condition$
    (%2$s.organisation = (select declared_organisation())
     or not exists (select 1 from restriction as any_wish where any_wish.resident = %1$s)
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
  identifying constant text := $$(select declared_purpose()) = 'identify' and (select declared_actor()) is not null or $$;
  of_records constant text := everybody || '(' || reason || review || ') and ' || sight || ')';
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
