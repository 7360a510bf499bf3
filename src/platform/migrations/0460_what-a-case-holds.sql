-- Up Migration
-- What a case holds or occupies is asked for at every step of it, shown on its page, and given back when it ends. No index began with
-- the case unless its place was a bed: each of these looked at every hold there was (decision 0280).
create index hold_of_subject on hold (subject);
drop index hold_bed_subject;

-- Worklists are read from `case_party` since migration 0015; nothing has asked for the open cases of an owner since.
drop index cases_owner;
