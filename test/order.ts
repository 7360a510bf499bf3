/** In which order files are begun: the long ones first, so that no worker is left alone with one of them while the others are done. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { BaseSequencer } from 'vitest/node';
import type { TestSequencer, TestSpecification, Vitest } from 'vitest/node';

/** In a fresh clone the library takes a large file for a long one. These take long though they are small; the longest first. */
const LONG = [
  'test/rotated-secrets.test.ts',
  'test/workers.test.ts',
  'src/engines/pathways/decisions.test.ts',
  'src/platform/postgres/embedded.test.ts',
  'test/audit-command.test.ts',
  'src/consortium/capacity/waits.test.ts',
  'src/capabilities/referral/figures/as-of.test.ts',
  'test/stories/english.test.ts',
  'test/stories/barriers.test.ts',
];

export class LongFirst implements TestSequencer {
  declare protected readonly own: true;
  readonly #root: string;
  readonly #usual: TestSequencer;

  constructor(run: Vitest) {
    this.#root = run.config.root;
    this.#usual = new BaseSequencer(run);
    for (const file of LONG)
      if (!existsSync(path.join(this.#root, file))) throw new Error(`test/order.ts names no file: ${file}`);
  }

  async shard(files: TestSpecification[]): Promise<TestSpecification[]> {
    return await this.#usual.shard(files);
  }

  /** What is not named keeps the library's order. */
  async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONG.indexOf(path.relative(this.#root, moduleId).replaceAll(path.sep, '/'));
      return at < 0 ? LONG.length : at;
    };
    return [...(await this.#usual.sort(files))].sort((one, other) => rank(one) - rank(other));
  }
}
