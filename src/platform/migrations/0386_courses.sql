-- Up Migration
-- Courses of traditional Chinese techniques for a symptom: a score before, sessions, a score after. One of a kind is open at a time.
create table hospice_course (
  id text primary key,
  case_id text not null references cases (id),
  resident text not null,
  organisation text not null references organisation (id),
  plan text not null,
  indication text not null,
  technique text not null,
  dictionary text not null,
  planned smallint not null check (planned > 0),
  before smallint not null check (before between 0 and 10),
  begun_at timestamptz not null,
  ended_at timestamptz,
  ending text check (ending in ('finished', 'stopped')),
  after smallint check (after between 0 and 10),
  result text,
  why text,
  author text not null,
  check ((ended_at is null) = (ending is null)),
  check (ending is distinct from 'finished' or (after is not null and result is not null)),
  check (ending is distinct from 'stopped' or why is not null)
);
create index hospice_course_case on hospice_course (case_id, begun_at);
create unique index hospice_course_open on hospice_course (case_id, indication, technique) where ended_at is null;
create table hospice_course_session (
  id text primary key,
  course text not null references hospice_course (id),
  case_id text not null references cases (id),
  resident text not null,
  organisation text not null references organisation (id),
  done_at timestamptz not null,
  note text,
  author text not null
);
create index hospice_course_session_case on hospice_course_session (case_id, done_at);

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
  foreach name in array array['hospice_course', 'hospice_course_session']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy %I on %I for select using (' || sees || ')', name || '_read', name, name);
    execute format('create policy %I on %I for insert with check (declared_actor() is not null)', name || '_write', name);
    execute format('create policy %I on %I for update using (' || sees || ') with check (declared_actor() is not null)',
                   name || '_end', name, name);
  end loop;
end $policies$;
