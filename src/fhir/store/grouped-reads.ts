/**
 * Reads by id, gathered: one transaction selects all of a group and commits their audit rows before any answer leaves (law 5).
 * Each read has an audit row of its own.
 */
import type { Clock } from '../../platform/clock.ts';
import type { Actor, Database, Statement } from '../../platform/postgres/database.ts';
import { integerArray, textArray } from './arrays.ts';
import { throughBrokenGlass } from '../../platform/audit.ts';
import { gather } from '../../platform/gather.ts';

export type StoredVersion = {
  readonly version: number;
  readonly updatedAt: Date;
  readonly deleted: boolean;
  /** JSON text; null when deleted. */
  readonly content: string | null;
  /** Erased by law, in every version. */
  readonly erased: boolean;
};

export type GroupedReads = {
  /** The current version, or undefined if there is none or the actor may not see it. */
  readonly find: (actor: Actor, type: string, id: string) => Promise<StoredVersion | undefined>;
};

const readAndAudit = (actor: Actor, at: Date, wanted: readonly Wanted[]): Statement => ({
  name: 'fhir-read-group',
  text: `with wanted as materialized (
           select * from unnest($1::text[], $2::text[], $3::int[]) as row (type, id, place)
         ), found as materialized (
           select wanted.type, wanted.id, wanted.place, hit.*
             from wanted left join lateral (
               select version, updated_at, deleted, patient, content, erased
                 from resource where resource.type = wanted.type and resource.id = wanted.id
               offset 0) as hit on true
         ), noted as (
           insert into audit (at, actor, role, organisation, purpose, action, target, residents, outcome, emergency)
           select $4::timestamptz, $5::text, $6, $7, $8, 'read', type || '/' || id,
                  case when patient is null then '{}'::text[] else array[patient] end,
                  case when version is null then 'refused' else 'done' end,
                  ${throughBrokenGlass('$5', '$4', 'array[patient]')}
             from found
         )
         select place, version, updated_at, deleted, content, erased is not null as erased from found where version is not null`,
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

const storedVersion = (row: Readonly<Record<string, unknown>>): StoredVersion => ({
  version: Number(row['version']),
  updatedAt: row['updated_at'] as Date,
  deleted: row['deleted'] === true,
  erased: row['erased'] === true,
  content: row['content'] as string | null,
});

export const groupedReads = (db: Database, clock: Clock): GroupedReads => {
  const ask = gather<Wanted>(async (actor, group) => {
    try {
      const at = clock.now();
      const [rows = []] = await db.write(actor, at, (tx) => tx.finish([readAndAudit(actor, at, group)]));
      const found = new Map(rows.map((row) => [Number(row['place']), storedVersion(row)]));
      for (const [place, each] of group.entries()) each.found(found.get(place));
    } catch (fault) {
      for (const each of group) each.failed(fault);
    }
  });
  return {
    find: (actor, type, id) =>
      new Promise((found, failed) => {
        ask(actor, { type, id, found, failed });
      }),
  };
};
