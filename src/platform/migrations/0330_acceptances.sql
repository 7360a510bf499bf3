-- Up Migration
-- 验收: whether an institution meets a standard, for so many beds, from a day until another. The case says how it came about; a term
-- is what stands. Nothing of a term is changed but its early end.
create table acceptance (
  case_id text primary key references cases (id),
  organisation text not null references organisation (id),
  bureau text not null references organisation (id) check (bureau <> organisation),
  standard text not null,
  standard_version text not null,
  verified boolean not null,
  department text references department (id),
  beds_asked integer not null check (beds_asked > 0),
  self_scores json not null,
  applied_on date not null,
  -- how often experts were asked: opinions of an earlier round are history
  round integer not null default 0 check (round >= 0)
);
create index acceptance_organisation on acceptance (organisation);
create index acceptance_bureau on acceptance (bureau);

-- What one expert found. The case is the expert's own; the round is that of the acceptance when it was given.
create table acceptance_opinion (
  case_id text primary key references cases (id),
  acceptance text not null references acceptance (case_id),
  round integer not null check (round > 0),
  organisation text not null references organisation (id),
  person text not null,
  visited_on date not null,
  verdict text not null check (verdict in ('pass', 'rectify', 'fail')),
  beds integer not null check (beds >= 0),
  scores json not null,
  opinion text not null,
  given_at timestamptz not null,
  unique (acceptance, round, organisation),
  unique (acceptance, round, person)
);

create table acceptance_term (
  id text primary key,
  -- null where the term was entered with the region's data, from a document
  acceptance text references acceptance (case_id),
  organisation text not null references organisation (id),
  standard text not null,
  standard_version text not null,
  beds integer not null check (beds > 0),
  from_on date not null,
  -- the first day it no longer stands; null where the document that is its source names none
  until_on date check (until_on > from_on),
  recheck_on date check (recheck_on > from_on and recheck_on <= until_on),
  certificate text,
  ended_on date check (ended_on >= from_on),
  ended_because text check (ended_because in ('renewed', 'rectification', 'revoked')),
  source text not null,
  made_up boolean not null default false,
  author text not null,
  check ((ended_on is null) = (ended_because is null)),
  check ((acceptance is null) or (until_on is not null)),
  -- an institution's beds are accepted once at a time
  constraint acceptance_one_term exclude using gist (
    organisation with =, standard with =, daterange(from_on, coalesce(ended_on, until_on)) with &&
  )
);
create index acceptance_term_of on acceptance_term (acceptance);
-- The numbered beds a term is about, where the house numbers them.
create table acceptance_bed (
  term text not null references acceptance_term (id),
  bed text not null references bed (id),
  primary key (term, bed)
);
create index acceptance_bed_of on acceptance_bed (bed);
