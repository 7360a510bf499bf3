/** What a search asks of a record, in the terms of the index. Everything a parameter, modifier and prefix say becomes this. */
import type { Parameter } from './parameters.ts';
import type { Ordered } from './ordered.ts';

/** R4 §3.1.1.4.6; `ap` has become `overlaps` by the time it is a condition. */
export type Comparison = 'eq' | 'ne' | 'gt' | 'lt' | 'ge' | 'le' | 'sa' | 'eb' | 'overlaps';

/** A value compared with a range: between `low` and `high`, both included. */
export type Compared = { readonly comparison: Comparison; readonly low: Ordered; readonly high: Ordered };

/** Halves a range's unit must have; undefined for any. */
export type AskedUnit = {
  readonly system: number | undefined;
  /** The unit's code, or the unit as it is written. */
  readonly code: number | undefined;
};

export type Condition =
  | { readonly kind: 'ids'; readonly ids: readonly string[] }
  | { readonly kind: 'patients'; readonly ids: readonly string[] }
  /** Any of the tokens. */
  | { readonly kind: 'tokens'; readonly tokens: readonly bigint[] }
  /** Any range under one of the keys. */
  | { readonly kind: 'range'; readonly keys: readonly number[]; readonly compared: Compared; readonly unit?: AskedUnit }
  /** The main date: its column, or its ranges under the keys where it is not a moment. */
  | { readonly kind: 'main-date'; readonly keys: readonly number[]; readonly compared: Compared }
  | { readonly kind: 'updated'; readonly compared: Compared }
  /** The record's texts contain this piece of a line. */
  | { readonly kind: 'text'; readonly piece: string }
  /** The record's texts match this pattern. */
  | { readonly kind: 'pattern'; readonly pattern: string }
  /** The JSON path finds something: for what is asked too rarely to be indexed. */
  | { readonly kind: 'json'; readonly path: string }
  | { readonly kind: 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'all'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'nothing' }
  | Chain
  | Has;

/** The parameter refers to a record that fulfils the inner search (R4 §3.1.1.4.12). Looked up before the search itself. */
export type Chain = {
  readonly kind: 'chain';
  readonly parameter: Parameter;
  readonly links: readonly { readonly type: string; readonly where: Condition }[];
  /** As it stands in the query, for refusals. */
  readonly name: string;
};

/** A record of the type refers here by the parameter and fulfils the inner search (R4 §3.1.1.4.13). */
export type Has = {
  readonly kind: 'has';
  readonly type: string;
  readonly parameter: Parameter;
  readonly where: Condition;
  readonly name: string;
};

export const NOTHING: Condition = { kind: 'nothing' };

export const anyOf = (conditions: readonly Condition[]): Condition => {
  const some = conditions.filter(({ kind }) => kind !== 'nothing');
  const [first, ...others] = some;
  if (first === undefined) return NOTHING;
  if (others.length === 0) return first;
  const tokens = some.flatMap((each) => (each.kind === 'tokens' ? each.tokens : []));
  return some.every(({ kind }) => kind === 'tokens')
    ? { kind: 'tokens', tokens: [...new Set(tokens)] }
    : { kind: 'any', of: some };
};

export const allOf = (conditions: readonly Condition[]): Condition => {
  const [first, ...others] = conditions;
  return first !== undefined && others.length === 0 ? first : { kind: 'all', of: conditions };
};
