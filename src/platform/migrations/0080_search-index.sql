-- Up Migration
-- What a record is found by besides tokens: ranges (dates of any precision, periods, numbers, quantities; four whole numbers
-- to a range) and texts (lines of folded strings). Null where a record has none, which costs it nothing. Neither has an index:
-- both narrow down what the resident, an id or a token has found.
alter table resource add column ranges bigint[];
alter table resource add column texts text;

-- The same lookups, stopped at a number: what a chain would have to go through is counted before it is gone through.
create function ids_with_all_tokens_upto(of_type text, wanted bigint[], most integer) returns setof text
  language sql stable security definer set search_path from current rows 50 as $$
  select id from resource where tokens @> wanted and type = of_type and not deleted limit most
$$;
create function ids_with_any_token_upto(of_type text, wanted bigint[], most integer) returns setof text
  language sql stable security definer set search_path from current rows 50 as $$
  select id from resource where tokens && wanted and type = of_type and not deleted limit most
$$;

-- How far records of earlier versions have the index of this one. A row for each version of the index; walked in the order of
-- the primary key, so that it is taken up where it was left.
create table search_index (
  version integer primary key,
  after_type text not null default '',
  after_id text not null default '',
  done boolean not null default false,
  looked bigint not null default 0
);
insert into search_index (version, done) select 2, not exists (select 1 from resource);
