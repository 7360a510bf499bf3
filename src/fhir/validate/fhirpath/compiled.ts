/** What an expression is compiled to, and the few ways of making one from another. */
import { isObject } from '../../resource.ts';
import type { Expression } from './parse.ts';
import { hasMember, isSame, keyOf, memberName, NONE } from './values.ts';
import type { Values } from './values.ts';

/** What an expression may ask besides the value it stands on. */
export type Environment = {
  /** The resource the value is in; a contained one is a resource of its own. */
  readonly resource: unknown;
  /** The resource that contains it, or itself. */
  readonly root: unknown;
  /** The value the whole expression is asked of. */
  readonly context: unknown;
  /** What was found from one of these before, so that asking it of each of many values costs once. */
  readonly found: Map<object, Found>;
};

/** Values found from the resource, its root or the context, and the keys of them once they are asked for. */
export type Found = { readonly from: unknown; readonly values: Values; keys?: ReadonlySet<string> };

/** Types a value may have; undefined where they are not known before running. */
export type Types = readonly string[] | undefined;

export type Compiled = {
  readonly types: Types;
  readonly values: (self: unknown, environment: Environment) => Values;
  /** Where the outcome is a truth value, without a list around it; undefined is the empty collection. */
  readonly truth?: (self: unknown, environment: Environment) => boolean | undefined;
  /** Where only the presence of members of `$this` is asked. */
  readonly members?: readonly string[];
  /** Where the values depend on this part of the environment alone and not on `$this`. */
  readonly rooted?: 'resource' | 'root' | 'context';
  /** The keys of values that are remembered. */
  readonly keys?: (self: unknown, environment: Environment) => ReadonlySet<string>;
};

export type Truth = NonNullable<Compiled['truth']>;
export type Compile = (expression: Expression, types: Types) => Compiled;

export const truthOf = ({ truth, values }: Compiled): Truth =>
  truth ??
  ((self, environment) => {
    const found = values(self, environment);
    if (found.length !== 1) return found.length === 0 ? undefined : true;
    return typeof found[0] === 'boolean' ? found[0] : true;
  });

const YES: Values = [true];
const NO: Values = [false];

export const fromTruth = (truth: Truth): Compiled => ({
  types: ['boolean'],
  truth,
  values: (self, environment) => {
    const answer = truth(self, environment);
    return answer === undefined ? NONE : answer ? YES : NO;
  },
});

/** Choices of so many types are looked for among the members that are there. */
const MANY_NAMES = 4;

/** Whether any of the members is there, without making a list of them. */
export const presence = (names: readonly string[]): ((self: unknown) => boolean) => {
  const members = names.map(memberName);
  const [only] = members;
  if (only !== undefined && members.length === 1) return (self) => isObject(self) && hasMember(self, only);
  const known = new Map(
    members.flatMap((member) => [[member.name, member] as const, [member.partner, member] as const]),
  );
  if (members.length <= MANY_NAMES)
    return (self) => isObject(self) && members.some((member) => hasMember(self, member));
  return (self) => {
    if (!isObject(self)) return false;
    for (const name in self) {
      const member = known.get(name);
      if (member !== undefined && hasMember(self, member)) return true;
    }
    return false;
  };
};

/** Few objects are compared with each other, many by their keys: a key of a large object costs as much as the object. */
const FEW = 8;

const unlike = (values: Values): Values => {
  if (values.length > FEW) {
    const seen = new Map(values.map((value) => [keyOf(value), value]));
    return [...seen.values()];
  }
  return values.filter((value, at) => values.findIndex((other) => isSame(other, value)) === at);
};

export const unite = (left: Compiled, right: Compiled): Compiled => ({
  types: left.types && right.types ? [...new Set([...left.types, ...right.types])] : undefined,
  values: (self, environment) => unlike([...left.values(self, environment), ...right.values(self, environment)]),
});

/** The same, found once for each resource, root or context. */
export const remembered = (compiled: Compiled, rooted: NonNullable<Compiled['rooted']>): Compiled => {
  const key = {};
  return {
    ...compiled,
    rooted,
    values: (self, environment) => keptOf(key, compiled, rooted, self, environment).values,
    keys: (self, environment) => {
      const kept = keptOf(key, compiled, rooted, self, environment);
      return (kept.keys ??= new Set(kept.values.map(keyOf)));
    },
  };
};

const keptOf = (
  key: object,
  compiled: Compiled,
  rooted: NonNullable<Compiled['rooted']>,
  self: unknown,
  environment: Environment,
): Found => {
  const from = environment[rooted];
  const known = environment.found.get(key);
  if (known !== undefined && known.from === from) return known;
  const found: Found = { from, values: compiled.values(self, environment) };
  environment.found.set(key, found);
  return found;
};
