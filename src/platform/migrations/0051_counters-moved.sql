-- Up Migration
-- The counters of the commission's screen, moved by what one step changed of one referral: `before` is null for a new one. Most of
-- what they cost was working out what a referral counts in before and after; a step that changed nothing of it now ends at the
-- comparison, and what a day and its month have in common is worked out once.
create function move_referral_counters(before referral_fact, after referral_fact) returns void language plpgsql as $$
declare
  -- what no counter asks for; a column added later is asked for until it stands here
  same referral_fact := before;
begin
  same.urgency := after.urgency;
  same.receiver := after.receiver;
  same.answer_due_at := after.answer_due_at;
  same.escalation := after.escalation;
  same.escalated_at := after.escalated_at;
  if same is not distinct from after then
    return;
  end if;
  -- in one order, so that two steps never wait for each other crosswise
  insert into referral_count as kept (kind, span, opened_on, sender_consortium, value, count)
    select moved.kind, s.span, s.opened_on, after.sender_consortium, moved.value, moved.by
      from (select kind, value, sum(by) as by
              from (select k.kind, k.value, -1 as by from referral_counts(before) k
                    union all select k.kind, k.value, 1 from referral_counts(after) k) as each
             group by kind, value having sum(by) <> 0) as moved,
           referral_spans(after.opened_on) s
     order by 1, 2, 3, 4, 5
    on conflict (kind, span, opened_on, sender_consortium, value) do update set count = kept.count + excluded.count;
  insert into referral_spread as kept (kind, span, opened_on, sender_consortium, value, count)
    select moved.kind, s.span, s.opened_on, after.sender_consortium, moved.value, moved.by
      from (select kind, value, sum(by) as by
              from (select k.kind, k.value, -1 as by from referral_spreads(before) k
                    union all select k.kind, k.value, 1 from referral_spreads(after) k) as each
             group by kind, value having sum(by) <> 0) as moved,
           referral_spans(after.opened_on) s
     order by 1, 2, 3, 4, 5
    on conflict (kind, span, opened_on, sender_consortium, value) do update set count = kept.count + excluded.count;
end $$;
