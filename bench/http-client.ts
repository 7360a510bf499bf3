/**
 * The client of the measuring loops: `node:http` on connections that stay open. A heavier one takes a third of the two cores it
 * shares with what is measured, and everything else waits for it.
 */
import { Agent, request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';

export type Answered = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly text: string };

export type Client = {
  readonly ask: (
    method: string,
    path: string,
    body?: string,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Answered>;
  readonly close: () => void;
};

/** @param base what paths are put behind @param standing headers of every request */
export const openClient = (base: string, standing: Readonly<Record<string, string>>, connections: number): Client => {
  const { hostname, port, pathname } = new URL(base);
  const agent = new Agent({ keepAlive: true, maxSockets: connections, scheduling: 'fifo' });
  const before = pathname.replace(/\/$/, '');
  return {
    ask: (method, path, body, headers = {}) =>
      new Promise((done, failed) => {
        const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
        const asking = request(
          { agent, hostname, port, method, path: `${before}${path}`, headers: { ...standing, ...headers, ...length } },
          (answer) => {
            const parts: Buffer[] = [];
            answer.on('data', (part: Buffer) => parts.push(part));
            answer.on('error', failed);
            answer.on('end', () => {
              const text = Buffer.concat(parts).toString('utf8');
              done({ status: answer.statusCode ?? 0, headers: answer.headers, text });
            });
          },
        );
        asking.on('error', failed);
        asking.end(body);
      }),
    close: () => {
      agent.destroy();
    },
  };
};
