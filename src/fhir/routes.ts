/** The FHIR R4 interface of the record store: which interaction a method and a path ask for. */
import type { Clock } from '../platform/clock.ts';
import { MOST_FHIR_BYTES } from '../platform/http/fhir-body.ts';
import { bodyBytes } from '../platform/http/fhir-handler.ts';
import type { FhirHandler, FhirRequest, FhirResponse } from '../platform/http/fhir-handler.ts';
import type { Ids } from '../platform/ids.ts';
import { sealWith } from '../platform/seal.ts';
import type { Database } from '../platform/postgres/database.ts';
import type { Answer, Asked, FhirConfig, FhirContext, Operations, Subject } from './context.ts';
import { readAuditEvent, searchAuditEvents } from './interactions/audit-events.ts';
import { conditionalDelete, conditionalPatch, conditionalUpdate } from './interactions/conditional-change.ts';
import { create } from './interactions/create.ts';
import { remove } from './interactions/delete.ts';
import { history, historyOfTypes } from './interactions/history.ts';
import { metadata } from './interactions/metadata.ts';
import { OWN_OPERATIONS } from './interactions/operations/index.ts';
import { patch } from './interactions/patch.ts';
import { read } from './interactions/read.ts';
import { search, searchCompartment } from './interactions/search.ts';
import { transaction } from './interactions/transaction.ts';
import { update } from './interactions/update.ts';
import { readVersion } from './interactions/vread.ts';
import { FORM_BODY, wrongAnswer, wrongBody } from './negotiation.ts';
import { operate } from './operations.ts';
import { isRefused, notThisMethod, outcomeText, refused } from './outcome.ts';
import { preferred, readShape, shaped } from './shape.ts';
import type { Shape } from './shape.ts';
import { groupedLookups } from './store/grouped-lookups.ts';
import { groupedReads } from './store/grouped-reads.ts';
import { groupedWrites } from './store/grouped-writes.ts';
import type { Lasting } from './store/relations.ts';
import { isResourceType } from './validate/validate.ts';

export type FhirOptions = {
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly config?: Partial<FhirConfig>;
  /** Operations of the layers above, beside the interface's own. */
  readonly operations?: Operations;
  /** When the reason to read ends that an encounter gave, which was over at a moment. */
  readonly lasting?: Lasting;
  /**
   * The first seals page tokens, the others are earlier ones and open theirs; processes that serve the same clients need the same.
   * Without any, tokens end with the process.
   */
  readonly pageSecrets?: readonly string[];
};

const DEFAULTS: FhirConfig = { mostBytes: MOST_FHIR_BYTES, mostEntries: 5000, version: '0.1.0' };

type Methods = Readonly<Partial<Record<FhirRequest['method'], () => Promise<Answer> | Answer>>>;

/** What is asked by GET may be asked by HEAD; what a path does not offer is refused with what it does. */
const byMethod = (asked: Asked, offered: Methods): Promise<Answer> | Answer => {
  const chosen = offered[asked.method === 'HEAD' ? 'GET' : asked.method];
  if (chosen) return chosen();
  const methods = Object.keys(offered);
  return notThisMethod(methods.includes('GET') ? ['HEAD', ...methods] : methods);
};

/** The query of a search by POST: what stands in the address and what stands in the body. */
const postedQuery = ({ query, body }: Asked): string => [query, body.trim()].filter((part) => part !== '').join('&');

const searchByPost = (asked: Asked, type: string, context: FhirContext): Promise<Answer> | Answer =>
  wrongBody(asked, FORM_BODY) ?? search(asked, type, postedQuery(asked), context);

const subjectOf = (type: string | undefined, id: string | undefined): Subject => ({
  level: id !== undefined ? 'instance' : type !== undefined ? 'type' : 'system',
  type,
  id,
});

const onBase = (asked: Asked, context: FhirContext): Promise<Answer> | Answer =>
  byMethod(asked, { POST: () => transaction(asked, context, dispatch) });

/** The audit is read here and written by nobody. */
const onAudit = (asked: Asked, rest: readonly string[], context: FhirContext): Promise<Answer> | Answer => {
  const [id, ...more] = rest;
  if (more.length > 0) return nowhere();
  return byMethod(asked, {
    GET: () => (id === undefined ? searchAuditEvents(asked, context) : readAuditEvent(asked, id, context)),
  });
};

const onType = (asked: Asked, type: string, context: FhirContext): Promise<Answer> | Answer =>
  byMethod(asked, {
    GET: () => search(asked, type, asked.query, context),
    POST: () => create(asked, type, context),
    PUT: () => conditionalUpdate(asked, type, context),
    PATCH: () => conditionalPatch(asked, type, context),
    DELETE: () => conditionalDelete(asked, type, context),
  });

const onInstance = (asked: Asked, type: string, id: string, context: FhirContext): Promise<Answer> | Answer =>
  byMethod(asked, {
    GET: () => read(asked, type, id, context),
    PUT: () => update(asked, type, id, context),
    PATCH: () => patch(asked, type, id, context),
    DELETE: () => remove(asked, type, id, context),
  });

const nowhere = (): Answer => refused(404, 'not-supported', 'unknown-route');

const below = (asked: Asked, type: string, rest: readonly string[], context: FhirContext): Promise<Answer> | Answer => {
  const [id = '', third, version, ...more] = rest;
  if (more.length > 0) return nowhere();
  if (third === undefined)
    return id === '_search'
      ? byMethod(asked, { POST: () => searchByPost(asked, type, context) })
      : onInstance(asked, type, id, context);
  if (isResourceType(third)) {
    const inside = (query: string) => searchCompartment(asked, type, id, third, query, context);
    if (version === undefined) return byMethod(asked, { GET: () => inside(asked.query) });
    return version === '_search' ? byMethod(asked, { POST: () => inside(postedQuery(asked)) }) : nowhere();
  }
  if (third !== '_history') return nowhere();
  return version === undefined
    ? byMethod(asked, { GET: () => history(asked, type, id, context) })
    : byMethod(asked, { GET: () => readVersion(asked, type, id, version, context) });
};

const dispatch = (asked: Asked, context: FhirContext): Promise<Answer> | Answer => {
  const parts = asked.path
    .replace('/%24', '/$')
    .split('/')
    .filter((part) => part !== '');
  const operation = parts.at(-1)?.startsWith('$') === true ? parts.pop()?.slice(1) : undefined;
  const [type, ...rest] = parts;
  if (type === '_history' && rest.length === 0)
    return byMethod(asked, { GET: () => historyOfTypes(asked, undefined, context) });
  if (type !== undefined && !isResourceType(type))
    return refused(404, 'not-supported', 'unknown-type', { type: type.slice(0, 40) });
  if (operation !== undefined)
    return rest.length > 1 ? nowhere() : operate(asked, operation, subjectOf(type, rest[0]), context);
  if (type === undefined) return onBase(asked, context);
  if (type === 'AuditEvent') return onAudit(asked, rest, context);
  if (rest.length === 1 && rest[0] === '_history')
    return byMethod(asked, { GET: () => historyOfTypes(asked, type, context) });
  return rest.length === 0 ? onType(asked, type, context) : below(asked, type, rest, context);
};

/** A create or an update: what is answered to it may be chosen by `Prefer`. */
const isWrite = ({ method, path }: FhirRequest): boolean =>
  method === 'PUT' || method === 'PATCH' || (method === 'POST' && path !== '/' && !/\/(?:_search$|\$)/.test(path));

const respond = (request: FhirRequest, answer: Answer, shape?: Shape): FhirResponse => {
  const plain: FhirResponse =
    'issues' in answer
      ? {
          status: answer.status,
          headers: { 'content-language': request.language, ...answer.headers },
          body: outcomeText(answer.issues, request.language),
        }
      : preferred(answer, isWrite(request) ? request.headers['prefer'] : undefined, request.language);
  const response = shape === undefined ? plain : shaped(plain, shape);
  if (request.method !== 'HEAD') return response;
  // the length a GET would have (RFC 9110 §8.6), where it is known
  const length = response.body === undefined ? {} : { 'content-length': String(bodyBytes(response.body).length) };
  return { status: response.status, headers: { ...response.headers, ...length } };
};

/** Everything below `/fhir`. Expected errors are OperationOutcomes; faults of the database are thrown. */
export const createFhir = (options: FhirOptions): FhirHandler => {
  const started = options.clock.now();
  const lasting = options.lasting ?? ((until) => until);
  const context: FhirContext = {
    db: options.db,
    clock: options.clock,
    ids: options.ids,
    config: { ...DEFAULTS, ...options.config },
    reads: groupedReads(options.db, options.clock),
    lookups: groupedLookups(options.db, options.clock),
    writes: groupedWrites(options.db, options.clock, lasting),
    operations: [...OWN_OPERATIONS, ...(options.operations ?? [])],
    lasting,
    seal: sealWith(...(options.pageSecrets ?? [])),
    index: { done: false },
  };
  return async (request) => {
    const { caller } = request;
    const wrong = wrongAnswer(request);
    if (wrong) return respond(request, wrong);
    const shape = readShape(request.query);
    if (isRefused(shape)) return respond(request, shape);
    if (request.path === '/metadata' && (request.method === 'GET' || request.method === 'HEAD'))
      return respond(request, metadata(request.base, context.config, context.operations, started), shape);
    if (caller === null) return respond(request, refused(404, 'not-supported', 'unknown-route'));
    return respond(request, await dispatch({ ...request, caller }, context), shape);
  };
};
