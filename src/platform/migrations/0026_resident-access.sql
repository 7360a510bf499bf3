-- Up Migration
-- A resident sees their own referral with a code that works once. Codes and session tokens are kept as digests; only the
-- program itself, never a person's request, reads these tables.
create table resident_code (
  id text primary key,
  case_id text not null references cases (id),
  resident text not null,
  digest text not null unique,
  issued_at timestamptz not null,
  issued_by text not null,
  expires_at timestamptz not null check (expires_at > issued_at),
  used_at timestamptz,
  void_at timestamptz,
  check (used_at is null or void_at is null)
);
-- one code at a time that still opens something
create unique index resident_code_open on resident_code (case_id) where used_at is null and void_at is null;

create table resident_session (
  token_hash text primary key,
  code text not null references resident_code (id),
  case_id text not null references cases (id),
  resident text not null,
  csrf text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index resident_session_expires on resident_session (expires_at);
create index resident_session_case on resident_session (case_id);

-- 去不了，改时间: what the resident asked for on their page. It may hold their own words, so it is read as their record is.
create table resident_request (
  id text primary key,
  case_id text not null references cases (id),
  resident text not null,
  reason text not null,
  note text,
  at timestamptz not null
);
create index resident_request_case on resident_request (case_id, at);

alter table resident_code enable row level security;
create policy resident_code_system on resident_code using ((select declared_purpose()) = 'system')
  with check ((select declared_purpose()) = 'system');
alter table resident_session enable row level security;
create policy resident_session_system on resident_session using ((select declared_purpose()) = 'system')
  with check ((select declared_purpose()) = 'system');

-- The resident's own reading: the purpose `own` shows the one resident the actor is, and nobody else (law 5).
create function declared_resident() returns text language sql stable as
  $$ select case when declared_purpose() = 'own' and declared_actor() like 'resident:%' then substr(declared_actor(), 10) end $$;
create policy resource_own on resource for select using (patient = (select declared_resident()));
create policy resident_own on resident for select using (id = (select declared_resident()));

alter table resident_request enable row level security;
create policy resident_request_own on resident_request for select using (resident = (select declared_resident()));
create policy resident_request_write on resident_request for insert with check (resident = (select declared_resident()));
create policy resident_request_related on resident_request for select using (related(resident));
