/** Large bodies share the memory they are put together in: nobody may find another's record in his own. */
import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { FastifyRequest } from 'fastify';
import { expect, test } from 'vitest';
import { codeOf as codeOfFault } from '../postgres/faults.ts';
import { bodyReader } from './fhir-body.ts';
import type { BodyReader } from './fhir-body.ts';

const LIMITS = { mostBytes: 3000, largeBytes: 100, largeAtOnce: 2, mostWaiting: 4, milliseconds: 5000 };

type Sending = { readonly request: FastifyRequest; readonly line: PassThrough; readonly text: Promise<string> };

/** A request whose body comes piece by piece, as the test says. */
const sending = (reader: BodyReader, headers: Readonly<Record<string, string>> = {}): Sending => {
  const request = { headers: { 'transfer-encoding': 'chunked', ...headers } } as unknown as FastifyRequest;
  const line = new PassThrough();
  const payload = Object.assign(line, { complete: true }) as unknown as IncomingMessage;
  const text = reader.read(request, payload);
  text.catch(() => undefined);
  return { request, line, text };
};
const soon = (): Promise<void> => new Promise((done) => setTimeout(done, 20));
const codeOf = (text: Promise<string>): Promise<unknown> =>
  text.then(
    () => 'taken',
    (fault: unknown) => codeOfFault(fault),
  );

test('large bodies that arrive piece by piece at the same time stay apart, and so do the next in the same memory', async () => {
  const reader = bodyReader(LIMITS);
  for (const letters of ['abcdef', 'uvwxyz']) {
    const all = letters.split('').map((letter) => ({ letter, of: sending(reader) }));
    for (let piece = 0; piece < 10; piece++) {
      for (const { letter, of } of all) of.line.write(letter.repeat(150 + piece));
      await soon();
    }
    for (const { of } of all) of.line.end();
    // only two are held at a time: whoever is answered makes room for one that waits
    for (const { letter, of } of all) {
      expect(await of.text).toBe(letter.repeat(1545));
      reader.done(of.request);
    }
  }
});

test('what is still being unpacked when its client has gone writes no more into what is another’s now', async () => {
  const reader = bodyReader({ ...LIMITS, largeAtOnce: 1, mostBytes: 300_000 });
  const gone = sending(reader, { 'content-encoding': 'gzip' });
  const packed = gzipSync(Buffer.from(Array.from({ length: 200_000 }, (_, at) => 97 + ((at * 7919) % 25))), {
    level: 0,
  });
  gone.line.write(packed.subarray(0, 100_000));
  await soon();
  reader.done(gone.request);
  const next = sending(reader);
  next.line.write('n'.repeat(500));
  gone.line.end(packed.subarray(100_000));
  await soon();
  next.line.end('n'.repeat(500));
  expect(await next.text).toBe('n'.repeat(1000));
  expect(await codeOf(gone.text)).toBe('FST_ERR_CTP_INVALID_CONTENT_LENGTH');
});

test('longer than is taken is refused as soon as that is known, said or unsaid, packed or not', async () => {
  const reader = bodyReader(LIMITS);
  expect(await codeOf(sending(reader, { 'content-length': '3001' }).text)).toBe('FST_ERR_CTP_BODY_TOO_LARGE');
  const unsaid = sending(reader);
  unsaid.line.write('x'.repeat(2999));
  await soon();
  unsaid.line.write('xx');
  expect(await codeOf(unsaid.text)).toBe('FST_ERR_CTP_BODY_TOO_LARGE');
  const packed = sending(reader, { 'content-encoding': 'gzip' });
  packed.line.end(gzipSync(Buffer.alloc(50_000, 32)));
  expect(await codeOf(packed.text)).toBe('FST_ERR_CTP_BODY_TOO_LARGE');
});

test('after a large text the next is not made until others were served for twice as long as it held them; small ones pass', async () => {
  const rests: { readonly milliseconds: number; readonly over: () => void }[] = [];
  const reader = bodyReader(LIMITS, (milliseconds) => new Promise<void>((over) => rests.push({ milliseconds, over })));
  const made: string[] = [];
  const read = ['first', 'second'].map((name) => {
    const { text, line } = sending(reader);
    line.end('x'.repeat(500));
    return text.then(() => {
      made.push(name);
      // what is done with a text at once, as reading it as JSON is, holds everybody up
      const until = performance.now() + 30;
      while (performance.now() < until);
    });
  });
  await read[0];
  const small = sending(reader);
  small.line.end('x');
  expect(await small.text).toBe('x');
  // an answer to others takes several turns of the loop, one after the other
  for (let turn = 0; turn < 20; turn++) await setImmediate();
  expect(made).toEqual(['first']);
  expect(rests).toHaveLength(1);
  expect(rests[0]?.milliseconds).toBeGreaterThanOrEqual(60);
  rests[0]?.over();
  await read[1];
  expect(made).toEqual(['first', 'second']);
});
