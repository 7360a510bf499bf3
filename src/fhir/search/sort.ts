/** `_sort` on several keys (R4 §3.1.1.5.2): what each sorts by, and where a page goes on. */
import { parametersOf } from './parameters.ts';
import type { Parameter } from './parameters.ts';
import { bigints } from './sql.ts';
import type { Values } from './sql.ts';

export type SortBy =
  | { readonly by: 'updated' }
  | { readonly by: 'id' }
  | { readonly by: 'date' }
  | { readonly by: 'range'; readonly keys: readonly number[] }
  | { readonly by: 'text'; readonly code: string }
  | { readonly by: 'json'; readonly paths: readonly string[] };
export type Sort = SortBy & { readonly descending: boolean };

/** Keys of one search. */
export const MOST_KEYS = 5;

const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  CodeableConcept: ['."coding"."code"', '."text"'],
  Coding: ['."code"'],
  Identifier: ['."value"'],
  ContactPoint: ['."value"'],
  Reference: ['."reference"'],
};

const sortBy = (parameter: Parameter, isMainDate: boolean): SortBy => {
  if (isMainDate) return { by: 'date' };
  const { kind, sources } = parameter;
  if (kind === 'date' || kind === 'number' || kind === 'quantity')
    return { by: 'range', keys: sources.map(({ key }) => key) };
  if (kind === 'string') return { by: 'text', code: sources[0]?.code ?? parameter.code };
  const paths = sources.flatMap(({ expression }) =>
    expression.jsonPaths.flatMap(({ path, type }) => (MEMBERS[type] ?? ['']).map((member) => path + member)),
  );
  return { by: 'json', paths };
};

const sortOf = (type: string, text: string): Sort | undefined => {
  const descending = text.startsWith('-');
  const code = descending ? text.slice(1) : text;
  if (code === '_lastUpdated') return { by: 'updated', descending };
  if (code === '_id') return { by: 'id', descending };
  const { byCode, date } = parametersOf(type);
  const parameter = byCode.get(code);
  return parameter && { ...sortBy(parameter, parameter === date), descending };
};

/** The keys of `_sort=-date,status`; undefined where one is not known. */
export const readSort = (type: string, value: string): readonly Sort[] | undefined => {
  const sorts = value.split(',').map((text) => sortOf(type, text));
  return sorts.length <= MOST_KEYS && sorts.every((each) => each !== undefined) ? sorts : undefined;
};

/** What PostgreSQL compares: never null, so that what lacks a value stands first upwards and last downwards. */
export const keyText = (values: Values, sort: Sort): string => {
  switch (sort.by) {
    case 'updated':
      return 'r.updated_at';
    case 'id':
      return 'r.id';
    case 'date':
      return `coalesce(r.date, '-infinity'::timestamptz)`;
    case 'range': {
      // upwards by the earliest beginning, downwards by the latest end
      const [of, place] = sort.descending ? ['max', 3] : ['min', 2];
      return `coalesce((select ${of}(r.ranges[i + ${place}]) from generate_series(1, cardinality(r.ranges), 4) as i
        where r.ranges[i] >> 32 = any(${values.add(bigints(sort.keys))}::bigint[])), '-9223372036854775808'::bigint)`;
    }
    case 'text':
      return `coalesce(substring(r.texts from ${values.add(`\\n${sort.code.replace(/[^a-z0-9]/gi, '\\$&')}=([^\\n\\t]*)`)}), '') collate "C"`;
    case 'json':
      return `coalesce(${[
        ...sort.paths.map(
          (path) => `jsonb_path_query_first(r.content::jsonb, ${values.add(`lax ${path}`)}::jsonpath) #>> '{}'`,
        ),
        `''`,
      ].join(', ')}) collate "C"`;
  }
};

const castOf = ({ by }: Sort): string => {
  if (by === 'updated' || by === 'date') return '::timestamptz';
  return by === 'range' ? '::bigint' : '::text';
};

/** After the last record of the page before: its keys, then its id. */
export const afterText = (
  values: Values,
  sorts: readonly Sort[],
  columns: readonly string[],
  after: readonly string[],
): string => {
  const all = [...sorts, { by: 'id', descending: sorts[0]?.descending === true } as const];
  const names = [...columns, 'r.id'];
  const place = (at: number): string => {
    const sort = all[at];
    const column = names[at];
    if (sort === undefined || column === undefined) return 'false';
    const value = `${values.add(after[at] ?? '')}${castOf(sort)}`;
    const beyond = `${column} ${sort.descending ? '<' : '>'} ${value}`;
    return at === all.length - 1 ? beyond : `(${beyond} or (${column} = ${value} and ${place(at + 1)}))`;
  };
  return place(0);
};
