/**
 * The part of FHIRPath that search parameters here use, compiled to a walk: member steps, choice types, `as`, and
 * `where(resolve() is Type)` (which for a reference is a test of its text). Anything else is not compiled and so not offered.
 */
import type { Definitions, ElementRow } from '../definitions/table.ts';
import { isObject } from '../resource.ts';

/** One found value and the FHIR type it has. */
export type Visit = (value: unknown, type: string) => void;
export type Walk = (resource: unknown, visit: Visit) => void;

export type CompiledExpression = {
  readonly walk: Walk;
  /** JSON names of the steps, for a path query in the database; a choice gives several. */
  readonly paths: readonly string[];
  /** `where(resolve() is Patient)`: only references to this type count. */
  readonly onlyType: string | undefined;
};

const SHAPE = /^([A-Z][A-Za-z]+)((?:\.[a-z][A-Za-z]*)+)$/;
const AS = /^\((.*) as ([A-Za-z]+)\)$/;
const AS_FUNCTION = /^(.*)\.as\(([A-Za-z]+)\)$/;
const RESOLVES = /^(.*)\.where\(resolve\(\) is ([A-Za-z]+)\)$/;

const capital = (name: string): string => name.slice(0, 1).toUpperCase() + name.slice(1);

const elementOf = (definitions: Definitions, type: string, name: string): ElementRow | undefined => {
  for (let at = definitions.types.get(type); at; at = at.base ? definitions.types.get(at.base) : undefined) {
    const element = at.elements.find((each) => each.name === name);
    if (element) return element;
  }
  return undefined;
};

type Branch = { readonly names: readonly string[]; readonly type: string };

/** Follows the steps through the types; a choice in the middle or at the end makes a branch per allowed type. */
const branchesOf = (
  definitions: Definitions,
  root: string,
  steps: readonly string[],
  as: string | undefined,
): readonly Branch[] | undefined => {
  let branches: readonly Branch[] = [{ names: [], type: root }];
  for (const [position, step] of steps.entries()) {
    const isLast = position === steps.length - 1;
    const next: Branch[] = [];
    for (const branch of branches) {
      const element = elementOf(definitions, branch.type, step);
      if (!element) return undefined;
      for (const type of element.types) {
        if (isLast && as !== undefined && element.choice && type !== as) continue;
        next.push({ names: [...branch.names, element.choice ? element.name + capital(type) : element.name], type });
      }
    }
    branches = next;
  }
  return branches.length > 0 ? branches : undefined;
};

const follow = (value: unknown, names: readonly string[], depth: number, type: string, visit: Visit): void => {
  if (Array.isArray(value)) {
    for (const each of value as readonly unknown[]) follow(each, names, depth, type, visit);
    return;
  }
  if (depth === names.length) {
    if (value !== undefined && value !== null) visit(value, type);
    return;
  }
  if (isObject(value)) follow(value[names[depth] ?? ''], names, depth + 1, type, visit);
};

/** Compiles one expression of one resource type; undefined where it leaves the subset. */
export const compileExpression = (definitions: Definitions, expression: string): CompiledExpression | undefined => {
  let text = expression.trim();
  const resolves = RESOLVES.exec(text);
  const onlyType = resolves?.[2];
  text = resolves?.[1] ?? text;
  const cast = AS.exec(text) ?? AS_FUNCTION.exec(text);
  text = cast?.[1] ?? text;
  const shape = SHAPE.exec(text);
  if (!shape?.[1] || !shape[2]) return undefined;
  const branches = branchesOf(definitions, shape[1], shape[2].slice(1).split('.'), cast?.[2]);
  if (!branches) return undefined;
  return {
    walk: (resource, visit) => {
      for (const branch of branches) follow(resource, branch.names, 0, branch.type, visit);
    },
    paths: branches.map((branch) => branch.names.join('.')),
    onlyType,
  };
};
