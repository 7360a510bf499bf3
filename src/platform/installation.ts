import { createHmac } from 'node:crypto';
import type { Config } from './config.ts';
import type { DataFolder } from './data-folder.ts';
import { openDataFolder } from './data-folder.ts';
import { connect } from './postgres/connect.ts';
import type { Connected } from './postgres/connect.ts';
import type { Embedded } from './postgres/embedded.ts';
import { startEmbedded } from './postgres/embedded.ts';
import { codeOf } from './postgres/faults.ts';
import { appRoleOf, asRole, isNewerSchema, isOldServer, migrate } from './postgres/migrate.ts';
import { startFault } from './start-words.ts';

/** A data folder with its database, migrated: what a server, the loader and the commands work on. */
export type Installation = {
  readonly folder: DataFolder;
  readonly embedded: Embedded | undefined;
  readonly schema: string;
  /** The owner's URL, for migrations and bulk loading. */
  readonly ownerUrl: string;
  readonly appUrl: string;
  /** As the application's role: owns nothing, sees what row-level security lets it see. */
  readonly app: Connected;
  readonly applied: readonly string[];
  readonly residentSecret: string;
  /** The first seals page tokens; earlier ones open those that are out. */
  readonly pageSecrets: readonly string[];
  /** The first keys the seals of the audit; those made with earlier ones verify. */
  readonly auditSecrets: readonly string[];
  readonly close: () => Promise<void>;
};

/**
 * The password of the application's role. Several processes on one external database must agree without a shared folder, so
 * it is derived from the owner's password there; the environment can set another.
 */
const appPasswordOf = (config: Config, folder: DataFolder): string =>
  config.appPassword ?? newestOf(agreedSecrets(config, folder, 'database-application', `kanglian ${config.region}`));

/**
 * Kept in the data folder; from the owner's password where several processes share a database and no folder. The first is in use,
 * the others were before it.
 */
const agreedSecrets = (config: Config, folder: DataFolder, name: string, text: string): readonly string[] => {
  const owners = config.databaseUrl === undefined ? '' : new URL(config.databaseUrl).password;
  if (owners === '') return folder.secrets(name);
  return [decodeURIComponent(owners), ...config.ownerPasswordsBefore].map((password) =>
    createHmac('sha256', password).update(text).digest('base64url'),
  );
};

const newestOf = ([newest]: readonly string[]): string => {
  if (newest === undefined) throw new Error('a secret without a line');
  return newest;
};

/** Makes residents' codes: another one makes every code given out so far useless, and nothing else. */
const residentSecretOf = (config: Config, folder: DataFolder): string =>
  config.residentSecret ??
  newestOf(agreedSecrets(config, folder, 'resident-codes', `kanglian resident codes ${config.region}`));

/** What was made before somebody chose a secret keeps verifying and opening. */
const auditSecretsOf = (config: Config, folder: DataFolder): readonly string[] => [
  ...config.auditSecrets,
  ...agreedSecrets(config, folder, 'audit-seals', `kanglian audit seals ${config.region}`),
];

const pageSecretsOf = (config: Config, folder: DataFolder): readonly string[] => [
  ...config.pageSecrets,
  ...agreedSecrets(config, folder, 'search-pages', `kanglian search pages ${config.region}`),
];

const UNREACHABLE = /^(E[A-Z]+|28P01|28000|3D000|57P0\d|53300|08\d{3})$/;

const explained = (fault: unknown, external: boolean): unknown => {
  if (isNewerSchema(fault)) return startFault('start.newer-schema', { unknown: fault.unknown.join(', ') }, fault);
  if (isOldServer(fault)) return startFault('start.old-server', { version: fault.version }, fault);
  const code = codeOf(fault) ?? '';
  if (code === '53100') return startFault('start.disk-full', { folder: 'PostgreSQL' }, fault);
  if (external && code === '42501') return startFault('start.no-rights', {}, fault);
  const reason =
    code === '' && fault instanceof Error && /terminated|timeout|SSL/i.test(fault.message) ? fault.message : code;
  if (external && (UNREACHABLE.test(reason) || (code === '' && reason !== '')))
    return startFault('start.database-unreachable', { reason }, fault);
  return fault;
};

/**
 * Opens the data folder, starts the embedded database (or uses DATABASE_URL) and brings the schema up to date.
 * @param connections of the application's role at most, for this process
 * @throws StartFault with one sentence for everything an operator can put right.
 */
export const openInstallation = async (config: Config, connections = 16): Promise<Installation> => {
  const folder = openDataFolder(config.dataDir, config.dataDirChosen);
  const embedded =
    config.databaseUrl === undefined
      ? await startEmbedded({
          home: folder.postgres,
          password: folder.secret('database-owner'),
          archive: config.walArchive,
        })
      : undefined;
  const ownerUrl = config.databaseUrl ?? embedded?.url ?? '';
  const schema = config.region;
  const appRole = appRoleOf(schema);
  const appPassword = appPasswordOf(config, folder);
  try {
    const applied = await migrate({ url: ownerUrl, schema, appRole, appPassword });
    const appUrl = asRole(ownerUrl, appRole, appPassword);
    const app = connect({ url: appUrl, schema, connections });
    return {
      folder,
      embedded,
      schema,
      ownerUrl,
      appUrl,
      app,
      applied,
      residentSecret: residentSecretOf(config, folder),
      pageSecrets: pageSecretsOf(config, folder),
      auditSecrets: auditSecretsOf(config, folder),
      close: async () => {
        await app.close();
        await embedded?.stop();
      },
    };
  } catch (fault) {
    await embedded?.stop();
    throw explained(fault, embedded === undefined);
  }
};
