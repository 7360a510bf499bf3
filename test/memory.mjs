/** Where the tests put what they throw away: a thousand files for each database, made and deleted two hundred times. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const SHARED_MEMORY = '/dev/shm';
const NAME = /^kanglian-tests-(\d+)$/;
/** What all of a run's databases take at once, with their logs, and as much again to spare. */
const NEEDED = 6e9;

const lives = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (fault) {
    return fault.code === 'EPERM';
  }
};

/** Longer than any stage of a run: what was touched since may belong to a process that cannot be seen from here. */
const HOUR = 3_600_000;

/** What a run that was killed has left would stay until the machine is started again. */
const forgetDead = () => {
  for (const name of readdirSync(SHARED_MEMORY)) {
    const pid = NAME.exec(name)?.[1];
    if (pid === undefined || lives(Number(pid))) continue;
    const folder = path.join(SHARED_MEMORY, name);
    try {
      if (Date.now() - statSync(folder).mtimeMs > HOUR) rmSync(folder, { recursive: true, force: true });
    } catch {
      // somebody else's: it is theirs to take away
    }
  }
};

const isRoomy = () => {
  const { bavail, bsize } = statfsSync(SHARED_MEMORY);
  const available = Number(/^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]) * 1024;
  return Math.min(bavail * bsize, available) >= NEEDED;
};

/** Containers often forbid it there, and a test may have to copy PostgreSQL beside its data. */
const maySpawn = (folder) => {
  const script = path.join(folder, 'try');
  writeFileSync(script, '#!/bin/sh\nexit 0\n', { mode: 0o755 });
  const { status } = spawnSync(script);
  rmSync(script);
  return status === 0;
};

/**
 * A folder in memory that everybody may write to, as to the system's own for temporary files; undefined where that is no Linux,
 * there is too little memory, or somebody has said by TMPDIR where to. A disk forgets a deleted file slowly: ext4 passes over
 * every inode of the last minutes for each file it makes, and that was a quarter of the processor time of the database tests.
 *
 * @returns {{ folder: string, clear: () => void } | undefined}
 */
export const roomInMemory = () => {
  if ((process.env.TMPDIR ?? '') !== '') return undefined;
  const folder = path.join(SHARED_MEMORY, `kanglian-tests-${process.pid}`);
  const clear = () => rmSync(folder, { recursive: true, force: true });
  try {
    forgetDead();
    if (!isRoomy()) return undefined;
    mkdirSync(folder);
    chmodSync(folder, 0o1777);
    if (maySpawn(folder)) return { folder, clear };
  } catch {
    // not there, or not ours to write to: the disk does as well, only slower
  }
  clear();
  return undefined;
};
