-- Up Migration
-- A hospice stay beside its case: what was decided at admission and by which version of the city's rules.
create table hospice_admission (
  case_id text primary key references cases (id),
  resident text not null,
  organisation text not null references organisation (id),
  diagnosis text not null,
  rules text not null,
  verified boolean not null,
  kps smallint not null,
  pps smallint not null,
  prognosis text not null,
  admitted_at timestamptz not null,
  author text not null
);
-- What the person wants, in versions: a new one or a revocation ends the validity of the one before, nothing is removed.
create table hospice_wish (
  id text primary key,
  case_id text not null references cases (id),
  resident text not null,
  organisation text not null,
  version integer not null check (version > 0),
  content json not null,
  said_at timestamptz not null,
  revoked_at timestamptz,
  revocation text,
  author text not null,
  check ((revoked_at is null) = (revocation is null)),
  unique (case_id, version)
);
create table hospice_score (
  id text primary key,
  case_id text not null references cases (id),
  resident text not null,
  organisation text not null,
  scale text not null,
  at timestamptz not null,
  day date not null,
  items json not null,
  total numeric,
  cut_offs text not null,
  author text not null
);
create index hospice_score_case on hospice_score (case_id, at);
-- Opioids at home: what was handed out, used and given back, in whole units; what should be there is their difference.
create table hospice_opioid (
  id text primary key,
  case_id text not null references cases (id),
  resident text not null,
  organisation text not null,
  kind text not null check (kind in ('dispensed', 'used', 'returned')),
  drug text not null,
  units integer not null check (units > 0),
  day date not null,
  days smallint check (days > 0),
  second_person text not null,
  at timestamptz not null,
  author text not null
);
create index hospice_opioid_case on hospice_opioid (case_id, at);
-- What was done for the person and the family: visits, team activities, contacts after the death.
create table hospice_act (
  id text primary key,
  case_id text not null references cases (id),
  resident text not null,
  organisation text not null,
  kind text not null check (kind in ('visit', 'team', 'conference', 'after-care', 'contact')),
  profession text,
  what text not null,
  content json not null,
  day date not null,
  at timestamptz not null,
  next_on date,
  author text not null
);
create index hospice_act_case on hospice_act (case_id, at);
-- One row per transfer; a moment is written by the step that made it so.
create table hospice_transfer (
  id text primary key,
  case_id text not null references cases (id),
  resident text not null,
  organisation text not null references organisation (id),
  receiver text not null references organisation (id),
  place text not null,
  bed text references bed (id),
  trigger text not null,
  reason text not null,
  requested_at timestamptz not null,
  answered_at timestamptz,
  answer text check (answer in ('accepted', 'declined')),
  departed_at timestamptz,
  arrived_at timestamptz,
  assessed_at timestamptz,
  not_arrived text,
  note text,
  author text not null
);
create unique index hospice_transfer_open on hospice_transfer (case_id)
  where assessed_at is null and not_arrived is null and answer is distinct from 'declined';

do $policies$
declare
  name text;
  sees constant text := $condition$
    (select declared_actor()) is not null and (
      (select declared_purpose()) = 'system' or organisation = (select declared_organisation())
      or exists (select 1 from relation
                  where relation.resident = %2$s.resident and relation.organisation = (select declared_organisation())
                    and relation.kind <> 'review' and relation.from_at <= (select declared_now())
                    and (relation.until_at is null or relation.until_at > (select declared_now()))))
  $condition$;
begin
  foreach name in array array['hospice_admission', 'hospice_wish', 'hospice_score', 'hospice_opioid', 'hospice_act',
                              'hospice_transfer']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy %I on %I for select using (' || sees || ')', name || '_read', name, name);
    execute format('create policy %I on %I for insert with check (declared_actor() is not null)', name || '_write', name);
    if name in ('hospice_wish', 'hospice_transfer') then
      execute format('create policy %I on %I for update using (' || sees || ') with check (declared_actor() is not null)',
                     name || '_end', name, name);
    end if;
  end loop;
end $policies$;
