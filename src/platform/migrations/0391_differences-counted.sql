-- Up Migration
-- Differences with insurers are figures: counts, sums and case ids leave, never a name (law 5). Whoever reads for figures sees of
-- claims which insurer and whose line they are about, and what the insurer said.
create policy care_claim_count on care_claim for select
  using ((select declared_actor()) is not null and (select declared_purpose()) = 'figures');
create policy care_claim_line_count on care_claim_line for select
  using ((select declared_actor()) is not null and (select declared_purpose()) = 'figures');
create policy care_statement_row_count on care_statement_row for select
  using ((select declared_actor()) is not null and (select declared_purpose()) = 'figures');
