/**
 * The referral's fact row and its counters, kept by the transaction of every step (laws 2 and 4). Levels, consortium, measures
 * and intervals are worked out by the functions of migrations 0045 and 0051, which rebuild_referral_facts() uses too.
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

/** $1 … $15 of both statements; `returned` is `set`, `clear` (sent back with a question) or null. */
const valuesOf = (taken: TakenStep): readonly unknown[] => {
  const { after, at, step, today } = taken;
  const on = (...names: readonly string[]): boolean => names.includes(step);
  const parent = taken.loaded['parent'] as ParentFact | undefined;
  const never = after.ending === 'duplicate' || (after.ending === 'patient-declined' && after.version === 1);
  return [
    after.id,
    after.urgency,
    !never,
    // where the resident goes: a hospital that opened the case itself sends down
    after.parties[isDown(taken) ? 'sender' : 'receiver']?.organisation ?? null,
    after.clock?.limit === 'referral.answer' ? after.clock.dueAt : null,
    at,
    today,
    on(...ANSWERS),
    on('refuse') ? (text(taken.answers['reason']) ?? 'other') : null,
    on('arrive') ? arrival(taken) : null,
    on('issue-return', 'send-down') ? 'set' : on('question-return', 'send-back') ? 'clear' : null,
    on('record-visit') ? text(taken.answers['seenOn']) : on('close-on-visit') ? (parent?.seenOn ?? null) : null,
    after.escalation,
    after.escalatedAt,
    after.ending,
  ];
};

const openFact = (taken: TakenStep): Statement => ({
  name: 'open-referral-fact',
  text: `with made as (
    insert into referral_fact (case_id, urgency, counted, opened_at, opened_on, sender, sender_level, sender_consortium, receiver,
      receiver_level, answer_due_at, answer_late, answered_at, refused_at, refusal_reason, arrived_at, returned_at, returned_on, seen_on,
      escalation, escalated_at, closed_at, closed_on, ending)
    select $1, $2, $3, $16, $7, $17, coalesce(sent.level, 'other'), coalesce(of_sender.consortium, ''), $4, coalesce(received.level, 'other'),
           case when not $8 then $5::timestamptz end, false, case when $8 then $6::timestamptz end,
           case when $9::text is not null then $6::timestamptz end, $9, $10::timestamptz,
           case when $11 = 'set' then $6::timestamptz end, case when $11 = 'set' then $7::date end, $12::date,
           $13::integer, $14::timestamptz, case when $15::text is not null then $6::timestamptz end,
           case when $15::text is not null then $7::date end, $15
      from (select) as once left join organisation_levels($17, $7) as sent on true left join organisation_levels($4, $7) as received on true
      left join organisation_consortia($17, $7) as of_sender on true
    returning case_id)
  insert into referral_uncounted (case_id, counted_as) select case_id, null from made on conflict (case_id) do nothing`,
  values: [...valuesOf(taken), taken.after.openedAt, taken.after.opener],
});

/** Levels are worked out anew only for a receiver that is another: two calls of a function are a fifth of a step's facts. */
const moveFact = (taken: TakenStep): Statement => ({
  name: 'move-referral-fact',
  text: `with before as (select one as fact from referral_fact as one where case_id = $1),
  after as (
    update referral_fact as kept set
      urgency = $2, counted = $3, receiver = $4,
      receiver_level = case when kept.receiver is distinct from $4 then coalesce(organisation_level($4, kept.opened_on), 'other')
                            else kept.receiver_level end,
      answer_late = kept.answer_late or (kept.answered_at is null and coalesce(kept.answer_due_at < $6::timestamptz, false)),
      answer_due_at = case when kept.answered_at is null and not $8 then $5::timestamptz end,
      answered_at = coalesce(kept.answered_at, case when $8 then $6::timestamptz end),
      refused_at = coalesce(kept.refused_at, case when $9::text is not null then $6::timestamptz end),
      refusal_reason = coalesce(kept.refusal_reason, $9),
      arrived_at = coalesce(kept.arrived_at, $10::timestamptz),
      returned_at = case $11 when 'set' then $6::timestamptz when 'clear' then null else kept.returned_at end,
      returned_on = case $11 when 'set' then $7::date when 'clear' then null else kept.returned_on end,
      seen_on = case when $16 then null else coalesce(kept.seen_on, $12::date) end,
      escalation = $13::integer, escalated_at = $14::timestamptz,
      closed_at = case when $15::text is not null then $6::timestamptz end,
      closed_on = case when $15::text is not null then $7::date end, ending = $15
     where case_id = $1
    returning kept as fact)
  insert into referral_uncounted (case_id, counted_as)
  select $1, before.fact from before, after where before.fact is distinct from after.fact on conflict (case_id) do nothing`,
  values: [...valuesOf(taken), taken.step === 'send-back'],
});

/** Writes what a step made true of its referral, and keeps once what the counters hold of it, until the job moves them (migration 0070). */
export const keepFact = (taken: TakenStep): Statement => (taken.before === null ? openFact(taken) : moveFact(taken));

/** Makes facts and counters again from the stored records. As the schema's owner: it reads past row-level security. */
export const rebuildFacts = (zone: string): Statement => ({
  name: 'rebuild-referral-facts',
  text: 'select rebuild_referral_facts($1)',
  values: [zone],
});
