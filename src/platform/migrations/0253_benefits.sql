-- Up Migration
-- What was granted to whom for which time. The same day of a person, or the same month of a bed, is never drawn from two programmes
-- that exclude each other: the database holds that, whatever the screens have checked. A grant that was refused, withdrawn or taken
-- back is no grant; money already paid is never changed but reversed by a row of its own.
create table benefit_grant (
  case_id text primary key references cases (id),
  resident text not null,
  organisation text not null references organisation (id),
  programme text not null,
  excludes text not null,
  -- a bed-month belongs to the bed; a care day and an allowance to the person
  bed text references bed (id),
  from_on date not null,
  until_on date not null check (until_on > from_on),
  level text not null,
  status text not null check (status in ('asked', 'approved', 'ended')),
  constraint benefit_person_once exclude using gist (resident with =, excludes with =, daterange(from_on, until_on) with &&)
    where (status <> 'ended' and excludes <> 'bed-month'),
  constraint benefit_bed_once exclude using gist (bed with =, excludes with =, daterange(from_on, until_on) with &&)
    where (status <> 'ended' and excludes = 'bed-month')
);
create index benefit_grant_resident on benefit_grant (resident);
create table benefit_payment (
  id text primary key,
  case_id text not null references benefit_grant (case_id),
  -- fen; a reversing row is negative and names the row it reverses
  fund_fen bigint not null,
  self_fen bigint not null,
  reverses text unique references benefit_payment (id),
  paid_on date not null,
  by text not null,
  at timestamptz not null,
  check ((reverses is null and fund_fen >= 0 and self_fen >= 0) or (reverses is not null and fund_fen <= 0 and self_fen <= 0))
);
create index benefit_payment_case on benefit_payment (case_id);

alter table benefit_grant enable row level security;
create policy benefit_read on benefit_grant for select using ((select declared_actor()) is not null and (
  (select declared_purpose()) in ('system', 'figures') or related(resident)));
create policy benefit_write on benefit_grant for insert with check ((select declared_actor()) is not null);
create policy benefit_change on benefit_grant for update using ((select declared_actor()) is not null and (
  (select declared_purpose()) = 'system' or related(resident)));
