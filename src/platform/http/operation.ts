/** The routes for whoever runs the program: whether it lives, what is wrong, and its figures. */
import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorTable } from '../errors.ts';
import type { Problem } from '../health/words.ts';
import { problemSentence } from '../health/words.ts';
import { refuse } from '../refusal.ts';
import { sendRefusal } from './answers.ts';
import { languageOf } from './language.ts';

/** What `/readyz` says; `loading` while the rest of the region loads behind a usable page. */
export type Readiness = {
  readonly problems: readonly Problem[];
  readonly loading?: Readonly<Record<string, number>>;
};

export type OperationOptions = {
  readonly errors: ErrorTable;
  readonly ready: () => Promise<Readiness>;
  readonly metrics: () => Promise<string>;
  readonly metricsType: string;
  /** Lets the figures and the reasons be read from elsewhere with `Authorization: Bearer …`; this machine may always. */
  readonly metricsToken?: string;
  readonly behindProxy?: boolean;
};

const LOOPBACK = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];

/**
 * Whether a request comes from this machine itself. One that a proxy passed on comes from elsewhere, also where nobody said
 * that there is a proxy.
 */
export const isFromHere = (request: FastifyRequest, behindProxy: boolean): boolean => {
  const { 'x-forwarded-for': forwardedFor, forwarded } = request.headers;
  return LOOPBACK.includes(request.ip) && (behindProxy || (forwardedFor === undefined && forwarded === undefined));
};

const same = (one: string, other: string): boolean => {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
};

export const addOperation = (app: FastifyInstance, options: OperationOptions): void => {
  const { errors, metricsToken, behindProxy = false } = options;
  const mayLook = (request: FastifyRequest): boolean =>
    isFromHere(request, behindProxy) ||
    (metricsToken !== undefined && same(request.headers.authorization ?? '', `Bearer ${metricsToken}`));
  const hidden = { schema: { hide: true } } as const;
  app.get('/healthz', hidden, async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ alive: true }),
  );
  app.get('/readyz', hidden, async (request, reply): Promise<FastifyReply> => {
    const { problems, loading } = await options.ready();
    const language = languageOf(request.headers);
    const told = problems.map((problem) => ({
      code: problem.code,
      severity: problem.severity,
      sentence: problemSentence(problem, language),
    }));
    const extra = mayLook(request) ? { process: process.pid, problems: told } : {};
    if (problems.some(({ severity }) => severity === 'stops'))
      return sendRefusal(request, reply, errors, refuse('not-ready'), { extra });
    const answer = { ready: true, ...(loading === undefined ? {} : { loading }), ...extra };
    return reply.header('cache-control', 'no-store').send(answer);
  });
  app.get('/metrics', hidden, async (request, reply) => {
    if (!mayLook(request)) return sendRefusal(request, reply, errors, refuse('no-such-address'));
    return reply
      .type(options.metricsType)
      .header('cache-control', 'no-store')
      .send(await options.metrics());
  });
};
