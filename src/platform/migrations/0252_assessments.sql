-- Up Migration
-- Assessments of older people: what each assessor found, and what was concluded. One person assesses a case once in a round; the old
-- standard's results are kept as such, with their own scale, and are never counted as the new one's.
create table assessment_opinion (
  case_id text not null references cases (id),
  resident text not null,
  round integer not null check (round > 0),
  person text not null,
  role text not null,
  organisation text not null references organisation (id),
  answers text,
  scale text not null,
  level text not null,
  total numeric,
  cut_offs text not null,
  at timestamptz not null,
  primary key (case_id, round, person)
);
create table assessment_result (
  case_id text not null references cases (id),
  resident text not null,
  round integer not null check (round > 0),
  scale text not null,
  level text not null,
  total numeric,
  cut_offs text not null,
  verified boolean not null,
  reason text not null,
  concluded_at timestamptz not null,
  -- the day from which it is history
  valid_until date,
  primary key (case_id, round)
);
create index assessment_result_resident on assessment_result (resident, concluded_at desc);

alter table assessment_opinion enable row level security;
create policy opinion_read on assessment_opinion for select using ((select declared_actor()) is not null and (
  (select declared_purpose()) in ('system', 'figures') or organisation = (select declared_organisation()) or related(resident)));
create policy opinion_write on assessment_opinion for insert with check ((select declared_actor()) is not null and (
  (select declared_purpose()) = 'system' or organisation = (select declared_organisation())));
create policy opinion_follow on assessment_opinion for update using ((select declared_purpose()) = 'system');
alter table assessment_result enable row level security;
create policy result_read on assessment_result for select using ((select declared_actor()) is not null and (
  (select declared_purpose()) in ('system', 'figures') or related(resident)));
create policy result_write on assessment_result for insert with check ((select declared_actor()) is not null);
create policy result_follow on assessment_result for update using ((select declared_purpose()) = 'system');

-- The houses that live by a person's assessment: where they live, and where they wait. It gives away nothing else.
create function homes_of(asked text) returns text[]
  language sql stable security definer set search_path from current as $$
  select coalesce(array_agg(organisation), '{}') from (
    select organisation from stay where resident = asked and until_at is null
    union select organisation from bed_wait where resident = asked and until_at is null) as homes
   where declared_actor() is not null
$$;
