import { expect, test } from 'vitest';
import { readConfig } from './config.ts';
import type { Config } from './config.ts';
import { startSentence } from './start-words.ts';

const read = (argv: string[], env: Record<string, string> = {}): Config => {
  const answer = readConfig(argv, env);
  if ('mistakes' in answer) throw new Error(answer.mistakes.map((mistake) => mistake.code).join(' '));
  return answer.config;
};
const sentences = (argv: string[], env: Record<string, string> = {}): string[] => {
  const answer = readConfig(argv, env);
  return 'mistakes' in answer ? answer.mistakes.map((mistake) => startSentence(mistake, 'zh')) : [];
};

test('without a word it serves Siping with 20000 residents to this machine', () => {
  expect(read([])).toMatchObject({
    command: { name: 'serve' },
    port: 8080,
    host: '127.0.0.1',
    region: 'siping',
    residents: 20_000,
    dataDirChosen: false,
    demonstration: true,
    demonstrationCases: 80,
  });
});

test('a flag counts before the environment, with a blank or an equals sign', () => {
  const env = { PORT: '9000', RESIDENTS: '7', DATA_DIR: '/srv/data', REGION: '' };
  expect(read(['--port', '8081', '--residents=500'], env)).toMatchObject({
    port: 8081,
    residents: 500,
    dataDir: '/srv/data',
    dataDirChosen: true,
    region: 'siping',
  });
});

test('demonstration accounts exist on this machine only', () => {
  expect(read(['--host', '0.0.0.0']).demonstration).toBe(false);
  expect(read([], { HOST: '192.168.1.4' }).demonstration).toBe(false);
  expect(read(['--host=::1']).demonstration).toBe(true);
});

test('every mistake gets its sentence', () => {
  expect(sentences(['--port', 'high', '--residents=-1', '--region', 'Si Ping', '--colour=red', 'more'])).toEqual([
    '不认识的参数 --colour。',
    '不认识的参数 more。',
    '端口 PORT 应为 0 到 65535 的整数，现为“high”。',
    '区域 REGION 只能用小写字母、数字和下划线并以字母开头，现为“Si Ping”。',
    '居民数 RESIDENTS 应为 0 到 10000000 的整数，现为“-1”。',
  ]);
  expect(sentences([], { DATABASE_URL: 'mysql://x/y' })[0]).toMatch(/^DATABASE_URL 应以 postgresql:\/\/ 开头/);
  expect(sentences(['--port'])).toEqual(['参数 --port 缺少取值。']);
  expect(sentences(['--token'])[0]).toMatch(/^发放令牌须写明/);
  expect(sentences(['--backup'])).toEqual(['--backup 后须写明备份的位置。']);
});

test('a token, a backup and a restore are asked for by flags', () => {
  const token = { name: 'token', client: 'his', scope: 'system/*.cruds', organisation: undefined, days: 30 };
  expect(read(['--token', '--client', 'his', '--scope', 'system/*.cruds']).command).toEqual(token);
  expect(read(['--backup', '/mnt/b']).command).toEqual({ name: 'backup', folder: '/mnt/b' });
  expect(read(['--restore=/mnt/b']).command).toEqual({ name: 'restore', folder: '/mnt/b', at: undefined });
});

test('a restore to a moment needs the moment’s offset; the log archive is a folder, off, or left as it was', () => {
  const at = ['--restore', '/mnt/b', '--at', '2026-11-30T10:15:00+08:00'];
  expect(read(at).command).toEqual({ name: 'restore', folder: '/mnt/b', at: new Date('2026-11-30T02:15:00Z') });
  for (const vague of ['2026-11-30T10:15:00', '10:15', '2026-11-31T10:15:00Z'])
    expect(sentences(['--restore', '/mnt/b', '--at', vague])[0]).toMatch(/^--at 应为带时区的时刻/);
  expect(read([], { WAL_ARCHIVE: '/mnt/wal' })).toMatchObject({ walArchive: '/mnt/wal', walArchiveDays: 30 });
  expect(read(['--wal-archive=off']).walArchive).toBe('off');
  expect(read([]).walArchive).toBeUndefined();
  const external = { WAL_ARCHIVE: '/mnt/wal', DATABASE_URL: 'postgresql://kanglian@db/kanglian' };
  expect(sentences([], external)).toEqual([
    '外部数据库的日志归档请用它自己的设置（archive_command），不要设 WAL_ARCHIVE。',
  ]);
});
