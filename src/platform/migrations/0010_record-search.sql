-- Up Migration
-- Under row-level security only leakproof operators may use an index before the policy has been asked, and containment of
-- arrays is not leakproof: a search by tokens would read the whole table. These functions use the index with the owner's
-- rights and give away nothing but ids; whoever selects the rows by them is still asked for a relation.
create function ids_with_all_tokens(of_type text, wanted bigint[]) returns setof text
  language sql stable security definer set search_path from current rows 50 as $$
  select id from resource where tokens @> wanted and type = of_type and not deleted
$$;
create function ids_with_any_token(of_type text, wanted bigint[]) returns setof text
  language sql stable security definer set search_path from current rows 50 as $$
  select id from resource where tokens && wanted and type = of_type and not deleted
$$;
-- Every search reads the index's list of pending entries from end to end: at the default of 4 MB that is milliseconds.
alter index resource_tokens set (gin_pending_list_limit = 256);
