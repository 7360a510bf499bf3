-- Up Migration
-- The counters of region and consortium are moved by a job and no longer by each step. A step moved four to eight rows that every
-- other step of the day moves too, and held them until it had committed: a fifth of what its facts cost, and a queue at each row.
-- Now a step only keeps what the counters hold of its referral, once, until the job has caught up. A figure is what is counted plus
-- the difference of what is not: exact at every moment, the step committed just before included (as 0053 does it for what is closed).

create table referral_uncounted (
  case_id text primary key,
  -- the fact as the counters hold it; null where they hold nothing of it yet. Whoever adds a column to referral_fact in a way that
  -- rewrites it counts first: select count_referrals(1000000000)
  counted_as referral_fact
);
alter table referral_uncounted enable row level security;
create policy referral_uncounted_declared on referral_uncounted
  using ((select declared_actor()) is not null) with check ((select declared_actor()) is not null);

-- Keeps what the counters hold of one referral that a step has changed; `before` is null for a new one. The row of the fact is the
-- lock: a step has updated it before it comes here, and the job leaves out a referral whose fact is locked.
create or replace function move_referral_counters(before referral_fact, after referral_fact) returns void language plpgsql as $$
declare
  -- what no counter asks for; a column added later is asked for until it stands here
  same referral_fact := before;
begin
  same.urgency := after.urgency;
  same.receiver := after.receiver;
  same.answer_due_at := after.answer_due_at;
  same.escalation := after.escalation;
  same.escalated_at := after.escalated_at;
  if same is distinct from after then
    insert into referral_uncounted (case_id, counted_as) values (after.case_id, before) on conflict (case_id) do nothing;
  end if;
end $$;

-- By how much the counters are behind, of each referral: what it counts in now, less what was counted of it.
create function referral_counts_behind() returns table (
  case_id text, opened_on date, sender_consortium text, kind text, value text, by integer
) language sql stable as $$
  select f.case_id, f.opened_on, f.sender_consortium, k.kind, k.value, k.by
    from referral_uncounted u join referral_fact f on f.case_id = u.case_id
   cross join lateral (select kind, value, 1 as by from referral_counts(f)
                       union all select kind, value, -1 from referral_counts(u.counted_as)) as k
$$;
create function referral_spreads_behind() returns table (
  case_id text, opened_on date, sender_consortium text, kind text, value integer, by integer
) language sql stable as $$
  select f.case_id, f.opened_on, f.sender_consortium, k.kind, k.value, k.by
    from referral_uncounted u join referral_fact f on f.case_id = u.case_id
   cross join lateral (select kind, value, 1 as by from referral_spreads(f)
                       union all select kind, value, -1 from referral_spreads(u.counted_as)) as k
$$;

-- Moves the counters by up to `most` referrals and says how many. One process does it at a time. What is changed is read from the
-- locked fact, and only where the row taken away is the one whose difference is counted: both are of one moment.
create function count_referrals(most integer) returns bigint language sql as $$
  with turn as materialized (select pg_try_advisory_xact_lock(hashtext('kanglian count referrals ' || current_schema())) as mine),
  due as (select u.case_id from referral_uncounted u, turn where turn.mine limit most),
  fact as materialized (select f.* from referral_fact f join due on due.case_id = f.case_id for update of f skip locked),
  gone as (
    delete from referral_uncounted u using fact where u.case_id = fact.case_id
    returning u.counted_as as before, row(fact.*)::referral_fact as after),
  counted as (
    insert into referral_count as kept (kind, span, opened_on, sender_consortium, value, count)
    select k.kind, s.span, s.opened_on, (g.after).sender_consortium, k.value, sum(k.by)
      from gone g
     cross join lateral (select kind, value, 1 as by from referral_counts(g.after)
                         union all select kind, value, -1 from referral_counts(g.before)) as k
     cross join lateral referral_spans((g.after).opened_on) as s
     group by 1, 2, 3, 4, 5 having sum(k.by) <> 0 order by 1, 2, 3, 4, 5
    on conflict (kind, span, opened_on, sender_consortium, value) do update set count = kept.count + excluded.count),
  spread as (
    insert into referral_spread as kept (kind, span, opened_on, sender_consortium, value, count)
    select k.kind, s.span, s.opened_on, (g.after).sender_consortium, k.value, sum(k.by)
      from gone g
     cross join lateral (select kind, value, 1 as by from referral_spreads(g.after)
                         union all select kind, value, -1 from referral_spreads(g.before)) as k
     cross join lateral referral_spans((g.after).opened_on) as s
     group by 1, 2, 3, 4, 5 having sum(k.by) <> 0 order by 1, 2, 3, 4, 5
    on conflict (kind, span, opened_on, sender_consortium, value) do update set count = kept.count + excluded.count)
  select count(*) from gone
$$;

-- The counters again from the facts; what was settled is settled again by the job.
create or replace function rebuild_referral_counters() returns void language sql as $$
  delete from referral_settled;
  delete from referral_settled_part;
  update referral_fact set settled = false where settled;
  delete from referral_uncounted;
  delete from referral_count;
  delete from referral_spread;
  insert into referral_count (kind, span, opened_on, sender_consortium, value, count)
    select k.kind, s.span, s.opened_on, f.sender_consortium, k.value, count(*)
      from referral_fact f, referral_counts(f) k, referral_spans(f.opened_on) s group by 1, 2, 3, 4, 5;
  insert into referral_spread (kind, span, opened_on, sender_consortium, value, count)
    select k.kind, s.span, s.opened_on, f.sender_consortium, k.value, count(*)
      from referral_fact f, referral_spreads(f) k, referral_spans(f.opened_on) s group by 1, 2, 3, 4, 5;
$$;
