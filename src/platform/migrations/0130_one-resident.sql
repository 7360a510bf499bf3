-- Up Migration
-- Two residents turn out to be one (decision 0095). The absorbed one's Patient stays as it was sent; everything kept by resident
-- is found by the survivor, and what undoing needs is written down.
create table resident_merge (
  id text primary key,
  absorbed text not null,
  survivor text not null check (survivor <> absorbed),
  at timestamptz not null,
  actor text not null,
  role text not null,
  organisation text not null,
  reason text not null,
  case_id text references cases (id),
  -- whether the absorbed Patient said that it was active, before it said that it is not
  said_active boolean,
  undone_at timestamptz,
  undone_by text,
  undone_role text,
  undone_organisation text,
  undone_reason text,
  check ((undone_at is null) = (undone_by is null))
);
create unique index resident_merge_standing on resident_merge (absorbed) where undone_at is null;
create index resident_merge_survivor on resident_merge (survivor);

-- Where an absorbed id leads now: one row for each, always to the end of the chain. Derived from the merges that stand.
create table resident_merged (
  absorbed text primary key,
  survivor text not null check (survivor <> absorbed)
);
create index resident_merged_survivor on resident_merged (survivor);

-- What a merge moved and no record says whose it was: rows by their key, and those that met a row of the survivor's as they were.
create table resident_moved (
  merge text not null references resident_merge (id),
  place text not null,
  key text not null,
  was json,
  met json,
  primary key (merge, place, key)
);

-- A card stands in one Patient; `source` is that Patient where it is not the resident's own any more.
alter table resident_card add column source text;
alter table resident_card drop constraint resident_card_pkey;
create unique index resident_card_once on resident_card (system, value, coalesce(source, resident));
create index resident_card_source on resident_card (source) where source is not null;
-- in-use, replaced by another, or written down by mistake: a mistake belongs to nobody
alter table resident_card add column status text not null default 'in-use'
  check (status in ('in-use', 'replaced', 'entered-in-error'));

-- Moving and moving back is the program's own work, decided by a person under their name (the audit says so).
-- Nobody but the owner may change a superseded version or a choice once made; of whom it is, and nothing else, follows by these.
create index resource_history_patient on resource_history (patient);
create function follow_history(absorbed text, survivor text) returns void
  language sql security definer set search_path from current as $$
  update resource_history set patient = survivor where patient = absorbed and declared_purpose() = 'system'
$$;
create function return_history(absorbed text, types text[], ids text[], versions integer[]) returns void
  language sql security definer set search_path from current as $$
  update resource_history set patient = absorbed from unnest(types, ids, versions) as back (type, id, version)
   where resource_history.type = back.type and resource_history.id = back.id and resource_history.version = back.version
     and declared_purpose() = 'system'
$$;
create function follow_choices(of_cases text[], to_resident text) returns void
  language sql security definer set search_path from current as $$
  update match_choice set resident = to_resident
   where resident is not null and case_id = any(of_cases) and declared_purpose() = 'system'
$$;
create index draft_resident on draft (resident) where resident is not null;
create index resident_code_case on resident_code (case_id);
create policy resident_remove on resident for delete using ((select declared_purpose()) = 'system');
create policy draft_follow on draft using ((select declared_purpose()) = 'system')
  with check ((select declared_purpose()) = 'system');
create policy resident_request_follow on resident_request for update using ((select declared_purpose()) = 'system');

alter table resident_moved enable row level security;
create policy resident_moved_system on resident_moved using ((select declared_purpose()) = 'system')
  with check ((select declared_purpose()) = 'system');
alter table resident_merge enable row level security;
create policy resident_merge_declared on resident_merge using ((select declared_actor()) is not null)
  with check ((select declared_actor()) is not null);
