-- Up Migration
-- A case that is about no resident (two files that may be one person's, a proposal) has a Task and answered forms that name no
-- Patient, and what names none is everybody's. Answers are the parties': a note somebody typed may say more than a form asks.
create policy resource_case_parties on resource as restrictive for select using (
  resource.patient is not null or resource.type not in ('QuestionnaireResponse', 'Task')
  or resource.organisation = (select declared_organisation()) or (select declared_purpose()) = 'system'
  or resource.type = 'Task' and not exists (select 1 from cases where cases.id = resource.id)
  or exists (
    select 1 from case_party
     where case_party.case_id = regexp_replace(resource.id, '-a[0-9]+$', '')
       and case_party.organisation = (select declared_organisation())));
create policy history_case_parties on resource_history as restrictive for select using (
  resource_history.patient is not null or resource_history.type not in ('QuestionnaireResponse', 'Task')
  or resource_history.organisation = (select declared_organisation()) or (select declared_purpose()) = 'system'
  or resource_history.type = 'Task' and not exists (select 1 from cases where cases.id = resource_history.id)
  or exists (
    select 1 from case_party
     where case_party.case_id = regexp_replace(resource_history.id, '-a[0-9]+$', '')
       and case_party.organisation = (select declared_organisation())));
