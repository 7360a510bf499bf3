import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from './faults.ts';

/** A PostgreSQL server that runs on a cluster's folder, as its `postmaster.pid` tells. */
export type Running = { readonly pid: number; readonly sockets: string };

/** What `postmaster.pid` says, when its process lives and is a PostgreSQL. */
export const findRunning = (folder: string): Running | undefined => {
  let lines: readonly string[];
  try {
    lines = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const pid = Number(lines[0]);
  if (!Number.isSafeInteger(pid) || pid <= 1 || !isPostgres(pid, folder)) return undefined;
  return { pid, sockets: lines[4] ?? '' };
};

/** Whether the process with this number lives and is the PostgreSQL of this folder. */
export const isPostgres = (pid: number, folder: string): boolean => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) !== 'EPERM') return false;
  }
  try {
    // a zombie has an empty command line; a number given to another program has another one
    return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').includes(folder);
  } catch (error) {
    return codeOf(error) !== 'ENOENT' || !existsSync('/proc/self');
  }
};

export const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

const ended = async (pid: number, folder: string, withinMs: number): Promise<boolean> => {
  const deadline = Date.now() + withinMs;
  while (Date.now() < deadline) {
    if (!isPostgres(pid, folder)) return true;
    await pause(20);
  }
  return false;
};

/** SIGINT is PostgreSQL's "fast shutdown": sessions are ended, everything is written, the next start needs no recovery. */
export const stopServer = async (pid: number, folder: string): Promise<void> => {
  try {
    process.kill(pid, 'SIGINT');
  } catch {
    return;
  }
  await ended(pid, folder, 60_000);
};
