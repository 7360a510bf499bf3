import { createHash, randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  statfsSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { databaseAccount, mayReach, ownFolder } from './postgres/engine.ts';
import { codeOf } from './postgres/faults.ts';
import { linesOf } from './secret-settings.ts';
import { startFault } from './start-words.ts';

export type DataFolder = {
  readonly folder: string;
  /** Where the embedded PostgreSQL lives; it belongs to the database's user. */
  readonly postgres: string;
  /** A password or key of this installation: made once, kept in a file only this user can read (mode 0600). */
  readonly secret: (name: string) => string;
  /** The same with the lines below it: secrets that were in use before, for what still has to be opened or verified. */
  readonly secrets: (name: string) => readonly string[];
};

const MEGABYTE = 1024 * 1024;
// A new cluster with its first log files takes 90 MB, the region some 100 more; a running one needs room for its log.
const NEEDED = { first: 500, later: 100 };

/** Where a default data folder's database goes when the database's user cannot enter it (root in a 0700 home folder). */
const ELSEWHERE = '/var/lib/kanglian';

const attempt = <Answer>(folder: string, work: () => Answer): Answer => {
  try {
    return work();
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOSPC' || code === 'EDQUOT') throw startFault('start.disk-full', { folder }, error);
    if (code !== undefined && /^E[A-Z]+$/.test(code))
      throw startFault('start.data-folder', { folder, reason: code }, error);
    throw error;
  }
};

/** Folder by folder: Node's own `recursive` never returns where a parent cannot be made without an error that says so (/proc). */
const makeFolder = (folder: string): void => {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent);
  try {
    mkdirSync(folder, { mode: 0o755 });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
};

const refuseShortDisk = (folder: string): void => {
  const { bavail, bsize } = statfsSync(folder);
  const free = Math.floor((bavail * bsize) / MEGABYTE);
  const needed = existsSync(join(folder, 'postgres', 'data', 'PG_VERSION')) ? NEEDED.later : NEEDED.first;
  if (free < needed) throw startFault('start.disk-short', { folder, free: String(free), needed: String(needed) });
};

const readSecret = (secrets: string, name: string): string => {
  const file = join(secrets, name);
  try {
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx', flush: true });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    chmodSync(file, 0o600);
  }
  return readFileSync(file, 'utf8');
};

const placePostgres = (folder: string, chosen: boolean): string => {
  const account = databaseAccount();
  const wanted = join(folder, 'postgres');
  if (existsSync(wanted)) {
    const real = realpathSync(wanted);
    if (account === undefined || mayReach(account, real)) return real;
    throw startFault('start.data-folder-closed', { folder: real });
  }
  if (account === undefined || mayReach(account, folder)) {
    ownFolder(account, wanted);
    return realpathSync(wanted);
  }
  if (chosen) throw startFault('start.data-folder-closed', { folder });
  const elsewhere = join(ELSEWHERE, createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 12));
  mkdirSync(ELSEWHERE, { recursive: true, mode: 0o755 });
  ownFolder(account, elsewhere);
  if (!mayReach(account, elsewhere)) throw startFault('start.data-folder-closed', { folder: elsewhere });
  symlinkSync(elsewhere, wanted);
  return elsewhere;
};

/**
 * Opens the data folder, making what is missing.
 * @param chosen whether somebody named this folder; if not, the database may be put elsewhere, a link pointing to it.
 * @throws StartFault with one sentence when it cannot be reached, written, or is on a full disk.
 */
export const openDataFolder = (folder: string, chosen: boolean): DataFolder =>
  attempt(folder, () => {
    // the database's user passes through; what is inside is closed folder by folder
    makeFolder(folder);
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    refuseShortDisk(folder);
    const secrets = join(folder, 'secrets');
    mkdirSync(secrets, { recursive: true, mode: 0o700 });
    chmodSync(secrets, 0o700);
    return {
      folder,
      postgres: placePostgres(folder, chosen),
      secret: (name) => attempt(folder, () => linesOf(readSecret(secrets, name))[0] ?? ''),
      secrets: (name) => attempt(folder, () => linesOf(readSecret(secrets, name))),
    };
  });
