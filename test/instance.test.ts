import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { startInstance } from '../src/instance.ts';
import type { Instance } from '../src/instance.ts';
import { readConfig } from '../src/platform/config.ts';
import type { Config } from '../src/platform/config.ts';
import { codeOf } from '../src/platform/postgres/faults.ts';

let folder: string;
const databases: string[] = [];

const owner = async (text: string): Promise<void> => {
  const client = new pg.Client({ connectionString: inject('cluster').url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
};
/** The address holds a password, so that it comes from the environment and by no flag. */
const configOf = (databaseUrl?: string): Config => {
  const read = readConfig(['--port=0', '--residents=40', '--demonstration-cases=0', '--data-dir', folder], {
    APP_DATABASE_PASSWORD: inject('cluster').appPassword,
    ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
  });
  if ('mistakes' in read) throw new Error(JSON.stringify(read.mistakes));
  return read.config;
};
/** A database of its own on the cluster of the tests, given as an operator gives one. */
const external = async (): Promise<string> => {
  const name = `kanglian_instance_${randomBytes(4).toString('hex')}`;
  databases.push(name);
  await owner(`create database ${name}`);
  const url = new URL(inject('cluster').url);
  url.pathname = `/${name}`;
  return url.href;
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kanglian-instance-'));
  chmodSync(folder, 0o755);
});
afterAll(async () => {
  for (const name of databases) await owner(`drop database if exists ${name} with (force)`);
  rmSync(folder, { recursive: true, force: true });
});

const signIn = async (
  { address, pack }: Instance,
  login: string,
): Promise<{ status: number; cookie: string; csrf: string }> => {
  const answer = await fetch(`${address}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password: pack.files.people.demonstration.password }),
  });
  const body = (await answer.json()) as { csrf?: string };
  return {
    status: answer.status,
    cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '',
    csrf: body.csrf ?? '',
  };
};

describe('one running Kanglian', () => {
  test('is usable from its address, and two processes on one database show the same', async () => {
    const url = await external();
    const one = await startInstance(configOf(url));
    const other = await startInstance(configOf(url));
    try {
      await Promise.all([one.loaded, other.loaded]);
      expect(await (await fetch(`${one.address}/readyz`)).json()).toMatchObject({ ready: true });
      const { status, cookie } = await signIn(one, 'gp');
      expect(status).toBe(200);
      const residents = async (address: string): Promise<unknown> =>
        (await fetch(`${address}/api/residents`, { headers: { cookie } })).json();
      const seen = (await residents(one.address)) as { items: unknown[] };
      expect(seen.items.length).toBeGreaterThan(0);
      expect(await residents(other.address)).toEqual(seen);
      const anonymous = await fetch(`${one.address}/api/residents`);
      expect(anonymous.status).toBe(401);
      await one.stop();
      const log = readFileSync(join(folder, 'kanglian.log'), 'utf8');
      expect(log).toContain('/api/residents');
      expect(log).not.toContain(cookie.split('=')[1]);
    } finally {
      await one.stop();
      await other.stop();
    }
    await expect(fetch(`${one.address}/healthz`)).rejects.toThrow();
  });

  test('every route of the desk stands in the description of the interface', async () => {
    const instance = await startInstance(configOf(await external()));
    try {
      const { paths } = (await (await fetch(`${instance.address}/api/docs/json`)).json()) as { paths: object };
      expect(Object.keys(paths)).toEqual(
        expect.arrayContaining([
          '/api/session',
          '/api/session/role',
          '/api/session/demonstration',
          '/api/residents',
          '/api/residents/identify',
          '/api/departments',
          '/api/holds',
          '/api/drafts',
          '/api/worklist',
          '/api/cases/{id}',
          '/api/pathways/{pathway}/cases',
          '/api/events',
        ]),
      );
      expect((await fetch(`${instance.address}/fhir/metadata`)).status).toBe(200);
    } finally {
      await instance.stop();
    }
  });

  test('open to other machines, it offers no demonstration accounts and lets none in', async () => {
    const instance = await startInstance({
      ...configOf(await external()),
      demonstration: false,
      host: '0.0.0.0',
    });
    const address = instance.address.replace('0.0.0.0', '127.0.0.1');
    try {
      const offered = (await (await fetch(`${address}/api/session/demonstration`)).json()) as object;
      expect(offered).toEqual({ accounts: [] });
      expect((await signIn({ ...instance, address }, 'gp')).status).toBeGreaterThanOrEqual(400);
    } finally {
      await instance.stop();
    }
  });
});

describe('a start that cannot be', () => {
  test('on a port in use, by a database that is not there, or with a wrong account, says which', async () => {
    const taken = createServer();
    await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done));
    const { port } = taken.address() as AddressInfo;
    const starting = startInstance({ ...configOf(), port });
    await expect(starting).rejects.toMatchObject({ code: 'start.port-used', values: { port: String(port) } });
    taken.close();
    const away = startInstance(configOf('postgresql://kanglian:x@127.0.0.1:9/kanglian'));
    await expect(away).rejects.toMatchObject({
      code: 'start.database-unreachable',
      values: { reason: 'ECONNREFUSED' },
    });
    const wrong = new URL(inject('cluster').url);
    wrong.password = 'wrong';
    const refused: unknown = await startInstance(configOf(wrong.href)).catch((fault: unknown) => fault);
    // an external server of the developer may trust local connections
    if (refused instanceof Error) expect(codeOf(refused)).toBe('start.database-unreachable');
    else await (refused as Instance).stop();
  });

  test('with a region nobody described, names the pack', async () => {
    await expect(startInstance({ ...configOf(), region: 'nowhere' })).rejects.toThrow(/region\.json|nowhere/);
  });
});
