-- Up Migration
-- A code may open the resident's own record instead of one case. It is given in person only, by whoever cares for the resident, who
-- says how they knew who it was; a code that travelled by message or on a slip opens its case and nothing more.
alter table resident_code alter column case_id drop not null;
alter table resident_code add column opens text not null default 'case' check (opens in ('case', 'record'));
alter table resident_code add column proof text check (proof in ('identity-card', 'insurance-card', 'known-in-person'));
alter table resident_code add constraint resident_code_what
  check ((opens = 'case') = (case_id is not null) and (opens = 'record') = (proof is not null));
create unique index resident_code_record_open on resident_code (resident)
  where opens = 'record' and used_at is null and void_at is null;
alter table resident_session alter column case_id drop not null;
