/**
 * The referral's fact row and its counters, kept by the transaction of every step (laws 2 and 4). Levels, consortium, measures
 * and intervals are worked out by the functions of migration 0045, which rebuild_referral_facts() uses too.
 */
import type { TakenStep } from '../../engines/pathways/capability.ts';
import type { Statement } from '../../platform/postgres/database.ts';
import { isDown } from './records.ts';
import type { ParentFact } from './rules/onward.ts';

/** Steps by which a receiver answers. Asking for information is none: the resident still has no place. */
export const ANSWERS: readonly string[] = ['accept', 'refuse', 'redirect', 'pass-on'];

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
/** When the resident stood at the door, as the form says; the step itself where it does not. */
const arrival = (taken: TakenStep): Date => new Date(text(taken.answers['arrivedAt']) ?? taken.at);

/** $1 case … $18; `returned` is `set`, `clear` (sent back with a question) or null. */
const valuesOf = (taken: TakenStep): readonly unknown[] => {
  const { after, at, step, today } = taken;
  const on = (...names: readonly string[]): boolean => names.includes(step);
  const parent = taken.loaded['parent'] as ParentFact | undefined;
  const never = after.ending === 'duplicate' || (after.ending === 'patient-declined' && after.version === 1);
  return [
    after.id,
    after.urgency,
    !never,
    after.openedAt,
    today,
    // from where to where the resident goes: a hospital that opened the case itself sends down
    after.opener,
    after.parties[isDown(taken) ? 'sender' : 'receiver']?.organisation ?? null,
    after.clock?.limit === 'referral.answer' ? after.clock.dueAt : null,
    at,
    on(...ANSWERS),
    on('refuse') ? (text(taken.answers['reason']) ?? 'other') : null,
    on('arrive') ? arrival(taken) : null,
    on('issue-return', 'send-down') ? 'set' : on('question-return', 'send-back') ? 'clear' : null,
    on('record-visit') ? text(taken.answers['seenOn']) : on('close-on-visit') ? (parent?.seenOn ?? null) : null,
    after.escalation,
    after.escalatedAt,
    after.ending,
    on('send-back'),
  ];
};

/**
 * Counters move by the difference between what the row counted in before and what it counts in now; both are read in one
 * statement, and in one order, so that two steps never wait for each other crosswise.
 */
const counters = (
  table: 'referral_count' | 'referral_spread',
  keys: 'referral_counts' | 'referral_spreads',
): string => `
  ${table}_moved as (
    select kind, span, opened_on, sender_consortium, value, sum(by) as by from (
      select k.kind, s.span, s.opened_on, o.sender_consortium, k.value, -1 as by
        from old o, ${keys}(row(o.*)::referral_fact) k, referral_spans(o.opened_on) s
      union all
      select k.kind, s.span, s.opened_on, n.sender_consortium, k.value, 1
        from new n, ${keys}(row(n.*)::referral_fact) k, referral_spans(n.opened_on) s) as moved
     group by kind, span, opened_on, sender_consortium, value having sum(by) <> 0
     order by kind, span, opened_on, sender_consortium, value),
  ${table}_kept as (
    insert into ${table} as kept (kind, span, opened_on, sender_consortium, value, count)
    select kind, span, opened_on, sender_consortium, value, by from ${table}_moved
    on conflict (kind, span, opened_on, sender_consortium, value) do update set count = kept.count + excluded.count)`;

/** Writes what a step made true of its referral, and moves the counters by it. */
export const keepFact = (taken: TakenStep): Statement => ({
  name: 'keep-referral-fact',
  text: `with old as (select * from referral_fact where case_id = $1),
  new as (
    insert into referral_fact as kept (case_id, urgency, counted, opened_at, opened_on, sender, sender_level, sender_consortium, receiver,
      receiver_level, answer_due_at, answer_late, answered_at, refused_at, refusal_reason, arrived_at, returned_at, returned_on, seen_on,
      escalation, escalated_at, closed_at, closed_on, ending)
    select $1, $2, $3, $4, day.opened_on, $6, coalesce(organisation_level($6, day.opened_on), 'other'),
           coalesce(organisation_consortium($6, day.opened_on), ''), $7, coalesce(organisation_level($7, day.opened_on), 'other'),
           $8::timestamptz, false, case when $10 then $9::timestamptz end, case when $11::text is not null then $9::timestamptz end, $11,
           $12::timestamptz, case when $13 = 'set' then $9::timestamptz end, case when $13 = 'set' then $5::date end, $14::date,
           $15::integer, $16::timestamptz, case when $17::text is not null then $9::timestamptz end,
           case when $17::text is not null then $5::date end, $17
      from (select coalesce((select opened_on from old), $5::date) as opened_on) as day
    on conflict (case_id) do update set
      urgency = excluded.urgency, counted = excluded.counted, receiver = excluded.receiver,
      receiver_level = case when kept.receiver is distinct from excluded.receiver then excluded.receiver_level else kept.receiver_level end,
      answer_late = kept.answer_late or (kept.answered_at is null and coalesce(kept.answer_due_at < $9::timestamptz, false)),
      answer_due_at = case when coalesce(kept.answered_at, excluded.answered_at) is null then excluded.answer_due_at end,
      answered_at = coalesce(kept.answered_at, excluded.answered_at),
      refused_at = coalesce(kept.refused_at, excluded.refused_at),
      refusal_reason = coalesce(kept.refusal_reason, excluded.refusal_reason),
      arrived_at = coalesce(kept.arrived_at, excluded.arrived_at),
      returned_at = case $13 when 'set' then excluded.returned_at when 'clear' then null else kept.returned_at end,
      returned_on = case $13 when 'set' then excluded.returned_on when 'clear' then null else kept.returned_on end,
      seen_on = case when $18 then null else coalesce(kept.seen_on, excluded.seen_on) end,
      escalation = excluded.escalation, escalated_at = excluded.escalated_at,
      closed_at = excluded.closed_at, closed_on = excluded.closed_on, ending = excluded.ending
    returning *),
  ${counters('referral_count', 'referral_counts')},
  ${counters('referral_spread', 'referral_spreads')}
  select 1`,
  values: valuesOf(taken),
});

/** Makes facts and counters again from the stored records. As the schema's owner: it reads past row-level security. */
export const rebuildFacts = (zone: string): Statement => ({
  name: 'rebuild-referral-facts',
  text: 'select rebuild_referral_facts($1)',
  values: [zone],
});
