/**
 * Reads the body of a request to `/fhir`: as text, gzip opened, no longer than allowed. What says that it is longer is not read at
 * all, and of large bodies only a few are held at a time: the others wait in the network, where they cost no memory, while small
 * requests pass.
 */
import type { IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';
import type { FastifyRequest } from 'fastify';

export type BodyLimits = {
  /** Largest body in bytes, opened. */
  readonly mostBytes: number;
  /** From here a body is large. */
  readonly largeBytes: number;
  readonly largeAtOnce: number;
  readonly mostWaiting: number;
  /** How long a large body may take to arrive once it is its turn. */
  readonly milliseconds: number;
};

export const BODY_LIMITS: Omit<BodyLimits, 'mostBytes'> = {
  largeBytes: 1024 * 1024,
  largeAtOnce: 3,
  mostWaiting: 200,
  milliseconds: 60_000,
};

/** A fault the table of errors knows by its code. */
const fault = (code: string): Error => Object.assign(new Error('the body is refused'), { code });

type Release = () => void;
type Slots = { readonly take: () => Promise<Release> };

const slotsOf = ({ largeAtOnce, mostWaiting }: BodyLimits): Slots => {
  const waiting: (() => void)[] = [];
  let taken = 0;
  const release = (): void => {
    taken--;
    waiting.shift()?.();
  };
  const mine = (): Release => {
    taken++;
    let held = true;
    return () => {
      if (held) release();
      held = false;
    };
  };
  return {
    take: () => {
      if (taken < largeAtOnce) return Promise.resolve(mine());
      if (waiting.length >= mostWaiting) return Promise.reject(fault('KL_BODIES_WAITING'));
      return new Promise((done) => {
        waiting.push(() => {
          done(mine());
        });
      });
    },
  };
};

export type BodyReader = {
  readonly read: (request: FastifyRequest, payload: IncomingMessage) => Promise<string>;
  /** Whether the request may hold a large body: then `done` has to be called when it is answered or gone. */
  readonly mayBeLarge: (request: FastifyRequest) => boolean;
  readonly done: (request: FastifyRequest) => void;
};

export const bodyReader = (limits: BodyLimits): BodyReader => {
  const slots = slotsOf(limits);
  const held = new WeakMap<FastifyRequest, Release>();
  const decoder = new TextDecoder('utf-8', { fatal: true });

  const collect = (request: FastifyRequest, payload: IncomingMessage, zipped: boolean): Promise<Buffer> =>
    new Promise((done, failed) => {
      const source = zipped ? payload.pipe(createGunzip()) : payload;
      const chunks: Buffer[] = [];
      let size = 0;
      let timer: NodeJS.Timeout | undefined;
      let over = false;
      const end = (error: Error | undefined): void => {
        if (over) return;
        over = true;
        clearTimeout(timer);
        source.removeAllListeners('data');
        if (zipped && error) payload.unpipe();
        if (error) failed(error);
        else done(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, size));
      };
      const waitForTurn = (): void => {
        source.pause();
        slots.take().then(
          (release) => {
            if (over || payload.destroyed) release();
            else held.set(request, release);
            timer = setTimeout(end, limits.milliseconds, fault('KL_BODY_SLOW'));
            if (over) clearTimeout(timer);
            source.resume();
          },
          (error: unknown) => {
            end(error instanceof Error ? error : fault('KL_BODIES_WAITING'));
          },
        );
      };
      let asked = false;
      source.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > limits.mostBytes) {
          end(fault('FST_ERR_CTP_BODY_TOO_LARGE'));
          return;
        }
        chunks.push(chunk);
        if (size > limits.largeBytes && !asked) {
          asked = true;
          waitForTurn();
        }
      });
      source.once('end', () => {
        end(undefined);
      });
      source.once('error', () => {
        end(fault(zipped ? 'KL_NOT_GZIP' : 'FST_ERR_CTP_INVALID_CONTENT_LENGTH'));
      });
      payload.once('close', () => {
        if (!payload.complete) end(fault('FST_ERR_CTP_INVALID_CONTENT_LENGTH'));
      });
    });

  return {
    read: async (request, payload) => {
      const declared = Number(request.headers['content-length'] ?? 0);
      const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
      if (declared > limits.mostBytes) throw fault('FST_ERR_CTP_BODY_TOO_LARGE');
      if (encoding !== 'identity' && encoding !== 'gzip' && encoding !== 'x-gzip') throw fault('KL_ENCODING');
      return decoder.decode(await collect(request, payload, encoding !== 'identity'));
    },
    mayBeLarge: ({ headers }) =>
      Number(headers['content-length'] ?? 0) > limits.largeBytes ||
      headers['transfer-encoding'] !== undefined ||
      headers['content-encoding'] !== undefined,
    done: (request) => held.get(request)?.(),
  };
};
