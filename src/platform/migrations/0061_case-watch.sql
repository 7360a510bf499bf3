-- Up Migration
-- Cases a person keeps an eye on 我关注的: their own list, in whichever role they act.
create table case_watch (
  person text not null references person (id),
  case_id text not null references cases (id),
  at timestamptz not null,
  primary key (person, case_id)
);
