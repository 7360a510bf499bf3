/** Against a stand-in on loopback that fails, is slow, or answers twice. */
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openNoticeWorld, short } from '../../../test/notice-world.ts';
import type { NoticeWorld } from '../../../test/notice-world.ts';
import { ACCEPTANCE, OUT_FORM } from '../../../test/referral-world.ts';
import { NOW } from '../../../test/world.ts';
import type { Clock } from '../../platform/clock.ts';
import { printNotifier } from '../../platform/notices/print.ts';
import { smsNotifier } from '../../platform/notices/sms.ts';
import { wecomNotifier } from '../../platform/notices/wecom.ts';
import type { Notifier } from '../../platform/notices/notifier.ts';
import { BACKOFF, deliver, waitAfter } from './deliver.ts';

const MINUTE = 60_000;
type Seen = { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: Record<string, unknown> };
let world: NoticeWorld;
let server: Server;
let folder: string;
let seen: Seen[] = [];
/** What the stand-in answers next; `slow` never ends. */
let answers: (number | 'slow' | { readonly status: number; readonly body: unknown })[] = [];
let sms: Notifier;
let address: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (part: Buffer) => (text += part.toString('utf8')));
    request.on('end', () => {
      seen.push({
        path: request.url ?? '',
        headers: request.headers,
        body: JSON.parse(text) as Record<string, unknown>,
      });
      const next = answers.shift() ?? { status: 200, body: { errcode: 0, id: 'gateway-1' } };
      if (next === 'slow') return;
      const { status, body } = typeof next === 'number' ? { status: next, body: {} } : next;
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  address = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  folder = mkdtempSync(join(tmpdir(), 'kanglian-print-'));
  sms = smsNotifier({ url: `${address}/sms`, secret: 'of the gateway' });
  world = await openNoticeWorld(
    [sms, wecomNotifier({ url: `${address}/wecom?key=k` }), printNotifier({ folder })],
    'https://example.invalid/r',
  );
  await world.owner(`update person set phone = '13800000001' where id = 'coordinator'`);
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  rmSync(folder, { recursive: true, force: true });
  await world.drop();
});
beforeEach(async () => {
  world.clock.set(NOW);
  await nothingWaits();
  seen = [];
  answers = [];
});

const nothingWaits = async (): Promise<void> => {
  await world.owner(`update delivery set status = 'unneeded' where status = 'waiting'`);
};
/** Only the messages to the coordinator's telephone, so that what the stand-in answers is for them. */
const quiet = async (id: string): Promise<void> => {
  await world.owner(
    `update delivery set status = 'unneeded' where (channel <> 'sms' or practitioner_role is null)
        and notice in (select id from notice where case_id = $1)`,
    [id],
  );
};
const oneSms = async (urgency = 'urgent'): Promise<string> => {
  const { id } = await world.send({ urgency });
  await world.queue();
  await quiet(id);
  return id;
};
const state = async (id: string) =>
  (await world.deliveries(id))
    .filter((row) => row['channel'] === 'sms' && row['practitioner_role'] !== null)
    .map(({ status, attempts, code }) => ({ status, attempts, code }));
const sendSms = (options: { readonly clock?: Clock; readonly timeoutMs?: number; readonly notifier?: Notifier } = {}) =>
  deliver(
    {
      db: world.app,
      clock: options.clock ?? world.clock,
      messageOf: () => Promise.resolve({ to: '13800000001', mentions: [], text: 'a message' }),
      nudge: () => undefined,
      ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
    },
    options.notifier ?? sms,
  );

describe('a message', () => {
  it('names the case, what to do, by when and whom to ring, and neither the resident nor a diagnosis', async () => {
    const { id, result } = await world.send({ urgency: 'urgent' });
    await world.queue();
    await world.deliver();
    const number = 'number' in result ? result.number : '';
    const toStaff = seen.find(({ path, body }) => path === '/sms' && body['to'] === '13800000001');
    expect(toStaff?.body['text']).toBe(
      `【康联】转诊单${number}（紧急）待接收，请在11月20日16:30前办理。联系榆树卫生院 0434-0000008。`,
    );
    expect(toStaff?.headers).toMatchObject({ authorization: 'Bearer of the gateway' });
    expect(seen.find(({ path }) => path.startsWith('/wecom'))?.body).toMatchObject({
      msgtype: 'text',
      text: { mentioned_mobile_list: ['13800000001'] },
    });
    const printed = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
    expect(printed.join()).toContain(number);
    const said = JSON.stringify(seen) + printed.join();
    for (const secret of ['吴淑琴', OUT_FORM.impression, OUT_FORM.reason]) expect(said).not.toContain(secret);
    expect((await world.deliveries(id)).filter((row) => row['status'] === 'waiting')).toEqual([]);
  });

  it('to a resident says where, when, what to bring and whom to ring, with a code that opens', async () => {
    const { id, resident } = await world.send({ urgency: 'urgent' });
    await world.owner(`update resident set phone = '13800006021' where id = $1`, [resident]);
    await world.step(id, 'accept', 'coordinator', { ...ACCEPTANCE, expectedAt: '2026-11-23T01:00:00Z' });
    await world.queue();
    await world.deliver();
    const texts = seen.filter(({ body }) => body['to'] === '13800006021').map(({ body }) => String(body['text']));
    const sent = texts.find((text) => text.includes('已提交'));
    const accepted = texts.find((text) => text.includes('已接收'));
    expect(sent).toContain('您的转诊已提交青禾县人民医院');
    expect(accepted).toContain('青禾县人民医院已接收您的转诊。时间：11月23日09:00。请带：身份证、');
    expect(accepted).toMatch(
      /咨询：青禾县人民医院 0434-\d+。查看进度 https:\/\/example\.invalid\/r 提取码 \d{4} \d{4} \d{4}/,
    );
    expect(accepted).not.toContain('内分泌');
    const code = /\d{4} \d{4} \d{4}/.exec(accepted ?? '')?.[0] ?? '';
    expect(sent).toContain(code);
    expect(
      await world.owner(`select 1 from resident_code where digest = $1`, [world.residents.access.codes.digestOf(code)]),
    ).toHaveLength(1);
  });

  it('is tried again with the same idempotency key, later each time, until it is taken', async () => {
    const id = await oneSms();
    answers = [500, 429, 200];
    await sendSms();
    expect(await state(id)).toEqual([{ status: 'waiting', attempts: 1, code: 'http-500' }]);
    await sendSms();
    expect(seen).toHaveLength(1);
    world.clock.advance(waitAfter(1));
    await sendSms();
    world.clock.advance(waitAfter(2) - 1);
    await sendSms();
    expect(seen).toHaveLength(2);
    world.clock.advance(1);
    await sendSms();
    expect(await state(id)).toEqual([{ status: 'sent', attempts: 3, code: 'http-200' }]);
    expect(new Set(seen.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    const attempts = await world.owner(
      `select a.number, a.outcome, a.code from delivery_attempt a join delivery d on d.id = a.delivery
         join notice n on n.id = d.notice where n.case_id = $1 order by a.number`,
      [id],
    );
    expect(attempts.map(({ outcome, code }) => `${String(outcome)} ${String(code)}`)).toEqual([
      'again http-500',
      'again http-429',
      'delivered http-200',
    ]);
  });

  it('whose answer is slow is given up in time and tried again, and the late answer changes nothing', async () => {
    const id = await oneSms();
    answers = ['slow'];
    await sendSms({ timeoutMs: 50 });
    expect(await state(id)).toEqual([{ status: 'waiting', attempts: 1, code: 'timeout' }]);
    // a notifier that heeds no signal and throws in the end
    world.clock.advance(waitAfter(1));
    const deaf: Notifier = { channel: 'sms', reach: 'person', send: () => new Promise(() => undefined) };
    await sendSms({ timeoutMs: 50, notifier: deaf });
    expect(await state(id)).toEqual([{ status: 'waiting', attempts: 2, code: 'timeout' }]);
  });

  it('that is answered twice is sent once: the second answer changes nothing', async () => {
    const id = await oneSms();
    // the first attempt's answer is held back until the second one, after its lease, has been taken
    let release = (): void => undefined;
    let begin = (): void => undefined;
    const begun = new Promise<void>((done) => (begin = done));
    const held = new Promise<void>((done) => (release = done));
    const first: Notifier = {
      channel: 'sms',
      reach: 'person',
      send: async () => {
        begin();
        await held;
        return { outcome: 'never', code: 'too-late' };
      },
    };
    const slow = sendSms({ notifier: first });
    await begun;
    world.clock.advance(61_000);
    await sendSms();
    release();
    await slow;
    expect(await state(id)).toEqual([{ status: 'sent', attempts: 2, code: 'http-200' }]);
    // a gateway that says it has this one already has it
    const again = await oneSms();
    answers = [409];
    await sendSms();
    expect(await state(again)).toMatchObject([{ status: 'sent' }]);
  });

  it('is sent by one of two processes that try at the same moment', async () => {
    await oneSms();
    await Promise.all([sendSms(), sendSms(), sendSms()]);
    expect(seen).toHaveLength(1);
  });

  it('that cannot be delivered is given up, stays on the screen, and raises what presses at once', async () => {
    const refused = await oneSms();
    answers = [400];
    await sendSms();
    expect(await state(refused)).toEqual([{ status: 'failed', attempts: 1, code: 'http-400' }]);
    const unread = await world.owner(
      `select 1 from notice_recipient r join notice n on n.id = r.notice where n.case_id = $1 and r.read_at is null`,
      [refused],
    );
    expect(unread).toHaveLength(1);
    await world.raise();
    expect(short(await world.told(refused)).at(-1)).toBe('unread 1: duty-role');

    await nothingWaits();
    const tired = await oneSms();
    for (let n = 0; n < BACKOFF.attempts; n++) {
      answers = [503];
      await sendSms();
      world.clock.advance(BACKOFF.mostMs);
    }
    expect(await state(tired)).toEqual([{ status: 'failed', attempts: BACKOFF.attempts, code: 'http-503' }]);
  });

  it('is not sent when the notice was read meanwhile, nor to a routine matter’s people at night', async () => {
    const read = await oneSms();
    await world.owner(`update notice set read_at = now() where case_id = $1`, [read]);
    await sendSms();
    expect(await state(read)).toMatchObject([{ status: 'unneeded' }]);
    world.clock.set(new Date('2026-11-20T15:00:00Z')); // Friday, 23:00
    const routine = await oneSms('routine');
    await sendSms();
    expect(await state(routine)).toMatchObject([{ status: 'waiting', attempts: 0 }]);
    world.clock.set(new Date('2026-11-23T00:30:00Z')); // Monday, 08:30
    await sendSms();
    expect(await state(routine)).toMatchObject([{ status: 'sent' }]);
    expect(seen).toHaveLength(1);
  });

  it('to a resident without a telephone becomes a notice to their doctor', async () => {
    const { id } = await world.send({ urgency: 'urgent' });
    await world.queue();
    await world.deliver();
    await world.raise();
    expect(short(await world.told(id)).at(-1)).toBe('unreached 0: gp-role');
  });
});

describe('企业微信', () => {
  it('says in its answer whether it may be tried again', async () => {
    const wecom = wecomNotifier({ url: `${address}/wecom?key=k` });
    const answer = async (errcode: unknown, status = 200) => {
      answers = [{ status, body: { errcode } }];
      const said = { id: 'd', to: null, mentions: [], text: 't' };
      return (await wecom.send(said, AbortSignal.timeout(5 * MINUTE))).outcome;
    };
    expect(await answer(0)).toBe('delivered');
    expect(await answer(45009)).toBe('again');
    expect(await answer(93000)).toBe('never');
    expect(await answer(undefined)).toBe('again');
    expect(await answer(0, 502)).toBe('again');
  });
});
