/** A person of the story at the other end of the wire: signs in and asks, over HTTP and nothing else. */
import { z } from 'zod';
import { Problem, SessionView } from './consortium/shapes.ts';
import { ROLE_WORDS } from './consortium/words.ts';
import { both, broken } from './story-words.ts';
import type { Sentence } from './story-words.ts';

type Ask = { readonly body?: unknown; readonly language?: 'zh' | 'en'; readonly key?: string };

export type Person = {
  readonly session: SessionView;
  /** `宋红艳（杨树河镇卫生院，全科医师）` */
  readonly called: Sentence;
  /** The answer, held against the published shape. Throws StoryBroken for a refusal or another shape. */
  readonly ask: <Answer>(what: string, shape: z.ZodType<Answer>, given?: Ask) => Promise<Answer>;
  /** What must be refused: the sentence in both languages. Throws StoryBroken when it is done, or refused otherwise. */
  readonly refused: (what: string, code: string, body?: unknown) => Promise<Sentence>;
  readonly signOut: () => Promise<void>;
};

type Answered = { readonly status: number; readonly json: unknown; readonly cookie: string };

/** `what` is a method and a path: `GET /api/worklist?tab=mine`. Throws StoryBroken when nobody answers there. */
const send = async (
  address: string,
  what: string,
  headers: Record<string, string>,
  body: unknown,
): Promise<Answered> => {
  const [method = '', path = ''] = what.split(' ');
  const answer = await fetch(`${address}${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch((fault: unknown) => {
    throw broken((w) => w.start(address, reasonOf(fault)));
  });
  const text = await answer.text();
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return { status: answer.status, json: asJson(text), cookie };
};

const asJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

export const reasonOf = (fault: unknown): string => {
  if (!(fault instanceof Error)) return String(fault);
  return fault.cause instanceof Error ? fault.cause.message : fault.message;
};

/** Opaque ids and codes say nothing to a reader: only the route is named. */
const routeOf = (what: string): string => what.replace(/\?.*$/, '');

const problemOf = (json: unknown): z.infer<typeof Problem> | undefined => Problem.safeParse(json).data;

const accepted = <Answer>(what: string, { status, json }: Answered, shape: z.ZodType<Answer>): Answer => {
  if (status >= 400) {
    const problem = problemOf(json);
    const why = problem?.detail ?? problem?.title ?? '';
    throw broken((w) => w.answer(routeOf(what), status, why));
  }
  const parsed = shape.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw broken((w) => w.unlike(routeOf(what), `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`));
};

/** Signs in with a demonstration account; the first role is taken when there are several. */
export const signIn = async (address: string, login: string, password: string): Promise<Person> => {
  const first = await send(address, 'POST /api/session', {}, { login, password });
  const session = accepted('POST /api/session', first, SessionView);
  const headers = (given: Ask): Record<string, string> => ({
    cookie: first.cookie,
    'x-csrf-token': session.csrf,
    'x-language': given.language ?? 'zh',
    ...(given.key === undefined ? {} : { 'idempotency-key': given.key }),
  });
  const { role } = session;
  const who = { name: session.person.name, place: role?.organisation.shortName ?? '' };
  return {
    session,
    called: both((w, language) => w.person(who, role === null ? '' : ROLE_WORDS[language][role.role])),
    ask: async (what, shape, given = {}) =>
      accepted(what, await send(address, what, headers(given), given.body), shape),
    refused: async (what, code, body) => {
      const inLanguage = async (language: 'zh' | 'en'): Promise<string> => {
        const { status, json } = await send(address, what, headers({ language }), body);
        const problem = problemOf(json);
        const seen = status < 400 ? String(status) : (problem?.code ?? String(status));
        if (seen !== code) throw broken((w) => w.notRefused(routeOf(what), code, seen));
        return problem?.detail ?? '';
      };
      return { zh: await inLanguage('zh'), en: await inLanguage('en') };
    },
    signOut: async () => {
      await send(address, 'DELETE /api/session', headers({}), undefined);
    },
  };
};

const Stored = z.looseObject({
  entry: z.array(z.looseObject({ response: z.looseObject({ status: z.string() }) })),
});

const Outcome = z.looseObject({ issue: z.array(z.looseObject({ details: z.looseObject({ text: z.string() }) })) });

/** Posts a transaction bundle with a service token; answers how many records were made. */
export const postBundle = async (address: string, token: string, bundle: unknown): Promise<number> => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' };
  const answer = await send(address, 'POST /fhir', headers, bundle);
  if (answer.status >= 400) {
    const outcome = Outcome.safeParse(answer.json).data;
    throw broken((w) => w.answer('POST /fhir', answer.status, outcome?.issue[0]?.details.text ?? ''));
  }
  const stored = accepted('POST /fhir', answer, Stored);
  return stored.entry.filter(({ response }) => response.status.startsWith('201')).length;
};
