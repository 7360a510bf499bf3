-- Up Migration
-- What the processes of one installation share and nobody else may know. `cursor` seals the places where pages end; take the row
-- away and restart to get another.
create table server_secret (
  name text primary key,
  value text not null,
  made_at timestamptz not null
);
insert into server_secret (name, value, made_at)
values ('cursor', gen_random_uuid()::text || gen_random_uuid()::text, now());

-- Histories of a type and of everything go by when a version was stored. New rows go to the end of each type.
create index resource_changed on resource (type, updated_at, id);
create index resource_history_changed on resource_history (type, updated_at, id, version);

-- The versions of a type that come after a place, newest first: at most so many, whether the asker may see them or not, so that
-- a page costs the same for everyone. As in 0010 it works with the owner's rights and gives away keys only: whoever selects the
-- versions by them is asked for a relation, and the place where a page ends is sealed.
create function versions_before(
  of_type text, before_at timestamptz, before_id text, before_version integer, since timestamptz, most integer
) returns table (id text, version integer, updated_at timestamptz)
  language sql stable security definer set search_path from current rows 100 as $$
  select id, version, updated_at from (
    (select r.id, r.version, r.updated_at from resource r
      where r.type = of_type and r.updated_at >= since and (r.updated_at, r.id) <= (before_at, before_id)
        and (r.updated_at, r.id, r.version) < (before_at, before_id, before_version)
      order by r.updated_at desc, r.id desc limit most)
    union all
    (select h.id, h.version, h.updated_at from resource_history h
      where h.type = of_type and h.updated_at >= since
        and (h.updated_at, h.id, h.version) < (before_at, before_id, before_version)
      order by h.updated_at desc, h.id desc, h.version desc limit most)
  ) as version_keys
  order by updated_at desc, id desc, version desc limit most
$$;
