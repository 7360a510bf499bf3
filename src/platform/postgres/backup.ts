/**
 * Backup of the embedded database while it works: PostgreSQL's low-level base backup (manual §25.3.4.1), a copy of the files
 * and of the log written meanwhile, with a list of digests. Restored, the server replays that log to the moment of the end.
 */
import { mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { startFault } from '../start-words.ts';
import type { KeptFile } from './backup-files.ts';
import { copyFile, digestOf, severalAtATime, treeOf } from './backup-files.ts';
import { codeOf } from './faults.ts';

export type BackupOptions = {
  readonly url: string;
  /** The cluster's folder. */
  readonly folder: string;
  /** Passwords and keys: without them the restored database lets nobody in. */
  readonly secrets: string;
  readonly target: string;
  readonly at: Date;
  /** The name of the part of the archive that the server's log goes to, when it is archived. */
  readonly archive?: string | undefined;
  /** Called when the files are copied and the log is about to be cut: what is committed by now is in the backup. */
  readonly onCopied?: () => void | Promise<void>;
};

export type Manifest = {
  readonly format: 1;
  readonly takenAt: string;
  /** When the files were whole, by the database's clock: no moment before it can be restored from them. */
  readonly completedAt?: string | undefined;
  readonly archive?: string | undefined;
  readonly postgres: string;
  readonly folders: readonly string[];
  readonly files: readonly KeptFile[];
};

export const MANIFEST = 'manifest.json';

// Rebuilt by the server when it starts, or of the running server only (manual §25.3.4.2).
const LEFT_OUT =
  /^(postmaster\.(pid|opts)|pg_wal\/.+|pg_(dynshmem|notify|replslot|serial|snapshots|stat_tmp|subtrans)\/.+)$|(^|\/)(pgsql_tmp.*|pg_internal\.init.*)$/;
const CONTROL = 'global/pg_control';
const SEGMENT = /^[0-9A-F]{24}$/;

/** Makes the folder the backup goes to. @throws StartFault when it holds something or cannot be written. */
const makeTarget = async (target: string): Promise<void> => {
  try {
    await mkdir(target, { recursive: true, mode: 0o700 });
    if ((await readdir(target)).length > 0) throw startFault('backup.exists', { folder: target });
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOTDIR' || code === 'EEXIST') throw startFault('backup.exists', { folder: target }, error);
    if (code !== undefined && /^E[A-Z]+$/.test(code))
      throw startFault('backup.target', { folder: target, reason: code }, error);
    throw error;
  }
};

const writeText = async (file: string, text: string): Promise<void> => {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const copyAll = async (
  paths: readonly string[],
  from: string,
  to: string,
  into: string,
): Promise<readonly KeptFile[]> => {
  const copied = await severalAtATime(paths, async (path): Promise<readonly KeptFile[]> => {
    const copy = await copyFile(join(from, path), join(to, into, path));
    return copy === undefined ? [] : [{ path: `${into}/${path}`, ...copy }];
  });
  return copied.flat();
};

type Begun = { readonly first: string };
type Ended = { readonly last: string; readonly label: string; readonly tablespaces: string; readonly at: Date };

const begin = async (session: pg.Client): Promise<Begun> => {
  // The slot goes with the session; until then no log we still have to copy is recycled.
  await session.query(`select pg_create_physical_replication_slot('kanglian_backup_' || pg_backend_pid(), true, true)`);
  const { rows } = await session.query<Begun>(`select pg_walfile_name(pg_backup_start('kanglian', true)) as first`);
  return { first: rows[0]?.first ?? '' };
};

const end = async (session: pg.Client): Promise<Ended> => {
  const { rows } = await session.query<Ended>(
    `select pg_walfile_name(lsn) as last, labelfile as label, spcmapfile as tablespaces, clock_timestamp() as at
       from pg_backup_stop(false)`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error('pg_backup_stop answered nothing');
  return row;
};

const keepText = async (target: string, path: string, text: string): Promise<KeptFile> => {
  await writeText(join(target, path), text);
  return { path, bytes: Buffer.byteLength(text), sha256: (await digestOf(join(target, path))) ?? '' };
};

const copyCluster = async (
  session: pg.Client,
  options: BackupOptions,
): Promise<Pick<Manifest, 'completedAt' | 'folders' | 'files'>> => {
  const { folder, target } = options;
  const { first } = await begin(session);
  const tree = await treeOf(folder, (path) => LEFT_OUT.test(path));
  const files = [
    ...(await copyAll(
      tree.files.filter((path) => path !== CONTROL),
      folder,
      target,
      'data',
    )),
  ];
  files.push(...(await copyAll([CONTROL], folder, target, 'data')));
  await options.onCopied?.();
  const { last, label, tablespaces, at } = await end(session);
  files.push(await keepText(target, 'data/backup_label', label));
  if (tablespaces.trim() !== '') files.push(await keepText(target, 'data/tablespace_map', tablespaces));
  const log = (await readdir(join(folder, 'pg_wal'))).filter(
    (name) => SEGMENT.test(name) && name >= first && name <= last,
  );
  files.push(...(await copyAll(log, join(folder, 'pg_wal'), target, 'data/pg_wal')));
  return { completedAt: at.toISOString(), folders: tree.folders.map((path) => `data/${path}`), files };
};

/**
 * Takes a backup into an empty or new folder. The list of files is written last: a folder without one is no backup.
 * @throws StartFault for what the operator can put right. What was copied is removed again then.
 */
export const takeBackup = async (options: BackupOptions): Promise<Manifest> => {
  const { target } = options;
  await makeTarget(target);
  const session = new pg.Client({ connectionString: options.url, application_name: 'kanglian backup' });
  session.on('error', () => undefined);
  try {
    await session.connect();
    const cluster = await copyCluster(session, options);
    const secrets = await copyAll(
      (await treeOf(options.secrets, () => false)).files,
      options.secrets,
      target,
      'secrets',
    );
    const manifest: Manifest = {
      format: 1,
      takenAt: options.at.toISOString(),
      completedAt: cluster.completedAt,
      ...(options.archive === undefined ? {} : { archive: options.archive }),
      postgres: (await readFile(join(options.folder, 'PG_VERSION'), 'utf8')).trim(),
      folders: cluster.folders,
      files: [...cluster.files, ...secrets],
    };
    await writeText(join(target, `${MANIFEST}.half`), JSON.stringify(manifest, null, 1));
    await rename(join(target, `${MANIFEST}.half`), join(target, MANIFEST));
    return manifest;
  } catch (error) {
    await rm(target, { recursive: true, force: true });
    const code = codeOf(error);
    if (code === 'ENOSPC' || code === 'EACCES' || code === 'EROFS')
      throw startFault('backup.target', { folder: target, reason: code }, error);
    throw error;
  } finally {
    await session.end().catch(() => undefined);
  }
};
