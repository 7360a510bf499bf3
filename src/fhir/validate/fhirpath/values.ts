/** Values of FHIRPath over parsed JSON: members of objects, equality and order. */
import { isNumber, numberValue } from '../../json.ts';
import { isObject } from '../../resource.ts';
import type { JsonObject } from '../../resource.ts';
import { rangeOf } from '../../search/dates.ts';

export type Values = readonly unknown[];
export const NONE: Values = [];

/** A primitive without a value: only its `_name` partner (id and extensions) is there. */
export class Valueless {
  declare protected readonly own: true;
  readonly partner: unknown;
  constructor(partner: unknown) {
    this.partner = partner;
  }
}

const DEEPEST = 64;

const addList = (list: readonly unknown[], partner: unknown, into: unknown[]): void => {
  const partners = Array.isArray(partner) ? (partner as readonly unknown[]) : NONE;
  for (const [at, each] of list.entries()) {
    if (each !== null && each !== undefined) into.push(each);
    else if (isObject(partners[at])) into.push(new Valueless(partners[at]));
  }
};

/** A JSON name, and the name of its partner that carries id and extensions. */
export type MemberName = { readonly name: string; readonly partner: string };
export const memberName = (name: string): MemberName => ({ name, partner: `_${name}` });

/** Adds the values an object has under a JSON name. */
export const addMember = (object: JsonObject, { name, partner }: MemberName, into: unknown[]): void => {
  const value = object[name];
  if (Array.isArray(value)) addList(value, object[partner], into);
  else if (value !== undefined && value !== null) into.push(value);
  else {
    const beside = object[partner];
    if (Array.isArray(beside)) {
      for (const each of beside) if (isObject(each)) into.push(new Valueless(each));
    } else if (isObject(beside)) into.push(new Valueless(beside));
  }
};

export const hasMember = (object: JsonObject, { name, partner }: MemberName): boolean => {
  const value = object[name];
  if (value !== undefined && value !== null) return !Array.isArray(value) || value.length > 0;
  const beside = object[partner];
  return beside !== undefined && (isObject(beside) || Array.isArray(beside));
};

/** The values of all members of an object. */
export const childrenOf = (value: unknown): Values => {
  if (!isObject(value)) return NONE;
  const found: unknown[] = [];
  for (const name of Object.keys(value)) {
    if (name === 'resourceType') continue;
    if (!name.startsWith('_')) addMember(value, memberName(name), found);
    else if (value[name.slice(1)] === undefined) addMember(value, memberName(name.slice(1)), found);
  }
  return found;
};

/** Children, their children, and so on. Nesting has been limited before, and is so here again. */
export const descendantsOf = (value: unknown): Values => {
  const found: unknown[] = [];
  const visit = (each: unknown, depth: number): void => {
    if (depth > DEEPEST) return;
    for (const child of childrenOf(each)) {
      found.push(child);
      visit(child, depth + 1);
    }
  };
  visit(value, 0);
  return found;
};

/** Numbers kept as text are numbers. */
export const plain = (value: unknown): unknown => (isNumber(value) ? numberValue(value) : value);

export const isSame = (left: unknown, right: unknown): boolean => {
  if (left === right) return true;
  if (left instanceof Valueless || right instanceof Valueless) return false;
  if (isNumber(left) && isNumber(right)) return numberValue(left) === numberValue(right);
  if (Array.isArray(left) && Array.isArray(right))
    return left.length === right.length && left.every((each, at) => isSame(each, right[at]));
  if (!isObject(left) || !isObject(right)) return false;
  const names = Object.keys(left);
  return names.length === Object.keys(right).length && names.every((name) => isSame(left[name], right[name]));
};

/** What two values are told apart by; equal values have equal keys, whatever the order of their members. */
export const keyOf = (value: unknown): string => {
  if (isNumber(value)) return `n${numberValue(value)}`;
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof Valueless) return `v${keyOf(value.partner)}`;
  if (Array.isArray(value)) return `[${value.map(keyOf).join(',')}]`;
  if (!isObject(value)) return String(value);
  return `{${Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${keyOf(value[name])}`)
    .join(',')}}`;
};

const DATE = /^\d{4}(?:-\d{2}|$)/;

const orderOfQuantities = (left: JsonObject, right: JsonObject): number | undefined => {
  const unit = (of: JsonObject): unknown => of['code'] ?? of['unit'];
  const [one, other] = [left['value'], right['value']];
  if (unit(left) !== unit(right) || !isNumber(one) || !isNumber(other)) return undefined;
  return numberValue(one) - numberValue(other);
};

/** Below, at or above 0; undefined where the two cannot be put in order (another unit, a date less precise than the other). */
export const orderOf = (left: unknown, right: unknown): number | undefined => {
  if (isNumber(left) && isNumber(right)) return numberValue(left) - numberValue(right);
  if (typeof left === 'string' && typeof right === 'string') {
    if (!DATE.test(left) || !DATE.test(right)) return left < right ? -1 : left > right ? 1 : 0;
    const [one, other] = [rangeOf(left), rangeOf(right)];
    if (one === undefined || other === undefined) return undefined;
    if (one.until <= other.from) return -1;
    if (other.until <= one.from) return 1;
    return one.from === other.from && one.until === other.until ? 0 : undefined;
  }
  return isObject(left) && isObject(right) ? orderOfQuantities(left, right) : undefined;
};
