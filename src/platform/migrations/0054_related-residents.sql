-- Up Migration
-- Whom a house without a catchment cares for is searched by going through those few thousand one by one. What is looked for
-- stands in this index, so that only those found are read themselves: a million residents lie too far apart to be read for it.
create index resident_searched on resident (id) include (pinyin, initials, name, phone, phone_backwards);
