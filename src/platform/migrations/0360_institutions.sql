-- Up Migration
-- What an institution is registered and designated as: two lines of registration (medical, elderly care) and two designations
-- (medical insurance, long-term-care insurance), each dated. Nothing is overwritten (law 3): an end or a mistake is a later version.
create table institution_line (
  id text not null,
  version integer not null check (version > 0),
  organisation text not null references organisation (id),
  line text not null check (line in ('medical', 'elderly', 'medical-insurance', 'care-insurance')),
  kind text not null,
  number text,
  issuer text not null,
  from_on date not null,
  -- the first day it no longer stands; null where its document names none
  until_on date,
  ended_because text check (ended_because in ('suspended', 'cancelled', 'revoked', 'replaced')),
  -- entered by mistake: it never stood
  withdrawn_because text,
  source text not null,
  made_up boolean not null default false,
  known_from timestamptz not null,
  known_until timestamptz not null default 'infinity',
  author text not null,
  primary key (id, version),
  constraint institution_line_forwards check (until_on > from_on),
  constraint institution_line_ended check (ended_because is null or until_on is not null),
  -- an institution has one registration of a line at a time
  constraint institution_line_once exclude using gist (
    organisation with =, line with =, daterange(from_on, until_on) with &&
  ) where (known_until = 'infinity' and withdrawn_because is null)
);
create index institution_line_organisation on institution_line (organisation, line, from_on);

-- 两院一体: a township hospital and an old people's home under one management, and what was handed over to the hospital.
create table joint_management (
  id text not null,
  version integer not null check (version > 0),
  hospital text not null references organisation (id),
  home text not null references organisation (id),
  people boolean not null,
  money boolean not null,
  things boolean not null,
  from_on date not null,
  until_on date,
  withdrawn_because text,
  source text not null,
  made_up boolean not null default false,
  known_from timestamptz not null,
  known_until timestamptz not null default 'infinity',
  author text not null,
  primary key (id, version),
  constraint joint_management_two check (hospital <> home),
  constraint joint_management_forwards check (until_on > from_on),
  -- a home is under one management at a time; a hospital may run several homes
  constraint joint_management_once exclude using gist (home with =, daterange(from_on, until_on) with &&)
    where (known_until = 'infinity' and withdrawn_because is null)
);
create index joint_management_hospital on joint_management (hospital);

-- What is registered is public; who says so is declared.
do $policies$
declare
  name text;
begin
  foreach name in array array['institution_line', 'joint_management'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy %I on %I using ((select declared_actor()) is not null) '
                   'with check ((select declared_actor()) is not null)', name || '_declared', name);
  end loop;
end $policies$;
