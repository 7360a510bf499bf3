-- Up Migration
-- Whether something of these residents' records is kept from the declared organisation: one word for whole records, the same
-- whatever was searched for, so that it tells neither what nor of which kind. Only whoever has a reason to look is told.
create function withholds(subjects text[]) returns boolean language sql stable as $$
  select exists (
    select 1 from unnest(subjects) as subject
     where case when exists (select 1 from restriction k where k.resident = subject)
                then related(subject) and withheld_entries(subject) > 0 else false end)
$$;
