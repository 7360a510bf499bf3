import pg from 'pg';
import type { Actor, Database, Rows, Statement, Transaction } from './database.ts';
import { mayRunAgain, named } from './faults.ts';
import { fly } from './flight.ts';
import type { Answered, Query } from './flight.ts';
import { encode } from './values.ts';

export type ConnectOptions = {
  readonly url: string;
  /** The region's schema; everything is reached by `search_path`. */
  readonly schema: string;
  /** Connections kept open at most. */
  readonly connections?: number;
  readonly statementTimeoutMs?: number;
  readonly lockTimeoutMs?: number;
  /** How long a request waits for a free connection or a connection for its server. */
  readonly waitMs?: number;
  readonly applicationName?: string;
};

/** How many connections do something, do nothing, and how many requests wait for one. */
export type Connections = { readonly busy: number; readonly idle: number; readonly waiting: number };
export type Connected = Database & { readonly connections: () => Connections };

type Client = pg.PoolClient;

const BEGIN: Query = { name: 'begin', text: 'begin', values: [] };
const COMMIT: Query = { name: 'commit', text: 'commit', values: [] };
const ROLLBACK: Query = { name: 'rollback', text: 'rollback', values: [] };

/** What is sent up to one Sync is one transaction of its own (manual §54.2.4): a flight that only reads needs no BEGIN or COMMIT. */
const declareReading = (actor: Actor, at: Date): Statement => ({
  name: 'declare-reading-actor',
  text: `select set_config('app.actor', $1, true), set_config('app.organisation', $2, true),
                set_config('app.purpose', $3, true), set_config('app.now', $4, true),
                set_config('transaction_read_only', 'on', true)`,
  values: [actor.id, actor.organisation, actor.purpose, at],
});
/**
 * What a transaction writes, it finds by keys, and one plan serves all values. Left to itself PostgreSQL plans statements over
 * arrays anew each time, since the plan for an array of two looks cheaper than the one for an array of unknown length.
 */
const declareWriting = (actor: Actor, at: Date): Statement => ({
  name: 'declare-writing-actor',
  text: `select set_config('app.actor', $1, true), set_config('app.organisation', $2, true),
                set_config('app.purpose', $3, true), set_config('app.now', $4, true),
                set_config('plan_cache_mode', 'force_generic_plan', true)`,
  values: [actor.id, actor.organisation, actor.purpose, at],
});

// One name, one text, in the whole program: the driver would otherwise drop the second statement and send the ones after it.
const preparedTexts = new Map<string, string>();

/** Everything that can go wrong on this side goes wrong here, before the first byte of the flight is sent. */
const toQuery = (statement: Statement): Query => {
  if (statement.name !== undefined) {
    const known = preparedTexts.get(statement.name) ?? statement.text;
    if (known !== statement.text) throw new Error(`two statements are named "${statement.name}"`);
    preparedTexts.set(statement.name, known);
  }
  const values = statement.values?.map(encode) ?? [];
  return statement.name === undefined
    ? { text: statement.text, values }
    : { text: statement.text, values, name: statement.name };
};

const rowsOf = (answers: readonly Answered[]): readonly Rows[] => answers.map(({ rows }) => rows);

/** A COMMIT after a failed statement answers ROLLBACK without an error; only the tag tells. */
const mustBeCommitted = (answer: Answered | undefined): void => {
  if (answer?.tag !== 'COMMIT') throw new Error(`the transaction ended with ${answer?.tag ?? 'nothing'}`);
};

type Attempt = { begun: boolean; ended: boolean; committing: boolean };

const transaction = (client: Client, actor: Actor, at: Date, attempt: Attempt): Transaction => {
  const opening = (): readonly Query[] => {
    if (attempt.ended) throw new Error('the transaction has ended');
    if (attempt.begun) return [];
    return [BEGIN, toQuery(declareWriting(actor, at))];
  };
  return {
    flight: async (statements) => {
      const head = opening();
      const queries = [...head, ...statements.map(toQuery)];
      attempt.begun = true;
      return rowsOf(await fly(client, queries)).slice(head.length);
    },
    finish: async (statements) => {
      if (attempt.ended) throw new Error('the transaction has ended');
      // up to its one Sync a flight is a transaction by itself, and it is kept once the server is ready again
      const alone = !attempt.begun;
      const head = alone ? [toQuery(declareWriting(actor, at))] : [];
      const queries = [...head, ...statements.map(toQuery), ...(alone ? [] : [COMMIT])];
      attempt.ended = true;
      attempt.committing = true;
      const answers = await fly(client, queries);
      if (!alone) mustBeCommitted(answers.at(-1));
      attempt.committing = false;
      return rowsOf(answers).slice(head.length, queries.length - (alone ? 0 : 1));
    },
  };
};

const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

/** Runs `work` on the client once; what did not end in COMMIT is rolled back. */
const attemptOnce = async <Answer>(
  client: Client,
  actor: Actor,
  at: Date,
  work: (tx: Transaction) => Promise<Answer>,
): Promise<Answer> => {
  const attempt: Attempt = { begun: false, ended: false, committing: false };
  try {
    const answer = await work(transaction(client, actor, at, attempt));
    if (attempt.begun && !attempt.ended) await fly(client, [ROLLBACK]);
    client.release();
    return answer;
  } catch (error) {
    const fault = named(error, attempt.committing ? 'unknown' : 'not-done');
    // the connection is kept only when the server confirms that no transaction is open on it: behind a failed statement a
    // COMMIT was not looked at
    const clean = attempt.begun ? await rolledBack(client) : fault === error;
    client.release(!clean);
    throw fault;
  }
};

const rolledBack = async (client: Client): Promise<boolean> => {
  try {
    await fly(client, [ROLLBACK]);
    return true;
  } catch {
    return false;
  }
};

const poolOf = (options: ConnectOptions): pg.Pool => {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.connections ?? 16,
    connectionTimeoutMillis: options.waitMs ?? 10_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    application_name: options.applicationName ?? 'kanglian',
    statement_timeout: options.statementTimeoutMs ?? 20_000,
    lock_timeout: options.lockTimeoutMs ?? 10_000,
    idle_in_transaction_session_timeout: 30_000,
    options: `-c search_path=${options.schema},public -c timezone=UTC -c jit=off`,
  });
  // A lost connection is reported to whoever was using it; the idle ones leave the pool by themselves.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
};

/**
 * Connects as the role in the URL. Connections are made when needed, so this neither waits nor fails; a database that cannot
 * be reached surfaces as `DatabaseGone` (faults.ts) and the pool recovers when it returns.
 */
export const connect = (options: ConnectOptions): Connected => {
  const pool = poolOf(options);
  const acquire = async (): Promise<Client> => {
    try {
      return await pool.connect();
    } catch (error) {
      throw named(error, 'not-done');
    }
  };
  return {
    read: async (actor, at, statements) => {
      const queries = [toQuery(declareReading(actor, at)), ...statements.map(toQuery)];
      const client = await acquire();
      try {
        const [, ...answers] = await fly(client, queries);
        client.release();
        return rowsOf(answers);
      } catch (error) {
        const fault = named(error, 'not-done');
        // nothing is open behind a Sync outside a transaction; only a connection that is gone is not kept
        client.release(fault !== error);
        throw fault;
      }
    },
    write: async (actor, at, work) => {
      for (let again = 0; ; again++) {
        try {
          return await attemptOnce(await acquire(), actor, at, work);
        } catch (error) {
          if (again === 3 || !mayRunAgain(error)) throw error;
          // two transactions that met once should not meet again in step
          await pause(Math.random() * 10 * 2 ** again);
        }
      }
    },
    close: () => pool.end(),
    connections: () => ({
      busy: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }),
  };
};
