import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { startFault } from '../start-words.ts';
import { archiveOf, archiveSettings, settleArchive } from './archive.ts';
import type { ArchiveWish } from './archive.ts';
import { databaseAccount, prepareEngine } from './engine.ts';
import type { Account, Engine } from './engine.ts';
import { codeOf } from './faults.ts';
import { addressOf, DATABASE, environment, lastWords, launch, OWNER, saidSoFar, tryConnect } from './launch.ts';
import { findRunning, isPostgres, pause, stopServer } from './postmaster.ts';
import type { Running } from './postmaster.ts';

export type EmbeddedOptions = {
  /** Holds the cluster, its log and, if need be, a copy of the binaries; must be reachable by the database's user. */
  readonly home: string;
  /** The owner's password: set when the cluster is made, needed to adopt it. */
  readonly password: string;
  /** False only for tests: commits are then not forced to disk. */
  readonly durable?: boolean;
  /** Server settings on top of ours. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Where the log is archived; remembered for the starts that do not say. */
  readonly archive?: ArchiveWish;
  /** How long a start may take, recovery included. */
  readonly waitMs?: number;
};

export type Embedded = {
  /** The owner's connection to the database `kanglian`. */
  readonly url: string;
  readonly adopted: boolean;
  /** The server's process now; it changes when the server died and was started again. */
  readonly pid: () => number;
  readonly folder: string;
  readonly account: Account | undefined;
  /** The part of the archive this server's log goes to. */
  readonly archive: string | undefined;
  /** Stops the server unless another process of Kanglian still uses it. Answers whether it was stopped. */
  readonly stop: () => Promise<boolean>;
};

const KEEPER = 'kanglian keeper';

const initialise = (options: EmbeddedOptions, engine: Engine, account: Account | undefined, folder: string): void => {
  const half = `${folder}.new`;
  const passwordFile = join(options.home, 'password.new');
  rmSync(half, { recursive: true, force: true });
  try {
    writeFileSync(passwordFile, `${options.password}\n`, { mode: 0o600 });
    if (account !== undefined) chownSync(passwordFile, account.uid, account.gid);
    const made = spawnSync(
      join(engine.bin, 'initdb'),
      [
        ...['-D', half, '-U', OWNER, '-E', 'UTF8', '--locale=C', '--auth=scram-sha-256', `--pwfile=${passwordFile}`],
        ...(options.durable === false ? ['--no-sync'] : []),
      ],
      { ...account, cwd: options.home, env: environment(options.home), encoding: 'utf8' },
    );
    if (made.status !== 0) {
      rmSync(half, { recursive: true, force: true });
      if (/No space left on device/.test(made.stderr)) throw startFault('start.disk-full', { folder: options.home });
      throw startFault('start.database-not-made', { folder: options.home }, made.error ?? new Error(made.stderr));
    }
    // only a whole cluster gets its name: a start that was killed half-way leaves nothing that looks like one
    renameSync(half, folder);
  } finally {
    rmSync(passwordFile, { force: true });
  }
};

type Answering = { readonly running: Running; readonly adopted: boolean; readonly client: pg.Client };

/** A predecessor that just died still holds its memory or its lock: that passes, and is waited for. */
const PASSES = /pre-existing shared memory|lock file .* already exists|shared memory segment/;
/** A server that ends so often one after another, and says why, will not be better the next time. */
const ENDS_AT_MOST = 5;

/** What the server itself said when it ended, without what stands before it. */
const lastFatal = (home: string, from: number): string | undefined => {
  const said = lastWords(home, from)
    .split('\n')
    .filter((line) => line.includes('FATAL:'))
    .at(-1);
  return said === undefined || PASSES.test(said) ? undefined : said.slice(said.indexOf('FATAL:') + 6).trim();
};

/** Starts (or finds) the server and waits until it answers; a server that just died may hold its memory for a moment. */
const untilAnswering = async (
  options: EmbeddedOptions,
  engine: Engine,
  account: Account | undefined,
  folder: string,
): Promise<Answering> => {
  const deadline = Date.now() + (options.waitMs ?? 120_000);
  const found = findRunning(folder);
  const start = (): Running => {
    const part = settleArchive(options.home, account, options.archive, new Date());
    return launch({ ...options, settings: { ...archiveSettings(part), ...options.settings } }, engine, account, folder);
  };
  const before = saidSoFar(options.home);
  let running = found ?? start();
  let adopted = found !== undefined;
  let fault: unknown;
  let ends = 0;
  while (Date.now() < deadline) {
    const answer = await tryConnect(addressOf(running.sockets, options.password, 'postgres'), KEEPER);
    if ('client' in answer) return { running, adopted, client: answer.client };
    fault = answer.fault;
    if (codeOf(fault) === '28P01') throw startFault('start.wrong-password', { folder });
    if (/No space left on device/.test(lastWords(options.home)) && !isPostgres(running.pid, folder))
      throw startFault('start.disk-full', { folder: options.home });
    await pause(adopted ? 100 : 40);
    if (isPostgres(running.pid, folder)) {
      // a server that is only starting writes where it listens a little later
      if (adopted) running = findRunning(folder) ?? running;
      continue;
    }
    // it has ended: the one we wanted to adopt was stopping, or ours met the remains of its predecessor
    ends += adopted ? 0 : 1;
    const why = ends < ENDS_AT_MOST ? undefined : lastFatal(options.home, before);
    if (why !== undefined)
      throw startFault('start.database-ends', { why, log: join(options.home, 'postgres.log') }, fault);
    await pause(adopted ? 0 : 500);
    const other = findRunning(folder);
    adopted = other !== undefined;
    running = other ?? start();
  }
  throw startFault('start.database-silent', { log: join(options.home, 'postgres.log') }, fault);
};

const ensureDatabase = async (keeper: pg.Client): Promise<void> => {
  const { rows } = await keeper.query('select 1 from pg_database where datname = $1', [DATABASE]);
  if (rows.length > 0) return;
  try {
    await keeper.query(`create database ${DATABASE}`);
  } catch (error) {
    // two processes started at once
    if (!['42P04', '23505'].includes(codeOf(error) ?? '')) throw error;
  }
};

const othersUse = async (keeper: pg.Client): Promise<boolean> => {
  const { rows } = await keeper.query(
    'select 1 from pg_stat_activity where application_name = $1 and pid <> pg_backend_pid() limit 1',
    [KEEPER],
  );
  return rows.length > 0;
};

/**
 * Starts the embedded PostgreSQL below `home`, or adopts the one a killed predecessor left running.
 * @throws StartFault with a code of the words table; never an unexplained error of the server.
 */
export const startEmbedded = async (options: EmbeddedOptions): Promise<Embedded> => {
  const account = databaseAccount();
  const engine = prepareEngine(account, options.home);
  const folder = join(options.home, 'data');
  if (!existsSync(join(folder, 'PG_VERSION'))) initialise(options, engine, account, folder);
  const major = readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim();
  if (major !== engine.version.split('.')[0])
    throw startFault('start.other-major', { found: major, ours: engine.version });
  if (account !== undefined && statSync(folder).uid !== account.uid) throw startFault('start.not-ours', { folder });
  // a copy that did not keep the modes: the server opens no folder that others may look into
  chmodSync(folder, 0o700);
  const first = await untilAnswering(options, engine, account, folder);
  await ensureDatabase(first.client);
  let { running, client: keeper } = first;
  let stopping = false;
  // The keeper's connection tells other processes that we use the server, and tells us when the server dies.
  const supervise = (): void => {
    keeper.once('end', () => {
      if (!stopping) void untilAnswering(options, engine, account, folder).then(take, () => undefined);
    });
  };
  const take = (again: Answering): void => {
    ({ running, client: keeper } = again);
    if (stopping) void keeper.end();
    else supervise();
  };
  supervise();
  return {
    url: addressOf(running.sockets, options.password, DATABASE),
    adopted: first.adopted,
    pid: () => running.pid,
    folder,
    account,
    archive: archiveOf(options.home),
    stop: async () => {
      stopping = true;
      const shared = await othersUse(keeper).catch(() => false);
      await keeper.end().catch(() => undefined);
      if (!shared) await stopServer(running.pid, folder);
      return !shared;
    },
  };
};
