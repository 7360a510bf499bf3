import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Job } from './jobs.ts';
import { startJobs } from './jobs.ts';

const silent = pino({ enabled: false });
beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const counted = (more: Partial<Job> = {}) => {
  const seen = { runs: 0, nudge: (): void => undefined };
  const job: Job = {
    name: 'counting',
    everyMs: 1000,
    work: () => Promise.resolve(seen.runs++),
    onNudge: (run) => (seen.nudge = run),
    ...more,
  };
  return { seen, job };
};

test('a job is done at once, again after its pause, and at once when nudged', async () => {
  const { seen, job } = counted();
  const jobs = startJobs({ jobs: [job], log: silent });
  await vi.advanceTimersByTimeAsync(10);
  expect(seen.runs).toBe(1);
  await vi.advanceTimersByTimeAsync(1000);
  expect(seen.runs).toBe(2);
  seen.nudge();
  await vi.advanceTimersByTimeAsync(0);
  expect(seen.runs).toBe(3);
  await jobs.stop();
});

test('many nudges of one moment are answered together after the rest, and none is forgotten', async () => {
  const { seen, job } = counted({ restMs: 40 });
  const jobs = startJobs({ jobs: [job], log: silent });
  await vi.advanceTimersByTimeAsync(100);
  expect(seen.runs).toBe(1);
  for (let n = 0; n < 50; n++) seen.nudge();
  await vi.advanceTimersByTimeAsync(1);
  expect(seen.runs).toBe(2);
  for (let n = 0; n < 50; n++) seen.nudge();
  await vi.advanceTimersByTimeAsync(100);
  expect(seen.runs).toBe(3);
  await vi.advanceTimersByTimeAsync(1000);
  expect(seen.runs).toBe(4);
  await jobs.stop();
});

test('a nudge in the middle of the work has it done once more', async () => {
  let finish = (): void => undefined;
  const { seen, job } = counted({
    restMs: 40,
    work: () => {
      seen.runs++;
      return new Promise<void>((resolve) => (finish = resolve));
    },
  });
  const jobs = startJobs({ jobs: [job], log: silent });
  seen.nudge();
  seen.nudge();
  finish();
  await vi.advanceTimersByTimeAsync(41);
  expect(seen.runs).toBe(2);
  finish();
  await jobs.stop();
});

test('a job that fails is tried again, and nothing runs after the stop', async () => {
  const { seen, job } = counted({
    work: () => {
      seen.runs++;
      return Promise.reject(new Error('the database is away'));
    },
  });
  const jobs = startJobs({ jobs: [job], log: silent });
  await vi.advanceTimersByTimeAsync(1001);
  expect(seen.runs).toBe(2);
  await jobs.stop();
  seen.nudge();
  await vi.advanceTimersByTimeAsync(5000);
  expect(seen.runs).toBe(2);
});

test('where another process leads nothing is done but what every process does; who begins to lead does all at once', async () => {
  let leads = false;
  const { seen, job } = counted({ everyMs: 3_600_000 });
  const everywhere = counted({ everywhere: true });
  const ended: string[] = [];
  const jobs = startJobs({
    jobs: [job, { ...everywhere.job, name: 'everywhere' }],
    log: silent,
    leads: () => leads,
    onEnd: (end) => ended.push(`${end.job} ${String(end.code)}`),
  });
  await vi.advanceTimersByTimeAsync(10);
  seen.nudge();
  await vi.advanceTimersByTimeAsync(10);
  expect([seen.runs, everywhere.seen.runs]).toEqual([0, 1]);
  leads = true;
  jobs.wake();
  await vi.advanceTimersByTimeAsync(10);
  expect(seen.runs).toBe(1);
  expect(ended).toEqual(['everywhere null', 'counting null', 'everywhere null']);
  await jobs.stop();
});
