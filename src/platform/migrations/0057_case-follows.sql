-- Up Migration
-- A case that goes on from another of the same resident which is closed: the one the other's story is told in. Written once by
-- the step that opens the later one; both cases keep their own parties, clocks and ends.
create table case_follows (
  case_id text primary key references cases (id),
  earlier text not null references cases (id),
  check (case_id <> earlier)
);
create index case_follows_earlier on case_follows (earlier);
alter table case_follows enable row level security;
create policy case_follows_declared on case_follows
  using ((select declared_actor()) is not null) with check ((select declared_actor()) is not null);
