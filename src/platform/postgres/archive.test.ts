import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { archiveCommand, archiveOf, forgetArchived, restoreCommand } from './archive.ts';
import { takeBackup } from './backup.ts';
import type { Embedded } from './embedded.ts';
import { startEmbedded } from './embedded.ts';
import { databaseAccount, ownFolder } from './engine.ts';
import { restoreBackup } from './restore.ts';

const password = 'only-for-tests';
let root: string;
let archive: string;
let source: Embedded;
let firstWrite: Date;
const taken = (): string => join(root, 'taken');

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
const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));
/** Closes the segment under way and waits until it and all before it are in the archive. */
const archived = async (url: string): Promise<void> => {
  const [row] = await rows(url, 'select pg_walfile_name(pg_switch_wal()) as name');
  while (!existsSync(join(source.archive ?? '', `${String(row?.['name'])}.gz`))) await pause(50);
};

type Digest = { readonly count: string; readonly digest: string };
const DIGEST = `select count(*) as count, md5(string_agg(number || ' ' || text, '|' order by number)) as digest from written`;
/** Count and digest of what was committed by the moment, as the database itself remembers its commits. */
const committedBy = async (url: string, at: Date): Promise<Digest> =>
  (await rows(url, `${DIGEST} where pg_xact_commit_timestamp(xmin) <= $1`, [at]))[0] as Digest;

const restoreTo = async (name: string, at: Date): Promise<Embedded> => {
  await restoreBackup({
    source: taken(),
    home: home(name),
    secrets: join(root, `${name}-secrets`),
    major: '18',
    until: { at, archive },
  });
  return startEmbedded({ home: join(root, name), password, durable: false });
};

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'kanglian-archive-'));
  ownFolder(databaseAccount(), root);
  // a name no shell may stumble over
  archive = join(root, "the log's 100 % archive");
  source = await startEmbedded({
    home: home('source'),
    password,
    durable: false,
    archive,
    settings: { track_commit_timestamp: 'on' },
  });
  mkdirSync(join(root, 'secrets'), { mode: 0o700 });
  writeFileSync(join(root, 'secrets', 'database-owner'), password, { mode: 0o600 });
  await rows(source.url, 'create table written (number integer primary key, text text not null)');
  await rows(source.url, `insert into written values (0, 'before the backup')`);
  firstWrite = new Date();
  await takeBackup({
    url: source.url,
    folder: source.folder,
    secrets: join(root, 'secrets'),
    target: taken(),
    at: new Date(),
    archive: basename(source.archive ?? ''),
  });
});
afterAll(async () => {
  await source.stop();
  rmSync(root, { recursive: true, force: true });
});

describe('a restore to a moment', () => {
  test('while people write, brings back what was committed by then and nothing after, equal by digest', async () => {
    let working = true;
    let written = 0;
    const writer = async (from: number): Promise<void> => {
      const client = new pg.Client({ connectionString: source.url });
      await client.connect();
      for (let number = from; working; number += 3) {
        await client.query('insert into written values ($1, $2)', [number, 'x'.repeat(500)]);
        written += 1;
      }
      await client.end();
    };
    const load = Promise.all([1, 2, 3].map(writer));
    const enough = async (more: number): Promise<void> => {
      const wanted = written + more;
      while (written < wanted) await pause(5);
    };
    await enough(300);
    await archived(source.url);
    await enough(300);
    const moment = new Date();
    await enough(300);
    working = false;
    await load;
    await archived(source.url);

    const expected = await committedBy(source.url, moment);
    const all = await committedBy(source.url, new Date());
    expect(Number(expected.count)).toBeGreaterThan(600);
    expect(Number(all.count)).toBeGreaterThan(Number(expected.count) + 200);

    const restored = await restoreTo('restored', moment);
    try {
      expect((await rows(restored.url, DIGEST))[0]).toEqual(expected);
      await rows(restored.url, `insert into written values (-1, 'a new history')`);
      expect(restored.archive).toBeUndefined();
    } finally {
      await restored.stop();
    }
    // once archived again, its log goes to a part of its own: two histories do not meet
    const before = readdirSync(source.archive ?? '').sort();
    const going = await startEmbedded({ home: join(root, 'restored'), password, durable: false, archive });
    try {
      expect(going.archive).not.toBe(source.archive);
      await rows(going.url, `insert into written values (-2, 'archived elsewhere')`);
      const [row] = await rows(going.url, 'select pg_walfile_name(pg_switch_wal()) as name');
      while (!existsSync(join(going.archive ?? '', `${String(row?.['name'])}.gz`))) await pause(50);
    } finally {
      await going.stop();
    }
    expect(readdirSync(source.archive ?? '').sort()).toEqual(before);
  });

  test('before the backup or after the archived log is refused with the moment that can be had, and leaves nothing', async () => {
    const early = restoreTo('early', firstWrite);
    await expect(early).rejects.toMatchObject({ code: 'restore.before-backup' });
    expect(existsSync(join(root, 'early', 'data'))).toBe(false);

    const [{ last } = { last: null }] = await rows(
      source.url,
      'select max(pg_xact_commit_timestamp(xmin)) as last from written',
    );
    const late = restoreTo('late', new Date(Date.now() + 3_600_000));
    const fault = (await late.catch((reason: unknown) => reason)) as { code: string; values: { until: string } };
    expect(fault.code).toBe('restore.after-archive');
    expect(new Date(fault.values.until).getTime()).toBeGreaterThanOrEqual((last as Date).getTime());
    expect(existsSync(join(root, 'late', 'data'))).toBe(false);
    expect(readdirSync(join(root, 'late-secrets'))).toEqual([]);
    // the moment it named can be had, in the same folder
    const again = await restoreTo('late', new Date(fault.values.until));
    await again.stop();
  });

  test('without the backup’s own log says what is missing', async () => {
    const elsewhere = join(root, 'empty-archive');
    mkdirSync(elsewhere);
    const into = { source: taken(), home: home('never'), secrets: join(root, 'never-secrets'), major: '18' };
    const until = { at: new Date(), archive: elsewhere };
    await expect(restoreBackup({ ...into, until })).rejects.toMatchObject({ code: 'restore.no-archive' });
  });
});

describe('the archive', () => {
  test('goes on after a start that does not name it, and ends when told so', async () => {
    const server = { home: home('quiet'), password, durable: false };
    const chosen = join(root, 'quiet-archive');
    const first = await startEmbedded({ ...server, archive: chosen });
    await first.stop();
    // what was written last reaches the archive when the server is stopped
    expect(readdirSync(first.archive ?? '').length).toBeGreaterThan(0);
    const second = await startEmbedded(server);
    expect(second.archive).toBe(first.archive);
    expect((await rows(second.url, 'show archive_mode'))[0]).toEqual({ archive_mode: 'on' });
    await second.stop();
    const third = await startEmbedded({ ...server, archive: 'off' });
    expect((await rows(third.url, 'show archive_mode'))[0]).toEqual({ archive_mode: 'off' });
    await third.stop();
    expect(archiveOf(server.home)).toBeUndefined();
    // what was not archived meanwhile is missing for ever: what follows is another part
    const fourth = await startEmbedded({ ...server, archive: chosen });
    await fourth.stop();
    expect(fourth.archive).not.toBe(first.archive);
  });

  test('takes the same segment twice, refuses another one under its name, and hands back what it took', () => {
    const part = home("o'part 5%");
    const segment = '000000010000000000000001';
    // as PostgreSQL fills its placeholders
    const run = (command: string, path: string): number | null =>
      spawnSync('/bin/sh', [
        '-c',
        command.replaceAll(/%(.)/g, (_all, letter: string) => ({ f: segment, p: path })[letter] ?? letter),
      ]).status;
    const file = (name: string, text: string): string => {
      writeFileSync(join(root, name), text.repeat(10_000));
      return join(root, name);
    };
    const one = file('one', 'the log ');
    expect(run(archiveCommand(part), one)).toBe(0);
    expect(run(archiveCommand(part), one)).toBe(0);
    expect(run(archiveCommand(part), file('other', 'another '))).not.toBe(0);
    expect(readdirSync(part)).toEqual([`${segment}.gz`]);
    expect(run(restoreCommand(part), join(root, 'back'))).toBe(0);
    expect(readFileSync(join(root, 'back'))).toEqual(readFileSync(one));
    expect(run(restoreCommand(home('no such part')), join(root, 'back'))).toBe(1);
    // a copy that was cut off is begun again
    writeFileSync(join(part, `${segment.slice(0, -1)}2.gz.half`), 'cut');
    expect(
      spawnSync('/bin/sh', [
        '-c',
        archiveCommand(part)
          .replaceAll('%f', `${segment.slice(0, -1)}2`)
          .replaceAll('%p', one)
          .replaceAll('%%', '%'),
      ]).status,
    ).toBe(0);
    expect(readdirSync(part).length).toBe(2);
  });

  test('forgets segments past their days, in the parts of earlier databases too, and nothing else', async () => {
    const folder = home('kept');
    const parts = ['20260101T000000Z-00000000', '20260201T000000Z-11111111'].map((name) => join(folder, name));
    for (const part of parts) mkdirSync(part);
    const [older = '', ours = ''] = parts;
    const segment = (part: string, number: number, days: number): string => {
      const file = join(part, `00000001000000000000000${String(number)}.gz`);
      writeFileSync(file, '');
      const at = new Date(Date.UTC(2026, 2, 31 - days));
      utimesSync(file, at, at);
      return file;
    };
    segment(older, 1, 40);
    const gone = segment(ours, 1, 40);
    const stays = segment(ours, 2, 5);
    writeFileSync(join(folder, 'note.txt'), 'an operator’s own');
    utimesSync(join(folder, 'note.txt'), 0, 0);
    expect(await forgetArchived(ours, new Date(Date.UTC(2026, 2, 1)))).toBe(2);
    expect([existsSync(older), existsSync(gone), existsSync(stays)]).toEqual([false, false, true]);
    expect(existsSync(join(folder, 'note.txt'))).toBe(true);
  });
});
