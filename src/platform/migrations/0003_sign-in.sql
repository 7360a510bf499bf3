-- Up Migration
-- Counts attempts to sign in by login and by address, known or not, so that an answer never tells which logins exist. Keys are
-- digests. Several processes share the count.
create table sign_in_attempt (
  key text primary key,
  failures integer not null check (failures >= 0),
  last_at timestamptz not null,
  locked_until timestamptz
);
create index sign_in_attempt_last on sign_in_attempt (last_at);
alter table account drop column failures, drop column locked_until;

create index session_expires on session (expires_at);
