import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorTable } from '../errors.ts';
import { refuse } from '../refusal.ts';
import { forged, whoSends } from './admission.ts';
import { sendRefusal } from './answers.ts';
import type { Authenticate } from './authenticate.ts';
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

/** Everything below `/fhir`, bodies untouched. The text must be UTF-8: a replaced character would be a changed record. */
export const openFhirDoor = async (app: FastifyInstance, options: FhirDoorOptions): Promise<void> => {
  const { authenticate, errors, handler } = options;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  await app.register((door, _none, done) => {
    door.removeAllContentTypeParsers();
    door.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: options.bodyLimit }, (_request, body, parsed) => {
      try {
        parsed(null, decoder.decode(body as Buffer));
      } catch (error) {
        parsed(error as Error);
      }
    });
    const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const [whole = '', query = ''] = split(request.url);
      const path = whole.slice('/fhir'.length).replace(/\/$/, '') || '/';
      const { method } = request;
      if (!isMethod(method)) return sendRefusal(request, reply, errors, refuse('no-such-address'));
      const who = await whoSends(request, authenticate);
      if (who === undefined && !isPublic(method, path))
        return sendRefusal(request, reply, errors, refuse('not-signed-in'));
      if (who !== undefined && forged(request, who))
        return sendRefusal(request, reply, errors, refuse('page-out-of-date'));
      if (who !== undefined && who.csrf !== null && !who.inRole)
        return sendRefusal(request, reply, errors, refuse('no-role'));
      const end = isHeavy(method, path) ? await options.turns.take(who?.caller.actor.id ?? '') : () => undefined;
      if (end === undefined) return sendRefusal(request, reply, errors, refuse('too-many-at-once', { seconds: 5 }));
      const { status, headers, body } = await handler({
        method,
        path,
        query,
        headers: headersOf(request),
        body: typeof request.body === 'string' ? request.body : '',
        caller: who?.caller ?? null,
        language: languageOf(request.headers),
        address: request.ip,
        base: `${request.protocol}://${request.host}/fhir`,
      }).finally(end);
      void reply.code(status).type('application/fhir+json; charset=utf-8').header('cache-control', 'no-store');
      return reply.headers(headers ?? {}).send(body);
    };
    for (const url of ['/fhir', '/fhir/*'])
      door.route({ method: [...METHODS], url, schema: { hide: true }, exposeHeadRoute: false, handler: answer });
    done();
  });
};

const split = (url: string): readonly string[] => {
  const mark = url.indexOf('?');
  return mark < 0 ? [url] : [url.slice(0, mark), url.slice(mark + 1)];
};
