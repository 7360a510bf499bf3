/**
 * Capacity posted by a hospital's own system, many departments at once. Each row is judged by itself against what is locked in
 * this transaction, and is written whole or not at all; the answer says so row by row. A row is idempotent by department and
 * time: what was taken once is answered `unchanged` the next time.
 */
import { auditRow, auditStatement } from '../../platform/audit.ts';
import { civilDay } from '../../platform/civil-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Actor, Database, Rows } from '../../platform/postgres/database.ts';
import { refuse } from '../../platform/refusal.ts';
import type { Refusal } from '../../platform/refusal.ts';
import type { PostFault } from './board-shapes.ts';
import { POST_FAULTS } from './board-shapes.ts';
import { lockPosted, writePosted } from './statements.ts';
import type { PostedQuota } from './statements.ts';

/** A row as it was sent: nothing about it is sure. */
export type SentRow = {
  readonly department?: unknown;
  readonly empty?: unknown;
  readonly places?: unknown;
  readonly at?: unknown;
};
export type Judged = {
  readonly department: string | null;
  readonly outcome: 'written' | 'unchanged' | 'refused';
  readonly places: number | null;
  readonly free: number | null;
  readonly refusal: Refusal | null;
};
/** A department as it is locked; `known` null where it has no quota yet. */
export type KnownDepartment = {
  readonly organisation: string;
  readonly known: {
    readonly places: number;
    readonly held: number;
    readonly occupied: number;
    readonly ofAt: Date | null;
  } | null;
};

/** A hospital's clock may run ahead of ours by so much. */
export const AHEAD_MS = 5 * 60_000;
const MOST_PLACES = 100_000;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

const no = (department: string | null, code: PostFault, values?: Refusal['values']): Judged => ({
  department,
  outcome: 'refused',
  places: null,
  free: null,
  refusal: refuse(code, values),
});
/** ISO 8601 with an offset, or undefined. */
export const instantFrom = (value: unknown): Date | undefined => {
  if (typeof value !== 'string' || !INSTANT.test(value)) return undefined;
  const at = new Date(value);
  return Number.isNaN(at.getTime()) ? undefined : at;
};
export const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST_PLACES;

/** What becomes of one row; pure. `seen` holds the departments of the rows before it. */
export const judgeRow = (
  row: SentRow,
  departments: ReadonlyMap<string, KnownDepartment>,
  seen: ReadonlySet<string>,
  by: { readonly organisation: string; readonly now: Date },
): Judged & { readonly ofAt?: Date } => {
  const { department, empty, places: stated, at } = row;
  if (typeof department !== 'string' || department === '') return no(null, 'capacity.no-department');
  const found = departments.get(department);
  if (found === undefined) return no(department, 'department.unknown');
  if (found.organisation !== by.organisation) return no(department, 'quota.other-organisation');
  if (seen.has(department)) return no(department, 'capacity.twice');
  const number = empty ?? stated;
  if ((empty === undefined || empty === null) === (stated === undefined || stated === null))
    return no(department, 'capacity.one-number');
  if (!isCount(number)) return no(department, 'capacity.impossible-number');
  const ofAt = instantFrom(at);
  if (ofAt === undefined) return no(department, 'capacity.impossible-time');
  if (ofAt.getTime() > by.now.getTime() + AHEAD_MS) return no(department, 'capacity.future');
  const { places = 0, held = 0, occupied = 0, ofAt: knownAt = null } = found.known ?? {};
  const counted = stated === undefined || stated === null;
  const becomes = counted ? occupied + number : number;
  const same = knownAt !== null && knownAt.getTime() === ofAt.getTime();
  // the same count once more, after somebody arrived, would make one place too many
  if (same && (counted || becomes === places))
    return { department, outcome: 'unchanged', places, free: Math.max(0, places - held - occupied), refusal: null };
  if (knownAt !== null && ofAt <= knownAt)
    return no(department, 'capacity.older', { at: ofAt.toISOString(), known: knownAt.toISOString() });
  if (counted && number < held) return no(department, 'capacity.below-held', { empty: number, held });
  if (!counted && becomes < held + occupied && becomes < places) return no(department, 'quota.below-use');
  const free = Math.max(0, becomes - held - occupied);
  return { department, outcome: 'written', places: becomes, free, refusal: null, ofAt };
};

const knownFrom = (departments: Rows, quotas: Rows): ReadonlyMap<string, KnownDepartment> => {
  const byId = new Map(quotas.map((row) => [String(row['department']), row]));
  return new Map(
    departments.map((row) => {
      const quota = byId.get(String(row['id']));
      const known =
        quota === undefined
          ? null
          : {
              places: Number(quota['places']),
              held: Number(quota['held']),
              occupied: Number(quota['occupied']),
              ofAt: quota['of_at'] instanceof Date ? quota['of_at'] : null,
            };
      return [String(row['id']), { organisation: String(row['organisation']), known }];
    }),
  );
};

export type PostOptions = { readonly db: Database; readonly clock: Clock; readonly zone: string };

/** Takes a posting: two flights, one transaction, its departments locked between them. */
export const postCapacity = (
  { db, clock, zone }: PostOptions,
  actor: Actor,
  rows: readonly SentRow[],
): Promise<readonly Judged[]> => {
  const now = clock.now();
  const asked = [...new Set(rows.flatMap(({ department }) => (typeof department === 'string' ? [department] : [])))];
  return db.write(actor, now, async (tx) => {
    const [departments = [], quotas = []] = await tx.flight(lockPosted(asked.sort(), civilDay(now, zone)));
    const known = knownFrom(departments, quotas);
    const seen = new Set<string>();
    const judged = rows.map((row) => {
      const one = judgeRow(row, known, seen, { organisation: actor.organisation, now });
      if (one.department !== null && one.outcome !== 'refused') seen.add(one.department);
      return one;
    });
    const writes = judged.flatMap((one): readonly PostedQuota[] =>
      one.outcome === 'written' && one.department !== null && one.places !== null && one.ofAt !== undefined
        ? [{ department: one.department, places: one.places, ofAt: one.ofAt }]
        : [],
    );
    await tx.finish([
      ...(writes.length === 0 ? [] : [writePosted(writes, now, actor.id)]),
      auditStatement(
        auditRow(actor, now, {
          action: 'post-capacity',
          target: `organisation/${actor.organisation}`,
          reason: `${String(writes.length)}/${String(rows.length)}`,
        }),
      ),
    ]);
    return judged;
  });
};

export const isPostFault = (code: string): code is PostFault => (POST_FAULTS as readonly string[]).includes(code);
