import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { codeOf } from './faults.ts';

export type MigrateOptions = {
  /** The owner's connection: creates the schema, its tables and the application's role. */
  readonly url: string;
  readonly schema: string;
  readonly appRole: string;
  readonly appPassword: string;
  /** Folder of `NNNN_name.sql` files; the program's own when absent. */
  readonly directory?: string;
};

/** The database was made by a newer program: `unknown` are the migrations this one does not have. */
export type NewerSchema = Error & { readonly code: 'KLNEWER'; readonly unknown: readonly string[] };
/** PostgreSQL older than 15. */
export type OldServer = Error & { readonly code: 'KLOLD'; readonly version: string };

const OWN_MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url));
const TABLE = 'migration';
// "KLMIGRATE" as a number; advisory locks are per database, so one number serves every region in it
const LOCK = 5_474_653_119;
// What has happened stays: the application may add rows to these and read them, nothing else (law 3).
const APPEND_ONLY = [
  'audit',
  'audit_seal',
  'resource_history',
  'case_step',
  'match_choice',
  'letter_version',
  'letter_answer',
  'letter_claim',
  'letter_seal',
  'letter_switch',
];
// Rows only the migrations write.
const READ_ONLY = [TABLE];

const NAME = /^[a-z][a-z0-9_]{0,47}$/;

const quoted = (name: string): string => pg.escapeIdentifier(name);

/** `postgresql://…` of the application's role on the same server and database. */
export const asRole = (url: string, role: string, password: string): string => {
  const address = new URL(url);
  address.username = encodeURIComponent(role);
  address.password = encodeURIComponent(password);
  return address.href;
};

/** The role the program of one region connects as. Roles belong to the server, schemas to a database. */
export const appRoleOf = (schema: string): string => `kanglian_${schema}`;

/** The names of the migrations in a folder, the program's own when none is given. */
export const available = (directory: string = OWN_MIGRATIONS): readonly string[] =>
  readdirSync(directory)
    .filter((file) => file.endsWith('.sql'))
    .map((file) => file.slice(0, -'.sql'.length))
    .sort();

const refuseOldServer = async (owner: pg.Client): Promise<void> => {
  const { rows } = await owner.query<{ number: string; version: string }>(
    `select current_setting('server_version_num') as number, current_setting('server_version') as version`,
  );
  const version = rows[0]?.version ?? '?';
  if (Number(rows[0]?.number) < 150_000)
    throw Object.assign(new Error(`PostgreSQL ${version} is older than 15`), { code: 'KLOLD', version });
};

const refuseNewerSchema = async (owner: pg.Client, schema: string, directory: string): Promise<void> => {
  const table = await owner.query<{ found: string | null }>('select to_regclass($1)::text as found', [
    `${quoted(schema)}.${quoted(TABLE)}`,
  ]);
  if ((table.rows[0]?.found ?? null) === null) return;
  const known = new Set(available(directory));
  const { rows } = await owner.query<{ name: string }>(
    `select name from ${quoted(schema)}.${quoted(TABLE)} order by id`,
  );
  const unknown = rows.map((row) => row.name).filter((name) => !known.has(name));
  if (unknown.length > 0)
    throw Object.assign(new Error(`the database was made by a newer Kanglian (${unknown.join(', ')})`), {
      code: 'KLNEWER',
      unknown,
    });
};

/** Roles belong to the whole server: another database's migration may be making the same one at this moment. */
const settingRole = async (owner: pg.Client, text: string): Promise<void> => {
  for (let again = 0; ; again++) {
    try {
      await owner.query(text);
      return;
    } catch (error) {
      // duplicate role, its unique index, "tuple concurrently updated"
      if (again === 20 || !['42710', '23505', 'XX000'].includes(codeOf(error) ?? '')) throw error;
      await new Promise((done) => setTimeout(done, 25));
    }
  }
};

const createRole = async (owner: pg.Client, options: MigrateOptions): Promise<void> => {
  const role = quoted(options.appRole);
  const { rows } = await owner.query('select 1 from pg_roles where rolname = $1', [options.appRole]);
  if (rows.length === 0)
    await settingRole(
      owner,
      `do $$ begin
         if not exists (select from pg_roles where rolname = ${pg.escapeLiteral(options.appRole)}) then
           create role ${role} login nosuperuser nocreatedb nocreaterole noinherit nobypassrls;
         end if;
       end $$`,
    );
  if (await accepts(options)) return;
  await settingRole(owner, `alter role ${role} login password ${pg.escapeLiteral(options.appPassword)}`);
};

/** Whether the role already has this password, so that starting again changes nothing on the server. */
const accepts = async (options: MigrateOptions): Promise<boolean> => {
  const client = new pg.Client({ connectionString: asRole(options.url, options.appRole, options.appPassword) });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
};

const grant = async (owner: pg.Client, options: MigrateOptions): Promise<void> => {
  const schema = quoted(options.schema);
  const role = quoted(options.appRole);
  const { rows } = await owner.query<{ name: string }>(
    'select tablename as name from pg_tables where schemaname = $1',
    [options.schema],
  );
  const among = (names: readonly string[]): string =>
    rows
      .filter((row) => names.includes(row.name))
      .map((row) => `${schema}.${quoted(row.name)}`)
      .join(', ');
  const appendOnly = among(APPEND_ONLY);
  const readOnly = among(READ_ONLY);
  await owner.query(`
    begin;
    grant usage on schema ${schema} to ${role};
    grant select, insert, update, delete on all tables in schema ${schema} to ${role};
    ${appendOnly === '' ? '' : `revoke update, delete, truncate on ${appendOnly} from ${role};`}
    ${readOnly === '' ? '' : `revoke insert, update, delete, truncate on ${readOnly} from ${role};`}
    grant usage, select on all sequences in schema ${schema} to ${role};
    commit`);
};

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * Brings the region's schema to this program's version, each migration in its own transaction, and makes the application's
 * role. Two processes may start at once: the second waits for the first.
 * @returns the migrations applied now.
 * @throws NewerSchema, OldServer, and PostgreSQL's own errors.
 */
export const migrate = async (options: MigrateOptions): Promise<readonly string[]> => {
  if (!NAME.test(options.schema)) throw new Error(`"${options.schema}" cannot be the name of a schema`);
  const directory = options.directory ?? OWN_MIGRATIONS;
  const owner = new pg.Client({ connectionString: options.url, application_name: 'kanglian migrate' });
  owner.on('error', () => undefined);
  await owner.connect();
  try {
    await refuseOldServer(owner);
    await owner.query('select pg_advisory_lock($1)', [LOCK]);
    await owner.query('create extension if not exists btree_gist with schema public');
    await owner.query(`create schema if not exists ${quoted(options.schema)}`);
    await refuseNewerSchema(owner, options.schema, directory);
    const applied = await runner({
      dbClient: owner,
      dir: directory,
      direction: 'up',
      migrationsTable: TABLE,
      schema: [options.schema, 'public'],
      noLock: true,
      logger: silent,
    });
    await createRole(owner, options);
    await grant(owner, options);
    return applied.map((migration) => migration.name);
  } finally {
    await owner.end().catch(() => undefined);
  }
};

export const isNewerSchema = (error: unknown): error is NewerSchema => codeOf(error) === 'KLNEWER';
export const isOldServer = (error: unknown): error is OldServer => codeOf(error) === 'KLOLD';
