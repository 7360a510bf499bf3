-- Up Migration
-- Who is declared is asked once a statement, not once a row: the same condition as before, as the policies of 0011 have it. On
-- 20,000 open cases of one organisation the counts of its worklist asked 20,000 times.
alter policy cases_declared on cases
  using ((select declared_actor()) is not null) with check ((select declared_actor()) is not null);
alter policy case_party_declared on case_party
  using ((select declared_actor()) is not null) with check ((select declared_actor()) is not null);
alter policy case_step_declared on case_step
  using ((select declared_actor()) is not null) with check ((select declared_actor()) is not null);
