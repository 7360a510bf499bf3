/**
 * A ViewDefinition (SQL on FHIR v2): checked, its paths parsed, its constants put in. One definition is evaluated by the writing
 * transaction over parsed JSON (`evaluate.ts`) and compiled to SQL over the stored JSON for the recount and for `$run` (`sql.ts`).
 */
import { z } from 'zod';
import { parsePath, ViewFault } from './path.ts';
import type { Path } from './path.ts';
import { typeOf } from './types.ts';
import type { PathType } from './types.ts';

export type Column = {
  readonly name: string;
  readonly path: Path;
  /** A FHIR type; undefined where the definition states none. */
  readonly type: string | undefined;
  /** Several values are an array; otherwise they are a fault of the view. */
  readonly collection: boolean;
};
export type Each =
  | { readonly kind: 'once' }
  | { readonly kind: 'for-each'; readonly path: Path; readonly orNull: boolean }
  | { readonly kind: 'repeat'; readonly paths: readonly Path[] };
export type Select = {
  readonly each: Each;
  readonly columns: readonly Column[];
  readonly selects: readonly Select[];
  readonly unionAll: readonly Select[];
  /** All names it gives, in order: own columns, nested selects, the union. */
  readonly names: readonly string[];
};
export type View = {
  readonly name: string | undefined;
  readonly resource: string;
  readonly where: readonly Path[];
  readonly select: Select;
  readonly columns: readonly Column[];
};

const ColumnText = z.looseObject({
  name: z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/),
  path: z.string(),
  type: z.string().optional(),
  collection: z.boolean().optional(),
});
type SelectText = {
  readonly column?: readonly z.infer<typeof ColumnText>[] | undefined;
  readonly select?: readonly SelectText[] | undefined;
  readonly unionAll?: readonly SelectText[] | undefined;
  readonly forEach?: string | undefined;
  readonly forEachOrNull?: string | undefined;
  readonly repeat?: readonly string[] | undefined;
};
const SelectShape: z.ZodType<SelectText> = z.looseObject({
  column: z.array(ColumnText).optional(),
  get select() {
    return z.array(SelectShape).optional();
  },
  get unionAll() {
    return z.array(SelectShape).optional();
  },
  forEach: z.string().optional(),
  forEachOrNull: z.string().optional(),
  repeat: z.array(z.string()).min(1).optional(),
});
const ViewText = z.looseObject({
  name: z.string().optional(),
  resource: z.string().regex(/^[A-Z][A-Za-z]+$/),
  constant: z.array(z.looseObject({ name: z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/) })).optional(),
  select: z.array(SelectShape).min(1),
  where: z.array(z.looseObject({ path: z.string() })).optional(),
});

type Constants = ReadonlyMap<string, string | number | boolean>;

const constantsOf = (list: readonly Record<string, unknown>[]): Constants =>
  new Map(
    list.map((each, place) => {
      const [, value] = Object.entries(each).find(([name]) => /^value[A-Z]/.test(name)) ?? [];
      const name = String(each['name']);
      if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
        throw new ViewFault(`constant[${place}]`, `the constant ${name} has no value`);
      return [name, value];
    }),
  );

/** Puts constants in where they are named: a view after this holds none. */
const fill = (path: Path, constants: Constants, place: string): Path => {
  const inner = (each: Path): Path => fill(each, constants, place);
  switch (path.kind) {
    case 'constant': {
      const value = constants.get(path.name);
      if (value === undefined) throw new ViewFault(place, `there is no constant %${path.name}`);
      return { kind: 'literal', value };
    }
    case 'member':
    case 'of-type':
    case 'key-of-reference':
      return { ...path, of: inner(path.of) };
    case 'index':
      return { ...path, of: inner(path.of), at: inner(path.at) };
    case 'where':
      return { ...path, of: inner(path.of), criteria: inner(path.criteria) };
    case 'call':
      return { ...path, of: inner(path.of), argument: path.argument && inner(path.argument) };
    case 'operation':
      return { ...path, left: inner(path.left), right: inner(path.right) };
    default:
      return path;
  }
};

const MOST_SELECTS = 200;

/** Reads a ViewDefinition. Throws `ViewFault` that names the place in it and the reason. */
export const readView = (definition: unknown): View => {
  const checked = ViewText.safeParse(definition);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw new ViewFault(issue?.path.map(String).join('.') ?? '', issue?.message ?? 'not a ViewDefinition');
  }
  const { resource, constant = [], where = [], select, name } = checked.data;
  const constants = constantsOf(constant);
  const path = (text: string, place: string): Path => fill(parsePath(text, place), constants, place);
  let count = 0;

  const eachOf = (each: SelectText, place: string): Each => {
    const given = [each.forEach, each.forEachOrNull, each.repeat].filter((one) => one !== undefined);
    if (given.length > 1)
      throw new ViewFault(place, 'only one of forEach, forEachOrNull and repeat may stand in a select');
    if (each.forEach !== undefined)
      return { kind: 'for-each', path: path(each.forEach, `${place}.forEach`), orNull: false };
    if (each.forEachOrNull !== undefined)
      return { kind: 'for-each', path: path(each.forEachOrNull, `${place}.forEachOrNull`), orNull: true };
    if (each.repeat)
      return { kind: 'repeat', paths: each.repeat.map((one, at) => path(one, `${place}.repeat[${at}]`)) };
    return { kind: 'once' };
  };

  const selectOf = (each: SelectText, place: string): Select => {
    if (++count > MOST_SELECTS) throw new ViewFault(place, `a view has at most ${MOST_SELECTS} selects`);
    const columns = (each.column ?? []).map((column, at) => ({
      name: column.name,
      path: path(column.path, `${place}.column[${at}].path`),
      type: column.type,
      collection: column.collection ?? false,
    }));
    const selects = (each.select ?? []).map((one, at) => selectOf(one, `${place}.select[${at}]`));
    const unionAll = (each.unionAll ?? []).map((one, at) => selectOf(one, `${place}.unionAll[${at}]`));
    const [first, ...others] = unionAll;
    for (const [at, other] of others.entries())
      if (other.names.join() !== first?.names.join())
        throw new ViewFault(
          `${place}.unionAll[${at + 1}]`,
          'all parts of a unionAll give the same columns in the same order',
        );
    const names = [
      ...columns.map((column) => column.name),
      ...selects.flatMap((one) => one.names),
      ...(first?.names ?? []),
    ];
    const twice = names.find((one, at) => names.indexOf(one) !== at);
    if (twice !== undefined) throw new ViewFault(place, `the column ${twice} is given twice`);
    return { each: eachOf(each, place), columns, selects, unionAll, names };
  };

  const whole = selectOf({ select }, 'select');
  const conditions = where.map((each, at) => {
    const place = `where[${at}].path`;
    const made = path(each.path, place);
    const type: PathType = typeOf(made, resource, new Map());
    if (type !== undefined && type !== 'boolean')
      throw new ViewFault(place, `the path is a ${type}, and a condition is a boolean`);
    return made;
  });
  if (whole.names.length === 0) throw new ViewFault('select', 'a view gives at least one column');
  return { name, resource, where: conditions, select: whole, columns: columnsOf(whole) };
};

const columnsOf = ({ columns, selects, unionAll }: Select): readonly Column[] => [
  ...columns,
  ...selects.flatMap(columnsOf),
  ...(unionAll[0] ? columnsOf(unionAll[0]) : []),
];
