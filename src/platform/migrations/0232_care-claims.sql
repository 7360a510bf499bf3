-- Up Migration
-- What an institution asks an insurer for, and what the insurer answers. Our sums are a claim; the insurer's amount counts.
create table care_claim (
  id text primary key,
  organisation text not null references organisation (id),
  payer text not null check (payer in ('medical', 'ltci')),
  scheme text not null,
  through date not null,
  sent_at timestamptz not null,
  author text not null
);
create table care_claim_line (
  claim text not null references care_claim (id),
  number integer not null check (number > 0),
  organisation text not null,
  resident text not null,
  month text not null,
  days integer not null,
  fen bigint not null,
  primary key (claim, number)
);
-- An entry of the ledger is claimed once.
create table care_claimed (
  entry text not null references care_entry (id),
  payer text not null,
  claim text not null references care_claim (id),
  line integer not null,
  primary key (entry, payer),
  foreign key (claim, line) references care_claim_line (claim, number)
);
create table care_statement_row (
  claim text not null,
  line integer not null,
  organisation text not null,
  days integer not null,
  fen bigint not null,
  reason text,
  imported_at timestamptz not null,
  author text not null,
  primary key (claim, line),
  foreign key (claim, line) references care_claim_line (claim, number)
);
-- A difference worked: accepted with the entry that makes the ledger say so, or disputed.
create table care_difference (
  claim text not null,
  line integer not null,
  organisation text not null,
  outcome text not null check (outcome in ('accepted', 'disputed')),
  entry text references care_entry (id),
  note text,
  at timestamptz not null,
  author text not null,
  primary key (claim, line, outcome),
  foreign key (claim, line) references care_statement_row (claim, line),
  check ((outcome = 'accepted') = (entry is not null))
);
do $policies$
declare
  name text;
begin
  foreach name in array array['care_claim', 'care_claim_line', 'care_statement_row', 'care_difference'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy %I on %I for select using ((select declared_actor()) is not null and '
                   '((select declared_purpose()) = ''system'' or organisation = (select declared_organisation())))',
                   name || '_read', name);
    execute format('create policy %I on %I for insert with check (declared_actor() is not null)', name || '_write', name);
  end loop;
end $policies$;
alter table care_claimed enable row level security;
create policy care_claimed_read on care_claimed for select using ((select declared_actor()) is not null);
create policy care_claimed_write on care_claimed for insert with check (declared_actor() is not null);
