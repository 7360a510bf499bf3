import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongFirst } from './test/order.ts';

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'test/*.test.ts', 'regions/**/*.test.ts'],
    exclude: ['test/stories/**', 'node_modules/**'],
    globalSetup: ['test/cluster.ts'],
    sequence: { sequencer: LongFirst },
    setupFiles: ['test/seed.ts'],
    pool: 'forks',
    // a worker reads the program once, not once for each of its files: that was a third of the time. No test replaces a module
    isolate: false,
    // every core: the library would leave one idle; four at most, for they share one PostgreSQL
    maxWorkers: Math.min(4, availableParallelism()),
    // real databases and two cores: a slow machine is not a failed test
    testTimeout: 120_000,
    hookTimeout: 120_000,
    env: { TZ: process.env.TZ ?? 'UTC' },
  },
});
