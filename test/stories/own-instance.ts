/**
 * An instance of a story's own, whose clock the story moves: it begins on a working Friday afternoon. The region is loaded once
 * for all stories of a worker; each begins with a copy of that folder.
 */
import {
  chmodSync,
  constants,
  cpSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import path from 'node:path';
import { inject } from 'vitest';
import { startInstance } from '../../src/instance.ts';
import type { Instance } from '../../src/instance.ts';
import { stoppedClock } from '../../src/platform/clock.ts';
import type { StoppedClock } from '../../src/platform/clock.ts';
import { readConfig } from '../../src/platform/config.ts';
import { freePort } from './instance.ts';

export const MINUTE = 60_000;
const BEGINS = '2026-11-20T14:30:00+08:00';

export type OwnInstance = {
  readonly instance: Instance;
  readonly clock: StoppedClock;
  /** Where its data stands, for the commands of an operator. */
  readonly dataDir: string;
  readonly stop: () => Promise<void>;
};

const start = async (
  dataDir: string,
  settings: Readonly<Record<string, string>>,
): Promise<{ readonly instance: Instance; readonly clock: StoppedClock }> => {
  const clock = stoppedClock(new Date(BEGINS));
  const words = ['--data-dir', dataDir, '--residents', '500', '--demonstration-cases', '0'];
  const read = readConfig(['--port', String(await freePort()), ...words], settings);
  if ('mistakes' in read) throw new Error(JSON.stringify(read.mistakes));
  const instance = await startInstance(read.config, { clock });
  await instance.loaded;
  return { instance, clock };
};

/** A folder that the database's account may reach, where the stories run as root. */
const room = (): string => {
  const home = mkdtempSync(path.join(inject('room'), 'own-'));
  chmodSync(home, 0o755);
  return home;
};

/** Started once and stopped in order, by what an installation is that has just been set up. */
const setUp = async (): Promise<string> => {
  const dataDir = path.join(room(), 'data');
  await (await start(dataDir, {})).instance.stop();
  return dataDir;
};
let prepared: Promise<string> | undefined;

/** Everything as it is there and of the same owner: the database starts on no folder that is not its own. */
const copy = (from: string, to: string): void => {
  cpSync(from, to, { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE });
  for (const each of ['', ...readdirSync(from, { recursive: true, encoding: 'utf8' })]) {
    const { uid, gid } = lstatSync(path.join(from, each));
    lchownSync(path.join(to, each), uid, gid);
  }
};

/** @param settings environment variables by their names, given the temporary folder everything stands in. */
export const startOwnInstance = async (
  settings: (home: string) => Readonly<Record<string, string>> = () => ({}),
): Promise<OwnInstance> => {
  if (!existsSync('dist/desk/index.html')) throw new Error('the pages are not built: npm run build');
  const home = room();
  const dataDir = path.join(home, 'data');
  copy(await (prepared ??= setUp()), dataDir);
  const { instance, clock } = await start(dataDir, settings(home));
  return {
    instance,
    clock,
    dataDir,
    stop: async () => {
      await instance.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
};
