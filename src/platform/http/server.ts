import { randomBytes } from 'node:crypto';
import cookies from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import fastify from 'fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import type { Logger } from 'pino';
import type { ErrorTable } from '../errors.ts';
import { refusalOfFault } from '../errors.ts';
import { codeOf } from '../postgres/faults.ts';
import { refuse } from '../refusal.ts';
import { forged, whoSends } from './admission.ts';
import { sendRefusal } from './answers.ts';
import type { Authenticate } from './authenticate.ts';
import type { Events } from './events.ts';
import { openFhirDoor } from './fhir-door.ts';
import type { FhirHandler } from './fhir-handler.ts';
import { createListeners } from './listeners.ts';
import { createMetrics } from './metrics.ts';
import { servePages } from './pages.ts';
import { acceptUploads, register } from './register.ts';
import type { Route } from './route.ts';

/** What `/readyz` says; `loading` while the rest of the region loads behind a usable page. */
export type Readiness = { readonly ready: boolean; readonly loading?: Readonly<Record<string, number>> };

export type ServerOptions = {
  readonly routes: readonly Route[];
  readonly authenticate: Authenticate;
  /** Who stands behind a resident's device. */
  readonly authenticateResident?: Authenticate;
  readonly errors: ErrorTable;
  readonly ready: () => Promise<Readiness>;
  readonly log: Logger;
  readonly version: string;
  readonly secureCookies: boolean;
  readonly fhir?: FhirHandler;
  readonly events?: Events;
  readonly heartbeatMs?: number;
  /** Folder of the built web files. */
  readonly webRoot?: string;
  /** Lets `/metrics` be read from elsewhere with `Authorization: Bearer …`; this machine may always. */
  readonly metricsToken?: string;
  /** Requests a minute from one address that is not this machine (or any, when `limitLoopback`). */
  readonly requestsPerMinute?: number;
  readonly limitLoopback?: boolean;
  /** Believe `X-Forwarded-*` of a proxy on this machine. */
  readonly behindProxy?: boolean;
};

export type Server = {
  /** Resolves to the address, `http://127.0.0.1:8080`. Rejects with Node's EADDRINUSE or EACCES. */
  readonly listen: (host: string, port: number) => Promise<string>;
  readonly close: () => Promise<void>;
};

const MEGABYTE = 1024 * 1024;
const API_LIMIT = 1; // megabytes; forms are a few kilobytes
const FHIR_LIMIT = 32; // a patient's whole record as one bundle
const LOOPBACK = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];

const isFhir = (request: FastifyRequest): boolean => request.url.startsWith('/fhir');

// Scripts and styles come from our own files only; what the pages set on elements goes through the object model.
const CONTENT_SECURITY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    workerSrc: ["'self'"],
    objectSrc: ["'none'"],
    baseUri: ["'self'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
};

const prepare = async (app: FastifyInstance, options: ServerOptions): Promise<void> => {
  // requests are validated in register.ts, in the reader's language; Fastify needs to know the schemas for /api/docs only
  app.setValidatorCompiler(() => (value: unknown) => ({ value }));
  app.setSerializerCompiler(() => (value) => JSON.stringify(value));
  app.removeContentTypeParser('text/plain');
  await app.register(helmet, {
    contentSecurityPolicy: CONTENT_SECURITY,
    strictTransportSecurity: options.secureCookies ? { maxAge: 15_552_000 } : false,
    referrerPolicy: { policy: 'same-origin' },
  });
  await app.register(cookies);
  await app.register(rateLimit, {
    max: options.requestsPerMinute ?? 6000,
    timeWindow: 60_000,
    allowList: options.limitLoopback === true ? [] : [...LOOPBACK],
    errorResponseBuilder: (_request, context) =>
      Object.assign(new Error('too many requests'), { code: 'KL_LIMIT', seconds: Math.ceil(context.ttl / 1000) }),
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: '康联 Kanglian', version: options.version },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'kl_session' },
          resident: { type: 'apiKey', in: 'cookie', name: 'kl_resident' },
          bearer: { type: 'http', scheme: 'bearer' },
        },
      },
    },
    transform: jsonSchemaTransform,
  });
  await app.register(swaggerUi, {
    routePrefix: '/api/docs',
    staticCSP: true,
    logo: { type: 'image/svg+xml', content: LOGO },
  });
};

const LOGO = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" width="72" height="24"><text y="18" font-size="18" fill="#fff">康联</text></svg>',
);

/** The access log holds route templates, never an address with its ids, query or values. */
const keepAccessLog = (
  app: FastifyInstance,
  log: Logger,
  observe: (...seen: [string, string, number, number]) => void,
): void => {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unmatched';
    const milliseconds = Math.round(reply.elapsedTime * 10) / 10;
    observe(request.method, route, reply.statusCode, reply.elapsedTime / 1000);
    if (!['/healthz', '/readyz', '/metrics'].includes(route))
      log.info({ method: request.method, route, status: reply.statusCode, milliseconds }, 'request');
  });
};

/** Frames without the first line: messages of faults may quote what was typed (law 9). */
const framesOf = (fault: unknown): string | undefined =>
  fault instanceof Error
    ? fault.stack
        ?.split('\n')
        .filter((line) => /^\s+at /.test(line))
        .join('\n')
    : undefined;

const answerFaults = (app: FastifyInstance, options: ServerOptions): void => {
  app.setErrorHandler((fault, request, reply) => {
    const code = codeOf(fault);
    const seconds = fault instanceof Error && 'seconds' in fault ? Number(fault.seconds) : 1;
    if (code === 'KL_LIMIT')
      return sendRefusal(request, reply, options.errors, refuse('too-many-requests', { seconds }));
    const megabytes = isFhir(request) ? FHIR_LIMIT : Math.round(request.routeOptions.bodyLimit / MEGABYTE);
    const known = refusalOfFault(fault, { megabytes });
    if (known !== undefined) return sendRefusal(request, reply, options.errors, known);
    const status = fault instanceof Error && 'statusCode' in fault ? Number(fault.statusCode) : 500;
    if (status >= 400 && status < 500)
      return sendRefusal(request, reply, options.errors, refuse('malformed-request'), { status });
    const reference = randomBytes(5).toString('hex');
    const name = fault instanceof Error ? fault.name : typeof fault;
    options.log.error({ reference, route: request.routeOptions.url, name, code, frames: framesOf(fault) }, 'fault');
    return sendRefusal(request, reply, options.errors, refuse('fault', { reference }));
  });
};

const addOwnRoutes = (
  app: FastifyInstance,
  options: ServerOptions,
  metrics: ReturnType<typeof createMetrics>,
): void => {
  const hidden = { schema: { hide: true }, config: { rateLimit: false } } as const;
  app.get('/healthz', hidden, async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ alive: true }),
  );
  app.get('/readyz', hidden, async (request, reply) => {
    const readiness = await options.ready().catch(() => ({ ready: false }));
    if (!readiness.ready) return sendRefusal(request, reply, options.errors, refuse('not-ready'));
    return reply.header('cache-control', 'no-store').send(readiness);
  });
  app.get('/metrics', hidden, async (request, reply) => {
    const { metricsToken } = options;
    const local = LOOPBACK.includes(request.ip);
    if (!local && (metricsToken === undefined || request.headers.authorization !== `Bearer ${metricsToken}`))
      return sendRefusal(request, reply, options.errors, refuse('no-such-address'));
    return reply.type(metrics.contentType).send(await metrics.text());
  });
};

const addEvents = (app: FastifyInstance, options: ServerOptions): void => {
  if (options.events === undefined) return;
  const { authenticate, errors } = options;
  const listeners = createListeners(
    options.events,
    async (request, who) => (await whoSends(request, authenticate))?.caller.actor.id === who.caller.actor.id,
    options.heartbeatMs,
  );
  app.addHook('preClose', async () => {
    listeners.closeAll();
  });
  app.get(
    '/api/events',
    { schema: { summary: 'What changed, as server-sent events', tags: ['events'] }, exposeHeadRoute: false },
    async (request, reply) => {
      const who = await whoSends(request, authenticate);
      if (who === undefined) return sendRefusal(request, reply, errors, refuse('not-signed-in'));
      if (!who.inRole || forged(request, who)) return sendRefusal(request, reply, errors, refuse('no-role'));
      listeners.listen(request, reply, who);
      return reply;
    },
  );
};

/** Builds the server; nothing listens until `listen`. */
export const createServer = async (options: ServerOptions): Promise<Server> => {
  const app = fastify({
    logger: false,
    bodyLimit: API_LIMIT * MEGABYTE,
    trustProxy: options.behindProxy === true ? LOOPBACK : false,
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
  });
  const metrics = createMetrics();
  await prepare(app, options);
  keepAccessLog(app, options.log, metrics.observe);
  answerFaults(app, options);
  addOwnRoutes(app, options, metrics);
  addEvents(app, options);
  acceptUploads(app, options.routes);
  for (const one of options.routes) register(app, one, options);
  if (options.fhir !== undefined)
    await openFhirDoor(app, { ...options, handler: options.fhir, bodyLimit: FHIR_LIMIT * MEGABYTE });
  const sendPage = await servePages(app, options.webRoot);
  app.setNotFoundHandler(
    (request, reply) =>
      sendPage(request, reply) ?? sendRefusal(request, reply, options.errors, refuse('no-such-address')),
  );
  await app.ready();
  return { listen: (host, port) => app.listen({ host, port }), close: () => app.close() };
};
