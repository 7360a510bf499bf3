/**
 * The figures of one organisation, and the rows inside a consortium: closed referrals from the counters they are settled into
 * (migration 0053), month by month, and from the facts what is not settled yet and the days at the edges of the ranges. A
 * referral is in exactly one of the two in every snapshot, so that the sum is exact whenever the job last settled.
 */
import { addDays } from '../../../platform/civil-time.ts';
import type { CivilDay } from '../../../platform/civil-time.ts';
import type { Actor, Database, Statement } from '../../../platform/postgres/database.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Job } from '../../../platform/jobs.ts';
import { piecesOf, segmentsOf } from './ranges.ts';
import type { Range } from './ranges.ts';
import { nameOf, within } from './statements.ts';
import type { Scope } from './statements.ts';

const monthsFrom = ({ from, until }: Range): readonly CivilDay[] => {
  const months: CivilDay[] = [];
  for (let month = from; month <= until; month = `${addDays(month, 31).slice(0, 8)}01`) months.push(month);
  return months;
};
const daysFrom = ({ from, until }: Range): readonly CivilDay[] => {
  const days: CivilDay[] = [];
  for (let day = from; day <= until; day = addDays(day, 1)) days.push(day);
  return days;
};

/**
 * $1 whose, $2 and $3 the days of all ranges together, $4 where their pieces begin, $5 and $6 the pieces of each range, $7 and $8
 * whole months with the piece each lies in, $9 the single days, $10 and $11 the period. Where nothing is settled (`today` null), no months.
 */
const valuesOf = (ranges: readonly Range[], scope: Scope, today: CivilDay | null): readonly unknown[] => {
  const { starts, held } = piecesOf(ranges);
  const [period] = ranges;
  const [first, beyond] = [starts[0], starts.at(-1)];
  if (period === undefined || first === undefined || beyond === undefined) throw new Error('no range to count in');
  const inSome = new Set(held.map(({ piece }) => piece));
  const segments = starts.flatMap((from, index) => {
    const until = addDays(starts[index + 1] ?? beyond, -1);
    const piece = index + 1;
    return today !== null && inSome.has(piece)
      ? segmentsOf({ from, until }, today).map((segment) => ({ ...segment, piece }))
      : [];
  });
  const months = segments
    .filter(({ span }) => span === 'month')
    .flatMap((segment) => monthsFrom(segment).map((month) => ({ month, piece: segment.piece })));
  return [
    scope.id,
    first,
    addDays(beyond, -1),
    starts,
    held.map(({ piece }) => piece),
    held.map(({ range }) => range),
    months.map(({ month }) => month),
    months.map(({ piece }) => piece),
    segments.filter(({ span }) => span === 'day').flatMap(daysFrom),
    period.from,
    period.until,
  ];
};

const PIECE = 'width_bucket(f.opened_on, $4::date[])';
const HELD = 'unnest($5::integer[], $6::integer[]) as held (piece, range)';
const MONTH = 'unnest($7::date[], $8::integer[]) as whole (month, piece)';
const IN_PERIOD = 'f.opened_on between $10::date and $11::date';

/** Every fact that is not counted by the month; three conditions, so that each is read through its own index. */
const factsOf = (scope: Scope, select: (condition: string) => string): string =>
  [
    `f.closed_at is null and f.opened_on between $2::date and $3::date`,
    `f.closed_at is not null and not f.settled and f.opened_on between $2::date and $3::date`,
    `f.settled and f.opened_on = any($9::date[])`,
  ]
    .map((which) => select(`${within(scope, '$1')} and ${which}`))
    .join('\n      union all\n');

/** Rows: range, row (organisation; of a region the consortium), name, sender_level, receiver_level and a column per measure. */
export const countSettled = (ranges: readonly Range[], scope: Scope, today: CivilDay | null): Statement => {
  const other = scope.kind === 'region' ? 'sender_consortium' : nameOf(scope) === 'sent' ? 'receiver' : 'sender';
  const facts = factsOf(
    scope,
    (condition) => `
      select ${PIECE} as piece, coalesce(f.${other}, '') as other, f.sender_level, f.receiver_level, m.sent::integer, m.finished::integer,
             m.answered::integer, m.on_time::integer, m.unanswered_late::integer, m.refused::integer, m.returned::integer
        from referral_fact f cross join lateral referral_measures(f) as m where ${condition} and m.sent`,
  );
  return {
    name: `referral-count-settled-${nameOf(scope)}`,
    text: `with counted as (
      select whole.piece, other, sender_level, receiver_level, sent, finished, answered, on_time, unanswered_late, refused, returned
        from ${MONTH} join referral_settled s on s.side = '${nameOf(scope)}' and s.own = $1 and s.month = whole.month
      union all${facts}),
    summed as (
      select piece, other, sender_level, receiver_level, sum(sent) as sent, sum(finished) as finished, sum(answered) as answered,
             sum(on_time) as on_time, sum(unanswered_late) as unanswered_late, sum(refused) as refused, sum(returned) as returned
        from counted group by 1, 2, 3, 4)
    select held.range, c.other as row, o.name, c.sender_level, c.receiver_level, sum(sent)::integer as sent, sum(finished)::integer as finished,
           sum(answered)::integer as answered, sum(on_time)::integer as on_time, sum(unanswered_late)::integer as unanswered_late,
           sum(refused)::integer as refused, sum(returned)::integer as returned
      from summed c join ${HELD} using (piece) left join organisation o on o.id = c.other
     group by 1, 2, 3, 4, 5`,
    values: valuesOf(ranges, scope, today).slice(0, -2),
  };
};

/** Rows: range, kind, value, count: the days until seen in every range, all else in the period alone. */
export const partSettled = (ranges: readonly Range[], scope: Scope, today: CivilDay | null): Statement => {
  const facts = factsOf(
    scope,
    (condition) => `
      select ${PIECE} as piece, ${IN_PERIOD} as inside, c.*, case when m.refused then coalesce(f.refusal_reason, 'other') end as refusal,
             case when m.sent then f.ending end as ended
        from referral_fact f cross join lateral referral_measures(f) as m cross join lateral referral_courses(f) as c where ${condition}`,
  );
  return {
    name: `referral-part-settled-${nameOf(scope)}`,
    text: `with fact as (${facts}),
    -- each fact once in every set of columns; what a set leaves out is null in its rows
    course as (
      select piece, coalesce(seen, answer, arrival, return, case when refusal is not null then 'refusal' when ended is not null then 'ended' end) as kind,
             coalesce((coalesce(seen_value, answer_value, arrival_value, return_value))::text, refusal, ended) as value, count(*) as count
        from (select piece, seen, case when seen is not null then seen_value end as seen_value,
                     case when inside then answer end as answer, case when inside then answer_value end as answer_value,
                     case when inside then arrival end as arrival, case when inside then arrival_value end as arrival_value,
                     case when inside then return end as return, case when inside then return_value end as return_value,
                     case when inside then refusal end as refusal, case when inside then ended end as ended
                from fact) as told
       group by grouping sets ((piece, seen, seen_value), (answer, answer_value), (arrival, arrival_value), (return, return_value), (refusal), (ended))),
    counted as (
      select held.range, kind, value, count from course join ${HELD} using (piece)
      union all
      select 0, kind, value, count from course where piece is null
      union all
      select held.range, s.kind, s.value, s.count
        from ${MONTH} join referral_settled_part s on s.side = '${nameOf(scope)}' and s.own = $1 and s.month = whole.month
        join ${HELD} using (piece)
       where held.range = 0 or s.kind in ('seen', 'seen-ended'))
    select range, kind, value, sum(count)::integer as count from counted where kind is not null group by 1, 2, 3`,
    values: valuesOf(ranges, scope, today),
  };
};

const SETTLER: Actor = {
  id: 'system:figures',
  person: null,
  role: 'system',
  organisation: 'system',
  purpose: 'system',
};
/** Settled in one transaction: a second's work at most, which nobody waits for. */
const MOST = 1000;
const settle = (most: number): Statement => ({
  name: 'referral-settle',
  text: 'select settle_referrals($1) as settled',
  values: [most],
});

/** Settles what has been closed, again and again until nothing is left or the process stops. */
export const settleReferrals = async (
  db: Database,
  clock: Clock,
  stopping: () => boolean = () => false,
): Promise<number> => {
  for (let all = 0; ; ) {
    const [rows = []] = await db.write(SETTLER, clock.now(), (tx) => tx.finish([settle(MOST)]));
    const settled = Number(rows[0]?.['settled'] ?? 0);
    all += settled;
    if (settled < MOST || stopping()) return all;
  }
};

export const settlingJob = (db: Database, clock: Clock): Job => ({
  name: 'settling figures',
  everyMs: 60_000,
  work: (stopping) => settleReferrals(db, clock, stopping),
});
