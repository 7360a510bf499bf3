/** From the text of a query to what is asked: conditions, order, page, includes. Everything not understood is refused by name. */
import { r4 } from '../definitions/table.ts';
import { refused } from '../outcome.ts';
import type { Refused } from '../outcome.ts';
import { isId, relativeReference } from '../resource.ts';
import { SHAPING } from '../shape.ts';
import { rangeOf } from './dates.ts';
import { NAME_PREFIX, foldName } from './extract.ts';
import { parametersOf } from './parameters.ts';
import type { Parameter, TypeParameters } from './parameters.ts';
import { tokenOf } from './token.ts';

export type Prefix = 'eq' | 'ge' | 'le' | 'gt' | 'lt';
export type DateCondition = {
  readonly column: 'date' | 'updated_at';
  readonly prefix: Prefix;
  readonly from: number;
  readonly until: number;
};
export type Include = { readonly parameter: Parameter; readonly target: string | undefined };

export type Search = {
  readonly type: string;
  readonly ids: readonly (readonly string[])[];
  readonly patients: readonly (readonly string[])[];
  /** Each group is an "or" of tokens; all groups must hold. */
  readonly tokens: readonly (readonly bigint[])[];
  readonly dates: readonly DateCondition[];
  readonly sort: { readonly column: 'date' | 'updated_at'; readonly descending: boolean };
  readonly count: number;
  readonly includes: readonly Include[];
  /** Where the page before ended. */
  readonly after: { readonly at: string; readonly id: string } | undefined;
  /** Whether the number of all matches is asked for beside the page, or instead of it (`_summary=count`). */
  readonly total: 'none' | 'beside' | 'alone';
  /** Names of the parameters given, for the audit row (never their values). */
  readonly names: readonly string[];
  /** The query without its page token, for links. */
  readonly asked: string;
};

type Draft = {
  ids: string[][];
  patients: string[][];
  tokens: bigint[][];
  dates: DateCondition[];
  sort: Search['sort'];
  count: number;
  includes: Include[];
  after: Search['after'];
  total: Search['total'];
};

const DEFAULT_COUNT = 20;
const LARGEST_COUNT = 200;

const bad = (name: string): Refused => refused(400, 'value', 'bad-parameter', { name: name.slice(0, 40) });

/** Splits at commas that no backslash escapes (R4 §3.1.1.4.0.1) and takes the backslashes away. */
export const alternatives = (value: string): readonly string[] =>
  value.split(/(?<!\\),/).map((part) => part.replace(/\\([,|$\\])/g, '$1'));

const COMMON = ['_id', '_lastUpdated', '_count', '_sort', '_include', '_total'];

/** The parameters a type accepts, for sentences and the capability statement. */
export const supportedBy = (type: string): readonly string[] => [
  ...COMMON,
  ...[...parametersOf(type).byCode.keys()].sort(),
];

const referenceAlternatives = (parameter: Parameter, value: string): readonly string[] | undefined => {
  if (relativeReference(value) || value.includes('://')) return [value];
  if (!isId(value)) return undefined;
  // an id alone: any type the parameter may point to
  return parameter.targets.includes('*') ? undefined : parameter.targets.map((target) => `${target}/${value}`);
};

const patientIds = (values: readonly string[]): readonly string[] | undefined => {
  const ids = values.map((value) => (value.startsWith('Patient/') ? value.slice('Patient/'.length) : value));
  return ids.every(isId) ? ids : undefined;
};

const tokenText = (value: string): string => (value.endsWith('|') ? '' : value);

const tokensOf = (parameter: Parameter, values: readonly string[]): readonly bigint[] | undefined => {
  const texts: string[] = [];
  for (const value of values) {
    if (parameter.kind === 'reference') {
      const references = referenceAlternatives(parameter, value);
      if (!references) return undefined;
      texts.push(...references);
    } else if (parameter.kind === 'string') texts.push(Array.from(foldName(value)).slice(0, NAME_PREFIX).join(''));
    else texts.push(tokenText(value));
  }
  return texts.includes('') ? undefined : texts.map((text) => tokenOf(parameter.state, text));
};

const PREFIX = /^(eq|ge|le|gt|lt)?(\d{4}.*)$/;

const dateCondition = (column: DateCondition['column'], value: string): DateCondition | undefined => {
  const match = PREFIX.exec(value.replace(/ /g, '+'));
  const range = match?.[2] === undefined ? undefined : rangeOf(match[2]);
  return range && { column, prefix: (match?.[1] ?? 'eq') as Prefix, ...range };
};

const sortOf = (parameters: TypeParameters, value: string): Search['sort'] | undefined => {
  const descending = value.startsWith('-');
  const code = descending ? value.slice(1) : value;
  if (code === '_lastUpdated') return { column: 'updated_at', descending };
  return code === parameters.date?.code ? { column: 'date', descending } : undefined;
};

const includeOf = (parameters: TypeParameters, value: string): Include | undefined => {
  const [type, code = '', target] = value.split(':');
  const parameter = parameters.includes.get(code);
  return type === parameters.type && parameter ? { parameter, target } : undefined;
};

const afterOf = (value: string): Search['after'] => {
  const [at, id, ...rest] = Buffer.from(value, 'base64url').toString().split(' ');
  const valid =
    at !== undefined &&
    id !== undefined &&
    rest.length === 0 &&
    isId(id) &&
    (at === '-infinity' || !Number.isNaN(Date.parse(at)));
  return valid ? { at, id } : undefined;
};

/** The page token: where a page ended. Opaque to clients. */
export const pageToken = (at: string, id: string): string => Buffer.from(`${at} ${id}`).toString('base64url');

/** The parameters about the answer: order, size, page, includes. Undefined where the name is none of them. */
const takeControl = (
  draft: Draft,
  parameters: TypeParameters,
  name: string,
  value: string,
): Refused | 'taken' | undefined => {
  switch (name) {
    case '_count': {
      if (!/^\d{1,6}$/.test(value) || Number(value) === 0) return bad(name);
      draft.count = Math.min(Number(value), LARGEST_COUNT);
      return 'taken';
    }
    case '_sort': {
      const sort = sortOf(parameters, value);
      const supported = ['_lastUpdated', ...(parameters.date ? [parameters.date.code] : [])].join(', ');
      if (!sort) return refused(400, 'not-supported', 'bad-sort', { supported });
      draft.sort = sort;
      return 'taken';
    }
    case '_include': {
      const include = includeOf(parameters, value);
      const supported = [...parameters.includes.keys()].map((code) => `${parameters.type}:${code}`).join(', ');
      if (!include) return refused(400, 'not-supported', 'bad-include', { supported });
      draft.includes.push(include);
      return 'taken';
    }
    case '_total': {
      if (!['none', 'estimate', 'accurate'].includes(value)) return bad(name);
      if (value === 'accurate' && draft.total === 'none') draft.total = 'beside';
      return 'taken';
    }
    case '_page': {
      draft.after = afterOf(value);
      return draft.after ? 'taken' : refused(400, 'value', 'bad-page');
    }
    default:
      return undefined;
  }
};

const takeCondition = (draft: Draft, parameters: TypeParameters, name: string, value: string): Refused | undefined => {
  const values = alternatives(value);
  if (name === '_id') {
    if (!values.every(isId)) return bad(name);
    draft.ids.push([...values]);
    return undefined;
  }
  const isDate = name === '_lastUpdated' || (parameters.date !== undefined && name === parameters.date.code);
  if (isDate) {
    const condition = dateCondition(name === '_lastUpdated' ? 'updated_at' : 'date', value);
    if (!condition) return bad(name);
    draft.dates.push(condition);
    return undefined;
  }
  const parameter = parameters.byCode.get(name);
  if (!parameter)
    return refused(400, 'not-supported', 'unknown-parameter', {
      name: name.slice(0, 40),
      supported: supportedBy(parameters.type).join(', '),
    });
  const ofPatients = name === 'patient' || (name === 'subject' && values.every((each) => each.startsWith('Patient/')));
  if (ofPatients && parameters.patient) {
    const ids = patientIds(values);
    if (!ids) return bad(name);
    draft.patients.push([...ids]);
    return undefined;
  }
  const tokens = tokensOf(parameter, values);
  if (!tokens) return bad(name);
  draft.tokens.push([...tokens]);
  return undefined;
};

/** Reads the query of `GET [base]/[type]?…`. */
export const parseSearch = (type: string, query: string): Search | Refused => {
  const parameters = parametersOf(type);
  const draft: Draft = {
    ids: [],
    patients: [],
    tokens: [],
    dates: [],
    sort: { column: 'updated_at', descending: true },
    count: DEFAULT_COUNT,
    includes: [],
    after: undefined,
    total: 'none',
  };
  const names = new Set<string>();
  const asked = new URLSearchParams();
  for (const [fullName, value] of new URLSearchParams(query)) {
    if (SHAPING.has(fullName)) {
      if (fullName === '_summary' && value === 'count') draft.total = 'alone';
      asked.append(fullName, value);
      continue;
    }
    const [name = '', modifier] = fullName.split(':');
    if (modifier !== undefined && !(modifier === 'Patient' && name === 'subject'))
      return refused(400, 'not-supported', 'unknown-modifier', { name: fullName.slice(0, 40) });
    if (value === '') return refused(400, 'value', 'empty-parameter', { name: name.slice(0, 40) });
    const given = modifier === 'Patient' && isId(value) ? `Patient/${value}` : value;
    const control = takeControl(draft, parameters, name, given);
    const refusal = control === undefined ? takeCondition(draft, parameters, name, given) : control;
    if (refusal !== undefined && refusal !== 'taken') return refusal;
    if (name !== '_page') asked.append(fullName, value);
    names.add(name);
  }
  return { type, ...draft, names: [...names], asked: asked.toString() };
};

/** Whether R4 knows the type at all. */
export const isKnownType = (type: string): boolean => r4.types.get(type)?.kind === 'resource';
