-- Up Migration
-- What figures of the whole region are counted from where totals do not suffice (people once, waits, attributes beside the cell):
-- facts as they stand, without a name in them, equal ones as one row. Kept by the job that adds the changes to the totals; what it
-- has not yet added is read beside it, as with the totals.

-- what a fact counts as: its cell, and of its other attributes those the view lists as counted
create table fact_kind (
  no integer generated always as identity primary key,
  view text not null,
  cell jsonb not null,
  counted jsonb not null,
  unique (view, cell, counted)
);
-- residents by number, so that counting them once is counting numbers
create table fact_resident (
  no integer generated always as identity primary key,
  resident text not null unique
);
create table fact_entry (
  kind integer not null,
  day date not null,
  resident integer,
  start_at timestamptz,
  end_at timestamptz,
  end_day date,
  rows integer not null
);

alter table fact_kind enable row level security;
create policy fact_kind_declared on fact_kind
  using ((select declared_actor()) is not null) with check ((select declared_actor()) is not null);
alter table fact_resident enable row level security;
create policy fact_resident_declared on fact_resident
  using ((select declared_actor()) is not null) with check ((select declared_actor()) is not null);
alter table fact_entry enable row level security;
create policy fact_entry_declared on fact_entry
  using ((select declared_actor()) is not null) with check ((select declared_actor()) is not null);

-- what changes say beside the totals' part, on the edge of the beginning
select fold_facts(2147483647);
alter table fact_change add column resident text, add column start_at timestamptz, add column end_at timestamptz,
  add column end_day date, add column counted jsonb not null default '{}';

-- Of a fact's attributes those that are counted; `names` a JSON list, or null.
create function counted_of(attributes jsonb, names jsonb) returns jsonb language sql immutable parallel safe as $$
  select coalesce(jsonb_object_agg(name, attributes -> name), '{}')
    from jsonb_array_elements_text(coalesce(names, '[]')) as name where attributes ? name
$$;

-- Adds up to `most` changes to totals and entries and says how many; as before one process at a time, and one transaction.
create or replace function fold_facts(most integer) returns bigint language plpgsql as $$
declare due bigint[];
declare folded bigint;
begin
  if not pg_try_advisory_xact_lock(hashtext('kanglian fold facts ' || current_schema())) then return 0; end if;
  due := array(select id from fact_change order by id limit most for update skip locked);
  -- numbers are looked up one by one by their keys: how many a join would meet is guessed wrong
  insert into fact_kind (view, cell, counted)
    select distinct c.view, c.cell, c.counted from fact_change c where c.id = any(due) and c.edge = 'start'
       and (select k.no from fact_kind k where k.view = c.view and k.cell = c.cell and k.counted = c.counted) is null;
  insert into fact_resident (resident)
    select distinct c.resident from fact_change c where c.id = any(due) and c.edge = 'start' and c.resident is not null
       and (select r.no from fact_resident r where r.resident = c.resident) is null;
  with gone as (delete from fact_change c where c.id = any(due) returning c.*),
  added as (
    insert into fact_total as kept (view, edge, organisation, span, day, cell, rows, amount)
    select g.view, g.edge, o.organisation, s.span, s.day, g.cell, sum(g.rows), sum(g.rows * g.amount)
      from gone g
     cross join lateral (values (g.organisation), ('*')) as o (organisation)
     cross join lateral (values ('day', g.day), ('month', date_trunc('month', g.day)::date)) as s (span, day)
     group by 1, 2, 3, 4, 5, 6 having sum(g.rows) <> 0 or sum(g.rows * g.amount) <> 0
     order by 1, 2, 3, 4, 5, 6
    on conflict (view, edge, organisation, span, day, cell)
      do update set rows = kept.rows + excluded.rows, amount = kept.amount + excluded.amount),
  net as (
    select view, cell, counted, day, end_day, resident, start_at, end_at, sum(rows) as rows from gone where edge = 'start'
     group by 1, 2, 3, 4, 5, 6, 7, 8 having sum(rows) <> 0),
  entered as (
    insert into fact_entry as kept (kind, day, resident, start_at, end_at, end_day, rows)
    select (select k.no from fact_kind k where k.view = n.view and k.cell = n.cell and k.counted = n.counted), n.day,
           (select r.no from fact_resident r where r.resident = n.resident), n.start_at, n.end_at, n.end_day, n.rows
      from net n
    on conflict (kind, day, resident, start_at, end_at, end_day) do update set rows = kept.rows + excluded.rows)
  select count(*) into folded from gone;
  delete from fact_entry where rows = 0;
  return folded;
end $$;

-- what is kept already; of the attributes none is counted until a view lists it, and then the view is made again
insert into fact_kind (view, cell, counted)
  select distinct view, cell, '{}'::jsonb from fact where known_until = 'infinity' and day is not null;
insert into fact_resident (resident)
  select distinct resident from fact where known_until = 'infinity' and day is not null and resident is not null;
insert into fact_entry (kind, day, resident, start_at, end_at, end_day, rows)
  select k.no, f.day, r.no, f.start_at, f.end_at, f.end_day, count(*)
    from fact f join fact_kind k on k.view = f.view and k.cell = f.cell left join fact_resident r on r.resident = f.resident
   where f.known_until = 'infinity' and f.day is not null group by 1, 2, 3, 4, 5, 6;
create unique index fact_entry_of on fact_entry (kind, day, resident, start_at, end_at, end_day) include (rows) nulls not distinct;
create index fact_entry_gone on fact_entry (kind) where rows = 0;
