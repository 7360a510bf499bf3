import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { startSentence } from './start-words.ts';

let folder: string;
const secret = (name: string, text: string, mode = 0o600): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
};
const said = (argv: readonly string[], env: Readonly<Record<string, string>>): readonly string[] => {
  const read = readConfig(argv, env);
  return 'mistakes' in read ? read.mistakes.map((mistake) => startSentence(mistake, 'zh')) : [];
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kanglian-secrets-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a secret', () => {
  test('is read from the environment, or from the file that the environment names', () => {
    const read = readConfig([], {
      DATABASE_URL_FILE: secret('url', 'postgresql://owner:pass@db/kanglian\n'),
      APP_DATABASE_PASSWORD_FILE: secret('app', ' of the application \n'),
      METRICS_TOKEN: 'from the environment',
      SMS_SECRET_FILE: secret('sms', 'of the gateway', 0o400),
    });
    expect(read).toMatchObject({
      config: {
        databaseUrl: 'postgresql://owner:pass@db/kanglian',
        appPassword: 'of the application',
        metricsToken: 'from the environment',
        notices: { smsSecret: 'of the gateway' },
      },
    });
  });

  test('may stand above earlier ones, which still open what they closed', () => {
    const read = readConfig([], { PAGE_SECRET_FILE: secret('pages', 'newest\n\nearlier\n'), AUDIT_SECRET: 'only' });
    expect(read).toMatchObject({ config: { pageSecrets: ['newest', 'earlier'], auditSecrets: ['only'] } });
    expect(readConfig([], {})).toMatchObject({ config: { pageSecrets: [], auditSecrets: [] } });
  });

  test.each([0o640, 0o604, 0o620, 0o644])(
    'in a file of mode %o is refused, and what it says is not repeated',
    (mode) => {
      const file = secret(`open-${String(mode)}`, 'postgresql://owner:hidden@db/kanglian', mode);
      const told = said([], { DATABASE_URL_FILE: file });
      expect(told).toEqual([`密钥文件 ${file} 其他用户也能读写，请改为仅本用户可读（chmod 600），并更换其中的密钥。`]);
    },
  );

  test('in a file that is empty or away is refused', () => {
    const empty = said([], { METRICS_TOKEN_FILE: secret('empty', '\n') });
    expect(empty).toEqual(['读不到 METRICS_TOKEN_FILE 指定的文件，或其中没有内容。']);
    expect(said([], { METRICS_TOKEN_FILE: join(folder, 'away') })).toEqual(empty);
  });

  test('does not stand in a command line', () => {
    const told = said(['--database-url', 'postgresql://owner:hidden@db/kanglian'], {});
    expect(told).toEqual(['命令行里不能写密码，同机的人都能看到；请用环境变量 DATABASE_URL 或 DATABASE_URL_FILE。']);
    expect(said(['--database-url', 'postgresql://owner@db/kanglian'], {})).toEqual([]);
    expect(said(['--metrics-token', 'x'], {})[0]).toMatch(/^不认识的参数/);
  });
});
