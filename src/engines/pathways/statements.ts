/** The SQL of the engine: one statement, one function. */
import { rootOf } from '../../fhir/store/merged-residents.ts';
import type { Rows, Statement } from '../../platform/postgres/database.ts';
import type { CaseState } from './capability.ts';
import type { StepMark } from './task.ts';
import type { PartyFact, StepFacts, Urgency } from './define.ts';

/** The case with its parties and the children it opened. */
export const findCase = (id: string): Statement => ({
  name: 'find-case',
  text: `select c.*, (select json_object_agg(p.party, json_build_object('organisation', p.organisation, 'department', p.department,
                                                                   'kind', o.kind))
                        from case_party p join organisation o on o.id = p.organisation where p.case_id = c.id) as parties,
                (select json_agg(json_build_object('id', k.id, 'pathway', k.pathway, 'state', k.state,
                                                   'closed', k.closed_at is not null) order by k.id)
                   from cases k where k.parent = c.id) as children
           from cases c where c.id = $1`,
  values: [id],
});

/** More receivers than anybody was ever sent to; one more attempt than this is refused by the primary key. */
const MOST_ATTEMPTS = 40;

/** More stays than a resident sent back again and again ever had. */
const MOST_STAYS = 40;
/** The nth stay of a case: `<case>-e`, `<case>-e2`, … */
export const stayId = (id: string, nth: number): string => `${id}-e${nth === 1 ? '' : String(nth)}`;

/**
 * The case's own Task, its request, consent, attempts (`<case>-1`, …) and stay (`<case>-e`), as this actor may see them. Every
 * one is asked for by its key: a range of ids was planned as a scan once the table had grown. One look at the table and not four:
 * its policy is made ready for each.
 */
export const findRecords = (id: string): Statement => ({
  name: 'find-records-of-case',
  text: `select type, id, version, content from resource
          where not deleted and (type = 'Task' and id = any($2) or type in ('ServiceRequest', 'Consent') and id = $1
                                 or type = 'Encounter' and id = any($3))`,
  values: [
    id,
    [id, ...Array.from({ length: MOST_ATTEMPTS }, (_, index) => `${id}-${String(index + 1)}`)],
    Array.from({ length: MOST_STAYS }, (_, index) => stayId(id, index + 1)),
  ],
});

export const findAnswered = (actor: string, key: string): Statement => ({
  name: 'find-answered',
  text: `select digest, status, answer from idempotency where actor = $1 and key = $2`,
  values: [actor, key],
});

export const forgetAnswered = (before: Date): Statement => ({
  name: 'forget-answered',
  text: 'delete from idempotency where at < $1',
  values: [before],
});

/** Next number of the day, held until the transaction ends: numbers without gaps cost one row lock a case. */
export const nextNumber = (pathway: string, day: string): Statement => ({
  name: 'next-case-number',
  text: `insert into case_number (pathway, day, last) values ($1, $2, 1)
         on conflict (pathway, day) do update set last = case_number.last + 1 returning last`,
  values: [pathway, day],
});

const columns = `number, pathway, pathway_version, state, version, urgency, resident, focus, parent, opener, headline,
  owner_organisation, owner_role, owner_department, due_at, wake_at, escalation, escalated_at, limit_code, limit_version,
  limit_verified, around_the_clock, clock_started_at, opened_at, changed_at, closed_at, ending`;

const valuesOf = (c: CaseState): readonly unknown[] => [
  c.id,
  c.number,
  c.pathway,
  c.pathwayVersion,
  c.state,
  c.version,
  c.urgency,
  c.resident,
  c.focus,
  c.parent,
  c.opener,
  c.headline,
  c.owner?.organisation ?? null,
  c.owner?.role ?? null,
  c.owner?.department ?? null,
  c.clock?.dueAt ?? null,
  c.clock?.wakeAt ?? null,
  c.escalation,
  c.escalatedAt,
  c.clock?.limit ?? null,
  c.clock?.limitVersion ?? null,
  c.clock?.verified ?? null,
  c.clock?.aroundTheClock ?? null,
  c.clock?.startedAt ?? null,
  c.openedAt,
  c.changedAt,
  c.closedAt,
  c.ending,
];
/** The resident ($8) is whoever the id stands for now: the Task goes on naming the one the case was opened for. */
const parameters = Array.from({ length: 28 }, (_, index) => (index === 7 ? rootOf('$8') : `$${String(index + 1)}`));

/** A case that goes on from a closed one of the same resident. */
export const followCase = (id: string, earlier: string): Statement => ({
  name: 'follow-case',
  text: 'insert into case_follows (case_id, earlier) values ($1, $2)',
  values: [id, earlier],
});

export const urgencyRank = (urgency: Urgency): number => (urgency === 'emergency' ? 0 : 1);

/** One row a party, with what its worklist sorts and filters by; `made` is where the case was written. */
const partiesFrom = (made: string): string => `
         insert into case_party (case_id, party, organisation, department, pathway, closed, owned, urgency_rank, due_at, changed_at,
                                 urgency, owner_role)
         select $1, p.party, p.organisation, p.department, $3, $27::timestamptz is not null, p.owned, $29, $16, $26, $7, $14
           from ${made} cross join unnest($30::text[], $31::text[], $32::text[], $33::boolean[])
                  as p (party, organisation, department, owned)`;

const withParties = (c: CaseState, ownerParty: string | null): readonly unknown[] => [
  ...valuesOf(c),
  urgencyRank(c.urgency),
  Object.keys(c.parties),
  Object.values(c.parties).map((party) => party.organisation),
  Object.values(c.parties).map((party) => party.department),
  Object.keys(c.parties).map((party) => party === ownerParty),
];

export const insertCase = (c: CaseState, ownerParty: string | null): Statement => ({
  name: 'insert-case',
  text: `with made as (insert into cases (id, ${columns}) values (${parameters.join(', ')}) returning 1)
         ${partiesFrom('made')}`,
  values: withParties(c, ownerParty),
});

/** Moves the case on from exactly the version before, and its parties with it; another one raises `case-version`. */
export const updateCase = (c: CaseState, ownerParty: string | null): Statement => ({
  name: 'update-case',
  text: `with changed as (
           update cases set (${columns}) = (${parameters.slice(1).join(', ')})
            where id = $1 and version = $6 - 1 returning 1),
         parties as (${partiesFrom('changed')}
           on conflict (case_id, party) do update set organisation = excluded.organisation, department = excluded.department,
             closed = excluded.closed, owned = excluded.owned, urgency_rank = excluded.urgency_rank, due_at = excluded.due_at,
             changed_at = excluded.changed_at, urgency = excluded.urgency, owner_role = excluded.owner_role)
         select case when count(*) <> 1 then expect_rows(count(*), 1, 'case-version') end from changed`,
  values: withParties(c, ownerParty),
});

export type OutboxKind = 'case.opened' | 'case.moved' | 'case.escalated' | 'case.closed';

const sameOwner = (c: CaseState, before: CaseState | null): boolean =>
  before !== null &&
  before.state === c.state &&
  JSON.stringify([before.owner?.organisation, before.owner?.role, before.owner?.department]) ===
    JSON.stringify([c.owner?.organisation, c.owner?.role, c.owner?.department]);

/** The answer kept for a client's key, so that the same request is answered the same. */
export type Answered = { readonly key: string; readonly digest: string; readonly answer: string };

export type Happened = {
  readonly mark: StepMark;
  readonly event: string;
  readonly kind: OutboxKind;
  /** Of the case before and after: whose browsers look again. */
  readonly organisations: readonly string[];
  readonly before: CaseState | null;
  readonly answered: Answered | null;
};

/**
 * The step on the case's timeline; what happened, for browsers that listen and for whoever has to be told (codes and ids only);
 * and the answer to the client's key. One statement: sent one by one they cost more than they write.
 */
export const keepStep = (
  c: CaseState,
  { mark, event, kind, organisations, before, answered }: Happened,
): Statement => ({
  name: 'keep-step',
  text: `with step as (
           insert into case_step (case_id, version, step, from_state, to_state, at, actor, role, organisation, reason, answers)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)),
         event as (
           insert into outbox (id, kind, subject, organisations, payload, at) values ($12, $13, $1, $14, $15, $6))
         insert into idempotency (actor, key, digest, status, answer, at)
         select $7, $16, $17, 200, $18, $6 where $16::text is not null`,
  values: [
    c.id,
    c.version,
    mark.step,
    mark.from,
    c.state,
    c.changedAt,
    mark.actor,
    mark.role,
    mark.organisation,
    mark.reason,
    mark.answers,
    event,
    kind,
    organisations,
    JSON.stringify({
      urgency: c.urgency,
      owner: c.owner?.organisation ?? null,
      role: c.owner?.role ?? null,
      department: c.owner?.department ?? null,
      step: c.version,
      state: c.state,
      dueAt: c.clock?.dueAt.toISOString() ?? null,
      escalation: c.escalation,
      sameOwner: sameOwner(c, before),
    }),
    answered?.key ?? null,
    answered?.digest ?? null,
    answered?.answer ?? null,
  ],
});

/** Cases whose clock has run out. Several processes may find the same one: the version guard lets one of them move it. */
export const findDue = (at: Date, limit: number): Statement => ({
  name: 'find-due-cases',
  text: `select id, pathway, state, version from cases where closed_at is null and wake_at <= $1
          order by wake_at limit $2`,
  values: [at, limit],
});

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const orNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const dateOrNull = (value: unknown): Date | null => (value instanceof Date ? value : null);
const date = (value: unknown): Date => (value instanceof Date ? value : new Date(Number.NaN));

/** The children in a row of `findCase`. */
export const childrenFrom = (row: Rows[number]): StepFacts['children'] =>
  (JSON.parse(orNull(row['children']) ?? '[]') as StepFacts['children'] | null) ?? [];

/** A row of `findCase` as the engine's case. */
export const caseFrom = (row: Rows[number]): CaseState => {
  const dueAt = dateOrNull(row['due_at']);
  const organisation = orNull(row['owner_organisation']);
  return {
    id: text(row['id']),
    number: text(row['number']),
    pathway: text(row['pathway']),
    pathwayVersion: Number(row['pathway_version']),
    state: text(row['state']),
    version: Number(row['version']),
    urgency: text(row['urgency']) as Urgency,
    resident: orNull(row['resident']),
    focus: orNull(row['focus']),
    parent: orNull(row['parent']),
    opener: text(row['opener']),
    parties: JSON.parse(orNull(row['parties']) ?? '{}') as Record<string, PartyFact>,
    headline: text(row['headline']),
    owner:
      organisation === null
        ? null
        : { organisation, role: text(row['owner_role']), department: orNull(row['owner_department']) },
    clock:
      dueAt === null
        ? null
        : {
            limit: text(row['limit_code']),
            limitVersion: text(row['limit_version']),
            verified: row['limit_verified'] === true,
            aroundTheClock: row['around_the_clock'] === true,
            startedAt: date(row['clock_started_at']),
            dueAt,
            wakeAt: date(row['wake_at']),
          },
    escalation: Number(row['escalation']),
    escalatedAt: dateOrNull(row['escalated_at']),
    openedAt: date(row['opened_at']),
    changedAt: date(row['changed_at']),
    closedAt: dateOrNull(row['closed_at']),
    ending: orNull(row['ending']),
  };
};
