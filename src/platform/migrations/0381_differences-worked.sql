-- Up Migration
-- The insurer may answer a line again: what it said before stays, the latest counts. A difference is a case (decision 0199).
alter table care_difference drop constraint care_difference_claim_line_fkey;
alter table care_statement_row add column round integer not null default 1 check (round > 0);
alter table care_statement_row drop constraint care_statement_row_pkey, add primary key (claim, line, round);
alter table care_difference add column round integer not null default 1,
  add foreign key (claim, line, round) references care_statement_row (claim, line, round);
alter table care_difference drop constraint care_difference_pkey, add primary key (claim, line, round, outcome);
create index care_difference_entry on care_difference (entry) where entry is not null;

create table care_dispute (
  case_id text primary key references cases (id),
  claim text not null,
  line integer not null,
  -- the statement it is about, and what the ledger asks for and the insurer pays by it
  round integer not null,
  organisation text not null references organisation (id),
  owed bigint not null,
  paid bigint not null,
  found_on date not null,
  -- the last day on which the insurer is asked to look again, by the region's dated limit; unverified until somebody checked it
  dispute_by date not null,
  -- who of the house works it
  handler text,
  cause text,
  note text,
  evidence text,
  disputed_on date,
  dispute_number text,
  answer text,
  answered_on date,
  answer_number text,
  promised bigint,
  ended text check (ended in ('accepted', 'corrected')),
  foreign key (claim, line) references care_claim_line (claim, number),
  foreign key (claim, line, round) references care_statement_row (claim, line, round)
);
create unique index care_dispute_open on care_dispute (claim, line) where ended is null;
create index care_dispute_organisation on care_dispute (organisation, found_on desc);
alter table care_dispute enable row level security;
create policy care_dispute_read on care_dispute for select
  using ((select declared_actor()) is not null and
         ((select declared_purpose()) in ('system', 'figures') or organisation = (select declared_organisation())));
create policy care_dispute_write on care_dispute for insert with check ((select declared_actor()) is not null);
create policy care_dispute_work on care_dispute for update
  using ((select declared_actor()) is not null and
         ((select declared_purpose()) = 'system' or organisation = (select declared_organisation())))
  with check ((select declared_actor()) is not null);
