/** Several processes on one database: behind one port (`--workers`), and as two programs that know nothing of each other. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Line, Person, Program } from './processes.ts';
import {
  emergency,
  externalDatabase,
  linesToAll,
  openLine,
  pause,
  signIn,
  startProgram,
  until,
  whoAndWhere,
} from './processes.ts';
import { recountCases, recountParties, recountSteps } from './recount.ts';

let folder: string;
const databases: Awaited<ReturnType<typeof externalDatabase>>[] = [];
const programs: Program[] = [];

const external = async (): Promise<string> => {
  const database = await externalDatabase(inject('cluster').url);
  databases.push(database);
  return database.url;
};
const start = async (url: string, ...flags: readonly string[]): Promise<Program> => {
  const program = await startProgram(
    ['--residents=60', '--data-dir', join(folder, `data-${String(programs.length)}`), ...flags],
    { DATABASE_URL: url, APP_DATABASE_PASSWORD: inject('cluster').appPassword },
  );
  programs.push(program);
  return program;
};
const asking =
  (url: string) =>
  async (text: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> => {
    const client = new pg.Client({ connectionString: url, options: '-c search_path=siping,public -c timezone=UTC' });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text, [...values])).rows;
    } finally {
      await client.end();
    }
  };
const lives = (number: number): boolean => {
  try {
    process.kill(number, 0);
    return true;
  } catch {
    return false;
  }
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kanglian-workers-'));
  chmodSync(folder, 0o755);
});
afterAll(async () => {
  for (const { process: child } of programs) child.kill('SIGKILL');
  for (const { drop } of databases) await drop();
  rmSync(folder, { recursive: true, force: true });
});

const LEADER = `select a.pid from pg_locks l join pg_stat_activity a on a.pid = l.pid
  where l.locktype = 'advisory' and l.granted and a.application_name = 'kanglian-leader' and a.datname = current_database()`;

describe('three workers behind one port', () => {
  test('are one program to people: worklists of all stay live, one that is killed is replaced, and Ctrl-C ends all', async () => {
    const url = await external();
    const owner = asking(url);
    const program = await start(url, '--workers=3');
    const lines = await linesToAll(program.address, 3);
    const [first, second, third] = [...lines.keys()];
    const lineOf = (number: number | undefined): Line => lines.get(number ?? 0) ?? openLine(program.address);

    // a session made at one holds at all, and so does what keeps forged requests out
    const gp = await signIn(lineOf(first), 'gp');
    const coordinator = await signIn(lineOf(second), 'coordinator');
    const seen = await whoAndWhere(lineOf(third), gp);
    for (const line of lines.values()) {
      expect((await line.ask('GET', '/api/residents?count=1', undefined, gp)).status).toBe(200);
      const forged = { cookie: gp.cookie, 'x-csrf-token': 'guessed' };
      const refused = await line.ask('POST', '/api/pathways/referral/cases', { id: 'forged', answers: {} }, forged);
      expect(refused.body['code']).toBe('page-out-of-date');
    }

    // the coordinator's browsers, one at each, all hear of what is sent at any
    const heard = new Map<number, string[]>();
    for (const number of lines.keys()) {
      const cases: string[] = [];
      heard.set(number, cases);
      for (let same: Line | undefined = undefined; same === undefined; ) {
        const line = openLine(program.address);
        if (Number((await line.ask('GET', '/readyz')).body['process']) === number) same = line;
        else line.close();
        await same?.listen(coordinator, (data) => cases.push(String(data['case'])));
      }
    }
    const send = async (line: Line, id: string): Promise<number> =>
      (
        await line.ask(
          'POST',
          '/api/pathways/referral/cases',
          { id, answers: emergency(seen.resident, seen.department) },
          { ...gp, 'idempotency-key': id },
        )
      ).status;
    const sent = [...lines.keys()].map((number) => `sent-at-${String(number)}`);
    for (const [place, line] of [...lines.values()].entries()) expect(await send(line, sent[place] ?? '')).toBe(201);
    await until('every browser has heard of every referral', () =>
      [...heard.values()].every((cases) => sent.every((id) => cases.includes(id))),
    );
    // and each is told to people once, whoever of the three was nearest
    await until('the notices are there', async () => {
      const [row] = await owner(`select count(distinct case_id) as n from notice where kind = 'owner'`);
      return Number(row?.['n']) === 3;
    });
    const [told] = await owner(`select count(*) as n from notice where kind = 'owner' and level = 0`);
    expect(Number(told?.['n'])).toBe(3);

    // one leads; its counters are added up whoever is asked
    expect(await owner(LEADER)).toHaveLength(1);
    const { text } = (await lineOf(first).ask('GET', '/metrics')).body;
    expect(text).toContain('kanglian_processes 3');
    expect(text).toMatch(
      /http_request_duration_seconds_count\{method="POST",route="\/api\/pathways\/:pathway\/cases",status="201"\} 3/,
    );

    // SIGKILL in the middle of a load, twice: one of the two may have been the one that leads
    const acknowledged = new Set<string>();
    let working = true;
    const load = async (name: string): Promise<void> => {
      let line = openLine(program.address);
      for (let n = 0; working; n++) {
        const id = `load-${name}-${String(n)}`;
        // a browser whose connection broke sends the same again under the same key
        for (let answered = false; !answered; ) {
          try {
            const status = await send(line, id);
            if (status !== 201 && status !== 200) throw new Error(`${id}: ${String(status)}`);
            answered = true;
            acknowledged.add(id);
          } catch (fault) {
            if (fault instanceof Error && fault.message.startsWith(id)) throw fault;
            line.close();
            line = openLine(program.address);
          }
        }
      }
      line.close();
    };
    const callers = Promise.all(['a', 'b', 'c', 'd'].map(load));
    const more = async (count: number): Promise<void> => {
      const wanted = acknowledged.size + count;
      await until(`${String(count)} more were acknowledged`, () => acknowledged.size >= wanted);
    };
    await more(8);
    for (const number of [first, second])
      if (number !== undefined) {
        process.kill(number, 'SIGKILL');
        await more(8);
      }
    await until('both are replaced', () => (program.said().match(/has ended \(SIGKILL\)/g) ?? []).length === 2);
    const now = await linesToAll(program.address, 3);
    expect([...now.keys()]).toContain(third);
    expect([...now.keys()]).not.toContain(first);
    await more(4);
    working = false;
    await callers;
    const kept = new Set((await owner(`select id from cases where id like 'load-%'`)).map((row) => String(row['id'])));
    expect([...acknowledged].filter((id) => !kept.has(id))).toEqual([]);
    for (const recount of [recountCases, recountParties, recountSteps]) expect(await recount(owner)).toEqual([]);
    // the third's browser went on hearing
    await until('the browser at the one that lived heard of all', () =>
      [...acknowledged].every((id) => heard.get(third ?? 0)?.includes(id)),
    );
    await until('somebody leads', async () => (await owner(LEADER)).length === 1);
    const twice = await owner(
      `select case_id from notice where kind = 'owner' and level = 0 group by case_id having count(*) > 1`,
    );
    expect(twice).toEqual([]);

    program.process.kill('SIGINT');
    expect(await program.ended).toBe(0);
    expect([...now.keys()].filter(lives)).toEqual([]);
  }, 600_000);
});

describe('two programs on one database', () => {
  test('hear of each other’s steps, let a hold go once, and go on when one of them is killed', async () => {
    const url = await external();
    const owner = asking(url);
    const one = await start(url);
    const other = await start(url);
    const here = openLine(one.address);
    const there = openLine(other.address);
    const gp: Person = await signIn(here, 'gp');
    const coordinator = await signIn(there, 'coordinator');
    const seen = await whoAndWhere(here, gp);
    const heard: string[] = [];
    await openLine(other.address).listen(coordinator, (data) => heard.push(String(data['case'])));
    const answers = emergency(seen.resident, seen.department);
    const sent = await here.ask(
      'POST',
      '/api/pathways/referral/cases',
      { id: 'across', answers },
      { ...gp, 'idempotency-key': 'across' },
    );
    expect(sent.status).toBe(201);
    await until('the other program’s browser heard', () => heard.includes('across'));

    const hold = { kind: 'quota', department: seen.department, draft: 'draft-across' };
    expect((await there.ask('POST', '/api/holds', hold, gp)).status).toBeLessThan(300);
    one.process.kill('SIGKILL');
    await one.ended;
    const [before] = await owner('select held from quota where department = $1', [seen.department]);
    await owner(
      `update hold set from_at = now() - interval '2 minutes', until_at = now() - interval '1 second' where subject = 'draft-across'`,
    );
    await until('the one that lives let the hold go', async () => {
      const [row] = await owner(`select status from hold where subject = 'draft-across'`);
      return row?.['status'] === 'expired';
    });
    await pause(1500);
    const [after] = await owner('select held from quota where department = $1', [seen.department]);
    expect(Number(after?.['held'])).toBe(Number(before?.['held']) - 1);
    await until('it leads', async () => (await owner(LEADER)).length === 1);
    const step = { version: 1, answers: { arrangement: '直接送卒中中心', contact: '8120' } };
    const accepted = await there.ask('POST', '/api/cases/across/steps/accept', step, {
      ...coordinator,
      'idempotency-key': 'k',
    });
    expect(accepted.status).toBe(200);
    other.process.kill('SIGTERM');
    expect(await other.ended).toBe(0);
  }, 600_000);
});
