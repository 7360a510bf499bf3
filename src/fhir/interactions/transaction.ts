/** `POST [base]` with a Bundle (R4 §3.1.0.11.2). A transaction is all or nothing, whatever its entries ask and however they depend on each other. */
import { bodyText } from '../../platform/http/fhir-handler.ts';
import { auditRow, auditStatement } from '../../platform/audit.ts';
import type { Transaction } from '../../platform/postgres/database.ts';
import { takingTurns } from '../../platform/turns.ts';
import { checkBody, readObject } from '../body.ts';
import type { Answer, Asked, FhirContext } from '../context.ts';
import { isRefused, refused } from '../outcome.ts';
import type { Issue, Refused } from '../outcome.ts';
import { isObject } from '../resource.ts';
import type { JsonObject } from '../resource.ts';
import { preferred } from '../shape.ts';
import { guardStatements, refusalOfStore } from '../store/guards.ts';
import type { NewVersion } from '../store/new-version.ts';
import { storeStatements } from '../store/statements.ts';
import type { Link } from '../validate/walk.ts';
import { etagOf, versionPath } from '../version-headers.ts';
import { batch } from './batch.ts';
import type { Perform } from './batch.ts';
import { entryText, shapedFor } from './bundle-request.ts';
import { mayMissMatches, readCondition } from './condition.ts';
import type { Condition } from './condition.ts';
import { askInside } from './inside.ts';
import { Stopped } from './stopped.ts';
import { entryPath, isChange, readEntry, refusalAt } from './transaction-entries.ts';
import type { Entry, Question } from './transaction-entries.ts';
import { CONDITIONAL, sentLinks } from './transaction-links.ts';
import type { SentLink } from './transaction-links.ts';
import type { Planned } from './transaction-plan.ts';
import { inOrder, writeRounds } from './transaction-rounds.ts';
import { planAll } from './transaction-lookup.ts';

type Turn = ReturnType<typeof takingTurns>;

export type Checked = { readonly entries: readonly Entry[]; readonly links: readonly SentLink[] };

/** The bundle without the records in it, which are checked one by one so that others are served between them. */
const shellOf = (bundle: JsonObject): JsonObject => {
  const { entry } = bundle;
  if (!Array.isArray(entry)) return bundle;
  return {
    ...bundle,
    entry: (entry as unknown[]).map((each) => {
      if (!isObject(each)) return each;
      const { resource: _resource, ...shell } = each;
      // an entry of nothing but a record has a sentence of its own, below
      return Object.keys(shell).length === 0 ? { request: { method: 'GET', url: '-' } } : shell;
    }),
  };
};

/** `Observation.status` of entry 3 is `Bundle.entry[3].resource.status`. */
const inEntry = (issue: Issue, index: number): Issue => ({
  ...issue,
  expression: entryPath(index, `resource${(issue.expression ?? '').replace(/^[^.[]*/, '')}`),
});

const MOST_ISSUES = 50;

/** The records in the bundle, valid, with the links in each; what is wrong in all of them, as far as it is listed. */
const checkRecords = async (
  raw: readonly JsonObject[],
  turn: Turn,
): Promise<readonly (readonly Link[])[] | Refused> => {
  const issues: Issue[] = [];
  const links: (readonly Link[])[] = [];
  for (const [index, { resource }] of raw.entries()) {
    await turn();
    const body = isObject(resource) ? checkBody(resource) : { links: [] };
    if ('issues' in body) issues.push(...body.issues.map((issue) => inEntry(issue, index)));
    else links.push(body.links);
    if (issues.length >= MOST_ISSUES) break;
  }
  return issues.length > 0 ? { status: 422, issues: issues.slice(0, MOST_ISSUES) } : links;
};

/** All entries read and their records checked. */
const checkEntries = async (
  bundle: JsonObject,
  asked: Asked,
  context: FhirContext,
  turn: Turn,
): Promise<Checked | Refused> => {
  const shell = checkBody(shellOf(bundle));
  if (isRefused(shell)) return shell;
  const raw = (bundle['entry'] ?? []) as readonly JsonObject[];
  const found = await checkRecords(raw, turn);
  if (isRefused(found)) return found;
  const entries: Entry[] = [];
  const fullUrls = new Set<string>();
  const links: SentLink[] = [];
  for (const [index, each] of raw.entries()) {
    const entry = readEntry(each, index, asked, context);
    if (isRefused(entry)) return entry;
    const { fullUrl } = entry;
    if (fullUrl !== undefined && fullUrls.has(fullUrl))
      return refused(400, 'duplicate', 'full-url-twice', undefined, entryPath(index, 'fullUrl'));
    if (fullUrl !== undefined) fullUrls.add(fullUrl);
    entries.push(entry);
    links.push(...sentLinks(found[index] ?? [], fullUrl, index));
  }
  return { entries, links };
};

type Done = { readonly plan: Planned; readonly version: NewVersion | null };

const STATUS = { 200: '200 OK', 201: '201 Created', 204: '204 No Content' } as const;

const changeText = ({ plan, version }: Done, at: Date, asked: Asked): string => {
  const { place, outcome, resource } = plan;
  if (resource === null && outcome !== 'found') {
    const tag =
      version === null ? '' : `,"etag":${JSON.stringify(etagOf(version.version))},"lastModified":"${at.toISOString()}"`;
    return `{"response":{"status":"${STATUS[204]}"${tag}}}`;
  }
  const status = outcome === 'write' && place.version === 1 ? 201 : 200;
  const modified = version === null ? '' : `,"lastModified":"${at.toISOString()}"`;
  const response = `"status":"${STATUS[status]}","location":"${versionPath(place.type, place.id, place.version)}","etag":${JSON.stringify(etagOf(place.version))}${modified}`;
  const prefer = asked.headers['prefer'] ?? '';
  if (typeof version?.content === 'string' && /(?:^|[;,\s])return=representation\b/.test(prefer))
    return `{"resource":${version.content},"response":{${response}}}`;
  const said = bodyText(preferred({ status, body: '{}' }, prefer, asked.language).body);
  return `{"response":{${response}${said.includes('OperationOutcome') ? `,"outcome":${said}` : ''}}}`;
};

/** Questions see what was just written; one that fails refuses the whole. */
const askQuestions = async (
  tx: Transaction,
  questions: readonly Question[],
  context: FhirContext,
  perform: Perform,
): Promise<ReadonlyMap<number, string>> => {
  const texts = new Map<number, string>();
  const inside = askInside(tx, context);
  for (const { index, asked } of questions) {
    const answer = shapedFor(asked, await perform(asked, inside));
    if (isRefused(answer)) throw new Stopped(refusalAt(answer, index, 'request.url'));
    texts.set(index, entryText(answer, asked));
  }
  return texts;
};

const residentsOf = (versions: readonly NewVersion[]): readonly string[] => [
  ...new Set(versions.flatMap(({ patient }) => (patient === null ? [] : [patient]))),
];

const perform = async (
  checked: Checked,
  asked: Asked,
  context: FhirContext,
  performOne: Perform,
  turn: Turn,
): Promise<readonly string[]> => {
  const changes = checked.entries.filter(isChange);
  const questions = checked.entries.filter((entry): entry is Question => !isChange(entry));
  const { actor } = asked.caller;
  const at = context.clock.now();
  return context.db.write(actor, at, async (tx) => {
    const plans = await planAll(tx, changes, checked.links, asked, at);
    const round = await writeRounds(tx, plans, asked, { at, turn, lasting: context.lasting });
    const versions = round.done.flatMap(({ version }) => (version ? [version] : []));
    const row = auditRow(actor, at, { action: 'transaction', residents: residentsOf(versions) });
    const rest = inOrder(round.unwritten);
    const last = [
      ...storeStatements(rest, actor, at, context.lasting),
      ...guardStatements(versions),
      auditStatement(row),
    ];
    let answers: ReadonlyMap<number, string> = new Map();
    if (questions.length > 0) {
      await tx.flight(last);
      answers = await askQuestions(tx, questions, context, performOne);
    }
    await tx.finish(questions.length > 0 ? [] : last);
    const texts = new Map(round.done.map((done) => [done.plan.change.index, changeText(done, at, asked)]));
    return checked.entries.map(({ index }) => answers.get(index) ?? texts.get(index) ?? '');
  });
};

/** Everything the bundle makes depend on a search. */
const conditionsIn = ({ entries, links }: Checked): readonly Condition[] => [
  ...entries.filter(isChange).flatMap(({ condition }) => condition ?? []),
  ...links.flatMap(({ link, value }) => {
    const [, type, query = ''] = (link.kind === 'reference' && CONDITIONAL.exec(value)) || [];
    const condition = type === undefined ? undefined : readCondition(type, query);
    return condition === undefined || isRefused(condition) ? [] : [condition];
  }),
];

/** `POST [base]` with a Bundle: a batch or a transaction. One flight where nothing has to be looked up before writing. */
export const transaction = async (asked: Asked, context: FhirContext, performOne: Perform): Promise<Answer> => {
  const value = readObject(asked, context.config);
  if (isRefused(value)) return value;
  if (value['resourceType'] === 'Bundle' && value['type'] === 'batch') return batch(asked, value, context, performOne);
  if (value['resourceType'] !== 'Bundle') {
    const body = checkBody(value);
    return isRefused(body) ? body : refused(400, 'invalid', 'not-a-bundle', undefined, 'resourceType');
  }
  if (value['type'] !== 'transaction') {
    const body = checkBody(shellOf(value));
    return isRefused(body) ? body : refused(400, 'invalid', 'not-a-transaction', undefined, 'Bundle.type');
  }
  const turn = takingTurns();
  const checked = await checkEntries(value, asked, context, turn);
  if (isRefused(checked)) return checked;
  const incomplete = await mayMissMatches(conditionsIn(checked), asked.caller.actor, context);
  if (incomplete) return incomplete;
  try {
    const entries = (await perform(checked, asked, context, performOne, turn)).join(',');
    const entry = entries === '' ? '' : `,"entry":[${entries}]`;
    return { status: 200, body: `{"resourceType":"Bundle","type":"transaction-response"${entry}}` };
  } catch (fault) {
    if (fault instanceof Stopped) return fault.refusal;
    const refusal = refusalOfStore(fault);
    if (refusal) return refusal;
    throw fault;
  }
};
