-- Up Migration
-- A slot may be kept for family doctors until a moment and is then anybody's. A slot taken out of the plan stays as a row,
-- so that the plan's next round does not bring it back and a hold of the past still says what it held.
alter table clinic_slot add column family_doctors_until timestamptz, add column withdrawn_at timestamptz;

-- Who last said that a department's places and slots are true, and how: `updated_at` of a quota moves with every arrival and
-- says nothing about that. `of_at` is the moment the statement is about: a hospital system may post what was true before.
create table capacity_statement (
  department text primary key references department (id),
  of_at timestamptz not null,
  stated_at timestamptz not null,
  stated_by text not null,
  how text not null check (how in ('stated', 'confirmed', 'posted'))
);

insert into capacity_statement (department, of_at, stated_at, stated_by, how)
  select department, updated_at, updated_at, updated_by, 'stated' from quota;

-- Measured waits, refreshed by a job. `median_days` is null where fewer than half had come: then it is longer than `longest_days`.
create table department_wait (
  department text not null references department (id),
  until_what text not null check (until_what in ('answered', 'arrived')),
  come integer not null check (come >= 0),
  waiting integer not null check (waiting >= 0),
  median_days double precision check (median_days >= 0),
  longest_days double precision not null check (longest_days >= 0),
  from_at timestamptz not null,
  measured_at timestamptz not null,
  primary key (department, until_what)
);

-- What a draft or case was last shown by an organisation's people; becomes part of the choice when a step is taken.
create table match_shown (
  subject text not null,
  organisation text not null,
  actor text not null,
  at timestamptz not null,
  data_version text not null,
  data_verified boolean not null,
  question json not null,
  items json not null,
  primary key (subject, organisation)
);
create index match_shown_at on match_shown (at);

-- One attempt at a department: which was chosen, out of what, and why. `place` counts from 1 in the order shown; null where
-- the chosen one was not among them or nothing was shown. The reasons may say where a resident was treated: read as the record is.
create table match_choice (
  case_id text not null references cases (id),
  version integer not null,
  department text not null references department (id),
  resident text,
  actor text not null,
  organisation text not null,
  at timestamptz not null,
  place integer check (place > 0),
  shown_at timestamptz,
  data_version text,
  data_verified boolean,
  question json,
  items json,
  primary key (case_id, version)
);
create index match_choice_at on match_choice (at);

alter table match_shown enable row level security;
create policy match_shown_own on match_shown
  using ((select declared_actor()) is not null and (organisation = (select declared_organisation()) or (select declared_purpose()) = 'system'))
  with check ((select declared_actor()) is not null and organisation = (select declared_organisation()));
alter table match_choice enable row level security;
create policy match_choice_read on match_choice for select using (
  (select declared_actor()) is not null and (
    resident is null or (select declared_purpose()) = 'system' or exists (
      select 1 from relation
       where relation.resident = match_choice.resident and relation.organisation = (select declared_organisation())
         and relation.from_at <= (select declared_now())
         and (relation.until_at is null or relation.until_at > (select declared_now())))));
create policy match_choice_write on match_choice for insert with check ((select declared_actor()) is not null);

-- Referrals that were under way before choices were kept count as waits too: the department they are at now, since they were sent.
insert into match_choice (case_id, version, department, resident, actor, organisation, at)
  select c.id, s.version, p.department, c.resident, s.actor, s.organisation, s.at
    from cases c join case_party p on p.case_id = c.id and p.party = 'receiver' and p.department is not null
    join case_step s on s.case_id = c.id and s.from_state is null;
