/**
 * A profile of the guide as a check on top of R4's own: from its differential, cardinality, fixed and pattern values, slices told
 * apart by a value or pattern inside them, required bindings to value sets of the guide, reference targets and constraints.
 */
import { isRefusal } from '../../platform/refusal.ts';
import { checkIdentityNumber } from '../identity-number.ts';
import { isObject, listOf, objectsOf, textOf } from '../resource.ts';
import type { JsonObject, Resource } from '../resource.ts';
import { compileExpression } from '../validate/fhirpath/compile.ts';
import { truthOf } from '../validate/fhirpath/compiled.ts';
import type { Truth } from '../validate/fhirpath/compiled.ts';
import { targetCheck } from '../validate/references.ts';
import { note } from '../validate/walk.ts';
import type { Check, Walk } from '../validate/walk.ts';
import type { FhirWord } from '../words.ts';
import { codingsOf } from './guide.ts';

type Rule = { readonly zh: string; readonly en: string; readonly key: string; readonly test: Truth };

/** What a differential says of one element or slice. */
type Node = {
  readonly name: string;
  readonly min: number;
  readonly most: number;
  readonly value: unknown;
  readonly exactly: boolean;
  readonly checks: readonly Check[];
  readonly rules: readonly Rule[];
  readonly members: ReadonlyMap<string, Node>;
  readonly slices: readonly Node[];
};

const TRANSLATION = 'http://hl7.org/fhir/StructureDefinition/translation';

/** The sentence of a constraint: Chinese as it stands, English in its translation extension. */
const sentencesOf = (constraint: JsonObject): { readonly zh: string; readonly en: string } => {
  const zh = textOf(constraint['human']) ?? '';
  const translation = objectsOf(objectsOf(constraint['_human'])[0]?.['extension']).find(
    ({ url }) => url === TRANSLATION,
  );
  const en = objectsOf(translation?.['extension']).find(({ url }) => url === 'content')?.['valueString'];
  return { zh, en: textOf(en) ?? zh };
};

const rulesOf = (element: JsonObject, type: string): readonly Rule[] =>
  objectsOf(element['constraint']).map((constraint) => ({
    ...sentencesOf(constraint),
    key: textOf(constraint['key']) ?? '',
    test: truthOf(compileExpression(textOf(constraint['expression']) ?? 'true', type)),
  }));

const memberStarting = (element: JsonObject, start: string): unknown =>
  Object.entries(element).find(([name]) => name.startsWith(start))?.[1];

const bindingCheck = (element: JsonObject): readonly Check[] => {
  const binding = objectsOf(element['binding'])[0];
  const url = textOf(binding?.['valueSet']);
  const codings = url !== undefined && binding?.['strength'] === 'required' ? codingsOf(url) : undefined;
  if (url === undefined || codings === undefined) return [];
  const known = (coding: unknown): boolean =>
    isObject(coding) && codings.has(`${String(coding['system'])}|${String(coding['code'])}`);
  const codes = codings.size > 12 ? '' : [...codings].map((each) => each.replace(/^.*\|/, '')).join(', ');
  return [
    (value, walk) => {
      const good = isObject(value) && (known(value) || listOf(value['coding']).some(known));
      if (!good) note(walk, 'coding-not-in-set', { set: url, codes });
    },
  ];
};

const targetsOf = (element: JsonObject): readonly Check[] => {
  const profiles = objectsOf(element['type'])
    .filter(({ code }) => code === 'Reference')
    .flatMap((type) => listOf(type['targetProfile']))
    .map(String);
  return profiles.length === 0 ? [] : [targetCheck(profiles.map((url) => url.slice(url.lastIndexOf('/') + 1)))];
};

/** The element a step of an id names: `identifier:passport` is the slice `passport` of `identifier`. */
const childrenOf = (id: string, elements: readonly JsonObject[]): readonly JsonObject[] =>
  elements.filter((element) => {
    const own = textOf(element['id']) ?? '';
    return own.startsWith(`${id}.`) && !own.slice(id.length + 1).includes('.');
  });

const nodeOf = (element: JsonObject, elements: readonly JsonObject[], type: string): Node => {
  const id = textOf(element['id']) ?? '';
  const own = (id.split('.').at(-1) ?? '').replace(/^.*:/, '');
  const fixed = memberStarting(element, 'fixed');
  const children = childrenOf(id, elements).filter((child) => child['sliceName'] === undefined);
  const slices = elements.filter(
    (other) => other['sliceName'] !== undefined && other['id'] === `${id}:${textOf(other['sliceName']) ?? ''}`,
  );
  // an element said nothing of but through its slices has none of its own below it
  const max = textOf(element['max']);
  return {
    name: own,
    min: typeof element['min'] === 'number' ? element['min'] : 0,
    most: max === undefined || max === '*' ? Number.POSITIVE_INFINITY : Number(max),
    value: fixed ?? memberStarting(element, 'pattern'),
    exactly: fixed !== undefined,
    checks: [...bindingCheck(element), ...targetsOf(element)],
    // below the root a value may be of several types, and its members are found by name
    rules: rulesOf(element, id === type ? type : 'Element'),
    members: new Map(
      children.map((child) => [(textOf(child['id']) ?? '').slice(id.length + 1), nodeOf(child, elements, type)]),
    ),
    slices: slices.map((slice) => nodeOf(slice, elements, type)),
  };
};

/** A pattern holds where everything in it is in the value. */
const fits = (value: unknown, pattern: unknown): boolean => {
  if (Array.isArray(pattern))
    return pattern.every((each) => Array.isArray(value) && value.some((one) => fits(one, each)));
  if (!isObject(pattern)) return value === pattern;
  return isObject(value) && Object.keys(pattern).every((name) => fits(value[name], pattern[name]));
};

/** A value belongs to a slice where it has all values the slice fixes. */
const belongs = (value: unknown, slice: Node): boolean => {
  if (slice.value !== undefined) return fits(value, slice.value);
  const telling = [...slice.members].filter(([, member]) => member.value !== undefined);
  return (
    telling.length > 0 &&
    telling.every(([name, member]) => isObject(value) && listOf(value[name]).some((each) => fits(each, member.value)))
  );
};

/** A rule that FHIRPath alone cannot say: check digit, birth date and sex of the citizen identity number (GB 11643). */
const checkNumber = (value: unknown, walk: Walk): void => {
  const number = isObject(value) ? textOf(value['value']) : undefined;
  if (number === undefined) return;
  const patient = isObject(walk.resource) ? walk.resource : {};
  const birthDate = textOf(patient['birthDate']);
  const checked = checkIdentityNumber(number, {
    ...(birthDate?.length === 10 && { birthDate }),
    gender: textOf(patient['gender']),
  });
  if (isRefusal(checked)) note(walk, checked.refused as FhirWord, checked.values, 'value');
};
const FURTHER: ReadonlyMap<string, Check> = new Map([['cn-idn', checkNumber]]);

const checkValue = (node: Node, value: unknown, walk: Walk): void => {
  if (node.value !== undefined && !fits(value, node.value))
    note(walk, 'profile-value', { name: node.name, value: JSON.stringify(node.value) });
  for (const check of node.checks) check(value, walk);
  for (const { key, zh, en, test } of node.rules) {
    const further = FURTHER.get(key);
    if (further) further(value, walk);
    else if (test(value, walk) === false) note(walk, 'profile-rule', { key, zh, en });
  }
  if (isObject(value)) for (const [name, member] of node.members) checkMember(member, name, value, walk);
};

const countOf = (node: Node, count: number, walk: Walk): void => {
  if (count < node.min) note(walk, 'profile-min', { name: node.name, count: node.min });
  if (count > node.most) note(walk, 'profile-max', { name: node.name, count: node.most });
};

/** A choice is one element whatever its type: `value[x]` is any member that begins so. */
const valueUnder = (holder: JsonObject, name: string): readonly [string, unknown] => {
  if (!name.endsWith('[x]')) return [name, holder[name]];
  const start = name.slice(0, -3);
  return Object.entries(holder).find(([each]) => each.startsWith(start)) ?? [start, undefined];
};

const checkMember = (node: Node, name: string, holder: JsonObject, walk: Walk): void => {
  const [member, given] = valueUnder(holder, name);
  const values = listOf(given);
  walk.path.push(member);
  countOf(node, values.length, walk);
  for (const slice of node.slices) countOf(slice, values.filter((value) => belongs(value, slice)).length, walk);
  for (const [at, value] of values.entries()) {
    if (Array.isArray(given)) walk.path.push(at);
    checkValue(node, value, walk);
    for (const slice of node.slices) if (belongs(value, slice)) checkValue(slice, value, walk);
    if (Array.isArray(given)) walk.path.pop();
  }
  walk.path.pop();
};

/** Compiles a profile of a resource type. */
export const compileProfile = (definition: Resource): Check => {
  const type = String(definition['type']);
  const elements = objectsOf(objectsOf(definition['differential'])[0]?.['element']);
  const root = elements.find(({ id }) => id === type) ?? { id: type, path: type };
  const node = nodeOf(root, elements, type);
  return (value, walk) => {
    if (!isObject(value) || value['resourceType'] !== type) {
      note(walk, 'profile-type', { type });
      return;
    }
    const outer = walk.context;
    walk.context = value;
    checkValue(node, value, walk);
    walk.context = outer;
  };
};
