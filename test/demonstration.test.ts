/** The demonstration's proposals: taken through the pathways as their data says, each as far as it goes; laid once. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CLOCK_CODES } from '../src/compose-engine.ts';
import { layProposals } from '../src/compose-past-proposals.ts';
import { loadRegion } from '../src/consortium/region/load.ts';
import { readPack } from '../src/consortium/region/read.ts';
import { PUBLIC_READER } from '../src/engines/letters/public.ts';
import { installTemplates, parseTemplates } from '../src/engines/letters/templates.ts';
import { stoppedClock } from '../src/platform/clock.ts';
import { newId } from '../src/platform/ids.ts';
import { connect } from '../src/platform/postgres/connect.ts';
import type { Database } from '../src/platform/postgres/database.ts';
import { freshDatabase } from './database.ts';
import type { FreshDatabase } from './database.ts';
import { ROOT } from './tree.ts';

const NOW = new Date('2026-11-20T01:00:00Z');
const SIPING = join(ROOT, 'regions/siping');
let database: FreshDatabase;
let owner: Database;
let lay: () => Promise<number>;
beforeAll(async () => {
  database = await freshDatabase();
  owner = connect({ url: database.url, schema: database.schema, connections: 2 });
  const pack = await readPack(SIPING, CLOCK_CODES);
  const clock = stoppedClock(NOW);
  const loading = await loadRegion({ owner, pack, residents: 0, clock, hashPassword: () => Promise.resolve('hash') });
  await loading.rest;
  const templates = parseTemplates(readFileSync(join(SIPING, 'letter-templates.json'), 'utf8'));
  await owner.write(PUBLIC_READER, NOW, (tx) => tx.finish([installTemplates(templates)]));
  lay = () => layProposals({ region: SIPING, db: owner, pack, newId, now: () => NOW });
});
afterAll(async () => {
  await owner.close();
  await database.drop();
});

test('each proposal stands where its data leads, with its own dates', async () => {
  expect(await lay()).toBe(9);
  const rows = await database.owner(
    `select p.id, c.state, p.handed_over_on::text as handed_over, p.first_sent_on::text as sent, p.first_sent_due::text as due,
            (select count(*)::int from co_handling h where h.proposal = p.id) as co,
            (select count(*)::int from promise m where m.proposal = p.id) as promises,
            (select k.state from cases k where k.parent = p.id and k.pathway = 'letter') as letter
       from proposal p join cases c on c.id = p.id order by p.id`,
  );
  expect(rows.map(({ id, state, co, promises, letter }) => [id, state, co, promises, letter])).toEqual([
    ['demo-cppcc-101', 'handed-over', 0, 0, null],
    ['demo-cppcc-103', 'sent', 1, 2, 'sent'],
    ['demo-cppcc-104', 'drafted', 1, 0, 'countersigning'],
    ['demo-cppcc-105', 're-handling', 0, 0, null],
    ['demo-cppcc-107', 'return-asked', 0, 0, null],
    ['demo-cppcc-108', 'handling', 0, 0, null],
    ['demo-cppcc-13', 'followed', 2, 3, null],
    ['demo-npc-102', 'handling', 2, 0, null],
    ['demo-npc-106', 'extension-asked', 0, 0, null],
  ]);
  // Siping's own: handed over 14 March, three months, extended, answered 30 July in time
  expect(rows.find(({ id }) => id === 'demo-cppcc-13')).toMatchObject({
    handed_over: '2025-03-14',
    sent: '2025-07-30',
    due: '2025-08-14',
  });
});

test('laid again, nothing is added', async () => {
  const count = async (): Promise<unknown> =>
    (await database.owner('select count(*)::int as n from case_step'))[0]?.['n'];
  const before = await count();
  await lay();
  expect(await count()).toBe(before);
});
