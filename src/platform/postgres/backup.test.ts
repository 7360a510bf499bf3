import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StartCode } from '../start-words.ts';
import { takeBackup } from './backup.ts';
import { connect } from './connect.ts';
import type { Actor } from './database.ts';
import type { Embedded } from './embedded.ts';
import { startEmbedded } from './embedded.ts';
import { databaseAccount, ownFolder } from './engine.ts';
import { codeOf } from './faults.ts';
import { appRoleOf, asRole, migrate } from './migrate.ts';
import { restoreBackup } from './restore.ts';

const password = 'only-for-tests';
const nurse: Actor = { id: 'role-1', person: 'p1', role: 'nurse', organisation: 'o1', purpose: 'care' };
const saying = (code: StartCode) => (fault: unknown) => codeOf(fault) === code;

let root: string;
let source: Embedded;
const home = (name: string): string => {
  const folder = join(root, name);
  ownFolder(databaseAccount(), folder);
  return folder;
};
const rows = async (url: string, text: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text, [...values])).rows;
  } finally {
    await client.end();
  }
};
/** Count and digest of every table of the region, those under load restricted to the given names. */
const digests = async (url: string, names: readonly string[]): Promise<Record<string, unknown>> => {
  const tables = await rows(url, `select tablename as name from pg_tables where schemaname = 'siping' order by 1`);
  const found: Record<string, unknown> = {};
  for (const name of tables.map((row) => String(row['name']))) {
    const loaded = { region_fact: 'name', case_number: 'pathway' }[name];
    const [digest] = await rows(
      url,
      `select count(*), md5(string_agg(t::text, '|' order by t::text)) from siping.${name} t
        where ${loaded === undefined ? `$1::text[] is not null` : `${loaded} = any($1)`}`,
      [names],
    );
    found[name] = digest;
  }
  return found;
};

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'kanglian-backup-'));
  ownFolder(databaseAccount(), root);
  source = await startEmbedded({ home: home('source'), password, durable: false });
  await migrate({ url: source.url, schema: 'siping', appRole: appRoleOf('siping'), appPassword: password });
  mkdirSync(join(root, 'secrets'), { mode: 0o700 });
  writeFileSync(join(root, 'secrets', 'database-owner'), password, { mode: 0o600 });
});
afterAll(async () => {
  await source.stop();
  rmSync(root, { recursive: true, force: true });
});

describe('a backup', () => {
  test('taken while people write, holds all that was acknowledged, nothing half, and equals the original row for row', async () => {
    const app = connect({ url: asRole(source.url, appRoleOf('siping'), password), schema: 'siping', connections: 4 });
    await rows(source.url, `insert into siping.person select 'p' || n, '人员' || n from generate_series(1, 20000) n`);
    const acknowledged: string[] = [];
    let working = true;
    const writer = async (number: number): Promise<void> => {
      for (let i = 0; working; i++) {
        const name = `${String(number)}-${String(i)}`;
        const at = new Date();
        await app.write(nurse, at, (tx) =>
          tx.finish([
            { text: 'insert into region_fact values ($1, $2, $3)', values: [name, { text: 'x'.repeat(2000) }, at] },
            { text: 'insert into case_number values ($1, $2, 1)', values: [name, '2026-03-02'] },
          ]),
        );
        acknowledged.push(name);
      }
    };
    const load = Promise.all([1, 2, 3, 4].map(writer));
    const enough = async (more: number): Promise<void> => {
      const wanted = acknowledged.length + more;
      while (acknowledged.length < wanted) await new Promise((done) => setTimeout(done, 10));
    };
    await enough(200);
    let before: readonly string[] = [];
    const target = join(root, 'taken');
    const manifest = await takeBackup({
      url: source.url,
      folder: source.folder,
      secrets: join(root, 'secrets'),
      target,
      at: new Date(),
      onCopied: async () => {
        // the log is recycled meanwhile, were it not held for the backup
        await rows(source.url, 'select pg_switch_wal()');
        await enough(200);
        await rows(source.url, 'checkpoint');
        await rows(source.url, 'select pg_switch_wal()');
        await rows(source.url, 'checkpoint');
        before = [...acknowledged];
      },
    });
    working = false;
    await load;
    await app.close();
    expect(statSync(target).mode & 0o777).toBe(0o700);
    expect(statSync(join(target, 'secrets', 'database-owner')).mode & 0o777).toBe(0o600);

    await restoreBackup({
      source: target,
      home: home('restored'),
      secrets: join(root, 'restored-secrets'),
      major: manifest.postgres,
    });
    const restored = await startEmbedded({
      home: join(root, 'restored'),
      durable: false,
      password: readFileSync(join(root, 'restored-secrets', 'database-owner'), 'utf8'),
    });
    try {
      const there = (
        await rows(restored.url, `select name from siping.region_fact where name <> 'sensitivity-labels'`)
      ).map((row) => String(row['name']));
      expect(before.filter((name) => !there.includes(name))).toEqual([]);
      expect(before.length).toBeGreaterThan(400);
      const original = await digests(source.url, there);
      expect(await digests(restored.url, there)).toEqual(original);
      expect(original['person']).toMatchObject({ count: '20000' });
      expect(original['case_number']).toMatchObject({ count: String(there.length) });
      await rows(restored.url, `insert into siping.region_fact values ('after', '1', now())`);
    } finally {
      await restored.stop();
    }
  });

  test('is not put over a database, nor taken into a folder that holds something', async () => {
    const restore = { source: join(root, 'taken'), secrets: join(root, 'other-secrets'), major: '18' };
    await expect(restoreBackup({ ...restore, home: join(root, 'source') })).rejects.toSatisfy(
      saying('restore.not-empty'),
    );
    const again = { url: source.url, folder: source.folder, secrets: join(root, 'secrets'), at: new Date() };
    await expect(takeBackup({ ...again, target: join(root, 'taken') })).rejects.toSatisfy(saying('backup.exists'));
    await expect(takeBackup({ ...again, target: join(root, 'taken', 'manifest.json') })).rejects.toSatisfy(
      saying('backup.exists'),
    );
    expect(statSync(join(root, 'taken', 'manifest.json')).size).toBeGreaterThan(1000);
  });

  test('that is damaged, incomplete or of another PostgreSQL is refused before anything is written', async () => {
    const taken = join(root, 'taken');
    const into = { source: taken, home: home('never'), secrets: join(root, 'never-secrets'), major: '18' };
    await expect(restoreBackup({ ...into, major: '17' })).rejects.toSatisfy(saying('restore.other-version'));
    await expect(restoreBackup({ ...into, source: root })).rejects.toSatisfy(saying('restore.no-backup'));
    appendFileSync(join(taken, 'data', 'PG_VERSION'), ' ');
    await expect(restoreBackup(into)).rejects.toSatisfy(saying('restore.damaged'));
    writeFileSync(
      join(taken, 'manifest.json'),
      readFileSync(join(taken, 'manifest.json'), 'utf8').replace('data/PG_VERSION', 'data/../../PG_VERSION'),
    );
    await expect(restoreBackup(into)).rejects.toSatisfy(saying('restore.no-backup'));
    expect(() => statSync(join(root, 'never', 'data'))).toThrow();
  });
});
