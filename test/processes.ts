/** Starts the program as an operator does, in processes of its own, and speaks to one of them at a time. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { programWords } from '../built-program.mjs';

export const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));
export const until = async (what: string, holds: () => Promise<boolean> | boolean): Promise<void> => {
  for (let tries = 0; tries < 1500; tries++) {
    if (await Promise.resolve(holds()).catch(() => false)) return;
    await pause(200);
  }
  throw new Error(`waited in vain until ${what}`);
};

/** A database of its own beside the others of the tests, and what takes it away again. */
export const externalDatabase = async (
  cluster: string,
): Promise<{ readonly url: string; readonly drop: () => Promise<void> }> => {
  const name = `kanglian_external_${randomBytes(4).toString('hex')}`;
  const administer = async (text: string): Promise<void> => {
    const client = new pg.Client({ connectionString: cluster });
    await client.connect();
    try {
      await client.query(text);
    } finally {
      await client.end();
    }
  };
  await administer(`create database ${name}`);
  const url = new URL(cluster);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => administer(`drop database if exists ${name} with (force)`) };
};

export const freePort = (): Promise<number> =>
  new Promise((done) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => {
        done(port);
      });
    });
  });

export type Program = {
  readonly address: string;
  readonly process: ChildProcess;
  /** What it has said so far. */
  readonly said: () => string;
  readonly ended: Promise<number | null>;
};

export const startProgram = async (
  flags: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Program> => {
  const port = await freePort();
  const child = spawn(process.execPath, [...(await programWords('main')), `--port=${String(port)}`, ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DEMONSTRATION_CASES: '0', ...env },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (said += part.toString()));
  const address = `http://127.0.0.1:${String(port)}`;
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  try {
    await until('the program says that it is ready', () => {
      if (child.exitCode !== null) throw new Error(said);
      return said.includes('Kanglian is ready');
    });
  } catch (fault) {
    child.kill('SIGKILL');
    throw new Error(said, { cause: fault });
  }
  return { address, process: child, said: () => said, ended };
};

export type Answer = {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Readonly<Record<string, unknown>>;
};

/** One connection that is kept: whoever answers on it is always the same process. */
export type Line = {
  readonly ask: (
    method: string,
    path: string,
    sent?: unknown,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Answer>;
  /** Calls back with every server-sent event's data; nothing else can be asked on this line after it. */
  readonly listen: (
    headers: Readonly<Record<string, string>>,
    heard: (data: Readonly<Record<string, unknown>>) => void,
  ) => Promise<void>;
  readonly close: () => void;
};

export const openLine = (address: string): Line => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const begin = (method: string, path: string, headers: Readonly<Record<string, string>>, body?: string) =>
    new Promise<IncomingMessage>((done, failed) => {
      const asked = request(`${address}${path}`, { agent, method, headers }, done);
      asked.on('error', failed);
      asked.end(body);
    });
  return {
    ask: async (method, path, sent, headers = {}) => {
      const type = sent === undefined ? {} : { 'content-type': 'application/json' };
      const answer = await begin(
        method,
        path,
        { ...type, ...headers },
        sent === undefined ? undefined : JSON.stringify(sent),
      );
      let text = '';
      for await (const part of answer) text += String(part);
      const json = /json/.test(answer.headers['content-type'] ?? '');
      return {
        status: answer.statusCode ?? 0,
        headers: answer.headers,
        body: json ? (JSON.parse(text) as Answer['body']) : { text },
      };
    },
    listen: async (headers, heard) => {
      const stream = await begin('GET', '/api/events', headers);
      if (stream.statusCode !== 200) throw new Error(`the stream answered ${String(stream.statusCode)}`);
      let text = '';
      stream.setEncoding('utf8');
      stream.on('error', () => undefined);
      stream.on('data', (part: string) => {
        text += part;
        const events = text.split('\n\n');
        text = events.pop() ?? '';
        for (const event of events) {
          const data = /^data: (.*)$/m.exec(event)?.[1];
          if (data !== undefined) heard(JSON.parse(data) as Readonly<Record<string, unknown>>);
        }
      });
    },
    close: () => {
      agent.destroy();
    },
  };
};

/** Lines to as many different processes behind the address; one that is about to end may not say which it is, and is none of them. */
export const linesToAll = async (address: string, count: number): Promise<ReadonlyMap<number, Line>> => {
  const lines = new Map<number, Line>();
  await until(`${String(count)} processes answer`, async () => {
    const line = openLine(address);
    const number = Number((await line.ask('GET', '/readyz')).body['process']);
    if (Number.isNaN(number) || lines.has(number)) line.close();
    else lines.set(number, line);
    return lines.size === count;
  });
  return lines;
};

export type Person = { readonly cookie: string; readonly 'x-csrf-token': string };
export const signIn = async (line: Line, login: string): Promise<Person> => {
  const { headers, body } = await line.ask('POST', '/api/session', { login, password: 'kanglian-demo' });
  return { cookie: headers['set-cookie']?.[0]?.split(';')[0] ?? '', 'x-csrf-token': String(body['csrf']) };
};

/** What a township sends when minutes count; `department` is where to. */
export const emergency = (resident: string, department: string): Readonly<Record<string, unknown>> => ({
  resident,
  department,
  urgency: 'emergency',
  visit: 'inpatient',
  impression: '疑似急性脑卒中',
  reason: '突发右侧肢体无力1小时',
  history: '高血压',
  treatment: '吸氧，建立静脉通路',
  allergy: 'never-asked',
  contact: '内线 6203',
  consent: 'owed',
});

export const whoAndWhere = async (
  line: Line,
  gp: Person,
): Promise<{ readonly resident: string; readonly department: string }> => {
  const residents = await line.ask('GET', '/api/residents?count=1', undefined, gp);
  const places = await line.ask('GET', '/api/departments?kind=inpatient&count=1', undefined, gp);
  const [resident] = residents.body['items'] as readonly { id: string }[];
  const [place] = places.body['items'] as readonly { department: { id: string } }[];
  return { resident: resident?.id ?? '', department: place?.department.id ?? '' };
};
