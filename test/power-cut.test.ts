/** The power goes in the middle of a load of steps: server and database are killed (SIGKILL), then everything is asked again. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { programWords } from '../built-program.mjs';
import { startInstance } from '../src/instance.ts';
import type { Instance } from '../src/instance.ts';
import { stoppedClock } from '../src/platform/clock.ts';
import { readConfig } from '../src/platform/config.ts';
import type { Config } from '../src/platform/config.ts';
import { parsers } from '../src/platform/postgres/values.ts';
import { recountCases, recountParties, recountSteps } from './recount.ts';

const CALLERS = 6;
const LOAD_MS = 4_000;

let folder: string;
let server: ChildProcess | undefined;
let restarted: Instance | undefined;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kanglian-power-'));
  chmodSync(folder, 0o755);
});
afterAll(async () => {
  server?.kill('SIGKILL');
  await restarted?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => {
        done(port);
      });
    });
  });
const configOf = (port: number): Config => {
  const read = readConfig(
    [`--port=${String(port)}`, '--residents=60', '--demonstration-cases=0', '--data-dir', join(folder, 'data')],
    {},
  );
  if ('mistakes' in read) throw new Error(JSON.stringify(read.mistakes));
  return read.config;
};
const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));
const until = async (what: string, holds: () => Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 400; tries++) {
    if (await holds().catch(() => false)) return;
    await pause(250);
  }
  throw new Error(`waited in vain until ${what}`);
};

/** The postmaster's process id stands in the first line of postmaster.pid, wherever below the data folder it is. */
const postmaster = (): number => {
  const file = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((name) =>
    name.endsWith('postmaster.pid'),
  );
  return Number(readFileSync(join(folder, file ?? ''), 'utf8').split('\n')[0]);
};

type Answer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };
type Person = (method: string, path: string, body?: unknown, key?: string) => Promise<Answer>;
const signIn = async (address: string, login: string): Promise<Person> => {
  const json = { 'content-type': 'application/json' };
  const body = JSON.stringify({ login, password: 'kanglian-demo' });
  const answer = await fetch(`${address}/api/session`, { method: 'POST', headers: json, body });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  const { csrf } = (await answer.json()) as { csrf: string };
  return async (method, path, sent, key) => {
    const reply = await fetch(address + path, {
      method,
      headers: {
        cookie,
        'x-csrf-token': csrf,
        ...(sent === undefined ? {} : json),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(sent === undefined ? {} : { body: JSON.stringify(sent) }),
    });
    return { status: reply.status, body: (await reply.json()) as Answer['body'] };
  };
};

const emergency = (resident: string, department: string): Readonly<Record<string, unknown>> => ({
  resident,
  department,
  urgency: 'emergency',
  visit: 'inpatient',
  impression: '疑似急性脑卒中',
  reason: '突发右侧肢体无力1小时',
  history: '高血压',
  treatment: '吸氧，建立静脉通路',
  allergy: 'never-asked',
  contact: '内线 6203',
  consent: 'owed',
});

type Seen = { readonly resident: string; readonly department: string };
type Acknowledged = Map<string, { version: number; state: string }>;

/** Opens referrals and accepts every second one, until the power goes; keeps what was acknowledged. */
const load = async (
  gp: Person,
  coordinator: Person,
  seen: Seen,
  name: string,
  acknowledged: Acknowledged,
): Promise<void> => {
  for (let n = 0; ; n++) {
    const id = `power-${name}-${String(n)}`;
    try {
      const answers = emergency(seen.resident, seen.department);
      const opened = await gp('POST', '/api/pathways/referral/cases', { id, answers }, id);
      if (opened.status !== 201) throw new Error(JSON.stringify(opened));
      acknowledged.set(id, { version: 1, state: 'sent' });
      if (n % 2 === 1) continue;
      const step = { version: 1, answers: { arrangement: '直接送卒中中心', contact: '8120' } };
      const accepted = await coordinator('POST', `/api/cases/${id}/steps/accept`, step, `${id}-accept`);
      if (accepted.status !== 200) throw new Error(JSON.stringify(accepted));
      acknowledged.set(id, { version: 2, state: 'accepted' });
    } catch (fault) {
      // the connection is gone with the power; anything else is a fault of the story
      if (fault instanceof TypeError) return;
      throw fault;
    }
  }
};

describe('when the power goes in the middle of a load of steps', () => {
  test('every acknowledged step is there, none is half there, clocks fire after the restart and holds expire', async () => {
    const port = await freePort();
    const address = `http://127.0.0.1:${String(port)}`;
    server = spawn(
      process.execPath,
      [
        ...(await programWords('main')),
        `--port=${String(port)}`,
        '--residents=60',
        '--demonstration-cases=0',
        '--data-dir',
        join(folder, 'data'),
      ],
      { stdio: 'ignore' },
    );
    await until('the server answers', async () => (await fetch(`${address}/readyz`)).ok);
    const gp = await signIn(address, 'gp');
    const coordinator = await signIn(address, 'coordinator');
    const residents = (await gp('GET', '/api/residents?count=1')).body['items'] as readonly { id: string }[];
    const places = (await gp('GET', '/api/departments?kind=inpatient&count=1')).body['items'] as readonly {
      department: { id: string };
    }[];
    const seen = { resident: residents[0]?.id ?? '', department: places[0]?.department.id ?? '' };
    const hold = { kind: 'quota', department: seen.department, draft: 'draft-before-the-cut' };
    expect((await gp('POST', '/api/holds', hold)).status).toBeLessThan(300);

    const acknowledged: Acknowledged = new Map();
    const callers = Promise.all(
      Array.from({ length: CALLERS }, (_, n) => load(gp, coordinator, seen, String(n), acknowledged)),
    );
    await pause(LOAD_MS);
    const database = postmaster();
    const gone = new Promise((done) => server?.once('exit', done));
    server.kill('SIGKILL');
    process.kill(database, 'SIGKILL');
    await Promise.all([callers, gone]);
    expect(acknowledged.size).toBeGreaterThan(CALLERS);

    // twenty minutes later the power is back: the emergency clocks (15 minutes) and the draft's hold have run out meanwhile
    restarted = await startInstance(configOf(await freePort()), {
      clock: stoppedClock(new Date(Date.now() + 20 * 60_000)),
    });
    const { ownerUrl, schema } = restarted.installation;
    const pool = new pg.Pool({
      connectionString: ownerUrl,
      types: parsers,
      options: `-c search_path=${schema},public -c timezone=UTC`,
    });
    const owner = async (text: string) => (await pool.query<Record<string, unknown>>(text)).rows;
    try {
      await until('every clock that ran out has been raised', async () => {
        const [late] = await owner(`select count(*) as n from cases where state = 'sent' and escalation = 0`);
        return Number(late?.['n']) === 0;
      });
      await until('the hold has expired', async () => {
        const [kept] = await owner(`select status from hold where subject = 'draft-before-the-cut'`);
        return kept?.['status'] === 'expired';
      });
      const rows = await owner(`select c.id, c.version, exists (select 1 from case_step s where s.case_id = c.id
                                  and s.step = 'accept') as accepted from cases c where c.id like 'power-%'`);
      const kept = new Map(rows.map((row) => [String(row['id']), row]));
      for (const [id, { version, state }] of acknowledged) {
        expect(Number(kept.get(id)?.['version'])).toBeGreaterThanOrEqual(version);
        if (state === 'accepted') expect(kept.get(id)?.['accepted']).toBe(true);
      }
      // what was not acknowledged is there whole or not at all
      expect(await recountCases(owner)).toEqual([]);
      expect(await recountParties(owner)).toEqual([]);
      expect(await recountSteps(owner)).toEqual([]);
      const halves = await owner(
        `select c.id from cases c where not exists (select 1 from audit a where a.target = 'Task/' || c.id and a.action = 'step.send')
            or not exists (select 1 from outbox o where o.subject = c.id and o.kind = 'case.opened')
            or not exists (select 1 from resource r where r.type = 'ServiceRequest' and r.id = c.id)`,
      );
      expect(halves).toEqual([]);
      const counted = await owner(
        `select q.department from quota q where q.held <> (select count(*) from hold h where h.department = q.department
            and h.kind = 'quota' and h.status = 'active')`,
      );
      expect(counted).toEqual([]);
    } finally {
      await pool.end();
    }
  }, 240_000);
});
