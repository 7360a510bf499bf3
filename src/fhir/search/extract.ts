/** What a resource is found by: its resident, its main date and its tokens, taken out in one pass. */
import { isObject, listOf, relativeReference } from '../resource.ts';
import type { JsonObject, Resource } from '../resource.ts';
import { instantOf } from './dates.ts';
import { parametersOf } from './parameters.ts';
import type { Parameter } from './parameters.ts';
import { addToken } from './token.ts';
import type { Tokens } from './token.ts';

export type Extracted = {
  /** Id of the Patient the record is about; a Patient's own id. */
  readonly patient: string | null;
  /** Milliseconds since 1970. */
  readonly date: number | null;
  readonly tokens: Tokens;
};

/** Names match from their beginning, up to this many characters. */
export const NAME_PREFIX = 12;

/** Lower case, no accents, one space: how names are compared. */
export const foldName = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();

/** `Patient/1` as it is compared: without a version; an absolute URL as it stands. */
export const referenceKey = (reference: string): string => {
  const relative = relativeReference(reference);
  return relative ? `${relative.type}/${relative.id}` : reference;
};

const addCoding = (tokens: Tokens, parameter: Parameter, system: unknown, code: unknown): void => {
  if (typeof code !== 'string') return;
  addToken(tokens, parameter.state, code);
  addToken(tokens, parameter.state, `${typeof system === 'string' ? system : ''}|${code}`);
};

const addTokenValue = (tokens: Tokens, parameter: Parameter, value: unknown, type: string): void => {
  if (!isObject(value)) {
    if (typeof value === 'string' || typeof value === 'boolean') addToken(tokens, parameter.state, String(value));
    return;
  }
  if (type === 'CodeableConcept') {
    for (const coding of listOf(value['coding']))
      if (isObject(coding)) addCoding(tokens, parameter, coding['system'], coding['code']);
  } else if (type === 'Coding') addCoding(tokens, parameter, value['system'], value['code']);
  else addCoding(tokens, parameter, value['system'], value['value']);
};

const addReference = (tokens: Tokens, parameter: Parameter, value: unknown, onlyType: string | undefined): void => {
  const reference = isObject(value) ? value['reference'] : value;
  if (typeof reference !== 'string' || reference.startsWith('#')) return;
  if (onlyType !== undefined && !reference.startsWith(`${onlyType}/`)) return;
  // the resident stands in a column of its own
  if (parameter.code === 'subject' && reference.startsWith('Patient/')) return;
  addToken(tokens, parameter.state, referenceKey(reference));
};

const addName = (tokens: Tokens, parameter: Parameter, text: string): void => {
  const folded = foldName(text);
  const units = Array.from(folded);
  for (let length = 1; length <= Math.min(units.length, NAME_PREFIX); length++)
    addToken(tokens, parameter.state, units.slice(0, length).join(''));
};

const nameParts = (name: JsonObject): readonly string[] => {
  const given = listOf(name['given']).filter((each) => typeof each === 'string');
  const family = typeof name['family'] === 'string' ? [name['family']] : [];
  const whole = [...family, ...given];
  const text = typeof name['text'] === 'string' ? [name['text']] : [];
  return [...text, ...whole, ...(whole.length > 1 ? [whole.join('')] : [])];
};

const addString = (tokens: Tokens, parameter: Parameter, value: unknown): void => {
  if (typeof value === 'string') addName(tokens, parameter, value);
  else if (isObject(value)) for (const part of nameParts(value)) addName(tokens, parameter, part);
};

const dateOf = (value: unknown): number | null => {
  if (!isObject(value)) return instantOf(value);
  const events = listOf(value['event']);
  return instantOf(value['start'] ?? value['end'] ?? events[0]);
};

/** Id of the Patient a resource is about, once it is stored under `id`; null if it names none. */
export const patientOf = (resource: Resource, id: string): string | null => {
  if (resource.resourceType === 'Patient') return id;
  let found: string | null = null;
  for (const expression of parametersOf(resource.resourceType).patient?.compiled ?? [])
    expression.walk(resource, (value) => {
      const reference = isObject(value) ? value['reference'] : undefined;
      const relative = typeof reference === 'string' ? relativeReference(reference) : undefined;
      if (relative?.type === 'Patient') found ??= relative.id;
    });
  return found;
};

/** Takes out everything a resource is found by. */
export const extract = (resource: Resource): Extracted => {
  const parameters = parametersOf(resource.resourceType);
  const tokens: Tokens = [];
  for (const parameter of parameters.indexed)
    for (const expression of parameter.compiled)
      expression.walk(resource, (value, type) => {
        if (parameter.kind === 'token') addTokenValue(tokens, parameter, value, type);
        else if (parameter.kind === 'reference') addReference(tokens, parameter, value, expression.onlyType);
        else addString(tokens, parameter, value);
      });
  let date: number | null = null;
  for (const expression of parameters.date?.compiled ?? [])
    expression.walk(resource, (value) => {
      date ??= dateOf(value);
    });
  return { patient: patientOf(resource, resource.id ?? ''), date, tokens };
};
