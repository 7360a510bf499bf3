-- Up Migration
-- What was reported to another system: a batch is what was exported at one moment; it counts as reported when somebody
-- confirms that the other system took it. The rows are kept as they went out, so that a later change of a case shows.
create table report_batch (
  id text primary key,
  target text not null,
  organisation text not null,
  made_at timestamptz not null,
  made_by text not null,
  cases integer not null check (cases > 0),
  confirmed_at timestamptz,
  confirmed_by text,
  check ((confirmed_at is null) = (confirmed_by is null))
);
create index report_batch_own on report_batch (organisation, target, made_at desc);
create table report_row (
  batch text not null references report_batch (id),
  case_id text not null references cases (id),
  target text not null,
  -- the layout's cells in its order, and their digest
  cells json not null,
  digest text not null,
  primary key (batch, case_id)
);
create index report_row_case on report_row (case_id, target);

alter table report_batch enable row level security;
create policy report_batch_own on report_batch
  using (organisation = (select declared_organisation()) and (select declared_actor()) is not null)
  with check (organisation = (select declared_organisation()));
alter table report_row enable row level security;
create policy report_row_own on report_row
  using (exists (select 1 from report_batch where report_batch.id = report_row.batch))
  with check (exists (select 1 from report_batch where report_batch.id = report_row.batch));
