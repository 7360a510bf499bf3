-- Up Migration
-- A score is an entry in versions: a correction is a new one, the one before stays and says why it no longer counts. What was entered
-- by mistake has no version that stands. `at` and `day` are when the person was assessed, `recorded_at` when it was written down.
alter table hospice_score
  add column entry text,
  add column version integer not null default 1 check (version > 0),
  add column observation text,
  add column recorded_at timestamptz,
  add column band text,
  add column replaced_at timestamptz,
  add column replaced_why text,
  add check ((replaced_at is null) = (replaced_why is null));
update hospice_score set entry = id, recorded_at = at;
alter table hospice_score alter column entry set not null, alter column recorded_at set not null;
create unique index hospice_score_version on hospice_score (entry, version);
create unique index hospice_score_standing on hospice_score (entry) where replaced_at is null;
create policy hospice_score_end on hospice_score for update
  using ((select declared_actor()) is not null and (
    (select declared_purpose()) = 'system' or organisation = (select declared_organisation())
    or exists (select 1 from relation
                where relation.resident = hospice_score.resident and relation.organisation = (select declared_organisation())
                  and relation.kind <> 'review' and relation.from_at <= (select declared_now())
                  and (relation.until_at is null or relation.until_at > (select declared_now())))))
  with check (declared_actor() is not null);
