/** The secret of page tokens is changed while two workers answer: nobody who reads on page by page is turned away before its day. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createServiceToken } from '../src/consortium/sessions/accounts.ts';
import { systemClock } from '../src/platform/clock.ts';
import { readConfig } from '../src/platform/config.ts';
import { openInstallation } from '../src/platform/installation.ts';
import { isRefusal } from '../src/platform/refusal.ts';
import type { Line, Program } from './processes.ts';
import { externalDatabase, linesToAll, startProgram, until } from './processes.ts';

let folder: string;
let program: Program | undefined;
let database: Awaited<ReturnType<typeof externalDatabase>>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kanglian-rotated-'));
  chmodSync(folder, 0o755);
  database = await externalDatabase(inject('cluster').url);
});
afterAll(async () => {
  program?.process.kill('SIGKILL');
  await program?.ended;
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const secretIs = (...lines: readonly string[]): void => {
  writeFileSync(join(folder, 'pages'), lines.join('\n'), { mode: 0o600 });
};
/** One worker ends and another takes its place, which reads the file as it stands. */
const replace = async (address: string, worker: number): Promise<ReadonlyMap<number, Line>> => {
  process.kill(worker, 'SIGTERM');
  let lines = await linesToAll(address, 2);
  await until('another worker answers instead', async () => {
    if (!lines.has(worker)) return true;
    for (const line of lines.values()) line.close();
    lines = await linesToAll(address, 2);
    return false;
  });
  return lines;
};

test('a page token goes on at every worker while the secret changes under it, and ends with its line', async () => {
  secretIs('the-first-secret');
  const flags = ['--residents=60', '--demonstration-cases=0', '--data-dir', join(folder, 'data')];
  const env = {
    DATABASE_URL: database.url,
    APP_DATABASE_PASSWORD: inject('cluster').appPassword,
    PAGE_SECRET_FILE: join(folder, 'pages'),
  };
  program = await startProgram([...flags, '--workers=2'], env);
  const { address } = program;
  const read = readConfig(flags, env);
  if ('mistakes' in read) throw new Error(JSON.stringify(read.mistakes));
  const installation = await openInstallation(read.config);
  const made = await createServiceToken(
    { db: installation.app, clock: systemClock },
    { client: 'rotated', scope: 'system/*.cruds', days: 1 },
  );
  await installation.close();
  if (isRefusal(made)) throw new Error(made.refused);
  const headers = { authorization: `Bearer ${made.token}` };
  const begin = async (line: Line | undefined): Promise<string> => {
    const answer = await line?.ask('GET', '/fhir/Organization?_count=1', undefined, headers);
    const next = (answer?.body['link'] as readonly { relation: string; url: string }[]).find(
      ({ relation }) => relation === 'next',
    );
    return (next?.url ?? '').replace(/^.*?(?=\/fhir\/)/, '');
  };
  const goesOn = async (lines: ReadonlyMap<number, Line>, page: string): Promise<readonly number[]> => {
    const statuses: number[] = [];
    for (const line of lines.values()) statuses.push((await line.ask('GET', page, undefined, headers)).status);
    return statuses;
  };
  const replaceAll = async (from: ReadonlyMap<number, Line>): Promise<ReadonlyMap<number, Line>> => {
    let lines = from;
    for (const worker of from.keys()) lines = await replace(address, worker);
    return lines;
  };

  let lines = await linesToAll(address, 2);
  const before = await begin([...lines.values()][0]);
  expect(before).toContain('_page=');
  expect(await goesOn(lines, before)).toEqual([200, 200]);

  // the new one below, so that all know it before anybody uses it
  secretIs('the-first-secret', 'the-second-secret');
  lines = await replaceAll(lines);
  secretIs('the-second-secret', 'the-first-secret');
  const [first = 0, second = 0] = lines.keys();
  lines = await replace(address, first);
  // one seals with the new, the other with the old, and both open both
  for (const line of lines.values()) expect(await goesOn(lines, await begin(line))).toEqual([200, 200]);
  expect(await goesOn(lines, before)).toEqual([200, 200]);
  lines = await replace(address, second);
  const after = await begin([...lines.values()][0]);

  // a day later the old line is taken away: what it sealed is told so, and what the new one sealed goes on
  secretIs('the-second-secret');
  lines = await replaceAll(lines);
  expect(await goesOn(lines, before)).toEqual([400, 400]);
  expect(await goesOn(lines, after)).toEqual([200, 200]);
  for (const line of lines.values()) line.close();
}, 600_000);
