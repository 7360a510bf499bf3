-- Up Migration
-- 值班表: who is on duty in a role from when to when, for a department or for the whole house (no department).
create table duty_shift (
  id text primary key,
  organisation text not null references organisation (id),
  department text references department (id),
  role text not null,
  practitioner_role text not null references practitioner_role (id),
  from_at timestamptz not null,
  until_at timestamptz not null check (until_at > from_at),
  made_at timestamptz not null,
  made_by text not null,
  -- nobody stands in one roster twice at the same time
  constraint duty_shift_twice exclude using gist (practitioner_role with =, tstzrange(from_at, until_at) with &&)
);
create index duty_shift_now on duty_shift (organisation, role, until_at);

alter table duty_shift enable row level security;
create policy duty_read on duty_shift for select using ((select declared_actor()) is not null);
create policy duty_write on duty_shift for insert with check (organisation = (select declared_organisation()));
create policy duty_change on duty_shift for update using (organisation = (select declared_organisation()));
create policy duty_remove on duty_shift for delete using (organisation = (select declared_organisation()));
