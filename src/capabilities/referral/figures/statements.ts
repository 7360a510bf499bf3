/**
 * What the figures are counted by. A region's and a consortium's totals come from the counters; an organisation's, and the rows
 * inside a consortium, from what is settled and the facts that are not (settled.ts). Both say the same, which a test holds them
 * to. All ranges of a screen are counted by one statement; `range` is their place in the list.
 */
import type { Statement } from '../../../platform/postgres/database.ts';
import { segmentsOf } from './ranges.ts';
import type { Range } from './ranges.ts';

export type Scope =
  | { readonly kind: 'region'; readonly id: null }
  | { readonly kind: 'consortium'; readonly id: string }
  | { readonly kind: 'organisation'; readonly id: string; readonly side: 'sent' | 'received' };

/** What the rates are made of, in every range; the rest is asked of the period alone. */
const RATE_KINDS = ['sent', 'finished', 'answered', 'on_time', 'unanswered_late', 'refused'];
const PERIOD_KINDS = ['flow', 'returned', 'refusal', 'ended'];
const SEEN_KINDS = ['seen', 'seen-ended'];
const COURSE_KINDS = ['answer', 'answer-ended', 'arrival', 'arrival-ended', 'return', 'return-ended'];

// each segment is read by its key: without the fence (`offset 0`) the planner joined and read the whole table
const SEGMENTS = `segment as (select n, span, from_on, until_on
    from unnest($1::integer[], $2::text[], $3::date[], $4::date[]) as given (n, span, from_on, until_on))`;
const segments = (ranges: readonly Range[], today: string): readonly unknown[] => {
  const all = ranges.flatMap((range, place) => segmentsOf(range, today).map((segment) => ({ ...segment, place })));
  return [
    all.map(({ place }) => place),
    all.map(({ span }) => span),
    all.map(({ from }) => from),
    all.map(({ until }) => until),
  ];
};

/** The counters are behind by what steps have changed since the job last counted (migration 0070); $7 is the consortium. */
const BEHIND = `and s.opened_on between segment.from_on and segment.until_on
      and (segment.n = 0 or b.kind = any($5)) and ($7::text is null or b.sender_consortium = $7)`;

/** Rows: range, row (consortium), kind, value, count. */
export const countByCounters = (ranges: readonly Range[], today: string, consortium: string | null): Statement => ({
  name: 'referral-count-by-counters',
  text: `with ${SEGMENTS},
  told as (
    select segment.n as range, c.sender_consortium as row, k.kind, c.value, c.count
      from segment cross join unnest($5::text[] || $6::text[]) as k (kind)
     cross join lateral (
        select sender_consortium, value, count from referral_count
         where referral_count.kind = k.kind and referral_count.span = segment.span
           and opened_on between segment.from_on and segment.until_on and ($7::text is null or sender_consortium = $7)
        offset 0) as c
     where segment.n = 0 or k.kind = any($5)
    union all
    select segment.n, b.sender_consortium, b.kind, b.value, b.by
      from referral_counts_behind() b cross join lateral referral_spans(b.opened_on) s join segment on segment.span = s.span ${BEHIND})
  select range, row, kind, value, sum(count)::integer as count from told group by 1, 2, 3, 4 having sum(count) > 0`,
  values: [...segments(ranges, today), RATE_KINDS, PERIOD_KINDS, consortium],
});

/** Rows: range, kind, value, count. */
export const spreadByCounters = (ranges: readonly Range[], today: string, consortium: string | null): Statement => ({
  name: 'referral-spread-by-counters',
  text: `with ${SEGMENTS},
  told as (
    select segment.n as range, k.kind, c.value, c.count
      from segment cross join unnest($5::text[] || $6::text[]) as k (kind)
     cross join lateral (
        select value, count from referral_spread
         where referral_spread.kind = k.kind and referral_spread.span = segment.span
           and opened_on between segment.from_on and segment.until_on and ($7::text is null or sender_consortium = $7)
        offset 0) as c
     where segment.n = 0 or k.kind = any($5)
    union all
    select segment.n, b.kind, b.value, b.by
      from referral_spreads_behind() b cross join lateral referral_spans(b.opened_on) s join segment on segment.span = s.span ${BEHIND})
  select range, kind, value, sum(count)::integer as count from told group by 1, 2, 3 having sum(count) > 0`,
  values: [...segments(ranges, today), SEEN_KINDS, COURSE_KINDS, consortium],
});

/** Where a scope's facts are found. Column names, never input. */
const ownOf = (scope: Exclude<Scope, { kind: 'region' }>): 'sender_consortium' | 'sender' | 'receiver' =>
  scope.kind === 'consortium' ? 'sender_consortium' : scope.side === 'sent' ? 'sender' : 'receiver';
/** What distinguishes the texts of one statement, and their names. */
export const nameOf = (scope: Scope): 'region' | 'consortium' | 'sent' | 'received' =>
  scope.kind === 'organisation' ? scope.side : scope.kind;

/** `$from` and `$to` of a scope as one condition on `f`; `$at` is the parameter that holds its id. */
export const within = (scope: Scope, at: string): string =>
  scope.kind === 'region' ? `${at}::text is null` : `f.${ownOf(scope)} = ${at}`;
/** Who waits now among those sent in the period, by the interval reached. Rows: value, answer, arrival, return. */
export const findWaiting = ({ from, until }: Range, scope: Scope, now: Date): Statement => ({
  name: `referral-waiting-${nameOf(scope)}`,
  text: `select duration_interval(f.opened_at, $3) as value, count(*) filter (where f.answered_at is null)::integer as answer,
         count(*)::integer as arrival, 0 as return
    from referral_fact f
   where f.closed_at is null and f.counted and not goes_down(f) and f.arrived_at is null and f.opened_on between $1::date and $2::date and ${within(scope, '$4')}
   group by 1
  union all
  select duration_interval(f.arrived_at, $3), 0, 0, count(*)::integer
    from referral_fact f
   where f.closed_at is null and f.counted and f.arrived_at is not null and f.returned_at is null
     and f.opened_on between $1::date and $2::date and ${within(scope, '$4')}
   group by 1`,
  values: [from, until, now, scope.id],
});

/**
 * What is overdue by now and no step has said so yet: answers whose clock has just run out, and residents not seen in time.
 * `unseenBefore` is the first day of return whose days have not all passed. Rows: opened_on, answer, seen.
 */
export const findOverdue = (scope: Scope, now: Date, unseenBefore: string): Statement => ({
  name: `referral-overdue-${nameOf(scope)}`,
  text: `select opened_on, sum(answer)::integer as answer, sum(seen)::integer as seen, min(returned_on) as returned_on from (
      select f.opened_on, 1 as answer, 0 as seen, null::date as returned_on from referral_fact f
       where f.closed_at is null and f.answered_at is null and not f.answer_late and f.answer_due_at < $1 and f.counted
         and ${within(scope, '$3')}
      union all
      select f.opened_on, 0, 1, f.returned_on from referral_fact f
       where f.closed_at is null and f.returned_at is not null and f.seen_on is null and f.returned_on < $2::date and f.counted
         and ${within(scope, '$3')}) as overdue
   group by opened_on`,
  values: [now, unseenBefore, scope.id],
});

/** Escalated and still without an answer, whenever sent. Rows: name of the receiver, count, since. */
export const findUnanswered = (scope: Scope): Statement => ({
  name: `referral-unanswered-${nameOf(scope)}`,
  text: `select o.short_name as name, count(*)::integer as count, min(f.opened_at) as since
    from referral_fact f left join organisation o on o.id = f.receiver
   where f.closed_at is null and f.answered_at is null and f.escalation > 0 and not goes_down(f) and f.counted and ${within(scope, '$1')}
   group by o.id, o.short_name order by count(*) desc, o.short_name`,
  values: [scope.id],
});

/** Departments that offer places and of which nobody said what is free since `before`, oldest first. */
export const findStale = (scope: Scope, before: Date, today: string, most: number): Statement => ({
  name: 'referral-stale-capacity',
  text: `select o.id as organisation, o.name as organisation_name, d.id as department, d.name as department_name, coalesce(c.of_at, q.updated_at) as of_at,
         (count(*) over ())::integer as count
    from quota q join department d on d.id = q.department join organisation o on o.id = d.organisation
    left join capacity_statement c on c.department = d.id
   where coalesce(c.of_at, q.updated_at) < $1 and q.places > 0 and d.from_on <= $2::date and (d.until_on is null or d.until_on > $2::date)
     and ($3::text is null or o.id = $3) and ($4::text is null or organisation_consortium(o.id, $2::date) = $4)
   order by coalesce(c.of_at, q.updated_at), o.id, d.id limit $5`,
  values: [
    before,
    today,
    scope.kind === 'organisation' ? scope.id : null,
    scope.kind === 'consortium' ? scope.id : null,
    most,
  ],
});

/** Between which levels anything was ever recorded, by whomever: what was never is not collected, which is not none. */
export const findRecordedFlows: Statement = {
  name: 'referral-recorded-flows',
  text: `select kind, value from (
      select kind, value, count from referral_count where kind in ('flow', 'returned') and span = 'month'
      union all
      select kind, value, by from referral_counts_behind() where kind in ('flow', 'returned')) as told
   group by kind, value having sum(count) > 0`,
};

/** The consortia in the region's order. */
export const findConsortia = (today: string): Statement => ({
  name: 'referral-consortia',
  text: `select id, name, short_name from organisation
   where kind in ('urban-group', 'county-consortium') and from_on <= $1::date and (until_on is null or until_on > $1::date)
   order by kind desc, id`,
  values: [today],
});

export const findScope = (id: string): Statement => ({
  name: 'referral-figure-scope',
  text: 'select id, name, kind from organisation where id = $1',
  values: [id],
});
