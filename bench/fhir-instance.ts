/**
 * The FHIR interface alone on a database of its own, for measurements: prints one line of JSON (address, token, process ids,
 * database URL) and runs until its input closes. The whole program is measured by giving `bench/fhir.ts` its `--base`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { createFhir } from '../src/fhir/routes.ts';
import { systemClock } from '../src/platform/clock.ts';
import { errorTable } from '../src/platform/errors.ts';
import { createServer } from '../src/platform/http/server.ts';
import { newId } from '../src/platform/ids.ts';
import { connect } from '../src/platform/postgres/connect.ts';
import { startEmbedded } from '../src/platform/postgres/embedded.ts';
import { databaseAccount, ownFolder } from '../src/platform/postgres/engine.ts';
import { appRoleOf, asRole, migrate } from '../src/platform/postgres/migrate.ts';

const TOKEN = 'bench';
const SCHEMA = 'bench';

const home = mkdtempSync(join(tmpdir(), 'kanglian-bench-'));
ownFolder(databaseAccount(), home);
const database = await startEmbedded({ home, password: 'only-for-bench' });
const appRole = appRoleOf(SCHEMA);
await migrate({ url: database.url, schema: SCHEMA, appRole, appPassword: 'only-for-bench' });
const appUrl = asRole(database.url, appRole, 'only-for-bench');
const db = connect({ url: appUrl, schema: SCHEMA });

const server = await createServer({
  routes: [],
  authenticate: ({ authorization }) =>
    Promise.resolve(
      authorization === `Bearer ${TOKEN}`
        ? {
            caller: {
              actor: {
                id: 'client:bench',
                person: null,
                role: 'service-client',
                organisation: 'bench',
                purpose: 'care',
              },
              session: null,
              name: 'bench',
              scope: 'system/*.cruds',
            },
            csrf: null,
            inRole: true,
          }
        : undefined,
    ),
  errors: errorTable(),
  ready: () => Promise.resolve({ problems: [] }),
  log: pino({ level: 'silent' }),
  version: '0.1.0',
  secureCookies: false,
  fhir: createFhir({ db, clock: systemClock, ids: newId }),
});
const base = await server.listen('127.0.0.1', 0);
console.log(
  JSON.stringify({
    base: `${base}/fhir`,
    token: TOKEN,
    server: process.pid,
    database: database.pid(),
    databaseUrl: database.url,
    schema: SCHEMA,
  }),
);

const stop = async (): Promise<void> => {
  await server.close();
  await db.close();
  await database.stop();
  rmSync(home, { recursive: true, force: true });
  process.exit(0);
};
process.stdin.on('end', () => void stop()).resume();
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());
