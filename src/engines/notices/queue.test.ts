import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../test/call.ts';
import { openNoticeWorld, short } from '../../../test/notice-world.ts';
import type { NoticeWorld } from '../../../test/notice-world.ts';
import { ACCEPTANCE } from '../../../test/referral-world.ts';
import { NOW } from '../../../test/world.ts';
import { asResident } from '../../consortium/resident-access/store.ts';
import { connect } from '../../platform/postgres/connect.ts';
import { drainOutbox } from '../pathways/outbox.ts';
import { queueNotices } from './queue.ts';

let world: NoticeWorld;
beforeAll(async () => {
  world = await openNoticeWorld();
});
afterAll(() => world.drop());
beforeEach(() => {
  world.clock.set(NOW);
});

const count = async (text: string): Promise<number> => Number((await world.owner(text))[0]?.['count']);

describe('a new owner', () => {
  it('is told: the coordinator of a referral sent, the admission office once it is accepted, the sender what became of it', async () => {
    const { id } = await world.send();
    await world.queue();
    expect(short(await world.told(id))).toEqual(['owner 0: coordinator-role', 'resident 0: ']);
    await world.step(id, 'accept', 'coordinator', ACCEPTANCE);
    await world.queue();
    expect(short(await world.told(id)).slice(2)).toEqual(['news 0: gp-role', 'owner 0: clerk-role', 'resident 0: ']);
  });

  it('is not told of what they did themselves, nor of a step that leaves everything as it was', async () => {
    const { id } = await world.send({ urgency: 'emergency', consent: 'owed' });
    await world.queue();
    const before = await world.told(id);
    const signed = { told: ['risk-in-transit'], consent: 'agreed', signer: 'self', signerName: '吴淑琴' };
    expect(await world.step(id, 'record-consent', 'gp', signed)).toMatchObject({ state: 'sent' });
    await world.queue();
    expect(await world.told(id)).toEqual(before);
  });

  it('in a department is told there: the ward of the department, not the whole hospital', async () => {
    const { id } = await world.send();
    await world.step(id, 'accept', 'coordinator', ACCEPTANCE);
    await world.step(id, 'arrive', 'clerk', { arrivedAt: NOW.toISOString(), place: '12床' });
    await world.queue();
    expect(short(await world.told(id)).slice(-2)).toEqual(['news 0: gp-role', 'owner 0: physician-role']);
  });
});

describe('queueing', () => {
  it('is done exactly once however many processes do it at the same time', async () => {
    const other = connect({ url: world.appUrl, schema: world.schema, connections: 4 });
    const ids: string[] = [];
    for (let n = 0; n < 12; n++) ids.push((await world.send()).id);
    const twin = { ...world.notices.options, db: other };
    const work = async (options: typeof world.notices.options): Promise<void> => {
      for (let n = 0; n < 6; n++) {
        await drainOutbox(options.db, options.clock);
        await queueNotices(options);
      }
    };
    await Promise.all([work(world.notices.options), work(twin), work(twin), work(world.notices.options)]);
    for (const id of ids) expect(short(await world.told(id))).toEqual(['owner 0: coordinator-role', 'resident 0: ']);
    await other.close();
  });

  it('loses nothing when it is interrupted: notices and the place reached stand together or not at all', async () => {
    await world.queue();
    const [before] = await world.owner(`select number from event_cursor where name = 'notices'`);
    const { id } = await world.send();
    await drainOutbox(world.app, world.clock);
    const failing = {
      ...world.notices.options,
      ensureCode: () => [{ text: 'select 1 / 0' }],
    };
    await expect(queueNotices(failing)).rejects.toThrow();
    expect(await world.told(id)).toEqual([]);
    expect((await world.owner(`select number from event_cursor where name = 'notices'`))[0]).toEqual(before);
    await world.queue();
    expect(short(await world.told(id))).toEqual(['owner 0: coordinator-role', 'resident 0: ']);
  });

  it('is followed by an event for the browsers, and ends: what it announces queues nothing more', async () => {
    await world.send();
    expect(await world.queue()).toBe(2);
    expect(await world.queue()).toBe(0);
    expect(await count(`select count(*) from outbox where kind = 'notice.queued' and number is null`)).toBe(0);
  });
});

describe('a late clock', () => {
  it('reaches the owner and the duty office of the house, the second time that of the lead too', async () => {
    const { id } = await world.send({ department: 'city-endocrinology', urgency: 'urgent' }, 'city-endocrinology');
    await world.queue();
    world.clock.advance(121 * 60_000);
    await world.sweep();
    await world.queue();
    // the city hospital has no duty office of its own; it cooperates in a consortium whose lead has one
    expect(short(await world.told(id)).slice(2)).toEqual(['late 0: city-coordinator-role', 'late 1: duty-role']);
    world.clock.advance(61 * 60_000);
    await world.sweep();
    await world.queue();
    expect(short(await world.told(id)).slice(4)).toEqual(['late 0: city-coordinator-role', 'late 1: duty-role']);
  });
});

describe('who may read which notice', () => {
  it('is the person it was sent to; the parties see that somebody was told, their own house whom', async () => {
    const { id } = await world.send();
    await world.queue();
    const list = async (who: 'coordinator' | 'gp' | 'other-coordinator' | 'clerk') =>
      (
        bodyOf(await call(world.routes, 'GET /api/notices', world.actor(who)))['items'] as { case: { id: string } }[]
      ).filter((item) => item.case.id === id).length;
    expect(await list('coordinator')).toBe(1);
    expect(await list('gp')).toBe(0);
    expect(await list('other-coordinator')).toBe(0);
    const course = async (who: 'coordinator' | 'gp' | 'other-coordinator') => {
      const answer = await call(world.routes, 'GET /api/cases/:id/notices', world.actor(who), { params: { id } });
      if ('refusal' in answer) return answer.refusal.refused;
      const items = bodyOf(answer)['items'] as { kind: string; people: { name: string }[] }[];
      return items.map(({ kind, people }) => `${kind}: ${people.map(({ name }) => name).join(', ')}`);
    };
    expect(await course('coordinator')).toEqual(['owner: 陈立', 'resident: ']);
    expect(await course('gp')).toEqual(['owner: ', 'resident: ']);
    expect(await course('other-coordinator')).toBe('case-not-found');
    const rows = async (who: 'other-coordinator' | 'clerk', text: string) =>
      (await world.app.read(world.actor(who), world.clock.now(), [{ text }]))[0]?.length;
    expect(await rows('other-coordinator', 'select 1 from notice')).toBe(0);
    expect(await rows('other-coordinator', 'select 1 from notice_recipient')).toBe(0);
    expect(await rows('clerk', `select 1 from notice where case_id = '${id}'`)).toBe(2);
    const [notice] = await world.told(id);
    const marked = await call(world.routes, 'POST /api/notices/:id/read', world.actor('clerk'), {
      params: { id: notice?.id },
    });
    expect(refusedAs(marked)).toBe('notice.unknown');
    expect(await count(`select count(*) from notice where id = '${String(notice?.id)}' and read_at is null`)).toBe(1);
  });

  it('counts what is unread, and reading one or all of them takes it away', async () => {
    const unread = async (): Promise<number> =>
      Number(bodyOf(await call(world.routes, 'GET /api/notices/count', world.actor('coordinator')))['unread']);
    const { id } = await world.send();
    await world.queue();
    const before = await unread();
    const [notice] = await world.told(id);
    await call(world.routes, 'POST /api/notices/:id/read', world.actor('coordinator'), { params: { id: notice?.id } });
    expect(await unread()).toBe(before - 1);
    const tomorrow = new Date(NOW.getTime() + 86_400_000);
    world.clock.set(new Date(tomorrow.getTime() + 1000));
    await world.send();
    await world.queue();
    await call(world.routes, 'POST /api/notices/read-all', world.actor('coordinator'), {
      body: { upTo: tomorrow.toISOString() },
    });
    expect(await unread()).toBe(1);
  });

  it('is read page by page without leaving one out or showing one twice', async () => {
    await world.queue();
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = bodyOf(
        await call(world.routes, 'GET /api/notices', world.actor('coordinator'), {
          query: { count: 3, ...(cursor === undefined ? {} : { cursor }) },
        }),
      );
      seen.push(...(page['items'] as { id: string }[]).map(({ id }) => id));
      cursor = (page['next'] as string | null) ?? undefined;
    } while (cursor !== undefined);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe(
      await count(`select count(*) from notice_recipient where practitioner_role = 'coordinator-role'`),
    );
    const bad = await call(world.routes, 'GET /api/notices', world.actor('coordinator'), { query: { cursor: 'x' } });
    expect(refusedAs(bad)).toBe('bad-cursor');
  });
});

describe('a resident’s wish for another time', () => {
  it('is told to the doctor who sent them and to the hospital’s coordinator, and stands with the case', async () => {
    const { id, resident } = await world.send();
    await world.queue();
    const issued = await call(world.routes, 'POST /api/cases/:id/resident-code', world.actor('gp'), {
      params: { id },
      body: {},
    });
    const entered = await call(world.routes, 'POST /api/resident/enter', undefined, {
      body: { code: bodyOf(issued)['code'] },
    });
    const cookie = 'refusal' in entered ? '' : (entered.cookies?.[0]?.value ?? '');
    const found = await world.residents.authenticate({
      cookies: { kl_resident: cookie },
      authorization: undefined,
      address: '',
    });
    await call(world.routes, 'POST /api/resident/change-request', asResident(resident), {
      session: found?.caller.session ?? null,
      body: { reason: 'other-time', note: '周三上午' },
    });
    await world.queue();
    expect(short(await world.told(id)).slice(2)).toEqual(['request 0: coordinator-role', 'request 0: gp-role']);
    const course = await call(world.routes, 'GET /api/cases/:id/notices', world.actor('gp'), { params: { id } });
    const items = bodyOf(course)['items'] as { kind: string; what: string; note: string | null }[];
    expect(items.filter(({ kind }) => kind === 'request')).toMatchObject([
      { what: 'other-time', note: '周三上午' },
      { what: 'other-time', note: '周三上午' },
    ]);
  });
});
