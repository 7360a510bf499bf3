-- Up Migration
-- Which beds somebody looking at a bed board should look at again after an event: those its case has or had, those in which its
-- resident lives (an assessment is another case than the stay), and the one a bed manager changed by hand.
create index hold_bed_subject on hold (subject) where kind = 'bed';
-- the bed board asks which of a few beds are taken; the exclusion's own index takes ten times as long to say so
create index hold_bed_now on hold (bed) where kind = 'bed' and status in ('active', 'used');
create index stay_resident on stay (resident) where until_at is null;

create function event_beds(kind text, subject text, payload json)
returns table (bed text, organisation text) language sql stable as $$
  select b.id, d.organisation
    from (
      select h.bed from hold h where h.subject = event_beds.subject and h.kind = 'bed'
      union
      select h.bed from cases c join stay s on s.resident = c.resident and s.until_at is null
                                join hold h on h.subject = s.case_id and h.kind = 'bed' and h.status = 'used'
       where c.id = event_beds.subject
      union
      select payload ->> 'bed' where event_beds.kind = 'bed.changed'
    ) as touched (bed)
    join bed b on b.id = touched.bed join department d on d.id = b.department
$$;
