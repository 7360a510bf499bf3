-- Up Migration
-- When the ledger of a view last balanced: it is drawn up once a day, and not at every start of the program.
alter table fact_view add column balanced_at timestamptz;
