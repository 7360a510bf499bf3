import type { Logger } from 'pino';
import { codeOf } from './postgres/faults.ts';

/**
 * Work done again and again behind the requests: clocks, holds, the outbox. Several processes may do it at once without harm;
 * to spare the database only the one that leads does it, unless it is to be done wherever it is asked for.
 */
export type Job = {
  readonly name: string;
  readonly everyMs: number;
  /** Done by every process, not only by the one that leads. */
  readonly everywhere?: boolean;
  /** Long work asks now and then whether the process is `stopping`, and leaves off where it can be taken up again. */
  readonly work: (stopping: () => boolean) => Promise<unknown>;
  /** Is given how to have the work done at once, or once more when it is under way. */
  readonly onNudge?: (run: () => void) => void;
  /** Nudged work rests at least so long after it has ended: many nudges of one moment are answered together. */
  readonly restMs?: number;
};

/** How a job ended, for those who watch. */
export type JobEnd = {
  readonly job: string;
  readonly everyMs: number;
  readonly milliseconds: number;
  /** The fault's code or name; null when all went well. */
  readonly code: string | null;
};

export type JobsOptions = {
  readonly jobs: readonly Job[];
  readonly log: Logger;
  /** Whether this process does what one process is to do. */
  readonly leads?: () => boolean;
  readonly onEnd?: (ended: JobEnd) => void;
};

export type Jobs = {
  /** Does everything now: this process has begun to lead. */
  readonly wake: () => void;
  /** Ends after the work under way. */
  readonly stop: () => Promise<void>;
};

type Running = {
  timer: NodeJS.Timeout | undefined;
  now: Promise<void> | undefined;
  again: boolean;
  /** Whether the timer is a rest that a nudge has to wait out. */
  resting: boolean;
};
type Entry = { readonly job: Job; readonly state: Running };

/**
 * Starts the jobs; each waits `everyMs` after it has ended. A fault is recorded by its code (its message may quote a record)
 * and the job is tried again: a database that is away for a moment must not end a clock.
 */
export const startJobs = ({ jobs, log, leads = () => true, onEnd }: JobsOptions): Jobs => {
  let stopped = false;
  const all: Entry[] = [];
  const wait = (entry: Entry): void => {
    const { job, state } = entry;
    const rest = job.restMs ?? 0;
    state.resting = rest > 0;
    state.timer = setTimeout(
      () => {
        state.resting = false;
        if (rest === 0 || state.again) run(entry);
        else state.timer = setTimeout(run, Math.max(0, job.everyMs - rest), entry);
      },
      rest === 0 ? job.everyMs : rest,
    );
  };
  const nudged = (entry: Entry): void => {
    if (entry.state.now !== undefined || entry.state.resting) entry.state.again = true;
    else run(entry);
  };
  const run = (entry: Entry): void => {
    const { job, state } = entry;
    if (stopped) return;
    clearTimeout(state.timer);
    state.again = false;
    if (job.everywhere !== true && !leads()) {
      wait(entry);
      return;
    }
    const began = Date.now();
    const ended = (code: string | null): void =>
      onEnd?.({ job: job.name, everyMs: job.everyMs, milliseconds: Date.now() - began, code });
    state.now = job
      .work(() => stopped)
      .then(
        () => {
          ended(null);
        },
        (fault: unknown) => {
          const name = fault instanceof Error ? fault.name : typeof fault;
          log.warn({ job: job.name, name, code: codeOf(fault) }, 'job failed');
          ended(codeOf(fault) ?? name);
        },
      )
      .finally(() => {
        state.now = undefined;
        if (stopped) return;
        if (state.again && job.restMs === undefined) run(entry);
        else wait(entry);
      });
  };
  for (const job of jobs) {
    const entry: Entry = { job, state: { timer: undefined, now: undefined, again: false, resting: false } };
    all.push(entry);
    job.onNudge?.(() => {
      nudged(entry);
    });
    run(entry);
  }
  return {
    wake: () => {
      for (const entry of all) nudged(entry);
    },
    stop: async () => {
      stopped = true;
      for (const { state } of all) clearTimeout(state.timer);
      for (const { state } of all) await state.now;
    },
  };
};
