/**
 * A hundred thousand residents by spreadsheet: how long the check and the import take, how much memory the server needs for
 * them, and how long everybody else waits meanwhile. Another doctor of the same township reads a worklist and registers a
 * resident all the while, so that a lock held by the import would be seen.
 */
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { z } from 'zod';
import { ImportRun } from '../src/consortium/imports/shapes.ts';
import { SessionView } from '../src/consortium/shapes.ts';
import { makeIdentityNumber } from '../src/consortium/identity-number.ts';
import { isRefusal } from '../src/platform/refusal.ts';
import type { CellValue } from '../src/platform/spreadsheet/write.ts';
import { WORKBOOK_TYPE, writeWorkbook } from '../src/platform/spreadsheet/write.ts';
import type { Person } from '../src/story-person.ts';
import { signIn } from '../src/story-person.ts';
import { quantile } from './finding.ts';
import type { Told } from './instance.ts';

export type ImportPart = {
  readonly what: string;
  readonly seconds: number;
  /** Resident memory of the server at its highest, and before it began, in megabytes. */
  readonly peak: number;
  readonly before: number;
  /** What the others waited for an answer meanwhile, in milliseconds, by what they asked. */
  readonly others: readonly { readonly what: string; readonly p95: number; readonly most: number }[];
  /** Longest time between two signs of progress, in seconds. */
  readonly silence: number;
};
export type ImportsMeasured = {
  readonly rows: number;
  readonly megabytes: number;
  readonly counts: ImportRun['counts'];
  readonly parts: readonly ImportPart[];
};

const HEADINGS = ['姓名', '性别', '出生日期', '身份证号', '居民健康档案号', '联系电话', '住址', '户号'];
const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

const residentMegabytes = (pid: number): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${String(pid)}/status`, 'latin1'))?.[1]) / 1000;

/** Numbers of a district nobody lives in; `series` keeps the files of one region apart. */
const identityNumber = (series: number, n: number): { readonly day: string; readonly number: string } => {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${String(1940 + (n % 60))}-${two(1 + (Math.floor(n / 60) % 12))}-${two(1 + (Math.floor(n / 720) % 28))}`;
  const area = `2299${two(series % 100)}`;
  const number = makeIdentityNumber({ area, birthDate: day, sequence: 2 + 2 * Math.floor(n / 20_160) });
  if (isRefusal(number)) throw new Error(number.refused);
  return { day, number };
};

const residents = function* (series: number, count: number): Iterable<readonly CellValue[]> {
  const letter = (from: number, n: number): string => String.fromCharCode(from + n);
  for (let n = 0; n < count; n++) {
    const { day, number } = identityNumber(series, n);
    const name = `测${letter(0x4e00, n % 2000)}${letter(0x5000, Math.floor(n / 2000) % 900)}`;
    const record = `bench-${String(series)}-${String(n)}`;
    const phone = `138${String(n).padStart(8, '0')}`;
    yield [
      name,
      '女',
      { day },
      number,
      record,
      phone,
      `二道村${String(n % 30)}组${String(n)}号`,
      `B${String(series)}-${String(n >> 2)}`,
    ];
  }
};

/** How many files of this bench the region has seen. */
const countFiles = async ({ ownerUrl, schema }: Told): Promise<number> => {
  const client = new pg.Client({ connectionString: ownerUrl, options: `-c search_path=${schema},public` });
  await client.connect();
  try {
    const { rows } = await client.query<{ files: string }>(
      `select count(*) as files from import_run where file_name like 'bench-%'`,
    );
    return Number(rows[0]?.files);
  } finally {
    await client.end();
  }
};

/** Signs in by hand: a file is sent as it is, not as JSON. */
const uploader = async ({ address, password }: Told, login: string) => {
  const answer = await fetch(`${address}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  });
  const { csrf } = SessionView.parse(await answer.json());
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return async (name: string, bytes: Buffer): Promise<ImportRun> => {
    const sent = await fetch(`${address}/api/imports/residents/files`, {
      method: 'POST',
      headers: { cookie, 'x-csrf-token': csrf, 'content-type': WORKBOOK_TYPE, 'x-file-name': name },
      body: new Uint8Array(bytes),
    });
    if (sent.status !== 202) throw new Error(`the file was answered ${String(sent.status)}: ${await sent.text()}`);
    return ImportRun.parse(await sent.json());
  };
};

type Other = { readonly what: string; readonly ask: (n: number) => Promise<unknown>; readonly took: number[] };

/** Asks again and again until it is told to stop. */
const keepAsking = async (other: Other, stopped: () => boolean): Promise<void> => {
  for (let n = 0; !stopped(); n++) {
    const began = performance.now();
    await other.ask(n);
    other.took.push(performance.now() - began);
    await pause(50);
  }
};

/** Starts something and waits for its end, watching the server and the others meanwhile. */
const watched = async (
  told: Told,
  what: string,
  others: readonly Other[],
  start: () => Promise<ImportRun>,
  clerk: Person,
): Promise<{ readonly part: ImportPart; readonly run: ImportRun }> => {
  const before = residentMegabytes(told.server);
  let peak = before;
  const memory = setInterval(() => (peak = Math.max(peak, residentMegabytes(told.server))), 20);
  let over = false;
  others.forEach(({ took }) => took.splice(0));
  const asking = Promise.all(others.map((other) => keepAsking(other, () => over)));
  const began = performance.now();
  let run = await start();
  let [toldAt, silence] = [performance.now(), 0];
  while (run.state === 'checking' || run.state === 'importing') {
    await pause(100);
    const now = await clerk.ask(`GET /api/imports/runs/${run.id}`, ImportRun);
    if (now.rowsDone !== run.rowsDone || now.state !== run.state) toldAt = performance.now();
    silence = Math.max(silence, performance.now() - toldAt);
    run = now;
  }
  const seconds = (performance.now() - began) / 1000;
  over = true;
  clearInterval(memory);
  await asking;
  const waited = others.map(({ what: asked, took }) => {
    took.sort((one, other) => one - other);
    return { what: asked, p95: quantile(took, 0.95), most: took.at(-1) ?? Number.NaN };
  });
  return { part: { what, seconds, peak, before, others: waited, silence: silence / 1000 }, run };
};

export const measureImports = async (told: Told, rows: number): Promise<ImportsMeasured> => {
  const series = await countFiles(told);
  const columns = HEADINGS.map((heading) => ({ heading, width: 12 }));
  const bytes = await writeWorkbook([{ name: '数据', columns, rows: residents(series, rows) }]);
  const [clerk, coordinator] = [
    await signIn(told.address, 'gp', told.password),
    await signIn(told.address, 'coordinator', told.password),
  ];
  const send = await uploader(told, 'gp');
  // somebody registers the very next residents by hand: the same tables, the same township
  const stranger = { gender: 'female', phone: null, address: null, reason: 'visit' };
  let registered = rows;
  const others: readonly Other[] = [
    { what: 'a worklist', took: [], ask: () => coordinator.ask('GET /api/worklist', z.unknown()) },
    {
      what: 'registering somebody',
      took: [],
      ask: () => {
        const { day, number } = identityNumber(series, registered++);
        const body = { ...stranger, name: '路人', identityNumber: number, birthDate: day };
        return clerk.ask('POST /api/residents', z.unknown(), { body });
      },
    },
  ];
  const checked = await watched(told, 'checked', others, () => send(`bench-${String(series)}.xlsx`, bytes), clerk);
  if (checked.run.state !== 'checked') throw new Error(checked.run.reason ?? checked.run.state);
  const { id, digest, counts } = checked.run;
  const start = () =>
    clerk.ask(`POST /api/imports/runs/${id}/import`, ImportRun, { body: { digest, withoutRefused: true } });
  const imported = await watched(told, 'imported', others, start, clerk);
  if (imported.run.state !== 'imported') throw new Error(imported.run.reason ?? imported.run.state);
  return { rows, megabytes: bytes.length / 1e6, counts, parts: [checked.part, imported.part] };
};
