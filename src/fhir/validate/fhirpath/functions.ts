/** The functions of FHIRPath that the invariants of R4 call (FHIRPath N1 §5). */
import { capital } from '../../definitions/table.ts';
import { numberText, numberValue, isNumber } from '../../json.ts';
import { isObject } from '../../resource.ts';
import { fromTruth, presence, truthOf, unite } from './compiled.ts';
import type { Compile, Compiled, Truth, Types } from './compiled.ts';
import type { Expression } from './parse.ts';
import { childrenOf, descendantsOf, keyOf, NONE, plain, Valueless } from './values.ts';
import type { Values } from './values.ts';

type Call = Extract<Expression, { readonly kind: 'call' }>;

const here = (types: Types): Compiled => ({ types, values: (self) => [self] });

/** A choice narrowed to one type, or resources to those of one type; undefined where JSON does not tell. */
const narrowed = (call: Call, of: Compiled, type: string): ((value: unknown) => boolean) | undefined => {
  const name = call.of?.kind === 'step' ? call.of.name : undefined;
  if (of.types?.includes('Resource') === true || /^[A-Z]/.test(type)) {
    if (of.types === undefined || of.types.includes('Resource'))
      return (value) => isObject(value) && value['resourceType'] === type;
  }
  if (name === undefined || of.types === undefined) return undefined;
  const lower = type.slice(0, 1).toLowerCase() + type.slice(1);
  return of.types.includes(type) || of.types.includes(lower) ? () => true : () => false;
};

/** `probability as decimal`: the members of the choice that carry this type. */
const choiceOf = (call: Call, types: Types, compile: Compile, type: string): Compiled | undefined => {
  if (call.of?.kind !== 'step') return undefined;
  const whole = compile(call.of, types);
  if (whole.types === undefined || whole.types.length < 2) return undefined;
  const wanted = whole.types.find((each) => each.toLowerCase() === type.toLowerCase());
  if (wanted === undefined) return { types: undefined, values: () => NONE };
  const member = compile({ kind: 'step', of: call.of.of, name: call.of.name + capital(wanted) }, types);
  return { ...member, types: [wanted] };
};

const typeCall = (call: Call, types: Types, compile: Compile): Compiled => {
  const [named] = call.given;
  const type = named?.kind === 'step' ? named.name : '';
  const chosen = choiceOf(call, types, compile, type);
  const of = call.of ? compile(call.of, types) : here(types);
  if (chosen !== undefined)
    return call.name === 'is' ? fromTruth((self, environment) => chosen.values(self, environment).length > 0) : chosen;
  const test = narrowed(call, of, type);
  if (test === undefined) throw new Error(`FHIRPath: the type of ${call.name}(${type}) cannot be told from JSON`);
  if (call.name === 'is')
    return fromTruth((self, environment) => {
      const [value] = of.values(self, environment);
      return value === undefined ? undefined : test(value);
    });
  return { types: [type], values: (self, environment) => of.values(self, environment).filter(test) };
};

const each =
  (of: Compiled, make: (value: unknown) => unknown): Compiled['values'] =>
  (self, environment) => {
    const found: unknown[] = [];
    for (const value of of.values(self, environment)) {
      const made = make(value);
      if (made !== undefined) found.push(made);
    }
    return found;
  };

const where = (of: Compiled, test: Truth): Compiled['values'] => {
  return (self, environment) => {
    const outer = of.values(self, environment);
    return outer.length === 0 ? NONE : outer.filter((value) => test(value, environment) === true);
  };
};

const distinct = (values: Values): Values => {
  const seen = new Map<string, unknown>();
  for (const value of values) seen.set(keyOf(value), value);
  return [...seen.values()];
};

const onText = (of: Compiled, given: Compiled | undefined, test: (text: string, other: string) => boolean): Compiled =>
  fromTruth((self, environment) => {
    const [text] = of.values(self, environment);
    const [other] = given?.values(self, environment) ?? NONE;
    return typeof text === 'string' && typeof other === 'string' ? test(text, other) : undefined;
  });

const toInteger = (value: unknown): number | undefined => {
  const known = plain(value);
  if (typeof known === 'boolean') return known ? 1 : 0;
  if (typeof known === 'number') return Number.isInteger(known) ? known : undefined;
  return typeof known === 'string' && /^[+-]?\d+$/.test(known) ? Number(known) : undefined;
};

const textOf = (value: unknown): string | undefined =>
  isNumber(value)
    ? numberText(value)
    : typeof value === 'string' || typeof value === 'boolean'
      ? String(value)
      : undefined;

/** A regular expression is compiled with the invariant, never while a resource is read. */
const expressionOf = (argument: Expression | undefined): RegExp => {
  if (argument?.kind !== 'literal' || typeof argument.value !== 'string')
    throw new Error('FHIRPath: only a literal expression is matched');
  return new RegExp(argument.value, 'u');
};
const tolerant = (argument: Expression | undefined): RegExp => {
  try {
    return expressionOf(argument);
  } catch {
    return argument?.kind === 'literal' ? new RegExp(String(argument.value)) : expressionOf(argument);
  }
};

const counted = (of: Compiled, test: (count: number) => boolean): Compiled =>
  fromTruth((self, environment) => test(of.values(self, environment).length));

const substring = (of: Compiled, call: Call): Compiled => {
  const [from] = call.given;
  const start = from?.kind === 'literal' ? numberValue(from.value as number) : 0;
  return {
    types: undefined,
    values: each(of, (value) => (typeof value === 'string' ? value.slice(start) : undefined)),
  };
};

/** Throws where a function is not known here; the invariant is then listed as not checked. */
export const callOf = (call: Call, types: Types, compile: Compile): Compiled => {
  if (call.name === 'is' || call.name === 'as' || call.name === 'ofType') return typeCall(call, types, compile);
  const of = call.of ? compile(call.of, types) : here(types);
  const [first, second, third] = call.given;
  const inner = (expression: Expression | undefined): Compiled => {
    if (expression === undefined) throw new Error(`FHIRPath: ${call.name}() misses its argument`);
    return compile(expression, of.types);
  };
  const beside = (expression: Expression | undefined): Compiled | undefined => expression && compile(expression, types);
  switch (call.name) {
    case 'exists':
      if (first) {
        const found = where(of, truthOf(inner(first)));
        return fromTruth((self, environment) => found(self, environment).length > 0);
      }
      return of.members ? fromTruth(presence(of.members)) : counted(of, (count) => count > 0);
    case 'empty': {
      if (!of.members) return counted(of, (count) => count === 0);
      const there = presence(of.members);
      return fromTruth((self) => !there(self));
    }
    case 'not': {
      const truth = truthOf(of);
      return fromTruth((self, environment) => {
        const answer = truth(self, environment);
        return answer === undefined ? undefined : !answer;
      });
    }
    case 'where':
      return { types: of.types, values: where(of, truthOf(inner(first))) };
    case 'all': {
      const test = truthOf(inner(first));
      return fromTruth((self, environment) =>
        of.values(self, environment).every((value) => test(value, environment) === true),
      );
    }
    case 'select': {
      const chosen = inner(first);
      return {
        types: chosen.types,
        values: (self, environment) =>
          of.values(self, environment).flatMap((value) => chosen.values(value, environment)),
      };
    }
    case 'count':
      return { types: undefined, values: (self, environment) => [of.values(self, environment).length] };
    case 'isDistinct':
      return fromTruth((self, environment) => {
        const values = of.values(self, environment);
        return values.length < 2 || distinct(values).length === values.length;
      });
    case 'first':
      return { types: of.types, values: (self, environment) => of.values(self, environment).slice(0, 1) };
    case 'tail':
      return { types: of.types, values: (self, environment) => of.values(self, environment).slice(1) };
    case 'hasValue':
      return fromTruth((self, environment) => {
        const values = of.values(self, environment);
        return values.length === 1 && !(values[0] instanceof Valueless) && !isObject(values[0]);
      });
    case 'trace':
      return of;
    case 'toInteger':
      return { types: undefined, values: each(of, toInteger) };
    case 'toString':
      return { types: undefined, values: each(of, textOf) };
    case 'matches': {
      const form = tolerant(first);
      return onText(of, compile({ kind: 'literal', value: '' }, types), (text) => form.test(text));
    }
    case 'replaceMatches': {
      const form = new RegExp(tolerant(first).source, 'g');
      const by = second?.kind === 'literal' ? String(second.value) : '';
      return {
        types: undefined,
        values: each(of, (value) => (typeof value === 'string' ? value.replace(form, by) : undefined)),
      };
    }
    case 'startsWith':
      return onText(of, beside(first), (text, other) => text.startsWith(other));
    case 'contains':
      return onText(of, beside(first), (text, other) => text.includes(other));
    case 'substring':
      return substring(of, call);
    case 'children':
      return { types: undefined, values: (self, environment) => of.values(self, environment).flatMap(childrenOf) };
    case 'descendants':
      return { types: undefined, values: (self, environment) => of.values(self, environment).flatMap(descendantsOf) };
    case 'combine': {
      const other = beside(first);
      return {
        types: undefined,
        values: (self, environment) => [...of.values(self, environment), ...(other?.values(self, environment) ?? [])],
      };
    }
    case 'union':
      return unite(of, inner(first));
    case 'intersect': {
      const other = beside(first);
      return {
        types: of.types,
        values: (self, environment) => {
          const others = other?.keys?.(self, environment) ?? new Set(other?.values(self, environment).map(keyOf));
          return distinct(of.values(self, environment).filter((value) => others.has(keyOf(value))));
        },
      };
    }
    case 'iif': {
      const test = truthOf(inner(first));
      const [yes, no] = [inner(second), third ? inner(third) : undefined];
      return {
        types: undefined,
        values: (self, environment) =>
          test(self, environment) === true ? yes.values(self, environment) : (no?.values(self, environment) ?? NONE),
      };
    }
    default:
      throw new Error(`FHIRPath: ${call.name}() is not compiled`);
  }
};
