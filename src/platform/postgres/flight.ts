/**
 * Several statements as one message exchange with PostgreSQL: their Parse, Bind and Execute, then a single Sync (manual §54.2.3,
 * §54.2.4). The driver's own pipelining puts a Sync behind each of them, and at each Sync the server sends what it has and the
 * two processes wake each other up: that, not the statements, was a third of what a step costs. What a name's statement answers
 * is described once on each connection.
 */
import type pg from 'pg';
import { parsers } from './values.ts';

export type Query = {
  readonly text: string;
  readonly values: readonly (string | Buffer | null)[];
  /** Prepared under this name; without it parsed each time. */
  readonly name?: string;
};

type Row = Record<string, unknown>;
export type Answered = {
  readonly rows: readonly Row[];
  /** The command's tag, `SELECT 3` or `COMMIT`: a COMMIT that could not be one answers `ROLLBACK`. */
  readonly tag: string;
};

type Column = { readonly name: string; readonly parse: (text: string) => unknown };
/** What is known of a connection's prepared statements; `null` when it is not known whether the server still has one. */
type Prepared = Map<string, readonly Column[] | null>;

const preparedOn = new WeakMap<object, Prepared>();
const preparedOf = (connection: object): Prepared => {
  const known = preparedOn.get(connection) ?? new Map<string, readonly Column[] | null>();
  preparedOn.set(connection, known);
  return known;
};

type Described = {
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number; readonly format?: string }[];
};

const columnsOf = ({ fields }: Described): readonly Column[] =>
  fields.map(({ name, dataTypeID }) => ({ name, parse: parsers.getTypeParser(dataTypeID) }));

const rowOf = (columns: readonly Column[], values: readonly (string | null)[]): Row => {
  const row: Row = {};
  columns.forEach(({ name, parse }, place) => {
    const value = values[place];
    row[name] = value === null || value === undefined ? null : parse(value);
  });
  return row;
};

type Sender = Pick<pg.Connection, 'stream' | 'sync'> & {
  readonly parse: (of: { readonly text: string; readonly name: string }) => void;
  readonly bind: (of: { readonly statement: string; readonly values: Query['values'] }) => void;
  readonly describe: (of: { readonly type: 'P' }) => void;
  readonly execute: () => void;
  readonly close: (of: { readonly type: 'S'; readonly name: string }) => void;
};

/** @param parsed names whose Parse is already on its way in this flight */
const sendOne = (connection: Sender, query: Query, prepared: Prepared, parsed: Set<string>): void => {
  const { text, name = '', values } = query;
  const known = name === '' ? undefined : parsed.has(name) ? [] : prepared.get(name);
  const unknown = known === undefined || known === null;
  // whether the server kept it is open: closing what is not there is no error (§54.2.3)
  if (known === null) connection.close({ type: 'S', name });
  if (unknown) connection.parse({ text, name });
  connection.bind({ statement: name, values });
  if (unknown) connection.describe({ type: 'P' });
  connection.execute();
  if (name !== '') parsed.add(name);
};

/** What the driver calls while it answers (a `Submittable` of node-postgres, as its cursors are). */
const flightOf = (
  queries: readonly Query[],
  done: (answers: readonly Answered[]) => void,
  failed: (reason: unknown) => void,
) => {
  const answers: Answered[] = [];
  let prepared: Prepared = new Map();
  let columns: readonly Column[] | undefined;
  let rows: Row[] = [];
  let broken: unknown;
  const current = (): Query | undefined => queries[answers.length];
  const known = (): readonly Column[] => {
    const name = current()?.name;
    return columns ?? (name === undefined ? undefined : prepared.get(name)) ?? [];
  };
  const complete = (tag: string): void => {
    const name = current()?.name;
    if (name !== undefined && columns !== undefined) prepared.set(name, columns);
    answers.push({ rows, tag });
    rows = [];
    columns = undefined;
  };
  return {
    submit: (connection: Sender): void => {
      prepared = preparedOf(connection);
      const { stream } = connection;
      stream.cork();
      const parsed = new Set<string>();
      for (const query of queries) sendOne(connection, query, prepared, parsed);
      connection.sync();
      stream.uncork();
    },
    handleRowDescription: (described: Described): void => {
      columns = columnsOf(described);
    },
    handleDataRow: ({ fields }: { readonly fields: readonly (string | null)[] }): void => {
      try {
        rows.push(rowOf(known(), fields));
      } catch (fault) {
        broken ??= fault;
      }
    },
    handleCommandComplete: ({ text }: { readonly text: string }): void => {
      // a statement without columns is not described by RowDescription
      columns ??= known();
      complete(text);
    },
    handleEmptyQuery: (): void => {
      complete('');
    },
    handlePortalSuspended: (): void => undefined,
    handleCopyInResponse: ({ sendCopyFail }: { readonly sendCopyFail: (reason: string) => void }): void => {
      sendCopyFail('nothing is copied here');
    },
    handleCopyData: (): void => undefined,
    handleError: (reason: unknown): void => {
      // what stands behind it was skipped; its own statement may have been prepared or not
      const name = current()?.name;
      if (name !== undefined) prepared.set(name, null);
      failed(reason);
    },
    handleReadyForQuery: (): void => {
      if (broken === undefined) done(answers);
      else failed(broken);
    },
  };
};

/**
 * Sends all queries in one write and waits for all answers. Rejects with the first failure: then nothing behind it was done, a
 * COMMIT included, and the transaction they stood in waits to be rolled back.
 */
export const fly = (client: pg.PoolClient, queries: readonly Query[]): Promise<readonly Answered[]> =>
  new Promise((done, failed) => {
    client.query(flightOf(queries, done, failed) as unknown as pg.Submittable);
  });
