/** From the text of a request to a validated resource. */
import type { Asked, FhirConfig } from './context.ts';
import { parseJson } from './json.ts';
import { keepingOf } from './kept-types.ts';
import { isRefused, refused } from './outcome.ts';
import type { Issue, Refused } from './outcome.ts';
import { isObject } from './resource.ts';
import type { JsonObject, Resource } from './resource.ts';
import { isResourceType, validate } from './validate/validate.ts';
import type { Link } from './validate/walk.ts';

export type ReadBody = { readonly resource: Resource; readonly links: readonly Link[] };

const MEGABYTE = 1024 * 1024;

/** 413 with its sentence where a body is longer than allowed. Counts bytes only where the characters alone do not settle it. */
const tooLarge = (body: string, config: FhirConfig): Refused | undefined => {
  if (body.length * 3 <= config.mostBytes) return undefined;
  return body.length > config.mostBytes || Buffer.byteLength(body) > config.mostBytes
    ? refused(413, 'too-long', 'too-large', { megabytes: Math.round((config.mostBytes / MEGABYTE) * 10) / 10 })
    : undefined;
};

/** The text of a request as an object, not validated yet: entries of a batch are checked one by one. */
export const readObject = (asked: Asked, config: FhirConfig): JsonObject | Refused => {
  const type = asked.headers['content-type'] ?? '';
  if (/xml/i.test(type)) return refused(415, 'not-supported', 'xml-body');
  const large = tooLarge(asked.body, config);
  if (large) return large;
  if (asked.body.trim() === '') return refused(400, 'structure', 'empty-body');
  if (asked.body.trimStart().startsWith('<')) return refused(415, 'not-supported', 'xml-body');
  const parsed = parseJson(asked.body);
  if (!parsed.ok) {
    if (parsed.why === 'nul') return refused(400, 'value', 'nul-character');
    return parsed.at ? refused(400, 'structure', 'not-json-at', parsed.at) : refused(400, 'structure', 'not-json');
  }
  if (!isObject(parsed.value)) return refused(400, 'structure', 'not-an-object');
  if (Array.isArray(parsed.value['entry']) && parsed.value['entry'].length > config.mostEntries)
    return refused(413, 'too-long', 'too-many-entries', { limit: config.mostEntries });
  return parsed.value;
};

/** What a transaction says itself, naming the entry: which entries have a request, and whose fullUrl occurs twice. */
const SAID_BY_TRANSACTION = new Set(['bdl-3', 'bdl-7']);

/** A Bundle is never kept, only performed. */
const ofPerformed = (value: JsonObject, issues: readonly Issue[]): readonly Issue[] =>
  value['resourceType'] === 'Bundle'
    ? issues.filter(
        ({ expression, values }) => expression !== 'Bundle' || !SAID_BY_TRANSACTION.has(String(values?.['key'])),
      )
    : issues;

/** Validates what was read. Structure that cannot be read is 400; a resource that breaks its definition is 422. */
export const checkBody = (value: JsonObject): ReadBody | Refused => {
  const { issues: found, links } = validate(value);
  const issues = ofPerformed(value, found);
  if (issues.length > 0) {
    const unreadable = typeof value['resourceType'] !== 'string' || !isResourceType(value['resourceType']);
    return { status: unreadable ? 400 : 422, issues };
  }
  return { resource: value as Resource, links };
};

/** Parses and validates. */
export const readBody = (asked: Asked, config: FhirConfig): ReadBody | Refused => {
  const value = readObject(asked, config);
  return isRefused(value) ? value : checkBody(value);
};

/** Whether this resource may be kept as a record: a kept type, and about a resident where the type asks for one. */
export const notKept = (type: string, patient: string | null, expression: string): Refused | undefined => {
  const keeping = keepingOf(type);
  if (keeping === undefined) return refused(422, 'not-supported', 'type-not-kept', { type }, expression);
  return keeping === 'resident' && patient === null
    ? refused(422, 'business-rule', 'no-resident', { type }, expression)
    : undefined;
};
