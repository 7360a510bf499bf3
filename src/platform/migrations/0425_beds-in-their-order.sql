-- Up Migration
-- Rooms and beds stand as people count them: 2 before 10, whatever else is in the name (3-2, 东区9). Compared by bytes, so that the order
-- is the same whatever the database's own collation is; of two that are written differently and count the same (1, 01) the text decides.
create function as_counted(named text) returns text language sql immutable parallel safe as $$
  select regexp_replace(regexp_replace(named, '([0-9]+)', repeat('0', 19) || '\1', 'g'), '[0-9]*([0-9]{20})(?![0-9])', '\1', 'g')
$$;
-- Kept beside the bed: a board sorts thousands of them at each look.
alter table bed add column in_order text collate "C" generated always as (
  as_counted(room) || chr(1) || room || chr(1) || as_counted(label) || chr(1) || label) stored;
alter table department add column in_order text collate "C" generated always as (as_counted(id) || chr(1) || id) stored;
