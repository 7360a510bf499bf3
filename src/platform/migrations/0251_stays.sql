-- Up Migration
-- Who lives where. A person lives in one place at a time and a bed holds one person (the bed's hold sees to that); leaving for hospital
-- interrupts a stay without ending it. Kept by the steps of the case of the same id.
create table stay (
  case_id text primary key references cases (id),
  resident text not null,
  organisation text not null references organisation (id),
  from_at timestamptz not null,
  until_at timestamptz check (until_at > from_at),
  ending text,
  -- what a glance at the bed tells, with the moment it was found
  level text check (level in ('level-0', 'level-1', 'level-2', 'level-3', 'level-4')),
  level_at timestamptz,
  alarm text,
  alarm_at timestamptz,
  check ((until_at is null) = (ending is null)),
  constraint stay_one_place exclude using gist (resident with =, tstzrange(from_at, until_at) with &&)
);
create index stay_organisation on stay (organisation) where until_at is null;
create table stay_absence (
  stay text not null references stay (case_id),
  kind text not null check (kind in ('hospital', 'leave')),
  destination text references organisation (id),
  bed_kept boolean not null,
  from_at timestamptz not null,
  until_at timestamptz check (until_at > from_at),
  primary key (stay, from_at),
  constraint stay_one_absence exclude using gist (stay with =, tstzrange(from_at, until_at) with &&)
);
-- Who waits for a bed, with what the order is made from.
create table bed_wait (
  case_id text primary key references cases (id),
  resident text not null,
  organisation text not null references organisation (id),
  use text not null,
  room_for text not null check (room_for in ('female', 'male')),
  level text,
  grounds text[] not null default '{}',
  applied_at timestamptz not null,
  declined integer not null default 0,
  until_at timestamptz
);
create index bed_wait_organisation on bed_wait (organisation, use) where until_at is null;

alter table stay enable row level security;
create policy stay_read on stay for select using ((select declared_actor()) is not null and (
  (select declared_purpose()) in ('system', 'figures') or organisation = (select declared_organisation()) or related(resident)));
create policy stay_write on stay for insert with check ((select declared_actor()) is not null and (
  (select declared_purpose()) = 'system' or organisation = (select declared_organisation())));
create policy stay_change on stay for update using ((select declared_actor()) is not null and (
  (select declared_purpose()) = 'system' or organisation = (select declared_organisation())));
alter table bed_wait enable row level security;
create policy bed_wait_read on bed_wait for select using ((select declared_actor()) is not null and (
  (select declared_purpose()) in ('system', 'figures') or organisation = (select declared_organisation()) or related(resident)));
create policy bed_wait_write on bed_wait for insert with check ((select declared_actor()) is not null);
create policy bed_wait_change on bed_wait for update using ((select declared_actor()) is not null and (
  (select declared_purpose()) = 'system' or organisation = (select declared_organisation()) or related(resident)));
