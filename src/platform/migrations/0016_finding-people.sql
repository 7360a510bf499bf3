-- Up Migration
-- People are found by their telephone's beginning or its last digits. The number backwards stands in a column of its own: under
-- row-level security an index is used before the policy only with leakproof operators, and reverse() is none.
alter table resident add column phone_backwards text generated always as (reverse(phone)) stored;
create index resident_list_phone on resident (catchment, phone collate "C");
create index resident_list_phone_backwards on resident (catchment, phone_backwards collate "C");
-- Whom a house without a catchment cares for now: open cases, today's registrations, admissions. The past is long, the present short.
create index relation_present on relation (organisation, until_at, resident)
  where kind in ('registration', 'case', 'contract', 'admission');
