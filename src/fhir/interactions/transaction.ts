import { auditRow, auditStatement } from '../../platform/audit.ts';
import type { Rows, Statement, Transaction } from '../../platform/postgres/database.ts';
import { notAllowed } from '../access.ts';
import { checkBody, notKept, readObject } from '../body.ts';
import type { Answer, Asked, FhirContext } from '../context.ts';
import { isRefused, refused } from '../outcome.ts';
import type { Refused } from '../outcome.ts';
import { textArray } from '../store/arrays.ts';
import { guardStatements, refusalOfStore } from '../store/guards.ts';
import { deletion, newVersion } from '../store/new-version.ts';
import type { NewVersion } from '../store/new-version.ts';
import { storeStatements } from '../store/statements.ts';
import { expressionOf } from '../validate/walk.ts';
import { etagOf, versionPath } from '../version-headers.ts';
import { batch } from './batch.ts';
import type { Perform } from './batch.ts';
import { readEntries } from './transaction-entries.ts';
import type { Entry } from './transaction-entries.ts';
import { point, pointLinks } from './transaction-links.ts';
import type { Conditional } from './transaction-links.ts';

type Current = { readonly version: number; readonly deleted: boolean; readonly patient: string | null };
type Done = { readonly entry: Entry; readonly version: NewVersion | null };

const selectCurrents = (entries: readonly Entry[]): Statement => ({
  name: 'fhir-select-currents',
  text: `select resource.type, resource.id, version, deleted, patient
           from unnest($1::text[], $2::text[]) as wanted (type, id)
           join resource on resource.type = wanted.type and resource.id = wanted.id`,
  values: [textArray(entries.map((entry) => entry.type)), textArray(entries.map((entry) => entry.id))],
});

const selectConditional = ({ type, token }: Conditional): Statement => ({
  name: 'fhir-select-conditional',
  text: `select resource.id from ids_with_all_tokens($1, array[$2::bigint]) as hit (id)
           join resource on resource.type = $1 and resource.id = hit.id limit 2`,
  values: [type, String(token)],
});

const currentsOf = (rows: Rows): ReadonlyMap<string, Current> =>
  new Map(
    rows.map((row) => [
      `${String(row['type'])}/${String(row['id'])}`,
      { version: Number(row['version']), deleted: row['deleted'] === true, patient: row['patient'] as string | null },
    ]),
  );

const resolve = (conditionals: readonly Conditional[], answers: readonly Rows[]): Refused | undefined => {
  for (const [index, conditional] of conditionals.entries()) {
    const found = answers[index] ?? [];
    if (found.length !== 1)
      return refused(
        412,
        found.length === 0 ? 'not-found' : 'duplicate',
        found.length === 0 ? 'conditional-none' : 'conditional-many',
        undefined,
        expressionOf(conditional.link.path),
      );
    point(conditional.link, `${conditional.type}/${String(found[0]?.['id'])}`);
  }
  return undefined;
};

const entryPath = (entry: Entry, member: string): string => `Bundle.entry[${entry.index}].${member}`;

/** The version an entry writes, from what is there now. Null where nothing is to be done (deleting what is gone). */
const versionOf = (entry: Entry, current: Current | undefined, at: Date): NewVersion | null | Refused => {
  const { type, id, resource, ifMatch } = entry;
  const replaces = current?.version ?? null;
  if (ifMatch !== undefined && ifMatch !== replaces)
    return current
      ? refused(412, 'conflict', 'stale', { current: current.version }, entryPath(entry, 'request.ifMatch'))
      : refused(404, 'not-found', 'not-found', { type, id }, entryPath(entry, 'request.url'));
  if (!resource) {
    if (!current) return refused(404, 'not-found', 'not-found', { type, id }, entryPath(entry, 'request.url'));
    return current.deleted ? null : deletion(type, id, current.version, current.patient);
  }
  const version = newVersion(resource, id, replaces, at);
  return notKept(type, version.patient, entryPath(entry, 'resource')) ?? version;
};

const responseText = (at: Date, { entry, version }: Done): string => {
  if (entry.method === 'DELETE' || version === null) return '{"response":{"status":"204 No Content"}}';
  const status = version.version === 1 ? '201 Created' : '200 OK';
  const location = versionPath(version.type, version.id, version.version);
  return `{"response":{"status":"${status}","location":"${location}","etag":${JSON.stringify(etagOf(version.version))},"lastModified":"${at.toISOString()}"}}`;
};

const residentsOf = (versions: readonly NewVersion[]): readonly string[] => [
  ...new Set(versions.flatMap(({ patient }) => (patient === null ? [] : [patient]))),
];

/** Refusals leave the transaction by being thrown, so that it is rolled back. */
type Stopped = { readonly stopped: Refused };
const isStopped = (fault: unknown): fault is Stopped =>
  typeof fault === 'object' && fault !== null && 'stopped' in fault;

/** The first flight, only where something must be known before writing. */
const look = async (
  tx: Transaction,
  named: readonly Entry[],
  conditionals: readonly Conditional[],
): Promise<ReadonlyMap<string, Current> | Refused> => {
  if (named.length === 0 && conditionals.length === 0) return new Map();
  const [currents = [], ...answers] = await tx.flight([selectCurrents(named), ...conditionals.map(selectConditional)]);
  return resolve(conditionals, answers) ?? currentsOf(currents);
};

const prepare = (
  entries: readonly Entry[],
  currents: ReadonlyMap<string, Current>,
  at: Date,
): readonly Done[] | Refused => {
  const done: Done[] = [];
  for (const entry of entries) {
    const version = versionOf(entry, currents.get(`${entry.type}/${entry.id}`), at);
    if (version !== null && isRefused(version)) return version;
    done.push({ entry, version });
  }
  return done;
};

/** `POST [base]` with a Bundle. A transaction is all or nothing, in one flight, or two where entries name or look up records. */
export const transaction = async (asked: Asked, context: FhirContext, perform: Perform): Promise<Answer> => {
  const value = readObject(asked, context.config);
  if (isRefused(value)) return value;
  if (value['resourceType'] === 'Bundle' && value['type'] === 'batch') return batch(asked, value, context, perform);
  const body = checkBody(value);
  if (isRefused(body)) return body;
  const bundle = body.resource;
  if (bundle.resourceType !== 'Bundle') return refused(400, 'invalid', 'not-a-bundle', undefined, 'resourceType');
  if (bundle['type'] !== 'transaction') return refused(400, 'invalid', 'not-a-transaction', undefined, 'Bundle.type');
  const read = readEntries(bundle, asked, context);
  if ('issues' in read) return read;
  const conditionals = pointLinks(body.links, read.targets);
  if ('issues' in conditionals) return conditionals;
  for (const { type } of conditionals) {
    const forbidden = notAllowed(asked.caller, type, 's');
    if (forbidden) return forbidden;
  }
  const named = read.entries.filter((entry) => entry.method !== 'POST');
  const { actor } = asked.caller;
  const at = context.clock.now();
  try {
    const done = await context.db.write(actor, at, async (tx) => {
      const currents = await look(tx, named, conditionals);
      const prepared = isRefused(currents) ? currents : prepare(read.entries, currents, at);
      if ('issues' in prepared) throw Object.assign(new Error('the transaction is refused'), { stopped: prepared });
      const versions = prepared.flatMap(({ version }) => (version ? [version] : []));
      await tx.finish([
        ...storeStatements(versions, actor, at, context.lasting),
        ...guardStatements(versions),
        auditStatement(auditRow(actor, at, { action: 'transaction', residents: residentsOf(versions) })),
      ]);
      return prepared;
    });
    const entries = done.map((each) => responseText(at, each)).join(',');
    return {
      status: 200,
      body: `{"resourceType":"Bundle","type":"transaction-response"${entries === '' ? '' : `,"entry":[${entries}]`}}`,
    };
  } catch (fault) {
    if (isStopped(fault)) return fault.stopped;
    const refusal = refusalOfStore(fault);
    if (refusal) return refusal;
    throw fault;
  }
};
