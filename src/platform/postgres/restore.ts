import { chown, chmod, mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { z } from 'zod';
import { startFault } from '../start-words.ts';
import { MANIFEST } from './backup.ts';
import type { Manifest } from './backup.ts';
import { copyFile, digestOf, severalAtATime, treeOf } from './backup-files.ts';
import { partForBackup } from './archive.ts';
import { databaseAccount } from './engine.ts';
import type { Account } from './engine.ts';
import { recoverTo } from './recover.ts';
import type { RecoverOptions } from './recover.ts';

export type RestoreOptions = {
  readonly source: string;
  /** The embedded PostgreSQL's folder (`postgres` in the data folder). */
  readonly home: string;
  readonly secrets: string;
  /** Major version of the PostgreSQL this program brings. */
  readonly major: string;
  /** Roll on from the backup to this moment, by the log in this archive folder. */
  readonly until?: { readonly at: Date; readonly archive: string };
};

const inside = z.string().refine((path) => normalize(path) === path && /^(data|secrets)\//.test(path));
const ManifestFile = z.strictObject({
  format: z.literal(1),
  takenAt: z.string(),
  completedAt: z.string().optional(),
  archive: z.string().optional(),
  postgres: z.string(),
  folders: z.array(inside),
  files: z.array(z.strictObject({ path: inside, bytes: z.number(), sha256: z.string() })),
});

const readManifest = async (source: string): Promise<Manifest> => {
  try {
    return ManifestFile.parse(JSON.parse(await readFile(join(source, MANIFEST), 'utf8')));
  } catch (cause) {
    throw startFault('restore.no-backup', { folder: source }, cause);
  }
};

const holdsSomething = async (folder: string): Promise<boolean> =>
  existsSync(folder) && (await readdir(folder)).length > 0;

const giveTo = async (account: Account | undefined, folder: string): Promise<void> => {
  const { files, folders } = await treeOf(folder, () => false);
  for (const path of ['', ...folders]) await chmod(join(folder, path), 0o700);
  if (account === undefined) return;
  for (const path of ['', ...folders, ...files]) await chown(join(folder, path), account.uid, account.gid);
};

type RollOn = Pick<RecoverOptions, 'archive' | 'at' | 'completedAt'>;

/** Everything about the moment that can be told before a file is copied. */
const rollOnOf = (manifest: Manifest, until: RestoreOptions['until']): RollOn | undefined => {
  if (until === undefined) return undefined;
  const archive = partForBackup(databaseAccount(), until.archive, manifest.archive);
  const completedAt = manifest.completedAt ?? manifest.takenAt;
  if (until.at < new Date(completedAt)) throw startFault('restore.before-backup', { at: completedAt });
  return { archive, at: until.at, completedAt };
};

/** A moment that cannot be reached leaves nothing behind: neither a database of another moment nor the secrets of one. */
const rollOnOrRemove = async ({ home, secrets }: RestoreOptions, half: string, rollOn: RollOn): Promise<void> => {
  try {
    const password = (await readFile(join(secrets, OWNER_SECRET), 'utf8')).trim();
    await recoverTo({ ...rollOn, home, folder: half, password });
  } catch (fault) {
    await rm(half, { recursive: true, force: true });
    for (const name of await readdir(secrets)) await rm(join(secrets, name), { recursive: true, force: true });
    throw fault;
  }
};

/** The file that holds the owner's password. */
const OWNER_SECRET = 'database-owner';

/**
 * Puts a backup into a data folder that holds no database. Every digest is checked before anything is written, and the
 * cluster gets its name when it is whole; the next start replays the log that came with it.
 * @throws StartFault: not empty, no backup, damaged, another PostgreSQL.
 */
export const restoreBackup = async (options: RestoreOptions): Promise<Manifest> => {
  const { source, home } = options;
  const manifest = await readManifest(source);
  const data = join(home, 'data');
  if ((await holdsSomething(data)) || (await holdsSomething(options.secrets)))
    throw startFault('restore.not-empty', { folder: home });
  if (manifest.postgres !== options.major)
    throw startFault('restore.other-version', { found: manifest.postgres, ours: options.major });
  const rollOn = rollOnOf(manifest, options.until);
  for (const { path, sha256 } of manifest.files)
    if ((await digestOf(join(source, path))) !== sha256) throw startFault('restore.damaged', { file: path });
  const half = join(home, 'data.restoring');
  await rm(half, { recursive: true, force: true });
  for (const path of ['data/pg_wal', ...manifest.folders])
    await mkdir(join(half, path.slice('data/'.length)), { recursive: true, mode: 0o700 });
  await severalAtATime(manifest.files, ({ path }) => {
    const [part = '', ...rest] = path.split('/');
    return copyFile(join(source, path), join(part === 'data' ? half : options.secrets, ...rest));
  });
  await giveTo(databaseAccount(), half);
  if (rollOn !== undefined) await rollOnOrRemove(options, half, rollOn);
  await rename(half, data);
  return manifest;
};
