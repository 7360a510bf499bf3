/** `npm run audit -- verify` as an operator runs it: a process of its own, what it says, and with what it ends. */
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { programWords } from '../built-program.mjs';
import { auditRow, auditStatement } from '../src/platform/audit.ts';
import { sealAudit } from '../src/platform/audit-seal.ts';
import { stoppedClock } from '../src/platform/clock.ts';
import type { FreshDatabase } from './database.ts';
import { freshDatabase } from './database.ts';

const SECRET = 'a secret of the seals, kept apart from the database';
const clock = stoppedClock(new Date('2026-11-20T06:30:00Z'));
const READER = {
  id: 'gp-role',
  person: 'gp',
  role: 'general-practitioner',
  organisation: 'township',
  purpose: 'care',
} as const;
let database: FreshDatabase;
let folder: string;

beforeAll(async () => {
  database = await freshDatabase();
  folder = mkdtempSync(join(tmpdir(), 'kanglian-audit-'));
  chmodSync(folder, 0o755);
  for (const resident of ['wu', 'li', 'zhang']) {
    clock.advance(1000);
    const row = auditRow(READER, clock.now(), { action: 'read-record', residents: [resident] });
    await database.app.write(READER, clock.now(), (tx) => tx.finish([auditStatement(row)]));
  }
  clock.advance(3_600_000);
  while ((await sealAudit({ db: database.app, clock, secret: SECRET })) > 0);
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database.drop();
});

type Said = { readonly code: number | null; readonly out: string; readonly err: string };
/** What `npm run audit` starts, without its look at what is installed. */
const verify = async (...flags: readonly string[]): Promise<Said> => {
  const program = await programWords('main');
  return new Promise((done) => {
    const child = spawn(process.execPath, [...program, '--audit', 'verify', '--data-dir', folder, ...flags], {
      env: {
        ...process.env,
        DATABASE_URL: database.url,
        APP_DATABASE_PASSWORD: inject('cluster').appPassword,
        AUDIT_SECRET: SECRET,
      },
    });
    const said = { out: '', err: '' };
    child.stdout.on('data', (part: Buffer) => (said.out += part.toString()));
    child.stderr.on('data', (part: Buffer) => (said.err += part.toString()));
    child.once('close', (code) => {
      done({ code, ...said });
    });
  });
};

test('an audit nobody touched is whole, and says the last seal, which must be in the chain the next time', async () => {
  const whole = await verify();
  expect([whole.code, whole.err]).toEqual([0, '']);
  expect(whole.out).toMatch(/审计完整：\d+ 个封签，3 条记录/);
  const head = /[0-9a-f]{64}/.exec(whole.out)?.[0] ?? '';
  const [kept, another] = await Promise.all([verify('--head', head), verify('--head', 'f'.repeat(64))]);
  expect(kept.code).toBe(0);
  expect([another.code, another.out]).toEqual([1, '']);
}, 300_000);

test('a row somebody changed with the owner’s rights is named, and so is one that was taken out', async () => {
  const [row] = await database.owner(`select id::text from audit where residents = '{li}'`);
  const id = String(row?.['id']);
  await database.owner(`update audit set residents = '{sun}' where id = $1`, [id]);
  const changed = await verify();
  expect([changed.code, changed.out]).toEqual([1, '']);
  expect(changed.err).toContain(`第 ${id} 条审计记录被改动`);
  await database.owner(`update audit set residents = '{li}' where id = $1`, [id]);
  await database.owner('delete from audit where id = $1', [id]);
  const removed = await verify();
  expect(removed.code).toBe(1);
  expect(removed.err).toContain(`第 ${id} 条审计记录被删除`);
}, 300_000);

test('another command than verify is no command', async () => {
  const child = spawn(process.execPath, [...(await programWords('main')), '--audit', 'repair', '--data-dir', folder]);
  let said = '';
  child.stderr.on('data', (part: Buffer) => (said += part.toString()));
  const code = await new Promise((done) => child.once('close', done));
  expect(code).not.toBe(0);
  expect(said).toContain('repair');
}, 300_000);
