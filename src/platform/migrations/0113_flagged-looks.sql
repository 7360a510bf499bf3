-- Up Migration
-- Looks by people close to the resident, put before the reviewer of their house.

-- A member of staff who is a resident here; dated, with who said so.
create table staff_resident (
  person text not null,
  resident text not null,
  from_on date not null,
  until_on date,
  source text not null,
  primary key (person, resident)
);
create index staff_resident_resident on staff_resident (resident);
-- Residents whose record draws the curious (公众人物, 关注对象): every look is put on the list.
create table watched_resident (
  resident text primary key,
  from_on date not null,
  until_on date,
  source text not null
);
-- One row for each person, resident, closeness and day.
create table flagged_look (
  id bigint generated always as identity primary key,
  organisation text not null,
  actor text not null,
  person text not null,
  role text not null,
  resident text not null,
  flag text not null check (flag in ('own', 'household', 'colleague', 'vip')),
  day date not null,
  last_at timestamptz not null,
  looks integer not null check (looks > 0),
  seen_at timestamptz,
  seen_by text,
  note text,
  unique (organisation, actor, resident, flag, day)
);
create index flagged_look_open on flagged_look (organisation, last_at desc) where seen_at is null;

alter table staff_resident enable row level security;
create policy staff_resident_declared on staff_resident
  using ((select declared_actor()) is not null) with check ((select declared_actor()) is not null);
alter table watched_resident enable row level security;
create policy watched_resident_declared on watched_resident
  using ((select declared_actor()) is not null) with check ((select declared_actor()) is not null);
alter table flagged_look enable row level security;
create policy flagged_look_own on flagged_look
  using ((select declared_actor()) is not null
         and ((select declared_purpose()) = 'system' or organisation = (select declared_organisation())))
  with check ((select declared_actor()) is not null);
