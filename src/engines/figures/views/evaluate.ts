/** A view over one parsed resource, in memory: what the writing transaction keeps as facts. Rows in the order of the view. */
import { isNumber, numberText, numberValue } from '../../../fhir/json.ts';
import { boundary } from './boundary.ts';
import { ViewFault } from './path.ts';
import type { Path } from './path.ts';
import { choiceName, typeOf } from './types.ts';
import type { PathType } from './types.ts';
import type { Column, Select, View } from './view.ts';

type Item = unknown;
type Items = readonly Item[];
/** `self` is what the path starts from, `row` its place among its siblings, `type` its FHIR type where known. */
type Here = { readonly self: Items; readonly row: number; readonly root: Item; readonly type: PathType };

export type Row = Readonly<Record<string, unknown>>;

const isObject = (item: Item): item is Readonly<Record<string, unknown>> =>
  typeof item === 'object' && item !== null && !Array.isArray(item);
/** Null stands in an array of primitives for a value that has only extensions: it is no item. */
const asItems = (value: unknown): Items =>
  (Array.isArray(value) ? (value as Items) : [value]).filter((item) => item !== undefined && item !== null);
const member = (items: Items, name: string): Items =>
  items.flatMap((item) => (isObject(item) && Object.hasOwn(item, name) ? asItems(item[name]) : []));

const truth = (items: Items): boolean | undefined => (typeof items[0] === 'boolean' ? items[0] : undefined);
const said = (value: boolean | undefined): Items => (value === undefined ? [] : [value]);

const and = (left: boolean | undefined, right: boolean | undefined): boolean | undefined =>
  left === false || right === false ? false : left === undefined || right === undefined ? undefined : true;
const or = (left: boolean | undefined, right: boolean | undefined): boolean | undefined =>
  left === true || right === true ? true : left === undefined || right === undefined ? undefined : false;

/** A number kept as it was sent counts as its value. */
const numberOf = (item: Item): number | undefined => (isNumber(item) ? numberValue(item) : undefined);

const compared = (operator: string, left: Item, right: Item): boolean => {
  const [one, other] = [numberOf(left) ?? left, numberOf(right) ?? right] as readonly [string, string];
  switch (operator) {
    case '=':
      return one === other;
    case '!=':
      return one !== other;
    case '<':
      return one < other;
    case '<=':
      return one <= other;
    case '>':
      return one > other;
    default:
      return one >= other;
  }
};

const calculated = (operator: string, left: Item, right: Item): Items => {
  const [one, other] = [numberOf(left), numberOf(right)];
  if (one === undefined || other === undefined) return [];
  switch (operator) {
    case '+':
      return [one + other];
    case '-':
      return [one - other];
    case '*':
      return [one * other];
    default:
      return other === 0 ? [] : [one / other];
  }
};

const referenceKey = (item: Item, type: string | undefined): Items => {
  const reference = isObject(item) ? item['reference'] : undefined;
  const parts =
    typeof reference === 'string'
      ? /(?:^|\/)([A-Z][A-Za-z]+)\/([A-Za-z0-9.-]{1,64})(?:\/_history\/.*)?$/.exec(reference)
      : null;
  return parts && (type === undefined || parts[1] === type) ? [parts[2]] : [];
};

const call = (path: Extract<Path, { readonly kind: 'call' }>, here: Here): Items => {
  const items = itemsOf(path.of, here);
  const argument = (): Item => (path.argument === undefined ? undefined : itemsOf(path.argument, here)[0]);
  switch (path.name) {
    case 'first':
      return items.slice(0, 1);
    case 'exists':
      return [items.length > 0];
    case 'empty':
      return [items.length === 0];
    case 'not': {
      const value = truth(items);
      return said(value === undefined ? undefined : !value);
    }
    case 'join':
      return [items.map(String).join(path.argument === undefined ? '' : String(argument()))];
    case 'extension': {
      const url = argument();
      return member(items, 'extension').filter((each) => isObject(each) && each['url'] === url);
    }
    case 'getResourceKey':
      return asItems(isObject(here.root) ? here.root['id'] : undefined);
    case 'lowBoundary':
    case 'highBoundary':
      return items.slice(0, 1).flatMap((item) => {
        const made = boundary(
          isNumber(item) ? numberText(item) : item,
          typeOf(path.of, here.type, new Map()),
          path.name === 'lowBoundary',
        );
        return made === undefined ? [] : [made];
      });
  }
};

/** What a path gives from here, in order. */
const itemsOf = (path: Path, here: Here): Items => {
  switch (path.kind) {
    case 'this':
      return here.self;
    case 'literal':
      return [path.value];
    case 'row-index':
      return [here.row];
    case 'constant':
      throw new ViewFault('', `the constant %${path.name} was not put in`);
    case 'member':
      return member(itemsOf(path.of, here), path.name);
    case 'of-type':
      return path.of.kind === 'member'
        ? member(itemsOf(path.of.of, here), choiceName(path.of.name, path.type))
        : itemsOf(path.of, here);
    case 'index': {
      const at = Number(itemsOf(path.at, here)[0]);
      return itemsOf(path.of, here).slice(at, at + 1);
    }
    case 'where':
      return itemsOf(path.of, here).filter(
        (item, row) =>
          truth(itemsOf(path.criteria, { ...here, self: [item], row, type: typeOf(path.of, here.type, new Map()) })) ===
          true,
      );
    case 'key-of-reference':
      return itemsOf(path.of, here).flatMap((item) => referenceKey(item, path.type));
    case 'call':
      return call(path, here);
    case 'operation': {
      const [left, right] = [itemsOf(path.left, here), itemsOf(path.right, here)];
      if (path.operator === 'and') return said(and(truth(left), truth(right)));
      if (path.operator === 'or') return said(or(truth(left), truth(right)));
      if (left.length === 0 || right.length === 0) return [];
      if (['+', '-', '*', '/'].includes(path.operator)) return calculated(path.operator, left[0], right[0]);
      return [compared(path.operator, left[0], right[0])];
    }
  }
};

const plain = (item: Item): unknown => numberOf(item) ?? item;

const valueOf = ({ name, path, collection }: Column, here: Here): unknown => {
  const items = itemsOf(path, here).map(plain);
  if (collection) return items;
  if (items.length > 1)
    throw new ViewFault(name, `the column ${name} has ${items.length} values and is not marked as a collection`);
  return items[0] ?? null;
};

const repeated = (paths: readonly Path[], here: Here): Items =>
  paths.flatMap((path) =>
    itemsOf(path, here).flatMap((item) => [item, ...repeated(paths, { ...here, self: [item], type: undefined })]),
  );

const heres = ({ each }: Select, here: Here): readonly Here[] => {
  if (each.kind === 'once') return [here];
  if (each.kind === 'repeat')
    return repeated(each.paths, here).map((item, row) => ({ ...here, self: [item], row, type: undefined }));
  const type = typeOf(each.path, here.type, new Map());
  const found = itemsOf(each.path, here).map((item, row) => ({ ...here, self: [item], row, type }));
  return found.length === 0 && each.orNull ? [{ ...here, self: [], row: 0, type }] : found;
};

const rowsOf = (select: Select, here: Here): readonly Row[] =>
  heres(select, here).flatMap((at) => {
    const own: Row = Object.fromEntries(select.columns.map((column) => [column.name, valueOf(column, at)]));
    const parts = select.selects.map((inner) => rowsOf(inner, at));
    if (select.unionAll.length > 0) parts.push(select.unionAll.flatMap((inner) => rowsOf(inner, at)));
    return parts.reduce<readonly Row[]>(
      (rows, part) => rows.flatMap((row) => part.map((other) => ({ ...row, ...other }))),
      [own],
    );
  });

/** The rows a resource gives; none where it is of another type or a condition does not hold. */
export const evaluateView = (view: View, resource: Readonly<Record<string, unknown>>): readonly Row[] => {
  if (resource['resourceType'] !== view.resource) return [];
  const here: Here = { self: [resource], row: 0, root: resource, type: view.resource };
  const holds = view.where.every((path) => {
    const items = itemsOf(path, here);
    if (items.length > 0 && typeof items[0] !== 'boolean') throw new ViewFault('where', 'a condition is a boolean');
    return truth(items) === true;
  });
  return holds ? rowsOf(view.select, here) : [];
};
