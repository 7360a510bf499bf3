/**
 * What the FHIR interface costs over HTTP with everything on (validation, search tokens, facts, relations, audit): CPU of server
 * and database together, and for the bundle the ratio to a raw multi-row insert of the same JSON in the same run.
 *
 *   node --import tsx bench/fhir.ts [--seconds 5]                                        starts an instance of its own
 *   node --import tsx bench/fhir.ts --base URL --token TOKEN --pid N [--pid N] [--database-url URL --schema NAME]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { connect } from '../src/platform/postgres/connect.ts';
import { textArray } from '../src/fhir/store/arrays.ts';
import { machineSeconds, processorSeconds } from './processor-time.ts';

export type FhirTarget = {
  readonly base: string;
  readonly token: string;
  /** The server and, if it is not the server's child, the database. */
  readonly pids: readonly number[];
  /** The owner's URL, for the raw insert; without it no ratio is told. */
  readonly databaseUrl?: string;
  readonly schema?: string;
};

export type Measured = {
  readonly what: string;
  /** CPU of server and database, milliseconds for each resource or request. */
  readonly milliseconds: number;
  readonly budget: number | null;
  readonly perSecond: number;
  /** Cores others kept busy meanwhile: above a few tenths the figures are too high. */
  readonly othersCores: number;
};

const BUNDLE = 50;
const WARM_CALLS = 2000;
const MOST_WARM_SECONDS = 30;

const day = (n: number): string => new Date(Date.UTC(2026, 0, 1 + (n % 300))).toISOString();

const resource = (kind: number, n: number, subject: string): object => {
  const about = { reference: subject };
  if (kind < 4)
    return {
      resourceType: 'Condition',
      code: { coding: [{ system: 'http://snomed.info/sct', code: '38341003' }], text: '高血压' },
      subject: about,
      recordedDate: day(n),
    };
  if (kind < 10)
    return {
      resourceType: 'Encounter',
      status: 'finished',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
      subject: about,
      period: { start: day(n), end: day(n) },
    };
  if (kind < 14)
    return {
      resourceType: 'Task',
      status: 'requested',
      intent: 'order',
      for: about,
      authoredOn: day(n),
      owner: { reference: `Organization/${n % 7}` },
      description: '心内科门诊转诊',
    };
  return {
    resourceType: 'Observation',
    status: 'final',
    category: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] },
    ],
    code: { coding: [{ system: 'http://loinc.org', code: '8867-4', display: 'Heart rate' }], text: '心率' },
    subject: about,
    effectiveDateTime: day(n),
    valueQuantity: { value: 60 + (n % 400) / 10, unit: '次/分', system: 'http://unitsofmeasure.org', code: '/min' },
  };
};

const patient = (n: number): object => ({
  resourceType: 'Patient',
  identifier: [{ system: 'https://bench.example.org/resident', value: `${process.pid}-${Date.now()}-${n}` }],
  name: [{ use: 'official', family: '王', given: ['秀英'] }],
  gender: 'female',
  birthDate: '1958-03-07',
  telecom: [{ system: 'phone', value: '13800000000' }],
});

const bundle = (n: number): string => {
  const subject = `urn:uuid:00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  const post = (each: object, fullUrl?: string) => ({
    fullUrl,
    resource: each,
    request: { method: 'POST', url: (each as { resourceType: string }).resourceType },
  });
  const entry = [
    post(patient(n), subject),
    ...Array.from({ length: BUNDLE - 1 }, (_, kind) => post(resource(kind, n * BUNDLE + kind, subject))),
  ];
  return JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry });
};

type Ask = (method: string, path: string, body?: string) => Promise<string>;

const asking =
  ({ base, token }: FhirTarget): Ask =>
  async (method, path, body) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' };
    const answer = await fetch(`${base}/${path}`, { method, headers, ...(body !== undefined && { body }) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path.split('?')[0] ?? ''}: ${answer.status} ${text.slice(0, 300)}`);
    return text;
  };

export type Phase = {
  readonly what: string;
  readonly connections: number;
  readonly seconds: number;
  readonly budget: number | null;
  /** Resources or requests one call stands for. */
  readonly counts: number;
  readonly pids: readonly number[];
  readonly call: (n: number) => Promise<unknown>;
};

/** A closed loop: so many callers, each asking again when answered; the warm-up is not counted. */
export const measure = async ({ what, connections, seconds, budget, counts, pids, call }: Phase): Promise<Measured> => {
  let n = 0;
  const loop = async (milliseconds: number): Promise<number> => {
    const end = Date.now() + milliseconds;
    let calls = 0;
    await Promise.all(
      Array.from({ length: connections }, async () => {
        while (Date.now() < end) {
          await call(n++);
          calls++;
        }
      }),
    );
    return calls;
  };
  // compiled code is what runs in a ward: warm up by calls, not by time alone
  for (let warm = 0, rounds = 0; warm < WARM_CALLS && rounds < MOST_WARM_SECONDS; rounds++) warm += await loop(1000);
  const before = {
    ours: processorSeconds(pids),
    machine: machineSeconds(),
    self: process.cpuUsage(),
    wall: Date.now(),
  };
  const calls = await loop(seconds * 1000);
  const wall = (Date.now() - before.wall) / 1000;
  const ours = processorSeconds(pids) - before.ours;
  const self = process.cpuUsage(before.self);
  const others = machineSeconds() - before.machine - ours - (self.user + self.system) / 1e6;
  return {
    what,
    milliseconds: (ours * 1000) / (calls * counts),
    budget,
    perSecond: (calls * counts) / wall,
    othersCores: Math.max(0, others / wall),
  };
};

/** The floor: the same JSON into a table without keys, as one multi-row insert per bundle; CPU of this side and the database. */
const measureRaw = async (target: FhirTarget, seconds: number): Promise<Measured | undefined> => {
  if (target.databaseUrl === undefined) return undefined;
  const db = connect({ url: target.databaseUrl, schema: target.schema ?? 'public', connections: 4 });
  const actor = { id: 'system:bench', person: null, role: 'system', organisation: 'bench', purpose: 'system' } as const;
  const run = (text: string, values: readonly unknown[] = []) =>
    db.write(actor, new Date(), (tx) => tx.finish([{ text, values, ...(values.length > 0 && { name: 'bench-raw' }) }]));
  await run('create table if not exists bench_raw (id text, content jsonb)');
  try {
    return await measure({
      what: 'raw multi-row insert, each row',
      connections: 4,
      seconds,
      budget: null,
      counts: BUNDLE,
      pids: [...target.pids, process.pid],
      call: (n) => {
        const rows = Array.from({ length: BUNDLE }, (_, kind) => JSON.stringify(resource(kind, n, 'Patient/1')));
        return run(
          'insert into bench_raw select row.id, row.content::jsonb from unnest($1::text[], $2::text[]) as row (id, content)',
          [textArray(rows.map((_, kind) => `${n}-${kind}`)), textArray(rows)],
        );
      },
    });
  } finally {
    await run('drop table if exists bench_raw');
    await db.close();
  }
};

/** Measures bundle, create and read of a running interface. */
export const measureFhir = async (target: FhirTarget, seconds: number): Promise<readonly Measured[]> => {
  const ask = asking(target);
  const { pids } = target;
  const subject = `Patient/${(JSON.parse(await ask('POST', 'Patient', JSON.stringify(patient(0)))) as { id: string }).id}`;
  const made: string[] = [];
  const phase = (
    what: string,
    connections: number,
    budget: number,
    counts: number,
    call: Phase['call'],
  ): Promise<Measured> => measure({ what, connections, seconds, budget, counts, pids, call });
  const create = async (n: number): Promise<void> => {
    const answer = JSON.parse(await ask('POST', 'Observation', JSON.stringify(resource(20, n, subject)))) as {
      id: string;
    };
    made.push(`Observation/${answer.id}`);
  };
  const read = (n: number): Promise<string> => ask('GET', made[(n * 7919) % made.length] ?? subject);
  const results = [
    await phase(`bundle of ${BUNDLE}, each resource`, 4, 0.8, BUNDLE, (n) => ask('POST', '', bundle(n))),
    await phase('create, 8 connections', 8, 1, 1, create),
    await phase('read by id, 8 connections', 8, 0.6, 1, read),
    await phase('read by id, 32 connections', 32, 0.3, 1, read),
  ];
  const raw = await measureRaw(target, seconds);
  return raw ? [...results, raw] : results;
};

/** An instance of our own; `stop` ends it and removes its data. */
const startInstance = async (): Promise<{ readonly target: FhirTarget; readonly stop: () => Promise<void> }> => {
  const script = fileURLToPath(new URL('./fhir-instance.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const told = JSON.parse(line.toString()) as FhirTarget & { readonly server: number; readonly database: number };
  return {
    target: { ...told, pids: [told.server, told.database] },
    stop: async () => {
      child.stdin.end();
      await once(child, 'exit');
    },
  };
};

/** Lines for people; true when every budget is kept. */
export const report = (results: readonly Measured[]): boolean => {
  for (const { what, milliseconds, budget, perSecond, othersCores } of results) {
    const verdict = budget === null ? '' : milliseconds <= budget ? ` within ${budget}` : ` OVER ${budget}`;
    console.log(
      `${what.padEnd(34)} ${milliseconds.toFixed(3)} ms CPU${verdict}; ${Math.round(perSecond)}/s; others used ${othersCores.toFixed(1)} of ${cpus().length} cores`,
    );
  }
  const [bundles] = results;
  const raw = results.find(({ what }) => what.startsWith('raw'));
  console.log(
    bundles && raw
      ? `a resource in a bundle costs ${(bundles.milliseconds / raw.milliseconds).toFixed(1)} times a raw insert`
      : 'no ratio to a raw insert: the database was not given',
  );
  return results.every(({ milliseconds, budget }) => budget === null || milliseconds <= budget);
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      base: { type: 'string' },
      token: { type: 'string' },
      pid: { type: 'string', multiple: true },
      'database-url': { type: 'string' },
      schema: { type: 'string' },
      seconds: { type: 'string', default: '5' },
    },
  });
  const seconds = Number(values.seconds);
  if (values.base === undefined) {
    const { target, stop } = await startInstance();
    try {
      if (!report(await measureFhir(target, seconds))) process.exitCode = 1;
    } finally {
      await stop();
    }
    return;
  }
  const target: FhirTarget = {
    base: values.base,
    token: values.token ?? '',
    pids: (values.pid ?? []).map(Number),
    ...(values['database-url'] !== undefined && { databaseUrl: values['database-url'] }),
    ...(values.schema !== undefined && { schema: values.schema }),
  };
  if (!report(await measureFhir(target, seconds))) process.exitCode = 1;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
