/**
 * Structure, types and cardinality of FHIR R4, compiled from the definitions to closures when a type is first met. Bindings
 * and invariants are not checked here.
 */
import { capital, elementsOf, namesOf, r4 } from '../definitions/table.ts';
import type { ElementRow, TypeRow } from '../definitions/table.ts';
import { isObject } from '../resource.ts';
import { primitiveChecks } from './primitives.ts';
import type { PrimitiveCheck } from './primitives.ts';
import { newWalk, note } from './walk.ts';
import type { Check, Link, Walk } from './walk.ts';
import type { Issue } from '../outcome.ts';

const DEEPEST = 64;

type Member = {
  readonly many: boolean;
  /** Index of the choice this name belongs to; -1 for a plain element. */
  readonly choice: number;
  readonly check: Check;
  /** A primitive's `_name` partner carries id and extensions only. */
  readonly partner: boolean;
  readonly primitive: boolean;
};

const LINK_TYPES = new Set(['uri', 'url', 'oid', 'uuid']);

/** Names in sentences are cut: what stands in the place of a name may be anything. */
const shown = (name: string): string => name.slice(0, 40);

const checkPrimitive = (type: string, primitive: PrimitiveCheck): Check => {
  return (value, walk) => {
    const word = value === null ? 'null-value' : primitive.wrong(value);
    if (word !== undefined) note(walk, word, { type, wanted: primitive.json });
  };
};

const compiled = new Map<string, Check>();

/** The check of a type by name; recursive types meet themselves through the map. */
const checkOf = (type: string): Check => {
  const primitive = primitiveChecks.get(type);
  if (primitive) return checkPrimitive(type, primitive);
  if (type === 'Resource') return checkAnyResource;
  let check: Check | undefined;
  return (value, walk) => {
    check ??= structureOf(type);
    check(value, walk);
  };
};

const checkAnyResource: Check = (value, walk) => {
  if (!isObject(value)) {
    note(walk, 'not-an-object');
    return;
  }
  const type = value['resourceType'];
  if (typeof type !== 'string') note(walk, 'missing-type');
  else if (!isResourceType(type)) note(walk, 'unknown-type', { type: shown(type) }, 'resourceType');
  else structureOf(type)(value, walk);
};

/** Whether R4 has a concrete resource type of this name. */
export const isResourceType = (name: string): boolean => {
  const type = r4.types.get(name);
  return type?.kind === 'resource' && !type.abstract;
};

const membersOf = (
  typeName: string,
  type: TypeRow,
): {
  readonly members: ReadonlyMap<string, Member>;
  readonly required: readonly string[];
  readonly choices: readonly ElementRow[];
} => {
  const members = new Map<string, Member>();
  const required: string[] = [];
  const choices: ElementRow[] = [];
  for (const element of elementsOf(type)) {
    if (element.choice) choices.push(element);
    else if (element.required) required.push(element.name);
    const choice = element.choice ? choices.length - 1 : -1;
    const names = namesOf(element);
    for (const [at, elementType] of element.types.entries()) {
      const name = names[at] ?? element.name;
      const primitive = primitiveChecks.has(elementType);
      members.set(name, { many: element.many, choice, check: checkOf(elementType), partner: false, primitive });
      // Extension.url and ids of elements have no partner, but allowing one there harms nobody
      if (primitive)
        members.set(`_${name}`, { many: element.many, choice, check: checkOf('Element'), partner: true, primitive });
    }
  }
  if (type.kind === 'resource') members.set('resourceType', ofResourceType(typeName));
  return { members, required, choices };
};

const ofResourceType = (typeName: string): Member => ({
  many: false,
  choice: -1,
  partner: false,
  primitive: true,
  check: (value, walk) => {
    if (value !== typeName) note(walk, 'missing-type');
  },
});

const linkKind = (typeName: string, element: ElementRow): Link['kind'] | undefined => {
  if (typeName === 'Reference' && element.name === 'reference') return 'reference';
  if (element.types.includes('xhtml')) return 'narrative';
  return element.types.some((type) => LINK_TYPES.has(type)) &&
    element.name !== 'fullUrl' &&
    typeName !== 'Bundle.entry.request'
    ? 'uri'
    : undefined;
};

/** Most uri values are code systems; only those that can be links are kept. */
const canBeLink = (kind: Link['kind'], value: string): boolean =>
  kind === 'reference'
    ? !value.startsWith('#')
    : kind === 'uri'
      ? value.startsWith('urn:uuid:') || value.startsWith('http')
      : value.includes('urn:uuid:');

const collectLinks = (type: TypeRow, typeName: string): ReadonlyMap<string, Link['kind']> => {
  const links = new Map<string, Link['kind']>();
  for (const element of elementsOf(type)) {
    const kind = linkKind(typeName, element);
    if (!kind) continue;
    if (!element.choice) links.set(element.name, kind);
    else for (const each of element.types) if (LINK_TYPES.has(each)) links.set(element.name + capital(each), kind);
  }
  return links;
};

/** Systems and profiles are canonical names of things outside; `system` and `url` of a definition never link a record. */
const NEVER_LINKS = new Set(['system', 'implicitRules']);

const keepLink = (holder: Record<string, unknown>, name: string, kind: Link['kind'], walk: Walk): void => {
  const value = holder[name];
  if (typeof value === 'string') {
    if (canBeLink(kind, value)) walk.links.push({ holder, key: name, kind, path: [...walk.path, name] });
  } else if (Array.isArray(value)) {
    for (const [at, each] of (value as unknown[]).entries())
      if (typeof each === 'string' && canBeLink(kind, each))
        walk.links.push({ holder: value as unknown[], key: at, kind, path: [...walk.path, name, at] });
  }
};

const checkList = (member: Member, value: unknown, partner: unknown, walk: Walk): void => {
  if (!Array.isArray(value)) {
    note(walk, 'not-a-list');
    return;
  }
  if (value.length === 0) note(walk, 'empty-list');
  // [null] is allowed where the partner says why there is no value, and the other way round
  const other = Array.isArray(partner) ? (partner as unknown[]) : undefined;
  if (other && other.length !== value.length && !member.partner) note(walk, 'primitive-list-length');
  const { path } = walk;
  for (let at = 0; at < value.length; at++) {
    const each: unknown = value[at];
    if (each === null && member.primitive && other?.[at] !== undefined && other[at] !== null) continue;
    path.push(at);
    member.check(each, walk);
    path.pop();
  }
};

const build = (typeName: string): Check => {
  const type = r4.types.get(typeName);
  if (!type) throw new Error(`no definition of ${typeName}`);
  const { members, required, choices } = membersOf(typeName, type);
  const links = new Map([...collectLinks(type, typeName)].filter(([name]) => !NEVER_LINKS.has(name)));
  const hasLinks = links.size > 0;
  const isResource = type.kind === 'resource';
  return (value, walk) => {
    if (!isObject(value)) {
      note(walk, value === null ? 'null-value' : Array.isArray(value) ? 'not-single' : 'not-an-object');
      return;
    }
    const { path } = walk;
    if (path.length > DEEPEST) {
      note(walk, 'too-deep');
      return;
    }
    let count = 0;
    let seen = 0;
    let seenNames: string[] | undefined;
    for (const name in value) {
      count++;
      const member = members.get(name);
      if (member === undefined) {
        note(walk, 'unknown-element', { name: shown(name), type: typeName }, shown(name));
        continue;
      }
      const given = value[name];
      if (member.choice >= 0) {
        const bit = 1 << member.choice;
        const plain = member.partner ? name.slice(1) : name;
        if ((seen & bit) !== 0 && !seenNames?.includes(plain))
          note(walk, 'two-choices', { name: choices[member.choice]?.name ?? '' }, name);
        seen |= bit;
        (seenNames ??= []).push(plain);
      }
      path.push(name);
      if (member.many) checkList(member, given, value[member.partner ? name.slice(1) : `_${name}`], walk);
      else if (Array.isArray(given)) note(walk, 'not-single');
      else member.check(given, walk);
      path.pop();
      if (hasLinks) {
        const kind = links.get(name);
        if (kind !== undefined) keepLink(value, name, kind, walk);
      }
    }
    if (count === (isResource ? 1 : 0)) note(walk, 'empty-object');
    for (const name of required)
      if (value[name] === undefined && value[`_${name}`] === undefined)
        note(walk, 'missing-element', { name, type: typeName }, name);
    for (const [at, choice] of choices.entries())
      if (choice.required && (seen & (1 << at)) === 0)
        note(walk, 'missing-element', { name: `${choice.name}[x]`, type: typeName }, choice.name);
  };
};

const structureOf = (type: string): Check => {
  const known = compiled.get(type);
  if (known) return known;
  const made = build(type);
  compiled.set(type, made);
  return made;
};

export type Validated = {
  readonly issues: readonly Issue[];
  /** Places that hold links to other resources, in the order they were met. */
  readonly links: readonly Link[];
};

/** Checks a parsed resource of any type (a Bundle with all its entries). No issues: it is good. */
export const validate = (resource: unknown): Validated => {
  const root =
    isObject(resource) && typeof resource['resourceType'] === 'string' ? resource['resourceType'] : 'Resource';
  const walk = newWalk(shown(root));
  checkAnyResource(resource, walk);
  return { issues: walk.issues, links: walk.links };
};
