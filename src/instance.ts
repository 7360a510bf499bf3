/**
 * One running Kanglian: joins platform, consortium, engines and capabilities, and starts them. `src/main.ts` starts it from a
 * terminal, tests and the story in their own process.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createServer as createProbe } from 'node:net';
import { join } from 'node:path';
import pino from 'pino';
import type { Logger } from 'pino';
import { systemClock } from './platform/clock.ts';
import type { Clock } from './platform/clock.ts';
import { newId } from './platform/ids.ts';
import type { Ids } from './platform/ids.ts';
import { isLoopback } from './platform/config.ts';
import type { Config } from './platform/config.ts';
import { createServer } from './platform/http/server.ts';
import type { Readiness } from './platform/http/server.ts';
import { openInstallation } from './platform/installation.ts';
import type { Installation } from './platform/installation.ts';
import { startJobs } from './platform/jobs.ts';
import { connect } from './platform/postgres/connect.ts';
import { codeOf } from './platform/postgres/faults.ts';
import { startFault } from './platform/start-words.ts';
import { SESSIONS } from './consortium/sessions/store.ts';
import { CLOCK_CODES } from './compose-engine.ts';
import { composeParts } from './compose-parts.ts';
import type { Ground } from './compose-parts.ts';
import { hashPassword } from './consortium/sessions/passwords.ts';
import type { Actor } from './platform/postgres/database.ts';
import { loadRegion } from './consortium/region/load.ts';
import { publishGuide } from './fhir/profiles/publish.ts';
import { readPack } from './consortium/region/read.ts';
import type { Pack } from './consortium/region/read.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The pack of the configured region. */
export const regionFolder = (config: Config): string => join(ROOT, 'regions', config.region);

/** What tests and the story give instead of the real thing. */
export type Overrides = {
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly log?: Logger;
  /** Called while the region loads, before and behind the first page. */
  readonly onProgress?: (progress: LoadingProgress) => void;
};

export type LoadingProgress = { readonly part: string; readonly done: number; readonly total: number };

export type Instance = {
  /** `http://127.0.0.1:8080` */
  readonly address: string;
  readonly installation: Installation;
  readonly pack: Pack;
  readonly clock: Clock;
  /** Settles when the whole region is there. */
  readonly loaded: Promise<void>;
  readonly stop: () => Promise<void>;
};

type Loading = { readonly rest: Promise<{ readonly loaded: number }>; readonly stop: () => Promise<void> };

const guideKeeper = (organisation: string): Actor => ({
  id: 'system:guide',
  person: null,
  role: 'system',
  organisation,
  purpose: 'system',
});

/** Returns when the page is usable; the rest of the residents load behind it. */
const loadFirst = async (ground: Ground, onProgress: Overrides['onProgress']): Promise<Loading> => {
  const owner = connect({
    url: ground.installation.ownerUrl,
    schema: ground.installation.schema,
    connections: 4,
    // a batch of residents is one statement of many rows
    statementTimeoutMs: 120_000,
    applicationName: 'kanglian load',
  });
  const loading = await loadRegion({
    owner,
    pack: ground.pack,
    residents: ground.config.residents,
    clock: ground.clock,
    hashPassword,
    ...(onProgress === undefined ? {} : { onProgress }),
  })
    .then(async (started) => {
      await publishGuide(owner, guideKeeper(ground.pack.bureau), ground.clock);
      return started;
    })
    .catch(async (fault: unknown) => {
      await owner.close();
      throw fault;
    });
  return {
    rest: loading.rest,
    stop: async () => {
      await loading.stop();
      await owner.close();
    },
  };
};

/** Asks for the port before anything else is started, so that a used one is said at once. */
const refuseUsedPort = ({ host, port }: Config): Promise<void> =>
  new Promise((done, failed) => {
    const probe = createProbe();
    probe.once('error', (error) => {
      failed(explainListen(error, host, port));
    });
    probe.listen(port, host, () =>
      probe.close(() => {
        done();
      }),
    );
  });

const explainListen = (error: Error, host: string, port: number): Error => {
  const code = codeOf(error);
  if (code === 'EADDRINUSE') return startFault('start.port-used', { port: String(port) }, error);
  if (code === 'EACCES') return startFault('start.port-denied', { port: String(port) }, error);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return startFault('start.host-unavailable', { host }, error);
  return error;
};

const versionOf = (): string => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  return version;
};

/**
 * Starts everything in order: port, data folder, database, schema, region, server, jobs. What was started is stopped again
 * when a later part fails.
 * @throws StartFault with one sentence for what an operator can put right.
 */
export const startInstance = async (config: Config, overrides: Overrides = {}): Promise<Instance> => {
  await refuseUsedPort(config);
  const clock = overrides.clock ?? systemClock;
  const pack = await readPack(regionFolder(config), CLOCK_CODES);
  const installation = await openInstallation(config);
  const undo: (() => Promise<unknown>)[] = [installation.close];
  const stop = async (): Promise<void> => {
    // in the reverse order of starting: no request, then no job, then no database
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const file = pino.destination({
      dest: join(installation.folder.folder, 'kanglian.log'),
      mode: 0o600,
      sync: false,
      // a write for every line is a tenth of what a request costs; kill -9 may lose a second of access log, never a record
      minLength: 8192,
      periodicFlush: 1000,
    });
    undo.push(
      () =>
        new Promise<void>((done) => {
          file.flush(() => {
            done();
          });
        }),
    );
    const log = overrides.log ?? pino({ base: null }, file);
    const ground = { config, installation, pack, clock, ids: overrides.ids ?? newId };
    const progress: Record<string, number> = { done: 0, total: config.residents };
    const loading = await loadFirst(ground, (seen) => {
      if (seen.part === 'residents') Object.assign(progress, { done: seen.done, total: seen.total });
      overrides.onProgress?.(seen);
    });
    undo.push(loading.stop);
    const parts = composeParts({
      ...ground,
      // why there is no browser names programs and folders, never what was to be printed
      onPrintFault: (what, fault) => {
        log.warn({ what, reason: fault instanceof Error ? fault.message.slice(0, 400) : typeof fault }, 'no paper');
      },
    });
    undo.push(parts.close);
    const ready = async (): Promise<Readiness> => {
      await installation.app.read(SESSIONS, clock.now(), [{ text: 'select 1' }]);
      return (progress.done ?? 0) < (progress.total ?? 0) ? { ready: true, loading: progress } : { ready: true };
    };
    const server = await createServer({
      ...parts,
      ready,
      log,
      version: versionOf(),
      secureCookies: !isLoopback(config.host),
      webRoot: join(ROOT, 'dist'),
      behindProxy: config.behindProxy,
      requestsPerMinute: config.requestsPerMinute,
      ...(config.metricsToken === undefined ? {} : { metricsToken: config.metricsToken }),
    });
    const jobs = startJobs(parts.jobs, log);
    undo.push(jobs.stop, server.close);
    const address = await server.listen(config.host, config.port).catch((error: unknown) => {
      throw explainListen(error as Error, config.host, config.port);
    });
    const loaded = loading.rest.then(() => {
      progress.done = config.residents;
    });
    loaded.catch((fault: unknown) => {
      log.error({ name: fault instanceof Error ? fault.name : typeof fault, code: codeOf(fault) }, 'loading stopped');
    });
    return { address, installation, pack, clock, loaded, stop };
  } catch (fault) {
    await stop();
    throw fault;
  }
};
