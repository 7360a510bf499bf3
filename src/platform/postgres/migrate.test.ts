import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { appRoleOf, isNewerSchema, migrate } from './migrate.ts';

const OWN = fileURLToPath(new URL('../migrations', import.meta.url));
const role = { schema: 'siping', appRole: appRoleOf('siping'), appPassword: inject('cluster').appPassword };
const names: string[] = [];
let folder: string;
let url: string;

const ask = async (address: string, text: string): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kanglian-migrations-'));
  cpSync(OWN, folder, { recursive: true });
});
beforeEach(async () => {
  const name = `kanglian_migrate_${randomBytes(4).toString('hex')}`;
  names.push(name);
  await ask(inject('cluster').url, `create database ${name}`);
  const address = new URL(inject('cluster').url);
  address.pathname = `/${name}`;
  url = address.href;
});
afterAll(async () => {
  for (const name of names) await ask(inject('cluster').url, `drop database if exists ${name} with (force)`);
  rmSync(folder, { recursive: true, force: true });
});

test('two processes that start at once migrate once, and both go on', async () => {
  const applied = await Promise.all([migrate({ url, ...role }), migrate({ url, ...role }), migrate({ url, ...role })]);
  expect(applied.filter((list) => list.length > 0)).toHaveLength(1);
  expect(applied.flat()).toContain('0001_the-region');
  expect(await migrate({ url, ...role })).toEqual([]);
});

test('everything of a region lies in its schema, and two regions lie beside each other', async () => {
  await migrate({ url, ...role });
  await migrate({ url, ...role, schema: 'hanzhong', appRole: appRoleOf('hanzhong') });
  const tables = await ask(
    url,
    `select schemaname as schema, count(*)::int as count from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema') group by 1 order by 1`,
  );
  expect(tables.map((row) => row['schema'])).toEqual(['hanzhong', 'siping']);
  expect(tables[0]?.['count']).toBe(tables[1]?.['count']);
  await ask(url, 'drop schema hanzhong cascade');
  await ask(inject('cluster').url, 'select 1');
});

test('a migration that fails leaves nothing of itself, and those before it', async () => {
  const broken = mkdtempSync(join(tmpdir(), 'kanglian-broken-'));
  cpSync(OWN, broken, { recursive: true });
  writeFileSync(join(broken, '9000_broken.sql'), 'create table half (id int); select 1 / 0;');
  await expect(migrate({ url, ...role, directory: broken })).rejects.toThrow(/division by zero/);
  rmSync(broken, { recursive: true });
  expect(
    await ask(url, `select to_regclass('siping.half') as half, to_regclass('siping.cases')::text as cases`),
  ).toEqual([{ half: null, cases: 'siping.cases' }]);
  expect(await migrate({ url, ...role })).toEqual([]);
});

test('a schema newer than the program is refused by name and left as it is', async () => {
  writeFileSync(join(folder, '9000_later.sql'), 'create table later (id int);');
  await migrate({ url, ...role, directory: folder });
  const refused: unknown = await migrate({ url, ...role }).catch((fault: unknown) => fault);
  expect(isNewerSchema(refused) && refused.unknown).toEqual(['9000_later']);
  expect(await ask(url, 'select count(*)::int as count from siping.later')).toEqual([{ count: 0 }]);
});

test('the name of a schema is not a place to write SQL', async () => {
  await expect(migrate({ url, ...role, schema: 'x"; drop schema siping; --' })).rejects.toThrow(/cannot be the name/);
});
