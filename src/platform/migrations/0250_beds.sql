-- Up Migration
-- Beds of every kind. A physical bed has one use at a time, with its dated history, and is counted once: where it stands and for whom
-- its room is belong to the bed; what it is used as, and when it cannot be used, are dated rows that may not overlap.
alter table bed add column room text not null default '';
alter table bed add column room_for text not null default 'any' check (room_for in ('any', 'female', 'male'));
alter table bed add column from_on date not null default '2024-01-01';
alter table bed add column until_on date;

create table bed_use (
  bed text not null references bed (id),
  use text not null check (use in ('hospital', 'elder-care', 'nursing', 'hospice', 'rehabilitation', 'day-care', 'family-hospital', 'family-care')),
  from_on date not null,
  until_on date check (until_on > from_on),
  by text not null,
  primary key (bed, from_on),
  constraint bed_one_use exclude using gist (bed with =, daterange(from_on, until_on) with &&)
);
insert into bed_use (bed, use, from_on, by)
  select bed.id, case department.specialty when 'hospice' then 'hospice' when 'palliative' then 'hospice'
                                           when 'elder-care' then 'elder-care' else 'hospital' end,
         department.from_on, 'system:region'
    from bed join department on department.id = bed.department;

create table bed_closure (
  id text primary key,
  bed text not null references bed (id),
  reason text not null check (reason in ('cleaning', 'repair', 'staffing', 'other')),
  from_at timestamptz not null,
  until_at timestamptz check (until_at > from_at),
  by text not null,
  constraint bed_one_closure exclude using gist (bed with =, tstzrange(from_at, until_at) with &&)
);
create index hold_bed on hold (bed, from_at desc) where kind = 'bed';
