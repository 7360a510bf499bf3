-- Up Migration
-- A call to whoever is on duty is an act of its own: from whom, what for, what was advised.
alter table hospice_act drop constraint hospice_act_kind_check;
alter table hospice_act add constraint hospice_act_kind_check
  check (kind in ('visit', 'call', 'team', 'conference', 'after-care', 'contact'));
