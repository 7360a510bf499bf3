import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../test/call.ts';
import type { World, WorldPerson } from '../../../test/world.ts';
import { NOW, ZONE, openWorld } from '../../../test/world.ts';
import { newId } from '../../platform/ids.ts';
import type { Route } from '../../platform/http/route.ts';
import { readPack } from '../region/read.ts';
import { expireHolds } from './holds.ts';
import { matchingDataOf } from './matching-data.ts';
import { capacityRoutes } from './routes.ts';

let world: World;
let routes: readonly Route[];
beforeAll(async () => {
  world = await openWorld({ connections: 20 });
  const pack = await readPack(new URL('../../../regions/siping', import.meta.url).pathname);
  const matching = matchingDataOf(pack.files.matching);
  routes = capacityRoutes({ db: world.app, clock: world.clock, ids: newId, zone: ZONE, matching });
});
afterAll(() => world.drop());
beforeEach(async () => {
  world.clock.set(NOW);
  await world.owner('delete from hold');
  await world.owner('delete from draft');
  await world.owner('update quota set held = 0, occupied = 0, over = 0');
  await world.owner(`update quota set places = 7 where department = 'endocrinology'`);
});

const hold = (body: object, who: WorldPerson = 'gp') =>
  call(routes, 'POST /api/holds', world.actor(who), {
    body: { kind: 'quota', department: 'endocrinology', draft: 'draft-1', ...body },
  });
const held = async (id: unknown, who: WorldPerson = 'gp') =>
  call(routes, 'GET /api/holds/:id', world.actor(who), { params: { id } });
const places = async (department = 'endocrinology') =>
  (await world.owner('select held, occupied from quota where department = $1', [department]))[0];

type Item = {
  department: { id: string };
  quota: { free: number } | null;
  slots: { id: string }[];
  reasons: string[];
  walkIn: boolean;
  heldHere: boolean;
};
const candidates = async (query: object, who: WorldPerson = 'gp'): Promise<readonly Item[]> =>
  bodyOf(await call(routes, 'GET /api/departments', world.actor(who), { query }))['items'] as Item[];
const idsOf = (items: readonly Item[]) => items.map((item) => item.department.id);

describe('departments with room', () => {
  test('stand in the order: room, own consortium, key specialty', async () => {
    expect(idsOf(await candidates({ kind: 'inpatient', specialty: 'endocrinology' }))).toEqual([
      'city-endocrinology',
      'endocrinology',
      'other-endocrinology',
    ]);
    await world.owner(`update quota set occupied = places where department = 'city-endocrinology'`);
    const items = await candidates({ kind: 'inpatient', specialty: 'endocrinology' });
    expect(items.map((item) => [item.department.id, item.reasons])).toEqual([
      ['endocrinology', ['same-consortium', 'free']],
      ['other-endocrinology', ['free']],
      ['city-endocrinology', ['same-consortium', 'key-specialty', 'full']],
    ]);
  });

  test("are other organisations' only; for a village clinic its own township hospital's come first", async () => {
    expect(idsOf(await candidates({ kind: 'inpatient' }, 'coordinator'))).not.toContain('endocrinology');
    await world.owner(`insert into quota (department, places, updated_at, updated_by) values ('general', 3, $1, 'x')`, [
      NOW,
    ]);
    expect(idsOf(await candidates({ kind: 'inpatient' }, 'village-doctor'))[0]).toBe('general');
    expect(idsOf(await candidates({ kind: 'inpatient' }, 'gp'))).not.toContain('general');
    expect(idsOf(await candidates({ kind: 'inpatient' }, 'gp-two'))).toContain('general');
    await world.owner(`delete from quota where department = 'general'`);
  });

  test("are the own house's when it gives a referral to another of its departments", async () => {
    const own = idsOf(await candidates({ kind: 'inpatient', within: 'own' }, 'coordinator'));
    expect(own).toContain('endocrinology');
    expect(own).not.toContain('city-endocrinology');
  });

  test('are found by part of their own or their hospital\u2019s name', async () => {
    expect(idsOf(await candidates({ kind: 'inpatient', q: '外' }))).toEqual(['surgery']);
    expect(idsOf(await candidates({ kind: 'inpatient', q: '白石县' }))).toEqual(['other-endocrinology']);
    expect(await candidates({ kind: 'inpatient', q: '%' })).toEqual([]);
  });

  test('count a draft\u2019s own hold as free for that draft, and for nobody else', async () => {
    await hold({});
    const [own] = await candidates({ kind: 'inpatient', q: '青禾', specialty: 'endocrinology', subject: 'draft-1' });
    expect(own).toMatchObject({ quota: { free: 7 }, heldHere: true });
    const [other] = await candidates({ kind: 'inpatient', q: '青禾', specialty: 'endocrinology', subject: 'draft-2' });
    expect(other).toMatchObject({ quota: { free: 6 }, heldHere: false });
  });

  test('offer their next clinic slots, without those taken', async () => {
    await hold({ kind: 'slot', slot: 'slot-1' });
    const slotsFor = async (subject: string) =>
      (await candidates({ kind: 'outpatient', subject }))[0]?.slots.map((slot) => slot.id);
    expect(await slotsFor('draft-2')).toEqual(['slot-2', 'slot-3']);
    expect(await slotsFor('draft-1')).toEqual(['slot-1', 'slot-2', 'slot-3']);
    world.clock.advance(20 * 60_000);
    expect(await slotsFor('draft-2')).toEqual(['slot-1', 'slot-2', 'slot-3']);
  });

  test('need no appointment where the general clinic of a township hospital gives none out', async () => {
    const [first] = await candidates({ kind: 'outpatient' }, 'village-doctor');
    expect(first).toMatchObject({ department: { id: 'general' }, walkIn: true, fits: true, slots: [] });
    expect(first?.reasons).toContain('walk-in');
    const hospitals = (await candidates({ kind: 'outpatient' }, 'gp')).filter((item) => item.walkIn);
    expect(hospitals).toEqual([]);
  });

  test('are not shown to the commission', async () => {
    const answer = await call(routes, 'GET /api/departments', world.actor('officer'), { query: { kind: 'inpatient' } });
    expect(refusedAs(answer)).toBe('role.may-not');
  });
});

describe('holding a place', () => {
  test('keeps it for fifteen minutes, once more for fifteen, and then no longer', async () => {
    const made = bodyOf(await hold({}));
    expect(made).toMatchObject({
      status: 'active',
      untilAt: '2026-11-20T06:45:00.000Z',
      department: { name: '内分泌科' },
    });
    const extend = () =>
      call(routes, 'POST /api/holds/:id/extension', world.actor('gp'), { params: { id: made['id'] } });
    expect(bodyOf(await extend())).toMatchObject({ untilAt: '2026-11-20T07:00:00.000Z', extended: 1 });
    expect(refusedAs(await extend())).toBe('hold.extended-already');
    world.clock.advance(30 * 60_000);
    expect(bodyOf(await held(made['id']))).toMatchObject({ status: 'expired' });
    expect(refusedAs(await extend())).toBe('hold.not-active');
  });

  test('of a full department is refused, and is possible as soon as another hold has run out, swept or not', async () => {
    for (let n = 0; n < 7; n++) bodyOf(await hold({ draft: `draft-${String(n)}` }));
    expect(refusedAs(await hold({ draft: 'one-more' }))).toBe('hold.quota-full');
    world.clock.advance(15 * 60_000);
    expect(bodyOf(await hold({ draft: 'one-more' }))).toMatchObject({ status: 'active' });
    expect(await places()).toEqual({ held: 1, occupied: 0 });
  });

  test('twice at the same department is one hold; elsewhere it is a swap that keeps the old when the new is gone', async () => {
    const first = bodyOf(await hold({}));
    expect(bodyOf(await hold({}))['id']).toBe(first['id']);
    await world.owner(`update quota set occupied = places where department = 'surgery'`);
    expect(refusedAs(await hold({ department: 'surgery' }))).toBe('hold.quota-full');
    expect(bodyOf(await held(first['id']))).toMatchObject({ status: 'active' });
    const second = bodyOf(await hold({ kind: 'slot', slot: 'slot-1' }));
    expect(second).toMatchObject({ kind: 'slot', slot: { startsAt: '2026-11-23T01:00:00.000Z' } });
    expect(bodyOf(await held(first['id']))).toMatchObject({ status: 'released' });
    expect(await places()).toEqual({ held: 0, occupied: 0 });
  });

  test('anew after it ran out works although nobody swept', async () => {
    bodyOf(await hold({}));
    world.clock.advance(16 * 60_000);
    expect(bodyOf(await hold({ department: 'city-endocrinology' }))).toMatchObject({ status: 'active' });
    expect(await places()).toEqual({ held: 0, occupied: 0 });
    expect(await places('city-endocrinology')).toEqual({ held: 1, occupied: 0 });
  });

  test.each([
    [{ department: 'nowhere' }, 'department.unknown'],
    [{ department: 'general' }, 'hold.own-organisation'],
    [{ department: 'hospice-ward' }, 'hold.no-quota'],
    [{ kind: 'slot' }, 'hold.which-slot'],
    [{ kind: 'bed' }, 'hold.which-bed'],
    [{ kind: 'slot', slot: 'nothing' }, 'hold.slot-unknown'],
    [{ kind: 'slot', slot: 'slot-1', department: 'surgery' }, 'hold.slot-unknown'],
    [{ kind: 'bed', bed: 'bed-9', department: 'hospice-ward' }, 'hold.bed-unknown'],
  ])('that cannot be had is refused by its reason: %j', async (body, code) => {
    expect(refusedAs(await hold(body))).toBe(code);
    expect(await world.owner('select count(*) from hold')).toEqual([{ count: 0 }]);
  });

  test('of a slot or bed somebody has is refused', async () => {
    bodyOf(await hold({ kind: 'slot', slot: 'slot-1' }));
    expect(refusedAs(await hold({ kind: 'slot', slot: 'slot-1', draft: 'draft-2' }))).toBe('hold.slot-taken');
    const bed = { kind: 'bed', bed: 'bed-1', department: 'hospice-ward' };
    bodyOf(await hold({ ...bed, draft: 'draft-3' }));
    expect(refusedAs(await hold({ ...bed, draft: 'draft-4' }))).toBe('hold.bed-taken');
    world.clock.set(new Date('2026-11-23T01:00:00Z'));
    expect(refusedAs(await hold({ kind: 'slot', slot: 'slot-1', draft: 'draft-5' }))).toBe('hold.slot-past');
  });

  test('belongs to who made it: another doctor neither sees, moves nor releases it', async () => {
    const made = bodyOf(await hold({}));
    expect(refusedAs(await held(made['id'], 'gp-two'))).toBe('hold.unknown');
    expect(bodyOf(await held(made['id'], 'coordinator'))).toMatchObject({ status: 'active' });
    expect(refusedAs(await hold({ department: 'surgery' }, 'gp-two'))).toBe('hold.not-yours');
    const release = (who: WorldPerson) =>
      call(routes, 'DELETE /api/holds/:id', world.actor(who), { params: { id: made['id'] } });
    expect(refusedAs(await release('coordinator'))).toBe('hold.not-yours');
    expect(bodyOf(await release('gp'))).toMatchObject({ status: 'released' });
    expect(refusedAs(await release('gp'))).toBe('hold.not-active');
    expect(await places()).toEqual({ held: 0, occupied: 0 });
  });

  test('for another doctor\u2019s draft, or another organisation\u2019s case, is refused', async () => {
    await world.owner(
      `insert into draft (id, kind, actor, organisation, content, version, updated_at)
       values ('theirs', 'referral', 'nurse-role', 'township', '{}', 1, $1)`,
      [NOW],
    );
    expect(refusedAs(await hold({ draft: 'theirs' }))).toBe('hold.not-yours');
    await world.owner(
      `insert into cases (id, number, pathway, pathway_version, state, version, urgency, opener, opened_at, changed_at, closed_at, ending)
       values ('case-1', 'N1', 'referral', 1, 'finished', 1, 'routine', 'x', $1, $1, $1, 'finished')`,
      [NOW],
    );
    expect(refusedAs(await hold({ draft: 'case-1' }))).toBe('hold.not-yours');
  });

  test('by a nurse is refused, and every hold made is audited', async () => {
    await world.owner('truncate audit');
    expect(refusedAs(await hold({}, 'nurse'))).toBe('role.may-not');
    bodyOf(await hold({}));
    expect(await world.owner('select actor, action, target, reason from audit')).toEqual([
      { actor: 'gp-role', action: 'hold', target: 'department/endocrinology', reason: 'draft-1' },
    ]);
  });
});

describe('a bed manager', () => {
  const state = (places_: number, who: WorldPerson = 'beds', id = 'endocrinology') =>
    call(routes, 'PUT /api/departments/:id/quota', world.actor(who), { params: { id }, body: { places: places_ } });

  test('states the places of the own hospital, not below what is in use', async () => {
    await hold({});
    await hold({ draft: 'draft-2' });
    expect(refusedAs(await state(1))).toBe('quota.below-use');
    expect(bodyOf(await state(2))).toMatchObject({ places: 2, held: 2, updatedBy: 'beds-role' });
    expect(refusedAs(await hold({ draft: 'draft-3' }))).toBe('hold.quota-full');
    expect(refusedAs(await state(9, 'beds', 'city-endocrinology'))).toBe('quota.other-organisation');
    expect(refusedAs(await state(9, 'coordinator'))).toBe('role.may-not');
    expect(refusedAs(await state(9, 'beds', 'nowhere'))).toBe('department.unknown');
  });
});

test('two hundred drafts at once get the seven places, and the sweeper gives all seven back', async () => {
  const answers = await Promise.all(Array.from({ length: 200 }, (_, n) => hold({ draft: `draft-${String(n)}` })));
  const codes = answers.map((answer) => refusedAs(answer) ?? 'done');
  expect(codes.filter((code) => code === 'done')).toHaveLength(7);
  expect(codes.filter((code) => code === 'hold.quota-full')).toHaveLength(193);
  const later = new Date(NOW.getTime() + 15 * 60_000);
  const [gone] = await world.app.write(world.actor('gp'), later, (tx) => tx.finish([expireHolds(later)]));
  expect(gone).toHaveLength(7);
  expect(await places()).toEqual({ held: 0, occupied: 0 });
});
