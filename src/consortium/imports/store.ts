/** Runs of imports in the database: one row each, and one for every refused row of the file. */
import type { Actor, Rows, Statement } from '../../platform/postgres/database.ts';
import type { Refusal } from '../../platform/refusal.ts';
import type { Problem } from './columns.ts';
import type { ImportKindName } from './shapes.ts';
import type { ColumnCode } from './words.ts';

/** Works at runs of every organisation. */
export const IMPORTER: Actor = {
  id: 'system:imports',
  person: null,
  role: 'system',
  organisation: 'system',
  purpose: 'system',
};

/** A refused row's problem, with where the column stood in this file; null when it is missing. */
export type PlacedProblem = Problem & { readonly place: number | null };
export type RefusedRow = { readonly row: number; readonly problems: readonly PlacedProblem[] };

export type Run = {
  readonly id: string;
  readonly kind: ImportKindName;
  readonly state: 'checking' | 'checked' | 'importing' | 'imported' | 'stopped';
  readonly actor: Actor;
  readonly fileName: string;
  readonly digest: string;
  readonly kept: boolean;
  readonly madeAt: Date;
  readonly changedAt: Date;
  readonly rowsDone: number;
  readonly rowsTotal: number | null;
  readonly counts: {
    readonly added: number;
    readonly altered: number;
    readonly unchanged: number;
    readonly refused: number;
    /** Of those added: how many may be somebody the region knows. */
    readonly similar: number;
  };
  readonly findings: string | null;
  readonly reason: Refusal | null;
};

const COLUMNS = `id, kind, state, actor, person, role, organisation, department, file_name, digest, bytes is not null as kept,
  made_at, changed_at, rows_done, rows_total, added, altered, unchanged, refused, similar_rows, findings, reason, reason_values`;

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const reasonOf = (row: Rows[number]): Refusal | null => {
  const refused = text(row['reason']);
  const values = text(row['reason_values']);
  if (refused === null) return null;
  return values === null ? { refused } : { refused, values: JSON.parse(values) as NonNullable<Refusal['values']> };
};

export const runOf = (row: Rows[number]): Run => ({
  id: String(row['id']),
  kind: row['kind'] as ImportKindName,
  state: row['state'] as Run['state'],
  actor: {
    id: String(row['actor']),
    person: text(row['person']),
    role: String(row['role']),
    organisation: String(row['organisation']),
    department: text(row['department']),
    purpose: 'care',
  },
  fileName: String(row['file_name']),
  digest: String(row['digest']),
  kept: row['kept'] === true,
  madeAt: row['made_at'] as Date,
  changedAt: row['changed_at'] as Date,
  rowsDone: Number(row['rows_done']),
  rowsTotal: row['rows_total'] === null ? null : Number(row['rows_total']),
  counts: {
    added: Number(row['added']),
    altered: Number(row['altered']),
    unchanged: Number(row['unchanged']),
    refused: Number(row['refused']),
    similar: Number(row['similar_rows']),
  },
  findings: text(row['findings']),
  reason: reasonOf(row),
});

export const insertRun = (
  run: Pick<Run, 'id' | 'kind' | 'actor' | 'fileName' | 'digest'> & { readonly bytes: Buffer },
  at: Date,
): Statement => ({
  name: 'import-run-insert',
  text: `insert into import_run (id, kind, state, actor, person, role, organisation, department, file_name, digest, bytes, made_at, changed_at)
         values ($1, $2, 'checking', $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)`,
  values: [
    run.id,
    run.kind,
    run.actor.id,
    run.actor.person,
    run.actor.role,
    run.actor.organisation,
    run.actor.department ?? null,
    run.fileName,
    run.digest,
    run.bytes,
    at,
  ],
});

export const findRun = (id: string): Statement => ({
  name: 'import-run',
  text: `select ${COLUMNS} from import_run where id = $1`,
  values: [id],
});
export const findBytes = (id: string): Statement => ({
  name: 'import-run-bytes',
  text: `select bytes from import_run where id = $1`,
  values: [id],
});
/** The latest of one's organisation, of the kinds one may bring in. */
export const findRuns = (organisation: string, kinds: readonly string[]): Statement => ({
  name: 'import-runs',
  text: `select ${COLUMNS} from import_run where organisation = $1 and kind = any($2::text[]) order by made_at desc, id limit 20`,
  values: [organisation, kinds],
});

/** How long a claim holds without a sign of life from whoever works at it. */
export const CLAIM_SECONDS = 30;

/** Takes up the oldest run that waits, or whose worker has gone. */
export const claimRun = (claim: string, at: Date): Statement => ({
  name: 'import-run-claim',
  text: `update import_run set claim = $1, claimed_until = $2::timestamptz + make_interval(secs => ${String(CLAIM_SECONDS)})
          where id = (select id from import_run
                       where state in ('checking', 'importing') and (claimed_until is null or claimed_until < $2)
                       order by made_at, id limit 1 for update skip locked)
         returning ${COLUMNS}`,
  values: [claim, at],
});
export const releaseRun = (id: string, claim: string): Statement => ({
  name: 'import-run-release',
  text: `update import_run set claim = null, claimed_until = null where id = $1 and claim = $2`,
  values: [id, claim],
});

const HELD = `where id = $1 and claim = $2`;
const guarded = (update: string): string =>
  `with changed as (${update} returning 1) select expect_rows((select count(*) from changed), 1, 'import.taken-over')`;

/** A sign of life with the rows done; fails when another process has taken the run over. */
export const noteProgress = (id: string, claim: string, rows: number, at: Date): Statement => ({
  name: 'import-run-progress',
  text: guarded(
    `update import_run set rows_done = $3, changed_at = $4, claimed_until = $4::timestamptz + make_interval(secs => ${String(CLAIM_SECONDS)}) ${HELD}`,
  ),
  values: [id, claim, rows, at],
});

/** The rows refused by a check that was broken off are forgotten. */
export const forgetRefusals = (id: string): Statement => ({
  name: 'import-refusals-forget',
  text: `delete from import_refusal where run = $1`,
  values: [id],
});
export const insertRefusals = (id: string, rows: readonly RefusedRow[]): Statement => ({
  name: 'import-refusals-insert',
  text: `insert into import_refusal (run, row_number, problems)
         select $1, row.number, row.problems from unnest($2::int[], $3::json[]) as row (number, problems)`,
  values: [id, rows.map(({ row }) => row), rows.map(({ problems }) => JSON.stringify(problems))],
});
export const findRefusals = (id: string, most: number): Statement => ({
  name: 'import-refusals',
  text: `select row_number, problems from import_refusal where run = $1 order by row_number limit $2`,
  values: [id, most],
});
export const refusedRows = (rows: Rows): readonly RefusedRow[] =>
  rows.map((row) => ({
    row: Number(row['row_number']),
    problems: JSON.parse(String(row['problems'])) as readonly (PlacedProblem & {
      readonly column: ColumnCode | null;
    })[],
  }));

export type Findings = { readonly total: number; readonly counts: Run['counts']; readonly digest: string };

export const finishCheck = (id: string, claim: string, { total, counts, digest }: Findings, at: Date): Statement => ({
  name: 'import-run-checked',
  text: guarded(
    `update import_run set state = 'checked', rows_done = $3, rows_total = $3, added = $4, altered = $5, unchanged = $6,
            refused = $7, similar_rows = $10, findings = $8, changed_at = $9, claim = null, claimed_until = null ${HELD} and state = 'checking'`,
  ),
  values: [
    id,
    claim,
    total,
    counts.added,
    counts.altered,
    counts.unchanged,
    counts.refused,
    digest,
    at,
    counts.similar,
  ],
});

/** The person says so; guard `import.not-checked` when it is not waiting for that any more. */
export const startImport = (id: string, at: Date): Statement => ({
  name: 'import-run-start',
  text: `with changed as (update import_run set state = 'importing', rows_done = 0, changed_at = $2
                           where id = $1 and state = 'checked' and bytes is not null returning 1)
         select expect_rows((select count(*) from changed), 1, 'import.not-checked')`,
  values: [id, at],
});
/** The last statement of the import's own transaction: whoever lost the claim imports nothing. */
export const finishImport = (id: string, claim: string, rows: number, at: Date): Statement => ({
  name: 'import-run-imported',
  text: guarded(
    `update import_run set state = 'imported', rows_done = $3, changed_at = $4, claim = null, claimed_until = null
     ${HELD} and state = 'importing'`,
  ),
  values: [id, claim, rows, at],
});
export const stopRun = (id: string, claim: string, reason: Refusal, at: Date): Statement => ({
  name: 'import-run-stop',
  text: `update import_run set state = 'stopped', reason = $3, reason_values = $4, changed_at = $5, claim = null, claimed_until = null ${HELD}`,
  values: [id, claim, reason.refused, reason.values === undefined ? null : JSON.stringify(reason.values), at],
});

/** Files and refused rows are kept for some days only: they hold what people sent. */
export const forgetFiles = (before: Date): readonly Statement[] => [
  {
    name: 'import-forget-refusals',
    text: `delete from import_refusal where run in (select id from import_run where changed_at < $1)`,
    values: [before],
  },
  {
    name: 'import-forget-bytes',
    text: `update import_run set bytes = null where changed_at < $1 and bytes is not null`,
    values: [before],
  },
];
