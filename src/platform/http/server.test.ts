import { request as rawRequest } from 'node:http';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { errorTable, refusals } from '../errors.ts';
import type { Problem } from '../health/words.ts';
import { refuse } from '../refusal.ts';
import type { Authenticated } from './authenticate.ts';
import type { ServerEvent } from './events.ts';
import { route } from './route.ts';
import type { Caller } from './route.ts';
import { createServer } from './server.ts';
import type { Server } from './server.ts';

const caller = (id: string): Caller => ({
  actor: { id, person: 'p1', role: 'nurse', organisation: 'o1', purpose: 'care' },
  session: 'digest',
  name: '值班护士',
  scope: '',
});
const people: Record<string, Authenticated> = {
  nurse: { caller: caller('role-1'), csrf: 'secret-1', inRole: true },
  newcomer: { caller: caller('none'), csrf: 'secret-2', inRole: false },
};
const signedOut = new Set<string>();
const client: Authenticated = {
  caller: { ...caller('client:his'), session: null, scope: 'system/*.cruds' },
  csrf: null,
  inRole: true,
};

const logged: string[] = [];
let subscribed = 0;
let announce: (event: ServerEvent) => void = () => undefined;
let problems: readonly Problem[] = [];
let server: Server;
let base: string;

const routes = [
  route({
    method: 'POST',
    path: '/api/files',
    summary: 'Takes a file',
    access: 'role',
    upload: { type: 'application/x-sheet', megabytes: 2 },
    handle: async ({ bytes }) => ({ body: { bytes: bytes?.length } }),
  }),
  route({
    method: 'POST',
    path: '/api/residents/:id/notes',
    summary: 'Adds a note',
    access: 'role',
    params: z.object({ id: z.string().max(64) }),
    query: z.object({ urgent: z.enum(['yes', 'no']).optional() }),
    body: z.object({ text: z.string().min(2), bed: z.object({ number: z.number().int() }).optional() }),
    answer: z.object({ saved: z.string() }),
    handle: async ({ params, body, caller: by, language }) => ({
      status: 201,
      body: { saved: `${params.id} ${body.text} ${by.actor.id} ${language}` },
      cookies: [{ name: 'seen', value: 'yes', maxAgeSeconds: 60 }],
    }),
  }),
  route({
    method: 'GET',
    path: '/api/me',
    summary: 'Me',
    access: 'person',
    handle: async ({ caller: by }) => ({ body: by.name }),
  }),
  route({
    method: 'GET',
    path: '/api/bulk',
    summary: 'Bulk',
    access: 'client',
    handle: async () => ({ body: 'bulk' }),
  }),
  route({
    method: 'GET',
    path: '/api/stale',
    summary: 'Refuses',
    access: 'public',
    handle: async () => ({ refusal: refuse('stale', { state: 'accepted' }), extra: { state: 'accepted' } }),
  }),
  route({
    method: 'GET',
    path: '/api/broken/:card',
    summary: 'Breaks',
    access: 'public',
    params: z.object({ card: z.string() }),
    handle: async ({ params }) => {
      throw new Error(`no such card ${params.card}`);
    },
  }),
];

beforeAll(async () => {
  const log = pino({ base: null }, { write: (line: string) => void logged.push(line) });
  server = await createServer({
    routes,
    errors: errorTable(refusals(409, { stale: ['转诊单已是“{state}”，请刷新。', 'The referral is already {state}.'] })),
    log,
    version: '0.0.0',
    secureCookies: false,
    limitLoopback: true,
    allowance: { address: 200, session: 100, token: 100 },
    metricsToken: 'figures',
    heavyRequests: 2,
    heartbeatMs: 50,
    ready: async () => ({ problems }),
    authenticate: async ({ cookies, authorization }) => {
      if (authorization === 'Bearer good') return client;
      const name = cookies['session'] ?? '';
      return signedOut.has(name) ? undefined : people[name];
    },
    events: {
      subscribe: (_caller, send) => {
        subscribed++;
        announce = send;
        return () => {
          subscribed--;
        };
      },
    },
    fhir: async (asked) =>
      asked.path === '/Fault'
        ? Promise.reject(new Error('inside'))
        : { status: 200, headers: { etag: 'W/"1"' }, body: JSON.stringify({ ...asked, headers: undefined }) },
  });
  base = await server.listen('127.0.0.1', 0);
});
afterAll(() => server.close());

const nurse = { cookie: 'session=nurse', 'x-csrf-token': 'secret-1', 'content-type': 'application/json' };
const ask = async (
  path: string,
  init: RequestInit = {},
): Promise<{ status: number; body: Record<string, unknown>; headers: Headers }> => {
  const answer = await fetch(base + path, init);
  const text = await answer.text();
  return {
    status: answer.status,
    body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
    headers: answer.headers,
  };
};
const note = (body: unknown, headers: Record<string, string> = {}) =>
  ask('/api/residents/r1/notes', {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { ...nurse, ...headers },
  });

describe('a route', () => {
  test('receives checked values and answers JSON with a cookie no script can read', async () => {
    const answer = await note({ text: '已翻身' });
    expect(answer).toMatchObject({ status: 201, body: { saved: 'r1 已翻身 role-1 zh' } });
    expect(answer.headers.get('set-cookie')).toBe('seen=yes; Max-Age=60; Path=/; HttpOnly; SameSite=Strict');
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self';");
  });

  test('says what is wrong where, in the reader’s language', async () => {
    const zh = await note({ text: 'a', bed: { number: 1.5 } });
    expect(zh).toMatchObject({ status: 400, body: { code: 'invalid-request', status: 400 } });
    expect(zh.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const errors = zh.body['errors'] as { where: string; what: string }[];
    expect(errors.map((error) => error.where)).toEqual(['body.text', 'body.bed.number']);
    expect(errors[0]?.what).toMatch(/[一-龥]/);
    const en = await note({ text: 'a' }, { 'accept-language': 'en-GB,zh;q=0.5' });
    expect(en.body['detail']).toMatch(/^Something is wrong with what was sent: body\.text Too small/);
  });

  test('turns away what is not JSON, too large, or of another kind', async () => {
    expect(await note('{"text": ')).toMatchObject({ status: 400, body: { code: 'malformed-json' } });
    expect(await note({ text: 'x'.repeat(1_100_000) })).toMatchObject({
      status: 413,
      body: { detail: '提交的内容过大，最多 1 MB。' },
    });
    expect(await note('text', { 'content-type': 'text/plain' })).toMatchObject({ status: 415 });
  });

  test('is closed to strangers, to people without a role, and to the wrong kind of caller', async () => {
    expect(await note({ text: 'ok' }, { cookie: 'session=nobody' })).toMatchObject({
      status: 401,
      body: { code: 'not-signed-in' },
    });
    expect(await note({ text: 'ok' }, { cookie: 'session=newcomer', 'x-csrf-token': 'secret-2' })).toMatchObject({
      status: 403,
      body: { code: 'no-role' },
    });
    expect(await note({ text: 'ok' }, { cookie: '', authorization: 'Bearer good' })).toMatchObject({
      status: 403,
      body: { code: 'not-for-clients' },
    });
    expect(await ask('/api/me', { headers: { cookie: 'session=newcomer' } })).toMatchObject({ status: 200 });
    expect(await ask('/api/bulk', { headers: nurse })).toMatchObject({ status: 403, body: { code: 'clients-only' } });
    expect(await ask('/api/bulk', { headers: { authorization: 'Bearer good' } })).toMatchObject({ status: 200 });
  });

  test('refuses a change whose request another site could have made', async () => {
    expect(await note({ text: 'ok' }, { 'x-csrf-token': 'guessed' })).toMatchObject({
      status: 403,
      body: { code: 'page-out-of-date' },
    });
  });

  test('a refusal keeps its code, its sentence and what belongs to it', async () => {
    expect(await ask('/api/stale')).toMatchObject({
      status: 409,
      body: { code: 'stale', type: 'urn:kanglian:stale', detail: '转诊单已是“accepted”，请刷新。', state: 'accepted' },
    });
    expect((await ask('/api/stale', { headers: { 'x-language': 'en' } })).body['detail']).toBe(
      'The referral is already accepted.',
    );
    expect(await ask('/api/nowhere')).toMatchObject({ status: 404, body: { code: 'no-such-address' } });
  });

  test('a fault is answered with a reference; neither answer nor log repeats what was typed', async () => {
    const answer = await ask('/api/broken/11010119900307987X?name=secret');
    expect(answer).toMatchObject({ status: 500, body: { code: 'fault' } });
    const record = logged.find((line) => line.includes('"fault"'));
    const reference = String(answer.body['detail']).match(/[0-9a-f]{10}/)?.[0] ?? 'none';
    expect(record).toContain(reference);
    expect(record).toContain('server.test.ts');
    expect(logged.join('')).toContain('"/api/broken/:card"');
    expect(logged.join('') + JSON.stringify(answer.body)).not.toMatch(/11010119900307987X|secret/);
  });
});

describe('a route that takes a file', () => {
  const bring = (type: string, bytes: number) =>
    ask('/api/files', { method: 'POST', body: Buffer.alloc(bytes, 1), headers: { ...nurse, 'content-type': type } });

  test('gets it as it is, larger than other bodies may be', async () => {
    expect(await bring('application/x-sheet', 1_500_000)).toMatchObject({ status: 200, body: { bytes: 1_500_000 } });
  });

  test('says how large it may be, and refuses what is no such file', async () => {
    const large = await bring('application/x-sheet', 2_100_000);
    expect([large.status, large.body['detail']]).toEqual([413, expect.stringContaining('2 MB')]);
    expect((await bring('application/json', 3)).status).toBe(400);
    expect((await bring('application/zip', 3)).status).toBe(415);
    const json = await ask('/api/files', { method: 'POST', body: '{}', headers: nurse });
    expect([json.status, json.body['code']]).toEqual([415, 'unsupported-upload']);
  });

  test('stands alone: elsewhere the same bytes are no body', async () => {
    const answer = await ask('/api/residents/r1/notes', {
      method: 'POST',
      body: Buffer.alloc(10),
      headers: { ...nurse, 'content-type': 'application/x-sheet' },
    });
    expect(answer.status).toBe(400);
  });
});

describe('the door to /fhir', () => {
  const fhir = (path: string, init: RequestInit = {}) =>
    ask(`/fhir${path}`, { headers: { authorization: 'Bearer good' }, ...init });

  test('hands the text on as it was sent', async () => {
    const body = '{"resourceType":"Observation","valueQuantity":{"value":1.50}}';
    const answer = await fhir('/Observation/a%2Fb/_history/?code=a%7Cb', { method: 'PUT', body });
    expect(answer.body).toMatchObject({
      method: 'PUT',
      path: '/Observation/a%2Fb/_history',
      query: 'code=a%7Cb',
      body,
    });
    expect(answer.body['base']).toBe(`${base}/fhir`);
    expect(answer.headers.get('content-type')).toBe('application/fhir+json; charset=utf-8');
    expect(answer.headers.get('etag')).toBe('W/"1"');
    expect((await fhir('', { method: 'POST', body: '{' })).body).toMatchObject({ path: '/', body: '{' });
  });

  test('answers errors of its own as OperationOutcome', async () => {
    const outcome = (code: string) => ({ resourceType: 'OperationOutcome', issue: [{ severity: 'error', code }] });
    expect(await ask('/fhir/Patient/1')).toMatchObject({ status: 401, body: outcome('login') });
    expect(await fhir('/Fault')).toMatchObject({ status: 500, body: outcome('exception') });
    const large = Buffer.alloc(33 * 1024 * 1024, 32);
    expect(await fhir('', { method: 'POST', body: large })).toMatchObject({ status: 413, body: outcome('too-long') });
    const latin = Buffer.from([0x22, 0xe9, 0x22]);
    expect(await fhir('', { method: 'POST', body: latin })).toMatchObject({ status: 400, body: outcome('structure') });
  });

  test('tells everybody what it can do, and nobody anything else', async () => {
    expect(await ask('/fhir/metadata')).toMatchObject({ status: 200, body: { caller: null } });
    expect(await ask('/fhir/metadata', { method: 'POST' })).toMatchObject({ status: 401 });
  });

  test('a session that changes records here needs its token too', async () => {
    const headers = { cookie: 'session=nurse' };
    expect(await fhir('/Patient', { method: 'POST', body: '{}', headers })).toMatchObject({ status: 403 });
    expect(await fhir('/Patient', { method: 'GET', headers })).toMatchObject({ status: 200 });
  });
});

describe('events', () => {
  test('reach the listener, and end with the session', async () => {
    expect(await ask('/api/events')).toMatchObject({ status: 401 });
    const answer = await fetch(`${base}/api/events`, { headers: { cookie: 'session=nurse' } });
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(subscribed).toBe(1);
    announce({ id: '7', event: 'case', data: { id: 'c1' } });
    const reader = (answer.body ?? new ReadableStream()).getReader();
    let heard = '';
    while (!heard.includes('still here')) heard += Buffer.from((await reader.read()).value as Uint8Array).toString();
    expect(heard).toContain('id: 7\nevent: case\ndata: {"id":"c1"}\n\n');
    signedOut.add('nurse');
    while (!(await reader.read()).done);
    signedOut.delete('nurse');
    await expect.poll(() => subscribed).toBe(0);
  });
});

describe('operation', () => {
  test('says that it lives, what is wrong, and its figures; these carry no ids', async () => {
    expect(await ask('/healthz')).toMatchObject({ status: 200, body: { alive: true } });
    expect(await ask('/readyz')).toMatchObject({ status: 200, body: { ready: true, problems: [] } });
    problems = [{ code: 'disk-short', severity: 'warns', values: { folder: '/data', free: '612' } }];
    const warned = { code: 'disk-short', sentence: '/data 所在磁盘只剩 612 MB，请腾出空间。' };
    expect(await ask('/readyz')).toMatchObject({ status: 200, body: { ready: true, problems: [warned] } });
    problems = [{ code: 'database-gone', severity: 'stops', values: {} }];
    expect(await ask('/readyz')).toMatchObject({
      status: 503,
      body: { code: 'not-ready', problems: [{ code: 'database-gone', severity: 'stops' }] },
    });
    problems = [];
    const text = await (await fetch(`${base}/metrics`)).text();
    expect(text).toContain('route="/api/residents/:id/notes",status="201"');
    expect(text).toContain('route="/fhir/:type/:id/_history",status="200"');
    expect(text).not.toMatch(/r1|Observation/);
  });

  test('tells no stranger what is wrong, nor its figures: a proxy of this machine is a stranger without the token', async () => {
    const passedOn = { 'x-forwarded-for': '203.0.113.7' };
    expect((await ask('/metrics', { headers: passedOn })).status).toBe(404);
    expect((await ask('/readyz', { headers: passedOn })).body).toEqual({ ready: true });
    const known = { ...passedOn, authorization: 'Bearer figures' };
    expect((await fetch(`${base}/metrics`, { headers: known })).status).toBe(200);
    expect((await ask('/readyz', { headers: known })).body).toHaveProperty('problems');
    expect((await ask('/metrics', { headers: { ...passedOn, authorization: 'Bearer figure' } })).status).toBe(404);
  });

  test('the API describes itself', async () => {
    const { body } = await ask('/api/docs/json');
    const paths = body['paths'] as Record<string, Record<string, Record<string, unknown>>>;
    expect(Object.keys(paths)).toEqual(expect.arrayContaining(['/api/residents/{id}/notes', '/api/me', '/api/events']));
    expect(JSON.stringify(paths['/api/residents/{id}/notes']?.['post']?.['requestBody'])).toContain('"minLength":2');
    expect((await fetch(`${base}/api/docs/`)).status).toBe(200);
  });

  test('a path is not followed out of its folder', async () => {
    const status = await new Promise((done) => {
      rawRequest(`${base}/`, { path: '/assets/..%2f..%2fpackage.json' }, (answer) => {
        done(answer.statusCode);
      }).end();
    });
    expect([400, 403, 404, 503]).toContain(status);
  });

  test('every answer carries the number under which the log knows it', async () => {
    const answer = await ask('/api/stale');
    const number = answer.headers.get('x-request-id') ?? 'none';
    expect(number).toMatch(/^[0-9a-f]{10}$/);
    await expect.poll(() => logged.filter((line) => line.includes(number)).length).toBe(1);
  });

  test('a client that asks too often is told how long to wait, in the form of the door it came to', async () => {
    const untilLimited = async (path: string, headers: Readonly<Record<string, string>>) => {
      for (let asked = 1; ; asked++) {
        const answer = await ask(path, { headers });
        if (answer.status === 429) return { ...answer, asked };
      }
    };
    // one token has a budget of its own within the address's
    const token = await untilLimited('/fhir/Patient', { authorization: 'Bearer good' });
    expect(token.asked).toBeGreaterThan(50);
    expect(token.body).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ code: 'throttled' }] });
    expect((await ask('/api/stale')).status).toBe(409);
    const address = await untilLimited('/api/stale', {});
    expect(address.body['code']).toBe('too-many-requests');
    expect(address.body['detail']).toMatch(/请求过于频繁，请 \d+ 秒后再试。/);
    expect(Number(address.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await ask('/healthz')).status).toBe(200);
  });
});
