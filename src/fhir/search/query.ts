/** From the text of a query to what is asked: conditions, order, page, includes. Everything not understood is refused by name. */
import type { Seal } from '../../platform/seal.ts';
import { refused } from '../outcome.ts';
import type { Refused } from '../outcome.ts';
import { SHAPING } from '../shape.ts';
import type { Condition } from './condition.ts';
import { placeOf } from './grammar.ts';
import { INCLUDE_LIMITS, includesOf, readInclude } from './includes.ts';
import type { Include } from './includes.ts';
import { LIMITS, parameterCondition, supportedBy } from './parameter-condition.ts';
import { readSort } from './sort.ts';
import type { Sort } from './sort.ts';

export type Search = {
  readonly type: string;
  /** All must hold. */
  readonly where: readonly Condition[];
  readonly sorts: readonly Sort[];
  readonly count: number;
  readonly includes: readonly Include[];
  readonly reverse: readonly Include[];
  /** Where the page before ended: its sort keys, then its id. */
  readonly after: readonly string[] | undefined;
  /** Whether the number of all matches is asked for beside the page, or instead of it (`_summary=count`, `_count=0`). */
  readonly total: 'none' | 'unasked' | 'beside' | 'alone';
  /** Names of the parameters given, for the audit row (never their values). */
  readonly names: readonly string[];
  /** The query as it was understood, without its page token, for links. */
  readonly asked: string;
};

/** How a query is to be read. */
export type Reader = {
  readonly now: Date;
  readonly base: string;
  /** `Prefer: handling=lenient`: parameters that are not known are left out, and out of the links. */
  readonly lenient: boolean;
  /** Opens page tokens; without it there are none. */
  readonly seal?: Seal;
  /** Whose page tokens they are. */
  readonly organisation: string;
  /** Conditions the address itself has set: a compartment. */
  readonly within?: readonly Condition[];
};

const PLAIN: Reader = { now: new Date(0), base: '', lenient: false, organisation: '' };

const DEFAULT_COUNT = 20;
const LARGEST_COUNT = 200;
/** Whoever asks for more than this on a page has mistaken a search for an export. */
const MOST_ASKED = 10_000;

type Draft = {
  where: Condition[];
  sorts: readonly Sort[];
  count: number;
  includes: Include[];
  reverse: Include[];
  page: string | undefined;
  total: Search['total'];
};

const short = (text: string): string => text.slice(0, 60);
const bad = (name: string): Refused => refused(400, 'value', 'bad-parameter', { name: short(name) }, placeOf(name));

type Taken = Refused | 'taken' | undefined;

const takeCount = (draft: Draft, value: string): Taken => {
  if (!/^\d{1,9}$/.test(value)) return bad('_count');
  const count = Number(value);
  if (count > MOST_ASKED)
    return refused(400, 'too-costly', 'count-too-large', { limit: MOST_ASKED }, placeOf('_count'));
  if (count === 0) draft.total = 'alone';
  draft.count = Math.min(Math.max(count, 1), LARGEST_COUNT);
  return 'taken';
};

const takeInclude = (draft: Draft, type: string, name: string, modifier: string | undefined, value: string): Taken => {
  const reverse = name === '_revinclude';
  const iterate = modifier === 'iterate' || modifier === 'recurse';
  if (modifier !== undefined && !iterate)
    return refused(400, 'not-supported', 'unknown-modifier', {
      name: `${name}:${short(modifier)}`,
      supported: ':iterate',
    });
  const include = readInclude(type, value, iterate, reverse);
  if (!include)
    return reverse
      ? refused(400, 'not-supported', 'bad-revinclude', { type }, placeOf(name))
      : refused(400, 'not-supported', 'bad-include', { supported: includesOf(type).join(', ') }, placeOf(name));
  (reverse ? draft.reverse : draft.includes).push(include);
  return draft.includes.length + draft.reverse.length > INCLUDE_LIMITS.parameters
    ? refused(400, 'too-costly', 'too-many-includes', { limit: INCLUDE_LIMITS.parameters }, placeOf(name))
    : 'taken';
};

/** The parameters about the answer: order, size, page, includes. Undefined where the name is none of them. */
const takeControl = (draft: Draft, type: string, fullName: string, value: string): Taken => {
  const [name = '', modifier] = fullName.split(':');
  if (name === '_include' || name === '_revinclude') return takeInclude(draft, type, name, modifier, value);
  switch (fullName) {
    case '_count':
      return takeCount(draft, value);
    case '_sort': {
      const sorts = readSort(type, value);
      if (!sorts)
        return refused(400, 'not-supported', 'bad-sort', { supported: supportedBy(type).join(', ') }, placeOf('_sort'));
      draft.sorts = sorts;
      return 'taken';
    }
    case '_total': {
      if (!['none', 'estimate', 'accurate'].includes(value)) return bad(name);
      if (draft.total !== 'alone') draft.total = value === 'none' ? 'none' : 'beside';
      return 'taken';
    }
    case '_page':
      draft.page = value;
      return 'taken';
    default:
      return undefined;
  }
};

/** The page token: where a page ended, sealed so that only this server reads it, for this search of this organisation. */
const boundTo = (type: string, asked: string, organisation: string): string => `${organisation} ${type}?${asked}`;

export const pageToken = (seal: Seal, search: Search, organisation: string, keys: readonly string[]): string =>
  seal.seal(JSON.stringify(keys), boundTo(search.type, search.asked, organisation));

const afterOf = (draft: Draft, type: string, asked: string, reader: Reader): Search['after'] | Refused => {
  if (draft.page === undefined) return undefined;
  const opened = reader.seal?.open(draft.page, boundTo(type, asked, reader.organisation));
  if (opened === undefined) return refused(400, 'value', 'bad-page', undefined, placeOf('_page'));
  return JSON.parse(opened) as readonly string[];
};

const takeParameter = (draft: Draft, type: string, name: string, value: string, reader: Reader): Taken => {
  const control = takeControl(draft, type, name, value);
  if (control !== undefined) return control;
  const place = { now: reader.now.getTime(), base: reader.base, depth: 0, whole: name };
  const condition = parameterCondition(type, name, value, place);
  if (!('issues' in condition)) {
    draft.where.push(condition);
    return 'taken';
  }
  return reader.lenient && condition.issues[0]?.word === 'unknown-parameter' ? undefined : condition;
};

/** Reads the query of `GET [base]/[type]?…`. Without a reader: dates relative to nothing, no pages. */
export const parseSearch = (type: string, query: string, reader: Reader = PLAIN): Search | Refused => {
  const draft: Draft = {
    where: [...(reader.within ?? [])],
    sorts: [{ by: 'updated', descending: true }],
    count: DEFAULT_COUNT,
    includes: [],
    reverse: [],
    page: undefined,
    total: 'unasked',
  };
  if (/%00|\0/.test(query)) return refused(400, 'value', 'nul-character');
  const given = [...new URLSearchParams(query)];
  if (given.length > LIMITS.parameters)
    return refused(400, 'too-costly', 'too-many-parameters', { limit: LIMITS.parameters });
  const names = new Set<string>();
  const asked = new URLSearchParams();
  for (const [name, value] of given) {
    if (SHAPING.has(name)) {
      if (name === '_summary' && value === 'count') draft.total = 'alone';
      asked.append(name, value);
      continue;
    }
    if (value === '') return refused(400, 'value', 'empty-parameter', { name: short(name) }, placeOf(name));
    const taken = takeParameter(draft, type, name, value, reader);
    if (typeof taken === 'object') return taken;
    if (taken === undefined) continue;
    if (name !== '_page') asked.append(name, value);
    names.add(name);
  }
  const text = asked.toString();
  const after = afterOf(draft, type, text, reader);
  if (after !== undefined && 'issues' in after) return after;
  const { where, sorts, count, includes, reverse, total } = draft;
  return { type, where, sorts, count, includes, reverse, after, total, names: [...names], asked: text };
};

/** Whether a search asks for anything in particular; one that would fit everything is no condition. */
export const selects = (search: Search): boolean => search.where.length > 0;

/** Whether its conditions refer to other records, which have to be looked up first. */
export const isChained = ({ where }: Pick<Search, 'where'>): boolean => where.some(chained);

const chained = (condition: Condition): boolean => {
  if (condition.kind === 'chain' || condition.kind === 'has') return true;
  if (condition.kind === 'any' || condition.kind === 'all') return condition.of.some(chained);
  return condition.kind === 'not' && chained(condition.of);
};
