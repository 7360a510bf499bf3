-- Up Migration
-- The referral's facts as figures of the catalogue read them: with the case's resident (for small cells) and the version of its Task
-- at that moment (for the digest of what a figure was made of). With the owner's rights where versions are looked up, because figures
-- may not read records; what it gives away are numbers of versions.
create function case_version_as_of(asked text, moment timestamptz) returns integer
  language sql stable security definer set search_path from current as $$
  select max(v.version) from referral_versions(array[asked]) v
   where declared_actor() is not null and (v.task ->> 'lastModified')::timestamptz <= moment
$$;

-- What is kept and what the stored records tell, side by side: rows that only one of the two has. With the owner's rights for the same
-- reason, and for the system alone.
create function referral_fact_differences(zone text, most integer) returns table (side text, record text, day date)
  language sql stable security definer set search_path from current as $$
  with told as materialized (select f.* from referral_facts_told(null, 'infinity', zone) as f where declared_actor() like 'system:%'),
  kept as (select * from referral_fact where declared_actor() like 'system:%')
  select 'kept', 'Task/' || odd.case_id, odd.opened_on from (
    select case_id, counted, opened_at, opened_on, sender, receiver, answer_due_at, answer_late, answered_at, refused_at, refusal_reason,
           arrived_at, returned_at, returned_on, seen_on, closed_at, closed_on, ending from kept
    except
    select case_id, counted, opened_at, opened_on, sender, receiver, answer_due_at, answer_late, answered_at, refused_at, refusal_reason,
           arrived_at, returned_at, returned_on, seen_on, closed_at, closed_on, ending from told) as odd
  union all
  select 'recounted', 'Task/' || odd.case_id, odd.opened_on from (
    select case_id, counted, opened_at, opened_on, sender, receiver, answer_due_at, answer_late, answered_at, refused_at, refusal_reason,
           arrived_at, returned_at, returned_on, seen_on, closed_at, closed_on, ending from told
    except
    select case_id, counted, opened_at, opened_on, sender, receiver, answer_due_at, answer_late, answered_at, refused_at, refusal_reason,
           arrived_at, returned_at, returned_on, seen_on, closed_at, closed_on, ending from kept) as odd
  limit most
$$;
