-- Up Migration
-- Law 5: what a resident keeps from others, who broke the glass, and reasons that records themselves give.

-- Categories of a record (mental health, infectious disease, …), written with the resource; null for nearly all of them.
alter table resource add column sensitivity text[];
alter table resource_history add column sensitivity text[];

-- `team`: named in a CareTeam. `contract`: named in a signed Contract.
alter table relation drop constraint relation_kind_check;
alter table relation add constraint relation_kind_check
  check (kind in ('registration', 'catchment', 'case', 'contract', 'admission', 'author', 'team')) not valid;

-- What a resident does not want others to see, derived from FHIR Consent in the transaction that stores it. `*` as category:
-- everything; `*` as organisation: every one but the one that wrote the record.
create table restriction (
  resident text not null,
  category text not null,
  organisation text not null,
  consent text not null,
  author text not null,
  from_at timestamptz not null,
  until_at timestamptz,
  primary key (resident, category, organisation, consent)
);
create index restriction_consent on restriction (consent);

-- The glass broken by one person for one resident until a moment. `id` is the case of its review.
create table emergency_access (
  id text primary key,
  resident text not null,
  actor text not null,
  person text,
  organisation text not null,
  reason text not null,
  explanation text not null,
  opens_withheld boolean not null,
  from_at timestamptz not null,
  until_at timestamptz not null check (until_at > from_at)
);
create index emergency_access_actor on emergency_access (actor, until_at);
create index emergency_access_resident on emergency_access (resident, from_at);
-- The broken glass a look was taken through.
alter table audit add column emergency text;
create index audit_emergency on audit (emergency) where emergency is not null;

alter table restriction enable row level security;
create policy restriction_declared on restriction
  using ((select declared_actor()) is not null) with check ((select declared_actor()) is not null);
alter table emergency_access enable row level security;
create policy emergency_access_declared on emergency_access
  using ((select declared_actor()) is not null) with check ((select declared_actor()) is not null);

create or replace function related(subject text) returns boolean language sql stable as $$
  select declared_actor() is not null and (
    subject is null or declared_purpose() = 'system' or exists (
      select 1 from emergency_access e
       where e.actor = declared_actor() and e.resident = subject and e.from_at <= declared_now() and e.until_at > declared_now()
    ) or exists (
      select 1 from relation r
       where r.resident = subject and r.organisation = declared_organisation()
         and r.from_at <= declared_now() and (r.until_at is null or r.until_at > declared_now())))
$$;

-- The same condition as in 0011, the broken glass (an array asked for once a statement, and only where a relation is missing), and
-- what is withheld. A restriction is looked for where the record is another organisation's;
-- what a case itself is made of stays in sight of its parties, since the resident agreed to the case.
do $policies$
declare
  reason constant text := $condition$
    (exists (
      select 1 from relation
       where relation.resident = %1$s and relation.organisation = (select declared_organisation())
         and relation.from_at <= (select declared_now())
         and (relation.until_at is null or relation.until_at > (select declared_now())))
      or %1$s = any (array(
        select emergency_access.resident from emergency_access
         where emergency_access.actor = (select declared_actor()) and emergency_access.from_at <= (select declared_now())
           and emergency_access.until_at > (select declared_now()))))
  $condition$;
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
            where relation.resident = %1$s and relation.organisation = (select declared_organisation())
              and relation.kind = 'case' and relation.from_at <= (select declared_now())
              and (relation.until_at is null or relation.until_at > (select declared_now())))))
      or %1$s = any (array(
        select emergency_access.resident from emergency_access
         where emergency_access.actor = (select declared_actor()) and emergency_access.from_at <= (select declared_now())
           and emergency_access.until_at > (select declared_now()) and emergency_access.opens_withheld)))
  $condition$;
  everybody constant text := $condition$
    (select declared_actor()) is not null and (%1$s is null or (select declared_purpose()) = 'system' or
  $condition$;
  identifying constant text := $$(select declared_purpose()) = 'identify' and (select declared_actor()) is not null or $$;
  of_records constant text := everybody || reason || ' and ' || sight || ')';
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

-- How many entries of a resident the declared organisation does not see for the resident's wish. It counts with the owner's
-- rights and gives away a number of the whole record alone: a number for each search would tell what was searched for.
create function withheld_entries(subject text) returns bigint
  language sql stable security definer set search_path from current as $$
  select case when declared_actor() is null or declared_purpose() in ('system', 'own') or exists (
      select 1 from emergency_access as e
       where e.actor = declared_actor() and e.resident = subject and e.opens_withheld
         and e.from_at <= declared_now() and e.until_at > declared_now())
    then 0 else (
    select count(*) from resource as r
     where exists (select 1 from restriction where resident = subject) and r.patient = subject and not r.deleted
       and r.type <> 'Consent' and r.organisation <> declared_organisation() and exists (
         select 1 from restriction as k
          where k.resident = subject and k.organisation in ('*', declared_organisation())
            and (k.category = any (r.sensitivity)
                 or k.category = '*' and r.type not in ('Patient', 'RelatedPerson', 'Consent', 'Coverage'))
            and k.from_at <= declared_now() and (k.until_at is null or k.until_at > declared_now()))
       and not (r.type in ('Task', 'ServiceRequest', 'QuestionnaireResponse', 'Appointment', 'CarePlan') and exists (
         select 1 from relation as l
          where l.resident = subject and l.organisation = declared_organisation() and l.kind = 'case'
            and l.from_at <= declared_now() and (l.until_at is null or l.until_at > declared_now())))) end
$$;
