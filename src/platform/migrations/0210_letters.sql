-- Up Migration
-- Official letters: what was written (every version), what was found and answered, what the figures said, and what signing froze.
-- A letter is a case of the pathway `letter` and has its id. No resident is named in these tables.
create table letter (
  id text primary key references cases (id),
  -- who issues it
  organisation text not null references organisation (id),
  -- the case it answers, a proposal for one
  about text references cases (id),
  -- last year's letter on the same matter, as text
  previous_text text,
  title text not null,
  prefix text not null,
  -- the newest version
  head integer not null check (head > 0),
  opened_at timestamptz not null,
  changed_at timestamptz not null,
  -- frozen by signing; nothing below changes once it is there
  signed_version integer,
  signed_at timestamptz,
  signed_on date,
  signed_by text,
  signer text,
  year integer,
  digest text check (digest ~ '^[0-9a-f]{64}$'),
  disclosure text not null check (disclosure in ('public', 'on-request', 'not-public')),
  -- printed on the letter; opens the public page where the commission has one
  code text unique check (code ~ '^[0-9A-Z]{10}$'),
  check ((signed_version is null) = (signed_at is null) and (signed_at is null) = (signer is null)
         and (signed_at is null) = (digest is null) and (signed_at is null) = (code is null))
);
create index letter_organisation on letter (organisation, changed_at desc);
create index letter_about on letter (about) where about is not null;

create table letter_version (
  letter text not null references letter (id),
  version integer not null check (version > 0),
  content json not null,
  at timestamptz not null,
  actor text not null,
  role text not null,
  organisation text not null,
  primary key (letter, version)
);

-- Why a finding stands, in somebody's words; what was found is kept as it was read.
create table letter_answer (
  letter text not null references letter (id),
  finding text not null,
  kind text not null,
  said text not null,
  reason text not null check (length(btrim(reason)) >= 2),
  version integer not null,
  at timestamptz not null,
  actor text not null,
  role text not null,
  primary key (letter, finding, at)
);

-- What the figures of a version said when they were asked.
create table letter_look (
  letter text not null references letter (id),
  at timestamptz not null,
  version integer not null,
  content json not null,
  -- whether no transaction still under way can change it
  settled boolean not null,
  primary key (letter, at)
);

-- A claim as it was signed.
create table letter_claim (
  letter text not null references letter (id),
  claim text not null,
  figure text not null,
  definition_version text not null,
  as_of text not null,
  value numeric,
  numerator numeric,
  denominator numeric,
  unit text not null,
  evidence text not null,
  records_digest text not null,
  printed text not null,
  content json not null,
  primary key (letter, claim)
);
create index letter_claim_figure on letter_claim (figure);

-- Numbers of letters: one after the other per prefix and year, none left out, none twice. One that is not used is in the list of voids.
create table letter_series (
  prefix text not null,
  year integer not null check (year between 1949 and 2200),
  organisation text not null references organisation (id),
  last integer not null check (last >= 0),
  primary key (prefix, year)
);
create table letter_number (
  prefix text not null,
  year integer not null,
  number integer not null check (number > 0),
  -- null: used outside this system
  letter text unique references letter (id),
  note text,
  at timestamptz not null,
  actor text not null,
  void_at timestamptz,
  void_reason text,
  void_by text,
  primary key (prefix, year, number),
  foreign key (prefix, year) references letter_series (prefix, year),
  check (letter is not null or note is not null),
  check ((void_at is null) = (void_reason is null) and (void_at is null) = (void_by is null))
);

create table letter_seal (
  letter text primary key references letter (id),
  adapter text not null,
  reference text not null,
  digest text not null,
  at timestamptz not null,
  actor text not null
);

-- Whether readers of a letter that is 主动公开 may look its figures up: switched by the commission, each change a row.
create table letter_switch (
  organisation text not null references organisation (id),
  at timestamptz not null,
  opened boolean not null,
  reason text not null,
  actor text not null,
  primary key (organisation, at)
);
-- Wrong codes from one place, in the hour that began at `since`.
create table letter_guess (
  place text primary key,
  since timestamptz not null,
  wrong integer not null
);

-- Its own house; whoever is asked to countersign; and once it is signed, the parties of the case it answers.
create function letter_open(asked text) returns boolean language sql stable as $$
  select declared_actor() is not null and (
    declared_purpose() = 'system' or exists (
      select 1 from letter l where l.id = asked and (
        l.organisation = declared_organisation()
        or exists (select 1 from case_party p join cases c on c.id = p.case_id
                    where p.organisation = declared_organisation() and (c.id = l.id or c.parent = l.id))
        or l.signed_at is not null and l.about is not null
           and exists (select 1 from case_party p where p.case_id = l.about and p.organisation = declared_organisation()))))
$$;
alter table letter enable row level security;
create policy letter_read on letter for select using (declared_actor() is not null and (
  declared_purpose() = 'system' or organisation = declared_organisation()
  or exists (select 1 from case_party p join cases c on c.id = p.case_id
              where p.organisation = declared_organisation() and (c.id = letter.id or c.parent = letter.id))
  or signed_at is not null and about is not null
     and exists (select 1 from case_party p where p.case_id = letter.about and p.organisation = declared_organisation())));
create policy letter_write on letter for insert
  with check (declared_actor() is not null and (organisation = declared_organisation() or declared_purpose() = 'system'));
create policy letter_change on letter for update
  using (declared_actor() is not null and (organisation = declared_organisation() or declared_purpose() = 'system'))
  with check (declared_actor() is not null);

do $fence$
declare
  each text;
begin
  foreach each in array array['letter_version', 'letter_answer', 'letter_look', 'letter_claim', 'letter_seal'] loop
    execute format('alter table %1$s enable row level security', each);
    execute format('create policy %1$s_read on %1$s for select using (letter_open(letter))', each);
    execute format('create policy %1$s_write on %1$s for insert with check (letter_open(letter))', each);
  end loop;
end $fence$;
-- A look is no evidence until it is signed: what was signed stands in letter_claim.
create policy letter_look_again on letter_look for update using (letter_open(letter)) with check (letter_open(letter));
create policy letter_look_forget on letter_look for delete using (letter_open(letter));
-- The series is the issuer's; its numbers are public once printed.
alter table letter_series enable row level security;
create policy letter_series_own on letter_series
  using (declared_actor() is not null and (organisation = declared_organisation() or declared_purpose() = 'system'))
  with check (declared_actor() is not null and organisation = declared_organisation());
alter table letter_number enable row level security;
create policy letter_number_read on letter_number for select using (declared_actor() is not null);
create policy letter_number_write on letter_number for insert with check (
  exists (select 1 from letter_series s where s.prefix = letter_number.prefix and s.year = letter_number.year));
create policy letter_number_void on letter_number for update using (
  exists (select 1 from letter_series s where s.prefix = letter_number.prefix and s.year = letter_number.year));
alter table letter_switch enable row level security;
create policy letter_switch_read on letter_switch for select using (declared_actor() is not null);
create policy letter_switch_write on letter_switch for insert
  with check (declared_actor() is not null and organisation = declared_organisation());
alter table letter_guess enable row level security;
create policy letter_guess_system on letter_guess
  using (declared_purpose() = 'system') with check (declared_purpose() = 'system');

-- The region's templates, put here from its pack; a version never changes.
create table letter_template (
  code text not null,
  version integer not null check (version > 0),
  name text not null,
  valid_from date not null,
  source text not null,
  verified boolean not null,
  content json not null,
  primary key (code, version)
);
alter table letter_template enable row level security;
create policy letter_template_read on letter_template for select using (declared_actor() is not null);
create policy letter_template_write on letter_template for insert with check (declared_purpose() = 'system');
