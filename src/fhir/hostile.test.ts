/** What careless and hostile clients send, over the network: each gets its status, a sentence and the place, and nothing is stored. */
import { request } from 'node:http';
import { gunzipSync, gzipSync } from 'node:zlib';
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../test/database.ts';
import type { FreshDatabase } from '../../test/database.ts';
import { systemClock } from '../platform/clock.ts';
import { errorTable } from '../platform/errors.ts';
import { createServer } from '../platform/http/server.ts';
import type { Server } from '../platform/http/server.ts';
import { newId } from '../platform/ids.ts';
import { createFhir } from './routes.ts';
import { clientOf } from './test-client.ts';

const MEGABYTE = 1024 * 1024;
let database: FreshDatabase;
let server: Server;
let base: string;
beforeAll(async () => {
  database = await freshDatabase();
  server = await createServer({
    routes: [],
    authenticate: ({ authorization }) =>
      Promise.resolve(
        authorization === 'Bearer hospital' ? { caller: clientOf('hospital'), csrf: null, inRole: true } : undefined,
      ),
    errors: errorTable(),
    ready: () => Promise.resolve({ ready: true, problems: [] }),
    log: pino({ level: 'silent' }),
    version: 'test',
    secureCookies: false,
    fhir: createFhir({ db: database.app, clock: systemClock, ids: newId }),
  });
  base = `${await server.listen('127.0.0.1', 0)}/fhir`;
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

type Told = {
  readonly status: number;
  readonly code: string;
  readonly place: string | undefined;
  readonly text: string;
};
const told = async (answer: Response): Promise<Told> => {
  const body = (await answer.json()) as {
    issue?: { details: { text: string; coding: { code: string }[] }; expression?: string[] }[];
  };
  const [issue] = body.issue ?? [];
  return {
    status: answer.status,
    code: issue?.details.coding[0]?.code ?? '',
    place: issue?.expression?.[0],
    text: issue?.details.text ?? '',
  };
};
const sending = (
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
  method = 'POST',
  path = '/Basic',
) =>
  fetch(base + path, {
    method,
    headers: { authorization: 'Bearer hospital', 'content-type': 'application/fhir+json', ...headers },
    body,
  });
const stored = async (): Promise<number> =>
  Number((await database.owner('select count(*) as n from resource'))[0]?.['n']);
const basic = (more = '') => `{"resourceType":"Basic","code":{"text":"x"}${more}}`;

test.each([
  ['a name twice', basic(',"language":"zh","language":"en"'), 400, 'name-twice', 'Basic.language'],
  [
    'a name twice, written in two ways',
    basic(',"language":"zh","l\\u0061nguage":"en"'),
    400,
    'name-twice',
    'Basic.language',
  ],
  [
    'a name twice deep inside',
    basic(
      ',"extension":[{"url":"https://example.org/a","valueString":"x"},{"url":"https://example.org/b","valueString":"\\"url\\":1","url":"c"}]',
    ),
    400,
    'name-twice',
    'Basic.extension[1].url',
  ],
  ['half a character', basic(',"language":"\\ud800"'), 400, 'half-surrogate', 'Basic.language'],
  ['a NUL', basic(',"language":"a\\u0000"'), 400, 'nul-character', undefined],
  ['a day that does not exist', basic(',"created":"2026-02-30"'), 422, 'no-such-day', 'Basic.created'],
  ['a number for a text', basic(',"language":7'), 422, 'wrong-json-type', 'Basic.language'],
  ['a list for one', basic(',"author":[]'), 422, 'not-single', 'Basic.author'],
  ['no JSON', '{"resourceType":"Basic"', 400, 'not-json', undefined],
  ['XML', '<Basic xmlns="http://hl7.org/fhir"/>', 415, 'xml-body', undefined],
  ['nothing', '', 400, 'empty-body', undefined],
])('%s is refused with its place', async (_what, body, status, code, place) => {
  const before = await stored();
  const answer = await told(await sending(body));
  expect([answer.status, answer.place]).toEqual([status, place]);
  expect(answer.code.startsWith(code)).toBe(true);
  expect(answer.text).not.toBe('');
  expect(await stored()).toBe(before);
});

test('a surrogate pair and a name that is a value elsewhere are no flaws', async () => {
  const body = basic(
    ',"extension":[{"url":"https://example.org/a","valueString":"\\ud83d\\ude00 \\"url\\": {"},{"url":"https://example.org/b","valueString":"\\\\"}]',
  );
  expect((await sending(body)).status).toBe(201);
});

test('a text that nests without end is refused before it is read, well-formed or not', async () => {
  const deep = `{"resourceType":"Basic","extension":${'[{"extension":'.repeat(300_000)}`;
  const answer = await told(await sending(deep));
  expect([answer.status, answer.code]).toEqual([400, 'too-deep']);
  expect(answer.place).toMatch(/^Basic\.extension/);
  const closed = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  expect((await told(await sending(closed))).code).toBe('too-deep');
});

test('what is not UTF-8 is refused', async () => {
  const bytes = Buffer.concat([
    Buffer.from(basic().slice(0, -1)),
    Buffer.from(',"language":"'),
    Buffer.from([0xc3, 0x28]),
    Buffer.from('"}'),
  ]);
  const answer = await told(await sending(new Uint8Array(bytes)));
  expect([answer.status, answer.code]).toEqual([400, 'not-utf8']);
  const latin = await told(await sending(basic(), { 'content-type': 'application/fhir+json; charset=iso-8859-1' }));
  expect([latin.status, latin.code]).toEqual([415, 'other-charset']);
});

test('another form of request or of answer is refused with what is there', async () => {
  expect((await told(await sending(basic(), { 'content-type': 'application/fhir+xml' }))).code).toBe('xml-body');
  const form = await told(await sending(basic(), { 'content-type': 'text/csv' }));
  expect([form.status, form.code]).toEqual([415, 'other-body']);
  expect(form.text).toContain('application/fhir+json');
  for (const accept of ['application/fhir+xml', 'text/turtle', 'application/json;q=0'])
    expect([accept, (await sending(basic(), { accept })).status]).toEqual([accept, 406]);
  for (const accept of [
    'application/json',
    'text/html,application/xml;q=0.9,*/*;q=0.8',
    'application/xml, application/fhir+json',
  ])
    expect([accept, (await sending(basic(), { accept })).status]).toEqual([accept, 201]);
  const got = (query: string) => fetch(`${base}/metadata?${query}`, { headers: { accept: 'application/xml' } });
  expect((await got('_format=json')).status).toBe(200);
  expect((await got('_format=application/fhir+json')).status).toBe(200);
  expect((await told(await got('_format=ttl'))).code).toBe('other-answer');
});

test('a hundred megabytes are refused, told or not, and gzip that grows beyond the limit too', async () => {
  const before = await stored();
  const large = await told(await sending(new Uint8Array(100 * MEGABYTE)));
  expect([large.status, large.code]).toEqual([413, 'too-large']);
  let chunks = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull: (stream) => {
      if (chunks++ < 64) stream.enqueue(new Uint8Array(MEGABYTE));
      else stream.close();
    },
  });
  const untold = await fetch(`${base}/Basic`, {
    method: 'POST',
    headers: { authorization: 'Bearer hospital', 'content-type': 'application/fhir+json' },
    body: endless,
    duplex: 'half',
  }).then(
    ({ status }) => status,
    () => 'cut',
  );
  expect([413, 'cut']).toContain(untold);
  const bomb = gzipSync(Buffer.alloc(200 * MEGABYTE, 0x20));
  const opened = await told(await sending(new Uint8Array(bomb), { 'content-encoding': 'gzip' }));
  expect([opened.status, opened.code]).toEqual([413, 'too-large']);
  expect(await stored()).toBe(before);
}, 240_000);

test('a body packed with gzip is opened; what only says so, or is packed in another way, is refused', async () => {
  const packed = new Uint8Array(gzipSync(basic()));
  expect((await sending(packed, { 'content-encoding': 'gzip' })).status).toBe(201);
  expect((await told(await sending(basic(), { 'content-encoding': 'gzip' }))).code).toBe('not-gzip');
  const other = await told(await sending(basic(), { 'content-encoding': 'br' }));
  expect([other.status, other.code]).toEqual([415, 'unsupported-encoding']);
});

/** As it comes over the line: fetch would open it. */
const raw = (path: string, headers: Record<string, string>, method = 'GET') =>
  new Promise<{ readonly headers: Readonly<Record<string, unknown>>; readonly bytes: Buffer }>((done, failed) => {
    const asked = request(
      base + path,
      { method, headers: { authorization: 'Bearer hospital', ...headers } },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          done({ headers: answer.headers, bytes: Buffer.concat(chunks) });
        });
      },
    );
    asked.on('error', failed);
    asked.end();
  });

test('a long answer is packed for those who take it, and a head tells its length', async () => {
  const plain = await raw('/metadata', {});
  expect(plain.headers['content-encoding']).toBeUndefined();
  const packed = await raw('/metadata', { 'accept-encoding': 'gzip' });
  expect([packed.headers['content-encoding'], packed.headers['vary']]).toEqual(['gzip', 'accept-encoding']);
  expect(packed.bytes.length).toBeLessThan(plain.bytes.length / 4);
  const dates = /"date":"[^"]*"/;
  expect(gunzipSync(packed.bytes).toString().replace(dates, '')).toBe(plain.bytes.toString().replace(dates, ''));
  expect((await raw('/metadata', { 'accept-encoding': 'gzip;q=0' })).headers['content-encoding']).toBeUndefined();
  const head = await raw('/metadata', {}, 'HEAD');
  expect([head.bytes.length, Number(head.headers['content-length'])]).toEqual([0, plain.bytes.length]);
});

test('a body is not read of whom nobody knows', async () => {
  const answer = await sending(new Uint8Array(8 * MEGABYTE), { authorization: 'Bearer stranger' });
  expect(answer.status).toBe(401);
});

test('more large bodies at once than are held are all answered, one after another', async () => {
  const filler = JSON.stringify('字'.repeat(200_000));
  const extension = Array.from({ length: 5 }, () => `{"url":"https://example.org/a","valueString":${filler}}`).join(
    ',',
  );
  const answers = await Promise.all(Array.from({ length: 9 }, () => sending(basic(`,"extension":[${extension}]`))));
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
});
