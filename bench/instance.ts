/**
 * The whole program on a region of its own, for measurements: prints one line of JSON (address, token, process ids, database
 * URLs) once everybody is loaded, and runs until its input closes. The data folder is temporary unless one is named.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { FIGURE_SETS } from '../src/capabilities/index.ts';
import { createServiceToken } from '../src/consortium/sessions/accounts.ts';
import { factKeeper } from '../src/engines/figures/keep.ts';
import { joinFigures } from '../src/engines/figures/set.ts';
import { keepFactsBy } from '../src/fhir/store/fact-keeper.ts';
import { startInstance } from '../src/instance.ts';
import { systemClock } from '../src/platform/clock.ts';
import { readConfig } from '../src/platform/config.ts';
import { isRefusal } from '../src/platform/refusal.ts';
import { WITHOUT_FACTS } from './facts-said.ts';

/** What the measuring process is told. */
export type Told = {
  readonly address: string;
  readonly token: string;
  readonly server: number;
  readonly database: number;
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly schema: string;
  readonly password: string;
};

const [port = '0', residents = '2000', kept] = process.argv.slice(2);
const home = kept === undefined ? mkdtempSync(join(tmpdir(), 'kanglian-bench-')) : undefined;
// as root the database runs as another account, which has to reach its folder
if (home !== undefined) chmodSync(home, 0o755);
const folder = kept ?? join(home ?? '', 'data');
const read = readConfig(
  // a load generator is one client that asks more often than any person
  [
    '--port',
    port,
    '--residents',
    residents,
    '--demonstration-cases',
    '0',
    '--data-dir',
    folder,
    '--requests-per-minute',
    '100000000',
  ],
  {},
);
if ('mistakes' in read) throw new Error(read.mistakes.map(({ code }) => code).join(', '));
const instance = await startInstance(read.config);
await instance.loaded;
const { installation, pack } = instance;
const made = await createServiceToken(
  { db: installation.app, clock: systemClock },
  { client: 'bench', scope: 'system/*.cruds', days: 1 },
);
if (isRefusal(made)) throw new Error(made.refused);
const told: Told = {
  address: instance.address,
  token: made.token,
  server: process.pid,
  database: installation.embedded?.pid() ?? 0,
  ownerUrl: installation.ownerUrl,
  appUrl: installation.appUrl,
  schema: installation.schema,
  password: pack.files.people.demonstration.password,
};
console.log(JSON.stringify(told));

const stop = async (): Promise<void> => {
  await instance.stop();
  if (home !== undefined) rmSync(home, { recursive: true, force: true });
  process.exit(0);
};
// what measures the cost of facts has them kept or not; the program has no such switch
const keeper = factKeeper(joinFigures(FIGURE_SETS).views, pack.zone);
createInterface({ input: process.stdin })
  .on('line', (line) => {
    keepFactsBy(line === WITHOUT_FACTS ? () => [] : keeper);
    console.log(line);
  })
  .on('close', () => void stop());
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());
