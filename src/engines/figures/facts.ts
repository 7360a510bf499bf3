/**
 * A view whose rows are kept as facts: a SQL-on-FHIR ViewDefinition with columns of fixed meaning (whose, when, how much) and
 * attributes beside them. The same definition is evaluated by the writing transaction (`keep.ts`) and compiled to SQL for the
 * recount (`recount.ts`). Pure.
 */

/** FHIRPath from one row of the view; a value that occurs several times is taken once. */
export type FactPaths = {
  /** The organisation's id. */
  readonly organisation?: string;
  /** The resident's id, for counting people once. */
  readonly resident?: string;
  /** When it began and when it ceased to hold: a date, or an instant with its offset. Anything less exact is no day. */
  readonly start?: string;
  readonly finish?: string;
  readonly amount?: string;
};

/** Collects the parameters of a statement: gives the place of one, with its type. */
export type Given = { readonly values: unknown[]; readonly add: (value: unknown, type: string) => string };

/** What facts kept elsewhere are told for. */
export type ToldAt = {
  readonly moment: Date;
  /** Whether the moment is past: then only what was known at it. */
  readonly past: boolean;
  readonly zone: string;
  /** The last day of the period. */
  readonly to: string;
  /** Days of a limit of the region, by the limit in force on a day. */
  readonly limitDays: (code: string, day: string) => number;
};

/**
 * Facts a capability keeps in a table of its own, because what it counts lies in the course of a record and not in one version of it.
 * The engine counts, traces and looks back over them as over its own; totals it keeps of its own only.
 */
export type KeptElsewhere = {
  /** A select with the columns of `fact`: what holds at the moment. */
  readonly rows: (at: ToldAt, out: Given) => string;
  /** What is kept against a recount from the stored records: rows (`side`, `record`, `day`) where they differ. */
  readonly differences: (zone: string) => { readonly text: string; readonly values: readonly unknown[] };
};

export type FactView = {
  readonly code: string;
  readonly version: number;
  readonly resource: string;
  /** The attributes that totals are kept by: few values each. */
  readonly cell: readonly string[];
  /** The names of the other attributes. */
  readonly attributes: readonly string[];
  /** Of these those that figures of the region are counted by: codes and ids, some hundreds of values, never what somebody wrote. */
  readonly counted: readonly string[];
  /** Entered by hand in a register instead of recorded where it happened. */
  readonly byHand: boolean;
  /** A SQL-on-FHIR ViewDefinition. */
  readonly definition: Readonly<Record<string, unknown>>;
  /** Of these the definition says where they lie. */
  readonly elsewhere?: KeptElsewhere;
};

/** Facts of a table of the capability's own; `resource` is what its records are. */
export const factsElsewhere = (
  view: Pick<FactView, 'code' | 'version' | 'resource'> & { readonly table: string },
  elsewhere: KeptElsewhere,
): FactView => {
  const { code, version, resource, table } = view;
  return {
    code,
    version,
    resource,
    cell: [],
    attributes: [],
    counted: [],
    byHand: false,
    definition: { table },
    elsewhere,
  };
};

type FactViewText = {
  readonly code: string;
  readonly version: number;
  readonly resource: string;
  readonly where?: readonly string[];
  readonly forEach?: string;
  readonly paths: FactPaths;
  /** Few-valued attributes, then others. */
  readonly cell?: Readonly<Record<string, string>>;
  readonly attributes?: Readonly<Record<string, string>>;
  /** Names among the attributes. */
  readonly counted?: readonly string[];
  readonly byHand?: boolean;
};

export const FACT_COLUMNS = ['place', 'organisation', 'resident', 'start', 'finish', 'amount'] as const;

/** A row's place among those of its record: the recount has no other order to go by. */
const PLACE = { name: 'place', path: '%rowIndex' };
const column = ([name, path]: readonly [string, string]) => ({ name, path: `${path}.first()` });
const isFixed = (name: string): boolean => (FACT_COLUMNS as readonly string[]).includes(name);

/** @throws Error where an attribute takes the name of a fixed column, or one is counted that is none. */
export const factView = (text: FactViewText): FactView => {
  const {
    code,
    version,
    resource,
    where = [],
    forEach,
    paths,
    cell = {},
    attributes = {},
    counted = [],
    byHand = false,
  } = text;
  const taken = [...Object.keys(cell), ...Object.keys(attributes)].find(isFixed);
  if (taken !== undefined) throw new Error(`the facts ${code} have an attribute called ${taken}`);
  const unknown = counted.find((name) => !(name in attributes));
  if (unknown !== undefined) throw new Error(`the facts ${code} have no attribute called ${unknown}`);
  const columns = [...Object.entries(paths), ...Object.entries(cell), ...Object.entries(attributes)];
  return {
    code,
    version,
    resource,
    cell: Object.keys(cell),
    attributes: Object.keys(attributes),
    counted,
    byHand,
    definition: {
      resourceType: 'ViewDefinition',
      name: code.replaceAll(/[^A-Za-z0-9_]/g, '_'),
      status: 'active',
      resource,
      ...(where.length === 0 ? {} : { where: where.map((path) => ({ path })) }),
      select: [{ ...(forEach === undefined ? {} : { forEach }), column: [PLACE, ...columns.map(column)] }],
    },
  };
};
