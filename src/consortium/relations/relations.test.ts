import { afterAll, beforeAll, expect, test } from 'vitest';
import type { World } from '../../../test/world.ts';
import { NOW, openWorld } from '../../../test/world.ts';
import type { NewRelation } from './relations.ts';
import { endRelation, relate, relationViews, relationsTo } from './relations.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.drop());

const hours = (count: number): Date => new Date(NOW.getTime() + count * 3_600_000);
const registration: NewRelation = {
  resident: 'wu',
  organisation: 'county-hospital',
  kind: 'registration',
  source: 'registration/2026-11-20',
  from: NOW,
  until: hours(24),
};
const doing = (...statements: ReturnType<typeof relate>[]) =>
  world.app.write(world.actor('gp'), NOW, (tx) => tx.finish(statements));
const ends = async () =>
  (await world.owner(`select until_at from relation where organisation = 'county-hospital'`)).map(
    (row) => row['until_at'],
  );

test('a relation made twice by one source is one, and lasts until the later of both ends', async () => {
  await doing(relate(registration), relate({ ...registration, until: hours(2) }));
  expect(await ends()).toEqual([hours(24)]);
  await doing(relate({ ...registration, until: hours(30) }));
  expect(await ends()).toEqual([hours(30)]);
  await doing(endRelation(registration, hours(1)));
  expect(await ends()).toEqual([hours(1)]);
  const at = async (moment: Date) => {
    const [rows = []] = await world.app.read(world.actor('clerk'), moment, [
      relationsTo(['wu'], 'county-hospital', moment),
    ]);
    return relationViews(rows).get('wu');
  };
  expect(await at(NOW)).toEqual([{ kind: 'registration', untilAt: hours(1).toISOString() }]);
  expect(await at(hours(1))).toBeUndefined();
});
