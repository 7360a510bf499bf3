import { defineConfig } from 'vitest/config';

/** The browser stories: one file at a time, since each drives a browser, a server and a database on perhaps two cores. */
export default defineConfig({
  test: {
    include: ['test/stories/*.test.ts'],
    globalSetup: ['test/stories/instance.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // the instance stops by itself within this, or its end is reported
    teardownTimeout: 30_000,
  },
});
