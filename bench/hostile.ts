/**
 * What hostile clients cost the others: while they send what they can think of, one ordinary client with a token of its own reads a
 * record every few milliseconds; just before each attack it has read by itself for as long. Told are the answers, the reader's
 * waiting times with and without the attack, and the most memory the server held.
 *
 *   node --import tsx bench/hostile.ts [--seconds 5] [--only bodies,chains]             starts an instance of its own
 *   node --import tsx bench/hostile.ts --base URL --token TOKEN --reader TOKEN --pid N [--seconds 5]   against one that runs
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { createServiceToken } from '../src/consortium/sessions/accounts.ts';
import { systemClock } from '../src/platform/clock.ts';
import { connect } from '../src/platform/postgres/connect.ts';
import { isRefusal } from '../src/platform/refusal.ts';
import { ATTACKS } from './hostile-requests.ts';
import type { Attack, Target } from './hostile-requests.ts';
import type { Waited } from './hostile-reader.ts';
import { residentBundle } from './fhir-records.ts';
import { openClient } from './http-client.ts';
import { quantile } from './finding.ts';
import type { Told } from './instance.ts';
import { startMeasured } from './start-measured.ts';

const SAMPLE_EVERY_MS = 50;
/** Left to itself for so long after each attack, so that one is not told of the next. */
const REST_MS = 1000;

/** What the reader waited, in milliseconds. */
type Waits = { readonly p50: number; readonly p95: number; readonly most: number };
export type Suffered = {
  readonly attack: string;
  readonly asked: number;
  /** How many got which answer; `cut` where the line was closed before one. */
  readonly answers: Readonly<Record<string, number>>;
  readonly under: Waits;
  readonly alone: Waits;
  readonly failedReads: number;
  readonly megabytes: number;
};

const waitsOf = ({ waits }: Waited): Waits => {
  const sorted = [...waits].sort((a, b) => a - b);
  return { p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95), most: sorted.at(-1) ?? Number.NaN };
};

const residentMegabytes = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? Number.NaN) / 1024;

const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

/** In a process of its own: what the attacker's takes to send is not the server's doing. */
const readMeanwhile = async (target: Target, path: string, seconds: number): Promise<Waited> => {
  const script = fileURLToPath(new URL('./hostile-reader.ts', import.meta.url));
  const words = ['--import', 'tsx', script, target.base, target.token, `/${path}`, String(seconds)];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (part: Buffer) => (said += part.toString()));
  await once(child, 'close');
  return JSON.parse(said) as Waited;
};

/** Attacks for so many seconds, each caller again as soon as it is answered. */
const suffer = async (
  attack: Attack,
  target: Target,
  reader: Target,
  path: string,
  pid: number,
  seconds: number,
): Promise<Suffered> => {
  const answers: Record<string, number> = {};
  const before = await readMeanwhile(reader, path, seconds);
  let megabytes = residentMegabytes(pid);
  const sampling = setInterval(() => (megabytes = Math.max(megabytes, residentMegabytes(pid))), SAMPLE_EVERY_MS);
  const end = Date.now() + seconds * 1000;
  const reading = readMeanwhile(reader, path, seconds);
  let asked = 0;
  const hit = async (caller: number): Promise<void> => {
    while (Date.now() < end) {
      const n = asked++;
      const answer = String(await attack.send(target, n, caller).catch(() => 'cut'));
      answers[answer] = (answers[answer] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: attack.callers }, (_, caller) => hit(caller)));
  const during = await reading;
  await pause(REST_MS);
  clearInterval(sampling);
  return {
    attack: attack.name,
    asked,
    answers,
    alone: waitsOf(before),
    under: waitsOf(during),
    failedReads: during.failed,
    megabytes,
  };
};

const inWords = ({ p50, p95, most }: Waits): string => [p50, p95, most].map((ms) => ms.toFixed(0)).join(' / ');

const lineOf = ({ attack, asked, answers, alone, under, failedReads, megabytes }: Suffered): string => {
  const told = Object.entries(answers)
    .map(([answer, count]) => `${count} × ${answer}`)
    .join(', ');
  return `| ${attack} | ${asked}: ${told} | ${inWords(alone)} | ${inWords(under)} | ${failedReads} | ${megabytes.toFixed(0)} |`;
};

/** Of a client beside the hostile one: what one client asks for waits for what it asked before, others' does not. */
const anotherToken = async ({ appUrl, schema }: Told): Promise<string> => {
  const db = connect({ url: appUrl, schema, connections: 1 });
  const client = { client: 'reader', scope: 'system/*.cruds', days: 1 };
  try {
    const made = await createServiceToken({ db, clock: systemClock }, client);
    if (isRefusal(made)) throw new Error(made.refused);
    return made.token;
  } finally {
    await db.close();
  }
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      base: { type: 'string' },
      token: { type: 'string' },
      reader: { type: 'string' },
      pid: { type: 'string' },
      seconds: { type: 'string', default: '5' },
      only: { type: 'string' },
    },
  });
  const started = values.base === undefined ? await startMeasured('600') : undefined;
  const target: Target = started
    ? { base: `${started.told.address}/fhir`, token: started.told.token }
    : { base: values.base ?? '', token: values.token ?? '' };
  const reader: Target = {
    ...target,
    token: started ? await anotherToken(started.told) : (values.reader ?? target.token),
  };
  const pid = started?.told.server ?? Number(values.pid);
  const wanted = values.only?.split(',');
  try {
    const client = openClient(
      target.base,
      { authorization: `Bearer ${reader.token}`, 'content-type': 'application/fhir+json' },
      1,
    );
    const made = await client.ask('POST', '', residentBundle(1, `${process.pid}-${Date.now()}-hostile`));
    client.close();
    const path = /Patient\/[A-Za-z0-9.-]+/.exec(made.text)?.[0];
    if (path === undefined) throw new Error(`no record to read: ${made.status} ${made.text.slice(0, 200)}`);
    console.log(
      '| what is sent | answers | reader alone, p50 / p95 / most, ms | reader meanwhile | failed reads | server MB at most |',
    );
    console.log('| --- | --- | --- | --- | --- | --- |');
    for (const attack of ATTACKS)
      if (wanted === undefined || wanted.includes(attack.name) || attack.callers === 0)
        console.log(lineOf(await suffer(attack, target, reader, path, pid, Number(values.seconds))));
  } finally {
    await started?.stop();
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
