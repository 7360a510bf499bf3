-- Up Migration
-- What a policy says is made ready anew for every statement, whether a row asks for it or not: that, and not the rows, was most of
-- what a statement on records cost. What few rows ask for (a wish that keeps something back, a case about no resident) stands in
-- functions now, which cost nothing until they are called. The conditions are those of 0170 and 0190, word for word.

-- Whether a wish of the resident keeps a record of this type, with these labels, from the house that asks.
create function withheld_from_house(subject text, of_type text, labels text[]) returns boolean language plpgsql stable as $$
begin
  return exists (
    select 1 from restriction
     where restriction.resident = subject
       and (restriction.category = any (labels)
            or restriction.category = '*' and of_type not in ('Patient', 'RelatedPerson', 'Consent', 'Coverage'))
       and restriction.organisation in ('*', declared_organisation())
       and restriction.from_at <= declared_now()
       and (restriction.until_at is null or restriction.until_at > declared_now())
       and not (of_type in ('Task', 'ServiceRequest', 'QuestionnaireResponse', 'Appointment', 'CarePlan') and exists (
         select 1 from relation
          where relation.resident = subject and relation.organisation = declared_organisation()
            and relation.kind in ('case', 'review') and relation.from_at <= declared_now()
            and (relation.until_at is null or relation.until_at > declared_now()))));
end $$;

-- Whether the house that asks may see a Task or an answered form that names no resident, of another house.
create function shown_to_party(of_type text, of_id text) returns boolean language plpgsql stable as $$
begin
  return declared_purpose() = 'system'
    or of_type = 'Task' and not exists (select 1 from cases where cases.id = of_id)
    or exists (
      select 1 from case_party
       where case_party.case_id = regexp_replace(of_id, '-a[0-9]+$', '')
         and case_party.organisation = declared_organisation());
end $$;

do $policies$
declare
  of_records constant text := $condition$
    (select declared_actor()) is not null and (%1$s.patient is null or (select declared_purpose()) = 'system' or (
      exists (
        select 1 from relation
         where relation.resident = %1$s.patient and relation.organisation = (select declared_organisation())
           and relation.kind <> 'review' and relation.from_at <= (select declared_now())
           and (relation.until_at is null or relation.until_at > (select declared_now())) offset 0)
      or %1$s.patient = any ((select opened_by_emergency(false))::text[])
      or %1$s.type in ('Task', 'QuestionnaireResponse') and shown_for_review(%1$s.patient, %1$s.id)
    ) and (
      %1$s.organisation = (select declared_organisation())
      or not exists (select 1 from restriction as any_wish where any_wish.resident = %1$s.patient offset 0)
      or not withheld_from_house(%1$s.patient, %1$s.type, %1$s.sensitivity)
      or %1$s.patient = any ((select opened_by_emergency(true))::text[])))
  $condition$;
  of_parties constant text := $condition$
    %1$s.patient is not null or %1$s.type not in ('QuestionnaireResponse', 'Task')
    or %1$s.organisation = declared_organisation() or shown_to_party(%1$s.type, %1$s.id)
  $condition$;
begin
  execute format('alter policy resource_read on resource using (' || of_records || ')', 'resource');
  execute format('alter policy resource_change on resource using (' || of_records || ')', 'resource');
  execute format('alter policy history_read on resource_history using (' || of_records || ')', 'resource_history');
  execute format('alter policy resource_case_parties on resource using (' || of_parties || ')', 'resource');
  execute format('alter policy history_case_parties on resource_history using (' || of_parties || ')', 'resource_history');
end $policies$;
