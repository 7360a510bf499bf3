-- Up Migration
-- When two residents turn out to be one, what a stay in hospice has written goes with its case. Nobody else changes these rows:
-- only the program itself, as for everything a merge moves.
do $policies$
declare
  name text;
begin
  foreach name in array array['hospice_admission', 'hospice_score', 'hospice_opioid', 'hospice_act'] loop
    execute format(
      'create policy %I on %I for update using ((select declared_purpose()) = ''system'') with check ((select declared_purpose()) = ''system'')',
      name || '_follow', name);
  end loop;
end $policies$;
