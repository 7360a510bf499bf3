/**
 * Compiles FHIRPath to closures over parsed JSON. Types are known when compiling (a step on a choice reads the JSON names of
 * its types), so that running needs no definitions. What R4's invariants do not use is refused when compiling.
 */
import { elementsOf, namesOf, r4 } from '../../definitions/table.ts';
import { numberText } from '../../json.ts';
import { isObject } from '../../resource.ts';
import { fromTruth, remembered, truthOf, unite } from './compiled.ts';
import type { Compile, Compiled, Truth, Types } from './compiled.ts';
import { callOf } from './functions.ts';
import { parseExpression } from './parse.ts';
import { addMember, isSame, keyOf, memberName, NONE, orderOf, plain } from './values.ts';
import type { MemberName, Values } from './values.ts';

const constant = (value: string | number | boolean): Compiled => {
  const values: Values = [value];
  return { types: undefined, values: () => values, ...(typeof value === 'boolean' && { truth: () => value }) };
};

type Step = { readonly names: readonly string[]; readonly types: Types };

const stepOn = (types: Types, name: string): Step => {
  const names = new Set<string>();
  const reached = new Set<string>();
  for (const type of types ?? []) {
    const row = r4.types.get(type);
    const element = row && elementsOf(row).find((each) => each.name === name);
    if (element === undefined) continue;
    for (const each of namesOf(element)) names.add(each);
    for (const each of element.types) reached.add(each);
  }
  // in a resource of any kind a member is found by its name alone
  return names.size === 0 ? { names: [name], types: undefined } : { names: [...names], types: [...reached] };
};

const membersOf = (value: unknown, members: readonly MemberName[], into: unknown[]): void => {
  if (!isObject(value)) return;
  for (const member of members) addMember(value, member, into);
};

const onSelf =
  (members: readonly MemberName[]): Compiled['values'] =>
  (self) => {
    const found: unknown[] = [];
    membersOf(self, members, found);
    return found;
  };

/** Most steps read one member that has one value. */
const onlyOnSelf =
  (member: MemberName): Compiled['values'] =>
  (self) => {
    if (!isObject(self)) return NONE;
    const value = self[member.name];
    if (value === undefined && self[member.partner] === undefined) return NONE;
    if (value !== undefined && value !== null && !Array.isArray(value)) return [value];
    const found: unknown[] = [];
    addMember(self, member, found);
    return found;
  };

const step = (of: Compiled | undefined, { names, types }: Step): Compiled => {
  const members = names.map(memberName);
  const [only] = members;
  if (of === undefined)
    return {
      types,
      members: names,
      values: only !== undefined && members.length === 1 ? onlyOnSelf(only) : onSelf(members),
    };
  return {
    types,
    values: (self, environment) => {
      const outer = of.values(self, environment);
      if (outer.length === 0) return NONE;
      const found: unknown[] = [];
      for (const each of outer) membersOf(each, members, found);
      return found;
    },
  };
};

const logic = (by: string, left: Truth, right: Truth): Truth | undefined => {
  switch (by) {
    case 'and':
      return (self, environment) => {
        const one = left(self, environment);
        if (one === false) return false;
        const other = right(self, environment);
        return other === false ? false : one === undefined || other === undefined ? undefined : true;
      };
    case 'or':
      return (self, environment) => {
        const one = left(self, environment);
        if (one === true) return true;
        const other = right(self, environment);
        return other === true ? true : one === undefined || other === undefined ? undefined : false;
      };
    case 'xor':
      return (self, environment) => {
        const [one, other] = [left(self, environment), right(self, environment)];
        return one === undefined || other === undefined ? undefined : one !== other;
      };
    case 'implies':
      return (self, environment) => {
        const one = left(self, environment);
        if (one === false) return true;
        const other = right(self, environment);
        return other === true ? true : one === undefined || other === undefined ? undefined : false;
      };
    default:
      return undefined;
  }
};

const equality = (left: Compiled, right: Compiled): Truth => {
  if (left.truth && right.truth) {
    const [one, other] = [left.truth, right.truth];
    return (self, environment) => {
      const [a, b] = [one(self, environment), other(self, environment)];
      return a === undefined || b === undefined ? undefined : a === b;
    };
  }
  return (self, environment) => {
    const [one, other] = [left.values(self, environment), right.values(self, environment)];
    if (one.length === 0 || other.length === 0) return undefined;
    return one.length === other.length && one.every((each, at) => isSame(plain(each), plain(other[at])));
  };
};

const ORDERS: Readonly<Record<string, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '>': (order) => order > 0,
  '<=': (order) => order <= 0,
  '>=': (order) => order >= 0,
};

const comparison = (test: (order: number) => boolean, left: Compiled, right: Compiled): Truth => {
  return (self, environment) => {
    const [one] = left.values(self, environment);
    const [other] = right.values(self, environment);
    if (one === undefined || other === undefined) return undefined;
    const order = orderOf(one, other);
    return order === undefined ? undefined : test(order);
  };
};

const membership = (item: Compiled, list: Compiled): Truth => {
  return (self, environment) => {
    const [one] = item.values(self, environment);
    if (one === undefined) return undefined;
    if (list.keys) return list.keys(self, environment).has(keyOf(one));
    return list.values(self, environment).some((each) => isSame(plain(each), plain(one)));
  };
};

const textOrEmpty = (value: unknown): string =>
  typeof value === 'number' ? numberText(value) : typeof value === 'string' ? value : '';

const arithmetic = (by: '+' | '-' | '&', left: Compiled, right: Compiled): Compiled => ({
  types: undefined,
  values: (self, environment) => {
    const [one] = left.values(self, environment);
    const [other] = right.values(self, environment);
    // & takes an absent operand as an empty text, + answers nothing
    if (by === '&') return [textOrEmpty(one) + textOrEmpty(other)];
    const [a, b] = [plain(one), plain(other)];
    if (typeof a === 'number' && typeof b === 'number') return [by === '+' ? a + b : a - b];
    return by === '+' && typeof a === 'string' && typeof b === 'string' ? [a + b] : NONE;
  },
});

const binary = (by: string, left: Compiled, right: Compiled): Compiled => {
  const joined = logic(by, truthOf(left), truthOf(right));
  if (joined) return fromTruth(joined);
  const order = ORDERS[by];
  if (order) return fromTruth(comparison(order, left, right));
  if (by === '=') return fromTruth(equality(left, right));
  if (by === '!=') {
    const same = equality(left, right);
    return fromTruth((self, environment) => {
      const answer = same(self, environment);
      return answer === undefined ? undefined : !answer;
    });
  }
  if (by === 'in') return fromTruth(membership(left, right));
  if (by === 'contains') return fromTruth(membership(right, left));
  if (by === '|') return unite(left, right);
  if (by === '+' || by === '-' || by === '&') return arithmetic(by, left, right);
  throw new Error(`FHIRPath: the operator ${by} is not compiled`);
};

const CONSTANTS: Readonly<Record<string, string>> = {
  ucum: 'http://unitsofmeasure.org',
  sct: 'http://snomed.info/sct',
  loinc: 'http://loinc.org',
};

const variable = (name: string, context: Types, resource: Types): Compiled => {
  const known = CONSTANTS[name];
  if (known !== undefined) return constant(known);
  if (name === 'context')
    return { types: context, rooted: 'context', values: (_self, environment) => [environment.context] };
  if (name === 'resource')
    return { types: resource, rooted: 'resource', values: (_self, environment) => [environment.resource] };
  if (name === 'rootResource') return { types: ['Resource'], rooted: 'root', values: (_self, { root }) => [root] };
  throw new Error(`FHIRPath: %${name} is not compiled`);
};

/**
 * Compiles an expression that stands on a value of this type.
 * @throws where the expression leaves the subset
 */
export const compileExpression = (source: string, type: string): Compiled => {
  const resourceType = type.split('.')[0] ?? type;
  const outer: Types = r4.types.get(resourceType)?.kind === 'resource' ? [resourceType] : undefined;
  const compile: Compile = (expression, types) => {
    switch (expression.kind) {
      case 'literal':
        return constant(expression.value);
      case 'none':
        return { types: undefined, values: () => NONE };
      case 'this':
        return { types, values: (self) => [self] };
      case 'variable':
        return variable(expression.name, [type], outer);
      case 'step': {
        // a name at the beginning may be the type itself
        if (expression.of === undefined && expression.name === resourceType)
          return { types: outer, values: (self) => [self] };
        const of = expression.of && compile(expression.of, types);
        const reached = step(of, stepOn(of ? of.types : types, expression.name));
        return of?.rooted ? remembered(reached, of.rooted) : reached;
      }
      case 'binary':
        return binary(expression.by, compile(expression.left, types), compile(expression.right, types));
      case 'type':
        return callOf(
          {
            kind: 'call',
            of: expression.of,
            name: expression.by,
            given: [{ kind: 'step', of: undefined, name: expression.type }],
          },
          types,
          compile,
        );
      case 'call':
        return callOf(expression, types, compile);
    }
  };
  return compile(parseExpression(source), [type]);
};
