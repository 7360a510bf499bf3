/** Create unless it is there (R4 §3.1.0.8.1): the search and the write are one transaction, and twins of the request wait for each other. */
import { auditRow, auditStatement } from '../../platform/audit.ts';
import type { Rows, Statement } from '../../platform/postgres/database.ts';
import { notAllowed } from '../access.ts';
import { notKept } from '../body.ts';
import type { Answer, Asked, FhirContext } from '../context.ts';
import { isRefused, refused } from '../outcome.ts';
import type { Refused } from '../outcome.ts';
import type { Resource } from '../resource.ts';
import { patientOf } from '../search/extract.ts';
import { isChained, parseSearch, selects } from '../search/query.ts';
import type { Search } from '../search/query.ts';
import { planningStatements, searchStatement } from '../search/statement.ts';
import { guardStatements, refusalOfStore } from '../store/guards.ts';
import { newVersion } from '../store/new-version.ts';
import { mayMiss } from '../store/search-index.ts';
import { storeStatements } from '../store/statements.ts';
import { etagOf, versionHeaders, versionPath } from '../version-headers.ts';

/** What `If-None-Exist` asks; a condition that would fit anything is refused. Two matches tell as much as all of them. */
const conditionOf = (type: string, header: string): Search | Refused => {
  const search = parseSearch(type, header.replace(/^\?/, ''));
  if (isRefused(search)) return search;
  if (isChained(search)) return refused(400, 'not-supported', 'chained-condition');
  return selects(search)
    ? { ...search, count: 2, includes: [], reverse: [], after: undefined }
    : refused(400, 'required', 'no-condition');
};

/** One at a time for the same question, until the transaction ends: two that find nothing would both write. */
const waitForTwins = (search: Search): Statement => ({
  name: 'fhir-wait-for-twins',
  text: `select 1 from pg_advisory_xact_lock(hashtextextended($1, 0))`,
  values: [`${search.type}?${search.asked}`],
});

const foundAnswer = (asked: Asked, type: string, [match, ...more]: Rows): Answer => {
  if (match === undefined || more.length > 0) return refused(412, 'duplicate', 'many-match');
  const version = Number(match['version']);
  const location = `${asked.base}/${versionPath(type, String(match['id']), version)}`;
  return { status: 200, headers: { etag: etagOf(version), location }, body: String(match['content']) };
};

/** `POST [base]/Patient` with `If-None-Exist: identifier=…`: 201, 200 with what is there, or 412 where several are. */
export const createUnlessThere = async (
  asked: Asked,
  resource: Resource,
  condition: string,
  context: FhirContext,
): Promise<Answer> => {
  const type = resource.resourceType;
  const forbidden = notAllowed(asked.caller, type, 's');
  if (forbidden) return forbidden;
  const search = conditionOf(type, condition);
  if (isRefused(search)) return search;
  if (await mayMiss(context, asked.caller.actor, type, search.names))
    return refused(503, 'transient', 'index-incomplete');
  const id = context.ids();
  const unkept = notKept(type, patientOf(resource, id), type);
  if (unkept) return unkept;
  const { actor } = asked.caller;
  const at = context.clock.now();
  const version = newVersion(resource, id, null, at);
  const residents = version.patient === null ? [] : [version.patient];
  try {
    const found = await context.db.write(actor, at, async (tx) => {
      const answers = await tx.flight([
        waitForTwins(search),
        ...planningStatements(search),
        searchStatement(search, actor, at),
      ]);
      const matches = answers.at(-1) ?? [];
      await tx.finish(
        matches.length > 0
          ? []
          : [
              ...storeStatements([version], actor, at, context.lasting),
              ...guardStatements([version]),
              auditStatement(auditRow(actor, at, { action: 'create', target: `${type}/${id}`, residents })),
            ],
      );
      return matches;
    });
    if (found.length > 0) return foundAnswer(asked, type, found);
    const location = `${asked.base}/${versionPath(type, id, 1)}`;
    return { status: 201, headers: { ...versionHeaders(1, at), location }, body: version.content ?? '' };
  } catch (fault) {
    const refusal = refusalOfStore(fault);
    if (refusal) return refusal;
    throw fault;
  }
};
