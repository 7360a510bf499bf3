-- Up Migration
-- Every paper that left: who, when, of which version of the case, the how-manieth copy, and the digest of its bytes. `form` is
-- a PDF made here, or a page that the reader's own browser printed. Rows are added and never changed.
create table case_print (
  case_id text not null references cases (id),
  paper text not null,
  copy integer not null check (copy > 0),
  case_version integer not null check (case_version > 0),
  state text not null,
  mark text,
  form text not null check (form in ('pdf', 'page')),
  language text not null check (language in ('zh', 'en')),
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  actor text not null,
  role text not null,
  organisation text not null,
  at timestamptz not null,
  primary key (case_id, paper, copy)
);
alter table case_print enable row level security;
create policy case_print_read on case_print for select using (declared_actor() is not null);
create policy case_print_write on case_print for insert with check (declared_actor() is not null);

-- The insurer's referral filing 转诊备案: once per referral. Withdrawn with the referral that ended before the resident arrived.
create table referral_filing (
  case_id text primary key references cases (id),
  -- null: reported by the system, the insurer gave no number
  number text check (number <> ''),
  -- whom the resident was on the way to when it was filed
  receiver text not null references organisation (id),
  filed_at timestamptz not null,
  actor text not null,
  role text not null,
  organisation text not null,
  -- the Idempotency-Key it came with: the same request again gets the first answer
  request_key text,
  withdrawn_at timestamptz,
  withdrawal text,
  check ((withdrawn_at is null) = (withdrawal is null))
);
create unique index referral_filing_number on referral_filing (number);
alter table referral_filing enable row level security;
create policy referral_filing_declared on referral_filing
  using (declared_actor() is not null) with check (declared_actor() is not null);
