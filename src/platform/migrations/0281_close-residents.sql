-- Up Migration
-- Whose records are looked at with other eyes, as the person responsible writes it down: which resident a member of staff is, who is a
-- relative of theirs, and whose record draws the curious. Dated, with who said so and who ended it; never deleted.
create table close_resident (
  id text primary key,
  kind text not null check (kind in ('own', 'relative', 'watched')),
  resident text not null,
  person text,
  relationship text check (relationship in ('spouse', 'parent', 'child', 'sibling', 'other-relative')),
  -- the house whose person responsible keeps the entry
  organisation text not null references organisation (id),
  reason text not null,
  from_on date not null,
  until_on date check (until_on >= from_on),
  entered_by text not null,
  entered_at timestamptz not null,
  ended_by text,
  ended_at timestamptz,
  ended_reason text,
  check ((kind = 'watched') = (person is null)),
  check ((kind = 'relative') = (relationship is not null)),
  check ((ended_at is null) = (ended_by is null) and (ended_at is null) = (ended_reason is null))
);
create unique index close_resident_once on close_resident (kind, resident, coalesce(person, '')) where ended_at is null;
create index close_resident_resident on close_resident (resident);
create index close_resident_house on close_resident (organisation, entered_at desc);
alter table close_resident enable row level security;
create policy close_resident_declared on close_resident
  using ((select declared_actor()) is not null) with check ((select declared_actor()) is not null);

alter table flagged_look drop constraint flagged_look_flag_check;
alter table flagged_look add constraint flagged_look_flag_check check (flag in ('own', 'relative', 'household', 'colleague', 'vip'));
