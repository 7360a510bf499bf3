/** Looks at what can be wrong with a running installation. */
import { statfs } from 'node:fs/promises';
import type { Actor, Database, Rows, Statement } from '../postgres/database.ts';
import { findLeader } from '../postgres/leader.ts';
import type { Problem, ProblemCode } from './words.ts';

export type HealthOptions = {
  readonly db: Database;
  readonly schema: string;
  /** The names of this program's migrations. */
  readonly migrations: readonly string[];
  /** Where data and logs lie. */
  readonly folder: string;
  /** Whether the database is to archive its log. */
  readonly archives: boolean;
  /** This machine's own time, not the region's clock. */
  readonly machineNow: () => Date;
  readonly freeMegabytes?: (folder: string) => Promise<number>;
};

export const WATCH: Actor = {
  id: 'system:watch',
  person: null,
  role: 'system',
  organisation: 'system',
  purpose: 'system',
};

/** From here on something is said. */
const LIMITS = {
  skewSeconds: 5,
  outboxSeconds: 30,
  /** Beyond the job's own pause. */
  jobSeconds: 90,
  failures: 3,
  diskShort: 1000,
  diskFull: 100,
} as const;

const MEGABYTE = 1024 * 1024;
const freeOn = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(folder);
  return Math.floor((bavail * bsize) / MEGABYTE);
};

const findMigrations: Statement = { name: 'watch-migrations', text: 'select name from migration' };
/** The clock is read outside of what the transaction declared: it is the machine's that is compared. */
const findNow: Statement = { name: 'watch-now', text: 'select clock_timestamp() as now' };
const findWaiting: Statement = {
  name: 'watch-outbox',
  text: `select count(*)::integer as waiting, coalesce(extract(epoch from clock_timestamp() - min(at)), 0)::float8 as seconds
           from outbox where number is null`,
};
export const findJobRuns: Statement = {
  name: 'watch-jobs',
  text: `select job, every_ms, failures, code, milliseconds,
                extract(epoch from clock_timestamp() - ended_at)::float8 as seconds from job_run order by job`,
};
const findArchiver: Statement = {
  name: 'watch-archiver',
  text: `select current_setting('archive_mode') as mode, last_failed_wal as segment,
                coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false) as failing
           from pg_stat_archiver`,
};

const problem = (code: ProblemCode, severity: Problem['severity'], values: Problem['values'] = {}): Problem => ({
  code,
  severity,
  values,
});

const migrationProblems = (rows: Rows, known: readonly string[]): readonly Problem[] => {
  const applied = rows.map((row) => String(row['name']));
  const lacking = known.filter((name) => !applied.includes(name));
  const newer = applied.filter((name) => !known.includes(name));
  return [
    ...(lacking.length > 0 ? [problem('schema-behind', 'stops', { migrations: lacking.join(', ') })] : []),
    ...(newer.length > 0 ? [problem('schema-ahead', 'warns', { migrations: newer.join(', ') })] : []),
  ];
};

const jobProblems = (rows: Rows): readonly Problem[] =>
  rows.flatMap((row): readonly Problem[] => {
    const job = String(row['job']);
    const seconds = Math.round(Number(row['seconds']));
    const failures = Number(row['failures']);
    return [
      ...(seconds > Number(row['every_ms']) / 1000 + LIMITS.jobSeconds
        ? [problem('job-late', 'warns', { job, seconds: String(seconds) })]
        : []),
      ...(failures >= LIMITS.failures
        ? [problem('job-failing', 'warns', { job, failures: String(failures), code: String(row['code']) })]
        : []),
    ];
  });

const diskProblems = (folder: string, free: number): readonly Problem[] => {
  const values = { folder, free: String(free) };
  if (free < LIMITS.diskFull) return [problem('disk-full', 'stops', values)];
  return free < LIMITS.diskShort ? [problem('disk-short', 'warns', values)] : [];
};

const archiveProblems = (row: Rows[number] | undefined): readonly Problem[] => {
  if (row?.['mode'] === 'off') return [problem('archive-off', 'warns')];
  return row?.['failing'] === true ? [problem('archive-failing', 'warns', { segment: String(row['segment']) })] : [];
};

/** Everything that is wrong now; empty when nothing is. Never throws: a database that is away is a problem like others. */
export const findProblems = async (options: HealthOptions): Promise<readonly Problem[]> => {
  const { db, schema, machineNow, folder, freeMegabytes = freeOn } = options;
  const disk = diskProblems(folder, await freeMegabytes(folder).catch(() => Number.POSITIVE_INFINITY));
  const before = machineNow();
  try {
    const [now = []] = await db.read(WATCH, before, [findNow]);
    const after = machineNow();
    const [migrations = [], waiting = [], jobs = [], leader = [], archiver = []] = await db.read(WATCH, before, [
      findMigrations,
      findWaiting,
      findJobRuns,
      findLeader(schema),
      findArchiver,
    ]);
    const middle = (before.getTime() + after.getTime()) / 2;
    const here = now[0]?.['now'];
    // the way there and back is not known better than its length
    const skew =
      here instanceof Date ? Math.abs(here.getTime() - middle) - (after.getTime() - before.getTime()) / 2 : 0;
    const seconds = Number(waiting[0]?.['seconds'] ?? 0);
    return [
      ...migrationProblems(migrations, options.migrations),
      ...disk,
      ...(skew > LIMITS.skewSeconds * 1000
        ? [problem('clock-skew', 'warns', { seconds: (skew / 1000).toFixed(0) })]
        : []),
      ...(seconds > LIMITS.outboxSeconds
        ? [problem('outbox-stuck', 'warns', { waiting: String(waiting[0]?.['waiting']), seconds: seconds.toFixed(0) })]
        : []),
      ...(leader[0]?.['led'] === true ? [] : [problem('no-leader', 'warns')]),
      ...jobProblems(jobs),
      ...(options.archives ? archiveProblems(archiver[0]) : []),
    ];
  } catch {
    return [problem('database-gone', 'stops'), ...disk];
  }
};
