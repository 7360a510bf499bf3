/** What a hostile or careless client can send; each request answers its status. */
import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { bundleOf, observation, patient, post } from './fhir-records.ts';

export type Target = { readonly base: string; readonly token: string };

export type Attack = {
  readonly name: string;
  /** How many send at a time; none is the reader by itself. */
  readonly callers: number;
  readonly send: (target: Target, n: number, caller: number) => Promise<number | string>;
};

const MEGABYTE = 1024 * 1024;
const LONGEST_WAIT_MS = 60_000;

type Sent = {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent piece by piece until the other side answers or all is sent. */
  readonly body?: Iterable<Buffer | string>;
  /** Milliseconds without a word until the line is given up. */
  readonly patience?: number;
};

/** On a connection of its own, as somebody does who does not care for the other side. */
const send = (
  { base, token }: Target,
  { method = 'GET', path, headers = {}, body = [], patience = LONGEST_WAIT_MS }: Sent,
): Promise<number> =>
  new Promise((done, failed) => {
    const asking = request(
      `${base}${path}`,
      {
        method,
        agent: false,
        timeout: patience,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json', ...headers },
      },
      (answer) => {
        answer.resume();
        answer.on('end', () => {
          done(answer.statusCode ?? 0);
          asking.destroy();
        });
        answer.on('error', failed);
      },
    );
    asking.on('error', failed);
    asking.on('timeout', () => asking.destroy(new Error('no answer')));
    const pieces = body[Symbol.iterator]();
    const next = (): void => {
      for (;;) {
        if (asking.destroyed) return;
        const piece = pieces.next();
        if (piece.done === true) {
          asking.end();
          return;
        }
        if (!asking.write(piece.value)) {
          asking.once('drain', next);
          return;
        }
      }
    };
    next();
  });

const PIECE = Buffer.alloc(MEGABYTE, 0x20);
function* megabytes(count: number): Generator<Buffer> {
  for (let sent = 0; sent < count; sent++) yield PIECE;
}

const HUGE = 100;
const posted = (
  path: string,
  body: Iterable<Buffer | string>,
  headers: Readonly<Record<string, string>> = {},
): Sent => ({
  method: 'POST',
  path,
  body,
  headers,
});

const deep = '{"resourceType":"Basic","extension":['.concat('{"extension":['.repeat(200_000));
const zipped = gzipSync(Buffer.alloc(HUGE * MEGABYTE, 0x20), { level: 9 });
const wide = bundleOf(
  'transaction',
  Array.from({ length: 5000 }, (_, n) => post(observation(n, 'Patient/nobody-here'))),
);
/** What a house may well send, 19 MB of it: one resident and 4,999 findings with a page of text each. */
const full = (n: number): string => {
  const subject = `urn:uuid:00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  const note = [{ text: '右肺上叶见小结节，边界清楚，建议三个月后复查。'.repeat(48) }];
  const findings = Array.from({ length: 4999 }, (_, at) => post({ ...observation(at, subject), note }));
  return bundleOf('transaction', [post(patient(`${process.pid}-${Date.now()}-${n}-full`), subject), ...findings]);
};
const invented = (n: number): string => `Bearer ${String(n).padStart(43, 'x')}`;
const CHAINS = [
  'Observation?subject:Patient.name=wang',
  'Patient?_has:Observation:patient:status=final',
  'Patient?_has:Observation:patient:_has:Observation:focus:status=final',
  'Task?focus:ServiceRequest.subject:Patient.gender=female&_sort=-authored-on',
  'Observation?status=final&_sort=-date&_total=accurate&_count=1000',
  'Observation?value-quantity=gt0&_total=accurate',
] as const;
const INCLUDES = [
  'Observation?status=final&_include=*&_revinclude=*&_count=1000',
  'Patient?gender=female&_revinclude=Observation:subject&_count=1000',
  'Patient?gender=female&_revinclude:iterate=Observation:subject&_include:iterate=Observation:subject&_count=1000',
] as const;
const of = <Item>(items: readonly Item[], n: number): Item => {
  const item = items[n % items.length];
  if (item === undefined) throw new Error('nothing to send');
  return item;
};

export const ATTACKS: readonly Attack[] = [
  { name: 'nothing', callers: 0, send: () => Promise.resolve(0) },
  { name: 'broken', callers: 8, send: (target) => send(target, posted('/Patient', ['{"resourceType":"Patient",'])) },
  {
    name: 'bodies',
    callers: 6,
    send: (target, n) =>
      send(
        target,
        n % 2 === 0
          ? posted('/Patient', megabytes(HUGE), { 'content-length': String(HUGE * MEGABYTE) })
          : posted('/Patient', megabytes(HUGE)),
      ),
  },
  { name: 'blanks', callers: 6, send: (target) => send(target, posted('/Patient', megabytes(30))) },
  // as long as is taken, so that it is read to its end
  { name: 'long', callers: 6, send: (target) => send(target, posted('/Patient', megabytes(19))) },
  {
    name: 'zipped',
    callers: 6,
    send: (target) => send(target, posted('/Patient', [zipped], { 'content-encoding': 'gzip' })),
  },
  { name: 'deep', callers: 8, send: (target) => send(target, posted('/Basic', [deep])) },
  { name: 'wide', callers: 4, send: (target) => send(target, posted('', [wide])) },
  { name: 'full', callers: 3, send: (target, n) => send(target, posted('', [full(n)])) },
  { name: 'includes', callers: 8, send: (target, n) => send(target, { path: `/${of(INCLUDES, n)}` }) },
  { name: 'chains', callers: 8, send: (target, n) => send(target, { path: `/${of(CHAINS, n)}` }) },
  {
    name: 'cursors',
    callers: 8,
    send: (target, n) => send(target, { path: `/Task?status=requested&_page=${String(n).padStart(90, 'A')}` }),
  },
  {
    name: 'tokens',
    callers: 8,
    send: (target, n) => send(target, { path: '/Task?status=requested', headers: { authorization: invented(n) } }),
  },
  {
    name: 'slow',
    callers: 50,
    // a body announced and never sent: the line is given up after a while, the server must not mind
    send: (target) => send(target, { ...posted('/Patient', ['{'], { 'content-length': '1000000' }), patience: 3000 }),
  },
];
