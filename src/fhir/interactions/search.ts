import { auditRow, auditStatement } from '../../platform/audit.ts';
import type { Rows, Statement, Transaction } from '../../platform/postgres/database.ts';
import { tookTooLong } from '../../platform/postgres/faults.ts';
import { notAllowed } from '../access.ts';
import type { Answer, Asked, FhirContext } from '../context.ts';
import { keepingOf } from '../kept-types.ts';
import { isId } from '../resource.ts';
import { isRefused, refused, suppressedText, warningText } from '../outcome.ts';
import type { Refused } from '../outcome.ts';
import { bundlePieces, foundPieces, outcomePieces } from '../search/bundle.ts';
import { inCompartment } from '../search/compartments.ts';
import { resolveChains } from '../search/chains.ts';
import type { Condition } from '../search/condition.ts';
import { includedRows } from '../search/include-flights.ts';
import { broughtBy, INCLUDE_LIMITS } from '../search/includes.ts';
import { isChained, pageToken, parseSearch } from '../search/query.ts';
import type { Search } from '../search/query.ts';
import {
  countStatement,
  MOST_MILLISECONDS,
  pageStatement,
  planningStatements,
  reachOf,
  searchStatement,
  timeLimit,
} from '../search/statement.ts';
import { saysWithheld, selectWithheld } from '../store/withheld.ts';
import { indexStateOf, isIndexed, selectIndexState } from '../store/search-index.ts';

/** Where the address itself asks for something: the compartment of a record. */
export type Within = { readonly path: string; readonly conditions: readonly Condition[] };

type Found = {
  readonly matches: Rows;
  readonly included: Rows;
  readonly counted: number | undefined;
  /** Whether records of an earlier version may be missing. */
  readonly incomplete: boolean;
  /** Whether a resident the search names keeps something of the record from the asker. */
  readonly withheld: boolean;
};

const keysOf = (row: Rows[number]): readonly string[] => [...(row['keys'] as readonly string[]), String(row['id'])];

const bundleOf = (
  asked: Asked,
  path: string,
  search: Search,
  found: Found,
  context: FhirContext,
): readonly string[] => {
  const page = found.matches.slice(0, search.count);
  const last = page.at(-1);
  const self = `${asked.base}/${path}${search.asked === '' ? '' : `?${search.asked}`}`;
  const links = [`{"relation":"self","url":${JSON.stringify(self)}}`];
  const more = found.matches.length > search.count && last !== undefined;
  if (more) {
    const token = pageToken(context.seal, search, asked.caller.actor.organisation, keysOf(last));
    links.push(
      `{"relation":"next","url":${JSON.stringify(`${self}${search.asked === '' ? '?' : '&'}_page=${token}`)}}`,
    );
  }
  // without being asked, the total is told where it is known: the first page is also the last
  const known = search.total === 'unasked' && !more && !search.after ? page.length : undefined;
  const total = found.counted ?? known;
  const entries = [
    ...page.map((row) => foundPieces(asked.base, row, 'match')),
    ...found.included.map((row) => foundPieces(asked.base, row, 'include')),
    ...(found.incomplete ? [outcomePieces(warningText('index-incomplete', asked.language))] : []),
    ...(found.withheld ? [outcomePieces(suppressedText(asked.language))] : []),
  ];
  const totalText = total === undefined ? '' : `"total":${total},`;
  return bundlePieces(`{"resourceType":"Bundle","type":"searchset",${totalText}"link":[${links.join(',')}]`, entries);
};

const typesIn = (conditions: readonly Condition[]): readonly string[] =>
  conditions.flatMap((condition) => {
    switch (condition.kind) {
      case 'chain':
        return condition.links.flatMap(({ type, where }) => [type, ...typesIn([where])]);
      case 'has':
        return [condition.type, ...typesIn([condition.where])];
      case 'any':
      case 'all':
        return typesIn(condition.of);
      case 'not':
        return typesIn([condition.of]);
      default:
        return [];
    }
  });

/** The residents the search itself names. */
const namedIn = (conditions: readonly Condition[]): readonly string[] =>
  conditions.flatMap((condition) => {
    if (condition.kind === 'patients') return condition.ids;
    return condition.kind === 'any' || condition.kind === 'all' ? namedIn(condition.of) : [];
  });

/** What a chain asks of is searched, and what comes along is read: both need their right. */
const notAllowedBeside = (asked: Asked, search: Search): Refused | undefined => {
  for (const type of new Set(typesIn(search.where))) {
    const refusal = notAllowed(asked.caller, type, 's');
    if (refusal) return refusal;
  }
  const brought = [...search.includes.flatMap(broughtBy), ...search.reverse.map(({ type }) => type)];
  for (const type of new Set(brought)) {
    const refusal = type === '*' || keepingOf(type) !== undefined ? notAllowed(asked.caller, type, 'r') : undefined;
    if (refusal) return refusal;
  }
  return undefined;
};

const targetOf = ({ type, names }: Search): string => `${type}?${names.join('&')}`;

type Run = { readonly asked: Asked; readonly search: Search; readonly at: Date; readonly context: FhirContext };

const audited = ({ asked, search, at }: Run, outcome: 'done' | 'refused', residents: readonly string[]): Statement =>
  auditStatement(auditRow(asked.caller.actor, at, { action: 'search', target: targetOf(search), residents, outcome }));

const residentsOf = (rows: Rows): readonly string[] => [
  ...new Set(rows.flatMap((row) => (typeof row['patient'] === 'string' ? [row['patient']] : []))),
];

const countedIn = ({ search }: Run, answers: readonly Rows[]): number | undefined =>
  search.total === 'alone' || search.total === 'beside' ? Number(answers.at(-2)?.[0]?.['total']) : undefined;

/** Whether the index of this version is there for the type; asked until it once is. */
const indexStatements = ({ context }: Run): readonly Statement[] => (context.index.done ? [] : [selectIndexState()]);

const isIncomplete = ({ context, search }: Run, answers: readonly Rows[]): boolean => {
  if (context.index.done) return false;
  const state = indexStateOf(answers[0] ?? []);
  context.index.done = state.done;
  return ![search.type, ...typesIn(search.where)].every((type) => isIndexed(state, type));
};

const withheldStatements = ({ search }: Run): readonly Statement[] => {
  const named = [...new Set(namedIn(search.where))];
  return named.length === 0 ? [] : [selectWithheld(named)];
};
const isWithheld = (run: Run, answers: readonly Rows[], place: number): boolean =>
  withheldStatements(run).length > 0 && saysWithheld(answers[place]);

const refuse = async (tx: Transaction, run: Run, refusal: Refused): Promise<Refused> => {
  await tx.finish([audited(run, 'refused', [])]);
  return refusal;
};

/** Whether nothing has to be looked up before the audit row is known. */
const isOneStatement = ({ reverse, includes }: Search): boolean =>
  reverse.length === 0 && !includes.some(({ iterate }) => iterate);

const partedByMode = (rows: Rows): Pick<Found, 'matches' | 'included'> | Refused => {
  const included = rows.filter((row) => row['mode'] === 'include');
  if (included.length > INCLUDE_LIMITS.records)
    return refused(400, 'too-costly', 'too-many-included', { limit: INCLUDE_LIMITS.records }, 'http._include');
  return { matches: rows.filter((row) => row['mode'] === 'match'), included };
};

/** One statement that finds its records by an index: asked together with others of the same client. */
const isLookup = ({ search, context }: Run): boolean =>
  context.index.done &&
  !isChained(search) &&
  isOneStatement(search) &&
  search.total !== 'alone' &&
  search.total !== 'beside' &&
  reachOf(search) !== 'any';

const lookUp = async (run: Run): Promise<Found | Refused> => {
  const { asked, search, at, context } = run;
  const { actor } = asked.caller;
  const [rows = [], kept] = await Promise.all(
    [searchStatement(search, actor, at), ...withheldStatements(run)].map((statement) =>
      reachOf(search) === 'few' ? context.lookups.rows(actor, statement) : context.lookups.limited(actor, statement),
    ),
  );
  const parted = partedByMode(rows);
  return 'issues' in parted
    ? parted
    : { ...parted, counted: undefined, incomplete: false, withheld: saysWithheld(kept) };
};

/** The page and all it brings along, in as few flights as it takes: one, where nothing has to be looked up first. */
const runIn = async (tx: Transaction, first: Run): Promise<Found | Refused> => {
  let run = first;
  if (isChained(run.search)) {
    await tx.flight([timeLimit()]);
    const where = await resolveChains(tx, run.search.type, run.search.where);
    if ('issues' in where) return refuse(tx, run, where);
    run = { ...run, search: { ...run.search, where } };
  }
  const { search, asked, at } = run;
  const index = indexStatements(run);
  const before = [
    ...index,
    ...withheldStatements(run),
    ...planningStatements(search),
    ...(search.total === 'alone' || search.total === 'beside' ? [countStatement(search)] : []),
  ];
  const found = (answers: readonly Rows[], matches: Rows, included: Rows): Found => ({
    matches,
    included,
    counted: countedIn(run, answers),
    incomplete: isIncomplete({ ...run, search: first.search }, answers),
    withheld: isWithheld(run, answers, index.length),
  });
  if (search.total === 'alone') return found(await tx.finish([...before, audited(run, 'done', [])]), [], []);
  if (isOneStatement(search)) {
    const answers = await tx.finish([...before, searchStatement(search, asked.caller.actor, at)]);
    const parted = partedByMode(answers.at(-1) ?? []);
    return 'issues' in parted ? parted : found(answers, parted.matches, parted.included);
  }
  const answers = await tx.flight([...before, pageStatement(search)]);
  const matches = answers.at(-1) ?? [];
  const page = matches.slice(0, search.count);
  const included = await includedRows(tx, search, page);
  if ('issues' in included) return refuse(tx, run, included);
  await tx.finish([audited(run, 'done', residentsOf([...page, ...included]))]);
  return found(answers, matches, included);
};

/** Searches one type, and answers the page as a Bundle. */
const answer = async (run: Run, path: string): Promise<Answer> => {
  const { asked, context, at } = run;
  try {
    const found = isLookup(run)
      ? await lookUp(run)
      : await context.db.write(asked.caller.actor, at, (tx) => runIn(tx, run));
    if ('issues' in found) return found;
    return { status: 200, body: bundleOf(asked, path, run.search, found, context) };
  } catch (fault) {
    // the time given to the statement is over
    if (tookTooLong(fault)) return refused(400, 'too-costly', 'search-too-long', { seconds: MOST_MILLISECONDS / 1000 });
    throw fault;
  }
};

/** `GET [base]/Task?…` and `POST [base]/Task/_search`. */
export const search = async (
  asked: Asked,
  type: string,
  query: string,
  context: FhirContext,
  within?: Within,
): Promise<Answer> => {
  const forbidden = notAllowed(asked.caller, type, 's');
  if (forbidden) return forbidden;
  if (keepingOf(type) === undefined) return refused(404, 'not-supported', 'type-not-kept', { type });
  const at = context.clock.now();
  const parsed = parseSearch(type, query, {
    now: at,
    base: asked.base,
    lenient: /(?:^|[,;\s])handling=lenient\b/.test(asked.headers['prefer'] ?? ''),
    seal: context.seal,
    organisation: asked.caller.actor.organisation,
    ...(within && { within: within.conditions }),
  });
  if (isRefused(parsed)) return parsed;
  const notBeside = notAllowedBeside(asked, parsed);
  if (notBeside) return notBeside;
  return answer({ asked, search: parsed, at, context }, within?.path ?? type);
};

/** `GET [base]/Patient/1/Observation?…`: the same search, of what belongs to that record (R4 §3.1.1.1.3). */
export const searchCompartment = (
  asked: Asked,
  owner: string,
  id: string,
  type: string,
  query: string,
  context: FhirContext,
): Promise<Answer> | Answer => {
  const condition = isId(id) ? inCompartment(owner, id, type) : undefined;
  if (!condition) return refused(404, 'not-supported', 'bad-compartment', { compartment: owner, type });
  return search(asked, type, query, context, { path: `${owner}/${id}/${type}`, conditions: [condition] });
};
