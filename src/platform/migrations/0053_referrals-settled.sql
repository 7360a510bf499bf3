-- Up Migration
-- One organisation's figures at a million referrals: a large hospital has over a hundred thousand of them, which no index counts
-- in time, and counters of every organisation kept by the steps would make each step dearer and its locks longer. But a referral
-- that is closed never changes again. So closed referrals are put into counters by a job of their own (settled), and a figure is
-- what is settled plus the facts that are not yet: exact at every moment, whenever the job last ran.
alter table referral_fact add column settled boolean not null default false;
-- what the job has to do, and what a figure adds to the counters besides the open ones
create index referral_fact_unsettled on referral_fact (closed_at) where closed_at is not null and not settled;
-- whose they are stands in the key, so that the open ones of one organisation are found without reading the others' rows
drop index referral_fact_open;
create index referral_fact_open on referral_fact (opened_on, sender_consortium, sender, receiver)
  include (opened_at, counted, answered_at, arrived_at, returned_at, sender_level, receiver_level) where closed_at is null;

-- `own` is the organisation that sent or received, or the sender's consortium; `other` whom it is divided by. Whole months of
-- sending: single days are read from the facts.
create table referral_settled (
  side text not null check (side in ('sent', 'received', 'consortium')),
  own text not null,
  month date not null,
  other text not null,
  sender_level text not null,
  receiver_level text not null,
  sent integer not null,
  finished integer not null,
  answered integer not null,
  on_time integer not null,
  unanswered_late integer not null,
  refused integer not null,
  returned integer not null,
  primary key (side, own, month, other, sender_level, receiver_level)
) with (fillfactor = 80);
-- Refusals by reason, endings, and durations by interval, as referral_counts() and referral_spreads() name them.
create table referral_settled_part (
  side text not null check (side in ('sent', 'received')),
  own text not null,
  month date not null,
  kind text not null,
  value text not null,
  count integer not null,
  primary key (side, own, month, kind, value)
) with (fillfactor = 80);

-- In whose figures a referral is.
create function referral_sides(f referral_fact) returns table (side text, own text, other text) language sql immutable parallel safe as $$
  select s.side, s.own, coalesce(s.other, '')
    from (values ('sent', f.sender, f.receiver), ('received', f.receiver, f.sender), ('consortium', f.sender_consortium, f.sender)) as s (side, own, other)
   where s.own is not null
$$;

-- Settles up to `most` closed referrals, oldest first, and says how many. One process does it at a time.
create function settle_referrals(most integer) returns bigint language sql as $$
  with turn as materialized (select pg_try_advisory_xact_lock(hashtext('kanglian settle referrals')) as mine),
  due as (
    select f.case_id from referral_fact f, turn
     where turn.mine and f.closed_at is not null and not f.settled order by f.closed_at limit most for update of f skip locked),
  fact as (
    update referral_fact f set settled = true from due where f.case_id = due.case_id returning f.*),
  counted as (
    insert into referral_settled as kept (side, own, month, other, sender_level, receiver_level, sent, finished, answered, on_time,
      unanswered_late, refused, returned)
    select s.side, s.own, date_trunc('month', f.opened_on)::date, s.other, f.sender_level, f.receiver_level,
           count(*) filter (where m.sent), count(*) filter (where m.finished), count(*) filter (where m.answered),
           count(*) filter (where m.on_time), count(*) filter (where m.unanswered_late), count(*) filter (where m.refused),
           count(*) filter (where m.returned)
      from fact f, referral_measures(row(f.*)::referral_fact) m, referral_sides(row(f.*)::referral_fact) s
     where m.sent group by 1, 2, 3, 4, 5, 6
    on conflict (side, own, month, other, sender_level, receiver_level) do update set
      sent = kept.sent + excluded.sent, finished = kept.finished + excluded.finished, answered = kept.answered + excluded.answered,
      on_time = kept.on_time + excluded.on_time, unanswered_late = kept.unanswered_late + excluded.unanswered_late,
      refused = kept.refused + excluded.refused, returned = kept.returned + excluded.returned),
  divided as (
    insert into referral_settled_part as kept (side, own, month, kind, value, count)
    select s.side, s.own, date_trunc('month', f.opened_on)::date, k.kind, k.value, count(*)
      from fact f, referral_sides(row(f.*)::referral_fact) s,
           lateral (select kind, value from referral_counts(row(f.*)::referral_fact) where kind in ('refusal', 'ended')
                    union all
                    select kind, value::text from referral_spreads(row(f.*)::referral_fact)) k
     where s.side <> 'consortium' group by 1, 2, 3, 4, 5
    on conflict (side, own, month, kind, value) do update set count = kept.count + excluded.count)
  select count(*) from fact
$$;

-- What referral_spreads() says of one referral, in one row instead of up to eight: counted in ten thousand facts at once, a list
-- of values per fact costs PostgreSQL twenty times as much. A test holds both to the same answer. A course that has neither come
-- nor ended without coming is null, whatever stands in its value.
create function referral_courses(f referral_fact) returns table (
  answer text, answer_value integer, arrival text, arrival_value integer, return text, return_value integer, seen text, seen_value integer
) language sql immutable parallel safe as $$
  select case when not f.counted then null
              when f.answered_at is not null then 'answer'
              when f.closed_at is not null and not goes_down(f) then 'answer-ended' end,
         duration_interval(f.opened_at, coalesce(f.answered_at, f.closed_at)),
         case when not f.counted then null
              when f.arrived_at is not null then 'arrival'
              when f.closed_at is not null and not goes_down(f) then 'arrival-ended' end,
         duration_interval(f.opened_at, coalesce(f.arrived_at, f.closed_at)),
         case when not f.counted or f.arrived_at is null then null
              when f.returned_at is not null then 'return'
              when f.closed_at is not null then 'return-ended' end,
         duration_interval(f.arrived_at, coalesce(f.returned_at, f.closed_at)),
         case when not f.counted or f.returned_at is null then null
              when f.seen_on is not null then 'seen'
              when f.closed_at is not null then 'seen-ended' end,
         greatest(0, coalesce(f.seen_on, f.closed_on) - f.returned_on)
$$;

-- The counters again from the facts; what was settled is settled again by the job.
create or replace function rebuild_referral_counters() returns void language sql as $$
  delete from referral_settled;
  delete from referral_settled_part;
  update referral_fact set settled = false where settled;
  delete from referral_count;
  delete from referral_spread;
  insert into referral_count (kind, span, opened_on, sender_consortium, value, count)
    select k.kind, s.span, s.opened_on, f.sender_consortium, k.value, count(*)
      from referral_fact f, referral_counts(f) k, referral_spans(f.opened_on) s group by 1, 2, 3, 4, 5;
  insert into referral_spread (kind, span, opened_on, sender_consortium, value, count)
    select k.kind, s.span, s.opened_on, f.sender_consortium, k.value, count(*)
      from referral_fact f, referral_spreads(f) k, referral_spans(f.opened_on) s group by 1, 2, 3, 4, 5;
$$;

alter table referral_settled enable row level security;
create policy referral_settled_declared on referral_settled
  using ((select declared_actor()) is not null) with check ((select declared_actor()) is not null);
alter table referral_settled_part enable row level security;
create policy referral_settled_part_declared on referral_settled_part
  using ((select declared_actor()) is not null) with check ((select declared_actor()) is not null);
