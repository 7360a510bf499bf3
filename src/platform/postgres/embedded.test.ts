import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isStartFault, startSentence } from '../start-words.ts';
import { connect } from './connect.ts';
import type { Actor } from './database.ts';
import type { Embedded, EmbeddedOptions } from './embedded.ts';
import { startEmbedded } from './embedded.ts';
import { databaseAccount, ownFolder } from './engine.ts';
import { codeOf, isDatabaseGone } from './faults.ts';
import { appRoleOf, asRole, migrate } from './migrate.ts';

const password = 'only-for-tests';
const nurse: Actor = { id: 'role-1', person: 'p1', role: 'nurse', organisation: 'o1', purpose: 'care' };
let home: string;
const started: Embedded[] = [];

const start = async (options: Pick<EmbeddedOptions, 'durable' | 'settings'> = {}): Promise<Embedded> => {
  const server = await startEmbedded({ home, password, durable: false, ...options });
  started.push(server);
  return server;
};
const ask = async (url: string, text: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
};
const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((done) => setTimeout(done, 10));
};

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kanglian-embedded-'));
  ownFolder(databaseAccount(), home);
});
afterEach(async () => {
  for (const server of started.splice(0)) await server.stop();
  rmSync(home, { recursive: true, force: true });
});

describe('the embedded database', () => {
  test('starts again with what it held, in UTF-8, as an ordinary user, and answers nobody without the password', async () => {
    const first = await start();
    expect(await ask(first.url, `show server_encoding`)).toEqual([{ server_encoding: 'UTF8' }]);
    expect(await ask(first.url, `show fsync`)).toEqual([{ fsync: 'off' }]);
    expect(statSync(`/proc/${String(first.pid())}`).uid).not.toBe(0);
    expect(statSync(join(home, 'data')).mode & 0o777).toBe(0o700);
    await ask(first.url, `create table kept as select '平昌县' as name`);
    const stranger = new URL(first.url);
    stranger.password = 'guess';
    await expect(ask(stranger.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    await first.stop();
    const again = await start({ durable: true });
    expect(again.adopted).toBe(false);
    expect(await ask(again.url, 'select name from kept')).toEqual([{ name: '平昌县' }]);
    expect(await ask(again.url, `show fsync`)).toEqual([{ fsync: 'on' }]);
    expect(await ask(again.url, `show listen_addresses`)).toEqual([{ listen_addresses: '' }]);
  });

  test('has in its memory after a start what it had there before', async () => {
    const first = await start({ durable: true });
    // autovacuum would look at it too
    await ask(
      first.url,
      `create table looked_at with (autovacuum_enabled = false) as select n from generate_series(1, 5000) as n`,
    );
    await ask(first.url, `create extension pg_buffercache`);
    await first.stop();
    const again = await start({ durable: true });
    // nobody has asked for the table since; it is read behind the first requests
    const inMemory = `select exists (select 1 from pg_buffercache where relfilenode = pg_relation_filenode('looked_at')) as there`;
    while (JSON.stringify(await ask(again.url, inMemory)) !== '[{"there":true}]')
      await new Promise((done) => setTimeout(done, 50));
    expect(await ask(again.url, 'select count(*)::integer as rows from looked_at')).toEqual([{ rows: 5000 }]);
  });

  test('its log repeats neither statements nor what was typed', async () => {
    const server = await start();
    await expect(ask(server.url, `select '11010119900307987X'::date`)).rejects.toThrow();
    await ask(server.url, 'create table card (number text primary key)');
    await ask(server.url, `insert into card values ('11010119900307987X')`);
    await expect(ask(server.url, `insert into card values ('11010119900307987X')`)).rejects.toThrow();
    expect(readFileSync(join(home, 'postgres.log'), 'utf8')).not.toContain('11010119900307987X');
    expect(readFileSync(join(home, 'postgres.log'), 'utf8')).toContain('ready to accept connections');
  });

  test('left running by a program that was killed, it is adopted', async () => {
    const program = `
      import { startEmbedded } from ${JSON.stringify(new URL('embedded.ts', import.meta.url).href)};
      const server = await startEmbedded({ home: ${JSON.stringify(home)}, password: '${password}', durable: false });
      console.log('pid', server.pid());`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (text: Buffer) => (said += text.toString()));
    await until(() => said.includes('\n'));
    child.kill('SIGKILL');
    await until(() => child.signalCode !== null);
    const server = await start();
    expect(server.adopted).toBe(true);
    expect(`pid ${String(server.pid())}\n`).toBe(said);
    expect(await ask(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('used by two programs, it stops with the second', async () => {
    const one = await start();
    const other = await start();
    expect(other).toMatchObject({ adopted: true, url: one.url });
    expect(await one.stop()).toBe(false);
    expect(await ask(other.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(await other.stop()).toBe(true);
    await expect(ask(other.url, 'select 1')).rejects.toThrow();
  });

  test('a start that was cut off half-way is begun afresh', async () => {
    ownFolder(databaseAccount(), join(home, 'data.new'));
    const server = await start();
    expect(await ask(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

describe('a server killed in the middle of guarded writes', () => {
  test('comes back by itself; every acknowledged write is there, none is half there, none that failed is', async () => {
    const server = await start({ durable: true });
    const appRole = appRoleOf('siping');
    await migrate({ url: server.url, schema: 'siping', appRole, appPassword: password });
    const app = connect({ url: asRole(server.url, appRole, password), schema: 'siping', connections: 8 });
    const acknowledged: string[] = [];
    const notDone: string[] = [];
    const unknown: string[] = [];
    let killed = false;
    const write = async (name: string): Promise<void> => {
      const at = new Date();
      await app.write(nurse, at, async (tx) => {
        await tx.flight([
          { text: 'insert into region_fact (name, value, at) values ($1, $2, $3)', values: [name, { name }, at] },
        ]);
        await tx.finish([
          {
            text: `with added as (insert into case_number (pathway, day, last) values ($1, $2, 1) returning 1)
                   select expect_rows((select count(*) from added), 1, 'exactly one number')`,
            values: [name, '2026-03-02'],
          },
        ]);
      });
    };
    const writer = async (number: number): Promise<void> => {
      for (let i = 0; !killed || acknowledged.length < 600; i++) {
        const name = `${String(number)}-${String(i)}`;
        try {
          await write(name);
          acknowledged.push(name);
          if (acknowledged.length === 300) {
            killed = true;
            process.kill(server.pid(), 'SIGKILL');
          }
        } catch (fault) {
          if (!isDatabaseGone(fault)) throw fault;
          (fault.outcome === 'unknown' ? unknown : notDone).push(name);
          await new Promise((done) => setTimeout(done, 50));
        }
      }
    };
    await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(writer));
    await app.close();
    expect(notDone.length + unknown.length).toBeGreaterThan(0);
    const facts = (await ask(server.url, `select name from siping.region_fact where name <> 'sensitivity-labels'`)) as {
      name: string;
    }[];
    const numbers = (await ask(server.url, 'select pathway as name from siping.case_number')) as { name: string }[];
    const there = new Set(facts.map((row) => row.name));
    expect(acknowledged.filter((name) => !there.has(name))).toEqual([]);
    expect(notDone.filter((name) => there.has(name))).toEqual([]);
    expect(numbers.map((row) => row.name).sort()).toEqual(facts.map((row) => row.name).sort());
  });
});

describe('what keeps the embedded database from starting', () => {
  test('a folder copied by a tool that keeps no modes is closed to others again, and starts', async () => {
    await (await start()).stop();
    chmodSync(join(home, 'data'), 0o755);
    expect(await ask((await start()).url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(statSync(join(home, 'data')).mode & 0o777).toBe(0o700);
  });

  test('what no second try would cure is said in the server’s own words, not waited for', async () => {
    await (await start()).stop();
    await expect(start({ settings: { shared_buffers: 'plenty' } })).rejects.toSatisfy(
      (fault) => isStartFault(fault) && /ends each time.*shared_buffers/.test(startSentence(fault, 'en')),
    );
  });

  test('a password that is not the one it was made with is said, not asked for', async () => {
    await start();
    await expect(startEmbedded({ home, password: 'another' })).rejects.toSatisfy(
      (fault) => codeOf(fault) === 'start.wrong-password',
    );
  });
});
