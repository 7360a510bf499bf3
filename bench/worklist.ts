/** The first page of a worklist at two sizes: how long it takes over HTTP, and how much of the database it touches. */
import pg from 'pg';
import { z } from 'zod';
import type { Actor, Statement } from '../src/platform/postgres/database.ts';
import { Worklist, WorklistQuery } from '../src/engines/pathways/shapes.ts';
import { findWorklist } from '../src/engines/pathways/worklist.ts';
import { countGroups, findChanges } from '../src/engines/pathways/worklist-counts.ts';
import { isRefusal } from '../src/platform/refusal.ts';
import { signIn } from '../src/story-person.ts';
import type { Person } from '../src/story-person.ts';
import type { Told } from './instance.ts';
import { makeCases, relateOpen, settle, tellOf } from './many-cases.ts';

export type WorklistMeasured = {
  readonly cases: number;
  /** Of the measured organisation. */
  readonly open: number;
  readonly p50: number;
  readonly p95: number;
  /** 8 kB pages touched (shared hit and read), as the application's role with the actor declared. */
  readonly pageBuffers: number;
  /** Of asking whether a step has concerned the organisation since its cases were counted. */
  readonly changesBuffers: number;
  /** Of counting them, after such a step. */
  readonly recountBuffers: number;
  /** Milliseconds a recount takes in the database (median of a few), to say what an answer just after a step takes more. */
  readonly recountMs: number;
};

const BATCH = 50_000;

const connected = async <Answer>(url: string, schema: string, work: (client: pg.Client) => Promise<Answer>) => {
  const client = new pg.Client({ connectionString: url, options: `-c search_path=${schema},public -c jit=off` });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

const run = (client: pg.Client, { text, values = [] }: Statement) => client.query(text, [...values]);

/** How many a kept data folder holds from an earlier run. */
const countMade = (told: Told): Promise<number> =>
  connected(told.ownerUrl, told.schema, async (client) => {
    const { rows } = await client.query<{ made: string }>(`select count(*) as made from cases where id like 'bench-%'`);
    return Number(rows[0]?.made);
  });

/** Fills up to `cases` and tidies, as autovacuum would in time. */
const fill = (told: Told, from: number, cases: number, hospital: string): Promise<void> =>
  connected(told.ownerUrl, told.schema, async (client) => {
    if (from >= cases) return;
    for (let first = from + 1; first <= cases; first += BATCH)
      for (const statement of makeCases(first, Math.min(first + BATCH - 1, cases), hospital))
        await run(client, statement);
    await run(client, relateOpen(hospital));
    // what is written behind the engine's back is told as a step tells it
    await run(client, tellOf(hospital));
    for (const statement of settle) await run(client, statement);
  });

type Plan = { readonly 'Shared Hit Blocks': number; readonly 'Shared Read Blocks': number };

/** The real statement, explained twice: the second time its pages and plans are warm, as they are all day. */
const buffersOf = async (told: Told, actor: Actor, statement: Statement): Promise<number> =>
  connected(told.appUrl, told.schema, async (client) => {
    await client.query('begin read only');
    await client.query(
      `select set_config('app.actor', $1, true), set_config('app.organisation', $2, true),
              set_config('app.purpose', $3, true), set_config('app.now', $4, true)`,
      [actor.id, actor.organisation, actor.purpose, new Date().toISOString()],
    );
    let touched = 0;
    for (let time = 0; time < 2; time++) {
      const text = `explain (analyze, buffers, format json) ${statement.text}`;
      const { rows } = await run(client, { text, values: statement.values ?? [] });
      const [{ Plan: plan }] = (rows[0] as { 'QUERY PLAN': readonly [{ readonly Plan: Plan }] })['QUERY PLAN'];
      touched = plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
    }
    await client.query('rollback');
    return touched;
  });

/** The median of a few runs as the application's role. */
const millisecondsOf = async (told: Told, actor: Actor, statement: Statement): Promise<number> =>
  connected(told.appUrl, told.schema, async (client) => {
    await client.query(`select set_config('app.actor', $1, false)`, [actor.id]);
    const took: number[] = [];
    for (let time = 0; time < 9; time++) {
      const began = performance.now();
      await run(client, statement);
      took.push(performance.now() - began);
    }
    return quantile(
      took.sort((one, other) => one - other),
      0.5,
    );
  });
const lastEvent = (told: Told): Promise<number> =>
  connected(told.ownerUrl, told.schema, async (client) => {
    const { rows } = await client.query<{ last: string }>('select coalesce(max(number), 0) as last from outbox');
    return Number(rows[0]?.last);
  });

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;

const asPerson = ({ session }: Person): Actor => {
  if (session.role === null) throw new Error('nobody acts without a role');
  const { id, role, organisation, department } = session.role;
  const where = { organisation: organisation.id, department: department?.id ?? null };
  return { id, person: session.person.id, role, ...where, purpose: 'care' };
};

const look = async (told: Told, coordinator: Person, cases: number, times: number): Promise<WorklistMeasured> => {
  const took: number[] = [];
  let open = 0;
  // the first ten warm what a working day keeps warm
  for (let time = -10; time < times; time++) {
    const began = performance.now();
    const list = await coordinator.ask('GET /api/worklist', z.unknown());
    if (time >= 0) took.push(performance.now() - began);
    open = Worklist.parse(list).counts.open;
  }
  took.sort((one, other) => one - other);
  const actor = asPerson(coordinator);
  const now = new Date();
  const recount = countGroups(actor.organisation, now);
  const upTo = await lastEvent(told);
  const page = findWorklist(actor, WorklistQuery.parse({}), { now, endOfToday: now, endOfNextWorkingDay: now });
  if (isRefusal(page)) throw new Error(page.refused);
  return {
    cases,
    open,
    p50: quantile(took, 0.5),
    p95: quantile(took, 0.95),
    pageBuffers: await buffersOf(told, actor, page),
    changesBuffers: await buffersOf(told, actor, findChanges(actor.organisation, upTo)),
    recountBuffers: await buffersOf(told, actor, recount),
    recountMs: await millisecondsOf(told, actor, recount),
  };
};

/** At the smaller size, then at the larger; only at the larger where a kept data folder has outgrown the smaller. */
export const measureWorklist = async (
  told: Told,
  sizes: readonly [number, number],
  times: number,
): Promise<readonly WorklistMeasured[]> => {
  const coordinator = await signIn(told.address, 'coordinator', told.password);
  const hospital = coordinator.session.role?.organisation.id ?? '';
  const measured: WorklistMeasured[] = [];
  const before = await countMade(told);
  let made = before;
  for (const size of sizes) {
    if (size < before && size !== sizes[1]) continue;
    if (size > made) await fill(told, made, size, hospital);
    made = Math.max(made, size);
    measured.push(await look(told, coordinator, made, times));
  }
  return measured;
};
