-- Up Migration
-- When a reader last looked at a record: what changed since is shown first. `before_at` is the last look of the sitting before,
-- so that reading the page again does not make its news old. Who looked when, and why, is the audit's; this is a convenience.
create table record_look (
  reader text not null,
  resident text not null,
  before_at timestamptz,
  at timestamptz not null,
  primary key (reader, resident)
);
create index record_look_resident on record_look (resident);
alter table record_look enable row level security;
create policy record_look_declared on record_look
  using ((select declared_actor()) is not null) with check ((select declared_actor()) is not null);
