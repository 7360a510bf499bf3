import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { openDataFolder } from './data-folder.ts';
import { takeBackup } from './postgres/backup.ts';
import type { Manifest } from './postgres/backup.ts';
import { startEmbedded } from './postgres/embedded.ts';
import { engineMajor } from './postgres/engine.ts';
import { restoreBackup } from './postgres/restore.ts';
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
  const server = await startEmbedded({ home: folder.postgres, password: folder.secret('database-owner') });
  try {
    return await takeBackup({
      url: server.url,
      folder: server.folder,
      secrets: join(folder.folder, 'secrets'),
      target,
      at: clock.now(),
    });
  } finally {
    await server.stop();
  }
};

/** Restores into a data folder without a database, then starts the database once, so that its log is replayed and seen to work. */
export const restore = async (config: Config, source: string): Promise<Manifest> => {
  refuseExternal(config);
  const folder = openDataFolder(config.dataDir, config.dataDirChosen);
  mkdirSync(folder.postgres, { recursive: true });
  const manifest = await restoreBackup({
    source,
    home: folder.postgres,
    secrets: join(folder.folder, 'secrets'),
    major: engineMajor(),
  });
  const server = await startEmbedded({ home: folder.postgres, password: folder.secret('database-owner') });
  await server.stop();
  return manifest;
};
