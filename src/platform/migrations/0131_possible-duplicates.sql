-- Up Migration
-- Candidates for being the same resident are looked up by what two writings of one person still share: the birth date, the sound
-- of the name with a birth date nearby, the telephone, a card. Each is a short range of one index, in the whole region.
alter table resident add column mother text;
create index resident_birth on resident (birth_date, gender);
create index resident_sound on resident (pinyin collate "C", birth_date);
create index resident_any_phone on resident (phone collate "C") where phone is not null;
create index resident_mother on resident (mother) where mother is not null;

-- Two residents that may be one, with what speaks for it; `decision` once a person has decided.
create table resident_pair (
  one text not null,
  other text not null check (one < other),
  -- the id its case has, or will have once it is opened
  case_id text not null unique,
  -- who wrote the newer one down, and who compares
  finder text not null references organisation (id),
  keeper text not null references organisation (id),
  score integer not null,
  reasons json not null,
  rules_version text not null,
  found_at timestamptz not null,
  decision text check (decision in ('same', 'different')),
  decided_at timestamptz,
  primary key (one, other),
  check ((decision is null) = (decided_at is null))
);
create index resident_pair_keeper on resident_pair (keeper, found_at desc);
create index resident_pair_finder on resident_pair (finder, found_at desc);
create index resident_pair_other on resident_pair (other);
alter table resident_pair enable row level security;
create policy resident_pair_identify on resident_pair
  using ((select declared_actor()) is not null and (select declared_purpose()) in ('identify', 'system'))
  with check ((select declared_actor()) is not null);

-- Residents written since they were last compared with the others; the transaction that writes a resident puts them here.
create table resident_unscreened (
  resident text primary key,
  organisation text not null,
  since timestamptz not null,
  tries integer not null default 0
);
create index resident_unscreened_since on resident_unscreened (since);
