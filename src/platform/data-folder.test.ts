import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDataFolder } from './data-folder.ts';
import { connect } from './postgres/connect.ts';
import type { Actor } from './postgres/database.ts';
import { startEmbedded } from './postgres/embedded.ts';
import { databaseAccount, ownFolder } from './postgres/engine.ts';
import { codeOf } from './postgres/faults.ts';
import { isStartFault, startSentence } from './start-words.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kanglian-folder-'));
  chmodSync(root, 0o755);
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const sentenceOf = (work: () => unknown): string => {
  try {
    work();
  } catch (fault) {
    if (isStartFault(fault)) return startSentence(fault, 'zh');
    throw fault;
  }
  return 'opened';
};
const isRoot = process.getuid?.() === 0;

describe('the data folder', () => {
  test('is made, and its secrets are kept where only this user reads them', () => {
    const data = openDataFolder(join(root, 'new', 'data'), true);
    const secret = data.secret('database-owner');
    expect(secret).toHaveLength(43);
    expect(openDataFolder(join(root, 'new', 'data'), true).secret('database-owner')).toBe(secret);
    const file = join(root, 'new', 'data', 'secrets', 'database-owner');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(root, 'new', 'data', 'secrets')).mode & 0o777).toBe(0o700);
    expect(statSync(data.postgres).mode & 0o777).toBe(0o700);
    chmodSync(file, 0o644);
    data.secret('database-owner');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toBe(secret);
    writeFileSync(file, `newer\n${secret}\n`);
    expect([data.secret('database-owner'), data.secrets('database-owner')]).toEqual(['newer', ['newer', secret]]);
  });

  test('in the way of a file, or where nothing can be made, is said in one sentence', () => {
    writeFileSync(join(root, 'file'), '');
    expect(sentenceOf(() => openDataFolder(join(root, 'file', 'data'), true))).toBe(
      `数据目录 ${join(root, 'file', 'data')} 无法建立或写入（ENOTDIR），请检查路径和权限。`,
    );
    expect(sentenceOf(() => openDataFolder('/proc/kanglian/data', true))).toMatch(/^数据目录 .* 无法建立或写入（E/);
  });

  test.runIf(isRoot)('that the database’s user cannot enter is refused when chosen, with what to do', () => {
    const closed = join(root, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    expect(sentenceOf(() => openDataFolder(join(closed, 'data'), true))).toMatch(
      /^数据库以 nobody 用户运行，进不了数据目录/,
    );
  });

  test.runIf(isRoot)('that nobody chose lies behind a link where the database’s user can enter', () => {
    const closed = join(root, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const data = openDataFolder(join(closed, 'data'), false);
    try {
      expect(data.postgres).toMatch(/^\/var\/lib\/kanglian\/[0-9a-f]{12}$/);
      expect(statSync(data.postgres).uid).toBe(databaseAccount()?.uid);
      expect(openDataFolder(join(closed, 'data'), false).postgres).toBe(data.postgres);
    } finally {
      rmSync(data.postgres, { recursive: true, force: true });
    }
  });
});

/** A file system of that many megabytes, or undefined where this user may not mount one. */
const mountSmall = (megabytes: number): string | undefined => {
  const folder = join(root, 'small');
  mkdirSync(folder);
  const made = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0755`, 'tmpfs', folder]);
  if (made.status === 0) return folder;
  // eslint-disable-next-line no-console -- a test that cannot run here says so
  console.warn('NOT RUN: the full disk. This user may not mount a small file system.');
  return undefined;
};

describe('a full disk', () => {
  test('too small a disk is said before anything is made on it', () => {
    const small = mountSmall(64);
    if (small === undefined) return;
    try {
      expect(sentenceOf(() => openDataFolder(join(small, 'data'), true))).toMatch(
        /所在磁盘只剩 6\d MB，至少需要 500 MB，请腾出空间后再启动。$/,
      );
      expect(() => statSync(join(small, 'data', 'postgres'))).toThrow();
    } finally {
      spawnSync('umount', [small]);
    }
  });

  test('that fills while the database is made is said, and leaves no half database', async () => {
    const small = mountSmall(24);
    if (small === undefined) return;
    try {
      const home = join(small, 'home');
      ownFolder(databaseAccount(), home);
      const start = startEmbedded({ home, password: 'x', durable: false });
      await expect(start).rejects.toSatisfy((fault) => codeOf(fault) === 'start.disk-full');
      expect(() => statSync(join(home, 'data'))).toThrow();
    } finally {
      spawnSync('umount', [small]);
    }
  });

  test('that fills under work refuses what it cannot keep, and loses nothing it acknowledged', async () => {
    const small = mountSmall(260);
    if (small === undefined) return;
    const home = join(small, 'home');
    ownFolder(databaseAccount(), home);
    const server = await startEmbedded({ home, password: 'x' });
    const nurse: Actor = { id: 'r', person: 'p', role: 'nurse', organisation: 'o', purpose: 'care' };
    const db = connect({ url: server.url, schema: 'public', connections: 2 });
    const write = (id: number) =>
      db.write(nurse, new Date(), (tx) =>
        tx.finish([
          { text: `insert into note values ($1, $2)`, values: [id, Buffer.alloc(400_000, id).toString('base64')] },
        ]),
      );
    try {
      await db.write(nurse, new Date(), (tx) =>
        tx.finish([
          { text: 'create table note (id int primary key, content text)' },
          { text: 'alter table note alter content set storage external' },
        ]),
      );
      const kept: number[] = [];
      let refused: unknown;
      for (let id = 0; id < 2000 && refused === undefined; id++)
        await write(id).then(
          () => kept.push(id),
          (fault: unknown) => (refused = fault),
        );
      expect(refused).toBeInstanceOf(Error);
      expect(['53100', 'KL503']).toContain(codeOf(refused));
      spawnSync('mount', ['-o', 'remount,size=700m', small]);
      const last = 10_000;
      await expect
        .poll(() => write(last).then(() => 'done', codeOf), { timeout: 60_000, interval: 500 })
        .toMatch(/done|23505/);
      const [rows = []] = await db.read(nurse, new Date(), [{ text: 'select id from note order by id' }]);
      const there = new Set(rows.map((row) => row['id']));
      expect(kept.filter((id) => !there.has(id))).toEqual([]);
      expect(there.has(last)).toBe(true);
    } finally {
      await db.close();
      await server.stop();
      spawnSync('umount', [small]);
    }
  });
});
