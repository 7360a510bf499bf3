/** Numbered events as the notices read them: after a cursor, in order, each with the step it was. */
import type { Rows, Statement } from '../../platform/postgres/database.ts';
import type { Urgency } from '../pathways/define.ts';
import type { NoticeEvent } from './wanted.ts';

/** This program's name among the readers of events. */
export const READER = 'notices';

/** One process at a time queues; the others find the lock taken and leave it to that one. */
export const leadNotices: Statement = {
  name: 'notices-lead',
  text: `select pg_try_advisory_xact_lock(hashtextextended('notices ' || current_schema(), 0)) as leader`,
};

/** In the order of the numbers: without it the planner takes every third event to be new, and reads all that were. */
export const findUnqueued: Statement = {
  name: 'notices-waiting',
  text: `select 1 from outbox where number > (select number from event_cursor where name = '${READER}') order by number limit 1`,
};

/**
 * The next events with all that a notice says; events of notices themselves are passed over by their kind. A few events of a long
 * table: `limit 1` keeps the planner from reading all cases and steps for them, which took 8 ms a batch at 3000 events.
 */
export const nextEvents = (limit: number): Statement => ({
  name: 'notices-next-events',
  text: `with cursor as (select number from event_cursor where name = '${READER}')
         select (select number from cursor) as cursor, o.number, o.kind, o.subject, o.payload, o.at, of_case.*
           from (select * from outbox where number > (select number from cursor) order by number limit $1) as o
           left join lateral (
             select c.pathway, c.resident, c.state, s.step, s.actor as by_actor, s.role as by_role,
                    s.organisation as by_organisation, f.actor as opener, f.role as opener_role,
                    f.organisation as opener_organisation, r.id as opener_known,
                    p.organisation as receiver, h.kind as receiver_kind
               from cases c
               left join case_step s on s.case_id = c.id and s.version = (o.payload ->> 'step')::integer
               left join case_step f on f.case_id = c.id and f.version = 1
               left join practitioner_role r on r.id = f.actor
               left join case_party p on p.case_id = c.id and p.party = 'receiver'
               left join organisation h on h.id = p.organisation
              where c.id = o.subject limit 1) as of_case on true
          order by o.number`,
  values: [limit],
});

/** Guard: `notices-cursor`; a process that read the same events and lost writes nothing. */
export const advanceCursor = (from: number, to: number): Statement => ({
  name: 'notices-advance',
  text: `with moved as (update event_cursor set number = $2 where name = '${READER}' and number = $1 returning 1)
         select expect_rows((select count(*) from moved), 1, 'notices-cursor')`,
  values: [from, to],
});

const orNull = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const text = (value: unknown): string => orNull(value) ?? '';

/** Undefined for an event about no case, or one whose step is not there (records restored from elsewhere). */
export const eventFrom = (row: Rows[number]): NoticeEvent | undefined => {
  const payload = JSON.parse(text(row['payload'])) as Readonly<Record<string, unknown>>;
  const pathway = orNull(row['pathway']);
  if (pathway === null || row['opener_organisation'] === null) return undefined;
  const owner = orNull(payload['owner']);
  const dueAt = orNull(payload['dueAt']);
  return {
    number: Number(row['number']),
    kind: text(row['kind']),
    at: row['at'] as Date,
    caseId: text(row['subject']),
    pathway,
    resident: orNull(row['resident']),
    urgency: text(payload['urgency']) as Urgency,
    state: orNull(payload['state']) ?? text(row['state']),
    owner:
      owner === null
        ? null
        : { organisation: owner, role: text(payload['role']), department: orNull(payload['department']) },
    dueAt: dueAt === null ? null : new Date(dueAt),
    escalation: Number(payload['escalation'] ?? 0),
    sameOwner: payload['sameOwner'] === true,
    step: text(row['step']),
    by: { actor: text(row['by_actor']), role: text(row['by_role']), organisation: text(row['by_organisation']) },
    opener: {
      id: orNull(row['opener_known']),
      role: text(row['opener_role']),
      organisation: text(row['opener_organisation']),
    },
    receiver:
      orNull(row['receiver']) === null
        ? null
        : { organisation: text(row['receiver']), kind: text(row['receiver_kind']) },
    what: orNull(payload['what']),
  };
};
