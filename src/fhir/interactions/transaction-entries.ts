/** Reads the entries of a transaction: what each asks for, and which id each resource will have. */
import type { Asked, FhirContext } from '../context.ts';
import { notAllowed } from '../access.ts';
import { refused } from '../outcome.ts';
import type { Issue, IssueCode, Refused } from '../outcome.ts';
import { isId, isObject, objectsOf, textOf } from '../resource.ts';
import type { JsonObject, Resource } from '../resource.ts';
import { matchOf } from '../version-headers.ts';
import type { FhirWord } from '../words.ts';

export type Entry = {
  readonly index: number;
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly type: string;
  readonly id: string;
  /** Null for DELETE. */
  readonly resource: Resource | null;
  /** The version `ifMatch` names. */
  readonly ifMatch: number | 'unknown' | undefined;
  readonly fullUrl: string | undefined;
};

export type Entries = {
  readonly entries: readonly Entry[];
  /** From every name an entry can be referred to by to `Type/id`. */
  readonly targets: ReadonlyMap<string, string>;
};

const at = (index: number, member: string): string => `Bundle.entry[${index}].${member}`;

type Fail = (code: IssueCode, word: FhirWord, member: string, values?: Issue['values']) => Refused;

const failing =
  (index: number): Fail =>
  (code, word, member, values) =>
    refused(400, code, word, values, at(index, member));

const ifMatchOf = (request: JsonObject, fail: Fail): Entry['ifMatch'] | Refused => {
  const header = textOf(request['ifMatch']);
  if (header === undefined) return undefined;
  const match = matchOf(header);
  return match === 'malformed' ? fail('invalid', 'bad-if-match', 'request.ifMatch') : match;
};

const posted = (entry: JsonObject, index: number, fail: Fail, context: FhirContext): Entry | Refused => {
  const request = objectsOf(entry['request'])[0] ?? {};
  const resource = entry['resource'];
  if (!isObject(resource)) return fail('required', 'entry-without-resource', 'resource');
  if (request['ifNoneExist'] !== undefined) return fail('not-supported', 'conditional-create', 'request.ifNoneExist');
  const type = String(resource['resourceType']);
  if (request['url'] !== type) return fail('invalid', 'bad-entry-url', 'request.url');
  const fullUrl = textOf(entry['fullUrl']);
  return {
    index,
    method: 'POST',
    type,
    id: context.ids(),
    resource: resource as Resource,
    ifMatch: undefined,
    fullUrl,
  };
};

const named = (entry: JsonObject, index: number, method: 'PUT' | 'DELETE', fail: Fail): Entry | Refused => {
  const request = objectsOf(entry['request'])[0] ?? {};
  const [type = '', id = '', ...rest] = (textOf(request['url']) ?? '').split('/');
  if (rest.length > 0 || !isId(id)) return fail('invalid', 'bad-entry-url', 'request.url');
  const ifMatch = ifMatchOf(request, fail);
  if (typeof ifMatch === 'object') return ifMatch;
  const fullUrl = textOf(entry['fullUrl']);
  if (method === 'DELETE') {
    if (type === 'Patient')
      return refused(409, 'business-rule', 'patient-not-deleted', undefined, at(index, 'request'));
    return { index, method, type, id, resource: null, ifMatch, fullUrl };
  }
  const resource = entry['resource'];
  if (!isObject(resource)) return fail('required', 'entry-without-resource', 'resource');
  if (resource['resourceType'] !== type) return fail('invalid', 'bad-entry-url', 'request.url');
  if (resource['id'] !== undefined && resource['id'] !== id) return fail('invalid', 'id-not-in-url', 'resource.id');
  return { index, method, type, id, resource: resource as Resource, ifMatch, fullUrl };
};

const RIGHTS = { POST: 'c', PUT: 'u', DELETE: 'd' } as const;

const readEntry = (entry: JsonObject, index: number, asked: Asked, context: FhirContext): Entry | Refused => {
  const fail = failing(index);
  const request = entry['request'];
  if (!isObject(request)) return fail('required', 'entry-without-request', 'request');
  const method = textOf(request['method']) ?? '';
  if (method !== 'POST' && method !== 'PUT' && method !== 'DELETE')
    return fail('not-supported', 'bad-entry-method', 'request.method', { method: method.slice(0, 10) });
  const read = method === 'POST' ? posted(entry, index, fail, context) : named(entry, index, method, fail);
  if ('issues' in read) return read;
  const forbidden = notAllowed(asked.caller, read.type, RIGHTS[method]);
  return forbidden
    ? { ...forbidden, issues: forbidden.issues.map((issue) => ({ ...issue, expression: at(index, 'request') })) }
    : read;
};

const ABSOLUTE = /^https?:\/\/.*\/([A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64})$/;

/** A fullUrl names the entry; of `http://host/Patient/1`, `Patient/1` does so too inside the bundle (R4 §3.1.0.11.2). */
const namesOf = (entry: Entry): readonly string[] => {
  if (entry.fullUrl === undefined) return [];
  const relative = entry.method === 'POST' ? ABSOLUTE.exec(entry.fullUrl)?.[1] : undefined;
  return relative === undefined ? [entry.fullUrl] : [entry.fullUrl, relative];
};

/** Reads all entries; the first that cannot be read refuses the whole. */
export const readEntries = (bundle: Resource, asked: Asked, context: FhirContext): Entries | Refused => {
  const entries: Entry[] = [];
  const targets = new Map<string, string>();
  const written = new Set<string>();
  for (const [index, raw] of objectsOf(bundle['entry']).entries()) {
    const entry = readEntry(raw, index, asked, context);
    if ('issues' in entry) return entry;
    const target = `${entry.type}/${entry.id}`;
    if (written.has(target)) return refused(400, 'duplicate', 'written-twice', undefined, at(index, 'request.url'));
    written.add(target);
    if (entry.fullUrl !== undefined && targets.has(entry.fullUrl))
      return refused(400, 'duplicate', 'full-url-twice', undefined, at(index, 'fullUrl'));
    for (const name of namesOf(entry)) targets.set(name, target);
    entries.push(entry);
  }
  return { entries, targets };
};
