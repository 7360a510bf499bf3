-- Up Migration
-- Of the rows a spreadsheet adds, how many may be somebody the region knows: they come in as said, and a person compares.
alter table import_run add column similar_rows integer not null default 0;
