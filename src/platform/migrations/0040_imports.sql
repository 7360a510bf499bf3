-- Up Migration
-- A file somebody brought, from its check to its end. The bytes are kept so that what is imported is what was checked, by
-- whichever process and after whatever restart; they and the refused rows are removed after some days.
create table import_run (
  id text primary key,
  kind text not null check (kind in ('organisations', 'departments', 'people', 'capacity', 'residents')),
  state text not null check (state in ('checking', 'checked', 'importing', 'imported', 'stopped')),
  actor text not null,
  person text,
  role text not null,
  organisation text not null,
  department text,
  file_name text not null,
  digest text not null,
  bytes bytea,
  made_at timestamptz not null,
  changed_at timestamptz not null,
  -- whoever works at it, and until when nobody else may take it up
  claim text,
  claimed_until timestamptz,
  rows_done integer not null default 0,
  rows_total integer,
  added integer not null default 0,
  altered integer not null default 0,
  unchanged integer not null default 0,
  refused integer not null default 0,
  -- digest of every row's outcome: the import must come to the same, or it is undone
  findings text,
  reason text,
  reason_values json,
  check ((state = 'stopped') = (reason is not null)),
  check (state not in ('checked', 'importing', 'imported') or findings is not null)
);
create index import_run_waiting on import_run (made_at) where state in ('checking', 'importing');
create index import_run_own on import_run (organisation, actor, made_at desc);
create index import_run_kept on import_run (changed_at) where bytes is not null;

create table import_refusal (
  run text not null references import_run (id),
  row_number integer not null,
  -- [{ "column": …, "code": …, "values": … }]; never what stood in the cell
  problems json not null,
  primary key (run, row_number)
);

alter table import_run enable row level security;
create policy import_run_own on import_run
  using ((select declared_purpose()) = 'system' or organisation = (select declared_organisation()))
  with check ((select declared_purpose()) = 'system' or organisation = (select declared_organisation()));
alter table import_refusal enable row level security;
create policy import_refusal_own on import_refusal
  using (exists (select 1 from import_run where import_run.id = import_refusal.run))
  with check (exists (select 1 from import_run where import_run.id = import_refusal.run));
