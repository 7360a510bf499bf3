/**
 * The outbox: steps write their event into their own transaction; one drainer (leader by advisory lock) numbers the events
 * after commit and does the only NOTIFY, since a NOTIFY in every step costs most of the commit rate (storage measurements).
 */
import { rolesStillHeld } from '../../consortium/people/roles.ts';
import { civilDay } from '../../platform/civil-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { ServerEvent, Events } from '../../platform/http/events.ts';
import type { Actor, Database, Rows, Statement } from '../../platform/postgres/database.ts';
import type { CaseEvent } from './shapes.ts';

export const OUTBOX_ACTOR: Actor = {
  id: 'system:outbox',
  person: null,
  role: 'system',
  organisation: 'system',
  purpose: 'system',
};

const BATCH = 500;
/** Before the numbering and not in it: whoever gets the lock then looks with a view of what the leader before committed. */
const lead: Statement = {
  name: 'outbox-lead',
  text: `select set_config('app.leads', pg_try_advisory_xact_lock(hashtextextended('outbox ' || current_schema(), 0))::text, true)`,
};
/** Numbers what is waiting in the order of its time and tells everyone the last number; nothing where another process leads. */
const numberWaiting: Statement = {
  name: 'outbox-number',
  text: `with waiting as (
           select id, row_number() over (order by at, id) as place from (
             select id, at from outbox where number is null and (select current_setting('app.leads', true)) = 'true'
              order by at, id limit ${String(BATCH)}) as oldest),
         last as (select coalesce(max(number), 0) as number from outbox),
         numbered as (
           update outbox set number = last.number + waiting.place from waiting, last where outbox.id = waiting.id returning outbox.number)
         select count(*) as numbered, case when count(*) > 0
                  then pg_notify('kanglian_' || current_schema(), max(number)::text) end from numbered`,
};
/** Event rows are kept a while for browsers that come back, and until everybody who reads them in order has; then they go. */
export const forgetEvents = (before: Date): Statement => ({
  name: 'outbox-forget',
  text: `delete from outbox where number is not null and at < $1
            and number <= coalesce((select min(number) from event_cursor), number)`,
  values: [before],
});

/** Numbers everything that is waiting. Answers how many; 0 also when another process leads. */
export const drainOutbox = async (db: Database, clock: Clock): Promise<number> => {
  let drained = 0;
  for (;;) {
    const [, numbered = []] = await db.write(OUTBOX_ACTOR, clock.now(), (tx) => tx.finish([lead, numberWaiting]));
    const here = Number(numbered[0]?.['numbered'] ?? 0);
    drained += here;
    if (here < BATCH) return drained;
  }
};

const findEvents = (after: number): Statement => ({
  name: 'outbox-events',
  text: `select number, kind, subject, organisations, payload,
                (select coalesce(json_agg(json_build_array(t.organisation, t.bed)), '[]') from event_beds(kind, subject, payload) t) as beds
           from outbox where number > $1 order by number limit 1000`,
  values: [after],
});
const findLast: Statement = { name: 'outbox-last', text: 'select coalesce(max(number), 0) as last from outbox' };

type Listener = { readonly actor: Actor; readonly send: (event: ServerEvent) => void; from: number };

const bedsIn = (row: Rows[number], organisation: string): readonly string[] => {
  const beds = JSON.parse(String(row['beds'])) as readonly (readonly [house: string, bed: string])[];
  return beds.filter(([house]) => house === organisation).map(([, bed]) => bed);
};

/** What somebody is told; undefined where it is none of his. Of another's case a house learns only that its own bed changed. */
const eventFor = (row: Rows[number], actor: Actor): CaseEvent | undefined => {
  const payload = JSON.parse(String(row['payload'])) as Record<string, unknown>;
  const number = Number(row['number']);
  const beds = bedsIn(row, actor.organisation);
  if (!(row['organisations'] as readonly string[]).includes(actor.organisation))
    return beds.length === 0
      ? undefined
      : { number, kind: 'bed.changed', case: '', urgency: 'routine', mine: false, beds: [...beds] };
  return {
    number,
    kind: String(row['kind']) as CaseEvent['kind'],
    case: String(row['subject']),
    urgency: payload['urgency'] as CaseEvent['urgency'],
    mine: payload['owner'] === actor.organisation && payload['role'] === actor.role,
    beds: [...beds],
  };
};

export type EventHub = Events & {
  /** Called on every notice: sends on what has been numbered since. */
  readonly wake: () => void;
};

/** Hands numbered events to the browsers of the organisations they concern. */
export const eventHub = (db: Database, clock: Clock, zone: string): EventHub => {
  const listeners = new Set<Listener>();
  let last: number | undefined;
  let running: Promise<void> | undefined;
  let again = false;

  const deliver = (row: Rows[number], listener: Listener): void => {
    const number = Number(row['number']);
    if (number <= listener.from) return;
    const event = eventFor(row, listener.actor);
    if (event === undefined) return;
    listener.from = number;
    listener.send({ id: String(number), event: 'case', data: event });
  };
  /** A stream lives for hours: whoever left the organisation meanwhile hears nothing more of it. */
  const dropLeavers = async (): Promise<void> => {
    const roles = [...new Set([...listeners].flatMap(({ actor }) => (actor.person === null ? [] : [actor.id])))];
    if (roles.length === 0) return;
    const at = clock.now();
    const [rows = []] = await db.read(OUTBOX_ACTOR, at, [rolesStillHeld(roles, civilDay(at, zone))]);
    const held = new Set(rows.map((row) => String(row['id'])));
    for (const listener of listeners)
      if (listener.actor.person !== null && !held.has(listener.actor.id)) listeners.delete(listener);
  };
  const pass = async (): Promise<void> => {
    if (last === undefined) {
      const [rows = []] = await db.read(OUTBOX_ACTOR, clock.now(), [findLast]);
      last = Number(rows[0]?.['last'] ?? 0);
      return;
    }
    for (;;) {
      const [rows = []] = await db.read(OUTBOX_ACTOR, clock.now(), [findEvents(last)]);
      if (rows.length > 0) await dropLeavers();
      for (const row of rows) {
        for (const listener of listeners) deliver(row, listener);
        last = Number(row['number']);
      }
      if (rows.length < 1000) return;
    }
  };
  const wake = (): void => {
    if (running !== undefined) {
      again = true;
      return;
    }
    running = pass()
      .catch(() => undefined) // the database is away; the notice after reconnecting wakes again
      .finally(() => {
        running = undefined;
        if (again) {
          again = false;
          wake();
        }
      });
  };
  const replay = async (listener: Listener): Promise<void> => {
    const [rows = []] = await db.read(OUTBOX_ACTOR, clock.now(), [findEvents(listener.from)]);
    for (const row of rows) deliver(row, listener);
  };
  return {
    wake,
    subscribe: (caller, send, lastEventId) => {
      const seen = lastEventId === undefined ? Number.NaN : Number(lastEventId);
      const listener: Listener = { actor: caller.actor, send, from: Number.isInteger(seen) ? seen : (last ?? 0) };
      listeners.add(listener);
      if (Number.isInteger(seen)) replay(listener).catch(() => undefined);
      return () => {
        listeners.delete(listener);
      };
    },
  };
};
