/** An installation with its region: database started, schema brought up to date, residents loading. What every server stands on. */
import { createServer as createProbe } from 'node:net';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { CLOCK_CODES } from './compose-engine.ts';
import { loadRegion } from './consortium/region/load.ts';
import { publishGuide } from './fhir/profiles/publish.ts';
import type { Actor } from './platform/postgres/database.ts';
import { readPack } from './consortium/region/read.ts';
import type { Pack } from './consortium/region/read.ts';
import { hashPassword } from './consortium/sessions/passwords.ts';
import type { Clock } from './platform/clock.ts';
import type { Config } from './platform/config.ts';
import { openInstallation } from './platform/installation.ts';
import type { Installation } from './platform/installation.ts';
import { connect } from './platform/postgres/connect.ts';
import { codeOf } from './platform/postgres/faults.ts';
import { startFault } from './platform/start-words.ts';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The pack of the configured region. */
export const regionFolder = (config: Config): string => join(ROOT, 'regions', config.region);

export type LoadingProgress = { readonly part: string; readonly done: number; readonly total: number };
type OnProgress = ((progress: LoadingProgress) => void) | undefined;

export type Kept = {
  readonly installation: Installation;
  readonly pack: Pack;
  /** Settles when the whole region is there. */
  readonly loaded: Promise<void>;
  readonly stop: () => Promise<void>;
};

type Ground = {
  readonly config: Config;
  readonly installation: Installation;
  readonly pack: Pack;
  readonly clock: Clock;
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
const loadFirst = async (ground: Ground, onProgress: OnProgress): Promise<Loading> => {
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
export const refuseUsedPort = ({ host, port }: Config): Promise<void> =>
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

/** The sentence for what keeps a server from listening. */
export const explainListen = (error: Error, host: string, port: number): Error => {
  const code = codeOf(error);
  if (code === 'EADDRINUSE') return startFault('start.port-used', { port: String(port) }, error);
  if (code === 'EACCES') return startFault('start.port-denied', { port: String(port) }, error);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return startFault('start.host-unavailable', { host }, error);
  return error;
};

/** The connections of all processes together must fit into a database's usual limit; each has three besides its pool. */
const CONNECTIONS = { most: 16, inAll: 180, besides: 3 } as const;
const connectionsOf = ({ workers }: Config): number =>
  Math.min(CONNECTIONS.most, Math.floor(CONNECTIONS.inAll / workers) - CONNECTIONS.besides);

/** For one of several processes: another one looks after the region. */
export const joinInstallation = async (config: Config): Promise<Kept> => {
  const pack = await readPack(regionFolder(config), CLOCK_CODES);
  const installation = await openInstallation(config, connectionsOf(config));
  return { installation, pack, loaded: Promise.resolve(), stop: installation.close };
};

/**
 * Opens the installation and loads its region. Returns when a page is usable; the rest of the residents load behind it.
 * @throws StartFault with one sentence for what an operator can put right.
 */
export const keepInstallation = async (config: Config, clock: Clock, onProgress: OnProgress): Promise<Kept> => {
  const pack = await readPack(regionFolder(config), CLOCK_CODES);
  const installation = await openInstallation(config);
  try {
    const loading = await loadFirst({ config, installation, pack, clock }, onProgress);
    return {
      installation,
      pack,
      loaded: loading.rest.then(() => undefined),
      stop: async () => {
        await loading.stop();
        await installation.close();
      },
    };
  } catch (fault) {
    await installation.close();
    throw fault;
  }
};
