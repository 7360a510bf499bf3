import { existsSync } from 'node:fs';
import { join } from 'node:path';
import serveFiles from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Sends the desk's or the phone's page, or answers undefined when the address is not a page's. */
export type SendPage = (request: FastifyRequest, reply: FastifyReply) => FastifyReply | undefined;

const isPage = (request: FastifyRequest): boolean =>
  ['GET', 'HEAD'].includes(request.method) &&
  !/^\/(?:api|fhir|assets|healthz|readyz|metrics)(?:[/?]|$)/.test(request.url) &&
  /text\/html|\*\/\*/.test(request.headers.accept ?? '*/*');

const DESK = 'desk/index.html';
/** `/m` for village doctors, `/m/r` for residents: everything below it is the phone's. */
const PHONE = 'mobile/index.html';
/** Stands below `/m/`, where it works: a worker's own folder is as far as it may reach. */
const WORKER = 'mobile/worker.js';
const pageOf = (url: string): string => (url === '/m/worker.js' ? WORKER : /^\/m(?:[/?]|$)/.test(url) ? PHONE : DESK);

const NOT_BUILT =
  '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>康联</title><p>网页尚未构建，请用 <code>npm start</code> 启动。' +
  '<p lang="en">The pages have not been built yet; start with <code>npm start</code>.';

/**
 * The built web files. Names below /assets carry a digest of their content and may be kept for ever; the pages may not. An
 * address of the desk (`/cases/…`) is a page the browser draws, so it gets the desk's file, and one of the phone the phone's.
 */
export const servePages = async (app: FastifyInstance, webRoot: string | undefined): Promise<SendPage> => {
  const built = webRoot !== undefined && existsSync(join(webRoot, DESK));
  if (built)
    await app.register(serveFiles, {
      root: webRoot,
      preCompressed: true,
      wildcard: false,
      cacheControl: false,
      setHeaders: (reply, path) => {
        const kept = path.includes(join(webRoot, 'assets'));
        void reply.header('cache-control', kept ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  return (request, reply) => {
    if (!isPage(request)) return undefined;
    if (!built) return reply.code(503).type('text/html; charset=utf-8').send(NOT_BUILT);
    return reply.code(200).sendFile(pageOf(request.url));
  };
};
