-- Up Migration
-- Deletion by law, and entries written for the wrong resident (laws 3 and 5): what an entry said goes, in every version; that it was
-- there, a digest of it, and who decided by which authority stay.
alter table resource add column erased text;
alter table resource_history add column erased text, add column digest text;

create table erasure (
  id text primary key,
  kind text not null check (kind in ('by-law', 'wrong-resident', 'moved')),
  basis text not null,
  resident text not null,
  type text not null,
  entry text not null,
  organisation text not null,
  asked_by text not null,
  asked_person text not null,
  asked_at timestamptz not null,
  -- the entry in the record it belongs to, where it was moved there
  moved_to text,
  decided_by text,
  decided_person text,
  decided_at timestamptz,
  -- of all its versions, oldest first, as they were stored
  digest text,
  versions integer,
  ended_at timestamptz,
  -- two people, whatever a program says
  check (decided_person is null or decided_person <> asked_person),
  check ((decided_at is null) = (decided_person is null)),
  check ((decided_at is null) = (digest is null) or digest is null)
);
create unique index erasure_open on erasure (type, entry) where ended_at is null;
create index erasure_resident on erasure (resident);

alter table erasure enable row level security;
create policy erasure_house on erasure
  using ((select declared_actor()) is not null and (
    (select declared_purpose()) = 'system' or organisation = (select declared_organisation()) or exists (
      select 1 from case_party p where p.case_id = erasure.id and p.organisation = (select declared_organisation()))))
  with check ((select declared_actor()) is not null);

-- Nobody but the owner may change a superseded version; erasing is done by this, and only where two people have decided it in the
-- transaction that calls it. Whoever derives something else from records takes it away here.
create function erase_record(of_case text, at timestamptz) returns void
  language plpgsql security definer set search_path from current as $$
declare
  of erasure%rowtype;
begin
  select * into of from erasure e where e.id = of_case for update;
  if of.decided_at is distinct from at or of.digest is not null or of.decided_by is distinct from declared_actor() then
    raise exception using errcode = 'KL409', message = 'erasure.not-decided';
  end if;
  insert into resource_history
         (type, id, version, updated_at, known_until, author, organisation, patient, deleted, content, sensitivity)
  select r.type, r.id, r.version, r.updated_at, at, r.author, r.organisation, r.patient, r.deleted, r.content, r.sensitivity
    from resource r where r.type = of.type and r.id = of.entry and r.erased is null for update;
  if not found then
    raise exception using errcode = 'KL409', message = 'erasure.no-such-entry';
  end if;
  update erasure set versions = kept.versions, digest = kept.digest
    from (select count(*)::integer as versions,
                 encode(sha256(convert_to(coalesce(string_agg(h.content::text, E'\n' order by h.version), ''), 'UTF8')), 'hex') as digest
            from resource_history h where h.type = of.type and h.id = of.entry) as kept
   where id = of_case;
  update resource_history
     set digest = case when content is not null then encode(sha256(convert_to(content::text, 'UTF8')), 'hex') end,
         content = null, deleted = true, sensitivity = null, erased = of_case
   where type = of.type and id = of.entry;
  update resource
     set version = version + 1, updated_at = at, author = of.decided_by, date = null, tokens = '{}', ranges = null, texts = null,
         deleted = true, content = null, sensitivity = null, erased = of_case
   where type = of.type and id = of.entry;
  -- what figures are made of: their rows are gone, what was signed of them stays a number
  delete from fact where record = of.type || '/' || of.entry;
  -- reasons and wishes it gave go with it
  delete from relation where resident = of.resident and source = of.type || '/' || of.entry;
  delete from restriction where of.type = 'Consent' and consent = of.entry;
end $$;
