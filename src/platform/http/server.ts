import cookies from '@fastify/cookie';
import helmet from '@fastify/helmet';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import fastify from 'fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import type { Logger } from 'pino';
import type { ErrorTable } from '../errors.ts';
import { refusalOfFault } from '../errors.ts';
import { newReference } from '../ids.ts';
import { codeOf } from '../postgres/faults.ts';
import { refuse } from '../refusal.ts';
import { forged, whoSends } from './admission.ts';
import { sendRefusal } from './answers.ts';
import type { Authenticate } from './authenticate.ts';
import type { Events } from './events.ts';
import { MOST_FHIR_BYTES } from './fhir-body.ts';
import { openFhirDoor } from './fhir-door.ts';
import type { FhirHandler } from './fhir-handler.ts';
import { createListeners } from './listeners.ts';
import { createBudgets } from './budgets.ts';
import type { Allowance, Budgets, SpentElsewhere } from './budgets.ts';
import type { Metrics } from './metrics.ts';
import { countTurns, createMetrics } from './metrics.ts';
import { addOperation, isFromHere } from './operation.ts';
import type { Readiness } from './operation.ts';
import { servePages } from './pages.ts';
import { acceptUploads, register } from './register.ts';
import type { Route } from './route.ts';
import { methodOf, templateOf } from './templates.ts';
import type { Turns } from './turns.ts';
import { createTurns } from './turns.ts';

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
  /** This process's figures, and the text of all there are; only these without it. */
  readonly metrics?: Metrics;
  readonly metricsText?: () => Promise<string>;
  /** Lets figures and reasons be read from elsewhere with `Authorization: Bearer …`; this machine may always. */
  readonly metricsToken?: string;
  /** Requests a minute by client; from this machine as many as it likes, unless `limitLoopback`. */
  readonly allowance?: Allowance;
  readonly limitLoopback?: boolean;
  /** What the same clients spend at other processes behind the port. */
  readonly spentElsewhere?: SpentElsewhere;
  /** Heavy requests under way at a time. */
  readonly heavyRequests?: number;
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

/** The same headers for every answer, so worked out once: left to itself the library puts them together at each request. */
const secureEveryAnswer = (app: FastifyInstance): void => {
  let kept: readonly (readonly [name: string, value: string])[] | undefined;
  app.addHook('onRequest', (_request, reply, next) => {
    const { raw } = reply;
    if (kept === undefined) {
      const before = new Set(raw.getHeaderNames());
      reply.helmet();
      kept = raw
        .getHeaderNames()
        .filter((name) => !before.has(name))
        .map((name) => [name, String(raw.getHeader(name))] as const);
    } else for (const [name, value] of kept) raw.setHeader(name, value);
    next();
  });
};

const prepare = async (app: FastifyInstance, options: ServerOptions): Promise<void> => {
  // requests are validated in register.ts, in the reader's language; Fastify needs to know the schemas for /api/docs only
  app.setValidatorCompiler(() => (value: unknown) => ({ value }));
  app.setSerializerCompiler(() => (value) => JSON.stringify(value));
  app.removeContentTypeParser('text/plain');
  await app.register(helmet, {
    global: false,
    contentSecurityPolicy: CONTENT_SECURITY,
    strictTransportSecurity: options.secureCookies ? { maxAge: 15_552_000 } : false,
    referrerPolicy: { policy: 'same-origin' },
  });
  secureEveryAnswer(app);
  await app.register(cookies);
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

const OPERATION = ['/healthz', '/readyz', '/metrics'];

/** The access log holds route templates, never an address with its ids, query or values. */
const keepAccessLog = (app: FastifyInstance, log: Logger, { observe }: Pick<Metrics, 'observe'>): void => {
  app.addHook('onRequest', (request, reply, next) => {
    // what a person reads out to whoever looks into the log
    void reply.header('x-request-id', request.id);
    next();
  });
  app.addHook('onResponse', (request, reply, next) => {
    const route = templateOf(request);
    const method = methodOf(request);
    const milliseconds = Math.round(reply.elapsedTime * 10) / 10;
    observe(method, route, reply.statusCode, reply.elapsedTime / 1000);
    if (!OPERATION.includes(route))
      log.info({ request: request.id, method, route, status: reply.statusCode, milliseconds }, 'request');
    next();
  });
};

/** Whoever has spent a budget is told how long to wait, before anything else is done for him. */
const keepBudgets = (app: FastifyInstance, options: ServerOptions, budgets: Budgets): void => {
  const { errors, limitLoopback = false, behindProxy = false } = options;
  app.addHook('onRequest', async (request, reply) => {
    if (OPERATION.includes(request.routeOptions.url ?? '')) return undefined;
    if (!limitLoopback && isFromHere(request, behindProxy)) return undefined;
    const seconds = budgets.spend(request);
    return seconds === undefined
      ? undefined
      : sendRefusal(request, reply, errors, refuse('too-many-requests', { seconds }));
  });
  app.addHook('onClose', async () => {
    budgets.stop();
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
    const megabytes = Math.round((isFhir(request) ? MOST_FHIR_BYTES : request.routeOptions.bodyLimit) / MEGABYTE);
    const known = refusalOfFault(fault, { megabytes });
    if (known !== undefined) return sendRefusal(request, reply, options.errors, known);
    const status = fault instanceof Error && 'statusCode' in fault ? Number(fault.statusCode) : 500;
    if (status >= 400 && status < 500)
      return sendRefusal(request, reply, options.errors, refuse('malformed-request'), { status });
    const reference = request.id;
    const name = fault instanceof Error ? fault.name : typeof fault;
    options.log.error({ request: reference, route: templateOf(request), name, code, frames: framesOf(fault) }, 'fault');
    return sendRefusal(request, reply, options.errors, refuse('fault', { reference }));
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

const DEFAULT_ALLOWANCE: Allowance = { address: 6000, session: 1200, token: 60_000 };

/** Builds the server; nothing listens until `listen`. */
export const createServer = async (options: ServerOptions): Promise<Server> => {
  const app = fastify({
    logger: false,
    bodyLimit: API_LIMIT * MEGABYTE,
    trustProxy: options.behindProxy === true ? LOOPBACK : false,
    forceCloseConnections: 'idle',
    // a request that is not whole by then is not waited for
    requestTimeout: 120_000,
    genReqId: newReference,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
  });
  const metrics = options.metrics ?? createMetrics();
  const turns: Turns = createTurns({ atATime: options.heavyRequests ?? 8 });
  countTurns(metrics, turns);
  await prepare(app, options);
  keepAccessLog(app, options.log, metrics);
  keepBudgets(
    app,
    options,
    createBudgets({ allowance: options.allowance ?? DEFAULT_ALLOWANCE, elsewhere: options.spentElsewhere }),
  );
  answerFaults(app, options);
  addOperation(app, {
    ...options,
    metrics: options.metricsText ?? metrics.text,
    metricsType: metrics.contentType,
  });
  addEvents(app, options);
  acceptUploads(app, options.routes);
  for (const one of options.routes) register(app, one, { ...options, turns });
  if (options.fhir !== undefined)
    await openFhirDoor(app, { ...options, turns, handler: options.fhir, bodyLimit: MOST_FHIR_BYTES });
  const sendPage = await servePages(app, options.webRoot);
  app.setNotFoundHandler(
    (request, reply) =>
      sendPage(request, reply) ?? sendRefusal(request, reply, options.errors, refuse('no-such-address')),
  );
  await app.ready();
  return { listen: (host, port) => app.listen({ host, port }), close: () => app.close() };
};
