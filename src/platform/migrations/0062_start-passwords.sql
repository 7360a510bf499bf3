-- Up Migration
-- An account made for somebody by another begins with a password used once: whoever signs in with it changes it before anything
-- else. Until a start password was given out nobody knows the account's password.
alter table account add column must_change boolean not null default false;
alter table account add column start_given_at timestamptz;
