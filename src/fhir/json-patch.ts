/**
 * JSON Patch (RFC 6902) on a parsed resource, which is changed in place. Numbers keep their text (json.ts): what no operation
 * touches leaves as it came, 1.50 as 1.50. What a patch can make grow is bounded.
 */
import { isNumber, numberText } from './json.ts';
import { refused } from './outcome.ts';
import type { Refused } from './outcome.ts';
import { isObject } from './resource.ts';

const MOST_OPERATIONS = 1000;
/** Values one patch may copy, and how deep what it makes may be. */
const MOST_COPIED = 20_000;
const DEEPEST = 128;

type Container = Record<string, unknown> | unknown[];
type Spot = { readonly holder: Container; readonly key: string };
type Step = { readonly op: string; readonly path: string; readonly from?: string; readonly value?: unknown };

/** The operations of a patch; a document that is none is refused. */
export const readPatch = (document: unknown): readonly Step[] | Refused => {
  if (!Array.isArray(document)) return refused(400, 'structure', 'patch-not-a-list');
  if (document.length > MOST_OPERATIONS) return refused(413, 'too-long', 'patch-too-long', { limit: MOST_OPERATIONS });
  for (const [index, step] of (document as unknown[]).entries()) {
    const wrong = (word: 'patch-operation' | 'patch-member', member: string) =>
      refused(400, 'structure', word, { name: member }, `[${index}].${member}`);
    if (!isObject(step)) return refused(400, 'structure', 'not-an-object', undefined, `[${index}]`);
    const { op, path, from } = step;
    if (typeof op !== 'string' || !['add', 'remove', 'replace', 'move', 'copy', 'test'].includes(op))
      return wrong('patch-operation', 'op');
    if (typeof path !== 'string' || !isPointer(path)) return wrong('patch-member', 'path');
    if ((op === 'move' || op === 'copy') && (typeof from !== 'string' || !isPointer(from)))
      return wrong('patch-member', 'from');
    if (['add', 'replace', 'test'].includes(op) && !('value' in step)) return wrong('patch-member', 'value');
  }
  return document as Step[];
};

/** RFC 6901: empty, or a slash before each name, in which `~` stands for `~0` and `/` for `~1`. */
const isPointer = (text: string): boolean => text === '' || /^(?:\/(?:[^~/]|~[01])*)+$/.test(text);

const namesOf = (pointer: string): readonly string[] =>
  pointer === ''
    ? []
    : pointer
        .slice(1)
        .split('/')
        .map((name) => name.replace(/~1/g, '/').replace(/~0/g, '~'));

const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null;

const indexIn = (list: readonly unknown[], name: string): number | undefined =>
  /^(?:0|[1-9]\d{0,8})$/.test(name) && Number(name) < list.length ? Number(name) : undefined;

const has = (holder: Container, key: string): boolean =>
  Array.isArray(holder) ? indexIn(holder, key) !== undefined : Object.hasOwn(holder, key);

const valueAt = ({ holder, key }: Spot): unknown =>
  Array.isArray(holder) ? holder[Number(key)] : (holder as Readonly<Record<string, unknown>>)[key];

/** The place a pointer names, its last name present or not; undefined where the way there is missing. */
const spotOf = (root: { document: unknown }, pointer: string): Spot | undefined => {
  const names = namesOf(pointer);
  let holder: Container = root;
  let key = 'document';
  for (const name of names) {
    // no element of FHIR is called so, and setting it would change more than the record
    if (name === '__proto__' || !has(holder, key)) return undefined;
    const next = valueAt({ holder, key });
    if (!isContainer(next)) return undefined;
    holder = next;
    key = name;
  }
  return { holder, key };
};

const put = ({ holder, key }: Spot, value: unknown, insert: boolean): boolean => {
  if (!Array.isArray(holder)) {
    holder[key] = value;
    return true;
  }
  if (!insert) holder[Number(key)] = value;
  else if (key === '-') holder.push(value);
  else {
    const at = indexIn([...holder, undefined], key);
    if (at === undefined) return false;
    holder.splice(at, 0, value);
  }
  return true;
};

const take = ({ holder, key }: Spot): void => {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else Reflect.deleteProperty(holder, key);
};

/** Values inside a value, itself included; more than allowed where it is too deep. */
const sizeOf = (value: unknown, depth: number): number => {
  if (!isContainer(value)) return 1;
  if (depth > DEEPEST) return MOST_COPIED + 1;
  let size = 1;
  for (const each of Object.values(value)) {
    size += sizeOf(each, depth + 1);
    if (size > MOST_COPIED) break;
  }
  return size;
};

/** Numbers are equal by value, whatever their text: sign, digits without a leading or trailing zero, exponent. */
const plainNumber = (value: number | string): string => {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(numberText(value)) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const short = digits.replace(/0+$/, '');
  if (short === '') return '0';
  return `${sign}${short}e${Number(exponent) - fraction.length + digits.length - short.length}`;
};

const equal = (left: unknown, right: unknown): boolean => {
  if (isNumber(left) && isNumber(right)) return plainNumber(left) === plainNumber(right);
  if (!isContainer(left) || !isContainer(right)) return left === right;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((key) => has(right, key) && equal(valueAt({ holder: left, key }), valueAt({ holder: right, key })))
  );
};

/** How far copies may still go. */
type Budget = { copied: number };

const run = (root: { document: unknown }, step: Step, budget: Budget): 'done' | 'path' | 'from' | 'test' | 'grown' => {
  const target = spotOf(root, step.path);
  if (!target) return 'path';
  const there = has(target.holder, target.key);
  switch (step.op) {
    case 'test':
      return there && equal(valueAt(target), step.value) ? 'done' : 'test';
    case 'remove':
      if (!there) return 'path';
      take(target);
      return 'done';
    case 'replace':
      return there && put(target, step.value, false) ? 'done' : 'path';
    case 'add':
      budget.copied += sizeOf(step.value, namesOf(step.path).length);
      if (budget.copied > MOST_COPIED) return 'grown';
      return put(target, structuredClone(step.value), true) ? 'done' : 'path';
    default:
      break;
  }
  const source = spotOf(root, step.from ?? '');
  if (!source || !has(source.holder, source.key)) return 'from';
  const value = valueAt(source);
  budget.copied += sizeOf(value, namesOf(step.path).length);
  if (budget.copied > MOST_COPIED) return 'grown';
  if (step.op === 'copy') return put(target, structuredClone(value), true) ? 'done' : 'path';
  if (`${step.path}/`.startsWith(`${step.from ?? ''}/`) && step.path !== step.from) return 'path';
  take(source);
  // taking may have moved the place: it is looked for again
  const moved = spotOf(root, step.path);
  return moved && put(moved, value, true) ? 'done' : 'path';
};

/** The document after all operations, or the refusal of the first that could not be done. */
export const applyPatch = (document: unknown, steps: readonly Step[]): { readonly value: unknown } | Refused => {
  const root = { document };
  const budget: Budget = { copied: 0 };
  for (const [index, step] of steps.entries()) {
    const outcome = run(root, step, budget);
    if (outcome === 'test') return refused(409, 'conflict', 'patch-test', undefined, `[${index}]`);
    if (outcome === 'grown') return refused(413, 'too-long', 'patch-grown', undefined, `[${index}]`);
    if (outcome !== 'done') return refused(422, 'invalid', 'patch-path', undefined, `[${index}].${outcome}`);
  }
  return { value: root.document };
};
