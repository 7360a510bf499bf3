import { auditRow, auditStatement } from '../../platform/audit.ts';
import type { Rows } from '../../platform/postgres/database.ts';
import { notAllowed } from '../access.ts';
import type { Answer, Asked, FhirContext } from '../context.ts';
import { keepingOf } from '../kept-types.ts';
import { isRefused, refused } from '../outcome.ts';
import { pageToken, parseSearch } from '../search/query.ts';
import type { Search } from '../search/query.ts';
import { countStatement, planningStatements, searchStatement } from '../search/statement.ts';

const entryText = (base: string, row: Rows[number]): string =>
  `{"fullUrl":${JSON.stringify(`${base}/${String(row['type'])}/${String(row['id'])}`)},"resource":${String(row['content'])},"search":{"mode":"${String(row['mode'])}"}}`;

/** `2026-03-02 01:02:03.456+00` as PostgreSQL writes it, or `-infinity`. */
const keyText = (row: Rows[number]): string => {
  const key = String(row['key']);
  return key === '-infinity' ? key : new Date(key).toISOString();
};

const bundleText = (asked: Asked, search: Search, rows: Rows, counted: number | undefined): string => {
  const matches = rows.filter((row) => row['mode'] === 'match');
  const page = matches.slice(0, search.count);
  const last = page.at(-1);
  const self = `${asked.base}/${search.type}${search.asked === '' ? '' : `?${search.asked}`}`;
  const links = [`{"relation":"self","url":${JSON.stringify(self)}}`];
  const more = matches.length > search.count && last !== undefined;
  if (more) {
    const next = `${self}${search.asked === '' ? '?' : '&'}_page=${pageToken(keyText(last), String(last['id']))}`;
    links.push(`{"relation":"next","url":${JSON.stringify(next)}}`);
  }
  // without being asked, the total is told where it is known: the first page is also the last
  const known = counted ?? (!more && !search.after ? page.length : undefined);
  const total = known === undefined ? '' : `"total":${known},`;
  const entries = [...page, ...rows.filter((row) => row['mode'] === 'include')].map((row) =>
    entryText(asked.base, row),
  );
  const entry = entries.length > 0 ? `,"entry":[${entries.join(',')}]` : '';
  return `{"resourceType":"Bundle","type":"searchset",${total}"link":[${links.join(',')}]${entry}}`;
};

/** `GET [base]/Task?…` and `POST [base]/Task/_search`: one flight. */
export const search = async (asked: Asked, type: string, query: string, context: FhirContext): Promise<Answer> => {
  const forbidden = notAllowed(asked.caller, type, 's');
  if (forbidden) return forbidden;
  if (keepingOf(type) === undefined) return refused(404, 'not-supported', 'type-not-kept', { type });
  const parsed = parseSearch(type, query);
  if (isRefused(parsed)) return parsed;
  for (const { parameter, target: only } of parsed.includes)
    for (const target of only === undefined ? parameter.targets : [only]) {
      const anything = target === '*';
      const refusal = anything || keepingOf(target) !== undefined ? notAllowed(asked.caller, target, 'r') : undefined;
      if (refusal) return refusal;
    }
  const { actor } = asked.caller;
  const at = context.clock.now();
  const target = `${type}?${parsed.names.join('&')}`;
  const answers = await context.db.write(actor, at, (tx) =>
    tx.finish([
      ...planningStatements(parsed),
      ...(parsed.total === 'none' ? [] : [countStatement(parsed)]),
      parsed.total === 'alone'
        ? auditStatement(auditRow(actor, at, { action: 'search', target, residents: [] }))
        : searchStatement(parsed, actor, at),
    ]),
  );
  const counted = parsed.total === 'none' ? undefined : Number(answers.at(-2)?.[0]?.['total']);
  return {
    status: 200,
    body: bundleText(asked, parsed, parsed.total === 'alone' ? [] : (answers.at(-1) ?? []), counted),
  };
};
