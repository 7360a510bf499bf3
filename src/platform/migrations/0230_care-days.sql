-- Up Migration
-- Where residents are cared for, as statements that are believed from a moment until another. Nothing is overwritten (law 3): a
-- correction ends the belief in a row (known_until) and says another.
create table care_stay (
  id text primary key,
  resident text not null,
  -- the admission (a case); within one there is neither gap nor overlap
  episode text not null,
  programme text not null check (programme in ('hospice', 'elder-care')),
  place text not null check (place in ('ward', 'centre', 'care-home', 'home', 'day-care', 'elsewhere')),
  organisation text not null references organisation (id),
  department text references department (id),
  bed text references bed (id),
  from_at timestamptz not null,
  until_at timestamptz check (until_at > from_at),
  ended text check (ended in ('transfer', 'discharge', 'death', 'left')),
  known_from timestamptz not null,
  known_until timestamptz check (known_until >= known_from),
  author text not null,
  check ((until_at is null) = (ended is null)),
  -- one person in one place at any moment, and nobody in care after a death: a death's time goes on for ever
  constraint care_stay_one_place exclude using gist (
    resident with =,
    (case when ended = 'death' then tstzrange(from_at, null) else tstzrange(from_at, until_at) end) with &&
  ) where (known_until is null),
  -- one bed for one person
  constraint care_stay_one_bed exclude using gist (bed with =, tstzrange(from_at, until_at) with &&)
    where (known_until is null and bed is not null)
);
create index care_stay_resident on care_stay (resident, from_at);
create index care_stay_organisation on care_stay (organisation, from_at) where known_until is null;

-- Who insures a resident, by civil days; `until_on` is the first day it no longer holds.
create table care_cover (
  id text primary key,
  resident text not null,
  kind text not null check (kind in ('medical', 'ltci')),
  scheme text not null,
  from_on date not null,
  until_on date check (until_on > from_on),
  known_from timestamptz not null,
  known_until timestamptz,
  author text not null,
  organisation text not null,
  constraint care_cover_one exclude using gist (resident with =, kind with =, daterange(from_on, until_on) with &&)
    where (known_until is null)
);
create table care_grade (
  id text primary key,
  resident text not null,
  kind text not null check (kind in ('severity', 'disability')),
  grade text not null,
  from_on date not null,
  until_on date check (until_on > from_on),
  known_from timestamptz not null,
  known_until timestamptz,
  author text not null,
  organisation text not null,
  constraint care_grade_one exclude using gist (resident with =, kind with =, daterange(from_on, until_on) with &&)
    where (known_until is null)
);
create table care_charge (
  id text primary key,
  resident text not null,
  organisation text not null references organisation (id),
  day date not null,
  fen bigint not null check (fen >= 0),
  outside boolean not null,
  known_from timestamptz not null,
  known_until timestamptz,
  author text not null
);
create index care_charge_resident on care_charge (resident, day);
create table care_evidence (
  id text primary key,
  resident text not null,
  organisation text not null references organisation (id),
  day date not null,
  kind text not null,
  known_from timestamptz not null,
  known_until timestamptz,
  author text not null
);
create index care_evidence_resident on care_evidence (resident, day);
-- Aid granted to a resident out of a fund of the region's.
create table care_grant (
  id text primary key,
  fund text not null,
  resident text not null,
  fen bigint not null check (fen > 0),
  from_on date not null,
  until_on date check (until_on > from_on),
  approved_on date not null,
  known_from timestamptz not null,
  known_until timestamptz,
  author text not null,
  organisation text not null
);
create index care_grant_resident on care_grant (resident);
create index care_grant_fund on care_grant (fund);

-- The ledger: added to and never changed. An entry is taken back at most once, and a day's entries are numbered, so that two
-- settlements at once cannot both write one.
create table care_entry (
  id text primary key,
  resident text not null,
  organisation text not null references organisation (id),
  day date not null,
  kind text not null check (kind in ('day', 'reversal', 'statement')),
  -- how many entries of the day were written before this one
  place integer not null check (place >= 0),
  reverses text unique references care_entry (id),
  content text not null,
  because json not null,
  verified boolean not null,
  at timestamptz not null,
  author text not null,
  check ((kind = 'reversal') = (reverses is not null))
);
create unique index care_entry_place on care_entry (resident, day, place) where kind = 'day';
create index care_entry_organisation on care_entry (organisation, day);
create table care_posting (
  entry text not null references care_entry (id),
  line smallint not null,
  account text not null
    check (account in ('medical', 'ltci', 'charity', 'resident', 'held', 'income', 'allowance', 'difference')),
  party text not null,
  fen bigint not null,
  rule text,
  primary key (entry, line)
);

-- What is about a resident is read by who cares for them or did the work itself; the ledger has no policy to change or remove.
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
  foreach name in array array['care_stay', 'care_cover', 'care_grade', 'care_charge', 'care_evidence', 'care_grant', 'care_entry']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy %I on %I for select using (' || sees || ')', name || '_read', name, name);
    execute format('create policy %I on %I for insert with check (declared_actor() is not null)', name || '_write', name);
    if name <> 'care_entry' then
      execute format('create policy %I on %I for update using (' || sees || ') with check (declared_actor() is not null)',
                     name || '_end', name, name);
    end if;
  end loop;
end $policies$;
alter table care_posting enable row level security;
create policy care_posting_read on care_posting for select
  using ((select declared_actor()) is not null and exists (select 1 from care_entry where care_entry.id = care_posting.entry));
create policy care_posting_write on care_posting for insert with check (declared_actor() is not null);
