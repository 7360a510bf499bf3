/** Somebody looks at a bed board, is away while things happen, and asks what did: a few beds, or that the board is to be read again. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bodyOf, call, jsonOf, refusedAs } from '../../../test/call.ts';
import type { HomeWorld } from '../../../test/home-world.ts';
import { HOME_BEDS, HOME_NURSE, openHomeWorld, OTHER_BEDS } from '../../../test/home-world.ts';
import { outcome } from '../../../test/referral-world.ts';
import { ZONE } from '../../../test/world.ts';
import { announceBed } from '../../engines/notices/store.ts';
import { drainOutbox, eventHub } from '../../engines/pathways/outbox.ts';
import type { ServerEvent } from '../../platform/http/events.ts';
import type { Route } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';
import type { Actor } from '../../platform/postgres/database.ts';
import { MOST_EVENTS } from './board.ts';
import { bedRoutes } from './routes.ts';
import { BedChanges, BedSheet } from './shapes.ts';
import { boardOf, overdueIn, withChanges } from './sheet.ts';
import type { BedBoard } from './sheet.ts';

let world: HomeWorld;
let routes: readonly Route[];
let looked: (readonly string[])[];
beforeAll(async () => {
  world = await openHomeWorld();
  routes = bedRoutes({
    db: world.app,
    clock: world.clock,
    ids: newId,
    zone: ZONE,
    recordRead: async ({ residents }) => {
      looked.push(residents);
    },
    tell: (bed, organisation, at) => announceBed(newId(), bed, organisation, at),
    nudge: () => undefined,
  });
});
afterAll(() => world.drop());
beforeEach(() => {
  looked = [];
});

const board = async (who: Actor = HOME_BEDS, query: object = {}): Promise<BedBoard> => {
  await drainOutbox(world.app, world.clock);
  return boardOf(BedSheet.parse(jsonOf(await call(routes, 'GET /api/beds', who, { query }))));
};
const changes = async (query: object, who: Actor = HOME_BEDS): Promise<BedChanges> => {
  await drainOutbox(world.app, world.clock);
  return BedChanges.parse(bodyOf(await call(routes, 'GET /api/beds/changes', who, { query })));
};
const close = (bed: string, who: Actor = HOME_BEDS) =>
  call(routes, 'POST /api/beds/:id/closure', who, { params: { id: bed }, body: { reason: 'repair' } });
const open = (bed: string) => call(routes, 'DELETE /api/beds/:id/closure', HOME_BEDS, { params: { id: bed } });
/** What somebody sees who reads the whole board now, without what is of this moment. */
const seen = ({ wards, counts }: BedBoard) => ({ wards, counts });
const take = async (id: string, step: string, answers: object = {}, who: Actor = HOME_NURSE) =>
  outcome(await world.take('residence', id, step, who, answers));

describe('what happened while nobody looked', () => {
  test('is nothing where nothing happened', async () => {
    const { version } = await board();
    expect(await changes({ since: version })).toMatchObject({ whole: false, beds: [], version });
    expect(looked).toEqual([[]]);
  });

  test('comes as the beds it happened to, and put in their places they make the board as it is', async () => {
    const before = await board();
    const resident = await world.newResident('吴淑琴');
    const { id } = await world.apply(resident);
    expect(await take(id, 'offer-bed', { bed: 'h-1', until: world.hour(2) }, HOME_BEDS)).toBe('offered');
    await close('h-3');
    await open('h-3');
    await close('h-2');
    const since = await changes({ since: before.version });
    expect(since.beds.map((bed) => bed.id).sort()).toEqual(['h-1', 'h-2', 'h-3']);
    expect(looked.at(-1)).toEqual([resident]);
    const after = withChanges(before, since);
    if (after === undefined) throw new Error('the beds have no places');
    const now = await board();
    expect(seen(after)).toEqual(seen(now));
    expect(after.version).toBe(now.version);
    expect(after.counts).toEqual({ beds: 3, used: 0, kept: 0, held: 1, free: 1, closed: 1 });
    await open('h-2');
  });

  test('is found also where it happened to the person and not to the bed', async () => {
    const [{ id } = { id: '' }] = (await world.owner(`select subject as id from hold where bed = 'h-1'`)) as {
      id: string;
    }[];
    const admitted = { informed: true, keyContact: '女儿 13800000000', arrivedAt: world.hour(0) };
    expect(await take(id, 'admit', admitted)).toBe('resident');
    const before = await board();
    world.clock.set(new Date(world.hour(3)));
    const fall = { kind: 'fall', happenedAt: world.hour(2), injury: 'minor', what: '夜间如厕跌倒', told: ['family'] };
    expect(await take(id, 'record-incident', fall)).toBe('to-reassess');
    const since = await changes({ since: before.version });
    expect(since.beds).toMatchObject([
      { id: 'h-1', state: 'used', alarm: { what: 'fall' }, person: { name: '吴淑琴' } },
    ]);
    const after = withChanges(before, since);
    expect(after && seen(after)).toEqual(seen(await board()));
  });

  test('is the whole board where a day has passed, events were forgotten, or too many came', async () => {
    const { version } = await board();
    const [number = '', ...day] = version.split('-');
    const on = day.join('-');
    expect((await changes({ since: `${number}-2026-01-01` })).whole).toBe(true);
    // a number nobody has handed out: the events were counted anew
    expect((await changes({ since: `999999-${on}` })).whole).toBe(true);
    await world.owner(
      `insert into outbox (id, kind, subject, organisations, payload, at)
       select 'many-' || n, 'case.moved', 'elsewhere', '{township}', '{}', now() from generate_series(1, $1::int) n`,
      [MOST_EVENTS],
    );
    expect(await changes({ since: version })).toMatchObject({ whole: false, beds: [] });
    await close('h-2');
    expect(await changes({ since: version })).toMatchObject({ whole: true, beds: [] });
    await open('h-2');
    const { version: later } = await board();
    await changes({ since: later });
    await close('h-2');
    await changes({ since: later });
    await world.owner('delete from outbox where number <= $1', [Number(later.split('-')[0]) + 2]);
    expect(await changes({ since: later })).toMatchObject({ whole: true, beds: [] });
    await open('h-2');
  });

  test('includes a kept place that ran out, which the board notices by itself and asks for by name', async () => {
    world.clock.set(new Date(world.hour(4)));
    const { id } = await world.apply(await world.newResident('李桂芝'));
    expect(await take(id, 'offer-bed', { bed: 'h-2', until: world.hour(5) }, HOME_BEDS)).toBe('offered');
    await changes({});
    const before = await board();
    expect(overdueIn(before, new Date(world.hour(4)))).toEqual([]);
    world.clock.set(new Date(world.hour(6)));
    expect(overdueIn(before, world.clock.now())).toEqual(['h-2']);
    const asked = await changes({ since: before.version, ids: 'h-2' });
    expect(asked.beds).toMatchObject([{ id: 'h-2', state: 'free', person: null }]);
  });
});

describe('who may see a bed', () => {
  test('of another house nobody gets it by its id, nor by what happened to it', async () => {
    const { version } = await board(OTHER_BEDS);
    await close('h-2');
    expect((await changes({ ids: 'h-1,h-2,t-1' }, OTHER_BEDS)).beds.map(({ id }) => id)).toEqual(['t-1']);
    expect((await changes({ since: version }, OTHER_BEDS)).beds).toEqual([]);
    expect((await changes({ ids: 'h-1,h-2,t-1' })).beds.map(({ id }) => id)).toEqual(['h-1', 'h-2']);
    await open('h-2');
  });

  test('is who may see the board, and a name is there only with a relation to the person', async () => {
    const clerk = { ...HOME_BEDS, id: 'home-clerk-role', role: 'registrar' };
    expect(refusedAs(await call(routes, 'GET /api/beds', clerk))).toBeDefined();
    expect(refusedAs(await call(routes, 'GET /api/beds/changes', clerk, { query: { ids: 'h-1' } }))).toBe(
      refusedAs(await call(routes, 'GET /api/beds', clerk)),
    );
    const named = (await changes({ ids: 'h-1' })).beds;
    expect(named).toMatchObject([{ id: 'h-1', state: 'used', person: { name: '吴淑琴' } }]);
    await world.owner(`update relation set until_at = $1 where organisation = 'home'`, [world.clock.now()]);
    const unnamed = { id: 'h-1', state: 'used', person: null };
    expect((await changes({ ids: 'h-1' })).beds).toMatchObject([unnamed]);
    expect((await board()).wards[0]?.rooms[0]?.beds[0]).toMatchObject(unnamed);
    expect(looked.at(-1)).toEqual([]);
    expect(JSON.stringify(await changes({ ids: 'h-1' }))).not.toContain('吴淑琴');
  });

  test('hears which of its own beds an event is about, and of another’s case no more than that', async () => {
    const hub = eventHub(world.app, world.clock, ZONE);
    const heard = new Map<string, ServerEvent[]>();
    const listen = (actor: Actor) => {
      heard.set(actor.organisation, []);
      const caller = { actor: { ...actor, person: null }, session: null, name: '', scope: '' };
      hub.subscribe(caller, (event) => heard.get(actor.organisation)?.push(event), '0');
    };
    const told = (organisation: string) => heard.get(organisation)?.map(({ data }) => data);
    await drainOutbox(world.app, world.clock);
    await world.owner('delete from outbox');
    listen(HOME_BEDS);
    listen(OTHER_BEDS);
    await close('h-3');
    await world.owner(
      `insert into outbox (id, kind, subject, organisations, payload, at)
       select 'assessed', 'case.moved', subject, '{township}', '{"urgency":"urgent"}', $1 from hold where bed = 'h-1' and status = 'used'`,
      [world.clock.now()],
    );
    await drainOutbox(world.app, world.clock);
    hub.wake();
    listen(HOME_BEDS);
    listen(OTHER_BEDS);
    await expect.poll(() => told('home')).toHaveLength(2);
    expect(told('home')).toMatchObject([
      { kind: 'bed.changed', case: '', beds: ['h-3'] },
      { kind: 'bed.changed', case: '', beds: ['h-1'], urgency: 'routine' },
    ]);
    expect(told('home-two')).toEqual([]);
    await open('h-3');
  });
});

test('the first beds come with the wards, rooms and counts of all', async () => {
  const whole = await board();
  const first = await board(HOME_BEDS, { first: 1 });
  expect(first.whole).toBe(false);
  expect(first.counts).toEqual(whole.counts);
  expect(first.wards.map(({ rooms }) => rooms.map(({ name, size }) => [name, size]))).toEqual(
    whole.wards.map(({ rooms }) => rooms.map(({ name, size }) => [name, size])),
  );
  expect(first.wards.flatMap(({ rooms }) => rooms.flatMap(({ beds }) => beds))).toEqual(
    whole.wards.flatMap(({ rooms }) => rooms.flatMap(({ beds }) => beds)).slice(0, 1),
  );
});
