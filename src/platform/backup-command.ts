import { existsSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { openDataFolder } from './data-folder.ts';
import { ARCHIVE_OFF } from './postgres/archive.ts';
import { takeBackup } from './postgres/backup.ts';
import type { Manifest } from './postgres/backup.ts';
import { startEmbedded } from './postgres/embedded.ts';
import { engineMajor } from './postgres/engine.ts';
import { restoreBackup } from './postgres/restore.ts';
import type { RestoreOptions } from './postgres/restore.ts';
import { startFault } from './start-words.ts';

const refuseExternal = ({ databaseUrl }: Config): void => {
  if (databaseUrl !== undefined) throw startFault('start.own-tools');
};

/**
 * Backs up the embedded database of a data folder, running or not. Its schema is left as it is: this is what one does before
 * a new version changes it.
 */
export const backUp = async (config: Config, target: string, clock: Clock): Promise<Manifest> => {
  refuseExternal(config);
  if (!existsSync(join(config.dataDir, 'postgres', 'data', 'PG_VERSION'))) throw startFault('backup.not-running');
  const folder = openDataFolder(config.dataDir, config.dataDirChosen);
  const server = await startEmbedded({
    home: folder.postgres,
    password: folder.secret('database-owner'),
    archive: config.walArchive,
  });
  try {
    return await takeBackup({
      url: server.url,
      folder: server.folder,
      secrets: join(folder.folder, 'secrets'),
      target,
      at: clock.now(),
      archive: server.archive === undefined ? undefined : basename(server.archive),
    });
  } finally {
    await server.stop();
  }
};

/** The archive folder to roll on by, when a moment is asked for. */
const untilOf = ({ walArchive }: Config, at: Date | undefined): RestoreOptions['until'] => {
  if (at === undefined) return undefined;
  if (walArchive === undefined || walArchive === ARCHIVE_OFF) throw startFault('restore.archive-needed');
  return { at, archive: walArchive };
};

/**
 * Restores into a data folder without a database, to the backup's end or to a later moment, then starts the database once, so
 * that it is seen to work.
 */
export const restore = async (config: Config, source: string, at?: Date): Promise<Manifest> => {
  refuseExternal(config);
  const until = untilOf(config, at);
  const folder = openDataFolder(config.dataDir, config.dataDirChosen);
  mkdirSync(folder.postgres, { recursive: true });
  const manifest = await restoreBackup({
    source,
    home: folder.postgres,
    secrets: join(folder.folder, 'secrets'),
    major: engineMajor(),
    ...(until === undefined ? {} : { until }),
  });
  const server = await startEmbedded({ home: folder.postgres, password: folder.secret('database-owner') });
  await server.stop();
  return manifest;
};
