/** How the embedded server is started on a cluster's folder, and how it is spoken to. */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { ownFolder } from './engine.ts';
import type { Account, Engine } from './engine.ts';
import type { Running } from './postmaster.ts';

export type LaunchOptions = {
  /** Where its log, its socket and its account's HOME are. */
  readonly home: string;
  /** False only for tests: commits are then not forced to disk. */
  readonly durable?: boolean;
  /** Server settings on top of ours. */
  readonly settings?: Readonly<Record<string, string>>;
};

export const OWNER = 'kanglian';
export const DATABASE = 'kanglian';
const PORT = 5432; // names the socket file; nothing listens on TCP

const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '',
  max_connections: '200',
  shared_buffers: '256MB',
  // recovery reads the log since the last checkpoint at about 125 MB/s: a gigabyte bounds the start after a crash
  max_wal_size: '1GB',
  checkpoint_timeout: '5min',
  wal_compression: 'pglz',
  // The log must hold no resident's data: neither the values of statements nor error texts, which quote them.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_checkpoints: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

const RELAXED: Readonly<Record<string, string>> = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/**
 * After a start the server reads again, in the background, what it had in memory when it stopped: with a million residents the
 * first searches of a morning would otherwise wait for the disk, page by page. Only where the library came along.
 */
const warming = (engine: Engine): Readonly<Record<string, string>> => {
  const libraries = join(dirname(engine.bin), 'lib', 'postgresql');
  return existsSync(libraries) && readdirSync(libraries).some((name) => name.startsWith('pg_prewarm.'))
    ? { shared_preload_libraries: 'pg_prewarm' }
    : {};
};

/** HOME of root would break the server's own client library; nothing else of our environment concerns it. */
export const environment = (home: string): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  HOME: home,
  TZ: 'UTC',
  LC_ALL: 'C',
});

export const addressOf = (sockets: string, password: string, database: string): string =>
  `postgresql://${OWNER}:${encodeURIComponent(password)}@localhost:${String(PORT)}/${database}?host=${encodeURIComponent(sockets)}`;

/** One try; a server that is starting or stopping refuses, and its fault tells. */
export const tryConnect = async (
  url: string,
  applicationName: string,
): Promise<{ readonly client: pg.Client } | { readonly fault: unknown }> => {
  const client = new pg.Client({
    connectionString: url,
    application_name: applicationName,
    connectionTimeoutMillis: 5000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return { client };
  } catch (error) {
    await client.end().catch(() => undefined);
    return { fault: error };
  }
};

const socketFolder = (account: Account | undefined, home: string): string => {
  // the path of a socket may have 107 bytes, its file name takes 14
  const inside = join(home, 'socket');
  if (Buffer.byteLength(inside) < 90) {
    ownFolder(account, inside);
    return inside;
  }
  const outside = mkdtempSync(join(tmpdir(), 'kanglian-'));
  ownFolder(account, outside);
  return outside;
};

/** Starts the server on a cluster's folder; whether it answers is asked by `tryConnect`. */
export const launch = (
  options: LaunchOptions,
  engine: Engine,
  account: Account | undefined,
  folder: string,
): Running => {
  const sockets = socketFolder(account, options.home);
  const settings = {
    ...SETTINGS,
    ...(options.durable === false ? RELAXED : warming(engine)),
    ...options.settings,
    unix_socket_directories: sockets,
    unix_socket_permissions: '0700',
    port: String(PORT),
  };
  const log = openSync(join(options.home, 'postgres.log'), 'a', 0o600);
  const child = spawn(
    join(engine.bin, 'postgres'),
    ['-D', folder, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    // its own session: Ctrl-C in the terminal must reach the program, which then stops the server in order
    { ...account, cwd: options.home, env: environment(options.home), stdio: ['ignore', log, log], detached: true },
  );
  closeSync(log);
  child.on('error', () => undefined);
  child.unref();
  return { pid: child.pid ?? 0, sockets };
};

/** The end of the server's log; of what was written after `from` bytes. */
export const lastWords = (home: string, from = 0): string => {
  try {
    return readFileSync(join(home, 'postgres.log')).subarray(from).toString('utf8').slice(-2000);
  } catch {
    return '';
  }
};
/** How long the server's log is: what follows belongs to the next start. */
export const saidSoFar = (home: string): number =>
  statSync(join(home, 'postgres.log'), { throwIfNoEntry: false })?.size ?? 0;
