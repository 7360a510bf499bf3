/**
 * An entry as lines a person can read, without knowing its type: what FHIR calls each element, and what it says. Nothing is left
 * out but what a reader has no use for (the id, the markup of the narrative); the JSON itself is one switch away. Pure.
 */
import { isNumber, numberText } from '../../../../fhir/json.ts';
import { isObject, listOf, objectsOf, textOf } from '../../../../fhir/resource.ts';
import type { JsonObject } from '../../../../fhir/resource.ts';
import type { Line } from '../shapes.ts';

const SKIPPED = new Set([
  'resourceType',
  'id',
  'text',
  'meta',
  'contained',
  'extension',
  'modifierExtension',
  'subject',
  'patient',
]);
const INSTANT = /^\d{4}-\d\d-\d\dT/;
const MOST_TEXT = 4000;
const MOST_LINES = 400;

type Named = (reference: string) => string | undefined;

const scalar = (value: unknown): string | undefined => {
  if (isNumber(value)) return numberText(value);
  if (typeof value === 'boolean') return String(value);
  return textOf(value);
};

const concept = (value: JsonObject): string | undefined => {
  const codings = objectsOf(value['coding']);
  const text =
    textOf(value['text']) ?? codings.map((coding) => textOf(coding['display'])).find((word) => word !== undefined);
  const codes = codings.flatMap((coding) => textOf(coding['code']) ?? []);
  if (text === undefined && codes.length === 0) return undefined;
  if (text === undefined) return codes.join(', ');
  return codes.length === 0 ? text : `${text}（${codes.join(', ')}）`;
};

const quantity = (value: JsonObject): string | undefined => {
  const number = scalar(value['value']);
  if (number === undefined || !('unit' in value || 'code' in value || 'system' in value)) return undefined;
  return [textOf(value['comparator']), number, textOf(value['unit']) ?? textOf(value['code'])]
    .filter((part) => part !== undefined)
    .join(' ');
};

const reference = (value: JsonObject, named: Named): string | undefined => {
  const to = textOf(value['reference']);
  return textOf(value['display']) ?? (to === undefined ? undefined : (named(to) ?? to));
};

const period = (value: JsonObject): string | undefined => {
  const keys = Object.keys(value);
  if (keys.length === 0 || !keys.every((key) => key === 'start' || key === 'end')) return undefined;
  return `${textOf(value['start']) ?? ''} – ${textOf(value['end']) ?? ''}`.trim();
};

/** Text kept in an attachment as base64; other files are named only. */
const attachment = (value: JsonObject): string | undefined => {
  const type = textOf(value['contentType']) ?? '';
  const data = textOf(value['data']);
  if (data === undefined || !type.startsWith('text/plain')) return undefined;
  return Buffer.from(data, 'base64').toString('utf8').slice(0, MOST_TEXT);
};

const isCoding = (value: JsonObject): boolean =>
  'code' in value && Object.keys(value).every((key) => ['system', 'code', 'display', 'version'].includes(key));

/** The value of a data type in one text; undefined for a group that has lines of its own. */
const inOne = (value: unknown, named: Named): string | undefined => {
  if (!isObject(value)) return scalar(value);
  if ('coding' in value) return concept(value);
  if ('reference' in value) return reference(value, named);
  if (isCoding(value)) return textOf(value['display']) ?? textOf(value['code']);
  return quantity(value) ?? period(value);
};

/** A concept with codes alone: worded by the reader's side, where it knows them. */
const onlyCodes = (value: unknown): boolean =>
  isObject(value) &&
  'coding' in value &&
  textOf(value['text']) === undefined &&
  !objectsOf(value['coding']).some((coding) => textOf(coding['display']) !== undefined);

const kindOf = (value: unknown, element: string): Line['kind'] => {
  if (onlyCodes(value) || (isObject(value) && isCoding(value) && !('display' in value))) return 'code';
  if (typeof value === 'string' && INSTANT.test(value)) return 'instant';
  return typeof value === 'string' &&
    ['status', 'intent', 'criticality', 'type', 'use', 'priority', 'category'].includes(element)
    ? 'code'
    : 'text';
};

/** @param named what a reference points to, where the reader's page knows */
export const linesOf = (resource: JsonObject, named: Named): Line[] => {
  const lines: Line[] = [];
  const put = (value: unknown, element: string, path: string, depth: number): void => {
    if (lines.length >= MOST_LINES) return;
    const text = inOne(value, named);
    if (text !== undefined) {
      if (text !== '')
        lines.push({ path, element, depth, kind: kindOf(value, element), value: text.slice(0, MOST_TEXT) });
      return;
    }
    if (!isObject(value)) return;
    const file = attachment(value);
    lines.push({ path, element, depth, kind: 'heading', value: file ?? '' });
    for (const [name, each] of Object.entries(value))
      if (name !== 'data' && name !== 'extension' && name !== 'id') walk(each, name, `${path}.${name}`, depth + 1);
  };
  const walk = (value: unknown, element: string, path: string, depth: number): void => {
    const many = listOf(value);
    for (const [place, each] of many.entries())
      put(each, element, many.length > 1 ? `${path}[${String(place)}]` : path, depth);
  };
  for (const [name, value] of Object.entries(resource)) if (!SKIPPED.has(name)) walk(value, name, name, 0);
  return lines;
};
