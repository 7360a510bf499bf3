-- Up Migration
-- 家属查看: whom a resident, or who decides for them, lets look at their stay, at which parts, until when. What is shown is what was
-- consented to; an ended consent closes the page at once.
create table family_access (
  id text primary key,
  case_id text not null references cases (id),
  resident text not null,
  organisation text not null references organisation (id),
  who text not null,
  relation text not null,
  parts text[] not null check (cardinality(parts) > 0),
  consented_by text not null check (consented_by in ('self', 'guardian')),
  from_at timestamptz not null,
  until_at timestamptz not null check (until_at > from_at),
  ended_at timestamptz,
  end_reason text,
  by text not null,
  check ((ended_at is null) = (end_reason is null))
);
create index family_access_case on family_access (case_id, from_at);
alter table family_access enable row level security;
create policy family_access_read on family_access for select using ((select declared_actor()) is not null and (
  (select declared_purpose()) = 'system' or organisation = (select declared_organisation())));
create policy family_access_write on family_access for insert with check ((select declared_actor()) is not null and (
  (select declared_purpose()) = 'system' or organisation = (select declared_organisation())));
create policy family_access_end on family_access for update using ((select declared_actor()) is not null and (
  (select declared_purpose()) = 'system' or organisation = (select declared_organisation())));

-- A code may open the page of one who was let in; it opens neither the case nor the record.
alter table resident_code drop constraint resident_code_opens_check;
alter table resident_code add constraint resident_code_opens_check check (opens in ('case', 'record', 'family'));
alter table resident_code add column family text references family_access (id);
alter table resident_code add constraint resident_code_family check ((opens = 'family') = (family is not null));
create unique index resident_code_family_open on resident_code (family)
  where opens = 'family' and used_at is null and void_at is null;
alter table resident_session add column family text references family_access (id);
create index resident_session_family on resident_session (family) where family is not null;
