/** What was stored of one record, of a type or of everything: every version, newest first, in pages; deletions too (R4 §3.1.0.10). */
import { auditRow, auditStatement } from '../../platform/audit.ts';
import type { Rows, Transaction } from '../../platform/postgres/database.ts';
import { notAllowed } from '../access.ts';
import type { Answer, Asked, FhirContext } from '../context.ts';
import { sealPlace } from '../cursor.ts';
import { keepingOf, keptTypes } from '../kept-types.ts';
import { isRefused, refused } from '../outcome.ts';
import { etagOf } from '../version-headers.ts';
import { readHistoryQuery } from './history-query.ts';
import type { HistoryQuery } from './history-query.ts';
import { selectVersions, selectVersionsOfTypes } from './history-statements.ts';
import type { VersionKey } from './history-statements.ts';

const entryText = (base: string, row: Rows[number]): string => {
  const path = `${String(row['type'])}/${String(row['id'])}`;
  const version = Number(row['version']);
  const content = row['content'] as string | null;
  const method = content === null ? 'DELETE' : version === 1 ? 'POST' : 'PUT';
  const status = content === null ? '204' : version === 1 ? '201' : '200';
  return (
    `{"fullUrl":${JSON.stringify(`${base}/${path}`)},` +
    (content === null ? '' : `"resource":${content},`) +
    `"request":{"method":"${method}","url":"${method === 'POST' ? String(row['type']) : path}"},` +
    `"response":{"status":"${status}","lastModified":"${(row['updated_at'] as Date).toISOString()}","etag":${JSON.stringify(etagOf(version))}}}`
  );
};

const residentsIn = (rows: Rows): readonly string[] => [
  ...new Set(rows.map((row) => row['patient']).filter((each) => typeof each === 'string')),
];

type Page = { readonly rows: Rows; readonly next: VersionKey | undefined; readonly total?: number };

const keyOf = (row: Rows[number]): VersionKey => ({
  at: Number(row['micros']),
  type: String(row['type']),
  id: String(row['id']),
  version: Number(row['version']),
});

const keyIn = ({ after }: HistoryQuery): VersionKey | undefined => {
  const [at, type, id, version] = after ?? [];
  return typeof at === 'number' ? { at, type: String(type), id: String(id), version: Number(version) } : undefined;
};

const bundleText = (
  asked: Asked,
  about: string,
  query: HistoryQuery,
  { rows, next, total }: Page,
  { seal }: FhirContext,
): string => {
  const self = `${asked.base}/${about}${query.asked === '' ? '' : `?${query.asked}`}`;
  const links = [`{"relation":"self","url":${JSON.stringify(self)}}`];
  if (next) {
    const place = [next.at, next.type, next.id, next.version];
    const page = sealPlace(seal, asked.caller.actor, `${about}?${query.asked}`, place);
    const url = `${self}${query.asked === '' ? '?' : '&'}_page=${page}`;
    links.push(`{"relation":"next","url":${JSON.stringify(url)}}`);
  }
  const entries = rows.map((row) => entryText(asked.base, row)).join(',');
  const told = total === undefined ? '' : `"total":${total},`;
  return `{"resourceType":"Bundle","type":"history",${told}"link":[${links.join(',')}]${entries === '' ? '' : `,"entry":[${entries}]`}}`;
};

const firstOf = (found: Rows, count: number): Page => {
  const rows = found.slice(0, count);
  const last = rows.at(-1);
  return { rows, next: found.length > count && last ? keyOf(last) : undefined };
};

/** `GET [base]/Task/1/_history` */
export const history = async (asked: Asked, type: string, id: string, context: FhirContext): Promise<Answer> => {
  const forbidden = notAllowed(asked.caller, type, 'r');
  if (forbidden) return forbidden;
  const about = `${type}/${id}/_history`;
  const query = readHistoryQuery(asked, about, context);
  if (isRefused(query)) return query;
  const { actor } = asked.caller;
  const at = context.clock.now();
  const { newest, page } = await context.db.write(actor, at, async (tx) => {
    const [known = [], found = []] = await tx.flight(selectVersions(type, id, query, keyIn(query)?.version));
    const made = firstOf(found, query.count);
    const outcome = known.length > 0 ? 'done' : 'refused';
    const residents = residentsIn(made.rows);
    await tx.finish([
      auditStatement(auditRow(actor, at, { action: 'history', target: `${type}/${id}`, residents, outcome })),
    ]);
    return { newest: known[0], page: made };
  });
  if (!newest) return refused(404, 'not-found', 'not-found', { type, id });
  // versions are numbered without gaps, so the newest number is the total of a history asked for whole
  const whole = query.since === null && query.during === null && query.after === undefined;
  const total = whole ? { total: Number(newest['version']) } : {};
  return { status: 200, body: bundleText(asked, about, query, { ...page, ...total }, context) };
};

/** Looked through for one page at most, seen or not: what others may see costs an asker no more than this. */
const MOST_LOOKED_THROUGH = 4000;

/** Goes back in time until the page is full, all is seen, or enough has been looked through; a page may be short. */
const walkBack = async (tx: Transaction, types: readonly string[], query: HistoryQuery): Promise<Page> => {
  let rows: Rows = [];
  let place = keyIn(query);
  let looked = 0;
  for (let most = query.count + 1; ; most = Math.min(most * 4, MOST_LOOKED_THROUGH)) {
    const [found = []] = await tx.flight([selectVersionsOfTypes(types, query, place, most)]);
    rows = [...rows, ...found.filter((row) => row['shown'] === true)];
    const last = found.at(-1);
    looked += found.length;
    if (rows.length > query.count) return firstOf(rows, query.count);
    if (!last || found.length < most) return { rows, next: undefined };
    place = keyOf(last);
    if (looked >= MOST_LOOKED_THROUGH) return { rows, next: place };
  }
};

/** `GET [base]/Task/_history` and `GET [base]/_history`: what the client may read, of what it has a relation to. */
export const historyOfTypes = async (asked: Asked, type: string | undefined, context: FhirContext): Promise<Answer> => {
  if (type !== undefined) {
    const forbidden = notAllowed(asked.caller, type, 'r');
    if (forbidden) return forbidden;
    if (keepingOf(type) === undefined) return refused(404, 'not-supported', 'type-not-kept', { type });
  }
  const types =
    type !== undefined ? [type] : keptTypes().filter((each) => notAllowed(asked.caller, each, 'r') === undefined);
  if (types.length === 0) return refused(403, 'forbidden', 'scope-missing', { scope: 'system/*.r' });
  const about = type === undefined ? '_history' : `${type}/_history`;
  const query = readHistoryQuery(asked, about, context);
  if (isRefused(query)) return query;
  const { actor } = asked.caller;
  const at = context.clock.now();
  const page = await context.db.write(actor, at, async (tx) => {
    const walked = await walkBack(tx, types, query);
    const residents = residentsIn(walked.rows);
    await tx.finish([auditStatement(auditRow(actor, at, { action: 'history', target: type ?? null, residents }))]);
    return walked;
  });
  return { status: 200, body: bundleText(asked, about, query, page, context) };
};
