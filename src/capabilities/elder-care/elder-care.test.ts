/** A woman moves into a home, falls, goes to hospital and comes back; and what nobody may do on the way. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bodyOf, call, jsonOf, refusedAs } from '../../../test/call.ts';
import type { HomeWorld } from '../../../test/home-world.ts';
import { HOME_BEDS, HOME_NURSE, openHomeWorld, OTHER_BEDS } from '../../../test/home-world.ts';
import { outcome } from '../../../test/referral-world.ts';
import { ZONE } from '../../../test/world.ts';
import { bedRoutes } from '../../consortium/beds/routes.ts';
import { BedSheet } from '../../consortium/beds/shapes.ts';
import type { RegionBeds } from '../../consortium/beds/shapes.ts';
import { boardOf } from '../../consortium/beds/sheet.ts';
import type { BedBoard } from '../../consortium/beds/sheet.ts';
import { readLog } from '../../platform/audit.ts';
import type { Route } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';
import { elderCareRoutes } from './routes.ts';
import type { WaitingList } from './shapes.ts';

let world: HomeWorld;
let routes: readonly Route[];
beforeAll(async () => {
  world = await openHomeWorld();
  const log = readLog(world.app, world.clock);
  const recordRead = log.record;
  routes = [
    ...bedRoutes({
      db: world.app,
      clock: world.clock,
      ids: newId,
      zone: ZONE,
      recordRead,
      tell: () => ({ text: 'select 1' }),
      nudge: () => undefined,
    }),
    ...elderCareRoutes({ engine: world.engine, rules: world.careRules, recordRead }),
  ];
});
afterAll(() => world.drop());

const board = async (who = HOME_BEDS): Promise<BedBoard> =>
  boardOf(BedSheet.parse(jsonOf(await call(routes, 'GET /api/beds', who))));
const region = async (): Promise<RegionBeds> =>
  bodyOf(await call(routes, 'GET /api/beds/region', HOME_BEDS)) as unknown as RegionBeds;
const bedIn = (of: BedBoard, id: string) =>
  of.wards.flatMap(({ rooms }) => rooms.flatMap(({ beds }) => beds)).find((bed) => bed.id === id);
const ADMISSION = { informed: true, keyContact: '女儿 13800000000' };
const take = async (id: string, step: string, who = HOME_NURSE, answers: object = {}) =>
  outcome(await world.take('residence', id, step, who, answers));

describe('moving into a home', () => {
  let resident: string;
  let stay: string;

  test('begins with an application that lies with whoever gives the beds', async () => {
    resident = await world.newResident('吴淑琴');
    const applied = await world.apply(resident, { grounds: ['living-alone'] });
    stay = applied.id;
    expect(outcome(applied.result)).toBe('applied');
    const [row] = await world.owner('select owner_organisation, owner_role, resident from cases where id = $1', [stay]);
    expect(row).toEqual({ owner_organisation: 'home', owner_role: 'bed-manager', resident });
  });

  test('needs a house with beds, and a person who is known', async () => {
    expect(outcome((await world.apply(resident, {}, 'county-hospital')).result)).toBe(
      'refused: residence.no-such-home',
    );
    expect(outcome((await world.apply('nobody')).result)).toBe('refused: residence.unknown-resident');
  });

  test('offers no bed of another house, another sex’s room, or for a moment that has passed', async () => {
    const until = world.hour(24);
    expect(await take(stay, 'offer-bed', HOME_BEDS, { bed: 't-1', until })).toBe(
      'refused: residence.bed-of-another-house',
    );
    expect(await take(stay, 'offer-bed', HOME_BEDS, { bed: 'h-3', until })).toBe(
      'refused: residence.room-of-the-other-sex',
    );
    expect(await take(stay, 'offer-bed', HOME_BEDS, { bed: 'h-1', until: world.hour(-1) })).toBe(
      'refused: residence.offer-ends-before-now',
    );
    expect(await take(stay, 'offer-bed', OTHER_BEDS, { bed: 'h-1', until })).toMatch(/^refused/);
  });

  test('keeps the bed, which is then nobody else’s, and shows the name to the house that expects her', async () => {
    expect(await take(stay, 'offer-bed', HOME_BEDS, { bed: 'h-1', until: world.hour(24) })).toBe('offered');
    expect(bedIn(await board(), 'h-1')).toMatchObject({ state: 'held', person: { name: '吴淑琴', case: stay } });
    const other = await world.apply(await world.newResident('李桂芝'));
    expect(await take(other.id, 'offer-bed', HOME_BEDS, { bed: 'h-1', until: world.hour(24) })).toBe(
      'refused: residence.bed-taken',
    );
    expect(await take(other.id, 'withdraw', HOME_BEDS, { reason: '家属改变主意' })).toBe('withdrawn');
  });

  test('is an admission only of who was informed, and not before its time', async () => {
    expect(await take(stay, 'admit', HOME_NURSE, { ...ADMISSION, arrivedAt: world.hour(0), informed: false })).toBe(
      'refused: residence.not-informed',
    );
    expect(await take(stay, 'admit', HOME_NURSE, { ...ADMISSION, arrivedAt: world.hour(5) })).toBe(
      'refused: residence.in-the-future',
    );
    expect(await take(stay, 'admit', HOME_NURSE, { ...ADMISSION, arrivedAt: world.hour(0) })).toBe('resident');
    expect(bedIn(await board(), 'h-1')).toMatchObject({ state: 'used', level: 'level-3', person: { days: 0 } });
  });

  test('lets nobody live in two places', async () => {
    const second = await world.apply(resident, {}, 'home-two');
    expect(await take(second.id, 'offer-bed', OTHER_BEDS, { until: world.hour(24) })).toBe('offered');
    const nurse = { ...HOME_NURSE, id: 'two-nurse-role', organisation: 'home-two' };
    expect(await take(second.id, 'admit', nurse, { ...ADMISSION, arrivedAt: world.hour(0) })).toBe(
      'refused: residence.living-elsewhere',
    );
    expect(await take(second.id, 'withdraw', OTHER_BEDS, { reason: '已在别处入住' })).toBe('withdrawn');
    expect(bedIn(await board({ ...OTHER_BEDS }), 't-1')).toMatchObject({ state: 'free', person: null });
  });

  test('sums every bed once, in the house and in the region', async () => {
    const { counts } = await board();
    expect(counts).toEqual({ beds: 3, used: 1, kept: 0, held: 0, free: 2, closed: 0 });
    const { counts: all, houses, uses } = await region();
    expect(all.used + all.kept + all.held + all.free + all.closed).toBe(all.beds);
    expect(houses.find(({ id }) => id === 'home')?.counts).toEqual(counts);
    expect(uses.reduce((sum, { counts: { beds } }) => sum + beds, 0)).toBe(all.beds);
    // the world's hospice beds stand in the region too, under their own use
    expect(uses.map(({ use }) => use)).toContain('nursing');
  });

  test('after a fall asks for a new assessment, and shows it at the bed', async () => {
    world.clock.set(new Date(world.hour(30)));
    const fall = { kind: 'fall', happenedAt: world.hour(29), injury: 'minor', what: '夜间如厕跌倒', told: ['family'] };
    expect(await take(stay, 'record-incident', HOME_NURSE, { ...fall, happenedAt: world.hour(-3) })).toBe(
      'refused: residence.before-arrival',
    );
    expect(await take(stay, 'record-incident', HOME_NURSE, fall)).toBe('to-reassess');
    expect(bedIn(await board(), 'h-1')).toMatchObject({ alarm: { what: 'fall' }, person: { days: 1 } });
    expect(await take(stay, 'reassess', HOME_NURSE, { level: 'level-4', changes: '夜间专人看护' })).toBe('resident');
    expect(bedIn(await board(), 'h-1')).toMatchObject({ level: 'level-4' });
  });

  test('goes to hospital with her bed kept, and back into it', async () => {
    world.clock.set(new Date(world.hour(50)));
    const going = { hospital: 'county-hospital', leftAt: world.hour(49), why: '髋部疼痛', keepBed: true };
    expect(await take(stay, 'to-hospital', HOME_NURSE, { ...going, hospital: 'bureau' })).toBe(
      'refused: residence.not-a-hospital',
    );
    expect(await take(stay, 'to-hospital', HOME_NURSE, going)).toBe('away');
    expect(bedIn(await board(), 'h-1')).toMatchObject({ state: 'kept', awayAt: '县医院' });
    expect((await board()).counts).toMatchObject({ used: 0, kept: 1, free: 2 });
    world.clock.set(new Date(world.hour(100)));
    const back = { needsReassessment: 'reassess', note: '术后第2天，需协助翻身' };
    expect(await take(stay, 'return', HOME_NURSE, { ...back, returnedAt: world.hour(48) })).toBe(
      'refused: residence.before-leaving',
    );
    expect(await take(stay, 'return', HOME_NURSE, { ...back, returnedAt: world.hour(99), bed: 'h-2' })).toBe(
      'refused: residence.bed-was-kept',
    );
    expect(await take(stay, 'return', HOME_NURSE, { ...back, returnedAt: world.hour(99) })).toBe('to-reassess');
    const away = await world.owner('select from_at, until_at, bed_kept from stay_absence where stay = $1', [stay]);
    expect(away).toEqual([{ from_at: new Date(world.hour(49)), until_at: new Date(world.hour(99)), bed_kept: true }]);
  });

  test('goes again with the bed given away, which is to be cleaned first, and comes back into another', async () => {
    world.clock.set(new Date(world.hour(120)));
    const going = { hospital: 'county-hospital', leftAt: world.hour(119), why: '肺炎', keepBed: false };
    expect(await take(stay, 'to-hospital', HOME_NURSE, going)).toBe('away');
    expect(bedIn(await board(), 'h-1')).toMatchObject({ state: 'closed', closed: 'cleaning', person: null });
    const waiting = await world.apply(await world.newResident('赵玉兰'));
    expect(await take(waiting.id, 'offer-bed', HOME_BEDS, { bed: 'h-1', until: world.hour(140) })).toBe(
      'refused: residence.bed-closed',
    );
    world.clock.set(new Date(world.hour(121)));
    expect(await call(routes, 'DELETE /api/beds/:id/closure', HOME_BEDS, { params: { id: 'h-1' } })).toMatchObject({
      status: 204,
    });
    expect(await take(waiting.id, 'offer-bed', HOME_BEDS, { bed: 'h-1', until: world.hour(140) })).toBe('offered');
    world.clock.set(new Date(world.hour(130)));
    expect(
      await take(stay, 'return', HOME_NURSE, {
        returnedAt: world.hour(129),
        needsReassessment: 'unchanged',
        note: '已退热',
      }),
    ).toBe('resident');
    expect(bedIn(await board(), 'h-2')).toMatchObject({ state: 'used', person: { case: stay } });
  });

  test('ends on the day of death: nothing is cared for afterwards, and the bed is to be cleaned', async () => {
    world.clock.set(new Date(world.hour(200)));
    expect(await take(stay, 'record-death', HOME_NURSE, { diedAt: world.hour(-5), place: 'in-the-home' })).toBe(
      'refused: residence.before-arrival',
    );
    expect(await take(stay, 'record-death', HOME_NURSE, { diedAt: world.hour(199), place: 'in-the-home' })).toBe(
      'died',
    );
    expect(await take(stay, 'record-care', HOME_NURSE, { shift: 'day', done: ['meals'] })).toMatch(/^refused/);
    expect(bedIn(await board(), 'h-2')).toMatchObject({ state: 'closed', closed: 'cleaning' });
    const [row] = await world.owner('select until_at, ending from stay where case_id = $1', [stay]);
    expect(row).toEqual({ until_at: new Date(world.hour(199)), ending: 'died' });
    const [episode] = await world.owner(`select content from resource where type = 'EpisodeOfCare' and id = $1`, [
      `${stay}-s`,
    ]);
    expect(JSON.parse(String(episode?.['content']))).toMatchObject({ status: 'finished' });
  });
});

describe('the days of a stay', () => {
  test('lie in the home, in hospital and in the home again, without a gap, until the death', async () => {
    const said = await world.owner(
      `select place, organisation, bed, from_at, until_at, ended from care_stay
        where known_until is null and episode in (select id from cases where pathway = 'residence') order by from_at`,
    );
    expect(said.map(({ place, organisation, bed, ended }) => [place, organisation, bed, ended])).toEqual([
      ['care-home', 'home', 'h-1', 'transfer'],
      ['elsewhere', 'county-hospital', null, 'transfer'],
      ['care-home', 'home', 'h-1', 'transfer'],
      ['elsewhere', 'county-hospital', null, 'transfer'],
      ['care-home', 'home', null, 'death'],
    ]);
    const ends = said.map((row) => row['until_at']);
    expect(said.slice(1).map((row) => row['from_at'])).toEqual(ends.slice(0, -1));
  });
});

describe('a bed', () => {
  test('has one use at a time, and keeps what it was', async () => {
    const asked = (use: string, who = HOME_BEDS) =>
      call(routes, 'POST /api/beds/:id/use', who, { params: { id: 'h-3' }, body: { use } });
    expect(refusedAs(await asked('nursing'))).toBe('bed.same-use');
    expect(await asked('hospice')).toMatchObject({ status: 204 });
    // changed again the same day: the day has one use
    expect(await asked('rehabilitation')).toMatchObject({ status: 204 });
    const uses = await world.owner('select use, until_on is null as now from bed_use where bed = $1 order by from_on', [
      'h-3',
    ]);
    expect(uses).toEqual([
      { use: 'nursing', now: false },
      { use: 'rehabilitation', now: true },
    ]);
    expect(refusedAs(await asked('nursing', OTHER_BEDS))).toBe('bed.same-use');
    await expect(
      world.owner(`insert into bed_use (bed, use, from_on, by) values ('h-3', 'nursing', '2025-01-01', 'test')`),
    ).rejects.toMatchObject({ constraint: 'bed_one_use' });
  });
  test('is not closed under somebody, nor by another house', async () => {
    const close = (id: string, who = HOME_BEDS) =>
      call(routes, 'POST /api/beds/:id/closure', who, { params: { id }, body: { reason: 'repair' } });
    expect(refusedAs(await close('t-1'))).toBe('bed.closed-already');
    expect(await close('h-3')).toMatchObject({ status: 204 });
    expect(refusedAs(await close('h-3'))).toBe('bed.closed-already');
    expect(bedIn(await board(), 'h-3')).toMatchObject({ state: 'closed', closed: 'repair' });
  });
});

describe('the waiting list', () => {
  test('stands in the order of its points, and says where each comes from', async () => {
    const poor = await world.apply(
      await world.newResident('王凤英'),
      { grounds: ['hardship'], level: 'level-4' },
      'home-two',
    );
    const plain = await world.apply(await world.newResident('刘素珍'), { level: 'not-assessed' }, 'home-two');
    await take(plain.id, 'wait-list', OTHER_BEDS);
    const list = bodyOf(await call(routes, 'GET /api/elder-care/waiting', OTHER_BEDS)) as unknown as WaitingList;
    expect(list.items.map(({ case: id }) => id)).toEqual([poor.id, plain.id]);
    expect(list.items[0]).toMatchObject({
      place: 1,
      points: 70,
      person: '王凤英',
      reasons: [
        { code: 'hardship', points: 40 },
        { code: 'level-4', points: 30 },
      ],
    });
    expect(list.rules).toMatchObject({ verified: false });
    // another house sees its own list and no other's
    const other = bodyOf(await call(routes, 'GET /api/elder-care/waiting', HOME_BEDS)) as unknown as WaitingList;
    expect(other.items.map(({ case: id }) => id)).not.toContain(poor.id);
  });
});
