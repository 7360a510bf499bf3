/**
 * The register of search parameters: all that R4 defines for a type, but those listed in
 * composites.ts as `NOT_OFFERED`. What stands here is
 * indexed on writing, accepted in a query and listed in the capability statement; nothing else is.
 */
import { r4 } from '../definitions/table.ts';
import type { SearchRow } from '../definitions/table.ts';
import { compositesOf } from './composites.ts';
import type { CompositeRow, Pairs } from './composites.ts';
import { compileExpression } from './expression.ts';
import type { CompiledExpression } from './expression.ts';
import { halfOf, parameterState } from './token.ts';
import type { HashState } from './token.ts';

/**
 * The codes of the first index. Their tokens are those of then, so that what an earlier version wrote is found by them while
 * the rest of the index is being made.
 */
const FIRST_INDEXED = [
  'identifier',
  'status',
  'code',
  'name',
  'subject',
  'encounter',
  'owner',
  'requester',
  'performer',
  'based-on',
  'part-of',
  'focus',
];

/** The first of these that a type defines is its main date (`resource.date`): in a column and an index of its own. */
const MAIN_DATES = [
  'authored-on',
  'authored',
  'authoredon',
  'date',
  'recorded-date',
  'created',
  'started',
  'effective-time',
  'effective',
  'whenhandedover',
  'birthdate',
  'sent',
  'issued',
  'start-date',
  'period',
  'collected',
  'recorded',
];

/** How values are indexed: as tokens, as tokens and text, or as ranges of ordered numbers. */
export type Family = 'token' | 'reference' | 'string' | 'uri' | 'date' | 'number' | 'quantity';

/** One expression, indexed once however many parameters use it. */
export type Source = {
  readonly expression: CompiledExpression;
  readonly family: Family;
  readonly state: HashState;
  /** Marks this source's ranges: a signed 32-bit integer. */
  readonly key: number;
  /** Marks this source's texts. */
  readonly code: string;
};

export type Parameter = {
  readonly code: string;
  readonly kind: Family;
  readonly targets: readonly string[];
  readonly sources: readonly Source[];
  /** Of the first source: an `identifier` has no other. */
  readonly state: HashState;
  /** `where(resolve() is Patient)`: only references to this type count. */
  readonly onlyType: string | undefined;
};

export type TypeParameters = {
  readonly type: string;
  /** Every accepted code but `_id`, `_lastUpdated` and the composites. */
  readonly byCode: ReadonlyMap<string, Parameter>;
  readonly composites: ReadonlyMap<string, CompositeRow>;
  /** What is walked on writing, besides the main date. */
  readonly sources: readonly Source[];
  readonly pairs: readonly Pairs[];
  /** The main date. */
  readonly date: Parameter | undefined;
  /** Whose record it is: the column `patient`. */
  readonly patient: { readonly expression: CompiledExpression; readonly base: string } | undefined;
};

/** Of every resource (R4 §3.1.1.4.2-5), in `meta`. */
const COMMON: readonly (readonly [string, Family, string])[] = [
  ['_tag', 'token', 'meta.tag'],
  ['_security', 'token', 'meta.security'],
  ['_profile', 'uri', 'meta.profile'],
  ['_source', 'uri', 'meta.source'],
];

type Compiled = { readonly row: SearchRow; readonly kind: Family; readonly expressions: readonly CompiledExpression[] };

const compiledRows = (type: string): readonly Compiled[] =>
  [...(r4.search.get(type) ?? new Map<string, SearchRow>()).values()].flatMap((row): Compiled[] => {
    if (row.type === 'composite' || row.type === 'special') return [];
    const expressions = row.expressions.map((expression) => compileExpression(r4, expression));
    if (!expressions.every((each) => each !== undefined)) return [];
    return [{ row, kind: row.type, expressions }];
  });

/** Whether what an earlier version wrote is found by this parameter before its index is made again. */
export const isFirst = (code: string): boolean => FIRST_INDEXED.includes(code);

const sourceOf = (type: string, code: string, family: Family, expression: CompiledExpression): Source => {
  const state = parameterState(type, code);
  return { expression, family, state, key: halfOf(state, ''), code };
};

/** Kinds that a base expression is indexed the same way for. */
const shareKey = (kind: Family, base: string): string => `${kind} ${base}`;

/**
 * The sources of all parameters of a type. An expression that alone makes a parameter is that parameter's; one of several of a
 * parameter is shared with the parameter it alone makes, or gets a name of its own.
 */
const sourcesOf = (type: string, rows: readonly Compiled[]): ((row: Compiled) => readonly Source[]) => {
  const owners = new Map<string, Source>();
  const ordered = [...rows].sort(
    (left, right) =>
      Number(isFirst(right.row.code)) - Number(isFirst(left.row.code)) || (left.row.code < right.row.code ? -1 : 1),
  );
  for (const { row, kind, expressions } of ordered) {
    const [only, ...others] = expressions;
    if (!only || others.length > 0) continue;
    const key = shareKey(kind, only.base);
    if (!owners.has(key)) owners.set(key, sourceOf(type, row.code, kind, only));
  }
  return ({ row, kind, expressions }) =>
    expressions.map((expression, place) => {
      if (expressions.length > 1 && isFirst(row.code)) return sourceOf(type, row.code, kind, expression);
      const key = shareKey(kind, expression.base);
      const made = owners.get(key) ?? sourceOf(type, `${row.code}.${place}`, kind, expression);
      owners.set(key, made);
      return made;
    });
};

const distinct = (parameters: Iterable<Parameter>): readonly Source[] => {
  const found = new Map<string, Source>();
  for (const { sources } of parameters)
    for (const source of sources) found.set(`${source.code} ${source.expression.base} ${source.family}`, source);
  return [...found.values()];
};

const mainDate = (byCode: ReadonlyMap<string, Parameter>): Parameter | undefined => {
  for (const code of MAIN_DATES) {
    const parameter = byCode.get(code);
    if (parameter?.kind === 'date') return parameter;
  }
  return undefined;
};

const patientPath = (type: string, byCode: ReadonlyMap<string, Parameter>): TypeParameters['patient'] => {
  if (type === 'Patient') return undefined;
  const parameter = byCode.get('patient') ?? byCode.get('subject');
  const [source] = parameter?.sources ?? [];
  if (parameter?.kind !== 'reference' || source === undefined) return undefined;
  if (!parameter.targets.includes('Patient') && !parameter.targets.includes('*')) return undefined;
  return { expression: source.expression, base: source.expression.base };
};

const build = (type: string): TypeParameters => {
  const rows = compiledRows(type);
  const sources = sourcesOf(type, rows);
  const byCode = new Map<string, Parameter>();
  for (const compiled of rows) {
    const { row, kind, expressions } = compiled;
    const onlyType = expressions[0]?.onlyType;
    const { code, targets } = row;
    const own = sources(compiled);
    const state = own[0]?.state ?? parameterState(type, code);
    byCode.set(code, { code, kind, targets, sources: own, state, onlyType });
  }
  for (const [code, kind, expression] of COMMON) {
    const compiled = compileExpression(r4, expression, type);
    if (!compiled) continue;
    const source = sourceOf(type, code, kind, compiled);
    byCode.set(code, { code, kind, targets: [], sources: [source], state: source.state, onlyType: undefined });
  }
  const date = mainDate(byCode);
  const composites = compositesOf(type);
  return {
    type,
    byCode,
    composites: new Map(composites.map((row) => [row.code, row])),
    sources: distinct(byCode.values()).filter((source) => !date?.sources.includes(source)),
    pairs: [...new Set(composites.flatMap(({ pairs }) => pairs ?? []))],
    date,
    patient: patientPath(type, byCode),
  };
};

const built = new Map<string, TypeParameters>();

/** The parameters of a resource type; compiled on first use. */
export const parametersOf = (type: string): TypeParameters => {
  const known = built.get(type);
  if (known) return known;
  const made = build(type);
  built.set(type, made);
  return made;
};
