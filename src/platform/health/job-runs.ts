import type { JobEnd } from '../jobs.ts';
import type { Statement } from '../postgres/database.ts';

/** Keeps how each job ended last, until the process that leads writes it down. */
export type JobRuns = {
  readonly note: (ended: JobEnd, at: Date) => void;
  /** Undefined when nothing has ended since. */
  readonly statement: () => Statement | undefined;
};

type Run = JobEnd & { readonly at: Date; readonly failures: number };

export const jobRuns = (): JobRuns => {
  const last = new Map<string, Run>();
  const changed = new Set<string>();
  return {
    note: (ended, at) => {
      const failures = ended.code === null ? 0 : (last.get(ended.job)?.failures ?? 0) + 1;
      last.set(ended.job, { ...ended, at, failures });
      changed.add(ended.job);
    },
    statement: () => {
      const runs = [...changed].sort().flatMap((job) => last.get(job) ?? []);
      changed.clear();
      if (runs.length === 0) return undefined;
      return {
        name: 'job-runs-write',
        text: `insert into job_run (job, ended_at, milliseconds, every_ms, failures, code)
select * from unnest($1::text[], $2::timestamptz[], $3::integer[], $4::integer[], $5::integer[], $6::text[])
on conflict (job) do update set ended_at = excluded.ended_at, milliseconds = excluded.milliseconds,
  every_ms = excluded.every_ms, failures = excluded.failures, code = excluded.code`,
        values: [
          runs.map(({ job }) => job),
          runs.map(({ at }) => at),
          runs.map(({ milliseconds }) => Math.min(milliseconds, 2_000_000_000)),
          runs.map(({ everyMs }) => everyMs),
          runs.map(({ failures }) => failures),
          runs.map(({ code }) => code),
        ],
      };
    },
  };
};
