/** What the entries of a batch and of a transaction ask for, and the form their answers have. */
import { bodyText } from '../../platform/http/fhir-handler.ts';
import { isRefused, outcomeText } from '../outcome.ts';
import type { Answer, Asked } from '../context.ts';
import { writeJson } from '../json.ts';
import { PATCH_BODY } from '../negotiation.ts';
import { isObject, objectsOf, textOf } from '../resource.ts';
import type { JsonObject } from '../resource.ts';
import { readShape, shaped } from '../shape.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Method = (typeof METHODS)[number];

export type EntryRequest = {
  readonly method: Method;
  /** Below the base, without a slash at its beginning: `Patient/1`. */
  readonly path: string;
  readonly query: string;
  /** `ifMatch` and the like. */
  readonly named: (name: string) => string | undefined;
};

/** An address of this server in any way it may stand in a bundle: relative, with a slash, with our own base. */
export const belowBase = (url: string, base: string): string =>
  url.startsWith(`${base}/`) ? url.slice(base.length + 1) : url.replace(/^\//, '');

/** Undefined where method or url cannot be a request here. A bundle inside a bundle is nobody's request. */
export const entryRequest = (entry: JsonObject, base: string): EntryRequest | undefined => {
  const [request] = objectsOf(entry['request']);
  const method = METHODS.find((one) => one === request?.['method']);
  const url = textOf(request?.['url']);
  if (request === undefined || method === undefined || url === undefined) return undefined;
  const [path = '', query = ''] = belowBase(url, base).split(/\?(.*)/s);
  if (path === '' || /^[a-z][a-z0-9+.-]*:/i.test(path)) return undefined;
  return { method, path: path.replace(/\/$/, ''), query, named: (name) => textOf(request[name]) };
};

/** The text of a JSON Patch that stands in a Binary; undefined where the resource is none (R4 §3.1.0.11.4). */
export const patchIn = (resource: unknown): string | undefined => {
  if (!isObject(resource) || resource['resourceType'] !== 'Binary') return undefined;
  const { contentType, data } = resource;
  if (typeof data !== 'string' || typeof contentType !== 'string') return undefined;
  if (!PATCH_BODY.includes(contentType.split(';')[0]?.trim().toLowerCase() ?? '')) return undefined;
  return Buffer.from(data, 'base64').toString('utf8');
};

const bodyOf = (entry: JsonObject, method: Method): string | undefined => {
  const { resource } = entry;
  if (resource === undefined) return '';
  return method === 'PATCH' ? patchIn(resource) : writeJson(resource);
};

/** The request an entry stands for, as if it had come by itself; undefined where it cannot be one. */
export const askedBy = (entry: JsonObject, asked: Asked): Asked | undefined => {
  const request = entryRequest(entry, asked.base);
  const body = request && bodyOf(entry, request.method);
  if (request === undefined || body === undefined) return undefined;
  const { method, path, query, named } = request;
  const form = method === 'POST' && path.endsWith('/_search');
  return {
    ...asked,
    method,
    path: `/${path}`,
    query,
    headers: {
      'content-type': form ? undefined : method === 'PATCH' ? PATCH_BODY[0] : 'application/fhir+json',
      'if-match': named('ifMatch'),
      'if-none-match': named('ifNoneMatch'),
      'if-modified-since': named('ifModifiedSince'),
      'if-none-exist': named('ifNoneExist'),
      prefer: asked.headers['prefer'],
    },
    body,
  };
};

/** What is asked of the look of one entry's answer (`Patient/1?_elements=name`). */
export const shapedFor = (one: Asked, answer: Answer): Answer => {
  if (isRefused(answer) || one.method === 'POST') return answer;
  const shape = readShape(one.query);
  if (isRefused(shape)) return shape;
  const seen = shaped(answer, { ...shape, pretty: false });
  if (one.method !== 'HEAD') return seen;
  const { body: _body, ...bare } = seen;
  return bare;
};

/** A date as a header has it, as an instant. */
const instantText = (header: string | undefined): string => {
  const at = new Date(header ?? '');
  return Number.isNaN(at.getTime()) ? '' : `,"lastModified":"${at.toISOString()}"`;
};

/** An entry of a response bundle. */
export const entryText = (answer: Answer, asked: Asked): string => {
  const status = `"status":"${answer.status}"`;
  if ('issues' in answer) return `{"response":{${status},"outcome":${outcomeText(answer.issues, asked.language)}}}`;
  const { location, etag, 'last-modified': modified } = answer.headers ?? {};
  const place = location === undefined ? '' : `,"location":${JSON.stringify(location)}`;
  const tag = etag === undefined ? '' : `,"etag":${JSON.stringify(etag)}`;
  const body = bodyText(answer.body);
  // an answer in words is no resource of the record: it has a place of its own
  const isOutcome = body.startsWith('{"resourceType":"OperationOutcome"');
  const resource = body === '' || isOutcome ? '' : `"resource":${body},`;
  const outcome = isOutcome ? `,"outcome":${body}` : '';
  return `{${resource}"response":{${status}${place}${tag}${instantText(modified)}${outcome}}}`;
};
