import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { databaseAccount, ownFolder } from '../src/platform/postgres/engine.ts';
import { startEmbedded } from '../src/platform/postgres/embedded.ts';
import { appRoleOf, migrate } from '../src/platform/postgres/migrate.ts';

/** What every test file is told about the one cluster of the run. */
export type TestCluster = {
  /** The owner's connection to the database the template was made from. */
  readonly url: string;
  readonly template: string;
  readonly schema: string;
  readonly appRole: string;
  readonly appPassword: string;
};

declare module 'vitest' {
  // the library is told of a new key by adding to its interface
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions
  interface ProvidedContext {
    cluster: TestCluster;
  }
}

const SCHEMA = 'siping';

const onDatabase = (url: string, database: string): string => {
  const address = new URL(url);
  address.pathname = `/${database}`;
  return address.href;
};

const query = async (url: string, text: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
};

const startCluster = async (): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> => {
  const external = process.env.TEST_DATABASE_URL;
  if (external !== undefined && external !== '') return { url: external, stop: () => Promise.resolve() };
  const home = mkdtempSync(join(tmpdir(), 'kanglian-test-'));
  ownFolder(databaseAccount(), home);
  const server = await startEmbedded({
    home,
    password: 'only-for-tests',
    durable: false,
    settings: { max_connections: '400', autovacuum: 'off', max_wal_size: '1GB', shared_buffers: '128MB' },
  });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
};

/** Vitest's global set-up: one PostgreSQL for the whole run, one migrated template that each test file clones. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const server = await startCluster();
  const template = `kanglian_template_${String(process.pid)}`;
  const appRole = appRoleOf(SCHEMA);
  const appPassword = 'only-for-tests';
  await query(server.url, `create database ${template}`);
  await migrate({ url: onDatabase(server.url, template), schema: SCHEMA, appRole, appPassword });
  project.provide('cluster', { url: server.url, template, schema: SCHEMA, appRole, appPassword });
  return async () => {
    await query(server.url, `drop database if exists ${template} with (force)`).catch(() => undefined);
    await server.stop();
  };
};
