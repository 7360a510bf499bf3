/**
 * Writes definitions/r4.json and r4-rules.json from the published package `hl7.fhir.r4.examples` 4.0.1 (unpacked folder `package/`):
 *
 *   npm run definitions -- PATH/package
 *
 * Facts only: names, types, cardinalities, lexical forms and search expressions; no descriptions. The result is committed,
 * so neither installing nor starting needs the package.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeRules } from './generate-rules.ts';
import type { CompactDefinitions } from './table.ts';

type ElementDefinition = {
  readonly path: string;
  readonly min: number;
  readonly max: string;
  readonly base?: { readonly path: string };
  readonly contentReference?: string;
  readonly isSummary?: boolean;
  readonly isModifier?: boolean;
  readonly type?: readonly {
    readonly code: string;
    readonly extension?: readonly { readonly url: string; readonly valueString?: string; readonly valueUrl?: string }[];
  }[];
};
type StructureDefinition = {
  readonly resourceType: 'StructureDefinition';
  readonly name: string;
  readonly type: string;
  readonly kind: string;
  readonly abstract: boolean;
  readonly derivation?: string;
  readonly baseDefinition?: string;
  readonly fhirVersion: string;
  readonly snapshot: { readonly element: readonly ElementDefinition[] };
};
type SearchParameter = {
  readonly resourceType: 'SearchParameter';
  readonly code: string;
  readonly type: string;
  readonly base: readonly string[];
  readonly expression?: string;
  readonly target?: readonly string[];
};

const REGEX = 'http://hl7.org/fhir/StructureDefinition/regex';
const FHIR_TYPE = 'http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type';
/** Logical models carry no instances. */
const KEPT_KINDS = new Set(['resource', 'complex-type', 'primitive-type']);
const DERIVED_QUANTITIES = new Set(['MoneyQuantity', 'SimpleQuantity']);

/** A reference to more kinds than this is one to anything; the list would only repeat all of them. */
const MANY_TARGETS = 100;

const lastOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

/** Cardinality, then `s` for an element of the summary and `m` for one that modifies the meaning of others. */
const cardinality = (element: ElementDefinition): string => {
  const required = element.min > 0;
  const count = element.max === '*' ? (required ? '+' : '*') : required ? '1' : '?';
  return `${count}${element.isSummary === true ? 's' : ''}${element.isModifier === true ? 'm' : ''}`;
};

const typesOf = (element: ElementDefinition, isGroup: boolean): readonly string[] => {
  if (element.contentReference) return [element.contentReference.replace(/^#/, '')];
  if (isGroup) return [element.path];
  // R4 says string here, and id in the text above it (2.26.3)
  if (element.path === 'Resource.id') return ['id'];
  return (element.type ?? []).map((type) =>
    type.code.startsWith('http://hl7.org/fhirpath/')
      ? (type.extension?.find((extension) => extension.url === FHIR_TYPE)?.valueUrl ?? 'string')
      : DERIVED_QUANTITIES.has(type.code)
        ? 'Quantity'
        : type.code,
  );
};

const compactTypes = (definition: StructureDefinition): [string, [string, 0 | 1, string, ...string[]]][] => {
  const elements = definition.snapshot.element;
  const groups = new Set(
    elements
      .map((element) => element.path)
      .filter((path) => elements.some((other) => other.path.startsWith(`${path}.`))),
  );
  return [...groups].map((group) => {
    const isRoot = group === definition.name;
    const self = elements.find((element) => element.path === group);
    const base = isRoot
      ? (definition.baseDefinition ?? '').replace(/^.*\//, '').replace(/^(MoneyQuantity|SimpleQuantity)$/, 'Quantity')
      : (self?.type?.[0]?.code ?? 'BackboneElement');
    const own = elements.filter(
      (element) =>
        element.path.startsWith(`${group}.`) &&
        !element.path.slice(group.length + 1).includes('.') &&
        (element.base === undefined || element.base.path === element.path) &&
        element.max !== '0',
    );
    return [
      group,
      [
        isRoot ? (definition.kind === 'resource' ? 'r' : 'c') : 'b',
        isRoot && definition.abstract ? 1 : 0,
        base,
        ...own.map((element) =>
          [lastOf(element.path), cardinality(element), ...new Set(typesOf(element, groups.has(element.path)))].join(
            ' ',
          ),
        ),
      ],
    ];
  });
};

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: npm run definitions -- PATH/package');

const read = (prefix: string): readonly unknown[] =>
  readdirSync(folder)
    .filter((file) => file.startsWith(prefix) && file.endsWith('.json'))
    .sort()
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as unknown);

const definitions = (read('StructureDefinition-') as readonly StructureDefinition[]).filter(
  (definition) => KEPT_KINDS.has(definition.kind) && definition.derivation !== 'constraint',
);
const specialised = definitions.filter((definition) => definition.kind !== 'primitive-type');

const types = Object.fromEntries(specialised.flatMap(compactTypes).sort(([left], [right]) => (left < right ? -1 : 1)));

const primitives = Object.fromEntries(
  definitions
    .filter((definition) => definition.kind === 'primitive-type')
    .map((definition) => [
      definition.name,
      definition.snapshot.element
        .find((element) => element.path.endsWith('.value'))
        ?.type?.[0]?.extension?.find((extension) => extension.url === REGEX)?.valueString ?? '',
    ]),
);

const isConcreteResource = new Map(
  specialised.filter((each) => each.kind === 'resource').map((each) => [each.name, each] as const),
);
const search: Record<string, [string, string, string, string][]> = {};
for (const parameter of read('SearchParameter-') as readonly SearchParameter[]) {
  if (!parameter.expression || parameter.expression.includes('extension(')) continue;
  for (const base of parameter.base) {
    if (!isConcreteResource.has(base)) continue;
    const mentions = new RegExp(`^\\(*${base}[.)]`);
    const expressions = parameter.expression
      .split(' | ')
      .map((expression) => expression.trim())
      .filter((expression) => mentions.test(expression));
    if (expressions.length === 0) continue;
    const targets = parameter.target ?? [];
    (search[base] ??= []).push([
      parameter.code,
      parameter.type,
      expressions.join(' | '),
      targets.length > MANY_TARGETS ? '*' : targets.join(' '),
    ]);
  }
}

const table: CompactDefinitions = {
  version: definitions[0]?.fhirVersion ?? '',
  primitives,
  types: types as CompactDefinitions['types'],
  search: Object.fromEntries(Object.entries(search).sort(([left], [right]) => (left < right ? -1 : 1))),
};
const target = new URL('./r4.json', import.meta.url);
writeFileSync(target, JSON.stringify(table));
console.log(
  `${Object.keys(table.types).length} types, ${Object.keys(primitives).length} primitives, ` +
    `${Object.values(table.search).reduce((sum, rows) => sum + rows.length, 0)} search parameters, ` +
    `${JSON.stringify(table).length} characters`,
);
console.log(writeRules(folder, specialised));
