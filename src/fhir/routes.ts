/** The FHIR R4 interface of the record store: which interaction a method and a path ask for. */
import type { Clock } from '../platform/clock.ts';
import type { FhirHandler, FhirRequest, FhirResponse } from '../platform/http/fhir-handler.ts';
import type { Ids } from '../platform/ids.ts';
import type { Database } from '../platform/postgres/database.ts';
import type { Answer, Asked, FhirConfig, FhirContext } from './context.ts';
import { create } from './interactions/create.ts';
import { history } from './interactions/history.ts';
import { metadata } from './interactions/metadata.ts';
import { read, readVersion } from './interactions/read.ts';
import { search } from './interactions/search.ts';
import { transaction } from './interactions/transaction.ts';
import { remove, update } from './interactions/update.ts';
import { isRefused, outcomeText, refused } from './outcome.ts';
import { preferred, readShape, shaped } from './shape.ts';
import type { Shape } from './shape.ts';
import { groupedReads } from './store/grouped-reads.ts';
import { groupedWrites } from './store/grouped-writes.ts';
import { isResourceType } from './validate/validate.ts';

export type FhirOptions = {
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly config?: Partial<FhirConfig>;
};

const DEFAULTS: FhirConfig = { mostBytes: 20 * 1024 * 1024, mostEntries: 5000, version: '0.1.0' };

const wantsXml = (request: FhirRequest): boolean => {
  const format = new URLSearchParams(request.query).get('_format');
  if (format !== null) return /xml/i.test(format);
  const accept = request.headers['accept'] ?? '';
  return /xml/i.test(accept) && !/json|\*\/\*/i.test(accept);
};

const onType = (asked: Asked, type: string, context: FhirContext): Promise<Answer> | undefined => {
  if (asked.method === 'GET' || asked.method === 'HEAD') return search(asked, type, asked.query, context);
  return asked.method === 'POST' ? create(asked, type, context) : undefined;
};

const onInstance = (asked: Asked, type: string, id: string, context: FhirContext): Promise<Answer> | undefined => {
  switch (asked.method) {
    case 'GET':
    case 'HEAD':
      return read(asked, type, id, context);
    case 'PUT':
      return update(asked, type, id, context);
    case 'DELETE':
      return remove(asked, type, id, context);
    default:
      return undefined;
  }
};

const searchByPost = (asked: Asked, type: string, context: FhirContext): Promise<Answer> =>
  search(asked, type, [asked.query, asked.body.trim()].filter((part) => part !== '').join('&'), context);

const dispatch = (asked: Asked, context: FhirContext): Promise<Answer> | Answer => {
  const parts = asked.path.split('/').filter((part) => part !== '');
  const [type = '', id, third, version] = parts;
  const reading = asked.method === 'GET' || asked.method === 'HEAD';
  let answer: Promise<Answer> | Answer | undefined;
  if (parts.length === 0) answer = asked.method === 'POST' ? transaction(asked, context, dispatch) : undefined;
  else if (!isResourceType(type)) return refused(404, 'not-supported', 'unknown-type', { type: type.slice(0, 40) });
  else if (id === undefined) answer = onType(asked, type, context);
  else if (third === undefined && id === '_search' && asked.method === 'POST')
    answer = searchByPost(asked, type, context);
  else if (third === undefined) answer = onInstance(asked, type, id, context);
  else if (third === '_history' && parts.length === 3 && reading) answer = history(asked, type, id, context);
  else if (third === '_history' && parts.length === 4 && reading)
    answer = readVersion(asked, type, id, version ?? '', context);
  return answer ?? refused(parts.length > 4 || third !== undefined ? 404 : 405, 'not-supported', 'unknown-route');
};

/** A create or an update: what is answered to it may be chosen by `Prefer`. */
const isWrite = ({ method, path }: FhirRequest): boolean =>
  method === 'PUT' || method === 'PATCH' || (method === 'POST' && path !== '/' && !path.endsWith('/_search'));

const respond = (request: FhirRequest, answer: Answer, shape?: Shape): FhirResponse => {
  const plain: FhirResponse =
    'issues' in answer
      ? {
          status: answer.status,
          headers: { 'content-language': request.language },
          body: outcomeText(answer.issues, request.language),
        }
      : preferred(answer, isWrite(request) ? request.headers['prefer'] : undefined, request.language);
  const response = shape === undefined ? plain : shaped(plain, shape);
  return request.method === 'HEAD' ? { status: response.status, headers: response.headers ?? {} } : response;
};

/** Everything below `/fhir`. Expected errors are OperationOutcomes; faults of the database are thrown. */
export const createFhir = (options: FhirOptions): FhirHandler => {
  const started = options.clock.now();
  const context: FhirContext = {
    db: options.db,
    clock: options.clock,
    ids: options.ids,
    config: { ...DEFAULTS, ...options.config },
    reads: groupedReads(options.db, options.clock),
    writes: groupedWrites(options.db, options.clock),
  };
  return async (request) => {
    const { caller } = request;
    if (wantsXml(request)) return respond(request, refused(406, 'not-supported', 'xml-answer'));
    const shape = readShape(request.query);
    if (isRefused(shape)) return respond(request, shape);
    if (request.path === '/metadata' && (request.method === 'GET' || request.method === 'HEAD'))
      return respond(request, metadata(request.base, context.config, started), shape);
    if (caller === null) return respond(request, refused(404, 'not-supported', 'unknown-route'));
    return respond(request, await dispatch({ ...request, caller }, context), shape);
  };
};
