import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorTable } from '../errors.ts';
import { refuse } from '../refusal.ts';
import type { Refusal } from '../refusal.ts';
import { forged, whoSends } from './admission.ts';
import { sendRefusal } from './answers.ts';
import type { Authenticate, Authenticated } from './authenticate.ts';
import { BODY_LIMITS, bodyReader } from './fhir-body.ts';
import { bodyBytes } from './fhir-handler.ts';
import type { FhirHandler, FhirRequest } from './fhir-handler.ts';
import { languageOf } from './language.ts';
import { headersOf } from './register.ts';
import type { Turns } from './turns.ts';

export type FhirDoorOptions = {
  readonly authenticate: Authenticate;
  readonly errors: ErrorTable;
  readonly handler: FhirHandler;
  readonly turns: Turns;
  /** Largest body in bytes. */
  readonly bodyLimit: number;
};

const METHODS: readonly FhirRequest['method'][] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
const isMethod = (method: string): method is FhirRequest['method'] => (METHODS as readonly string[]).includes(method);

/** Everybody may ask what this server can do before he has an account (R4 §3.1.0.11.1). */
const isPublic = (method: string, path: string): boolean => ['GET', 'HEAD'].includes(method) && path === '/metadata';

/** Bundles, whole records and histories of many: what one of them costs is up to the client. */
const isHeavy = (method: string, path: string): boolean =>
  (method === 'POST' && path === '/') || /\/\$(everything|export|summary)$|^(\/[A-Za-z]+)?\/_history$/.test(path);

/** Shorter answers gain less on the way than packing costs. */
const PACKED_FROM = 32 * 1024;
const pack = promisify(gzip);
/** A client that goes on sending after a refusal is listened to no longer than this; then the line is cut. */
const MOST_UNREAD = 128 * 1024 * 1024;

const acceptsGzip = (request: FastifyRequest): boolean =>
  /(?:^|[,\s])(?:x-)?gzip(?!\s*;\s*q=0(?:\.0*)?(?:[,\s]|$))/i.test(request.headers['accept-encoding'] ?? '');

const split = (url: string): readonly [path: string, query: string] => {
  const mark = url.indexOf('?');
  return mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
};

const pathOf = (url: string): string => split(url)[0].slice('/fhir'.length).replace(/\/$/, '') || '/';

/** Everything below `/fhir`, bodies untouched. The text must be UTF-8: a replaced character would be a changed record. */
export const openFhirDoor = async (app: FastifyInstance, options: FhirDoorOptions): Promise<void> => {
  const { authenticate, errors, handler } = options;
  const bodies = bodyReader({ ...BODY_LIMITS, mostBytes: options.bodyLimit });
  const admitted = new WeakMap<FastifyRequest, Authenticated>();

  const refusalOf = (request: FastifyRequest, who: Authenticated | undefined): Refusal | undefined => {
    if (!isMethod(request.method)) return refuse('no-such-address');
    if (who === undefined) return isPublic(request.method, pathOf(request.url)) ? undefined : refuse('not-signed-in');
    if (forged(request, who)) return refuse('page-out-of-date');
    return who.csrf !== null && !who.inRole ? refuse('no-role') : undefined;
  };

  await app.register((door, _none, done) => {
    door.removeAllContentTypeParsers();
    door.addContentTypeParser(
      '*',
      { bodyLimit: options.bodyLimit },
      (request: FastifyRequest, payload: IncomingMessage) => bodies.read(request, payload),
    );
    // who asks is known before a body is read: nobody makes the server hold what he may not send
    door.addHook('onRequest', async (request, reply) => {
      const who = await whoSends(request, authenticate);
      if (who !== undefined) admitted.set(request, who);
      if (bodies.mayBeLarge(request))
        reply.raw.once('close', () => {
          bodies.done(request);
        });
      const refusal = refusalOf(request, who);
      return refusal === undefined ? undefined : sendRefusal(request, reply, errors, refusal);
    });
    door.addHook('onSend', async (request, reply) => {
      const unread = reply.statusCode >= 400 && !request.raw.complete && bodies.mayBeLarge(request);
      const declared = Number(request.headers['content-length'] ?? Infinity);
      if (unread && declared > MOST_UNREAD) void reply.header('connection', 'close');
    });
    const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const { method } = request;
      const caller = admitted.get(request)?.caller ?? null;
      const path = pathOf(request.url);
      const end = isHeavy(method, path) ? await options.turns.take(caller?.actor.id ?? '') : () => undefined;
      if (end === undefined) return sendRefusal(request, reply, errors, refuse('too-many-at-once', { seconds: 5 }));
      const { status, headers, body } = await handler({
        method: isMethod(method) ? method : 'GET',
        path,
        query: split(request.url)[1],
        headers: headersOf(request),
        body: typeof request.body === 'string' ? request.body : '',
        caller,
        language: languageOf(request.headers),
        address: request.ip,
        base: `${request.protocol}://${request.host}/fhir`,
      }).finally(end);
      void reply.code(status).type('application/fhir+json; charset=utf-8').header('cache-control', 'no-store');
      void reply.headers(headers ?? {});
      if (body === undefined || (typeof body === 'string' && body.length < PACKED_FROM)) return reply.send(body);
      const bytes = bodyBytes(body);
      if (bytes.length < PACKED_FROM) return reply.send(bytes);
      void reply.header('vary', 'accept-encoding');
      if (!acceptsGzip(request)) return reply.send(bytes);
      return reply.header('content-encoding', 'gzip').send(await pack(bytes, { level: constants.Z_BEST_SPEED }));
    };
    for (const url of ['/fhir', '/fhir/*'])
      door.route({ method: [...METHODS], url, schema: { hide: true }, exposeHeadRoute: false, handler: answer });
    done();
  });
};
