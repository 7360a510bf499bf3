/** Calls a route as the server does, without HTTP: the request is parsed by its schemas and so is the answer. */
import type { Caller, Route, RouteAnswer } from '../src/platform/http/route.ts';
import type { Actor } from '../src/platform/postgres/database.ts';
import type { Language } from '../src/platform/words.ts';

export type Request = {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
  /** What a route with `upload` is sent. */
  readonly bytes?: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  readonly language?: Language;
  readonly address?: string;
  readonly session?: string | null;
  /** What a resident's code opens: `record` or `case`. */
  readonly scope?: string;
};

/** `call(routes, 'POST /api/holds', actor, { body })`. Throws a ZodError for what the server would answer 400. */
export const call = async (
  routes: readonly Route[],
  what: string,
  actor: Actor | undefined,
  request: Request = {},
): Promise<RouteAnswer> => {
  const route = routes.find(({ method, path }) => `${method} ${path}` === what);
  if (route === undefined) throw new Error(`no route ${what}`);
  const caller: Caller | undefined =
    actor === undefined
      ? undefined
      : { actor, session: request.session ?? null, name: 'somebody', scope: request.scope ?? '' };
  if (caller === undefined && route.access !== 'public') throw new Error(`${what} is not public`);
  const answer = await route.handle({
    params: route.params?.parse(request.params ?? {}),
    query: route.query?.parse(request.query ?? {}),
    body: route.body?.parse(request.body),
    headers: request.headers ?? {},
    language: request.language ?? 'zh',
    address: request.address ?? '127.0.0.1',
    caller,
    ...(request.bytes === undefined ? {} : { bytes: request.bytes }),
  } as never);
  if ('body' in answer && answer.body !== undefined && !Buffer.isBuffer(answer.body)) route.answer?.parse(answer.body);
  return answer;
};

/** The refusal's code, or undefined when it was done. */
export const refusedAs = (answer: RouteAnswer): string | undefined =>
  'refusal' in answer ? answer.refusal.refused : undefined;

/** The body of an answer that must not be a refusal. */
export const bodyOf = (answer: RouteAnswer): Readonly<Record<string, unknown>> => {
  if ('refusal' in answer) throw new Error(`refused: ${answer.refusal.refused}`);
  return answer.body as Readonly<Record<string, unknown>>;
};

/** What a route answered as bytes, where they are JSON. */
export const jsonOf = (answer: RouteAnswer): unknown => {
  if ('refusal' in answer) throw new Error(`refused: ${answer.refusal.refused}`);
  if (!Buffer.isBuffer(answer.body)) throw new Error('the answer is no bytes');
  return JSON.parse(answer.body.toString());
};
