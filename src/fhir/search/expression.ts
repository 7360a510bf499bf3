/**
 * The part of FHIRPath that R4's search parameters use, compiled to a walk: member steps, choice types, `as` and `ofType`,
 * `where(member = 'text')`, `where(hasExtension('url'))` and `where(resolve() is Type)` (for a reference a test of its text).
 * Each expression is also a JSON path of PostgreSQL, for what is asked too rarely to be indexed.
 */
import { capital } from '../definitions/table.ts';
import type { Definitions, ElementRow } from '../definitions/table.ts';
import { isObject, objectsOf } from '../resource.ts';

/** One found value and the FHIR type it has. */
export type Visit = (value: unknown, type: string) => void;
export type Walk = (resource: unknown, visit: Visit) => void;

type Filter =
  | { readonly kind: 'equals'; readonly member: string; readonly text: string }
  | { readonly kind: 'extension'; readonly url: string };
type Step = { readonly name: string; readonly filter?: Filter };
/** One way through the JSON names; a choice makes a branch for each type it allows. */
type Branch = { readonly steps: readonly Step[]; readonly type: string; readonly many: boolean };

export type CompiledExpression = {
  readonly walk: Walk;
  /** Types of the values it can find. */
  readonly types: readonly string[];
  /** For each branch `$."name"…` and the type found there. */
  readonly jsonPaths: readonly { readonly path: string; readonly type: string }[];
  /** `where(resolve() is Patient)`: only references to this type count. */
  readonly onlyType: string | undefined;
  /** The expression without that condition: what is walked, and indexed once however many parameters use it. */
  readonly base: string;
  /** Whether one resource can have several values here. */
  readonly many: boolean;
  /** Always has a value, true or false. */
  readonly always: boolean;
};

type Operation =
  | { readonly kind: 'member'; readonly name: string }
  | { readonly kind: 'cast'; readonly type: string }
  | { readonly kind: 'where'; readonly filter: Filter }
  | { readonly kind: 'resolves'; readonly type: string };

const conditionOf = (text: string): Operation | undefined => {
  const resolves = /^resolve\(\) is ([A-Za-z]+)$/.exec(text)?.[1];
  if (resolves !== undefined) return { kind: 'resolves', type: resolves };
  const equals = /^([a-z][A-Za-z]*)\s*=\s*'([^']*)'$/.exec(text);
  if (equals?.[1] !== undefined)
    return { kind: 'where', filter: { kind: 'equals', member: equals[1], text: equals[2] ?? '' } };
  const url = /^hasExtension\('([^']*)'\)$/.exec(text)?.[1];
  return url === undefined ? undefined : { kind: 'where', filter: { kind: 'extension', url } };
};

/** Where the bracket opened at `from` closes; quotes hide brackets. */
const closing = (text: string, from: number): number => {
  let depth = 0;
  let quoted = false;
  for (let at = from; at < text.length; at++) {
    const unit = text[at];
    if (unit === "'") quoted = !quoted;
    else if (!quoted && unit === '(') depth++;
    else if (!quoted && unit === ')' && --depth === 0) return at;
  }
  return -1;
};

const STEP = /^\.?([A-Za-z][A-Za-z]*)/;

/** The steps after the type's name: `.telecom.where(system='phone')`. */
const stepsOf = (text: string): readonly Operation[] | undefined => {
  const found: Operation[] = [];
  let rest = text;
  while (rest !== '') {
    const name = STEP.exec(rest)?.[1];
    if (name === undefined) return undefined;
    rest = rest.slice(rest.startsWith('.') ? name.length + 1 : name.length);
    if (!rest.startsWith('(')) {
      found.push({ kind: 'member', name });
      continue;
    }
    const end = closing(rest, 0);
    const inner = rest.slice(1, end);
    rest = rest.slice(end + 1);
    if (name === 'as' || name === 'ofType') found.push({ kind: 'cast', type: inner.trim() });
    else {
      const condition = name === 'where' ? conditionOf(inner.trim()) : undefined;
      if (!condition) return undefined;
      found.push(condition);
    }
  }
  return found;
};

/** `(A.b as C).d` as its steps, the type's name first. */
const operationsOf = (text: string): readonly Operation[] | undefined => {
  if (!text.startsWith('(')) return stepsOf(text);
  const end = closing(text, 0);
  const inner = text.slice(1, end);
  const cast = /^(.*) as ([A-Za-z]+)$/.exec(inner);
  const head = operationsOf((cast?.[1] ?? inner).trim());
  const tail = stepsOf(text.slice(end + 1));
  if (!head || !tail) return undefined;
  return [...head, ...(cast?.[2] === undefined ? [] : [{ kind: 'cast', type: cast[2] } as const]), ...tail];
};

const elementOf = (definitions: Definitions, type: string, name: string): ElementRow | undefined => {
  for (let at = definitions.types.get(type); at; at = at.base ? definitions.types.get(at.base) : undefined) {
    const element = at.elements.find((each) => each.name === name);
    if (element) return element;
  }
  return undefined;
};

const NARROWER: Readonly<Record<string, readonly string[]>> = {
  uri: ['canonical', 'url', 'oid', 'uuid'],
  string: ['code', 'id', 'markdown'],
  integer: ['positiveInt', 'unsignedInt'],
};

/** Whether `as` keeps a value of this type: it is the wanted one or a narrower one. */
const isKind = (definitions: Definitions, type: string, wanted: string): boolean =>
  type === wanted || NARROWER[wanted]?.includes(type) === true || definitions.types.get(type)?.base === wanted;

const withFilter = ({ steps, type, many }: Branch, filter: Filter): Branch => {
  const last = steps.at(-1);
  return last === undefined
    ? { steps, type, many }
    : { steps: [...steps.slice(0, -1), { ...last, filter }], type, many };
};

/** Follows the operations through the types. */
const branchesOf = (
  definitions: Definitions,
  root: string,
  operations: readonly Operation[],
): readonly Branch[] | undefined => {
  let branches: readonly Branch[] = [{ steps: [], type: root, many: false }];
  for (const operation of operations) {
    if (operation.kind === 'cast') branches = branches.filter(({ type }) => isKind(definitions, type, operation.type));
    else if (operation.kind === 'where') branches = branches.map((branch) => withFilter(branch, operation.filter));
    else if (operation.kind === 'member') {
      const next: Branch[] = [];
      for (const { steps, type: owner, many } of branches) {
        const element = elementOf(definitions, owner, operation.name);
        if (!element) return undefined;
        for (const type of element.types) {
          const name = element.choice ? element.name + capital(type) : element.name;
          next.push({ steps: [...steps, { name }], type, many: many || element.many });
        }
      }
      branches = next;
    }
  }
  return branches.length > 0 ? branches : undefined;
};

const holds = (value: unknown, filter: Filter): boolean => {
  if (!isObject(value)) return false;
  return filter.kind === 'equals'
    ? value[filter.member] === filter.text
    : objectsOf(value['extension']).some(({ url }) => url === filter.url);
};

const follow = (value: unknown, steps: readonly Step[], depth: number, type: string, visit: Visit): void => {
  if (value === undefined || value === null) return;
  if (Array.isArray(value)) {
    for (const each of value as readonly unknown[]) follow(each, steps, depth, type, visit);
    return;
  }
  const filter = depth === 0 ? undefined : steps[depth - 1]?.filter;
  if (filter !== undefined && !holds(value, filter)) return;
  if (depth === steps.length) visit(value, type);
  else if (isObject(value)) follow(value[steps[depth]?.name ?? ''], steps, depth + 1, type, visit);
};

const filterPath = (filter: Filter): string =>
  filter.kind === 'equals'
    ? ` ? (@."${filter.member}" == ${JSON.stringify(filter.text)})`
    : ` ? (exists (@."extension" ? (@."url" == ${JSON.stringify(filter.url)})))`;

const jsonPathOf = ({ steps }: Branch): string =>
  `$${steps.map(({ name, filter }) => `."${name}"${filter === undefined ? '' : filterPath(filter)}`).join('')}`;

/** `Patient.deceased.exists() and Patient.deceased != false`: the one expression of R4 that is itself a truth. */
const TRUTH = /^([A-Z][A-Za-z]+\.[a-z][A-Za-z]*)\.exists\(\) and \1 != false$/;

/**
 * Compiles one expression; undefined where it leaves the subset.
 * @param root a resource type whose name the expression begins with, or a type that a relative expression starts from
 */
export const compileExpression = (
  definitions: Definitions,
  expression: string,
  root?: string,
): CompiledExpression | undefined => {
  const text = expression.trim();
  const truth = TRUTH.exec(text)?.[1];
  const all = operationsOf(truth ?? text);
  const [first] = all ?? [];
  if (!all || (root === undefined && first?.kind !== 'member')) return undefined;
  const start = root ?? (first?.kind === 'member' ? first.name : '');
  const operations = root === undefined ? all.slice(1) : all;
  const branches = branchesOf(definitions, start, operations);
  if (!branches) return undefined;
  const walk: Walk = (resource, visit) => {
    for (const branch of branches) follow(resource, branch.steps, 0, branch.type, visit);
  };
  const resolves = operations.find((operation) => operation.kind === 'resolves');
  return {
    walk:
      truth === undefined
        ? walk
        : (resource, visit) => {
            let isTrue = false;
            walk(resource, (value) => {
              isTrue ||= value !== false;
            });
            visit(isTrue, 'boolean');
          },
    types: truth === undefined ? [...new Set(branches.map(({ type }) => type))] : ['boolean'],
    jsonPaths: branches.map((branch) => ({ path: jsonPathOf(branch), type: branch.type })),
    onlyType: resolves?.type,
    base: text.replace(/\.where\(resolve\(\) is [A-Za-z]+\)/, ''),
    many: branches.some(({ many }) => many),
    always: truth !== undefined,
  };
};
