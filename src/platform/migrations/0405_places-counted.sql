-- Up Migration
-- The network of places of care is shown as counts and numbers of cases, never names (law 5): whoever reads for figures sees every place.
create policy care_stay_count on care_stay for select
  using ((select declared_actor()) is not null and (select declared_purpose()) = 'figures');
-- What was begun or ended in a period, of however many years.
create index care_stay_ended on care_stay (until_at) where known_until is null;
create index care_stay_begun on care_stay (from_at) where known_until is null;
