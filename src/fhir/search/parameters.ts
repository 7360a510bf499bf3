/**
 * The register of search parameters offered here: which codes, for every resource type that defines them in R4. What stands
 * here is indexed on writing, accepted in a query and listed in the capability statement; nothing else is.
 */
import { r4 } from '../definitions/table.ts';
import type { SearchRow } from '../definitions/table.ts';
import { compileExpression } from './expression.ts';
import type { CompiledExpression } from './expression.ts';
import { parameterState } from './token.ts';
import type { HashState } from './token.ts';

/** Indexed as tokens, besides `_id`, `_lastUpdated`, the resident and each type's main date. A new code needs a re-index. */
const INDEXED = [
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
] as const;

/** The first of these that a type defines is its main date (`resource.date`): searchable and sortable. */
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

export type Parameter = {
  readonly code: string;
  readonly kind: 'token' | 'reference' | 'string' | 'date' | 'patient';
  readonly targets: readonly string[];
  readonly compiled: readonly CompiledExpression[];
  readonly state: HashState;
};

export type TypeParameters = {
  readonly type: string;
  /** Every accepted code but the common ones. */
  readonly byCode: ReadonlyMap<string, Parameter>;
  readonly indexed: readonly Parameter[];
  readonly date: Parameter | undefined;
  readonly patient: Parameter | undefined;
  /** Direct references that `_include` follows: parameter code to its JSON paths. */
  readonly includes: ReadonlyMap<string, Parameter>;
};

const compileRow = (type: string, row: SearchRow, kind: Parameter['kind']): Parameter | undefined => {
  const compiled = row.expressions.map((expression) => compileExpression(r4, expression));
  if (!compiled.every((each) => each !== undefined)) return undefined;
  return { code: row.code, kind, targets: row.targets, compiled, state: parameterState(type, row.code) };
};

const KINDS: Readonly<Partial<Record<SearchRow['type'], Parameter['kind']>>> = {
  token: 'token',
  reference: 'reference',
  string: 'string',
};

const build = (type: string): TypeParameters => {
  const rows = r4.search.get(type) ?? new Map<string, SearchRow>();
  const indexed: Parameter[] = [];
  const includes = new Map<string, Parameter>();
  for (const row of rows.values()) {
    const kind = KINDS[row.type];
    if (!kind) continue;
    const parameter = compileRow(type, row, kind);
    if (!parameter) continue;
    if (kind === 'reference') includes.set(row.code, parameter);
    if ((INDEXED as readonly string[]).includes(row.code)) indexed.push(parameter);
  }
  let date: Parameter | undefined;
  for (const code of MAIN_DATES) {
    const row = rows.get(code);
    if (row?.type !== 'date') continue;
    date = compileRow(type, row, 'date');
    if (date) break;
  }
  const patientRow = rows.get('patient') ?? rows.get('subject');
  const patient =
    patientRow?.type === 'reference' && (patientRow.targets.includes('Patient') || patientRow.targets.includes('*'))
      ? compileRow(type, patientRow, 'patient')
      : undefined;
  const byCode = new Map(indexed.map((parameter) => [parameter.code, parameter]));
  if (date) byCode.set(date.code, date);
  if (patient && rows.has('patient')) byCode.set('patient', patient);
  return { type, byCode, indexed, date, patient, includes };
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
