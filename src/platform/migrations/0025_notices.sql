-- Up Migration
-- People are reached (law 12). A notice says to whom something was told and why, by codes; who that was is kept beside it, and
-- what was sent outside the program is a delivery with its attempts. No row here holds a resident's identity.
create table notice (
  id text primary key,
  -- number of the event in the outbox; null for what a clock or a resident's wish caused
  event bigint,
  kind text not null check (kind in ('owner', 'late', 'unread', 'news', 'request', 'resident', 'unreached')),
  -- 0: those who have to act; 1: the duty office of their house; 2: the duty office of the consortium's lead
  level smallint not null default 0 check (level between 0 and 2),
  case_id text not null references cases (id),
  state text not null,
  urgency text not null check (urgency in ('routine', 'urgent', 'emergency')),
  organisation text not null references organisation (id),
  role text not null,
  department text,
  due_at timestamptz,
  -- what the resident is told, or asked for
  what text,
  raised_from text references notice (id),
  caused_at timestamptz not null,
  at timestamptz not null,
  -- when it is raised if nobody has read it
  wake_at timestamptz,
  read_at timestamptz,
  read_by text
);
create unique index notice_once on notice (event, kind, level, organisation, role) where event is not null;
create unique index notice_raised on notice (raised_from) where raised_from is not null;
create index notice_wake on notice (wake_at) where wake_at is not null;
create index notice_case on notice (case_id, at);

create table notice_recipient (
  notice text not null references notice (id),
  practitioner_role text not null references practitioner_role (id),
  -- repeated from the notice or the role, so that one index answers a person's list and no policy asks another table
  organisation text not null,
  at timestamptz not null,
  why text not null check (why in ('roster', 'role', 'duty', 'opener')),
  rings boolean not null,
  read_at timestamptz,
  primary key (notice, practitioner_role)
);
create index notice_recipient_list on notice_recipient (practitioner_role, at desc, notice);
create index notice_recipient_unread on notice_recipient (practitioner_role) where read_at is null;

-- One message to one telephone, one group or one printer. Its id is the idempotency key towards whoever delivers it.
create table delivery (
  id text primary key,
  notice text not null references notice (id),
  channel text not null check (channel in ('sms', 'wecom', 'print')),
  -- null: the resident, or the group
  practitioner_role text references practitioner_role (id),
  organisation text not null,
  status text not null check (status in ('waiting', 'sent', 'failed', 'unneeded')),
  attempts integer not null default 0,
  next_at timestamptz not null,
  made_at timestamptz not null,
  ended_at timestamptz,
  code text,
  reference text
);
create unique index delivery_once on delivery (notice, channel, coalesce(practitioner_role, ''));
create index delivery_waiting on delivery (channel, next_at) where status = 'waiting';
create table delivery_attempt (
  delivery text not null references delivery (id),
  number integer not null,
  at timestamptz not null,
  ended_at timestamptz not null,
  outcome text not null check (outcome in ('delivered', 'again', 'never')),
  code text not null,
  primary key (delivery, number)
);

-- Readers of the numbered events, each with the last one it has dealt with.
create table event_cursor (name text primary key, number bigint not null);
insert into event_cursor (name, number) select 'notices', coalesce(max(number), 0) from outbox;

alter table notice enable row level security;
create policy notice_read on notice for select using (
  (select declared_purpose()) = 'system' or organisation = (select declared_organisation())
  or exists (select 1 from case_party p where p.case_id = notice.case_id and p.organisation = (select declared_organisation())));
create policy notice_write on notice for insert with check ((select declared_purpose()) = 'system');
create policy notice_change on notice for update using (
  (select declared_purpose()) = 'system' or exists (
    select 1 from notice_recipient r where r.notice = notice.id and r.practitioner_role = (select declared_actor())));
alter table notice_recipient enable row level security;
create policy recipient_read on notice_recipient for select using (
  (select declared_purpose()) = 'system' or practitioner_role = (select declared_actor())
  or organisation = (select declared_organisation()));
create policy recipient_write on notice_recipient for insert with check ((select declared_purpose()) = 'system');
create policy recipient_change on notice_recipient for update using (
  (select declared_purpose()) = 'system' or practitioner_role = (select declared_actor()));
alter table delivery enable row level security;
create policy delivery_read on delivery for select using (
  (select declared_purpose()) = 'system' or organisation = (select declared_organisation()));
create policy delivery_write on delivery for insert with check ((select declared_purpose()) = 'system');
create policy delivery_change on delivery for update using ((select declared_purpose()) = 'system');
alter table delivery_attempt enable row level security;
create policy delivery_attempt_system on delivery_attempt using ((select declared_purpose()) = 'system')
  with check ((select declared_purpose()) = 'system');
