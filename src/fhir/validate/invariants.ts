/**
 * The invariants of R4, compiled from their FHIRPath when a type is first met. An invariant is broken only by a definite false:
 * an empty answer comes from dates that cannot be put in order or from a member whose absence another rule tells.
 */
import { r4 } from '../definitions/table.ts';
import { r4Rules } from '../definitions/rules.ts';
import type { Invariant } from '../definitions/rules.ts';
import { compileExpression } from './fhirpath/compile.ts';
import { truthOf } from './fhirpath/compiled.ts';
import type { Truth } from './fhirpath/compiled.ts';
import { note } from './walk.ts';
import type { Walk } from './walk.ts';

/** Written out elsewhere in this folder, where it is said more exactly what is wrong or where. */
export const WRITTEN_OUT: ReadonlyMap<string, string> = new Map([
  ['ele-1', 'structure.ts'],
  ['ext-1', 'structure.ts'],
  ['ref-1', 'references.ts'],
  ['dom-2', 'contained.ts'],
  ['dom-3', 'contained.ts'],
  ['dom-4', 'contained.ts'],
  ['dom-5', 'contained.ts'],
  ['txt-1', 'narrative.ts'],
  ['txt-2', 'narrative.ts'],
]);

/** Not checked, and why. */
export const NOT_CHECKED: ReadonlyMap<string, string> = new Map([
  ['ctm-1', 'asks what a referred resource is (resolve()); a validation reads no other records'],
]);

export type CompiledInvariant = Invariant & { readonly test: Truth };

const compiled = new Map<string, readonly CompiledInvariant[]>();

const compileAt = (path: string): readonly CompiledInvariant[] => {
  const known = compiled.get(path);
  if (known) return known;
  const made = r4Rules
    .invariantsOf(path)
    .filter(({ key }) => !WRITTEN_OUT.has(key) && !NOT_CHECKED.has(key))
    .map((invariant) => ({ ...invariant, test: truthOf(compileExpression(invariant.expression, path)) }));
  compiled.set(path, made);
  return made;
};

/** Those of an element (`Organization.telecom`). */
export const invariantsAt = (path: string): readonly CompiledInvariant[] => compileAt(path);

/** Those of a type and of all types it is based on. */
export const invariantsOfType = (type: string): readonly CompiledInvariant[] => {
  const base = r4.types.get(type)?.base ?? null;
  return [...(base === null ? [] : invariantsOfType(base)), ...compileAt(type)];
};

/** Asks them of a value, each for itself. */
export const checkInvariants = (invariants: readonly CompiledInvariant[], value: unknown, walk: Walk): void => {
  if (walk.tooDeep) return;
  const outer = walk.context;
  walk.context = value;
  for (const { key, severity, expression, test } of invariants)
    if (test(value, walk) === false)
      note(walk, 'invariant', { key, rule: expression }, undefined, severity === 'warning' ? 'warning' : undefined);
  walk.context = outer;
};
