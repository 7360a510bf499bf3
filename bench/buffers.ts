/**
 * Whether the cost of an answer grows with the region: 8 kB pages the database touches for each operation of the FHIR interface,
 * in a small region and in a large one, and their ratio (budget 1.5). Pages are counted by the database for all that happens in it
 * (`pg_stat_database`); what its jobs touch meanwhile is measured before and taken off.
 *
 *   node --import tsx bench/buffers.ts [--sizes 10000,100000] [--data-dir FOLDER] [--calls 200]
 *
 * `FOLDER/<size>` keeps each region, so that a large one is loaded once; temporary folders without it.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { questionsOf } from './fhir.ts';
import { makeRecords, observation, residentBundle } from './fhir-records.ts';
import { openClient } from './http-client.ts';
import type { Told } from './instance.ts';
import { startMeasured } from './start-measured.ts';

const RESIDENTS = 40;
/** Backends hand their counts over a second after they were last asked (PGSTAT_MIN_INTERVAL). */
const HANDED_OVER_MS = 1500;
/** Until the jobs behind what was just written have nothing left to do. */
const SETTLED_MS = 20_000;
const BUDGET = 1.5;

const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

type Pages = { readonly touched: number; readonly at: number };
type Measured = ReadonlyMap<string, number>;

/** Pages per call of each operation in a region of this size. */
const measureAt = async (told: Told, calls: number): Promise<Measured> => {
  const pool = new pg.Pool({ connectionString: told.ownerUrl, max: 1 });
  const headers = { authorization: `Bearer ${told.token}`, 'content-type': 'application/fhir+json' };
  const client = openClient(`${told.address}/fhir`, headers, 4);
  const ask = async (method: string, path: string, body?: string, more?: Readonly<Record<string, string>>) => {
    const { status, text } = await client.ask(method, path === '' ? '' : `/${path}`, body, more);
    if (status >= 300) throw new Error(`${method} ${path.split('?')[0] ?? ''}: ${status} ${text.slice(0, 200)}`);
    return text;
  };
  const pages = async (): Promise<Pages> => {
    await pause(HANDED_OVER_MS);
    const { rows } = await pool.query<{ touched: string }>(
      'select blks_hit + blks_read as touched from pg_stat_database where datname = current_database()',
    );
    return { touched: Number(rows[0]?.touched), at: Date.now() };
  };
  try {
    const made = await makeRecords(ask, RESIDENTS);
    const questions = questionsOf(made);
    await pool.query('vacuum analyze');
    await pause(SETTLED_MS);
    const idOf = (text: string): string => (JSON.parse(text) as { readonly id: string }).id;
    const create = (n: number) => ask('POST', 'Observation', JSON.stringify(observation(n, made.written)));
    const ids = await Promise.all([0, 1, 2, 3].map((n) => create(n).then(idOf)));
    const versions = new Map(ids.map((id) => [id, 1]));
    const operations: Readonly<Record<string, (n: number) => Promise<unknown>>> = {
      'bundle of 50, each resource': (n) => ask('POST', '', residentBundle(n, `${process.pid}-${Date.now()}-${n}`)),
      create,
      'read by id': (n) => ask('GET', made.residents[n % RESIDENTS]?.reference ?? ''),
      'update with If-Match': async (n) => {
        const id = ids[n % ids.length] ?? '';
        const version = versions.get(id) ?? 1;
        const body = JSON.stringify({ ...observation(n, made.written), id });
        await ask('PUT', `Observation/${id}`, body, { 'if-match': `W/"${version}"` });
        versions.set(id, version + 1);
      },
      ...Object.fromEntries(Object.values(questions).map(({ what, ask: path }) => [what, (n) => ask('GET', path(n))])),
    };
    const first = await pages();
    await pause(SETTLED_MS / 2);
    const second = await pages();
    const idle = (second.touched - first.touched) / (second.at - first.at);
    const measured = new Map<string, number>();
    for (const [what, call] of Object.entries(operations)) {
      const times = what.startsWith('bundle') ? Math.ceil(calls / 20) : calls;
      for (let n = 0; n < Math.ceil(times / 4); n++) await call(n);
      const before = await pages();
      for (let n = 0; n < times; n++) await call(n);
      const after = await pages();
      const touched = after.touched - before.touched - idle * (after.at - before.at);
      measured.set(what, touched / times / (what.startsWith('bundle') ? 50 : 1));
    }
    return measured;
  } finally {
    client.close();
    await pool.end();
  }
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      sizes: { type: 'string', default: '10000,100000' },
      calls: { type: 'string', default: '200' },
      'data-dir': { type: 'string' },
    },
  });
  const folder = values['data-dir'];
  const sizes = values.sizes.split(',');
  const measured: Measured[] = [];
  for (const size of sizes) {
    const { told, stop } = await startMeasured(size, folder === undefined ? undefined : join(folder, size));
    try {
      measured.push(await measureAt(told, Number(values.calls)));
    } finally {
      await stop();
    }
  }
  const [small, ...larger] = measured;
  console.log(`| pages touched by | ${sizes.map((size) => `${size} residents`).join(' | ')} | largest to smallest |`);
  console.log(`| --- |${' --- |'.repeat(sizes.length + 1)}`);
  for (const [what, pages] of small ?? []) {
    const all = [pages, ...larger.map((each) => each.get(what) ?? Number.NaN)];
    const ratio = (all.at(-1) ?? Number.NaN) / pages;
    const verdict = ratio <= BUDGET ? '' : ` (over ${BUDGET})`;
    console.log(`| ${what} | ${all.map((each) => each.toFixed(0)).join(' | ')} | ${ratio.toFixed(2)}${verdict} |`);
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
