-- Up Migration
-- Everything lives in the region's schema, reached by search_path. No triggers (a distributed schema refuses them).

-- Raises KL409 when a guarded statement did not change exactly the rows it had to, so that COMMIT answers ROLLBACK.
create function expect_rows(actual bigint, expected bigint, what text) returns void language plpgsql as $$
begin
  if actual <> expected then
    raise exception using errcode = 'KL409', message = what;
  end if;
end $$;

-- What the running transaction declared of itself.
create function declared_actor() returns text language sql stable as
  $$ select nullif(current_setting('app.actor', true), '') $$;
create function declared_organisation() returns text language sql stable as
  $$ select nullif(current_setting('app.organisation', true), '') $$;
create function declared_purpose() returns text language sql stable as
  $$ select nullif(current_setting('app.purpose', true), '') $$;
create function declared_now() returns timestamptz language sql stable as
  $$ select coalesce(nullif(current_setting('app.now', true), '')::timestamptz, now()) $$;

-- ------------------------------------------------------------------ records (FHIR)
create table resource (
  type text not null,
  id text not null,
  version integer not null check (version > 0),
  updated_at timestamptz not null,
  author text not null,
  organisation text not null,
  patient text,
  date timestamptz,
  tokens bigint[] not null default '{}',
  deleted boolean not null default false,
  content json,
  primary key (type, id),
  check (deleted = (content is null))
);
create index resource_tokens on resource using gin (tokens);
create index resource_patient on resource (patient, type, date desc);

-- Superseded versions only; `known_until` is when the version ceased to be the current one.
create table resource_history (
  type text not null,
  id text not null,
  version integer not null,
  updated_at timestamptz not null,
  known_until timestamptz not null,
  author text not null,
  organisation text not null,
  patient text,
  deleted boolean not null,
  content json,
  primary key (type, id, version)
);

-- ------------------------------------------------------------------ who
create table organisation (
  id text primary key,
  kind text not null,
  name text not null,
  short_name text not null,
  level text,
  district text,
  part_of text references organisation (id),
  phone text,
  made_up boolean not null,
  from_on date not null,
  until_on date
);
create table affiliation (
  consortium text not null references organisation (id),
  organisation text not null references organisation (id),
  role text not null check (role in ('lead', 'cooperating', 'member')),
  from_on date not null,
  until_on date,
  primary key (consortium, organisation, role, from_on)
);
create index affiliation_organisation on affiliation (organisation);
create table department (
  id text primary key,
  organisation text not null references organisation (id),
  name text not null,
  specialty text not null,
  phone text,
  made_up boolean not null,
  from_on date not null,
  until_on date
);
create index department_organisation on department (organisation);
create table key_specialty (
  department text not null references department (id),
  grade text not null check (grade in ('national', 'provincial', 'city', 'county')),
  from_on date not null,
  until_on date,
  primary key (department, grade, from_on)
);
create table device (
  id text primary key,
  organisation text not null references organisation (id),
  kind text not null,
  made_up boolean not null,
  from_on date not null,
  until_on date
);
create table person (
  id text primary key,
  name text not null,
  phone text
);
create table practitioner_role (
  id text primary key,
  person text not null references person (id),
  organisation text not null references organisation (id),
  department text references department (id),
  role text not null,
  from_on date not null,
  until_on date
);
create index practitioner_role_person on practitioner_role (person);
create index practitioner_role_organisation on practitioner_role (organisation, role);

create table account (
  person text primary key references person (id),
  login text not null unique,
  password_hash text not null,
  demonstration boolean not null default false,
  disabled boolean not null default false,
  failures integer not null default 0,
  locked_until timestamptz
);
create table session (
  token_hash text primary key,
  person text not null references person (id),
  practitioner_role text references practitioner_role (id),
  csrf text not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null
);
create index session_person on session (person);
create table service_client (
  name text primary key,
  organisation text not null references organisation (id),
  created_at timestamptz not null
);
create table service_token (
  token_hash text primary key,
  client text not null references service_client (name),
  scope text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);

-- ------------------------------------------------------------------ residents (derived from Patient) and relations
create table resident (
  id text primary key,
  name text not null,
  pinyin text not null,
  initials text not null,
  gender text not null,
  birth_date date,
  phone text,
  address text,
  catchment text references organisation (id),
  household text,
  deceased_at timestamptz,
  synthetic boolean not null
);
create index resident_catchment on resident (catchment, pinyin);
create table resident_card (
  resident text not null references resident (id),
  system text not null,
  value text not null,
  unique_card boolean not null,
  primary key (system, value, resident)
);
create unique index resident_card_unique on resident_card (system, value) where unique_card;
create index resident_card_resident on resident_card (resident);

-- Why an organisation may read a resident's record: dated, each ends by itself (law 5).
create table relation (
  resident text not null,
  organisation text not null,
  kind text not null check (kind in ('registration', 'catchment', 'case', 'contract', 'admission', 'author')),
  source text not null,
  from_at timestamptz not null,
  until_at timestamptz,
  primary key (resident, organisation, kind, source)
);
create index relation_organisation on relation (organisation, kind, resident);

-- ------------------------------------------------------------------ capacity
create table quota (
  department text primary key references department (id),
  places integer not null check (places >= 0),
  occupied integer not null default 0 check (occupied >= 0),
  held integer not null default 0 check (held >= 0),
  over integer not null default 0 check (over >= 0),
  updated_at timestamptz not null,
  updated_by text not null,
  check (held + occupied <= places + over)
);
create table clinic_slot (
  id text primary key,
  department text not null references department (id),
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  unique (department, starts_at)
);
create table bed (
  id text primary key,
  department text not null references department (id),
  label text not null,
  unique (department, label)
);
-- A place kept for a case until a moment. `used` is a hold that became an occupation.
create table hold (
  id text primary key,
  kind text not null check (kind in ('quota', 'slot', 'bed')),
  department text not null references department (id),
  slot text references clinic_slot (id),
  bed text references bed (id),
  subject text not null,
  organisation text not null,
  actor text not null,
  status text not null check (status in ('active', 'used', 'released', 'expired')),
  over_capacity boolean not null default false,
  extended integer not null default 0,
  from_at timestamptz not null,
  until_at timestamptz not null check (until_at > from_at),
  check ((kind = 'slot') = (slot is not null)),
  check ((kind = 'bed') = (bed is not null)),
  exclude using gist (bed with =, tstzrange(from_at, until_at) with &&) where (kind = 'bed' and status in ('active', 'used'))
);
create unique index hold_slot on hold (slot) where kind = 'slot' and status in ('active', 'used');
create unique index hold_subject on hold (subject) where kind in ('quota', 'slot') and status = 'active';
create index hold_due on hold (until_at) where status = 'active';
create index hold_department on hold (department, status);

-- ------------------------------------------------------------------ cases: facts kept from the case's Task (law 4)
create table cases (
  id text primary key,
  number text not null unique,
  pathway text not null,
  pathway_version integer not null,
  state text not null,
  version integer not null check (version > 0),
  urgency text not null check (urgency in ('routine', 'urgent', 'emergency')),
  resident text,
  focus text,
  parent text references cases (id),
  opener text not null,
  owner_organisation text,
  owner_role text,
  owner_department text,
  due_at timestamptz,
  wake_at timestamptz,
  escalation integer not null default 0,
  escalated_at timestamptz,
  headline text not null default '',
  limit_code text,
  limit_version text,
  limit_verified boolean,
  around_the_clock boolean,
  clock_started_at timestamptz,
  opened_at timestamptz not null,
  changed_at timestamptz not null,
  closed_at timestamptz,
  ending text,
  -- law 1: an open case has exactly one owner and one due time; a closed one has an ending and none
  check ((closed_at is null) = (owner_organisation is not null and owner_role is not null and due_at is not null and wake_at is not null)),
  check ((closed_at is null) or (owner_organisation is null and owner_role is null and due_at is null and wake_at is null)),
  check ((closed_at is null) = (ending is null))
);
create index cases_owner on cases (owner_organisation, due_at) where closed_at is null;
create index cases_wake on cases (wake_at) where closed_at is null;
create index cases_resident on cases (resident);
create index cases_parent on cases (parent) where parent is not null;

-- The organisations a case lies between: one row per party, kept with the case.
create table case_party (
  case_id text not null references cases (id),
  party text not null,
  organisation text not null references organisation (id),
  department text references department (id),
  -- repeated from the case so that one index answers an organisation's worklist
  pathway text not null,
  closed boolean not null,
  owned boolean not null,
  urgency_rank smallint not null,
  due_at timestamptz,
  changed_at timestamptz not null,
  primary key (case_id, party)
);
create index case_party_worklist on case_party (organisation, urgency_rank, due_at, case_id) where not closed;
create index case_party_owned on case_party (organisation, urgency_rank, due_at, case_id) where not closed and owned;
create index case_party_closed on case_party (organisation, changed_at desc, case_id) where closed;

-- Every step taken, in order: the case's timeline.
create table case_step (
  case_id text not null references cases (id),
  version integer not null,
  step text not null,
  from_state text,
  to_state text not null,
  at timestamptz not null,
  actor text not null,
  role text not null,
  organisation text not null,
  reason text,
  answers text,
  primary key (case_id, version)
);

create table draft (
  id text primary key,
  kind text not null,
  actor text not null,
  organisation text not null,
  resident text,
  content json not null,
  version integer not null,
  updated_at timestamptz not null
);
create index draft_actor on draft (actor, updated_at desc);

-- Per actor; rows older than the stated retention (7 days) are removed by the sweeper.
create table idempotency (
  actor text not null,
  key text not null,
  digest text not null,
  status integer not null,
  answer json not null,
  at timestamptz not null,
  primary key (actor, key)
);
create index idempotency_at on idempotency (at);

-- Written by the step's transaction; one drainer numbers the rows after commit and does the only NOTIFY.
create table outbox (
  id text primary key,
  number bigint unique,
  kind text not null,
  subject text not null,
  organisations text[] not null,
  payload json not null,
  at timestamptz not null
);
create index outbox_waiting on outbox (at) where number is null;

create table case_number (
  pathway text not null,
  day date not null,
  last integer not null,
  primary key (pathway, day)
);

-- ------------------------------------------------------------------ who did and saw what
create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor text not null,
  role text not null,
  organisation text not null,
  purpose text not null,
  action text not null,
  target text,
  residents text[] not null default '{}',
  outcome text not null,
  reason text
);
create index audit_residents on audit using gin (residents);
create index audit_at on audit (at);

create table region_fact (
  name text primary key,
  value json not null,
  at timestamptz not null
);

-- ------------------------------------------------------------------ the second fence (law 5)
-- Citus refuses a policy with a subquery: an installation there replaces the EXISTS by the declared actor alone.
create function related(subject text) returns boolean language sql stable as $$
  select declared_actor() is not null and (
    subject is null or declared_purpose() = 'system' or exists (
      select 1 from relation r
       where r.resident = subject and r.organisation = declared_organisation()
         and r.from_at <= declared_now() and (r.until_at is null or r.until_at > declared_now())))
$$;

alter table resource enable row level security;
create policy resource_read on resource for select using (related(patient));
create policy resource_write on resource for insert with check (declared_actor() is not null);
create policy resource_change on resource for update using (related(patient)) with check (declared_actor() is not null);
alter table resource_history enable row level security;
create policy history_read on resource_history for select using (related(patient));
create policy history_write on resource_history for insert with check (declared_actor() is not null);
alter table resident enable row level security;
create policy resident_read on resident for select using (declared_purpose() = 'identify' and declared_actor() is not null or related(id));
create policy resident_write on resident for insert with check (declared_actor() is not null);
create policy resident_change on resident for update using (related(id)) with check (declared_actor() is not null);
alter table resident_card enable row level security;
create policy card_read on resident_card for select using (declared_purpose() = 'identify' and declared_actor() is not null or related(resident));
create policy card_write on resident_card for insert with check (declared_actor() is not null);
create policy card_change on resident_card for update using (related(resident)) with check (declared_actor() is not null);
create policy card_remove on resident_card for delete using (related(resident));
-- Cases and their timeline hold no identity, but still ask for a declared actor.
alter table cases enable row level security;
create policy cases_declared on cases using (declared_actor() is not null) with check (declared_actor() is not null);
alter table case_party enable row level security;
create policy case_party_declared on case_party using (declared_actor() is not null) with check (declared_actor() is not null);
alter table case_step enable row level security;
create policy case_step_declared on case_step using (declared_actor() is not null) with check (declared_actor() is not null);
alter table draft enable row level security;
create policy draft_own on draft using (organisation = declared_organisation() and declared_actor() is not null) with check (organisation = declared_organisation());
