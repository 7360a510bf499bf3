/** An instance of a story's own, whose clock the story moves: it begins on a working Friday afternoon. */
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startInstance } from '../../src/instance.ts';
import type { Instance } from '../../src/instance.ts';
import { stoppedClock } from '../../src/platform/clock.ts';
import type { StoppedClock } from '../../src/platform/clock.ts';
import { readConfig } from '../../src/platform/config.ts';
import { freePort } from './instance.ts';

export const MINUTE = 60_000;

export type OwnInstance = {
  readonly instance: Instance;
  readonly clock: StoppedClock;
  /** Where its data stands, for the commands of an operator. */
  readonly dataDir: string;
  readonly stop: () => Promise<void>;
};

/** @param settings environment variables by their names, given the temporary folder everything stands in. */
export const startOwnInstance = async (
  settings: (home: string) => Readonly<Record<string, string>> = () => ({}),
): Promise<OwnInstance> => {
  if (!existsSync('dist/desk/index.html')) throw new Error('the pages are not built: npm run build');
  const home = mkdtempSync(path.join(tmpdir(), 'kanglian-own-story-'));
  // the database runs as another account when the stories run as root, and has to reach its folder
  chmodSync(home, 0o755);
  const clock = stoppedClock(new Date('2026-11-20T14:30:00+08:00'));
  const read = readConfig(
    [
      '--port',
      String(await freePort()),
      '--data-dir',
      path.join(home, 'data'),
      '--residents',
      '500',
      '--demonstration-cases',
      '0',
    ],
    settings(home),
  );
  if ('mistakes' in read) throw new Error(JSON.stringify(read.mistakes));
  const instance = await startInstance(read.config, { clock });
  await instance.loaded;
  return {
    instance,
    clock,
    dataDir: path.join(home, 'data'),
    stop: async () => {
      await instance.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
};
