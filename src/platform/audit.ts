/**
 * Who did and saw what (law 5). Writes put their row into their own transaction; reads hand theirs to a read log, which
 * commits rows of many readers together before their answers leave. No row holds a resident's data, ids only (law 9).
 */
import type { Actor, Database, Statement } from './postgres/database.ts';
import type { Clock } from './clock.ts';

export type AuditOutcome = 'done' | 'refused' | 'failed';

export type AuditRow = {
  readonly at: Date;
  readonly actor: string;
  readonly role: string;
  readonly organisation: string;
  readonly purpose: string;
  /** A code such as `read`, `search`, `sign-in`, `step.accept`; worded in consortium/words.ts. */
  readonly action: string;
  /** `Type/id`, `case/id`, a department: what was touched. */
  readonly target: string | null;
  /** One row per page, naming its residents. */
  readonly residents: readonly string[];
  readonly outcome: AuditOutcome;
  /** A code or a reason the person typed. */
  readonly reason: string | null;
};

/** Fills in who and when; what is left out is null, empty or `done`. */
export const auditRow = (
  actor: Actor,
  at: Date,
  what: Pick<AuditRow, 'action'> & Partial<Pick<AuditRow, 'target' | 'residents' | 'outcome' | 'reason'>>,
): AuditRow => ({
  at,
  actor: actor.id,
  role: actor.role,
  organisation: actor.organisation,
  purpose: actor.purpose,
  action: what.action,
  target: what.target ?? null,
  residents: what.residents ?? [],
  outcome: what.outcome ?? 'done',
  reason: what.reason ?? null,
});

// NUL and half surrogates cannot be stored: one reader's odd input must not spoil the group it is committed with.
const storable = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? value.replace(/[\0\p{Surrogate}]/gu, '\ufffd') : value;

/**
 * The broken glass a look is taken through, as a column of the row's own insert: the one this actor broke for one of these
 * residents and that is still open (law 5: every read under it is marked).
 */
export const throughBrokenGlass = (actor: string, at: string, residents: string): string =>
  `(select e.id from emergency_access e where e.actor = ${actor} and e.from_at <= ${at} and e.until_at > ${at}
      and e.resident = any (${residents}) order by e.from_at desc limit 1)`;

/** Writes any number of rows with one insert. */
export const auditStatement = (...rows: readonly AuditRow[]): Statement => ({
  name: 'audit-rows',
  text: `insert into audit (at, actor, role, organisation, purpose, action, target, residents, outcome, reason, emergency)
select at, actor, role, organisation, purpose, action, target, residents, outcome, reason,
       ${throughBrokenGlass('row.actor', 'row.at', 'row.residents')}
from json_to_recordset($1::json) as row (at timestamptz, actor text, role text, organisation text, purpose text,
  action text, target text, residents text[], outcome text, reason text)`,
  values: [JSON.stringify(rows, storable)],
});

export type ReadLog = {
  /** Resolves when the row is committed: await it before the answer leaves. Rejects when it could not be. */
  readonly record: (row: AuditRow) => Promise<void>;
  /** Commits what is waiting. */
  readonly close: () => Promise<void>;
};

const WRITER: Actor = {
  id: 'system:audit',
  person: null,
  role: 'system',
  organisation: 'system',
  purpose: 'system',
};

/**
 * Group commit of the rows of reads: those that come within `gatherMilliseconds` of the first, or while two groups are
 * being committed already, share one insert and one commit.
 */
export const readLog = (
  db: Database,
  clock: Clock,
  { gatherMilliseconds = 2, rowsPerGroup = 500 }: { gatherMilliseconds?: number; rowsPerGroup?: number } = {},
): ReadLog => {
  type Waiting = { readonly row: AuditRow; readonly done: () => void; readonly failed: (reason: unknown) => void };
  let waiting: Waiting[] = [];
  let timer: NodeJS.Timeout | undefined;
  const running = new Set<Promise<void>>();

  const commit = async (group: readonly Waiting[]): Promise<void> => {
    try {
      const insert = auditStatement(...group.map(({ row }) => row));
      await db.write(WRITER, clock.now(), (tx) => tx.finish([insert]));
      for (const { done } of group) done();
    } catch (fault) {
      for (const { failed } of group) failed(fault);
    }
  };
  const flush = (): void => {
    timer = undefined;
    if (waiting.length === 0 || running.size >= 2) return;
    const group = waiting.slice(0, rowsPerGroup);
    waiting = waiting.slice(rowsPerGroup);
    const commitment = commit(group).finally(() => {
      running.delete(commitment);
      flush();
    });
    running.add(commitment);
    if (waiting.length > 0) flush();
  };
  return {
    record: (row) =>
      new Promise<void>((done, failed) => {
        waiting.push({ row, done, failed });
        timer ??= setTimeout(flush, gatherMilliseconds);
      }),
    close: async () => {
      clearTimeout(timer);
      flush();
      while (running.size > 0) await Promise.all(running);
    },
  };
};
