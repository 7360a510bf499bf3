import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { connect } from '../src/platform/postgres/connect.ts';
import type { Database, Rows } from '../src/platform/postgres/database.ts';
import { asRole } from '../src/platform/postgres/migrate.ts';
import { parsers } from '../src/platform/postgres/values.ts';

/** A migrated database of its own for one test file. */
export type FreshDatabase = {
  /** As the program connects: the role that owns nothing, row-level security on. */
  readonly app: Database;
  /** One statement with the owner's rights, past row-level security. */
  readonly owner: (text: string, values?: readonly unknown[]) => Promise<Rows>;
  /** The owner's URL; `appUrl` is the application role's. Both need `search_path` set to `schema`. */
  readonly url: string;
  readonly appUrl: string;
  readonly schema: string;
  readonly drop: () => Promise<void>;
};

const onDatabase = (url: string, database: string): string => {
  const address = new URL(url);
  address.pathname = `/${database}`;
  return address.href;
};

const administer = async (text: string): Promise<void> => {
  const client = new pg.Client({ connectionString: inject('cluster').url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
};

/** Clones the migrated template: `const { app, owner, drop } = await freshDatabase()` in `beforeAll`, `drop()` in `afterAll`. */
export const freshDatabase = async (options: { readonly connections?: number } = {}): Promise<FreshDatabase> => {
  const cluster = inject('cluster');
  const name = `kanglian_test_${randomBytes(6).toString('hex')}`;
  // nobody is connected to the template, so that copying it never waits; its files are copied as they are, which costs a third
  // of writing each of its pages to the log as well
  await administer(`create database ${name} template ${cluster.template} strategy file_copy`);
  const url = onDatabase(cluster.url, name);
  const appUrl = asRole(url, cluster.appRole, cluster.appPassword);
  const app = connect({ url: appUrl, schema: cluster.schema, connections: options.connections ?? 8 });
  const owner = new pg.Pool({
    connectionString: url,
    max: 2,
    types: parsers,
    options: `-c search_path=${cluster.schema},public -c timezone=UTC`,
  });
  owner.on('error', () => undefined);
  return {
    app,
    owner: async (text, values = []) => (await owner.query<Record<string, unknown>>(text, [...values])).rows,
    url,
    appUrl,
    schema: cluster.schema,
    drop: async () => {
      await app.close();
      await owner.end();
      await administer(`drop database if exists ${name} with (force)`);
    },
  };
};
