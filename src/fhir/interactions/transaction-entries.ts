/** Reads the entries of a transaction: what each asks for, of which record or by which condition, and whether the caller may. */
import type { Asked, FhirContext } from '../context.ts';
import { notAllowed } from '../access.ts';
import type { Right } from '../access.ts';
import { readText } from '../body.ts';
import { readPatch } from '../json-patch.ts';
import { isRefused, refused } from '../outcome.ts';
import type { Issue, IssueCode, Refused } from '../outcome.ts';
import { isId, isObject, textOf } from '../resource.ts';
import type { JsonObject, Resource } from '../resource.ts';
import type { FhirWord } from '../words.ts';
import { askedBy, entryRequest, patchIn } from './bundle-request.ts';
import type { EntryRequest } from './bundle-request.ts';
import { readCondition } from './condition.ts';
import type { Condition } from './condition.ts';
import type { Patch } from './patch.ts';

type Common = { readonly index: number; readonly fullUrl: string | undefined };

/** A change: of the record named by `id`, or of the one that fits `condition`. */
export type Change = Common & {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly type: string;
  /** The id in the url; for what is created the new one. */
  readonly id: string;
  readonly condition: Condition | undefined;
  /** Of POST and PUT. */
  readonly resource: Resource | null;
  /** Of PATCH. */
  readonly patch: Patch | null;
  /** `ifMatch` as it stands there. */
  readonly ifMatch: string | undefined;
  /** True where PUT is to create only (`ifNoneMatch: *`). */
  readonly onlyNew: boolean;
};

/** A question, asked when everything is written. */
export type Question = Common & { readonly method: 'GET' | 'HEAD'; readonly asked: Asked };

export type Entry = Change | Question;

export const isChange = (entry: Entry): entry is Change => entry.method !== 'GET' && entry.method !== 'HEAD';

export const entryPath = (index: number, member: string): string => `Bundle.entry[${index}].${member}`;

/** The same refusal, of one entry: what has no place of its own is placed at `member`. */
export const refusalAt = (refusal: Refused, index: number, member: string): Refused => ({
  ...refusal,
  issues: refusal.issues.map((issue) => ({
    ...issue,
    expression: issue.expression?.startsWith('Bundle.') === true ? issue.expression : entryPath(index, member),
  })),
});

type Fail = (code: IssueCode, word: FhirWord, member: string, values?: Issue['values']) => Refused;

/** What is needed to read one entry. */
type Reading = {
  readonly entry: JsonObject;
  readonly index: number;
  readonly request: EntryRequest;
  readonly asked: Asked;
  readonly context: FhirContext;
  readonly fail: Fail;
};

const forbiddenAt = ({ asked, index }: Reading, type: string, rights: readonly Right[]): Refused | undefined => {
  for (const right of rights) {
    const forbidden = notAllowed(asked.caller, type, right);
    if (forbidden) return refusalAt(forbidden, index, 'request');
  }
  return undefined;
};

const conditionAt = ({ index, fail, asked }: Reading, type: string, query: string, member: string) => {
  const forbidden = notAllowed(asked.caller, type, 's');
  if (forbidden) return refusalAt(forbidden, index, 'request');
  if (query === '') return fail('required', 'no-condition', member);
  const condition = readCondition(type, query);
  return isRefused(condition) ? refusalAt(condition, index, member) : condition;
};

const common = ({ entry, index, request }: Reading) => ({
  index,
  fullUrl: textOf(entry['fullUrl']),
  ifMatch: request.named('ifMatch'),
  onlyNew: request.named('ifNoneMatch')?.trim() === '*',
  patch: null,
});

const posted = (reading: Reading): Entry | Refused => {
  const { entry, request, context, fail } = reading;
  const { resource } = entry;
  if (!isObject(resource)) return fail('required', 'entry-without-resource', 'resource');
  const type = String(resource['resourceType']);
  if (request.path !== type || request.query !== '') return fail('invalid', 'bad-entry-url', 'request.url');
  const forbidden = forbiddenAt(reading, type, ['c']);
  if (forbidden) return forbidden;
  const ifNoneExist = request.named('ifNoneExist');
  const condition =
    ifNoneExist === undefined
      ? undefined
      : conditionAt(reading, type, ifNoneExist.replace(/^\?/, ''), 'request.ifNoneExist');
  if (condition !== undefined && isRefused(condition)) return condition;
  return { ...common(reading), method: 'POST', type, id: context.ids(), condition, resource: resource as Resource };
};

/** `Type/id`, or `Type?condition` where there is no id. */
const subjectOf = (
  reading: Reading,
): { readonly type: string; readonly id: string; readonly condition: Condition | undefined } | Refused => {
  const { request, fail } = reading;
  const [type = '', id, ...rest] = request.path.split('/');
  if (rest.length > 0 || (id !== undefined && (!isId(id) || request.query !== '')))
    return fail('invalid', 'bad-entry-url', 'request.url');
  if (id !== undefined) return { type, id, condition: undefined };
  const condition = conditionAt(reading, type, request.query, 'request.url');
  return isRefused(condition) ? condition : { type, id: '', condition };
};

const replaced = (reading: Reading): Entry | Refused => {
  const { entry, fail, context } = reading;
  const { resource } = entry;
  if (!isObject(resource)) return fail('required', 'entry-without-resource', 'resource');
  const type = String(resource['resourceType']);
  if (reading.request.path.split('/')[0] !== type) return fail('invalid', 'bad-entry-url', 'request.url');
  const forbidden = forbiddenAt(reading, type, ['u']);
  if (forbidden) return forbidden;
  const subject = subjectOf(reading);
  if (isRefused(subject)) return subject;
  const given = textOf(resource['id']);
  if (subject.condition === undefined && given !== undefined && given !== subject.id)
    return fail('invalid', 'id-not-in-url', 'resource.id');
  const id = subject.condition === undefined ? subject.id : (given ?? context.ids());
  return { ...common(reading), method: 'PUT', type, condition: subject.condition, id, resource: resource as Resource };
};

const patchOf = ({ entry, index, fail, context }: Reading): Patch | Refused => {
  const text = patchIn(entry['resource']);
  if (text === undefined) return fail('not-supported', 'entry-not-patch', 'resource');
  const read = readText(text, context.config);
  const patch = isRefused(read) ? read : readPatch(read.value);
  return isRefused(patch) ? refusalAt(patch, index, 'resource') : patch;
};

const changed = (reading: Reading): Entry | Refused => {
  const subject = subjectOf(reading);
  if (isRefused(subject)) return subject;
  const forbidden = forbiddenAt(reading, subject.type, ['u', 'r']);
  if (forbidden) return forbidden;
  const patch = patchOf(reading);
  if (isRefused(patch)) return patch;
  return { ...common(reading), ...subject, method: 'PATCH', resource: null, patch };
};

const deleted = (reading: Reading): Entry | Refused => {
  const subject = subjectOf(reading);
  if (isRefused(subject)) return subject;
  const forbidden = forbiddenAt(reading, subject.type, ['d']);
  if (forbidden) return forbidden;
  if (subject.type === 'Patient')
    return refused(409, 'business-rule', 'patient-not-deleted', undefined, entryPath(reading.index, 'request'));
  return { ...common(reading), ...subject, method: 'DELETE', resource: null };
};

const question = ({ entry, index, request, asked, fail }: Reading): Entry | Refused => {
  const one = askedBy({ request: entry['request'] }, asked);
  const { method } = request;
  if (one === undefined || (method !== 'GET' && method !== 'HEAD'))
    return fail('invalid', 'bad-entry-url', 'request.url');
  return { index, fullUrl: undefined, method, asked: one };
};

const READERS = {
  POST: posted,
  PUT: replaced,
  PATCH: changed,
  DELETE: deleted,
  GET: question,
  HEAD: question,
} as const;

/** Reads one entry; it does not look at what is stored. */
export const readEntry = (entry: JsonObject, index: number, asked: Asked, context: FhirContext): Entry | Refused => {
  const fail: Fail = (code, word, member, values) => refused(400, code, word, values, entryPath(index, member));
  const { request: given } = entry;
  if (!isObject(given)) return fail('required', 'entry-without-request', 'request');
  const method = textOf(given['method']) ?? '';
  if (!Object.hasOwn(READERS, method))
    return fail('not-supported', 'bad-entry-method', 'request.method', { method: method.slice(0, 10) });
  const request = entryRequest(entry, asked.base);
  if (request === undefined) return fail('invalid', 'bad-entry-url', 'request.url');
  return READERS[request.method]({ entry, index, request, asked, context, fail });
};
