-- Up Migration
-- What a step of a case wrote bears the case's id, its own or with the place behind it (…, …-2, …-w1, …-s4). It says what the answers
-- of the step say, and what the case's own tables keep of them: it goes with the case, not by itself.
create function entry_of_case(entry text) returns boolean
  language sql stable security definer set search_path from current as $$
  select declared_actor() is not null
     and exists (select 1 from cases c where c.id = any(array[entry, regexp_replace(entry, '-[a-z]?[0-9]*$', '')]))
$$;
