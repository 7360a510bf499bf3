-- Up Migration
-- What the work behind the requests did last, told by the process that leads. Any process can then say whether clocks, holds
-- and notices are still being looked after; and a commit now and then gives every moment a place in the archived log.
create table job_run (
  job text primary key,
  ended_at timestamptz not null,
  milliseconds integer not null,
  every_ms integer not null,
  -- failures one after another
  failures integer not null,
  code text
);
-- Deliveries that failed for good are few, and are counted at every look.
create index delivery_failed on delivery (channel, ended_at) where status = 'failed';
