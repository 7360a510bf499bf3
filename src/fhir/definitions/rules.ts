/**
 * The committed rules of FHIR R4 (definitions/r4-rules.json): required bindings, reference targets and invariants. Made by
 * `npm run definitions` together with r4.json.
 */
import { readFileSync } from 'node:fs';

/** As committed. */
export type CompactRules = {
  /** By value set: codes by their system. */
  readonly valueSets: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** Value sets of required bindings whose codes are not here, with the reason. */
  readonly open: Readonly<Record<string, string>>;
  /** By element (`Patient.gender`; a choice as `Type.name[x]`): its value set. */
  readonly bindings: Readonly<Record<string, string>>;
  /** By element: the types its references may point to, apart by spaces. Absent where any type may stand. */
  readonly targets: Readonly<Record<string, string>>;
  /** The element or type a constraint is checked on, its key, error or warning, its FHIRPath expression. */
  readonly invariants: readonly (readonly [path: string, key: string, severity: 'e' | 'w', expression: string])[];
};

export type Invariant = {
  readonly path: string;
  readonly key: string;
  readonly severity: 'error' | 'warning';
  readonly expression: string;
};

export type ValueSet = {
  readonly key: string;
  /** All codes, whatever their system: what an element of type code is checked against. */
  readonly codes: ReadonlySet<string>;
  /** `system|code` */
  readonly codings: ReadonlySet<string>;
};

const compact = JSON.parse(readFileSync(new URL('./r4-rules.json', import.meta.url), 'utf8')) as CompactRules;

const valueSets: ReadonlyMap<string, ValueSet> = new Map(
  Object.entries(compact.valueSets).map(([key, systems]) => [
    key,
    {
      key,
      codes: new Set(Object.values(systems).flat()),
      codings: new Set(Object.entries(systems).flatMap(([system, codes]) => codes.map((code) => `${system}|${code}`))),
    },
  ]),
);

const invariants = new Map<string, Invariant[]>();
for (const [path, key, severity, expression] of compact.invariants) {
  const of = invariants.get(path) ?? [];
  of.push({ path, key, severity: severity === 'e' ? 'error' : 'warning', expression });
  invariants.set(path, of);
}

/** What R4 asks beyond structure, by element. */
export const r4Rules = {
  /** The value set a required binding names; undefined where there is none or its codes are not here. */
  valueSetOf: (path: string): ValueSet | undefined => valueSets.get(compact.bindings[path] ?? ''),
  /** The types a reference may point to; undefined for any. */
  targetsOf: (path: string): readonly string[] | undefined => compact.targets[path]?.split(' '),
  invariantsOf: (path: string): readonly Invariant[] => invariants.get(path) ?? [],
  invariants: (): readonly Invariant[] => [...invariants.values()].flat(),
  bindings: (): Readonly<Record<string, string>> => compact.bindings,
  open: (): Readonly<Record<string, string>> => compact.open,
  targets: (): Readonly<Record<string, string>> => compact.targets,
};
