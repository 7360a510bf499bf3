-- Up Migration
-- A catchment's list is read page by page in the order of pinyin and searched by the beginning of name, pinyin or initials.
-- Ranges compare bytes, whatever the database's collation: comparisons are leakproof, so they may run before row-level security.
drop index resident_catchment;
create index resident_list on resident (catchment, pinyin collate "C", id);
create index resident_list_initials on resident (catchment, initials collate "C");
create index resident_list_name on resident (catchment, name collate "C");
-- Cards are looked up by their number alone when the reader cannot know who issued them.
create index resident_card_value on resident_card (value);
