/**
 * Secrets are changed while people work, as docs/how-to/run-it-for-real.md says for several processes: the new line below the first,
 * each worker started again, the new line on top, each started again, the old one away. Nobody is signed out, a page that was begun
 * goes on at whichever process it meets, and the chain of the audit verifies.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createServiceToken } from '../src/consortium/sessions/accounts.ts';
import { sealAudit, verifyAudit } from '../src/platform/audit-seal.ts';
import { systemClock } from '../src/platform/clock.ts';
import { readConfig } from '../src/platform/config.ts';
import { openInstallation } from '../src/platform/installation.ts';
import type { Installation } from '../src/platform/installation.ts';
import { isRefusal } from '../src/platform/refusal.ts';
import { linesToAll, openLine, signIn, startProgram, until } from './processes.ts';
import type { Line, Program } from './processes.ts';

const WORKERS = 2;
const [FIRST, SECOND] = ['the-first-of-the-secrets', 'the-second-of-the-secrets'];

let folder: string;
let database: string;
let program: Program | undefined;
const administer = async (text: string): Promise<void> => {
  const client = new pg.Client({ connectionString: inject('cluster').url });
  await client.connect();
  await client.query(text).finally(() => client.end());
};
const keep = (name: string, ...lines: readonly string[]): string => {
  const file = join(folder, name);
  writeFileSync(file, lines.join('\n'), { mode: 0o600 });
  return file;
};
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kanglian-rotated-'));
  chmodSync(folder, 0o755);
  database = `kanglian_rotated_${randomBytes(4).toString('hex')}`;
  await administer(`create database ${database}`);
});
afterAll(async () => {
  program?.process.kill('SIGKILL');
  await administer(`drop database if exists ${database} with (force)`);
  rmSync(folder, { recursive: true, force: true });
});

test(
  'new lines are taken up worker by worker, and what was sealed with the old ones goes on',
  { timeout: 300_000 },
  async () => {
    const url = new URL(inject('cluster').url);
    url.pathname = `/${database}`;
    const env = {
      DATABASE_URL: url.href,
      APP_DATABASE_PASSWORD: inject('cluster').appPassword,
      PAGE_SECRET_FILE: keep('page', FIRST),
      AUDIT_SECRET_FILE: keep('audit', FIRST),
    };
    const data = join(folder, 'data');
    program = await startProgram(['--residents=60', '--data-dir', data, `--workers=${String(WORKERS)}`], env);
    const { address } = program;

    /** As a command of the operator does, with the secrets as they are written now. */
    const asOperator = async <Answer>(work: (installation: Installation) => Promise<Answer>): Promise<Answer> => {
      const read = readConfig(['--data-dir', data], env);
      if ('mistakes' in read) throw new Error(JSON.stringify(read.mistakes));
      const installation = await openInstallation(read.config);
      return work(installation).finally(installation.close);
    };
    const client = { client: 'his', scope: 'system/*.cruds', days: 1 };
    const made = await asOperator(({ app }) => createServiceToken({ db: app, clock: systemClock }, client));
    if (isRefusal(made)) throw new Error(made.refused);
    const bearer = { authorization: `Bearer ${made.token}` };
    const seal = () =>
      asOperator(({ app, auditSecrets: [secret = ''] }) => sealAudit({ db: app, clock: systemClock, secret }));
    const verify = () =>
      asOperator(({ app, auditSecrets: secrets }) => verifyAudit(app, systemClock.now(), { secrets }));

    const nextOf = (body: Readonly<Record<string, unknown>>): string => {
      const links = body['link'] as readonly { relation: string; url: string }[] | undefined;
      const next = links?.find(({ relation }) => relation === 'next')?.url;
      if (next === undefined) throw new Error(JSON.stringify(body).slice(0, 300));
      return next.replace(/^https?:\/\/[^/]+/, '');
    };
    const begin = async (line: Line): Promise<string> => {
      const { body } = await line.ask('GET', '/fhir/Organization?_count=5&_sort=name', undefined, bearer);
      return nextOf(body);
    };
    const statusOf = async (line: Line, page: string) => (await line.ask('GET', page, undefined, bearer)).status;
    /** Each worker in turn ends in order and is replaced by one that reads what is written now; `each` looks after every one. */
    const startAgain = async (each: (lines: readonly Line[]) => Promise<void>): Promise<void> => {
      const before = await linesToAll(address, WORKERS);
      for (const number of before.keys()) {
        process.kill(number, 'SIGTERM');
        let lines: ReadonlyMap<number, Line> = new Map();
        await until('another worker stands in its place', async () => {
          for (const line of lines.values()) line.close();
          lines = await linesToAll(address, WORKERS);
          return !lines.has(number);
        });
        await each([...lines.values()]);
        for (const line of lines.values()) line.close();
      }
      for (const line of before.values()) line.close();
    };

    const line = openLine(address);
    const person = await signIn(line, 'gp');
    const begun = await begin(line);
    line.close();
    await seal();
    /** Sessions hold, and pages begun anywhere go on everywhere. */
    const goesOn = async (lines: readonly Line[]): Promise<void> => {
      const pages = [begun, ...(await Promise.all(lines.map(begin)))];
      for (const each of lines) {
        expect((await each.ask('GET', '/api/residents?count=1', undefined, person)).status).toBe(200);
        for (const page of pages) expect(await statusOf(each, page)).toBe(200);
      }
    };

    keep('page', FIRST, SECOND);
    keep('audit', FIRST, SECOND);
    await startAgain(goesOn);
    keep('page', SECOND, FIRST);
    keep('audit', SECOND, FIRST);
    await startAgain(goesOn);
    await seal();
    expect((await verify()).broken).toBe(null);

    // the old line away: what it closed is refused, what the new one closed is not, so it was the new one that was in use
    const now = openLine(address);
    const newer = await begin(now);
    now.close();
    keep('page', SECOND);
    keep('audit', SECOND);
    await startAgain(async () => undefined);
    for (const each of (await linesToAll(address, WORKERS)).values()) {
      expect(await statusOf(each, newer)).toBe(200);
      expect(await statusOf(each, begun)).toBe(400);
      expect((await each.ask('GET', '/api/residents?count=1', undefined, person)).status).toBe(200);
      each.close();
    }
    expect((await verify()).broken).toMatchObject({ what: 'seal-changed' });
  },
);
