-- Up Migration
-- Who is in hospice care in a numbered bed has taken it like anybody else (decision 0256): until now only the days of care knew, so that
-- the bed board said it was free.
insert into hold (id, kind, department, subject, organisation, actor, status, from_at, until_at, bed)
select 'stay-' || s.id, 'bed', b.department, s.episode, s.organisation, s.author, 'used', s.from_at, 'infinity', b.id
  from care_stay s join bed b on b.id = s.bed
 where s.programme = 'hospice' and s.until_at is null and s.known_until is null
on conflict do nothing;
insert into hold (id, kind, department, subject, organisation, actor, status, from_at, until_at, bed)
select 'transfer-' || t.id, 'bed', b.department, t.case_id, t.receiver, t.author, 'active', t.answered_at, t.answered_at + interval '90 days', b.id
  from hospice_transfer t join bed b on b.id = t.bed
 where t.answer = 'accepted' and t.arrived_at is null and t.not_arrived is null and t.answered_at is not null
on conflict do nothing;
