/**
 * What the FHIR interface costs over HTTP with everything on (validation, search tokens, facts, relations, audit): CPU of server
 * and database together, and for the bundle the ratio to a raw multi-row insert of the same JSON in the same run.
 *
 *   node --import tsx bench/fhir.ts [--parts bundle,read] [--seconds 5]      starts an instance of its own
 *   node --import tsx bench/fhir.ts --base URL --token TOKEN --pid N [--pid N] [--database-url URL --schema NAME] [--warm CALLS]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { connect } from '../src/platform/postgres/connect.ts';
import { textArray } from '../src/fhir/store/arrays.ts';
import {
  BUNDLE,
  CODES,
  house,
  makeRecords,
  observation,
  record,
  residentBundle,
  RESIDENT_SYSTEM,
  RESIDENTS,
  WHOLE_RECORD,
} from './fhir-records.ts';
import type { Ask, Made } from './fhir-records.ts';
import { openClient } from './http-client.ts';
import type { Answered } from './http-client.ts';
import { measure, measuredLine } from './measure.ts';
import type { Measured, Phase } from './measure.ts';

export type FhirTarget = {
  readonly base: string;
  readonly token: string;
  /** The server and, if it is not the server's child, the database. */
  readonly pids: readonly number[];
  /** The owner's URL, for the raw insert; without it no ratio is told. */
  readonly databaseUrl?: string;
  readonly schema?: string;
};

/** In this order: what is searched and read is what was made for it, and not what the measured writes have added by the ten thousand. */
export const PARTS = [
  'read',
  'identifier',
  'observations',
  'include',
  'everything',
  'create',
  'update',
  'bundle',
  'raw',
] as const;
export type Part = (typeof PARTS)[number];

const MOST_CONNECTIONS = 32;

/** Answers the text of what went well; anything else ends the measurement. */
const asking = (client: ReturnType<typeof openClient>): Ask => {
  const must = (method: string, path: string, { status, text }: Answered): string => {
    if (status >= 200 && status < 300) return text;
    throw new Error(`${method} ${path.split('?')[0] ?? ''}: ${status} ${text.slice(0, 300)}`);
  };
  return async (method, path, body, headers) =>
    must(method, path, await client.ask(method, path === '' ? '' : `/${path}`, body, headers));
};

/** The floor: the same JSON into a table without keys, as one multi-row insert per bundle; CPU of this side and the database. */
const measureRaw = async (target: FhirTarget, phase: Omit<Phase, 'call'>): Promise<readonly Measured[]> => {
  if (target.databaseUrl === undefined) return [];
  const db = connect({ url: target.databaseUrl, schema: target.schema ?? 'public', connections: 4 });
  const actor = { id: 'system:bench', person: null, role: 'system', organisation: 'bench', purpose: 'system' } as const;
  const run = (text: string, values: readonly unknown[] = []) =>
    db.write(actor, new Date(), (tx) => tx.finish([{ text, values, ...(values.length > 0 && { name: 'bench-raw' }) }]));
  await run('create table if not exists bench_raw (id text, content jsonb)');
  try {
    const call = (n: number) => {
      const rows = Array.from({ length: BUNDLE }, (_, kind) => JSON.stringify(record(kind, n, 'Patient/1')));
      return run(
        'insert into bench_raw select row.id, row.content::jsonb from unnest($1::text[], $2::text[]) as row (id, content)',
        [textArray(rows.map((_, kind) => `${n}-${kind}`)), textArray(rows)],
      );
    };
    return [await measure({ ...phase, call })];
  } finally {
    await run('drop table if exists bench_raw');
    await db.close();
  }
};

const scattered = <Item>(items: readonly Item[], n: number): Item => {
  const item = items[(n * 7919) % items.length];
  if (item === undefined) throw new Error('nothing to ask about');
  return item;
};

export type Question = { readonly what: string; readonly budget: number; readonly ask: (n: number) => string };

/** The questions that change nothing, as paths. */
export const questionsOf = (
  made: Made,
): Readonly<Record<'identifier' | 'observations' | 'include' | 'everything', Question>> => {
  const encoded = encodeURIComponent;
  return {
    identifier: {
      what: 'patient by identifier',
      budget: 0.6,
      ask: (n) => `Patient?identifier=${encoded(`${RESIDENT_SYSTEM}|${scattered(made.residents, n).identifier}`)}`,
    },
    observations: {
      what: 'observations by patient and code',
      budget: 0.7,
      ask: (n) =>
        `Observation?patient=${scattered(made.residents, n).reference}&code=${encoded(`http://loinc.org|${scattered(CODES, n)}`)}&_sort=-date&_count=20`,
    },
    include: {
      what: 'page with _include',
      budget: 1,
      ask: (n) => `ServiceRequest?performer=${house(n * 31)}&status=active&_include=ServiceRequest:subject&_count=20`,
    },
    everything: {
      what: `$everything of ${WHOLE_RECORD} resources`,
      budget: 8,
      ask: () => `${made.whole}/$everything?_count=${WHOLE_RECORD}`,
    },
  };
};

export type How = {
  /** Of each measurement. */
  readonly seconds: number;
  readonly parts?: readonly Part[];
  readonly warmCalls?: number;
  /** Made first, with fifty records each; what is read and searched is theirs. */
  readonly residents?: number;
};

/** Measures the parts asked for on a running interface. */
export const measureFhir = async (
  target: FhirTarget,
  { seconds, parts = PARTS, warmCalls, residents }: How,
): Promise<readonly Measured[]> => {
  const headers = { authorization: `Bearer ${target.token}`, 'content-type': 'application/fhir+json' };
  const client = openClient(target.base, headers, MOST_CONNECTIONS);
  const ask = asking(client);
  const made = await makeRecords(ask, residents);
  const subject = made.written;
  const phase = (what: string, connections: number, budget: number | null, counts: number): Omit<Phase, 'call'> => ({
    what,
    connections,
    seconds,
    budget,
    counts,
    pids: target.pids,
    ...(warmCalls !== undefined && { warmCalls }),
  });
  const idOf = (answer: string): string => (JSON.parse(answer) as { readonly id: string }).id;
  const created = made.residents.map(({ reference }) => reference);
  const create = async (n: number): Promise<void> => {
    created.push(`Observation/${idOf(await ask('POST', 'Observation', JSON.stringify(observation(n, subject))))}`);
  };
  // each record has one writer at a time, who knows its version
  const free: { id: string; version: number }[] = [];
  const update = async (n: number): Promise<void> => {
    const one = free.pop() ?? {
      id: idOf(await ask('POST', 'Observation', JSON.stringify(observation(n, subject)))),
      version: 1,
    };
    const body = JSON.stringify({ ...observation(n, subject), id: one.id });
    await ask('PUT', `Observation/${one.id}`, body, { 'if-match': `W/"${one.version}"` });
    free.unshift({ id: one.id, version: one.version + 1 });
  };
  const questions = questionsOf(made);
  const question = (name: keyof typeof questions, connections: number) => async () => [
    await measure({
      ...phase(questions[name].what, connections, questions[name].budget, 1),
      call: (n) => ask('GET', questions[name].ask(n)),
    }),
  ];
  const read = (connections: number, budget: number) =>
    measure({
      ...phase(`read by id, ${connections} connections`, connections, budget, 1),
      call: (n) => ask('GET', scattered(created, n)),
    });
  const run: Readonly<Record<Part, () => Promise<readonly Measured[]>>> = {
    bundle: async () => [
      await measure({
        ...phase(`bundle of ${BUNDLE}, each resource`, 4, 0.8, BUNDLE),
        call: (n) => ask('POST', '', residentBundle(n, `${process.pid}-${Date.now()}-${n}`)),
      }),
    ],
    create: async () => [await measure({ ...phase('create, 8 connections', 8, 1, 1), call: create })],
    read: async () => [await read(8, 0.6), await read(32, 0.3)],
    identifier: question('identifier', 8),
    observations: question('observations', 8),
    include: question('include', 8),
    update: async () => [await measure({ ...phase('update with If-Match, 8 connections', 8, 1.2, 1), call: update })],
    everything: question('everything', 4),
    raw: () =>
      measureRaw(target, {
        ...phase('raw multi-row insert, each row', 4, null, BUNDLE),
        pids: [...target.pids, process.pid],
      }),
  };
  try {
    const results: Measured[] = [];
    for (const part of PARTS) if (parts.includes(part)) results.push(...(await run[part]()));
    return results;
  } finally {
    client.close();
  }
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
  for (const one of results) console.log(measuredLine(one));
  const of = (start: string): Measured | undefined => results.find(({ what }) => what.startsWith(start));
  const [bundles, raw] = [of('bundle'), of('raw')];
  if (bundles && raw)
    console.log(
      `a resource in a bundle costs ${(bundles.milliseconds / raw.milliseconds).toFixed(1)} times a raw insert`,
    );
  return results.every(({ milliseconds, budget }) => budget === null || milliseconds <= budget);
};

const isPart = (name: string): name is Part => (PARTS as readonly string[]).includes(name);

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      base: { type: 'string' },
      token: { type: 'string' },
      pid: { type: 'string', multiple: true },
      'database-url': { type: 'string' },
      schema: { type: 'string' },
      seconds: { type: 'string', default: '5' },
      parts: { type: 'string', default: PARTS.join(',') },
      warm: { type: 'string' },
      residents: { type: 'string', default: String(RESIDENTS) },
    },
  });
  const parts = values.parts.split(',').map((name) => {
    if (!isPart(name)) throw new Error(`no such part: ${name}; there are ${PARTS.join(', ')}`);
    return name;
  });
  const how = {
    seconds: Number(values.seconds),
    parts,
    ...(values.warm !== undefined && { warmCalls: Number(values.warm) }),
  };
  const started = values.base === undefined ? await startInstance() : undefined;
  const target: FhirTarget = started?.target ?? {
    base: values.base ?? '',
    token: values.token ?? '',
    pids: (values.pid ?? []).map(Number),
    ...(values['database-url'] !== undefined && { databaseUrl: values['database-url'] }),
    ...(values.schema !== undefined && { schema: values.schema }),
  };
  try {
    if (!report(await measureFhir(target, how))) process.exitCode = 1;
  } finally {
    await started?.stop();
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
