-- Up Migration
-- Every summary that left on paper: who, when, the how-manieth copy, and the digest of its bytes. Rows are added and never changed.
create table record_print (
  resident text not null,
  copy integer not null check (copy > 0),
  language text not null check (language in ('zh', 'en')),
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  actor text not null,
  role text not null,
  organisation text not null,
  at timestamptz not null,
  primary key (resident, copy)
);
alter table record_print enable row level security;
create policy record_print_read on record_print for select using ((select declared_actor()) is not null);
create policy record_print_write on record_print for insert with check ((select declared_actor()) is not null);
