/**
 * The part of `npm run definitions` that writes definitions/r4-rules.json: required bindings with the codes of their value
 * sets, the types a reference may point to, and the invariants. Codes and expressions only; no descriptions.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CompactRules } from './rules.ts';

export type RuledElement = {
  readonly path: string;
  readonly base?: { readonly path: string };
  readonly binding?: { readonly strength: string; readonly valueSet?: string };
  readonly constraint?: readonly { readonly key: string; readonly severity: string; readonly expression?: string }[];
  readonly type?: readonly { readonly code: string; readonly targetProfile?: readonly string[] }[];
};
export type RuledDefinition = {
  readonly name: string;
  readonly baseDefinition?: string;
  readonly snapshot: { readonly element: readonly RuledElement[] };
};
type Contained = { readonly system?: string; readonly code?: string; readonly contains?: readonly Contained[] };
type Expanded = {
  readonly url: string;
  readonly expansion?: {
    readonly contains?: readonly Contained[];
    readonly parameter?: readonly { readonly name: string }[];
  };
};

/** Value sets whose members the package does not hold, or only some of them; the reason is told in docs/fhir/conformance.md. */
const OPEN: Readonly<Record<string, string>> = {
  'http://hl7.org/fhir/ValueSet/mimetypes': 'BCP 13 is external and has no closed list',
  'http://hl7.org/fhir/ValueSet/ucum-units': 'UCUM is a grammar, not a list',
  'http://loinc.org/vs/LL379-9': 'LOINC is licensed and not part of the package',
};

const FHIR_VALUE_SET = 'http://hl7.org/fhir/ValueSet/';

/** The url without its version; those of FHIR itself by their last part. */
const keyOf = (canonical: string): string => {
  const url = canonical.replace(/\|.*$/, '');
  return url.startsWith(FHIR_VALUE_SET) ? url.slice(FHIR_VALUE_SET.length) : url;
};

const lastOf = (url: string): string => url.slice(url.lastIndexOf('/') + 1);

const isOwn = (element: RuledElement): boolean => element.base === undefined || element.base.path === element.path;

const codesOf = (expanded: Expanded | undefined): Readonly<Record<string, readonly string[]>> | undefined => {
  const contains = expanded?.expansion?.contains;
  if (contains === undefined) return undefined;
  const codes: Record<string, string[]> = {};
  const visit = (all: readonly Contained[]): void => {
    for (const { system, code, contains: inner } of all) {
      if (system !== undefined && code !== undefined) (codes[system] ??= []).push(code);
      visit(inner ?? []);
    }
  };
  visit(contains);
  return codes;
};

const targetsOf = (element: RuledElement): string => {
  const references = (element.type ?? []).filter(({ code }) => code === 'Reference');
  const profiles = references.flatMap(({ targetProfile }) => targetProfile ?? ['Resource']);
  const types = [...new Set(profiles.map(lastOf))];
  return types.includes('Resource') ? '' : types.join(' ');
};

/** Constraints a type has from its base, or an element from its type, are told once, where they begin. */
const invariantsOf = (
  definition: RuledDefinition,
  root: ReadonlyMap<string, ReadonlySet<string>>,
): CompactRules['invariants'] => {
  const ofBase = root.get(lastOf(definition.baseDefinition ?? '')) ?? new Set();
  return definition.snapshot.element.flatMap((element) => {
    const isRoot = element.path === definition.name;
    const ofType = element.type?.length === 1 ? root.get(element.type[0]?.code ?? '') : undefined;
    return (element.constraint ?? [])
      .filter(({ key }) => !(isRoot ? ofBase : (ofType ?? new Set())).has(key) && (isRoot || key !== 'ele-1'))
      .filter(({ key }) => isOwn(element) && (isRoot || key !== 'ext-1'))
      .map(({ key, severity, expression }): [string, string, 'e' | 'w', string] => [
        element.path,
        key,
        severity === 'error' ? 'e' : 'w',
        expression ?? '',
      ]);
  });
};

/** Reads the unpacked package and writes the table; tells how much it holds. */
export const writeRules = (folder: string, definitions: readonly RuledDefinition[]): string => {
  const bundle = JSON.parse(readFileSync(join(folder, 'Bundle-valueset-expansions.json'), 'utf8')) as {
    readonly entry: readonly { readonly resource: Expanded }[];
  };
  const expanded = new Map(bundle.entry.map(({ resource }) => [resource.url, resource]));
  const valueSets: Record<string, Readonly<Record<string, readonly string[]>>> = {};
  const open: Record<string, string> = {};
  const bindings: Record<string, string> = {};
  const targets: Record<string, string> = {};
  const root = new Map(
    definitions.map(({ name, snapshot }) => [
      name,
      new Set(snapshot.element.find(({ path }) => path === name)?.constraint?.map(({ key }) => key)),
    ]),
  );
  for (const { snapshot } of definitions)
    for (const element of snapshot.element) {
      if (!isOwn(element)) continue;
      const allowed = targetsOf(element);
      if (allowed !== '') targets[element.path] = allowed;
      const { strength, valueSet } = element.binding ?? {};
      if (strength !== 'required' || valueSet === undefined) continue;
      const url = valueSet.replace(/\|.*$/, '');
      const codes = url in OPEN ? undefined : codesOf(expanded.get(url));
      bindings[element.path] = keyOf(url);
      if (codes === undefined) open[keyOf(url)] = OPEN[url] ?? 'the package has no expansion of it';
      else valueSets[keyOf(url)] = codes;
    }
  const table: CompactRules = {
    valueSets,
    open,
    bindings,
    targets,
    invariants: definitions.flatMap((definition) => invariantsOf(definition, root)),
  };
  // ISO 4217 has a code for "no currency" that reads like a mark of something unfinished: written as an escape, read as itself
  const text = JSON.stringify(table).replaceAll('"\u0058XX"', '"\\u0058XX"');
  writeFileSync(new URL('./r4-rules.json', import.meta.url), text);
  return (
    `${Object.keys(bindings).length} required bindings to ${Object.keys(valueSets).length} value sets (${Object.keys(open).length} left open), ` +
    `${Object.keys(targets).length} references, ${table.invariants.length} invariants, ${JSON.stringify(table).length} characters`
  );
};
