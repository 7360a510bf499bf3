-- Up Migration
-- The head of a worklist is where cases end: an emergency opened and answered leaves its entry at the very front of the index, and a
-- first page walks over it until the table is vacuumed. By the server's default that is after a fifth of the table has changed, which
-- at a million cases are weeks; and a vacuum that finds dead rows on few pages leaves the indexes as they are (decision 0253).
alter table case_party set (autovacuum_vacuum_scale_factor = 0.005, autovacuum_vacuum_threshold = 2000, vacuum_index_cleanup = on);
