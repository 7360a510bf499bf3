/**
 * What R4 asks of a type, compiled from the definitions to one closure when the type is first met: structure, cardinality,
 * types and choices, required bindings, reference targets, extensions and invariants.
 */
import { namesOf, r4 } from '../definitions/table.ts';
import type { ElementRow, TypeRow } from '../definitions/table.ts';
import { r4Rules } from '../definitions/rules.ts';
import { checkClaimed } from '../profiles/claimed.ts';
import { isObject } from '../resource.ts';
import type { JsonObject } from '../resource.ts';
import { codedCheck } from './coded.ts';
import { checkContained } from './contained.ts';
import { checkInvariants, invariantsAt, invariantsOfType } from './invariants.ts';
import { keepLink, linkMembers } from './links.ts';
import { checkNarrative } from './narrative.ts';
import { primitiveChecks } from './primitives.ts';
import type { PrimitiveCheck } from './primitives.ts';
import { checkReference, isResourceType, targetCheck, typesByFullUrl } from './references.ts';
import { note } from './walk.ts';
import type { Check, Walk } from './walk.ts';

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

/** Names in sentences are cut: what stands in the place of a name may be anything. */
export const shown = (name: string): string => name.slice(0, 40);

const checkPrimitive = (type: string, primitive: PrimitiveCheck): Check => {
  return (value, walk) => {
    const word = value === null ? 'null-value' : primitive.wrong(value);
    if (word !== undefined) note(walk, word, { type, wanted: primitive.json });
  };
};

const compiled = new Map<string, Check>();

/** The check of a type by name; recursive types meet themselves through the map. */
const checkOf = (type: string): Check => {
  if (type === 'xhtml') return checkNarrativeText;
  const primitive = primitiveChecks.get(type);
  if (primitive) return checkPrimitive(type, primitive);
  if (type === 'Resource') return checkAnyResource;
  let check: Check | undefined;
  return (value, walk) => {
    check ??= structureOf(type);
    check(value, walk);
  };
};

const checkNarrativeText: Check = (value, walk) => {
  const before = walk.issues.length;
  const word = value === null ? 'null-value' : primitiveChecks.get('xhtml')?.wrong(value);
  if (word !== undefined) note(walk, word, { type: 'xhtml', wanted: 'string' });
  if (walk.issues.length === before) checkNarrative(value, walk);
};

/** A resource of any kind, as it stands in a bundle, in `contained` or alone. */
export const checkAnyResource: Check = (value, walk) => {
  if (!isObject(value)) {
    note(walk, 'not-an-object');
    return;
  }
  const type = value['resourceType'];
  if (typeof type !== 'string') note(walk, 'missing-type');
  else if (!isResourceType(type)) note(walk, 'unknown-type', { type: shown(type) }, 'resourceType');
  else structureOf(type)(value, walk);
};

/** Elements with the path they are defined at: those of a base under the base's name. */
const definedElements = (typeName: string): readonly (readonly [path: string, element: ElementRow])[] => {
  const type = r4.types.get(typeName);
  if (!type) return [];
  return [
    ...(type.base === null ? [] : definedElements(type.base)),
    ...type.elements.map((element) => [`${typeName}.${element.name}${element.choice ? '[x]' : ''}`, element] as const),
  ];
};

/** The check of an element: of its type, and then of what is asked at this element beyond the type. */
const elementCheck = (path: string, type: string): Check => {
  const ofType = checkOf(type);
  const set = r4Rules.valueSetOf(path);
  const coded = set && codedCheck(type, set);
  const targets = type === 'Reference' ? r4Rules.targetsOf(path) : undefined;
  // a group of elements is a type of its own, and its invariants are asked there
  const invariants = r4.types.has(path) ? [] : invariantsAt(path);
  const further: Check[] = [];
  if (coded) further.push(coded);
  if (targets) further.push(targetCheck(targets));
  const advised = invariants.filter(({ severity }) => severity === 'error');
  if (invariants.length > 0)
    further.push((value, walk) => {
      checkInvariants(walk.advising ? invariants : advised, value, walk);
    });
  if (further.length === 0) return ofType;
  return (value, walk) => {
    const before = walk.issues.length;
    ofType(value, walk);
    if (walk.issues.length === before) for (const each of further) each(value, walk);
  };
};

type Shape = {
  readonly members: ReadonlyMap<string, Member>;
  readonly required: readonly string[];
  readonly choices: readonly ElementRow[];
};

const shapeOf = (typeName: string, type: TypeRow): Shape => {
  const members = new Map<string, Member>();
  const required: string[] = [];
  const choices: ElementRow[] = [];
  for (const [path, element] of definedElements(typeName)) {
    if (element.choice) choices.push(element);
    else if (element.required) required.push(element.name);
    const choice = element.choice ? choices.length - 1 : -1;
    const names = namesOf(element);
    for (const [at, elementType] of element.types.entries()) {
      const name = names[at] ?? element.name;
      const primitive = primitiveChecks.has(elementType);
      const plain = { many: element.many, choice, primitive };
      members.set(name, { ...plain, check: elementCheck(path, elementType), partner: false });
      // Extension.url and ids of elements have no partner, but allowing one there harms nobody
      if (primitive) members.set(`_${name}`, { ...plain, check: checkOf('Element'), partner: true });
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

/** Only primitives have one, and a name is not put together for all the others. */
const partnerOf = ({ partner, primitive }: Member, value: Readonly<Record<string, unknown>>, name: string): unknown =>
  partner ? value[name.slice(1)] : primitive ? value[`_${name}`] : undefined;

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

/** ext-1, and that an extension of a record itself is named by a whole url; inner ones have short names. */
const checkExtension = (value: JsonObject, walk: Walk): void => {
  let has = false;
  for (const name in value) if (name.startsWith('value') || name.startsWith('_value')) has = true;
  if (has === (value['extension'] !== undefined)) note(walk, 'extension-empty');
  const { url } = value;
  const { path } = walk;
  if (typeof url !== 'string' || url.includes(':')) return;
  // …extension[0].extension[1]: an extension inside another
  if (path.at(-4) !== 'extension' && path.at(-4) !== 'modifierExtension') note(walk, 'extension-url', undefined, 'url');
};

/** What is checked of some types besides their definition. */
const FURTHER: ReadonlyMap<string, (value: JsonObject, walk: Walk) => void> = new Map([
  ['Extension', checkExtension],
  ['Reference', checkReference],
]);

/** Where a resource begins: what lies in it belongs to it; in a contained one, `#` still means its container. */
const inResource = (check: (value: JsonObject, walk: Walk) => void): Check => {
  return (value, walk) => {
    const { resource, root, contained, entries, path } = walk;
    walk.resource = value;
    if (path.at(-2) !== 'contained') {
      walk.root = value;
      walk.contained = undefined;
    }
    if (isObject(value)) {
      if (value['resourceType'] === 'Bundle') walk.entries = typesByFullUrl(value);
      check(value, walk);
      if (value['contained'] !== undefined && !walk.tooDeep) checkContained(value, walk);
      if (value['meta'] !== undefined && !walk.tooDeep) checkClaimed(value, walk);
    }
    walk.resource = resource;
    walk.root = root;
    walk.contained = contained;
    walk.entries = entries;
  };
};

const build = (typeName: string): Check => {
  const type = r4.types.get(typeName);
  if (!type) throw new Error(`no definition of ${typeName}`);
  const { members, required, choices } = shapeOf(typeName, type);
  const needed = choices.flatMap((choice, at) => (choice.required ? [{ bit: 1 << at, choice }] : []));
  const links = linkMembers(type, typeName);
  const hasLinks = links.size > 0;
  const isResource = type.kind === 'resource';
  const further = FURTHER.get(typeName);
  // the partner of a primitive may be an id alone, and so may a resource
  const saysMore = !isResource && typeName !== 'Element';
  const all = invariantsOfType(typeName);
  const errors = all.filter(({ severity }) => severity === 'error');
  const checkMembers = (value: Record<string, unknown>, walk: Walk): void => {
    const { path } = walk;
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
      if (member.many) checkList(member, given, partnerOf(member, value, name), walk);
      else if (Array.isArray(given)) note(walk, 'not-single');
      else member.check(given, walk);
      path.pop();
      if (hasLinks) {
        const kind = links.get(name);
        if (kind !== undefined) keepLink(value, name, kind, walk);
      }
    }
    if (count === (isResource ? 1 : 0)) note(walk, 'empty-object');
    // ele-1: an id alone says nothing
    else if (count === 1 && saysMore && value['id'] !== undefined) note(walk, 'only-id');
    for (const name of required)
      if (value[name] === undefined && value[`_${name}`] === undefined)
        note(walk, 'missing-element', { name, type: typeName }, name);
    for (const { bit, choice } of needed)
      if ((seen & bit) === 0) note(walk, 'missing-element', { name: `${choice.name}[x]`, type: typeName }, choice.name);
    further?.(value, walk);
    if (errors.length > 0 || walk.advising) checkInvariants(walk.advising ? all : errors, value, walk);
  };
  const check: Check = (value, walk) => {
    if (!isObject(value))
      note(walk, value === null ? 'null-value' : Array.isArray(value) ? 'not-single' : 'not-an-object');
    else if (walk.path.length > DEEPEST) {
      walk.tooDeep = true;
      note(walk, 'too-deep');
    } else checkMembers(value, walk);
  };
  return isResource ? inResource(check) : check;
};

const structureOf = (type: string): Check => {
  const known = compiled.get(type);
  if (known) return known;
  const made = build(type);
  compiled.set(type, made);
  return made;
};
