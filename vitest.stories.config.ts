import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongFirst } from './test/order.ts';

/** One instance running before is one worker; otherwise each of two workers has an instance of its own, as `test/stories/where.ts` tells. */
const workers = (process.env.STORIES_AT ?? '') === '' ? Math.min(2, availableParallelism()) : 1;

/** The browser stories: two files at a time, since each drives a browser, a server and a database on perhaps two cores. */
export default defineConfig({
  test: {
    include: ['test/stories/*.test.ts'],
    globalSetup: ['test/stories/instance.ts'],
    sequence: { sequencer: LongFirst },
    pool: 'forks',
    // a worker reads the program and starts a browser once, not once for each of its files; each story empties the browser
    isolate: false,
    maxWorkers: workers,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // the instance stops by itself within this, or its end is reported
    teardownTimeout: 30_000,
  },
});
