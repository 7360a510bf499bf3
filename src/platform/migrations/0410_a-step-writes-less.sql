-- Up Migration
-- What every step of a referral writes beside its records, made cheaper (decision 0230). Nothing is counted otherwise.

-- The relations of one case, found by the case and not among all a resident ever had: whoever was referred two hundred times made
-- the end of the next case read two hundred rows.
create index relation_of_case on relation (source) where until_at is null and kind in ('case', 'review');

-- Level and consortium of an organisation on a day, as sets of one row: a statement that asks for them in its `from` has their text
-- written into its own plan, where a function called in a list of columns is made ready anew at each call.
create function organisation_levels(asked text, on_day date) returns table (level text) language sql stable as $$
  select case
    when o.kind = 'village-clinic' then 'village'
    when o.kind in ('township-hospital', 'community-centre') then 'township'
    when o.kind <> 'hospital' then 'other'
    when exists (select 1 from affiliation a join organisation c on c.id = a.consortium
                  where a.organisation = o.id and c.kind = 'county-consortium' and a.role in ('lead', 'member')
                    and a.from_on <= on_day and (a.until_on is null or a.until_on > on_day)) then 'county'
    else 'city' end
  from organisation o where o.id = asked
$$;
create or replace function organisation_level(asked text, on_day date) returns text language sql stable as $$
  select level from organisation_levels(asked, on_day)
$$;
create function organisation_consortia(asked text, on_day date) returns table (consortium text) language sql stable as $$
  select a.consortium from organisation o join affiliation a on a.organisation in (o.id, o.part_of)
   where o.id = asked and a.from_on <= on_day and (a.until_on is null or a.until_on > on_day)
   order by a.organisation = o.id desc, array_position(array['lead', 'member', 'cooperating'], a.role), a.consortium limit 1
$$;
create or replace function organisation_consortium(asked text, on_day date) returns text language sql stable as $$
  select consortium from organisation_consortia(asked, on_day)
$$;

-- The step's own statement keeps what the counters hold of its referral, without a call.
drop function move_referral_counters(referral_fact, referral_fact);

-- When the resident of a case was seen, as its last visit form says. Asked for where a case came from another one only: as a part of
-- the statement it was made ready, with the whole policy of records, at every step of any case.
create function seen_on_of_case(asked text) returns text language sql stable as $$
  select item #>> '{answer,0,valueDate}' from case_step s join resource r on r.type = 'QuestionnaireResponse'
      and r.id = split_part(s.answers, '/', 2), jsonb_array_elements(r.content::jsonb -> 'item') as item
    where s.case_id = asked and s.step = 'record-visit' and item ->> 'linkId' = 'seenOn'
    order by s.version desc limit 1
$$;

-- The next appointments of a department in order of time, whatever the clinic: the unique key has the clinic between, so that every
-- appointment still to come was read and sorted to find the first that is free.
create index clinic_slot_next on clinic_slot (department, starts_at) where withdrawn_at is null;
