/**
 * Reads by id, gathered: those of one actor that arrive while another group is being answered, or within one turn of the event
 * loop, share one transaction that selects all of them and commits their audit rows before any answer leaves (law 5). Each read
 * has an audit row of its own.
 */
import type { Clock } from '../../platform/clock.ts';
import type { Actor, Database, Statement } from '../../platform/postgres/database.ts';
import { integerArray, textArray } from './arrays.ts';

export type StoredVersion = {
  readonly version: number;
  readonly updatedAt: Date;
  readonly deleted: boolean;
  /** JSON text; null when deleted. */
  readonly content: string | null;
};

export type GroupedReads = {
  /** The current version, or undefined if there is none or the actor may not see it. */
  readonly find: (actor: Actor, type: string, id: string) => Promise<StoredVersion | undefined>;
};

const LONGEST_WAIT = 5;
const MOST = 200;
/** Groups of one actor under way at a time: one being answered by the database, one on its way. */
const ABREAST = 2;

const readAndAudit = (actor: Actor, at: Date, wanted: readonly Wanted[]): Statement => ({
  name: 'fhir-read-group',
  text: `with wanted as materialized (
           select * from unnest($1::text[], $2::text[], $3::int[]) as row (type, id, place)
         ), found as materialized (
           select wanted.type, wanted.id, wanted.place, hit.*
             from wanted left join lateral (
               select version, updated_at, deleted, patient, content
                 from resource where resource.type = wanted.type and resource.id = wanted.id
               offset 0) as hit on true
         ), noted as (
           insert into audit (at, actor, role, organisation, purpose, action, target, residents, outcome)
           select $4, $5, $6, $7, $8, 'read', type || '/' || id,
                  case when patient is null then '{}'::text[] else array[patient] end,
                  case when version is null then 'refused' else 'done' end
             from found
         )
         select place, version, updated_at, deleted, content from found where version is not null`,
  values: [
    textArray(wanted.map((each) => each.type)),
    textArray(wanted.map((each) => each.id)),
    integerArray(wanted.map((_, place) => place)),
    at,
    actor.id,
    actor.role,
    actor.organisation,
    actor.purpose,
  ],
});

type Wanted = {
  readonly type: string;
  readonly id: string;
  readonly found: (version: StoredVersion | undefined) => void;
  readonly failed: (reason: unknown) => void;
};

type Queue = { readonly actor: Actor; waiting: Wanted[]; running: number; scheduled: boolean };

const storedVersion = (row: Readonly<Record<string, unknown>>): StoredVersion => ({
  version: Number(row['version']),
  updatedAt: row['updated_at'] as Date,
  deleted: row['deleted'] === true,
  content: row['content'] as string | null,
});

const keyOf = (actor: Actor): string => [actor.id, actor.role, actor.organisation, actor.purpose].join('\n');

export const groupedReads = (db: Database, clock: Clock): GroupedReads => {
  const queues = new Map<string, Queue>();

  const answer = async (actor: Actor, group: readonly Wanted[]): Promise<void> => {
    try {
      const at = clock.now();
      const [rows = []] = await db.write(actor, at, (tx) => tx.finish([readAndAudit(actor, at, group)]));
      const found = new Map(rows.map((row) => [Number(row['place']), storedVersion(row)]));
      for (const [place, each] of group.entries()) each.found(found.get(place));
    } catch (fault) {
      for (const each of group) each.failed(fault);
    }
  };

  const flush = (key: string, queue: Queue): void => {
    queue.scheduled = false;
    while (queue.waiting.length > 0) {
      const group = queue.waiting.splice(0, MOST);
      queue.running++;
      void answer(queue.actor, group).then(() => {
        queue.running--;
        if (queue.waiting.length > 0) flush(key, queue);
        else if (queue.running === 0) queues.delete(key);
      });
    }
  };

  const schedule = (key: string, queue: Queue): void => {
    if (queue.scheduled) return;
    queue.scheduled = true;
    if (queue.running < ABREAST) setImmediate(flush, key, queue);
    else
      setTimeout(() => {
        if (queue.waiting.length > 0) flush(key, queue);
        else queue.scheduled = false;
      }, LONGEST_WAIT);
  };

  return {
    find: (actor, type, id) =>
      new Promise((found, failed) => {
        const key = keyOf(actor);
        let queue = queues.get(key);
        if (!queue) {
          queue = { actor, waiting: [], running: 0, scheduled: false };
          queues.set(key, queue);
        }
        queue.waiting.push({ type, id, found, failed });
        schedule(key, queue);
      }),
  };
};
