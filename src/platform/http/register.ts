import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorTable } from '../errors.ts';
import { refuse } from '../refusal.ts';
import { admit, forged, whoSends } from './admission.ts';
import { sendRefusal } from './answers.ts';
import type { Authenticate } from './authenticate.ts';
import { languageOf } from './language.ts';
import type { Caller, Route, RouteAnswer, RouteRequest } from './route.ts';
import type { Turns } from './turns.ts';
import { validate } from './validate.ts';

export type RegisterOptions = {
  readonly authenticate: Authenticate;
  /** Asked for routes of access `resident`; without it they are open to nobody. */
  readonly authenticateResident?: Authenticate;
  readonly errors: ErrorTable;
  /** Cookies travel over TLS only; false where the browser reaches us over plain http on this machine. */
  readonly secureCookies: boolean;
  readonly turns: Turns;
};

const MEGABYTE = 1024 * 1024;

const text = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'object' ? value.join(', ') : value;

/** Header names in lower case; a header sent twice is joined. */
export const headersOf = (request: FastifyRequest): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, text(value)]));

const sendAnswer = (
  reply: FastifyReply,
  answer: Exclude<RouteAnswer, { readonly refusal: unknown }>,
  secure: boolean,
): FastifyReply => {
  void reply.header('cache-control', 'no-store').headers(answer.headers ?? {});
  for (const { name, value, maxAgeSeconds } of answer.cookies ?? [])
    void reply.setCookie(name, value, { path: '/', httpOnly: true, sameSite: 'strict', secure, maxAge: maxAgeSeconds });
  if (answer.body === undefined) return reply.code(answer.status ?? 204).send();
  void reply.code(answer.status ?? 200);
  if (!reply.hasHeader('content-type')) void reply.type('application/json; charset=utf-8');
  return reply.send(Buffer.isBuffer(answer.body) ? answer.body : JSON.stringify(answer.body));
};

const SECURITY: Readonly<Record<Route['access'], readonly object[]>> = {
  public: [],
  person: [{ session: [] }],
  role: [{ session: [] }],
  client: [{ bearer: [] }],
  resident: [{ resident: [] }],
};

const NOBODY_ENTERS: Authenticate = () => Promise.resolve(undefined);

const schemaOf = (route: Route): Record<string, unknown> => ({
  summary: route.summary,
  tags: [route.path.split('/')[2] ?? 'kanglian'],
  security: SECURITY[route.access],
  ...(route.params === undefined ? {} : { params: route.params }),
  ...(route.query === undefined ? {} : { querystring: route.query }),
  ...(route.body === undefined ? {} : { body: route.body }),
  ...(route.upload === undefined ? {} : { consumes: [route.upload.type] }),
  ...(route.answer === undefined ? {} : { response: { 200: route.answer } }),
  ...(route.media === undefined ? {} : { produces: [route.media] }),
});

/** Files of these types come as they are; a route without `upload` has no use for them and refuses them by its schema. */
export const acceptUploads = (app: FastifyInstance, routes: readonly Route[]): void => {
  for (const type of new Set(routes.flatMap(({ upload }) => upload?.type ?? [])))
    app.addContentTypeParser(type, { parseAs: 'buffer' }, (_request, body, parsed) => {
      parsed(null, body);
    });
};

/** Makes a Fastify route of a route: who asks, is the request forged, is it well-formed, then the handler. */
export const register = (app: FastifyInstance, route: Route, options: RegisterOptions): void => {
  const { errors } = options;
  const authenticate =
    route.access === 'resident' ? (options.authenticateResident ?? NOBODY_ENTERS) : options.authenticate;
  app.route({
    method: route.method,
    url: route.path,
    ...(route.upload === undefined ? {} : { bodyLimit: route.upload.megabytes * MEGABYTE }),
    schema: schemaOf(route),
    handler: async (request, reply) => {
      const language = languageOf(request.headers);
      const who = route.access === 'public' ? undefined : await whoSends(request, authenticate);
      const refusal = admit(route.access, who);
      if (refusal !== undefined) return sendRefusal(request, reply, errors, refusal);
      if (who !== undefined && forged(request, who))
        return sendRefusal(request, reply, errors, refuse('page-out-of-date'));
      const parts = {
        params: validate('params', route.params, request.params, language),
        query: validate('query', route.query, request.query, language),
        body: validate('body', route.body, request.body, language),
      };
      const found = Object.values(parts).flatMap((part) => ('errors' in part ? part.errors : []));
      const [first] = found;
      if (first !== undefined)
        return sendRefusal(request, reply, errors, refuse('invalid-request', first), { extra: { errors: found } });
      const asked: RouteRequest<unknown, unknown, unknown> = {
        params: valueOf(parts.params),
        query: valueOf(parts.query),
        body: valueOf(parts.body),
        headers: headersOf(request),
        language,
        address: request.ip,
        caller: who?.caller ?? NOBODY,
        ...(route.upload !== undefined && Buffer.isBuffer(request.body) ? { bytes: request.body } : {}),
      };
      if (route.upload !== undefined && asked.bytes === undefined)
        return sendRefusal(request, reply, errors, refuse('unsupported-upload'));
      const end = isHeavy(route) ? await options.turns.take(asked.caller.actor.id) : () => undefined;
      if (end === undefined) return sendRefusal(request, reply, errors, refuse('too-many-at-once', { seconds: 5 }));
      const answer = await route.handle(asked as RouteRequest<never, never, never>).finally(end);
      if ('refusal' in answer) {
        const { refusal: refused, ...rest } = answer;
        return sendRefusal(request, reply, errors, refused, rest);
      }
      return sendAnswer(reply, answer, options.secureCookies);
    },
  });
};

/** Files in and out: spreadsheets, papers. */
const isHeavy = ({ upload, media }: Route): boolean => upload !== undefined || media !== undefined;

const valueOf = (part: object): unknown => ('value' in part ? part.value : undefined);

/** Stands in the caller's place on public routes; the database shows it nothing. */
const NOBODY: Caller = {
  actor: { id: '', person: null, role: '', organisation: '', purpose: 'care' },
  session: null,
  name: '',
  scope: '',
};
