/** What a region's data say was accepted: entered once, with the beds named, and counted like what was accepted here. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld } from '../../../../test/world.ts';
import type { World } from '../../../../test/world.ts';
import { loadTerms } from './pack.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.drop());

const PACK = {
  source: '某市答复函',
  madeUp: true,
  terms: [
    { organisation: 'hospice', department: 'hospice-ward', standard: 'hospice-beds', beds: 2, from: '2025-06-30' },
    {
      ...{ organisation: 'township', department: 'general', standard: 'hospice-beds', beds: 1 },
      ...{ from: '2025-06-30', until: '2026-06-30' },
    },
  ],
};

test('enters each term once, marked as the document’s word, with the first beds of the ward', async () => {
  // a ward's beds are found by its id: house and code
  await world.owner(`insert into department (id, organisation, name, specialty, made_up, from_on)
                     values ('hospice.hospice-ward', 'hospice', '安宁病区', 'hospice', true, '2024-01-01')`);
  await world.owner(`update bed set department = 'hospice.hospice-ward'`);
  expect(await loadTerms({ db: world.app, clock: world.clock }, PACK, 'bureau')).toBe(2);
  expect(await loadTerms({ db: world.app, clock: world.clock }, PACK, 'bureau')).toBe(0);
  expect(
    await world.owner(
      `select organisation, beds, made_up, acceptance, until_on::text as until,
              (select count(*)::int from acceptance_bed b where b.term = t.id) as named
         from acceptance_term t order by organisation`,
    ),
  ).toEqual([
    { organisation: 'hospice', beds: 2, made_up: true, acceptance: null, until: null, named: 2 },
    { organisation: 'township', beds: 1, made_up: true, acceptance: null, until: '2026-07-01', named: 0 },
  ]);
  expect(await world.owner(`select count(*)::int as n from resource where type = 'VerificationResult'`)).toEqual([
    { n: 2 },
  ]);
});
