-- Up Migration
-- What a plan of care may ask for, and who is known to keep it: so that a hospital hears before discharge what the township
-- hospital does not have. The list of things comes from the region pack; whether a place keeps one is said by its own people.
create table catalogue_item (
  code text primary key,
  kind text not null check (kind in ('medicine', 'device')),
  name text not null,
  name_en text not null,
  -- strength and form of a medicine: 0.5 g 片
  form text,
  made_up boolean not null
);
-- Nothing is overwritten (law 3): a new statement ends the one before. No row at all: nobody ever said.
create table stock_statement (
  id text primary key,
  organisation text not null references organisation (id),
  item text not null references catalogue_item (code),
  state text not null check (state in ('kept', 'short', 'not-kept')),
  from_at timestamptz not null,
  until_at timestamptz check (until_at >= from_at),
  author text not null
);
create unique index stock_statement_current on stock_statement (organisation, item) where until_at is null;
