-- Up Migration
-- A resident's objection to a look at their record, or to what stands in it. `id` is its case; what was said stands in the case's
-- answers, here only what it is about and whose doing that was, so that nobody decides about themselves.
create table objection (
  id text primary key,
  resident text not null,
  about text not null check (about in ('look', 'entry', 'other')),
  -- the audit row of the look
  look bigint,
  entry_type text,
  entry_id text,
  entry_version integer,
  -- the role that looked or wrote, and the person behind it; null where it was a system, or nobody is named
  actor text,
  person text,
  -- where it was done: the organisation concerned
  organisation text not null,
  made_at timestamptz not null,
  withdrawn_at timestamptz,
  check ((about = 'look') = (look is not null)),
  check ((about = 'entry') = (entry_type is not null and entry_id is not null))
);
create unique index objection_look on objection (resident, look) where look is not null and withdrawn_at is null;
create unique index objection_entry on objection (resident, entry_type, entry_id) where entry_id is not null and withdrawn_at is null;
create index objection_resident on objection (resident, made_at desc);

-- The resident's own, the parties of its case, and the program.
alter table objection enable row level security;
create policy objection_parties on objection
  using ((select declared_actor()) is not null and (
    (select declared_purpose()) = 'system' or resident = (select declared_resident()) or exists (
      select 1 from case_party p where p.case_id = objection.id and p.organisation = (select declared_organisation()))))
  with check ((select declared_purpose()) = 'system');
