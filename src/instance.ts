/**
 * One running Kanglian: joins platform, consortium, engines and capabilities, and starts them. `src/main.ts` starts it from a
 * terminal, tests and the story in their own process.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import type { Logger } from 'pino';
import { composeHealth } from './compose-health.ts';
import { explainListen, joinInstallation, keepInstallation, refuseUsedPort, ROOT } from './compose-installation.ts';
import type { LoadingProgress } from './compose-installation.ts';
import { composeParts } from './compose-parts.ts';
import type { Pack } from './consortium/region/read.ts';
import { systemClock } from './platform/clock.ts';
import type { Clock } from './platform/clock.ts';
import { isLoopback } from './platform/config.ts';
import type { Config } from './platform/config.ts';
import { createServer } from './platform/http/server.ts';
import { newId } from './platform/ids.ts';
import type { Ids } from './platform/ids.ts';
import type { Installation } from './platform/installation.ts';
import { codeOf } from './platform/postgres/faults.ts';
import type { WorkerLine } from './platform/workers/line.ts';

/** What tests and the story give instead of the real thing. */
export type Overrides = {
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly log?: Logger;
  /** Given to one of several workers behind a port. */
  readonly line?: WorkerLine | undefined;
  /** Called while the region loads, before and behind the first page. */
  readonly onProgress?: (progress: LoadingProgress) => void;
};

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

const versionOf = (): string => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  return version;
};

/** The program's own log. Its lines hold codes, route templates and numbers of requests, no resident's data (law 9). */
const openLog = (folder: string, several: boolean): { readonly log: Logger; readonly close: () => Promise<void> } => {
  const file = pino.destination({
    dest: join(folder, 'kanglian.log'),
    mode: 0o600,
    sync: false,
    // a write for every line is a tenth of what a request costs; kill -9 may lose a second of access log, never a record
    minLength: 8192,
    periodicFlush: 1000,
  });
  return {
    log: pino({ base: several ? { process: process.pid } : null }, file),
    close: () =>
      new Promise<void>((done) => {
        file.flush(() => {
          done();
        });
      }),
  };
};

/**
 * Starts everything in order: port, data folder, database, schema, region, server, jobs. What was started is stopped again
 * when a later part fails. With a `line` it is one of several workers: another process has done the first of these.
 * @throws StartFault with one sentence for what an operator can put right.
 */
export const startInstance = async (config: Config, overrides: Overrides = {}): Promise<Instance> => {
  const { line, clock = systemClock, ids = newId } = overrides;
  if (line === undefined) await refuseUsedPort(config);
  const progress = { done: 0, total: line === undefined ? config.residents : 0 };
  const kept = await (line === undefined
    ? keepInstallation(config, clock, (seen) => {
        if (seen.part === 'residents') Object.assign(progress, { done: seen.done, total: seen.total });
        overrides.onProgress?.(seen);
      })
    : joinInstallation(config));
  const { installation, pack } = kept;
  const undo: (() => Promise<unknown>)[] = [kept.stop];
  const stop = async (): Promise<void> => {
    // in the reverse order of starting: no request, then no job, then no database
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const { log, close } = openLog(installation.folder.folder, line !== undefined);
    undo.push(close);
    const watched = composeHealth({ config, installation, clock, log: overrides.log ?? log, line });
    const parts = composeParts({
      ...{ config, installation, pack, clock, ids, db: watched.db },
      // why there is no browser names programs and folders, never what was to be printed
      onPrintFault: (what, fault) => {
        log.warn({ what, reason: fault instanceof Error ? fault.message.slice(0, 400) : typeof fault }, 'no paper');
      },
    });
    undo.push(parts.close);
    const server = await createServer({
      ...parts,
      ...watched.server,
      ready: async () => ({
        problems: await watched.problems(),
        ...(progress.done < progress.total ? { loading: { ...progress } } : {}),
      }),
      log: overrides.log ?? log,
      version: versionOf(),
      secureCookies: !isLoopback(config.host),
      webRoot: join(ROOT, 'dist'),
      behindProxy: config.behindProxy,
    });
    const jobs = watched.startJobs(parts.jobs);
    undo.push(jobs.stop, server.close);
    const address = await server.listen(config.host, config.port).catch((error: unknown) => {
      throw explainListen(error as Error, config.host, config.port);
    });
    const loaded = kept.loaded.then(() => {
      progress.done = progress.total;
    });
    loaded.catch((fault: unknown) => {
      log.error({ name: fault instanceof Error ? fault.name : typeof fault, code: codeOf(fault) }, 'loading stopped');
    });
    line?.ready(address);
    return { address, installation, pack, clock, loaded, stop };
  } catch (fault) {
    await stop();
    throw fault;
  }
};
