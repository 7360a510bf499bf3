import type { ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Authenticated } from './authenticate.ts';
import type { Events, ServerEvent } from './events.ts';

export type Listeners = {
  /** Takes the connection over as a stream of server-sent events until either side ends it. */
  readonly listen: (request: FastifyRequest, reply: FastifyReply, who: Authenticated) => void;
  readonly closeAll: () => void;
};

// A browser that does not read is let go; it connects again and says which event it saw last.
const MOST_UNREAD_BYTES = 1_000_000;

const lines = ({ id, event, data }: ServerEvent): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/**
 * The streams open at `/api/events`. A comment is sent every `heartbeatMs`, so that proxies keep the line open, and the
 * session is asked again then: a stream does not outlive its session.
 */
export const createListeners = (
  events: Events,
  stillSignedIn: (request: FastifyRequest, who: Authenticated) => Promise<boolean>,
  heartbeatMs = 20_000,
): Listeners => {
  const open = new Set<ServerResponse>();
  return {
    listen: (request, reply, who) => {
      reply.hijack();
      const stream = reply.raw;
      const headers = {
        ...reply.getHeaders(),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
      };
      stream.writeHead(200, headers as Record<string, string>);
      const write = (text: string): void => {
        if (stream.writableLength > MOST_UNREAD_BYTES) stream.destroy();
        else if (!stream.writableEnded) stream.write(text);
      };
      write('retry: 2000\n\n');
      const last = request.headers['last-event-id'];
      const unsubscribe = events.subscribe(
        who.caller,
        (event) => {
          write(lines(event));
        },
        typeof last === 'string' ? last : undefined,
      );
      const heartbeat = setInterval(() => {
        write(': still here\n\n');
        stillSignedIn(request, who).then(
          (signedIn) => {
            if (!signedIn) stream.end();
          },
          () => undefined, // the database may be away for a moment; the next heartbeat asks again
        );
      }, heartbeatMs);
      open.add(stream);
      stream.on('error', () => undefined);
      stream.on('close', () => {
        clearInterval(heartbeat);
        unsubscribe();
        open.delete(stream);
      });
    },
    closeAll: () => {
      for (const stream of open) stream.end();
    },
  };
};
