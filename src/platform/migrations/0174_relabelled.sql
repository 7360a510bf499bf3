-- Up Migration
-- When the table of sensitive categories changes, what is stored is labelled again behind the running server: the versions before
-- as well, which nobody but the owner may change. Labels and nothing else follow by this.
create function relabel(types text[], ids text[], versions integer[], labels text[]) returns void
  language sql security definer set search_path from current as $$
  with given as (
    select row.type, row.id, row.version, string_to_array(row.labels, ',') as labels
      from unnest(types, ids, versions, labels) as row (type, id, version, labels)
     where declared_purpose() = 'system'
  ), now as (
    update resource r set sensitivity = g.labels from given g
     where r.type = g.type and r.id = g.id and r.version = g.version and r.sensitivity is distinct from g.labels
  )
  update resource_history h set sensitivity = g.labels from given g
   where h.type = g.type and h.id = g.id and h.version = g.version and h.sensitivity is distinct from g.labels
$$;
-- what is stored so far was labelled by the one table there was
insert into region_fact (name, value, at) values ('sensitivity-labels', '{"version":"2026.1","done":true}', now())
  on conflict (name) do nothing;
