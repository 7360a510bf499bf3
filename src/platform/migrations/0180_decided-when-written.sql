-- Up Migration
-- Whoever writes a resident down sees first who it may be, and says who it is not: decided without a case, under a name.
alter table resident_pair add column decided_by text;
alter table resident_pair add column decided_role text;
alter table resident_pair add column decided_organisation text;
alter table resident_pair add column ground text
  check (ground in ('card-seen', 'spoke-with-resident', 'spoke-with-family', 'twins', 'relatives'));
