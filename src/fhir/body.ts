/** From the text of a request to a validated resource. */
import type { Asked, FhirConfig } from './context.ts';
import { findFlaw, mayHoldSurrogate, membersOf, scanJson } from './json-scan.ts';
import { parseJson } from './json.ts';
import { keepingOf } from './kept-types.ts';
import { JSON_BODY, wrongBody } from './negotiation.ts';
import { isRefused, refused } from './outcome.ts';
import type { Issue, Refused } from './outcome.ts';
import { isObject } from './resource.ts';
import type { JsonObject, Resource } from './resource.ts';
import { isResourceType, validate } from './validate/validate.ts';
import { expressionOf } from './validate/walk.ts';
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

/** Says what is wrong with a text that JSON.parse takes or never got to see, and where. */
const flawed = (text: string): Refused => {
  const flaw = findFlaw(text);
  if (!flaw) return refused(400, 'structure', 'not-json');
  const named = /"resourceType"\s*:\s*"([A-Za-z]{1,40})"/.exec(text)?.[1];
  return refused(400, 'structure', flaw.word, undefined, expressionOf([named ?? 'Resource', ...flaw.path]));
};

/** The text of a request as a value: no name twice, no half characters, not too deep. */
export const readText = (text: string, config: FhirConfig): { readonly value: unknown } | Refused => {
  const large = tooLarge(text, config);
  if (large) return large;
  const scanned = scanJson(text);
  if (scanned.tooDeep) return flawed(text);
  const parsed = parseJson(text);
  if (!parsed.ok) {
    if (text.trim() === '') return refused(400, 'structure', 'empty-body');
    if (text.trimStart().startsWith('<')) return refused(415, 'not-supported', 'xml-body');
    if (parsed.why === 'nul') return refused(400, 'value', 'nul-character');
    return parsed.at ? refused(400, 'structure', 'not-json-at', parsed.at) : refused(400, 'structure', 'not-json');
  }
  const { value } = parsed;
  const once = typeof value !== 'object' || value === null || membersOf(value) === scanned.names;
  if (!once) return flawed(text);
  if (mayHoldSurrogate(text) && findFlaw(text)) return flawed(text);
  return { value };
};

/** The text of a request as an object, not validated yet: entries of a bundle are checked one by one. */
export const readObject = (asked: Asked, config: FhirConfig): JsonObject | Refused => {
  const wrong = wrongBody(asked, JSON_BODY);
  if (wrong) return wrong;
  const read = readText(asked.body, config);
  if (isRefused(read)) return read;
  if (!isObject(read.value)) return refused(400, 'structure', 'not-an-object');
  const { entry } = read.value;
  if (Array.isArray(entry) && entry.length > config.mostEntries)
    return refused(413, 'too-long', 'too-many-entries', { limit: config.mostEntries });
  return read.value;
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

/**
 * References of a record that is stored by itself: those to our own address become relative, so that they are found and tell whose
 * record it is; a `urn:` leads nowhere outside of a bundle, and would lead nowhere for good.
 */
export const settled = (links: readonly Link[], base: string): Refused | undefined => {
  for (const { kind, holder, key, path } of links) {
    if (kind !== 'reference') continue;
    const place = holder as Record<string | number, unknown>;
    const value = String(place[key]);
    if (value.startsWith(`${base}/`)) place[key] = value.slice(base.length + 1);
    else if (/^urn:(?:uuid|oid):/.test(value))
      return refused(422, 'not-found', 'unresolved-reference', undefined, expressionOf(path));
  }
  return undefined;
};

/** Parses and validates one record. */
export const readBody = (asked: Asked, config: FhirConfig): ReadBody | Refused => {
  const value = readObject(asked, config);
  if (isRefused(value)) return value;
  const body = checkBody(value);
  return isRefused(body) ? body : (settled(body.links, asked.base) ?? body);
};

/** Whether this resource may be kept as a record: a kept type, and about a resident where the type asks for one. */
export const notKept = (type: string, patient: string | null, expression: string): Refused | undefined => {
  const keeping = keepingOf(type);
  if (keeping === undefined) return refused(422, 'not-supported', 'type-not-kept', { type }, expression);
  return keeping === 'resident' && patient === null
    ? refused(422, 'business-rule', 'no-resident', { type }, expression)
    : undefined;
};
