import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bodyOf, call } from '../../../test/call.ts';
import { openNoticeWorld, short } from '../../../test/notice-world.ts';
import type { NoticeWorld } from '../../../test/notice-world.ts';
import { ACCEPTANCE } from '../../../test/referral-world.ts';
import { NOW } from '../../../test/world.ts';
import type { Database } from '../../platform/postgres/database.ts';
import { raiseUnread } from './raise.ts';

const MINUTE = 60_000;
let world: NoticeWorld;
beforeAll(async () => {
  world = await openNoticeWorld();
  const from = '2024-01-01';
  for (const [person, organisation] of [
    ['city-duty', 'city-hospital'],
    ['township-gp', 'township'],
  ]) {
    await world.owner(`insert into person (id, name) values ($1, $1)`, [person]);
    await world.owner(
      `insert into practitioner_role (id, person, organisation, role, from_on) values ($1, $2, $3, $4, $5)`,
      [
        `${String(person)}-role`,
        person,
        organisation,
        person === 'city-duty' ? 'duty-officer' : 'general-practitioner',
        from,
      ],
    );
  }
});
afterAll(() => world.drop());
beforeEach(() => {
  world.clock.set(NOW);
});

/** Holds every transaction after its first flight until so many have come as far. */
const meetingAfterFirstFlight = (db: Database, count: number): Database => {
  let arrived = 0;
  let go = (): void => undefined;
  const all = new Promise<void>((done) => (go = done));
  return {
    ...db,
    write: (actor, at, work) =>
      db.write(actor, at, (tx) => {
        let first = true;
        return work({
          ...tx,
          flight: async (statements) => {
            const rows = await tx.flight(statements);
            if (!first) return rows;
            first = false;
            if (++arrived === count) go();
            await all;
            return rows;
          },
        });
      }),
  };
};
const told = async (id: string): Promise<readonly string[]> =>
  short((await world.told(id)).filter(({ kind }) => kind !== 'resident'));
/** An urgent referral to the city hospital, whose coordinator was told. */
const sent = async (urgency = 'urgent'): Promise<string> => {
  const { id } = await world.send({ department: 'city-endocrinology', urgency }, 'city-endocrinology');
  await world.queue();
  return id;
};

describe('a notice nobody reads', () => {
  it('goes to 总值班 of the house when its time is up, then to 总值班 of the consortium’s lead, and no further', async () => {
    const id = await sent();
    world.clock.advance(29 * MINUTE);
    expect(await world.raise()).toBe(0);
    world.clock.advance(2 * MINUTE);
    expect(await world.raise()).toBe(1);
    expect(await told(id)).toEqual(['owner 0: city-coordinator-role', 'unread 1: city-duty-role']);
    expect(await world.raise()).toBe(0);
    world.clock.advance(31 * MINUTE);
    expect(await world.raise()).toBe(1);
    expect((await told(id)).at(-1)).toBe('unread 2: duty-role');
    world.clock.advance(24 * 60 * MINUTE);
    expect(await world.raise()).toBe(0);
  });

  it('waits less long in an emergency, and for a routine one until the end of the next working day', async () => {
    const emergency = await sent('emergency');
    const routine = await sent('routine');
    world.clock.advance(6 * MINUTE);
    await world.raise();
    expect(await told(emergency)).toHaveLength(2);
    world.clock.advance(48 * 60 * MINUTE); // Sunday
    await world.raise();
    expect(await told(routine)).toHaveLength(1);
    world.clock.set(new Date('2026-11-23T10:00:00Z')); // Monday, 18:00
    await world.raise();
    expect(await told(routine)).toEqual(['owner 0: city-coordinator-role', 'unread 1: city-duty-role']);
  });

  it('is let be once it was read, or once the case has gone on', async () => {
    const read = await sent();
    const gone = await sent();
    const [notice] = await world.told(read);
    await call(world.routes, 'POST /api/notices/:id/read', world.actor('city-coordinator'), {
      params: { id: notice?.id },
    });
    await world.step(gone, 'accept', 'city-coordinator', ACCEPTANCE);
    world.clock.advance(60 * MINUTE);
    await world.raise();
    expect(await told(read)).toEqual(['owner 0: city-coordinator-role']);
    expect(await told(gone)).toEqual(['owner 0: city-coordinator-role']);
  });

  it('is raised once, whoever of several processes is first', async () => {
    const id = await sent();
    world.clock.advance(31 * MINUTE);
    // each has looked for unread notices before any has raised one
    const options = { ...world.notices.options, db: meetingAfterFirstFlight(world.app, 3) };
    await Promise.all(Array.from({ length: 3 }, () => raiseUnread(options)));
    expect(await told(id)).toHaveLength(2);
  });

  it('shows in the case’s course: who did not read it, and to whom it went', async () => {
    const id = await sent();
    world.clock.advance(31 * MINUTE);
    await world.raise();
    const course = await call(world.routes, 'GET /api/cases/:id/notices', world.actor('gp'), { params: { id } });
    const items = (
      bodyOf(course)['items'] as { kind: string; level: number; raisedFrom: string | null; id: string }[]
    ).filter(({ kind }) => kind !== 'resident');
    expect(items).toMatchObject([
      { kind: 'owner', level: 0, raisedFrom: null },
      { kind: 'unread', level: 1, raisedFrom: items[0]?.id },
    ]);
  });
});

describe('at night and on holidays', () => {
  it('an urgent matter goes to 总值班 at once and waits on the screens of those who have to act; routine waits for the day', async () => {
    world.clock.set(new Date('2026-11-20T15:00:00Z')); // 23:00
    const urgent = await sent('urgent');
    const routine = await sent('routine');
    expect(await told(urgent)).toEqual(['owner 0: city-coordinator-role, city-duty-role']);
    expect(await told(routine)).toEqual(['owner 0: city-coordinator-role']);
    const rings = await world.owner(
      `select r.practitioner_role, r.rings, r.why from notice_recipient r join notice n on n.id = r.notice
        where n.case_id = $1 and n.kind = 'owner' order by 1`,
      [urgent],
    );
    expect(rings).toEqual([
      { practitioner_role: 'city-coordinator-role', rings: false, why: 'role' },
      { practitioner_role: 'city-duty-role', rings: true, why: 'duty' },
    ]);
    // the National Day holiday is no working time though it is a Thursday morning
    world.clock.set(new Date('2026-10-01T02:00:00Z'));
    expect(await told(await sent('urgent'))).toEqual(['owner 0: city-coordinator-role, city-duty-role']);
  });

  it('a roster comes first: whoever stands in it is told, and only they', async () => {
    world.clock.set(new Date('2026-11-20T15:00:00Z'));
    await world.owner(
      `insert into duty_shift (id, organisation, role, practitioner_role, from_at, until_at, made_at, made_by)
       values ('night', 'city-hospital', 'referral-coordinator', 'city-coordinator-role', $1, $2, $1, 'test')`,
      [new Date('2026-11-20T10:00:00Z'), new Date('2026-11-21T00:00:00Z')],
    );
    expect(await told(await sent('urgent'))).toEqual(['owner 0: city-coordinator-role']);
    await world.owner(`delete from duty_shift where id = 'night'`);
  });

  it('a house with nobody in the role and no duty office is spoken for by its consortium’s lead', async () => {
    await world.owner(`update practitioner_role set until_on = '2026-01-01' where id = 'other-coordinator-role'`);
    await world.owner(
      `insert into affiliation values ('consortium-qinghe', 'other-county-hospital', 'member', '2024-01-01')`,
    );
    await world.owner(`update practitioner_role set until_on = null where id = 'other-coordinator-role'`);
    const { id } = await world.send({ department: 'other-endocrinology', urgency: 'urgent' }, 'other-endocrinology');
    await world.owner(`update practitioner_role set until_on = '2026-01-01' where id = 'other-coordinator-role'`);
    await world.queue();
    expect(await told(id)).toEqual(['owner 0: duty-role']);
  });
});
