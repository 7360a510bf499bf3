/**
 * What hostile clients cost the others: while they send what they can think of, one ordinary client reads a record every few
 * milliseconds. Told are the answers, the reader's waiting time, and the most memory the server held.
 *
 *   node --import tsx bench/hostile.ts [--seconds 5] [--only bodies,chains]             starts an instance of its own
 *   node --import tsx bench/hostile.ts --base URL --token TOKEN --pid N [--seconds 5]   against one that runs
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { ATTACKS } from './hostile-requests.ts';
import type { Attack, Target } from './hostile-requests.ts';
import type { Waited } from './hostile-reader.ts';
import { residentBundle } from './fhir-records.ts';
import { openClient } from './http-client.ts';
import { quantile } from './finding.ts';
import { startMeasured } from './start-measured.ts';

const SAMPLE_EVERY_MS = 50;
/** Left to itself for so long after each attack, so that one is not told of the next. */
const REST_MS = 1000;

export type Suffered = {
  readonly attack: string;
  readonly asked: number;
  /** How many got which answer; `cut` where the line was closed before one. */
  readonly answers: Readonly<Record<string, number>>;
  readonly p50: number;
  readonly p95: number;
  readonly most: number;
  readonly failedReads: number;
  readonly megabytes: number;
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
  path: string,
  pid: number,
  seconds: number,
): Promise<Suffered> => {
  const answers: Record<string, number> = {};
  let megabytes = residentMegabytes(pid);
  const sampling = setInterval(() => (megabytes = Math.max(megabytes, residentMegabytes(pid))), SAMPLE_EVERY_MS);
  const end = Date.now() + seconds * 1000;
  const reading = readMeanwhile(target, path, seconds);
  let asked = 0;
  const hit = async (caller: number): Promise<void> => {
    while (Date.now() < end) {
      const n = asked++;
      const answer = String(await attack.send(target, n, caller).catch(() => 'cut'));
      answers[answer] = (answers[answer] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: attack.callers }, (_, caller) => hit(caller)));
  const { waits: unsorted, failed: failedReads } = await reading;
  await pause(REST_MS);
  clearInterval(sampling);
  const waits = [...unsorted].sort((a, b) => a - b);
  return {
    attack: attack.name,
    asked,
    answers,
    p50: quantile(waits, 0.5),
    p95: quantile(waits, 0.95),
    most: waits.at(-1) ?? Number.NaN,
    failedReads,
    megabytes,
  };
};

const lineOf = ({ attack, asked, answers, p50, p95, most, failedReads, megabytes }: Suffered): string => {
  const told = Object.entries(answers)
    .map(([answer, count]) => `${count} × ${answer}`)
    .join(', ');
  return `| ${attack} | ${asked}: ${told} | ${p50.toFixed(0)} / ${p95.toFixed(0)} / ${most.toFixed(0)} | ${failedReads} | ${megabytes.toFixed(0)} |`;
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      base: { type: 'string' },
      token: { type: 'string' },
      pid: { type: 'string' },
      seconds: { type: 'string', default: '5' },
      only: { type: 'string' },
    },
  });
  const started = values.base === undefined ? await startMeasured('600') : undefined;
  const target: Target = started
    ? { base: `${started.told.address}/fhir`, token: started.told.token }
    : { base: values.base ?? '', token: values.token ?? '' };
  const pid = started?.told.server ?? Number(values.pid);
  const wanted = values.only?.split(',');
  try {
    const client = openClient(
      target.base,
      { authorization: `Bearer ${target.token}`, 'content-type': 'application/fhir+json' },
      1,
    );
    const made = await client.ask('POST', '', residentBundle(1, `${process.pid}-${Date.now()}-hostile`));
    client.close();
    const path = /Patient\/[A-Za-z0-9.-]+/.exec(made.text)?.[0];
    if (path === undefined) throw new Error(`no record to read: ${made.status} ${made.text.slice(0, 200)}`);
    console.log('| what is sent | answers | reader waits p50 / p95 / most, ms | failed reads | server MB at most |');
    console.log('| --- | --- | --- | --- | --- |');
    for (const attack of ATTACKS)
      if (wanted === undefined || wanted.includes(attack.name) || attack.callers === 0)
        console.log(lineOf(await suffer(attack, target, path, pid, Number(values.seconds))));
  } finally {
    await started?.stop();
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
