import { afterAll, beforeAll, expect, test } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../test/call.ts';
import { NOW, openWorld } from '../../../test/world.ts';
import type { World, WorldPerson } from '../../../test/world.ts';
import type { Route } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';
import { readPack } from '../region/read.ts';
import { insertStock } from '../region/stock-file.ts';
import { stockRoutes } from './routes.ts';

let world: World;
let routes: readonly Route[];
beforeAll(async () => {
  world = await openWorld();
  routes = stockRoutes({ db: world.app, clock: world.clock, ids: newId });
  const { files } = await readPack(new URL('../../../regions/siping', import.meta.url).pathname);
  const load = () =>
    world.app.write(world.actor('gp'), NOW, (tx) => tx.finish(insertStock(files.stock, 'system:region')));
  await load();
  // a second start of the server says nothing twice
  await load();
});
afterAll(() => world.drop());

type Item = { code: string; state: string | null; updatedAt: string | null; updatedBy: string | null };
const stock = async (who: WorldPerson): Promise<readonly Item[]> =>
  bodyOf(await call(routes, 'GET /api/stock', world.actor(who)))['items'] as Item[];
const item = async (who: WorldPerson, code: string) => (await stock(who)).find((one) => one.code === code);
const say = (who: WorldPerson, code: string, state: string) =>
  call(routes, 'PUT /api/stock/:item', world.actor(who), { params: { item: code }, body: { state } });

test('a region says once what each kind of place keeps; what it does not name is not known', async () => {
  expect(await item('gp', 'metformin-500')).toMatchObject({ state: 'kept', updatedBy: null });
  expect(await item('gp', 'ticagrelor-90')).toMatchObject({ state: 'not-kept' });
  expect(await item('gp', 'warfarin-2-5')).toMatchObject({ state: null, updatedAt: null });
  expect(await item('village-doctor', 'ecg')).toMatchObject({ state: 'not-kept' });
});

test('the people of a place keep it true for their own place; what was said before stays', async () => {
  world.clock.advance(60_000);
  const said = bodyOf(await say('nurse', 'warfarin-2-5', 'kept'));
  expect(said).toMatchObject({ state: 'kept', updatedBy: '赵敏', updatedAt: world.clock.now().toISOString() });
  world.clock.advance(60_000);
  await say('gp', 'warfarin-2-5', 'short');
  expect(await item('nurse', 'warfarin-2-5')).toMatchObject({ state: 'short', updatedBy: '王秀兰' });
  expect(await item('gp-two', 'warfarin-2-5')).toMatchObject({ state: null });
  const rows = await world.owner(
    `select state, until_at from stock_statement where organisation = 'township' and item = 'warfarin-2-5' order by from_at`,
  );
  expect(rows).toEqual([
    { state: 'kept', until_at: world.clock.now() },
    { state: 'short', until_at: null },
  ]);
});

test('twenty people who say it at once leave one statement that holds', async () => {
  await Promise.all(Array.from({ length: 20 }, (_, n) => say('gp', 'tiotropium', n % 2 === 0 ? 'kept' : 'short')));
  const current = await world.owner(
    `select count(*)::int as n from stock_statement where organisation = 'township' and item = 'tiotropium' and until_at is null`,
  );
  expect(current).toEqual([{ n: 1 }]);
});

test('nobody speaks for what the catalogue does not have, nor without handing things out', async () => {
  expect(refusedAs(await say('gp', 'no-such-thing', 'kept'))).toBe('stock.unknown-item');
  expect(refusedAs(await say('coordinator', 'metformin-500', 'kept'))).toBe('role.may-not');
  expect(refusedAs(await call(routes, 'GET /api/stock', world.actor('officer')))).toBe('role.may-not');
});
