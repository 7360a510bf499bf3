/** One value of a parameter, with its modifier, as a condition (R4 §3.1.1.4). */
import { keptTypes } from '../kept-types.ts';
import { isId, relativeReference } from '../resource.ts';
import { comparedDate, comparedNumber } from './compared.ts';
import { allOf, anyOf, NOTHING } from './condition.ts';
import type { AskedUnit, Compared, Condition } from './condition.ts';
import { identifierState, SPELLED, spelledState, TEXT_PREFIX, typedState, unitHalf } from './extract.ts';
import { barParts, unescaped } from './grammar.ts';
import type { Parameter, Source, TypeParameters } from './parameters.ts';
import { tokenOf } from './token.ts';
import type { HashState } from './token.ts';
import { foldName, tidyName } from './values.ts';

/** What reading a value needs besides the value. */
export type Reading = {
  readonly parameters: TypeParameters;
  /** Milliseconds since 1970, for `ap`. */
  readonly now: number;
  /** This server's own address: references may be written with it. */
  readonly base: string;
};

const tokens = (states: readonly HashState[], texts: readonly string[]): Condition =>
  texts.length === 0 || states.length === 0
    ? NOTHING
    : { kind: 'tokens', tokens: states.flatMap((state) => texts.map((text) => tokenOf(state, text))) };

const statesOf = ({ sources }: Parameter): readonly HashState[] => sources.map(({ state }) => state);

const OBJECTS = new Set(['CodeableConcept', 'Coding', 'Identifier', 'ContactPoint', 'Quantity', 'Money', 'Reference']);
const isPlain = ({ expression }: Source): boolean => expression.types.every((type) => !OBJECTS.has(type));

/** The text a token is hashed by; undefined where only a system is given. The system of a plain code is implied (§3.1.1.4.10). */
export const tokenText = (value: string, plain: boolean): string | undefined => {
  const parts = barParts(value);
  const last = unescaped(parts.at(-1) ?? '');
  if (last === '') return undefined;
  return plain ? last : unescaped(value);
};

/** Paths to what carries system and code. */
const codedPaths = ({ expression }: Source): readonly string[] =>
  expression.jsonPaths.flatMap(({ path, type }) => {
    if (type === 'CodeableConcept') return [`${path}."coding"`];
    return OBJECTS.has(type) ? [path] : [];
  });

const json = (paths: readonly string[]): Condition => anyOf(paths.map((path): Condition => ({ kind: 'json', path })));

const ofSystem = (parameter: Parameter, system: string): Condition =>
  json(
    parameter.sources.flatMap((source) =>
      codedPaths(source).map((path) => `${path} ? (@."system" == ${JSON.stringify(system)})`),
    ),
  );

const tokenCondition = (parameter: Parameter, value: string): Condition | undefined => {
  const bars = barParts(value);
  if (bars.length === 2 && bars[1] === '')
    return bars[0] === '' || bars[0] === undefined ? undefined : ofSystem(parameter, unescaped(bars[0]));
  const conditions = parameter.sources.map((source) => {
    const text = tokenText(value, isPlain(source));
    return text === undefined ? undefined : tokens([source.state], [text]);
  });
  return conditions.every((each) => each !== undefined) ? anyOf(conditions) : undefined;
};

const typedCondition = ({ parameters }: Reading, parameter: Parameter, value: string): Condition | undefined =>
  barParts(value).length === 3
    ? tokens(
        parameter.sources.map(({ code }) => typedState(parameters.type, code)),
        [unescaped(value)],
      )
    : undefined;

const beginning = (text: string): string => JSON.stringify(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);

/** `:text`: the words beside the code, from their beginning, in upper or lower case. */
const wordsCondition = (parameter: Parameter, value: string): Condition => {
  const match = ` ? (@ like_regex ${beginning(unescaped(value))} flag "i")`;
  const members: Readonly<Record<string, readonly string[]>> = {
    CodeableConcept: ['."text"', '."coding"."display"'],
    Coding: ['."display"'],
    Identifier: ['."type"."text"'],
    Reference: ['."display"'],
  };
  return json(
    parameter.sources.flatMap(({ expression }) =>
      expression.jsonPaths.flatMap(({ path, type }) =>
        (members[type] ?? []).map((member) => `${path}${member}${match}`),
      ),
    ),
  );
};

/** The addresses above one: itself and its folders. */
const foldersOf = (uri: string): readonly string[] => {
  const found = [uri];
  for (let at = uri.lastIndexOf('/'); at > 0 && uri[at - 1] !== '/'; at = uri.lastIndexOf('/', at - 1))
    found.push(uri.slice(0, at), uri.slice(0, at + 1));
  return [...new Set(found)];
};

const uriCondition = (parameter: Parameter, modifier: string | undefined, value: string): Condition => {
  const uri = unescaped(value);
  if (modifier === 'below')
    return json(
      parameter.sources.flatMap(({ expression }) =>
        expression.jsonPaths.map(({ path }) => `${path} ? (@ starts with ${JSON.stringify(uri)})`),
      ),
    );
  return tokens(statesOf(parameter), modifier === 'above' ? foldersOf(uri) : [uri]);
};

const escapedPattern = (text: string): string => text.replace(/[^\p{L}\p{N}\s]/gu, '\\$&');

const LATIN = /^[a-z' ]+$/;

type Written = { readonly state: HashState; readonly code: string };

/** Where a string is looked for: the parameter's texts, and for names how they are typed. */
const writtenIn = ({ parameters }: Reading, parameter: Parameter, folded: string): readonly Written[] => {
  const spelled =
    LATIN.test(folded) && parameters.byCode.has(SPELLED) && (parameter.code === 'name' || parameter.code === SPELLED);
  return [...parameter.sources, ...(spelled ? [{ state: spelledState(parameters.type), code: SPELLED }] : [])];
};

const beginsWith = ({ state, code }: Written, folded: string): Condition => {
  const units = Array.from(folded);
  const prefix = tokens([state], [units.slice(0, TEXT_PREFIX).join('')]);
  return units.length <= TEXT_PREFIX ? prefix : allOf([prefix, { kind: 'text', piece: `\n${code}=${folded}` }]);
};

const stringCondition = (
  reading: Reading,
  parameter: Parameter,
  modifier: string | undefined,
  value: string,
): Condition | undefined => {
  const text = unescaped(value);
  const folded = foldName(text);
  if (folded === '') return undefined;
  if (modifier === 'exact') {
    const tidy = tidyName(text);
    const line = tidy === folded ? folded : `${folded}\t${tidy}`;
    return anyOf(
      parameter.sources.map((source) =>
        allOf([
          tokens([source.state], [Array.from(folded).slice(0, TEXT_PREFIX).join('')]),
          { kind: 'text', piece: `\n${source.code}=${line}\n` },
        ]),
      ),
    );
  }
  const written = writtenIn(reading, parameter, folded);
  if (modifier === 'contains')
    return anyOf(
      written.map(({ code }) => ({
        kind: 'pattern',
        pattern: `\\n${escapedPattern(code)}=[^\\n\\t]*${escapedPattern(folded)}`,
      })),
    );
  return anyOf(written.map((each) => beginsWith(each, folded)));
};

/** The references a value may mean; undefined where it is none. */
const referencesOf = (
  { base }: Reading,
  parameter: Parameter,
  type: string | undefined,
  value: string,
): readonly string[] | undefined => {
  const whole = unescaped(value);
  const text = whole.startsWith(`${base}/`) ? whole.slice(base.length + 1) : whole;
  const relative = relativeReference(text);
  if (relative) return type === undefined || type === relative.type ? [`${relative.type}/${relative.id}`] : [];
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) return [text];
  if (!isId(text)) return undefined;
  if (type !== undefined) return [`${type}/${text}`];
  const targets = parameter.targets.includes('*') ? keptTypes() : parameter.targets;
  return targets.map((target) => `${target}/${text}`);
};

const PATIENT = 'Patient/';

/** Refers to any of `Type/id` or URLs. The record's resident stands in a column; of several residents the others are tokens. */
export const refersTo = (
  { patient }: Pick<TypeParameters, 'patient'>,
  { sources, onlyType }: Parameter,
  references: readonly string[],
): Condition => {
  const wanted =
    onlyType === undefined ? references : references.filter((reference) => reference.startsWith(`${onlyType}/`));
  return anyOf(
    sources.flatMap(({ state, expression }): readonly Condition[] => {
      if (patient?.base !== expression.base) return [tokens([state], wanted)];
      const residents = wanted.filter((reference) => reference.startsWith(PATIENT));
      const others = expression.many ? wanted : wanted.filter((reference) => !reference.startsWith(PATIENT));
      const ids = residents.map((reference) => reference.slice(PATIENT.length));
      return [...(ids.length > 0 ? [{ kind: 'patients', ids } as const] : []), tokens([state], others)];
    }),
  );
};

const referenceCondition = (
  reading: Reading,
  parameter: Parameter,
  modifier: string | undefined,
  value: string,
): Condition | undefined => {
  if (modifier === 'identifier') {
    const text = tokenText(value, false);
    const states = parameter.sources.map(({ code }) => identifierState(reading.parameters.type, code));
    return text === undefined ? undefined : tokens(states, [text]);
  }
  const references = referencesOf(reading, parameter, modifier, value);
  return references && refersTo(reading.parameters, parameter, references);
};

const rangeCondition = ({ sources }: Parameter, compared: Compared, unit?: AskedUnit): Condition => ({
  kind: 'range',
  keys: sources.map(({ key }) => key),
  compared,
  ...(unit && { unit }),
});

/** `5.4|http://unitsofmeasure.org|mg`, `5.4||mg` or `5.4`. */
export const readQuantity = (
  value: string,
): { readonly compared: Compared; readonly unit: AskedUnit | undefined } | undefined => {
  const [number = '', system = '', code = '', ...rest] = barParts(value).map(unescaped);
  const compared = rest.length > 0 ? undefined : comparedNumber(number);
  if (!compared) return undefined;
  if (system === '' && code === '') return { compared, unit: undefined };
  return {
    compared,
    unit: {
      system: system === '' ? undefined : unitHalf(system),
      code: code === '' ? undefined : unitHalf(code),
    },
  };
};

const dateCondition = ({ parameters, now }: Reading, parameter: Parameter, value: string): Condition | undefined => {
  const compared = comparedDate(unescaped(value), now);
  if (!compared) return undefined;
  if (parameter !== parameters.date) return rangeCondition(parameter, compared);
  return { kind: 'main-date', keys: parameter.sources.map(({ key }) => key), compared };
};

/** The condition of one value; undefined where the value is not valid for the parameter. */
export const valueCondition = (
  reading: Reading,
  parameter: Parameter,
  modifier: string | undefined,
  value: string,
): Condition | undefined => {
  if (modifier === 'text') return foldName(unescaped(value)) === '' ? undefined : wordsCondition(parameter, value);
  switch (parameter.kind) {
    case 'token':
      return modifier === 'of-type' ? typedCondition(reading, parameter, value) : tokenCondition(parameter, value);
    case 'string':
      return stringCondition(reading, parameter, modifier, value);
    case 'uri':
      return uriCondition(parameter, modifier, value);
    case 'reference':
      return referenceCondition(reading, parameter, modifier, value);
    case 'date':
      return dateCondition(reading, parameter, value);
    case 'number': {
      const compared = comparedNumber(unescaped(value));
      return compared && rangeCondition(parameter, compared);
    }
    case 'quantity': {
      const quantity = readQuantity(value);
      return quantity && rangeCondition(parameter, quantity.compared, quantity.unit);
    }
  }
};
