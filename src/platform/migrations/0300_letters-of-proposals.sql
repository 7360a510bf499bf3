-- Up Migration
-- The class the drafting section means to answer with: kept from the day the letter is begun, for letters that print none.
alter table proposal add column draft_class text;
