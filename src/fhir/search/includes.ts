/** `_include` and `_revinclude` (R4 §3.1.1.5.4): which references are followed from the page, and which lead to it. */
import { keepingOf } from '../kept-types.ts';
import { isResourceType } from '../validate/validate.ts';
import { mayPointTo } from './modifiers.ts';
import { parametersOf } from './parameters.ts';
import type { Parameter } from './parameters.ts';

/** What one search may bring along. */
export const INCLUDE_LIMITS = {
  /** `_include` and `_revinclude` of one query. */
  parameters: 20,
  /** Records beside the page. */
  records: 1000,
  /** Rounds of `:iterate`. */
  rounds: 4,
} as const;

export type Include = {
  /** The type whose references are followed: of the page's records, or (reverse) of those that refer to them. */
  readonly type: string;
  readonly parameters: readonly Parameter[];
  readonly target: string | undefined;
  /** Also from what has been included. */
  readonly iterate: boolean;
};

const references = (type: string): readonly Parameter[] =>
  [...parametersOf(type).byCode.values()].filter(({ kind }) => kind === 'reference');

/** What `_include` of a type may name, for sentences and the capability statement. */
export const includesOf = (type: string): readonly string[] => [
  `${type}:*`,
  ...references(type).map(({ code }) => `${type}:${code}`),
];

/** `Observation:subject`, `Observation:subject:Patient`, `Observation:*`; undefined where it means nothing for the search. */
export const readInclude = (
  searched: string,
  value: string,
  iterate: boolean,
  reverse: boolean,
): Include | undefined => {
  const [type = '', code, target, ...rest] = value === '*' && !reverse ? [searched, '*'] : value.split(':');
  if (code === undefined || rest.length > 0 || !isResourceType(type) || keepingOf(type) === undefined) return undefined;
  if (!reverse && !iterate && type !== searched) return undefined;
  if (target !== undefined && !isResourceType(target)) return undefined;
  const all = references(type);
  const parameters = code === '*' ? all : all.filter((parameter) => parameter.code === code);
  const pointing = parameters.filter(
    (parameter) =>
      (target === undefined || mayPointTo(parameter, target)) &&
      (!reverse || iterate || mayPointTo(parameter, searched)),
  );
  return pointing.length === 0 ? undefined : { type, parameters: pointing, target, iterate };
};

/** Types an include may bring; `*` for any. */
export const broughtBy = ({ parameters, target }: Include): readonly string[] =>
  target === undefined ? [...new Set(parameters.flatMap(({ targets, onlyType }) => onlyType ?? targets))] : [target];
