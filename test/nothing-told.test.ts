/**
 * Law 9: nothing about a resident, and nothing that lets somebody in, gets into a log, a figure, an error message for a stranger
 * or what is kept about messages. The whole program runs while all of it passes through every route, refusals and faults.
 */
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createServiceToken } from '../src/consortium/sessions/accounts.ts';
import { startInstance } from '../src/instance.ts';
import type { Instance } from '../src/instance.ts';
import { readConfig } from '../src/platform/config.ts';
import { isRefusal } from '../src/platform/refusal.ts';
import { everyRoute } from './every-route.ts';
import type { Asked } from './every-route.ts';
import { emergency, until } from './processes.ts';

/** What is typed, sent and asked for. Nobody of the region is called so; the number's check digit is right. */
const TYPED = {
  name: '欧阳隐匿',
  identity: '220399196803140063',
  telephone: '13812349876',
  address: '保密路九十九号',
  diagnosis: '隐匿性抑郁障碍',
  password: 'Never-told-1968',
  token: 'klt_never-told-anywhere-0123456789abcdef',
} as const;
const OPERATOR = {
  AUDIT_SECRET: 'audit-key-never-told',
  PAGE_SECRET: 'page-key-never-told',
  SMS_SECRET: 'sms-never-told',
};

/** By what is asked for: so that a name is where a name is expected, and so on. */
const say = (asked: string): string => {
  if (/pass/i.test(asked)) return TYPED.password;
  if (/token|code|csrf|key/i.test(asked)) return TYPED.token;
  if (/phone|contact/i.test(asked)) return TYPED.telephone;
  if (/address|place/i.test(asked)) return TYPED.address;
  if (/name|q$|text|search|login/i.test(asked)) return TYPED.name;
  if (/id|card|number|resident|patient/i.test(asked)) return TYPED.identity;
  return TYPED.diagnosis;
};

let folder: string;
let instance: Instance;
let owner: pg.Pool;
let gateway: Server;
const texted: string[] = [];
const printed: string[] = [];
const secrets = new Map<string, string>(Object.entries({ ...TYPED, ...OPERATOR }));
/** What may not be told, however it was written: as it is, in an address, in JSON that escapes. */
const writings = (secret: string): readonly string[] => [
  ...new Set([
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    Array.from(secret, (sign) => (sign > '~' ? `\\u${sign.charCodeAt(0).toString(16)}` : sign)).join(''),
  ]),
];
const toldIn = (text: string, but: readonly string[] = []): readonly string[] =>
  [...secrets]
    .filter(([what]) => !but.includes(what))
    .filter(([, secret]) => writings(secret).some((writing) => text.includes(writing)))
    .map(([what]) => what);

type Answer = { readonly status: number; readonly text: string; readonly headers: Headers };
type Headed = Readonly<Record<string, string>>;
const ask = async (method: string, path: string, headers: Headed = {}, body?: string): Promise<Answer> => {
  const type = body === undefined || 'content-type' in headers ? {} : { 'content-type': 'application/json' };
  const answer = await fetch(instance.address + path, {
    method,
    headers: { ...type, ...headers },
    signal: AbortSignal.timeout(30_000),
    redirect: 'manual',
    ...(body !== undefined && { body }),
  });
  const { status, headers: told } = answer;
  if (!/event-stream/.test(told.get('content-type') ?? '')) return { status, text: await answer.text(), headers: told };
  // a stream of events has no end
  await answer.body?.cancel();
  return { status, text: '', headers: told };
};
const remember = (what: string, secret: string | undefined): string => {
  if (secret === undefined || secret.length < 6) throw new Error(`no ${what} to keep`);
  secrets.set(`${what} ${String(secrets.size)}`, secret);
  return secret;
};
const cookieOf = ({ headers }: Answer, what: string): string => {
  const cookie = headers.get('set-cookie')?.split(';')[0] ?? '';
  remember(what, cookie.split('=')[1]);
  return cookie;
};
const enter = async (login: string): Promise<Headed> => {
  const answer = await ask('POST', '/api/session', {}, JSON.stringify({ login, password: 'kanglian-demo' }));
  const { csrf } = JSON.parse(answer.text) as { csrf: string };
  return { cookie: cookieOf(answer, 'session cookie'), 'x-csrf-token': remember('csrf', csrf) };
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kanglian-told-'));
  chmodSync(folder, 0o755);
  // a gateway that fails and says again what it was sent
  gateway = createServer((request, answer) => {
    let text = '';
    request.on('data', (part: Buffer) => (text += part.toString()));
    request.on('end', () => {
      texted.push(text);
      answer.writeHead(500).end(`${text} ${JSON.stringify(request.headers)} ${Object.values(TYPED).join(' ')}`);
    });
  });
  await new Promise<void>((done) => gateway.listen(0, '127.0.0.1', done));
  const { port } = gateway.address() as AddressInfo;
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream);
    stream.write = (part: string | Uint8Array, ...rest: never[]) => {
      printed.push(String(part));
      return write(part, ...rest);
    };
  }
  const read = readConfig(
    ['--port=0', '--residents=60', '--demonstration-cases=0', '--data-dir', join(folder, 'data')],
    {
      ...OPERATOR,
      SMS_URL: `http://127.0.0.1:${String(port)}/send?key=${TYPED.token}`,
    },
  );
  if ('mistakes' in read) throw new Error(JSON.stringify(read.mistakes));
  instance = await startInstance(read.config);
  await instance.loaded;
  const { ownerUrl, schema } = instance.installation;
  owner = new pg.Pool({ connectionString: ownerUrl, options: `-c search_path=${schema},public`, max: 2 });
  owner.on('error', () => undefined);
  const known = await owner.query<{ what: string; secret: string }>(
    `select 'resident''s name' as what, name as secret from resident union all select 'telephone', phone from resident
     union all select 'address', address from resident union all select 'card', value from resident_card`,
  );
  // an address of the region may be one word only, which is a place and nobody's
  for (const { what, secret } of known.rows)
    if (typeof secret === 'string' && (what === "resident's name" ? secret.length > 2 : secret.length > 7))
      secrets.set(`${what} ${String(secrets.size)}`, secret);
  const keys = readdirSync(join(folder, 'data', 'secrets'));
  for (const key of keys) remember(`key ${key}`, readFileSync(join(folder, 'data', 'secrets', key), 'utf8').trim());
}, 240_000);
afterAll(async () => {
  await owner.end();
  await instance.stop();
  gateway.close();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

const asks = async (
  routes: readonly Asked[],
  headers: () => Promise<Headed>,
  heard: (asked: Asked, answer: Answer) => void,
) => {
  let current = await headers();
  for (const asked of routes) {
    const answer = await ask(asked.method, asked.path, current, asked.body);
    heard(asked, answer);
    // signed out, another role taken, or thrown out for trying: in again
    if (answer.status === 401 || /session|resident\/enter/.test(asked.route)) current = await headers();
  }
};

const resource = (more: object): string =>
  JSON.stringify({
    resourceType: 'Patient',
    identifier: [{ system: 'https://kanglian.org/fhir/sid/identity-number', value: TYPED.identity }],
    name: [{ text: TYPED.name }],
    telecom: [{ system: 'phone', value: TYPED.telephone }],
    address: [{ text: TYPED.address }],
    gender: 'female',
    birthDate: '1968-03-14',
    ...more,
  });
const bundle = (patient: string): string =>
  JSON.stringify({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      { resource: JSON.parse(patient) as unknown, request: { method: 'POST', url: 'Patient' } },
      { request: { method: 'DELETE', url: `Observation?code=${TYPED.diagnosis}` } },
    ],
  });
const type = { 'content-type': 'application/fhir+json' };
const id = encodeURIComponent(TYPED.identity);
const name = encodeURIComponent(TYPED.name);
/** method, path, body: every interaction, well and badly formed. */
const interactions = (stored: string): readonly (readonly [string, string, string?])[] => [
  ['GET', `/fhir/Patient/${id}`],
  ['GET', `/fhir/Patient/${name}`],
  ['GET', `/fhir/${name}/${id}/_history/${id}/${name}`],
  ['GET', `/fhir/${name}`],
  ['GET', `/fhir/Patient?identifier=${id}&name=${name}&phone=${TYPED.telephone}`],
  ['GET', `/fhir/Patient?${name}=${id}`],
  ['GET', `/fhir/Patient?birthdate=${name}`],
  ['GET', `/fhir/Observation?patient.identifier=${id}&patient:Patient.name=${name}&_include=${name}`],
  ['GET', `/fhir/Patient?_cursor=${TYPED.token}&_page=${TYPED.token}`],
  ['POST', '/fhir/Patient/_search', `identifier=${id}&name=${name}`],
  ['POST', '/fhir/Patient', resource({})],
  ['POST', '/fhir/Patient', resource({ gender: TYPED.diagnosis })],
  ['POST', '/fhir/Patient', resource({ [TYPED.name]: TYPED.identity })],
  ['POST', '/fhir/Patient', `{"resourceType": "Patient", "${TYPED.name}" ${TYPED.identity}`],
  ['POST', '/fhir', bundle(resource({}))],
  ['POST', '/fhir', bundle(resource({ birthDate: TYPED.diagnosis }))],
  ['PUT', `/fhir/Patient/${id}`, resource({ id: TYPED.identity })],
  ['PUT', `/fhir/${stored}`, resource({ id: stored.split('/')[1], name: [{ text: TYPED.name, family: TYPED.name }] })],
  ['PUT', `/fhir/Patient?identifier=${id}`, resource({})],
  ['PATCH', `/fhir/${stored}`, JSON.stringify([{ op: 'replace', path: `/${TYPED.name}`, value: TYPED.identity }])],
  ['GET', `/fhir/${stored}`],
  ['GET', `/fhir/${stored}/_history`],
  ['GET', `/fhir/${stored}/$everything?_type=${name}`],
  ['GET', `/fhir/${stored}/$summary`],
  ['GET', `/fhir/${stored}/$${name}`],
  [
    'POST',
    '/fhir/Patient/$match',
    JSON.stringify({
      resourceType: 'Parameters',
      parameter: [{ name: 'resource', resource: JSON.parse(resource({})) as unknown }],
    }),
  ],
  ['POST', '/fhir/Patient/$validate', resource({ gender: TYPED.diagnosis })],
  ['GET', `/fhir/AuditEvent?patient=${id}`],
  ['DELETE', `/fhir/Patient/${id}`],
  ['DELETE', `/fhir/Patient?name=${name}`],
  [TYPED.token.slice(0, 20).replaceAll(/[^a-z]/g, ''), '/fhir/Patient'],
];

describe('nothing is told of residents, and nothing that opens a door', () => {
  test('in what a stranger is answered, whatever is asked, and however wrongly', { timeout: 300_000 }, async () => {
    const description: unknown = JSON.parse((await ask('GET', '/api/docs/json')).text);
    const routes = everyRoute(description, say);
    expect(routes.length).toBeGreaterThan(150);
    const told: string[] = [];
    const headers = {
      cookie: `kl_session=${TYPED.token}; kl_resident=${TYPED.token}`,
      authorization: `Bearer ${TYPED.token}`,
    };
    await asks(
      routes,
      () => Promise.resolve(headers),
      ({ method, route }, { status, text }) => {
        if (/^\/api\/docs/.test(route)) return;
        const found = toldIn(text);
        if (found.length > 0) told.push(`${method} ${route} ${String(status)}: ${found.join(', ')}`);
      },
    );
    for (const [method, path, body] of interactions('Patient/1')) {
      const { status, text } = await ask(method, path, { ...headers, ...type }, body).catch(() => ({
        status: 0,
        text: '',
      }));
      const found = toldIn(text);
      if (found.length > 0) told.push(`${method} ${path} ${String(status)}: ${found.join(', ')}`);
    }
    expect(told).toEqual([]);
  });

  test(
    'in logs, figures and what is kept about messages, while it passes through every route, refusal and fault',
    { timeout: 420_000 },
    async () => {
      const description: unknown = JSON.parse((await ask('GET', '/api/docs/json')).text);
      const made = await createServiceToken(
        { db: instance.installation.app, clock: instance.clock },
        { client: 'his', scope: 'system/*.cruds', days: 1 },
      );
      if (isRefusal(made)) throw new Error(made.refused);
      const bearer = { authorization: `Bearer ${remember('service token', made.token)}` };
      const statuses = new Set<number>();
      const count = (_: Asked, { status }: Answer): void => void statuses.add(status);

      // a hospital's system, each interaction well and badly formed
      const stored = (
        await ask('POST', '/fhir/Patient', { ...bearer, ...type }, resource({ identifier: undefined }))
      ).headers
        .get('location')
        ?.match(/Patient\/[^/]+/)?.[0];
      expect(stored).toMatch(/^Patient\/./);
      for (const [method, path, body] of interactions(stored ?? '')) {
        const form = path.endsWith('_search') ? { 'content-type': 'application/x-www-form-urlencoded' } : type;
        const patch = method === 'PATCH' ? { 'content-type': 'application/json-patch+json' } : form;
        await ask(method, path, { ...bearer, ...patch }, body).then(
          ({ status }) => statuses.add(status),
          () => 0,
        );
      }

      // a referral of somebody who is really there, with all of it in its form; its message cannot be delivered
      const gp = await enter('gp');
      const items = async (path: string) =>
        (JSON.parse((await ask('GET', path, gp)).text) as { items: readonly Record<string, unknown>[] }).items;
      const [resident] = await items('/api/residents?count=1');
      const [place] = await items('/api/departments?kind=inpatient&count=1');
      const answers = {
        ...emergency(String(resident?.['id']), (place?.['department'] as { id: string }).id),
        impression: TYPED.diagnosis,
        reason: `${TYPED.name} ${TYPED.telephone}`,
        history: TYPED.address,
        contact: TYPED.telephone,
      };
      const sent = JSON.stringify({ id: 'told-1', answers });
      expect(
        (await ask('POST', '/api/pathways/referral/cases', { ...gp, 'idempotency-key': 'told-1' }, sent)).status,
      ).toBe(201);
      const { code } = JSON.parse(
        (await ask('POST', '/api/cases/told-1/resident-code', gp, JSON.stringify({ renew: false }))).text,
      ) as { code: string };
      const device = await ask(
        'POST',
        '/api/resident/enter',
        {},
        JSON.stringify({ code: remember('resident’s code', code) }),
      );
      const own = {
        cookie: cookieOf(device, 'resident cookie'),
        'x-csrf-token': (JSON.parse(device.text) as { csrf: string }).csrf,
      };
      await until('a message was tried', () => texted.length > 0);

      // everybody through every route, texts where texts are asked for; then the real ids of resident and case
      const real = (asked: string): string =>
        /resident|patient/i.test(asked) ? String(resident?.['id']) : asked === 'id' ? 'told-1' : say(asked);
      for (const [asked, logins] of [
        [say, ['gp', 'admin']],
        [real, ['gp', 'commission']],
      ] as const) {
        const routes = everyRoute(description, asked);
        for (const login of logins) await asks(routes, () => enter(login), count);
        await asks(routes, () => Promise.resolve(asked === say ? bearer : own), count);
      }
      await ask('POST', '/api/session', {}, JSON.stringify({ login: 'gp', password: TYPED.password }));

      // faults whose messages quote what was written: of a constraint, of a trigger, and of connections that break
      await owner.query(`alter table resident add constraint told check (name <> '${TYPED.name}') not valid`);
      const faulty = await ask('POST', '/fhir/Patient', { ...bearer, ...type }, resource({ identifier: undefined }));
      await owner.query(`create function tell() returns trigger language plpgsql as
      $$ begin raise exception 'no room for % % %', new.id, new.content, '${TYPED.identity}'; end $$`);
      await owner.query('create trigger tell before insert on resource for each row execute function tell()');
      const raised = await ask('POST', '/fhir/Patient', { ...bearer, ...type }, resource({ identifier: undefined }));
      const again = sent.replace('told-1', 'told-2');
      const step = await ask(
        'POST',
        '/api/pathways/referral/cases',
        { ...(await enter('gp')), 'idempotency-key': 'told-2' },
        again,
      );
      expect([faulty.status, raised.status, step.status]).toEqual([500, 500, 500]);
      expect(toldIn(faulty.text + raised.text + step.text)).toEqual([]);
      for (let n = 0; n < 3; n++) {
        const reads = Array.from({ length: 12 }, () =>
          ask('GET', `/fhir/Patient?name=${name}&identifier=${id}`, bearer),
        );
        await owner.query(`select pg_terminate_backend(pid) from pg_stat_activity where usename <> current_user`);
        for (const { status, text } of await Promise.all(reads)) if (status >= 500) expect(toldIn(text)).toEqual([]);
      }
      for (const status of [200, 400, 403, 404]) expect(statuses).toContain(status);

      const figures = (await ask('GET', '/metrics')).text;
      expect(figures).toContain('/api/cases/:id');
      // a measured second has sixteen digits, among which a made-up telephone (1000…) stands now and then
      expect(toldIn(figures.replaceAll(/ [-+.\de]+$/gm, ''))).toEqual([]);
      expect(toldIn((await ask('GET', '/readyz')).text)).toEqual([]);

      // what was texted names nobody; what is kept about it says less
      expect(texted.length).toBeGreaterThan(0);
      for (const text of texted)
        expect(toldIn(JSON.stringify({ ...(JSON.parse(text) as object), to: '' }))).toEqual([]);
      for (const table of ['notice', 'notice_recipient', 'delivery', 'delivery_attempt', 'job_run']) {
        const { rows } = await owner.query<{ row: string }>(`select row_to_json(t)::text as row from ${table} t`);
        if (table !== 'job_run') expect(rows.length).toBeGreaterThan(0);
        expect(toldIn(rows.map(({ row }) => row).join('\n'))).toEqual([]);
      }

      await until('the log is written', () =>
        /"fault"/.test(readFileSync(join(folder, 'data', 'kanglian.log'), 'utf8')),
      );
      const logs = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
        /\.log(\.\d+)?$/.test(file),
      );
      expect(logs.some((file) => file.endsWith('postgres.log'))).toBe(true);
      for (const file of logs) {
        const text = readFileSync(join(folder, file), 'utf8');
        expect({ file, told: toldIn(text) }).toEqual({ file, told: [] });
      }
      const log = readFileSync(join(folder, 'data', 'kanglian.log'), 'utf8');
      expect(log.split('\n').length).toBeGreaterThan(1000);
      expect(log).toContain('"fault"');
      expect(toldIn(printed.join(''))).toEqual([]);
    },
  );
});
