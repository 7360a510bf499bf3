-- Up Migration
-- A department may run more than one clinic (普通门诊, 专家门诊), each with its own appointments; `name` null is the general one.
create table clinic (
  department text not null references department (id),
  code text not null,
  name text,
  primary key (department, code)
);
insert into clinic (department, code) select distinct department, 'general' from clinic_slot;

alter table clinic_slot add column clinic text not null default 'general';
alter table clinic_slot drop constraint clinic_slot_department_starts_at_key;
alter table clinic_slot add constraint clinic_slot_start unique (department, clinic, starts_at);

-- A session of a clinic as the hospital's own system posted it last: that session is the system's and no longer the weekly pattern's.
create table clinic_session (
  department text not null,
  clinic text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  places integer not null check (places >= 0),
  for_family_doctors integer not null check (for_family_doctors between 0 and places),
  of_at timestamptz not null,
  stated_at timestamptz not null,
  stated_by text not null,
  primary key (department, clinic, starts_at),
  foreign key (department, clinic) references clinic (department, code),
  exclude using gist (department with =, clinic with =, tstzrange(starts_at, ends_at) with &&)
);

-- Who last said that a department's appointments are true, where that was said apart from its beds.
create table slot_statement (
  department text primary key references department (id),
  of_at timestamptz not null,
  stated_at timestamptz not null,
  stated_by text not null
);
