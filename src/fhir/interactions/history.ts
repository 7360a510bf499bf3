import { auditRow, auditStatement } from '../../platform/audit.ts';
import type { Rows, Statement } from '../../platform/postgres/database.ts';
import { notAllowed } from '../access.ts';
import type { Answer, Asked, FhirContext } from '../context.ts';
import { refused } from '../outcome.ts';
import { SHAPING } from '../shape.ts';
import { etagOf } from '../version-headers.ts';

const PAGE = 50;
const LARGEST_PAGE = 200;

/** Newest first; one row more than the page says whether there is another. */
const selectVersions = (type: string, id: string, before: number, count: number): Statement => ({
  name: 'fhir-select-versions',
  text: `select version, updated_at, deleted, patient, content
           from (select version, updated_at, deleted, patient, content from resource where type = $1 and id = $2
                 union all
                 select version, updated_at, deleted, patient, content from resource_history
                  where type = $1 and id = $2) as versions
          where version < $3 order by version desc limit $4`,
  values: [type, id, before, count + 1],
});

const entryText = (base: string, type: string, id: string, row: Rows[number]): string => {
  const version = Number(row['version']);
  const content = row['content'] as string | null;
  const method = content === null ? 'DELETE' : version === 1 ? 'POST' : 'PUT';
  const status = content === null ? '204' : version === 1 ? '201' : '200';
  return (
    `{"fullUrl":${JSON.stringify(`${base}/${type}/${id}`)},` +
    (content === null ? '' : `"resource":${content},`) +
    `"request":{"method":"${method}","url":"${method === 'POST' ? type : `${type}/${id}`}"},` +
    `"response":{"status":"${status}","lastModified":"${(row['updated_at'] as Date).toISOString()}","etag":${JSON.stringify(etagOf(version))}}}`
  );
};

const numberOf = (text: string | null, most: number): number | undefined => {
  if (text === null || !/^\d{1,9}$/.test(text)) return undefined;
  return Math.min(Number(text), most);
};

/** `GET [base]/Task/1/_history`: every version, newest first, in pages. */
export const history = async (asked: Asked, type: string, id: string, context: FhirContext): Promise<Answer> => {
  const forbidden = notAllowed(asked.caller, type, 'r');
  if (forbidden) return forbidden;
  const query = new URLSearchParams(asked.query);
  for (const name of query.keys())
    if (!['_count', 'before'].includes(name) && !SHAPING.has(name))
      return refused(400, 'not-supported', 'unknown-parameter', { name: name.slice(0, 40), supported: '_count' });
  const count = Math.max(1, numberOf(query.get('_count'), LARGEST_PAGE) ?? PAGE);
  const before = numberOf(query.get('before'), 2 ** 31 - 1) ?? 2 ** 31 - 1;
  const { actor } = asked.caller;
  const at = context.clock.now();
  const rows = await context.db.write(actor, at, async (tx) => {
    const [found = []] = await tx.flight([selectVersions(type, id, before, count)]);
    const residents = [...new Set(found.map((row) => row['patient']).filter((each) => typeof each === 'string'))];
    const outcome = found.length > 0 ? 'done' : 'refused';
    const row = auditRow(actor, at, { action: 'history', target: `${type}/${id}`, residents, outcome });
    await tx.finish([auditStatement(row)]);
    return found;
  });
  const newest = rows[0];
  if (!newest) return refused(404, 'not-found', 'not-found', { type, id });
  const page = rows.slice(0, count);
  const self = `${asked.base}/${type}/${id}/_history`;
  const links = [`{"relation":"self","url":${JSON.stringify(self)}}`];
  if (rows.length > count)
    links.push(
      `{"relation":"next","url":${JSON.stringify(`${self}?_count=${count}&before=${String(page.at(-1)?.['version'])}`)}}`,
    );
  // versions are numbered without gaps, so the newest number is the total
  const total = query.has('before') ? '' : `"total":${Number(newest['version'])},`;
  const entries = page.map((row) => entryText(asked.base, type, id, row)).join(',');
  return {
    status: 200,
    body: `{"resourceType":"Bundle","type":"history",${total}"link":[${links.join(',')}],"entry":[${entries}]}`,
  };
};
