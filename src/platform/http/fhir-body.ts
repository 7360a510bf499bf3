/**
 * Reads the body of a request to `/fhir`: as text, gzip opened, no longer than allowed. What says that it is longer is not read at
 * all, and of large bodies only a few are held at a time: the others wait in the network, where they cost no memory, while small
 * requests pass. Large ones are put together in memory that is used again: fresh memory for 30 MB took a second in which nobody was
 * served, once to put the pieces together and once more for the text (decision 0190).
 */
import type { IncomingMessage } from 'node:http';
import { setImmediate, setTimeout as pause } from 'node:timers/promises';
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

/** A patient's whole record as one bundle. The door reads no more than what is behind it takes. */
export const MOST_FHIR_BYTES = 20 * 1024 * 1024;

export const BODY_LIMITS: Omit<BodyLimits, 'mostBytes'> = {
  largeBytes: 1024 * 1024,
  largeAtOnce: 3,
  mostWaiting: 200,
  milliseconds: 60_000,
};

/**
 * After a large text was made and read, others are served for so many times as long as that held them up, before the next one is
 * made: an answer needs several turns of the event loop, and one turn between two large texts is not enough (decision 0260).
 */
const REST_TIMES = 2;

/** A fault the table of errors knows by its code. */
const fault = (code: string): Error => Object.assign(new Error('the body is refused'), { code });

type Slot = { readonly bytes: Buffer; readonly release: () => void };
type Slots = { readonly take: () => Promise<Slot> };

const slotsOf = ({ mostBytes, largeAtOnce, mostWaiting }: BodyLimits): Slots => {
  const waiting: (() => void)[] = [];
  const spare: Buffer[] = [];
  let taken = 0;
  const mine = (): Slot => {
    taken++;
    // as much address as the longest body needs; what is not written to costs nothing
    const bytes = spare.pop() ?? Buffer.allocUnsafeSlow(mostBytes);
    let held = true;
    return {
      bytes,
      release: () => {
        if (!held) return;
        held = false;
        taken--;
        spare.push(bytes);
        waiting.shift()?.();
      },
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

/** @param rest passes so many milliseconds in which others are served */
export const bodyReader = (
  limits: BodyLimits,
  rest: (milliseconds: number) => Promise<unknown> = (milliseconds) => pause(milliseconds),
): BodyReader => {
  const slots = slotsOf(limits);
  const held = new WeakMap<FastifyRequest, () => void>();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line: Promise<unknown> = Promise.resolve();
  /**
   * Large texts are made one after the other. What is done with a text at once, reading it as JSON, belongs to its turn: the turn is
   * over when the event loop is free again.
   */
  const nextTurn = (): Promise<unknown> => {
    const turn = line.then(() => setImmediate());
    line = turn.then(async () => {
      const began = performance.now();
      await setImmediate();
      await rest(REST_TIMES * (performance.now() - began));
    });
    return turn;
  };

  const collect = (request: FastifyRequest, payload: IncomingMessage, zipped: boolean): Promise<Buffer> =>
    new Promise((done, failed) => {
      const source = zipped ? payload.pipe(createGunzip()) : payload;
      const chunks: Buffer[] = [];
      let place: Buffer | undefined;
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
        else if (place) done(place.subarray(0, size));
        else done(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, size));
      };
      const moveTo = (bytes: Buffer): void => {
        let at = 0;
        for (const chunk of chunks.splice(0)) at += chunk.copy(bytes, at);
        place = bytes;
      };
      const waitForTurn = (): void => {
        source.pause();
        slots.take().then(
          ({ bytes, release }) => {
            if (over || payload.destroyed) release();
            else {
              moveTo(bytes);
              held.set(request, () => {
                // whoever is still being unpacked when the client has gone writes no more into what is another's now
                end(fault('FST_ERR_CTP_INVALID_CONTENT_LENGTH'));
                release();
              });
            }
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
        if (size + chunk.length > limits.mostBytes) {
          end(fault('FST_ERR_CTP_BODY_TOO_LARGE'));
          return;
        }
        if (place) chunk.copy(place, size);
        else chunks.push(chunk);
        size += chunk.length;
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
      const bytes = await collect(request, payload, encoding !== 'identity');
      if (bytes.length > limits.largeBytes) await nextTurn();
      return decoder.decode(bytes);
    },
    mayBeLarge: ({ headers }) =>
      Number(headers['content-length'] ?? 0) > limits.largeBytes ||
      headers['transfer-encoding'] !== undefined ||
      headers['content-encoding'] !== undefined,
    done: (request) => held.get(request)?.(),
  };
};
