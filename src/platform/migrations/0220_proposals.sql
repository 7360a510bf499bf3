-- Up Migration
-- 建议、提案: whose proposals they are, by which dated rules they are handled, and one row a proposal for lists and papers, derived
-- from the steps of its case. The texts, drafts, talks and opinions themselves are the answered forms of those steps.
create table proposal_body (
  body text primary key check (body in ('cppcc', 'npc')),
  name text not null,
  organisation text not null references organisation (id),
  office text not null references organisation (id),
  supervisor text not null references organisation (id)
);
alter table proposal_body enable row level security;
create policy proposal_body_declared on proposal_body using ((select declared_actor()) is not null);

-- Law 6: a rule has its time, its source, and says whether somebody has looked it up. The pack's are read again at every start.
create table proposal_rule (
  body text not null,
  from_on date not null,
  until_on date check (until_on > from_on),
  rule json not null,
  source text not null,
  verified boolean not null,
  primary key (body, from_on)
);
alter table proposal_rule enable row level security;
create policy proposal_rule_declared on proposal_rule using ((select declared_actor()) is not null);

create table proposal (
  id text primary key references cases (id),
  body text not null,
  year integer not null check (year between 1949 and 2200),
  session text not null,
  number integer check (number > 0),
  kind text not null,
  title text not null check (title <> ''),
  content text not null check (content <> ''),
  category text,
  received_on date not null,
  follows text references proposal (id),
  -- the rule it is handled by, from the day it was handed over
  rule_from date,
  handed_over_on date,
  lead text references organisation (id),
  section text,
  responsible text,
  -- as it was set first, and as it stands now: an extension and a re-handling move it
  first_due date,
  answer_due date,
  extended_until date,
  round integer not null default 0,
  reply_class text,
  publication text,
  document_number text,
  letter text,
  signed_on date,
  -- the first formal answer, and when it was due then: what punctuality is counted by
  first_sent_on date,
  first_sent_due date,
  sent_on date,
  verdict text,
  score integer check (score between 0 and 100),
  verdict_on date,
  published_on date,
  published_at text,
  rating text,
  class_evidence text,
  archived_on date,
  merged_into text references proposal (id),
  check (merged_into <> id)
);
create unique index proposal_number on proposal (body, year, number);
create index proposal_by_year on proposal (year desc, body, number);
create index proposal_lead on proposal (lead, year);
create index proposal_follows on proposal (follows) where follows is not null;

-- Whoever signed is answered: those of a merged proposal too, under the number they know theirs by.
create table proposal_signer (
  proposal text not null references proposal (id),
  place integer not null,
  name text not null,
  post text,
  number integer,
  primary key (proposal, place)
);

create table co_handling (
  id text primary key references cases (id),
  proposal text not null references proposal (id),
  organisation text not null references organisation (id),
  task text not null check (task in ('opinion', 'countersign')),
  question text not null,
  answer_by date not null,
  opinion text,
  agreed boolean,
  contact text,
  answered_on date
);
create index co_handling_proposal on co_handling (proposal);

-- What a letter promises next: whose it is, until when, and which figure will show it.
create table promise (
  id text primary key references cases (id),
  proposal text not null references proposal (id),
  keeper text not null references organisation (id),
  what text not null,
  due_on date not null,
  figure text,
  evidence text,
  evidence_value text,
  claimed_on date,
  closed_on date
);
create index promise_proposal on promise (proposal);
create index promise_keeper on promise (keeper, due_on);
create table promise_milestone (
  promise text not null references promise (id),
  place integer not null,
  what text not null,
  due_on date not null,
  done_on date,
  primary key (promise, place)
);

-- A proposal is its parties' and its co-handlers'; a party of the proposal sees all that was asked of others about it.
create function may_see_proposal(of_id text) returns boolean language sql stable as $$
  select declared_purpose() = 'system'
      or exists (select 1 from case_party p where p.case_id = of_id and p.organisation = declared_organisation())
      or exists (select 1 from cases c join case_party p on p.case_id = c.id
                  where c.parent = of_id and p.organisation = declared_organisation())
$$;
alter table proposal enable row level security;
create policy proposal_read on proposal for select using ((select declared_actor()) is not null and may_see_proposal(id));
create policy proposal_write on proposal for insert with check ((select declared_actor()) is not null);
create policy proposal_change on proposal for update using ((select declared_actor()) is not null and may_see_proposal(id));
do $policies$
declare
  each record;
begin
  for each in select * from (values ('proposal_signer', 'proposal'), ('co_handling', 'proposal'), ('promise', 'proposal')) as t (name, key) loop
    execute format('alter table %I enable row level security', each.name);
    execute format('create policy %I on %I using ((select declared_actor()) is not null and may_see_proposal(%I)) '
                   'with check ((select declared_actor()) is not null)', each.name || '_parties', each.name, each.key);
  end loop;
end $policies$;
alter table promise_milestone enable row level security;
create policy promise_milestone_parties on promise_milestone
  using ((select declared_actor()) is not null
         and exists (select 1 from promise p where p.id = promise_milestone.promise and may_see_proposal(p.proposal)))
  with check ((select declared_actor()) is not null);
