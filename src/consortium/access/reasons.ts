/** Why this organisation, or this one person, may read a resident's record at a moment. */
import type { Actor, Rows, Statement } from '../../platform/postgres/database.ts';
import type { ReasonKind, ResidentAccess } from './shapes.ts';

/** The relations that hold and the glass this person broke, the longest lasting first. */
export const findReasons = (resident: string, actor: Actor, at: Date): Statement => ({
  name: 'access-reasons',
  text: `select kind, source, from_at, until_at from relation
          where resident = $1 and organisation = $2 and kind <> 'review' and from_at <= $4 and (until_at is null or until_at > $4)
         union all
         select 'emergency', 'Task/' || id, from_at, until_at from emergency_access
          where resident = $1 and actor = $3 and from_at <= $4 and until_at > $4
          order by until_at desc nulls first, kind, source`,
  values: [resident, actor.organisation, actor.id, at],
});

export const reasonViews = (rows: Rows): ResidentAccess['reasons'] =>
  rows.map((row) => ({
    kind: row['kind'] as ReasonKind,
    source: String(row['source']),
    fromAt: (row['from_at'] as Date).toISOString(),
    untilAt: row['until_at'] === null ? null : (row['until_at'] as Date).toISOString(),
  }));

/** How many entries of the record this reader does not see for the resident's wish. */
export const countWithheld = (resident: string): Statement => ({
  name: 'access-withheld',
  text: 'select withheld_entries($1) as withheld',
  values: [resident],
});
export const withheldOf = (rows: Rows | undefined): number => Number(rows?.[0]?.['withheld'] ?? 0);
