/** One parameter of a query, with its name, modifier, chain and alternatives, as a condition; what is not understood is refused. */
import { keepingOf } from '../kept-types.ts';
import { refused } from '../outcome.ts';
import type { Refused } from '../outcome.ts';
import { isId } from '../resource.ts';
import { isResourceType } from '../validate/validate.ts';
import { comparedDate } from './compared.ts';
import type { CompositeRow } from './composites.ts';
import { allOf, anyOf } from './condition.ts';
import type { Condition } from './condition.ts';
import { alternatives, composed, placeOf, readHas, readName, unescaped } from './grammar.ts';
import type { Name } from './grammar.ts';
import { mayPointTo, modifiersOf } from './modifiers.ts';
import { parametersOf } from './parameters.ts';
import type { Parameter, TypeParameters } from './parameters.ts';
import { halfOf, tokenOf } from './token.ts';
import { readQuantity, tokenText, valueCondition } from './value-conditions.ts';
import type { Reading } from './value-conditions.ts';

/** How far one search may reach. */
export const LIMITS = {
  /** Parameters of one query. */
  parameters: 40,
  /** Values of one parameter, separated by commas. */
  alternatives: 100,
  /** References followed by one parameter, chained or by `_has`. */
  depth: 3,
  /** Types a chained reference may point to when none is named. */
  targets: 5,
} as const;

/** Where a parameter stands: the type it is asked of, and how deep in a chain. */
type Place = { readonly now: number; readonly base: string; readonly depth: number; readonly whole: string };

type Answer = Condition | Refused;
const isRefusal = (answer: Answer): answer is Refused => 'issues' in answer;

const short = (text: string): string => text.slice(0, 60);
const bad = ({ whole }: Place): Refused =>
  refused(400, 'value', 'bad-parameter', { name: short(whole) }, placeOf(whole));

/** The parameters a type accepts, for sentences and the capability statement. */
export const supportedBy = (type: string): readonly string[] => {
  const { byCode, composites } = parametersOf(type);
  return ['_id', '_lastUpdated', ...[...byCode.keys(), ...composites.keys()].sort()];
};

const unknown = (type: string, name: string): Refused =>
  refused(
    400,
    'not-supported',
    'unknown-parameter',
    { name: short(name), supported: supportedBy(type).join(', ') },
    placeOf(name),
  );

const badModifier = (place: Place, supported: readonly string[]): Refused =>
  refused(
    400,
    'not-supported',
    'unknown-modifier',
    { name: short(place.whole), supported: supported.map((each) => `:${each}`).join(', ') },
    placeOf(place.whole),
  );

const eachValue = (value: string, place: Place, read: (one: string) => Condition | undefined): Answer => {
  const values = alternatives(value);
  if (values.length > LIMITS.alternatives)
    return refused(
      400,
      'too-costly',
      'too-many-values',
      { name: short(place.whole), limit: LIMITS.alternatives },
      placeOf(place.whole),
    );
  const conditions: Condition[] = [];
  for (const one of values) {
    const condition = one === '' ? undefined : read(one);
    if (!condition) return bad(place);
    conditions.push(condition);
  }
  return anyOf(conditions);
};

const ofId = (value: string, place: Place): Answer => {
  const values = alternatives(value);
  if (values.length > LIMITS.alternatives) return eachValue(value, place, () => undefined);
  return values.every(isId) ? { kind: 'ids', ids: values } : bad(place);
};

const DATES = new Set(['date', 'dateTime', 'instant', 'Period', 'Timing']);

const present = ({ sources, kind, onlyType }: Parameter): Condition => {
  if (sources.some(({ expression }) => expression.always)) return allOf([]);
  const filter = onlyType === undefined ? '' : ` ? (@."reference" starts with ${JSON.stringify(`${onlyType}/`)})`;
  const paths = sources.flatMap(({ expression }) =>
    expression.jsonPaths.flatMap(({ path, type }) => (kind === 'date' && !DATES.has(type) ? [] : [path + filter])),
  );
  return anyOf(paths.map((path) => ({ kind: 'json', path })));
};

const missing = (condition: Condition, value: string, place: Place): Answer => {
  if (value === 'false') return condition;
  return value === 'true' ? { kind: 'not', of: condition } : bad(place);
};

const ofComposite = (reading: Reading, row: CompositeRow, value: string): Condition | undefined => {
  const [left = '', right = '', ...rest] = composed(value);
  if (left === '' || right === '' || rest.length > 0) return undefined;
  const both = row.onResource
    ? row.parts.map((code, place) => {
        const parameter = reading.parameters.byCode.get(code);
        return parameter && valueCondition(reading, parameter, undefined, place === 0 ? left : right);
      })
    : [];
  if (!both.every((each) => each !== undefined)) return undefined;
  const pair = row.pairs && ofPair(reading, row, left, right);
  if (row.pairs && !pair) return undefined;
  return anyOf([...(both.length > 0 ? [allOf(both)] : []), ...(pair ? [pair] : [])]);
};

const ofPair = (
  reading: Reading,
  { pairs, parts }: CompositeRow,
  left: string,
  right: string,
): Condition | undefined => {
  const plain = pairs?.left.types.every((type) => type === 'code') === true;
  const text = tokenText(left, plain);
  if (!pairs || text === undefined) return undefined;
  if (pairs.rightKind === 'quantity') {
    const quantity = readQuantity(right);
    return (
      quantity && {
        kind: 'range',
        keys: [halfOf(pairs.state, text)],
        compared: quantity.compared,
        ...(quantity.unit && { unit: quantity.unit }),
      }
    );
  }
  const texts = pairs.rightKind === 'token' ? [tokenText(right, false)] : referencesIn(reading, parts[1], right);
  if (!texts?.every((each) => each !== undefined)) return undefined;
  return { kind: 'tokens', tokens: texts.map((each) => tokenOf(pairs.state, `${text}$${each}`)) };
};

const referencesIn = (reading: Reading, code: string, value: string): readonly string[] | undefined => {
  const parameter = reading.parameters.byCode.get(code);
  const text = unescaped(value);
  if (isId(text)) return parameter?.targets.map((target) => `${target}/${text}`);
  return [text.startsWith(`${reading.base}/`) ? text.slice(reading.base.length + 1) : text];
};

/** Each alternative type is searched by itself; only those count in which the rest of the name means something. */
const ofChain = (parameter: Parameter, { modifier, chained = '' }: Name, value: string, place: Place): Answer => {
  if (parameter.kind !== 'reference') return bad(place);
  if (place.depth >= LIMITS.depth) return tooDeep(place);
  if (modifier !== undefined && !mayPointTo(parameter, modifier)) return badModifier(place, modifiersOf(parameter));
  const named = modifier ?? parameter.onlyType;
  const possible = named === undefined ? parameter.targets : [named];
  const withoutType = refused(
    400,
    'too-costly',
    'chain-without-type',
    { name: short(place.whole) },
    placeOf(place.whole),
  );
  if (possible.includes('*')) return withoutType;
  const links: { readonly type: string; readonly where: Condition }[] = [];
  let refusal: Refused | undefined;
  for (const type of possible.filter((each) => keepingOf(each) !== undefined)) {
    const where = parameterCondition(type, chained, value, { ...place, depth: place.depth + 1 });
    if (isRefusal(where)) refusal ??= where;
    else links.push({ type, where });
  }
  if (links.length === 0) return refusal ?? bad(place);
  if (links.length > LIMITS.targets) return withoutType;
  return { kind: 'chain', parameter, links, name: short(place.whole) };
};

const tooDeep = ({ whole }: Place): Refused =>
  refused(400, 'too-costly', 'chain-too-deep', { name: short(whole), limit: LIMITS.depth }, placeOf(whole));

const ofHas = (type: string, name: string, value: string, place: Place): Answer => {
  const has = readHas(name);
  if (!has || !isResourceType(has.type)) return bad(place);
  if (keepingOf(has.type) === undefined) return refused(404, 'not-supported', 'type-not-kept', { type: has.type });
  if (place.depth >= LIMITS.depth) return tooDeep(place);
  const parameter = parametersOf(has.type).byCode.get(has.code);
  if (!parameter) return unknown(has.type, has.code);
  if (!mayPointTo(parameter, type)) return bad(place);
  const where = parameterCondition(has.type, has.rest, value, { ...place, depth: place.depth + 1 });
  if (isRefusal(where)) return where;
  return { kind: 'has', type: has.type, parameter, where, name: short(place.whole) };
};

const ofParameter = (
  parameters: TypeParameters,
  parameter: Parameter,
  name: Name,
  value: string,
  place: Place,
): Answer => {
  if (name.chained !== undefined) return ofChain(parameter, name, value, place);
  const { modifier } = name;
  const reading: Reading = { parameters, now: place.now, base: place.base };
  if (modifier === 'missing') return missing(present(parameter), value, place);
  const allowed = modifiersOf(parameter);
  const pointed = modifier !== undefined && mayPointTo(parameter, modifier);
  if (modifier !== undefined && !pointed && !allowed.includes(modifier))
    return badModifier(place, [...allowed, ...(parameter.kind === 'reference' ? parameter.targets : [])]);
  const condition = eachValue(value, place, (one) => valueCondition(reading, parameter, modifier, one));
  return modifier === 'not' && !isRefusal(condition) ? { kind: 'not', of: condition } : condition;
};

/**
 * The condition of `name=value` asked of a type.
 * @param place `now` and `base` as in `Reading`; `depth` counts the references already followed; `whole` is the name as written
 */
export const parameterCondition = (type: string, text: string, value: string, place: Place): Answer => {
  if (text.startsWith('_has:')) return ofHas(type, text, value, place);
  const name = readName(text);
  const parameters = parametersOf(type);
  if (name.code === '_id' || name.code === '_lastUpdated') {
    if (name.modifier !== undefined || name.chained !== undefined) return badModifier(place, []);
    if (name.code === '_id') return ofId(value, place);
    return eachValue(value, place, (one) => {
      const compared = comparedDate(unescaped(one), place.now);
      return compared && { kind: 'updated', compared };
    });
  }
  const parameter = parameters.byCode.get(name.code);
  if (parameter) return ofParameter(parameters, parameter, name, value, place);
  const row = parameters.composites.get(name.code);
  if (!row) return unknown(type, name.code);
  if (name.modifier !== undefined || name.chained !== undefined) return badModifier(place, []);
  const reading: Reading = { parameters, now: place.now, base: place.base };
  return eachValue(value, place, (one) => ofComposite(reading, row, one));
};
