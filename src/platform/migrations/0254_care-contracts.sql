-- Up Migration
-- What a medical institution has promised a home: visits, how fast it answers a call, until when. One contract between the two at a time.
create table care_contract (
  case_id text primary key references cases (id),
  medical text not null references organisation (id),
  home text not null references organisation (id) check (home <> medical),
  from_on date not null,
  until_on date not null check (until_on > from_on),
  visits_per_month integer not null check (visits_per_month between 1 and 31),
  response_minutes integer not null check (response_minutes between 1 and 1440),
  services text[] not null,
  status text not null check (status in ('offered', 'in-force', 'ended')),
  constraint contract_one_at_a_time exclude using gist (medical with =, home with =, daterange(from_on, until_on) with &&)
    where (status = 'in-force')
);
create index care_contract_home on care_contract (home);
create index care_contract_medical on care_contract (medical);
create table care_visit (
  id text primary key,
  contract text not null references care_contract (case_id),
  visited_at timestamptz not null,
  seen integer not null check (seen >= 0),
  by text not null,
  unique (contract, visited_at)
);
create table care_call (
  id text primary key,
  contract text not null references care_contract (case_id),
  called_at timestamptz not null,
  answered_at timestamptz check (answered_at >= called_at),
  by text not null
);
create unique index care_call_open on care_call (contract) where answered_at is null;
