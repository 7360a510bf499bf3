/**
 * What a client wants to see of a resource: `_summary` and `_elements` (R4 §3.1.1.5.8, §3.1.1.5.9), `_pretty` (§3.1.0.1.14) and
 * `Prefer: return` (§3.1.0.5). Looked at after the interaction, so that what is stored and audited does not depend on it.
 */
import { bodyText } from '../platform/http/fhir-handler.ts';
import type { FhirResponse } from '../platform/http/fhir-handler.ts';
import type { Language } from '../platform/words.ts';
import { elementsOf, namesOf, r4 } from './definitions/table.ts';
import type { ElementRow } from './definitions/table.ts';
import { parseJson, writeJson, writeJsonLines } from './json.ts';
import { informationText, refused } from './outcome.ts';
import type { Refused } from './outcome.ts';
import { isObject, objectsOf } from './resource.ts';
import type { JsonObject } from './resource.ts';

/** Parameters about the look of an answer. They select nothing, and stand in the links of a page as they were given. */
export const SHAPING: ReadonlySet<string> = new Set(['_format', '_pretty', '_summary', '_elements']);

export type Shape = {
  readonly pretty: boolean;
  /** `count` is answered by the search itself. */
  readonly summary: 'true' | 'text' | 'data' | 'count' | 'false';
  /** Names of elements, `Patient.name` or `name`; empty for all. */
  readonly elements: readonly string[];
};

const SUMMARIES = ['true', 'text', 'data', 'count', 'false'] as const;
const PLAIN: Shape = { pretty: false, summary: 'false', elements: [] };
const MOST_ELEMENTS = 100;

const bad = (name: string): Refused => refused(400, 'value', 'bad-parameter', { name });

/** Reads them from the query as it stands in the URL. */
export const readShape = (query: string): Shape | Refused => {
  if (!/_(?:pretty|summary|elements)=/.test(query)) return PLAIN;
  const given = new URLSearchParams(query);
  const pretty = given.get('_pretty') ?? 'false';
  if (pretty !== 'true' && pretty !== 'false') return bad('_pretty');
  const asked = given.get('_summary') ?? 'false';
  const summary = SUMMARIES.find((one) => one === asked);
  if (summary === undefined) return bad('_summary');
  const elements = given.getAll('_elements').flatMap((list) => list.split(','));
  // one or the other: what both together leave is said nowhere
  const readable = elements.length <= MOST_ELEMENTS && elements.every((name) => /^(?:[A-Z]\w*\.)?[a-z]\w*$/.test(name));
  if (!readable || (elements.length > 0 && summary !== 'false')) return bad('_elements');
  return { pretty: pretty === 'true', summary, elements };
};

/** Kept in every part: without them it could not be told what it is a part of. */
const ALWAYS = new Set(['id', 'meta']);

const keptBy =
  (type: string, { summary, elements }: Shape) =>
  (element: ElementRow): boolean => {
    if (ALWAYS.has(element.name)) return true;
    if (summary === 'data') return element.name !== 'text';
    if (element.required || element.modifier) return summary !== 'text' || element.required;
    if (summary === 'true') return element.summary;
    return summary === 'text'
      ? element.name === 'text'
      : elements.some((name) => name.replace(`${type}.`, '') === element.name);
  };

const trim = (value: JsonObject, type: string, shape: Shape): JsonObject => {
  const row = r4.types.get(type);
  if (row === undefined) return value;
  const kept = keptBy(type, shape);
  const kinds = new Map(
    elementsOf(row).flatMap((element) =>
      kept(element) ? namesOf(element).map((name) => [name, element] as const) : [],
    ),
  );
  const entries = Object.entries(value).flatMap(([name, member]): [string, unknown][] => {
    if (name === 'resourceType') return [[name, member]];
    const element = kinds.get(name.replace(/^_/, ''));
    if (element === undefined) return [];
    const [group = ''] = element.types;
    // a group of elements has a summary of its own
    if (shape.summary !== 'true' || r4.types.get(group)?.kind !== 'backbone') return [[name, member]];
    const inner = (each: unknown): unknown => (isObject(each) ? trim(each, group, shape) : each);
    return [[name, Array.isArray(member) ? member.map(inner) : inner(member)]];
  });
  return Object.fromEntries(entries);
};

/** Says of a part that it is one, so that nobody writes it back (R4 §3.1.1.5.8). */
const SUBSETTED = { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' };

const partOf = (resource: JsonObject, shape: Shape): JsonObject => {
  const { resourceType } = resource;
  if (typeof resourceType !== 'string' || resourceType === 'OperationOutcome') return resource;
  const part = trim(resource, resourceType, shape);
  const meta = isObject(part['meta']) ? part['meta'] : {};
  return { ...part, meta: { ...meta, tag: [...objectsOf(meta['tag']), SUBSETTED] } };
};

const shapeOf = (value: JsonObject, shape: Shape): JsonObject => {
  if (shape.elements.length === 0 && (shape.summary === 'false' || shape.summary === 'count')) return value;
  if (value['resourceType'] === 'CapabilityStatement') return value;
  if (value['resourceType'] !== 'Bundle') return partOf(value, shape);
  const entry = objectsOf(value['entry']).map((each) =>
    isObject(each['resource']) ? { ...each, resource: partOf(each['resource'], shape) } : each,
  );
  return { ...value, ...(entry.length > 0 && { entry }) };
};

/** The answer as it was asked for. Plain answers pass untouched, stored text unparsed. */
export const shaped = (response: FhirResponse, shape: Shape): FhirResponse => {
  if (shape === PLAIN || response.body === undefined) return response;
  const text = bodyText(response.body);
  const parsed = text === '' ? undefined : parseJson(text);
  if (parsed?.ok !== true || !isObject(parsed.value)) return response;
  const wanted = shapeOf(parsed.value, shape);
  return { ...response, body: shape.pretty ? writeJsonLines(wanted) : writeJson(wanted) };
};

/** What `Prefer: return=…` asks to be answered to a write; the resource itself where nothing is asked. */
export const preferred = (response: FhirResponse, prefer: string | undefined, language: Language): FhirResponse => {
  const wanted = /(?:^|[;,\s])return=(minimal|OperationOutcome)\b/.exec(prefer ?? '')?.[1];
  if (wanted === undefined || response.status >= 300 || response.body === undefined) return response;
  if (wanted === 'OperationOutcome') return { ...response, body: informationText('stored', language) };
  const { body: _body, ...bare } = response;
  return bare;
};
