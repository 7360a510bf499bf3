/** The one way to the server: JSON in and out, checked by the shared shapes; problems become sentences. */
import { z } from 'zod';
import { Problem } from '../../consortium/shapes.ts';
import { heard, unheard } from './connection.ts';
import { currentLanguage } from './language.ts';
import { store } from './store.ts';

/** The server said no, in a sentence (RFC 9457). */
export class ProblemError extends Error {
  declare protected readonly own: true;
  readonly status: number;
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = 'ProblemError';
    this.status = problem.status;
    this.problem = problem;
  }
}

/** The request did not reach the server, or no answer came back. */
export class UnreachableError extends Error {
  declare protected readonly own: true;
  constructor() {
    super('unreachable');
    this.name = 'UnreachableError';
  }
}

/** Sent with every change; comes with the session. */
export const csrfStore = store<string | null>(null);
/** Called when the session has ended elsewhere; set by the desk. */
export const signedOutStore = store<(() => void) | null>(null);

type Sending = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly body?: unknown;
  /** Repeating the request with the same key has no second effect. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
};

const headersOf = (sending: Sending): Record<string, string> => {
  const headers: Record<string, string> = { accept: 'application/json', 'x-language': currentLanguage() };
  if (sending.body !== undefined) headers['content-type'] = 'application/json';
  const csrf = csrfStore.get();
  if (sending.method !== 'GET' && csrf !== null) headers['x-csrf-token'] = csrf;
  if (sending.idempotencyKey !== undefined) headers['idempotency-key'] = sending.idempotencyKey;
  return headers;
};

const problemOf = (status: number, text: string): Problem => {
  try {
    return Problem.parse({ type: 'about:blank', title: String(status), status, ...(JSON.parse(text) as object) });
  } catch {
    return { type: 'about:blank', title: String(status), status };
  }
};

/** A proxy that lost its server answers these: the same to the reader as no connection. */
const GATEWAY = new Set([502, 504]);

/** Sends, reads the whole answer by `read`, and throws what was no success as a sentence or as unreachable. */
const exchange = async <Body>(
  path: string,
  sending: Sending,
  read: (response: Response) => Promise<Body>,
  body: BodyInit | undefined,
  headers: Readonly<Record<string, string>> = {},
): Promise<Body> => {
  let response: Response;
  let content: Body | undefined;
  let text = '';
  try {
    response = await fetch(path, {
      method: sending.method,
      headers: { ...headersOf(sending), ...headers },
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body }),
      ...(sending.signal === undefined ? {} : { signal: sending.signal }),
    });
    if (response.ok) content = await read(response);
    else text = await response.text();
  } catch (fault) {
    if (sending.signal?.aborted === true) throw fault;
    unheard();
    throw new UnreachableError();
  }
  if (GATEWAY.has(response.status)) {
    unheard();
    throw new UnreachableError();
  }
  heard();
  if (!response.ok) {
    const failed = new ProblemError(problemOf(response.status, text));
    if (response.status === 401 && path !== '/api/session') signedOutStore.get()?.();
    throw failed;
  }
  return content as Body;
};

const parsed = <Answer>(text: string, answer: z.ZodType<Answer>): Answer =>
  answer.parse(text === '' ? undefined : JSON.parse(text));

const send = async <Answer>(path: string, answer: z.ZodType<Answer>, sending: Sending): Promise<Answer> => {
  const body = sending.body === undefined ? undefined : JSON.stringify(sending.body);
  return parsed(await exchange(path, sending, (response) => response.text(), body), answer);
};

/** For answers nobody reads. */
export const Nothing = z.unknown();

export const api = {
  get: <Answer>(path: string, answer: z.ZodType<Answer>, signal?: AbortSignal): Promise<Answer> =>
    send(path, answer, { method: 'GET', ...(signal === undefined ? {} : { signal }) }),
  post: <Answer>(path: string, body: unknown, answer: z.ZodType<Answer>, idempotencyKey?: string): Promise<Answer> =>
    send(path, answer, { method: 'POST', body, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) }),
  put: <Answer>(path: string, body: unknown, answer: z.ZodType<Answer>): Promise<Answer> =>
    send(path, answer, { method: 'PUT', body }),
  /** A file as it is; its name travels percent-encoded in a header, since an address is kept in logs. */
  upload: async <Answer>(path: string, file: File, type: string, answer: z.ZodType<Answer>): Promise<Answer> => {
    const headers = { 'content-type': type, 'x-file-name': encodeURIComponent(file.name) };
    return parsed(await exchange(path, { method: 'POST' }, (response) => response.text(), file, headers), answer);
  },
  /** A file, with the name the server gives it. */
  download: (path: string): Promise<{ readonly name: string; readonly blob: Blob }> =>
    exchange(
      path,
      { method: 'GET' },
      async (response) => {
        const name = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1];
        return { name: decodeURIComponent(name ?? 'kanglian.xlsx'), blob: await response.blob() };
      },
      undefined,
      { accept: '*/*' },
    ),
  remove: <Answer>(path: string, answer: z.ZodType<Answer>): Promise<Answer> =>
    send(path, answer, { method: 'DELETE' }),
  /** What is made on the server and is no JSON: a paper as PDF. */
  made: (path: string): Promise<Blob> =>
    exchange(path, { method: 'POST' }, (response) => response.blob(), undefined, { accept: '*/*' }),
};

/** `?a=1&b=2` from codes and ids; leaves out what is undefined. */
export const queryString = (query: Readonly<Record<string, string | number | undefined>>): string => {
  const entries = Object.entries(query).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]));
  return entries.length === 0 ? '' : `?${new URLSearchParams(entries).toString()}`;
};

/** Whether asking again can help: a lost connection or a fault of the server, never a refusal. */
export const canRetry = (fault: unknown): boolean =>
  fault instanceof UnreachableError || (fault instanceof ProblemError && (fault.status >= 500 || fault.status === 429));
