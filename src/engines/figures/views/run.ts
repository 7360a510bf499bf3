/**
 * `$viewdefinition-run` (SQL on FHIR v2): a view over the records the caller may see, asked once and kept nowhere. It runs under the
 * same policies as a search, names the residents of its rows in the audit, and answers at most so many rows.
 */
import { auditRow, auditStatement } from '../../../platform/audit.ts';
import type { Rows, Statement } from '../../../platform/postgres/database.ts';
import { codeOf } from '../../../platform/postgres/faults.ts';
import { notAllowed } from '../../../fhir/access.ts';
import { readObject } from '../../../fhir/body.ts';
import type { Answer, Asked, FhirContext, Operation } from '../../../fhir/context.ts';
import { keepingOf } from '../../../fhir/kept-types.ts';
import { isRefused, refused } from '../../../fhir/outcome.ts';
import type { Refused } from '../../../fhir/outcome.ts';
import { isObject } from '../../../fhir/resource.ts';
import { ViewFault } from './path.ts';
import { viewStatement } from './sql.ts';
import { readView } from './view.ts';
import type { View } from './view.ts';

const MOST_ROWS = 10_000;
const MOST_SECONDS = 20;
/** `resource.patient` and the id, beside the view's own columns, whose names cannot begin so. */
const RESIDENT = '_resident';

const FORMATS = ['json', 'ndjson', 'csv'] as const;
type Format = (typeof FORMATS)[number];
const TYPES: Readonly<Record<Format, string>> = {
  json: 'application/json; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
};

type Wanted = { readonly view: View; readonly format: Format; readonly limit: number; readonly header: boolean };

const viewFault = (fault: unknown): Refused => {
  if (!(fault instanceof ViewFault)) throw fault;
  return refused(422, 'invalid', 'view-fault', { place: fault.place, reason: fault.message });
};

/** The parameters of the operation: `viewResource`, `_format`, `_limit`, `header`. A ViewDefinition alone is one too. */
const readWanted = (asked: Asked, context: FhirContext): Wanted | Refused => {
  const body = readObject(asked, context.config);
  if (isRefused(body)) return body;
  const parameters = Array.isArray(body['parameter']) ? body['parameter'].filter(isObject) : [];
  const named = (name: string): Readonly<Record<string, unknown>> =>
    parameters.find((each) => each['name'] === name) ?? {};
  const query = new URLSearchParams(asked.query);
  const definition = body['resourceType'] === 'Parameters' ? named('viewResource')['resource'] : body;
  const asText = named('_format')['valueCode'] ?? query.get('_format') ?? 'json';
  const format = FORMATS.find((known) => known === asText);
  const limit = Number(named('_limit')['valueInteger'] ?? query.get('_limit') ?? MOST_ROWS);
  if (format === undefined) return refused(400, 'not-supported', 'not-supported', { what: '_format' });
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST_ROWS)
    return refused(400, 'value', 'view-limit', { most: MOST_ROWS });
  try {
    const header = named('header')['valueBoolean'] !== false && query.get('header') !== 'false';
    return { view: readView(definition), format, limit, header };
  } catch (fault) {
    return viewFault(fault);
  }
};

/** Rows of the type that this organisation has a reason to see: the policy says so again for each of them. */
const rowsOf = ({ view, limit }: Wanted): Statement => {
  const source = `(select resource.patient as "${RESIDENT}", resource.content::jsonb as content
                     from resource
                    where resource.type = $1 and not resource.deleted
                      and (resource.patient is null or resource.patient in (
                        select resident from relation where organisation = declared_organisation()))) as source`;
  const { text, values } = viewStatement(view, source, [view.resource], [RESIDENT]);
  return { text: `${text} limit ${limit + 1}`, values };
};

const cell = (text: unknown): string => {
  if (typeof text !== 'string' || text === 'null') return '';
  const value: unknown = JSON.parse(text);
  const plain = typeof value === 'string' ? value : text;
  // a spreadsheet runs what begins so
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(plain) ? `'${plain}` : plain;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** jsonb comes as its text and goes out as it is. */
const rowText = (row: Rows[number], names: readonly string[]): string =>
  `{${names.map((name) => `${JSON.stringify(name)}:${typeof row[name] === 'string' ? row[name] : 'null'}`).join(',')}}`;

const bodyOf = ({ view, format, header }: Wanted, rows: Rows): string => {
  const { names } = view.select;
  if (format === 'csv')
    return [...(header ? [names.join(',')] : []), ...rows.map((row) => names.map((name) => cell(row[name])).join(','))]
      .map((line) => `${line}\r\n`)
      .join('');
  const lines = rows.map((row) => rowText(row, names));
  return format === 'json' ? `[${lines.join(',')}]` : lines.map((line) => `${line}\n`).join('');
};

const run = async (asked: Asked, context: FhirContext): Promise<Answer> => {
  const wanted = readWanted(asked, context);
  if (isRefused(wanted)) return wanted;
  const type = wanted.view.resource;
  if (keepingOf(type) === undefined) return refused(404, 'not-supported', 'type-not-kept', { type: type.slice(0, 40) });
  const forbidden = notAllowed(asked.caller, type, 's');
  if (forbidden) return forbidden;
  const { actor } = asked.caller;
  const at = context.clock.now();
  try {
    const rows = await context.db.write(actor, at, async (tx) => {
      const answers = await tx.flight([{ text: `set local statement_timeout = '${MOST_SECONDS}s'` }, rowsOf(wanted)]);
      const found = answers.at(-1) ?? [];
      const page = found.slice(0, wanted.limit);
      const residents = [...new Set(page.flatMap((row) => (typeof row[RESIDENT] === 'string' ? [row[RESIDENT]] : [])))];
      const target = `${type}/$viewdefinition-run`;
      await tx.finish([auditStatement(auditRow(actor, at, { action: 'search', target, residents }))]);
      return found;
    });
    // a part told as the whole would be a wrong figure
    if (rows.length > wanted.limit && wanted.limit === MOST_ROWS)
      return refused(422, 'too-long', 'view-limit', { most: MOST_ROWS });
    return {
      status: 200,
      headers: { 'content-type': TYPES[wanted.format] },
      body: bodyOf(wanted, rows.slice(0, wanted.limit)),
    };
  } catch (fault) {
    if (codeOf(fault) === 'KL422') return refused(422, 'invalid', 'view-many-values');
    throw fault;
  }
};

/** Registered with the interface where it is composed. */
export const VIEW_RUN: Operation = {
  name: 'viewdefinition-run',
  definition: 'http://sql-on-fhir.org/OperationDefinition/$viewdefinition-run',
  levels: ['system'],
  types: [],
  changes: false,
  rights: [],
  documentation: `Rows of a view over the records the caller may see, as JSON, NDJSON or CSV; at most ${MOST_ROWS} rows.`,
  perform: (asked, _subject, context) => run(asked, context),
};
