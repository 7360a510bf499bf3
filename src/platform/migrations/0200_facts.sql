-- Up Migration
-- Facts: flat rows that views make of records, kept by the transaction that writes the record (law 4). Every version of a record
-- has its own rows, known from when it was written until it was superseded: whoever asks as of a past moment reads those known then.

create table fact (
  view text not null,
  -- Type/id, and which version of it
  record text not null,
  version integer not null,
  -- the row's place among those the view makes of the record
  place integer not null,
  organisation text,
  resident text,
  day date,
  start_at timestamptz,
  end_day date,
  end_at timestamptz,
  amount numeric,
  -- the few-valued attributes that totals are kept by, and the others
  cell jsonb not null,
  attributes jsonb not null,
  known_from timestamptz not null,
  known_until timestamptz not null default 'infinity',
  primary key (record, view, version, place),
  check (known_until >= known_from),
  check (end_day is null or end_day >= day)
) with (fillfactor = 85);
create index fact_day on fact (view, day, organisation);
create index fact_organisation on fact (view, organisation, day);

-- What additive figures gain (1) and lose (-1) by a write, until the job has added it to the totals. Rows are only added and taken
-- away whole. `edge` is the fact's beginning, or its end, by which it no longer holds.
create table fact_change (
  id bigint generated always as identity primary key,
  view text not null,
  edge text not null check (edge in ('start', 'end')),
  day date not null,
  organisation text not null,
  cell jsonb not null,
  rows integer not null check (rows in (-1, 1)),
  amount numeric not null
);
create index fact_change_view on fact_change (view, edge, day);

-- Totals by day and by month, of each organisation ('' where a fact names none) and of all ('*').
create table fact_total (
  view text not null,
  edge text not null,
  organisation text not null,
  span text not null check (span in ('day', 'month')),
  day date not null,
  cell jsonb not null,
  rows bigint not null,
  amount numeric not null,
  primary key (view, edge, organisation, span, day, cell)
);

-- Which definition of a view the kept facts were made by; another one, or none, is made again from the records.
create table fact_view (
  view text primary key,
  digest text not null,
  made_at timestamptz not null
);

-- Cases and facts hold no identity, but still ask for a declared actor, and for a reason that is not care of this resident alone.
alter table fact enable row level security;
create policy fact_declared on fact using ((select declared_actor()) is not null) with check ((select declared_actor()) is not null);
alter table fact_change enable row level security;
create policy fact_change_declared on fact_change
  using ((select declared_actor()) is not null) with check ((select declared_actor()) is not null);
alter table fact_total enable row level security;
create policy fact_total_declared on fact_total
  using ((select declared_actor()) is not null) with check ((select declared_actor()) is not null);

-- Adds up to `most` changes to the totals and says how many. One process does it at a time; a reader sees each change either in
-- the totals or beside them, never both: it is one transaction here, and one statement there.
create function fold_facts(most integer) returns bigint language sql as $$
  with turn as materialized (select pg_try_advisory_xact_lock(hashtext('kanglian fold facts ' || current_schema())) as mine),
  gone as (
    delete from fact_change c using (
      select id from fact_change, turn where turn.mine order by id limit most for update of fact_change skip locked) as due
     where c.id = due.id
    returning c.view, c.edge, c.day, c.organisation, c.cell, c.rows, c.amount),
  added as (
    insert into fact_total as kept (view, edge, organisation, span, day, cell, rows, amount)
    select g.view, g.edge, o.organisation, s.span, s.day, g.cell, sum(g.rows), sum(g.rows * g.amount)
      from gone g
     cross join lateral (values (g.organisation), ('*')) as o (organisation)
     cross join lateral (values ('day', g.day), ('month', date_trunc('month', g.day)::date)) as s (span, day)
     group by 1, 2, 3, 4, 5, 6 having sum(g.rows) <> 0 or sum(g.rows * g.amount) <> 0
     order by 1, 2, 3, 4, 5, 6
    on conflict (view, edge, organisation, span, day, cell)
      do update set rows = kept.rows + excluded.rows, amount = kept.amount + excluded.amount)
  select count(*) from gone
$$;

-- What an organisation was filed under, as known from when until when: consortium, district, level and the organisation it has
-- been merged into. The directory keeps dates of validity only, and a date corrected later would change what was answered earlier.
create table organisation_filed (
  dimension text not null check (dimension in ('consortium', 'district', 'level', 'merged-into')),
  value text not null,
  organisation text not null,
  from_on date not null,
  until_on date,
  known_from timestamptz not null,
  known_until timestamptz not null default 'infinity',
  check (known_until >= known_from)
);
create index organisation_filed_value on organisation_filed (dimension, value, organisation);
create index organisation_filed_organisation on organisation_filed (organisation, dimension);

-- An organisation that was merged into another: its own records stay under its own name.
create table organisation_merged (
  organisation text primary key references organisation (id),
  into_organisation text not null references organisation (id) check (into_organisation <> organisation),
  merged_on date not null,
  reason text not null,
  actor text not null,
  at timestamptz not null
);

-- Brings what is filed up to the directory; says how many rows it opened or closed. What is there the first time has been so as far
-- as anybody knows.
create function file_organisations(moment timestamptz) returns bigint language sql as $$
  select pg_advisory_xact_lock(hashtext('kanglian file organisations ' || current_schema()));
  with first as (
    select case when exists (select 1 from organisation_filed) then moment else '-infinity'::timestamptz end as known),
  now_so as (
    -- a village clinic belongs where its township hospital does, unless it belongs somewhere itself
    select 'consortium' as dimension, a.consortium as value, o.id as organisation, a.from_on,
           case when bool_or(a.until_on is null) then null else max(a.until_on) end as until_on
      from organisation o join affiliation a
        on a.organisation = o.id
        or a.organisation = o.part_of and not exists (select 1 from affiliation own where own.organisation = o.id)
     group by a.consortium, o.id, a.from_on
    union all select 'district', district, id, from_on, until_on from organisation where district is not null
    union all select 'level', organisation_level(id, (case when isfinite(moment) then moment else now() end)::date), id, from_on, until_on
      from organisation
    union all select 'merged-into', into_organisation, organisation, merged_on, null from organisation_merged),
  closed as (
    update organisation_filed f set known_until = greatest(moment, f.known_from)
     where f.known_until = 'infinity' and not exists (
       select 1 from now_so n where n.dimension = f.dimension and n.value = f.value and n.organisation = f.organisation
          and n.from_on = f.from_on and n.until_on is not distinct from f.until_on)
    returning 1),
  opened as (
    insert into organisation_filed (dimension, value, organisation, from_on, until_on, known_from)
    select n.dimension, n.value, n.organisation, n.from_on, n.until_on, first.known from now_so n, first
     where not exists (
       select 1 from organisation_filed f where f.known_until = 'infinity' and f.dimension = n.dimension and f.value = n.value
          and f.organisation = n.organisation and f.from_on = n.from_on and f.until_on is not distinct from n.until_on)
    returning 1)
  select (select count(*) from closed) + (select count(*) from opened)
$$;

-- The organisations of a scope on a day, as known at a moment. Those merged into one of them are counted with it.
create function scope_organisations(kind text, scope text, day date, moment timestamptz) returns text[] language sql stable as $$
  with recursive known as materialized (
    select f.* from organisation_filed f where f.known_from <= moment and f.known_until > moment),
  own as (
    select scope as id where kind = 'organisation'
    union
    select k.organisation from known k
     where kind <> 'organisation' and k.dimension = kind and k.value = scope
       and k.from_on <= day and (k.until_on is null or k.until_on > day)),
  with_merged as (
    select id from own
    union
    select k.organisation from with_merged w join known k on k.dimension = 'merged-into' and k.value = w.id and k.from_on <= day)
  select coalesce(array_agg(id order by id), '{}') from with_merged
$$;

-- The organisation that one had been merged into by a day, as known at a moment: itself, where it had not.
create function organisation_led_to(asked text, day date, moment timestamptz) returns text language sql stable as $$
  with recursive led as (
    select asked as id, 0 as steps
    union all
    select f.value, l.steps + 1 from led l join organisation_filed f
      on f.dimension = 'merged-into' and f.organisation = l.id and f.from_on <= day and f.known_from <= moment and f.known_until > moment
     where l.steps < 50)
  select id from led order by steps desc limit 1
$$;

-- To whom an absorbed resident's id led at a moment.
create function resident_roots_as_of(moment timestamptz) returns table (absorbed text, survivor text) language sql stable as $$
  with recursive standing as materialized (
    select m.absorbed, m.survivor from resident_merge m where m.at <= moment and (m.undone_at is null or m.undone_at > moment)),
  led as (
    select s.absorbed, s.survivor, 1 as steps from standing s
    union all
    select l.absorbed, s.survivor, l.steps + 1 from led l join standing s on s.absorbed = l.survivor where l.steps < 50)
  select distinct on (led.absorbed) led.absorbed, led.survivor from led order by led.absorbed, led.steps desc
$$;
