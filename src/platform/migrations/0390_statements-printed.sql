-- Up Migration
-- A statement of a month that left the house, on paper or as a workbook: of whom, what it came to, and as known when. The copies of
-- one statement are counted, and what was printed can be made again from the moment it was known at.
create table care_statement_print (
  id text primary key,
  kind text not null check (kind in ('person', 'institution', 'payer')),
  of text not null,
  month text not null check (month ~ '^\d{4}-\d{2}$'),
  organisation text not null references organisation (id),
  form text not null check (form in ('pdf', 'xlsx')),
  copy integer not null check (copy > 0),
  language text not null,
  known_at timestamptz not null,
  fen bigint not null,
  digest text not null,
  actor text not null,
  role text not null,
  at timestamptz not null,
  unique (organisation, kind, of, month, form, copy)
);
alter table care_statement_print enable row level security;
create policy care_statement_print_read on care_statement_print for select
  using ((select declared_actor()) is not null and
         ((select declared_purpose()) = 'system' or organisation = (select declared_organisation())));
create policy care_statement_print_write on care_statement_print for insert
  with check ((select declared_actor()) is not null and organisation = (select declared_organisation()));
