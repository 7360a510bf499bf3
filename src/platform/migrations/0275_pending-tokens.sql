-- Up Migration
-- Every search by tokens reads the list of entries that are not yet in the index proper, from end to end. Its limit was 256 kB: after
-- a few thousand records that is several milliseconds a search for as long as nobody writes. It is shorter now, and a job empties it.
alter index resource_tokens set (gin_pending_list_limit = 64);
-- Only an index's owner may; gives how many pages were taken up.
create function settle_tokens() returns bigint
  language sql security definer set search_path from current as $$
  select gin_clean_pending_list('resource_tokens'::regclass)
$$;
