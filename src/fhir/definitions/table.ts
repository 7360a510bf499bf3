/**
 * The committed facts of FHIR R4 (definitions/r4.json): element names, types and cardinalities, the lexical form of
 * primitives, and the search parameters. Made by `npm run definitions -- PATH` from the published package, never at start.
 */
import { readFileSync } from 'node:fs';

/** `resource`, `complex` (a data type), `backbone` (a group of elements inside a resource or type). */
export type TypeKind = 'resource' | 'complex' | 'backbone';

export type ElementRow = {
  /** Without `[x]`; `choice` says that the JSON name carries the type (`valueQuantity`). */
  readonly name: string;
  readonly choice: boolean;
  readonly required: boolean;
  readonly many: boolean;
  /** Shown by `_summary=true` (isSummary, marked Σ in the specification). */
  readonly summary: boolean;
  /** Changes the meaning of others (isModifier), and so is never left out. */
  readonly modifier: boolean;
  /** Type names; a backbone group by its path (`Patient.contact`). */
  readonly types: readonly string[];
};

export type TypeRow = {
  readonly kind: TypeKind;
  readonly abstract: boolean;
  readonly base: string | null;
  readonly elements: readonly ElementRow[];
};

export type SearchRow = {
  readonly code: string;
  readonly type: 'token' | 'reference' | 'date' | 'string' | 'uri' | 'number' | 'quantity' | 'composite' | 'special';
  /** The FHIRPath expressions of this resource type alone. */
  readonly expressions: readonly string[];
  /** Resource types a reference may point to; `*` for any. */
  readonly targets: readonly string[];
};

export type Definitions = {
  readonly version: string;
  /** Lexical form of each primitive, without anchors; empty where the specification states none. */
  readonly primitives: ReadonlyMap<string, string>;
  readonly types: ReadonlyMap<string, TypeRow>;
  readonly search: ReadonlyMap<string, ReadonlyMap<string, SearchRow>>;
};

/**
 * As committed. An element is `name cardinality types…`, cardinality one of `?` (0..1), `1` (1..1), `*` (0..*), `+` (1..*),
 * followed by `s` where it is part of the summary and `m` where it is a modifier.
 */
export type CompactDefinitions = {
  readonly version: string;
  readonly primitives: Readonly<Record<string, string>>;
  readonly types: Readonly<
    Record<string, readonly [kind: 'r' | 'c' | 'b', abstract: 0 | 1, base: string, ...elements: readonly string[]]>
  >;
  readonly search: Readonly<
    Record<string, readonly (readonly [code: string, type: string, expressions: string, targets: string])[]>
  >;
};

const KINDS = { r: 'resource', c: 'complex', b: 'backbone' } as const;

const elementRow = (text: string): ElementRow => {
  const [name = '', facts = '?', ...types] = text.split(' ');
  const cardinality = facts[0];
  const choice = name.endsWith('[x]');
  return {
    name: choice ? name.slice(0, -3) : name,
    choice,
    required: cardinality === '1' || cardinality === '+',
    many: cardinality === '*' || cardinality === '+',
    summary: facts.includes('s'),
    modifier: facts.includes('m'),
    types,
  };
};

const unpack = (compact: CompactDefinitions): Definitions => ({
  version: compact.version,
  primitives: new Map(Object.entries(compact.primitives)),
  types: new Map(
    Object.entries(compact.types).map(([name, [kind, abstract, base, ...elements]]) => [
      name,
      { kind: KINDS[kind], abstract: abstract === 1, base: base || null, elements: elements.map(elementRow) },
    ]),
  ),
  search: new Map(
    Object.entries(compact.search).map(([type, rows]) => [
      type,
      new Map(
        rows.map(([code, kind, expressions, targets]) => [
          code,
          {
            code,
            type: kind as SearchRow['type'],
            expressions: expressions.split(' | '),
            targets: targets === '' ? [] : targets.split(' '),
          },
        ]),
      ),
    ]),
  ),
});

/** The R4 facts, read once from the committed table. */
export const r4: Definitions = unpack(
  JSON.parse(readFileSync(new URL('./r4.json', import.meta.url), 'utf8')) as CompactDefinitions,
);

/** All elements of a type, those it has from its base first. */
export const elementsOf = (type: TypeRow): readonly ElementRow[] => {
  const base = type.base === null ? undefined : r4.types.get(type.base);
  return [...(base ? elementsOf(base) : []), ...type.elements];
};

/** `quantity` as it stands at the end of `valueQuantity`. */
export const capital = (name: string): string => name.slice(0, 1).toUpperCase() + name.slice(1);

/** The JSON names of an element, one for each type where it is a choice. */
export const namesOf = ({ name, choice, types }: ElementRow): readonly string[] =>
  choice ? types.map((type) => name + capital(type)) : [name];
