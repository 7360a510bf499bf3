import type { Logger } from 'pino';
import { codeOf } from './postgres/faults.ts';

/** Work done again and again behind the requests: clocks, holds, the outbox. Several processes may do it at once. */
export type Job = {
  readonly name: string;
  readonly everyMs: number;
  /** Long work asks now and then whether the process is `stopping`, and leaves off where it can be taken up again. */
  readonly work: (stopping: () => boolean) => Promise<unknown>;
  /** Is given how to have the work done at once, or once more when it is under way. */
  readonly onNudge?: (run: () => void) => void;
};

export type Jobs = {
  /** Ends after the work under way. */
  readonly stop: () => Promise<void>;
};

type Running = { timer: NodeJS.Timeout | undefined; now: Promise<void> | undefined; again: boolean };

/**
 * Starts the jobs; each waits `everyMs` after it has ended. A fault is recorded by its code (its message may quote a record)
 * and the job is tried again: a database that is away for a moment must not end a clock.
 */
export const startJobs = (jobs: readonly Job[], log: Logger): Jobs => {
  let stopped = false;
  const all: { readonly job: Job; readonly state: Running }[] = [];
  const run = ({ job, state }: { readonly job: Job; readonly state: Running }): void => {
    if (stopped) return;
    if (state.now !== undefined) {
      state.again = true;
      return;
    }
    clearTimeout(state.timer);
    state.now = job
      .work(() => stopped)
      .then(
        () => undefined,
        (fault: unknown) => {
          const name = fault instanceof Error ? fault.name : typeof fault;
          log.warn({ job: job.name, name, code: codeOf(fault) }, 'job failed');
        },
      )
      .finally(() => {
        state.now = undefined;
        if (state.again) {
          state.again = false;
          run({ job, state });
        } else if (!stopped) state.timer = setTimeout(run, job.everyMs, { job, state });
      });
  };
  for (const job of jobs) {
    const entry = { job, state: { timer: undefined, now: undefined, again: false } };
    all.push(entry);
    job.onNudge?.(() => {
      run(entry);
    });
    run(entry);
  }
  return {
    stop: async () => {
      stopped = true;
      for (const { state } of all) clearTimeout(state.timer);
      for (const { state } of all) await state.now;
    },
  };
};
