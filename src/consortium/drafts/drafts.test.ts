import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../test/call.ts';
import type { World, WorldPerson } from '../../../test/world.ts';
import { NOW, openWorld } from '../../../test/world.ts';
import type { Route } from '../../platform/http/route.ts';
import { draftRoutes } from './routes.ts';

let world: World;
let routes: readonly Route[];
beforeAll(async () => {
  world = await openWorld();
  routes = draftRoutes({ db: world.app, clock: world.clock });
});
afterAll(() => world.drop());
beforeEach(async () => {
  world.clock.set(NOW);
  await world.owner('delete from draft');
});

const save = (version: number, content: object = { reason: '头晕3天' }, who: WorldPerson = 'gp', id = 'd1') =>
  call(routes, 'PUT /api/drafts/:id', world.actor(who), {
    params: { id },
    body: { kind: 'referral', resident: 'wu', version, content },
  });
const get = (who: WorldPerson = 'gp') =>
  call(routes, 'GET /api/drafts/:id', world.actor(who), { params: { id: 'd1' } });

test('a draft saves itself again and again and is there when its author comes back', async () => {
  expect(bodyOf(await save(0))).toEqual({ id: 'd1', version: 1, updatedAt: NOW.toISOString() });
  world.clock.advance(1000);
  expect(bodyOf(await save(1, { reason: '头晕5天' }))).toMatchObject({ version: 2 });
  expect(bodyOf(await get())).toEqual({
    id: 'd1',
    kind: 'referral',
    resident: { id: 'wu', name: '吴淑琴' },
    version: 2,
    updatedAt: '2026-11-20T06:30:01.000Z',
    content: { reason: '头晕5天' },
  });
  const list = bodyOf(await call(routes, 'GET /api/drafts', world.actor('gp')))['items'];
  expect(list).toEqual([expect.objectContaining({ id: 'd1', version: 2 })]);
  expect(JSON.stringify(list)).not.toContain('头晕');
});

test('a save over a version somebody saved since is refused and says when; nothing is overwritten', async () => {
  await save(0);
  world.clock.advance(60_000);
  await save(1, { reason: '第二台电脑' });
  const stale = await save(1, { reason: '第一台电脑' });
  expect(stale).toEqual({
    refusal: { refused: 'draft.stale', values: { at: '2026-11-20T06:31:00.000Z' } },
    extra: { version: 2, updatedAt: '2026-11-20T06:31:00.000Z' },
  });
  expect(refusedAs(await save(0))).toBe('draft.stale');
  expect(bodyOf(await get())).toMatchObject({ content: { reason: '第二台电脑' } });
});

test('a save that comes again because its answer was lost is saved, once', async () => {
  await save(0);
  const first = await save(1, { reason: '答复未到' });
  world.clock.advance(60_000);
  expect(await save(1, { reason: '答复未到' })).toEqual(first);
  expect(bodyOf(await get())).toMatchObject({ version: 2 });
});

test('of many saves at once exactly one is taken', async () => {
  await save(0);
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => save(1, { n })));
  expect(answers.filter((answer) => refusedAs(answer) === undefined)).toHaveLength(1);
  expect(bodyOf(await get())).toMatchObject({ version: 2 });
});

test('nobody but its author sees, changes or deletes it, a colleague in the same room included', async () => {
  await save(0);
  for (const who of ['nurse', 'gp-two', 'coordinator'] as const) {
    expect(refusedAs(await get(who))).toBe('draft.unknown');
    expect(refusedAs(await save(1, {}, who))).toBe('draft.unknown');
    expect(refusedAs(await save(0, {}, who))).toBe('draft.unknown');
    expect(refusedAs(await call(routes, 'DELETE /api/drafts/:id', world.actor(who), { params: { id: 'd1' } }))).toBe(
      'draft.unknown',
    );
    expect(bodyOf(await call(routes, 'GET /api/drafts', world.actor(who)))['items']).toEqual([]);
  }
  expect(bodyOf(await get())).toMatchObject({ version: 1 });
  expect(await call(routes, 'DELETE /api/drafts/:id', world.actor('gp'), { params: { id: 'd1' } })).toEqual({
    status: 204,
  });
  expect(refusedAs(await get())).toBe('draft.unknown');
});

test('more than 64 kB is refused by its bytes, not its characters', async () => {
  expect(refusedAs(await save(0, { text: '字'.repeat(22_000) }))).toBe('draft.too-large');
  expect(bodyOf(await save(0, { text: '字'.repeat(21_000) }))).toMatchObject({ version: 1 });
  expect(refusedAs(await save(0, {}, 'officer', 'd2'))).toBe('role.may-not');
});
