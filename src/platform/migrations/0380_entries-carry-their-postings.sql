-- Up Migration
-- An entry of the ledger carries its own postings: who owes whom what stands in four arrays of one length, in the order of the
-- lines. They are written together or not at all, an entry that does not balance cannot be written by anybody, and a city's month
-- is a quarter of a million rows, not a million (decision 0198). What was `care_posting` is read under its name as before.
alter table care_entry add column accounts text[], add column parties text[], add column fens bigint[], add column rules text[];
update care_entry e
   set (accounts, parties, fens, rules) =
       (select array_agg(p.account order by p.line), array_agg(p.party order by p.line), array_agg(p.fen order by p.line),
               array_agg(p.rule order by p.line)
          from care_posting p where p.entry = e.id);
update care_entry set accounts = '{}', parties = '{}', fens = '{}', rules = '{}' where accounts is null;
alter table care_entry
  alter column accounts set not null, alter column parties set not null,
  alter column fens set not null, alter column rules set not null,
  add constraint care_entry_postings check (
    cardinality(accounts) <= 16 and cardinality(parties) = cardinality(accounts)
    and cardinality(fens) = cardinality(accounts) and cardinality(rules) = cardinality(accounts)
    and accounts <@ array['medical', 'ltci', 'charity', 'resident', 'held', 'income', 'allowance', 'difference']),
  -- written out, for a function in a constraint would be called for each row
  add constraint care_entry_balanced check (
    coalesce(fens[1], 0) + coalesce(fens[2], 0) + coalesce(fens[3], 0) + coalesce(fens[4], 0)
    + coalesce(fens[5], 0) + coalesce(fens[6], 0) + coalesce(fens[7], 0) + coalesce(fens[8], 0)
    + coalesce(fens[9], 0) + coalesce(fens[10], 0) + coalesce(fens[11], 0) + coalesce(fens[12], 0)
    + coalesce(fens[13], 0) + coalesce(fens[14], 0) + coalesce(fens[15], 0) + coalesce(fens[16], 0) = 0);
drop table care_posting;
create view care_posting with (security_invoker = true) as
  select e.id as entry, (p.line - 1)::smallint as line, p.account, p.party, p.fen, p.rule
    from care_entry e
   cross join lateral unnest(e.accounts, e.parties, e.fens, e.rules) with ordinality as p (account, party, fen, rule, line);

-- What is not taken back needs no place in the index of what is. The turn of an entry among those of its kind and day keeps two
-- settlements apart, and is the one index by resident, for the resident's own page too; a statement of an insurer's stands beside others.
alter table care_entry drop constraint care_entry_reverses_key;
create unique index care_entry_reverses on care_entry (reverses) where reverses is not null;
drop index care_entry_place;
create unique index care_entry_turn on care_entry (resident, day, (case kind when 'statement' then id else kind end), place);

-- Asked once for a statement, not once for each row of it.
alter policy care_entry_write on care_entry with check ((select declared_actor()) is not null);
