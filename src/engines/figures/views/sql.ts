/**
 * A view as one SQL statement over stored JSON (jsonb): the recount that shares nothing with `evaluate.ts` but the definition, and
 * what `ViewDefinition/$run` answers with. Every path is a jsonb array of its items; constants and texts are parameters.
 */
import { asksPlace, chainBack } from './chain.ts';
import type { Path } from './path.ts';
import { ViewFault } from './path.ts';
import { isKey, keyOf } from './reference-key.ts';
import { typeOf } from './types.ts';
import type { PathType } from './types.ts';
import type { Column, Select, View } from './view.ts';
import { writing } from './writing.ts';
import type { Writing } from './writing.ts';

/**
 * `self` is an SQL expression for a jsonb array, `root` for the whole resource, `row` for a place counted from 0; `single` for the one
 * element of `self`, where it is no array itself: jsonpath takes it for an array of one, and it need not be copied into one.
 */
type Here = {
  readonly self: string;
  readonly single?: string | undefined;
  readonly root: string;
  readonly row: string;
  readonly type: PathType;
};

const EMPTY = `'[]'::jsonb`;

const one = (sql: string): string =>
  `(select case when single is null then ${EMPTY} else jsonb_build_array(single) end from (select ${sql} as single) as boxed)`;

/** What follows the start of a `jsonb_path_query…(`; undefined where a path ends with neither name nor extension. */
const stepsOf = (path: Path, out: Writing): { readonly of: Path; readonly text: string } | undefined => {
  const { of, steps, urls, named } = chainBack(path);
  if (steps === '') return undefined;
  const variables =
    urls.length === 0
      ? ''
      : `, ${out.add(JSON.stringify(Object.fromEntries(urls.map((url, at) => [`u${at}`, url]))), 'jsonb')}`;
  return { of, text: `'lax $[*]${steps}${named ? ' ? (@ != null)' : ''}'${variables}` };
};

/** What a jsonpath starts from. */
const start = (path: Path, here: Here, out: Writing): string =>
  path.kind === 'this' && here.single !== undefined ? here.single : items(path, here, out);

/** Whether what a path gives is told row by row (`rowsOf`) at less than as an array. */
const isRows = (path: Path): boolean =>
  path.kind === 'key-of-reference' || (path.kind === 'where' && !asksPlace(path.criteria));

/**
 * What a path gives as a select of rows `v`, in order: set-returning functions in the select list give one at a time, where those of a
 * `from` are written down first (decision 0238).
 */
const rowsOf = (path: Path, here: Here, out: Writing): string => {
  const chain = stepsOf(path, out);
  if (chain !== undefined) {
    if (!isRows(chain.of)) return `select jsonb_path_query(${start(chain.of, here, out)}, ${chain.text}) as v`;
    const row = out.alias('c');
    return `select jsonb_path_query(${row}.v, ${chain.text}) as v from (${rowsOf(chain.of, here, out)}) as ${row}`;
  }
  if (path.kind === 'where' && isRows(path)) {
    const row = out.alias('w');
    const inside: Here = {
      ...here,
      self: `jsonb_build_array(${row}.v)`,
      single: `${row}.v`,
      type: typeOf(path.of, here.type, new Map()),
    };
    return `select ${row}.v from (${rowsOf(path.of, here, out)}) as ${row} where ${truth(path.criteria, inside, out)}`;
  }
  if (path.kind === 'key-of-reference') {
    const row = out.alias('k');
    return `select to_jsonb(found) as v
                 from (select ${keyOf(`(${row}.v ->> 'reference')`, path.type, out)} as found
                         from (${rowsOf(path.of, here, out)}) as ${row} offset 0) as ${out.alias('f')}
                where ${isKey('found')}`;
  }
  return `select jsonb_array_elements(${items(path, here, out)}) as v`;
};

const gathered = (path: Path, here: Here, out: Writing): string =>
  `(select coalesce(jsonb_agg(v), ${EMPTY}) from (${rowsOf(path, here, out)}) as ${out.alias('g')})`;

/** The first of what a path gives. */
const firstOf = (path: Path, here: Here, out: Writing): string => {
  if (path.kind === 'literal') return out.add(JSON.stringify(path.value), 'jsonb');
  if (path.kind === 'row-index') return `to_jsonb(${here.row})`;
  if (isRows(chainBack(path).of)) return `(${rowsOf(path, here, out)} limit 1)`;
  const chain = stepsOf(path, out);
  return chain === undefined
    ? `(${items(path, here, out)} -> 0)`
    : `jsonb_path_query_first(${start(chain.of, here, out)}, ${chain.text})`;
};

const COMPARED: ReadonlySet<string> = new Set(['=', '<', '<=', '>', '>=']);

/** A condition: SQL true, false or null, as FHIRPath's true, false or empty. */
const truth = (path: Path, here: Here, out: Writing): string => {
  if (path.kind === 'operation') {
    const { operator, left, right } = path;
    if (operator === 'and' || operator === 'or')
      return `(${truth(left, here, out)} ${operator} ${truth(right, here, out)})`;
    if (COMPARED.has(operator) || operator === '!=') {
      const sign = operator === '!=' ? '<>' : operator;
      return `(${firstOf(left, here, out)} ${sign} ${firstOf(right, here, out)})`;
    }
  }
  if (path.kind === 'call') {
    if (path.name === 'exists') return `(exists (${rowsOf(path.of, here, out)}))`;
    if (path.name === 'empty') return `(not exists (${rowsOf(path.of, here, out)}))`;
    if (path.name === 'not') return `(not ${truth(path.of, here, out)})`;
  }
  return `(case when ${items(path, here, out)} @> '[true]' then true when ${items(path, here, out)} @> '[false]' then false end)`;
};

const number = (path: Path, here: Here, out: Writing): string =>
  `(jsonb_path_query_first(${items(path, here, out)}, '$[0] ? (@.type() == "number")') #>> '{}')::numeric`;

const call = (path: Extract<Path, { readonly kind: 'call' }>, here: Here, out: Writing): string => {
  const of = (): string => items(path.of, here, out);
  switch (path.name) {
    case 'first':
      return `jsonb_path_query_array(${of()}, 'lax $[0]')`;
    case 'join': {
      const each = out.alias('j');
      const between = path.argument === undefined ? `''` : `coalesce(${items(path.argument, here, out)} ->> 0, '')`;
      return `(select jsonb_build_array(coalesce(string_agg(${each}.v, ${between} order by ${each}.o), ''))
                 from jsonb_array_elements_text(${of()}) with ordinality as ${each} (v, o))`;
    }
    case 'extension': {
      const url = `jsonb_build_object('url', ${path.argument ? firstOf(path.argument, here, out) : 'null'})`;
      return `jsonb_path_query_array(${start(path.of, here, out)}, 'lax $[*].extension[*] ? (@.url == $url)', ${url})`;
    }
    case 'getResourceKey':
      return one(`${here.root} -> 'id'`);
    case 'lowBoundary':
    case 'highBoundary': {
      const type = typeOf(path.of, here.type, new Map()) ?? '';
      return one(
        `view_boundary(${of()} -> 0, ${out.add(type, 'text')}, ${path.name === 'lowBoundary' ? 'true' : 'false'})`,
      );
    }
    default:
      return one(truth(path, here, out));
  }
};

/** An SQL expression for the jsonb array of what a path gives. */
const items = (path: Path, here: Here, out: Writing): string => {
  if (isRows(chainBack(path).of)) return gathered(path, here, out);
  const chain = stepsOf(path, out);
  if (chain !== undefined) return `jsonb_path_query_array(${start(chain.of, here, out)}, ${chain.text})`;
  switch (path.kind) {
    case 'this':
      return here.self;
    case 'literal':
      return `jsonb_build_array(${out.add(JSON.stringify(path.value), 'jsonb')})`;
    case 'row-index':
      return `jsonb_build_array(${here.row})`;
    case 'constant':
      throw new ViewFault('', `the constant %${path.name} was not put in`);
    case 'member':
      return items(path.of, here, out);
    case 'of-type':
      return items(path.of, here, out);
    case 'index':
      return one(`${items(path.of, here, out)} -> (${number(path.at, here, out)})::int`);
    case 'where': {
      const each = out.alias('w');
      const inside: Here = {
        ...here,
        self: `jsonb_build_array(${each}.v)`,
        single: `${each}.v`,
        row: `(${each}.o - 1)`,
        type: typeOf(path.of, here.type, new Map()),
      };
      return `(select coalesce(jsonb_agg(${each}.v order by ${each}.o), ${EMPTY})
                 from jsonb_array_elements(${items(path.of, here, out)}) with ordinality as ${each} (v, o)
                where ${truth(path.criteria, inside, out)})`;
    }
    case 'key-of-reference':
      return gathered(path, here, out);
    case 'call':
      return call(path, here, out);
    case 'operation': {
      if (!['+', '-', '*', '/'].includes(path.operator)) return one(truth(path, here, out));
      const right = number(path.right, here, out);
      const by = path.operator === '/' ? `nullif(${right}, 0)` : right;
      return one(`to_jsonb(${number(path.left, here, out)} ${path.operator} ${by})`);
    }
  }
};

const columnText = ({ name, path, collection }: Column, here: Here, out: Writing): string =>
  // of a first one there are never several, nor of a row's place
  !collection && ((path.kind === 'call' && path.name === 'first') || path.kind === 'row-index')
    ? `${firstOf(path.kind === 'call' ? path.of : path, here, out)} as "${name}"`
    : `${collection ? items(path, here, out) : `view_single(${items(path, here, out)}, ${out.add(name, 'text')})`} as "${name}"`;

/** Where the rows of a select come from, and what its paths start from. */
const source = ({ each }: Select, here: Here, out: Writing): { readonly from: string; readonly here: Here } => {
  const row = out.alias('e');
  if (each.kind === 'once') return { from: `(select 1) as ${row}`, here };
  if (each.kind === 'for-each') {
    const elements = `jsonb_array_elements(${items(each.path, here, out)}) with ordinality as ${row} (v, o)`;
    const type = typeOf(each.path, here.type, new Map());
    const self = `jsonb_build_array(${row}.v)`;
    return each.orNull
      ? {
          from: `(select 1) as ${out.alias('o')} left join lateral ${elements} on true`,
          here: {
            ...here,
            self: `(case when ${row}.o is null then ${EMPTY} else ${self} end)`,
            single: undefined,
            row: `coalesce(${row}.o - 1, 0)`,
            type,
          },
        }
      : { from: elements, here: { ...here, self, single: `${row}.v`, row: `(${row}.o - 1)`, type } };
  }
  // depth first: the place of an element is the places of all above it, then its own
  const children = (self: string): string =>
    `jsonb_array_elements(${each.paths.map((path) => items(path, { ...here, self, single: undefined, type: undefined }, out)).join(' || ')}) with ordinality as child (v, o)`;
  const from = `lateral (with recursive tree (v, place) as (
      select child.v, array[child.o] from ${children(here.self)}
      union all
      select child.v, tree.place || child.o from tree cross join lateral ${children('jsonb_build_array(tree.v)')}
    ) select v, row_number() over (order by place) as o from tree) as ${row}`;
  return {
    from,
    here: { ...here, self: `jsonb_build_array(${row}.v)`, single: `${row}.v`, row: `(${row}.o - 1)`, type: undefined },
  };
};

const selectText = (select: Select, outer: Here, out: Writing): string => {
  const { from, here } = source(select, outer, out);
  const parts: { readonly name: string; readonly text: string; readonly names: readonly string[] }[] = [];
  for (const inner of select.selects)
    parts.push({ name: out.alias('n'), text: selectText(inner, here, out), names: inner.names });
  const [first] = select.unionAll;
  if (first)
    parts.push({
      name: out.alias('u'),
      text: select.unionAll.map((inner) => `(${selectText(inner, here, out)})`).join(' union all '),
      names: first.names,
    });
  const columns = [
    ...select.columns.map((column) => columnText(column, here, out)),
    ...parts.flatMap(({ name, names }) => names.map((column) => `${name}."${column}"`)),
  ];
  const joined = parts.map(({ name, text }) => ` cross join lateral (${text}) as ${name}`).join('');
  return `select ${columns.length > 0 ? columns.join(', ') : '1'} from ${from}${joined}`;
};

export type ViewStatement = { readonly text: string; readonly values: readonly unknown[] };

/**
 * The statement that gives a view's rows, each column as jsonb under its own name.
 * @param from an SQL from-item called `source` with a column `content jsonb`; its parameters come first
 * @param given the parameters of `from`
 * @param also further columns of `source`, given before those of the view
 */
export const viewStatement = (
  view: View,
  from: string,
  given: readonly unknown[] = [],
  also: readonly string[] = [],
): ViewStatement => {
  const values = [...given];
  const out = writing(values);
  const root = 'source.content';
  const here: Here = { self: `jsonb_build_array(${root})`, single: root, root, row: '0', type: view.resource };
  const rows = selectText(view.select, here, out);
  const conditions = [
    `${root} ->> 'resourceType' = ${out.add(view.resource, 'text')}`,
    ...view.where.map((path) => `${truth(path, here, out)} is true`),
  ];
  const columns = [...also.map((name) => `source."${name}"`), ...view.select.names.map((name) => `rows."${name}"`)];
  return {
    text: `select ${columns.join(', ')} from ${from} cross join lateral (${rows}) as rows where ${conditions.join(' and ')}`,
    values,
  };
};
