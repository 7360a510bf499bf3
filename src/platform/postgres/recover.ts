import { chownSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startFault } from '../start-words.ts';
import { restoreCommand } from './archive.ts';
import { databaseAccount, prepareEngine } from './engine.ts';
import { codeOf } from './faults.ts';
import { addressOf, launch, tryConnect } from './launch.ts';
import { isPostgres, pause, stopServer } from './postmaster.ts';

export type RecoverOptions = {
  /** Where the server's log and socket are. */
  readonly home: string;
  /** A copied cluster that has not been started since. */
  readonly folder: string;
  /** The part of the archive that holds the log since the backup. */
  readonly archive: string;
  /** Everything committed until then, and nothing after it. */
  readonly at: Date;
  readonly password: string;
  /** The backup's end, in case not a single commit came after it. */
  readonly completedAt: string;
};

const LAST_COMMIT = /last completed transaction was at log time (\S+) (\S+)\+00/g;
const ENDED_EARLY = /recovery ended before configured recovery target was reached/;
const TOO_EARLY = /before consistent recovery point/;

const lastCommitIn = (words: string): string | undefined => {
  const [, day, time] = [...words.matchAll(LAST_COMMIT)].at(-1) ?? [];
  return day === undefined || time === undefined ? undefined : new Date(`${day}T${time}Z`).toISOString();
};

/**
 * Replays the archived log over a copied cluster until the moment, ends the replay there (the cluster goes on in a history of
 * its own) and stops the server again. It reads the archive and never writes to it.
 * @throws StartFault: the moment lies before the backup's end or after the last commit archived.
 */
export const recoverTo = async (options: RecoverOptions): Promise<void> => {
  const { home, folder, archive, at } = options;
  const account = databaseAccount();
  const engine = prepareEngine(account, home);
  const signal = join(folder, 'recovery.signal');
  writeFileSync(signal, '', { mode: 0o600, flush: true });
  if (account !== undefined) chownSync(signal, account.uid, account.gid);
  const log = join(home, 'postgres.log');
  const before = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  const settings = {
    restore_command: restoreCommand(archive),
    // letters of a zone are not known yet where the server reads this
    recovery_target_time: at.toISOString().replace('Z', '+00'),
    recovery_target_action: 'promote',
    recovery_target_timeline: 'current',
    archive_mode: 'off',
    // nobody looks before it is done
    hot_standby: 'off',
  };
  const server = launch({ home, settings }, engine, account, folder);
  for (;;) {
    const answer = await tryConnect(addressOf(server.sockets, options.password, 'postgres'), 'kanglian restore');
    if ('client' in answer) {
      await answer.client.end();
      break;
    }
    if (codeOf(answer.fault) === '28P01') {
      await stopServer(server.pid, folder);
      throw startFault('start.wrong-password', { folder }, answer.fault);
    }
    if (!isPostgres(server.pid, folder)) {
      const words = (await readFile(log)).subarray(before).toString('utf8');
      if (TOO_EARLY.test(words)) throw startFault('restore.before-backup', { at: options.completedAt });
      if (ENDED_EARLY.test(words))
        throw startFault('restore.after-archive', { until: lastCommitIn(words) ?? options.completedAt });
      throw startFault('start.database-silent', { log }, answer.fault);
    }
    await pause(200);
  }
  await stopServer(server.pid, folder);
};
