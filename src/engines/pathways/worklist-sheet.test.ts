/** The worklist as a workbook: what the screen shows to the same person, and nothing beside it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../test/call.ts';
import { rowsIn } from '../../../test/import-world.ts';
import type { ReferralWorld } from '../../../test/referral-world.ts';
import { openReferralWorld } from '../../../test/referral-world.ts';
import { ZONE } from '../../../test/world.ts';
import { readLog } from '../../platform/audit.ts';
import type { Actor } from '../../platform/postgres/database.ts';
import { WATCHED, watchCase } from './marks.ts';
import { worklistSheetRoute } from './worklist-sheet.ts';

let world: ReferralWorld;
const route = () =>
  worklistSheetRoute({
    engine: world.engine,
    zone: ZONE,
    recordRead: readLog(world.app, world.clock, { gatherMilliseconds: 0 }).record,
    marks: [WATCHED],
    borders: (at) => ({ endOfToday: at, endOfNextWorkingDay: at }),
    role: (role) => role,
    gender: (gender) => gender,
  });
const ask = (who: Actor, query: object = {}) => call([route()], 'GET /api/worklist/export', who, { query });
const textsFor = async (who: Actor, query: object = {}) => {
  const bytes = bodyOf(await ask(who, query)) as unknown as Buffer;
  return (await rowsIn(bytes)).slice(1).map((row) => row.cells.map((cell) => cell?.text ?? null));
};

beforeAll(async () => {
  world = await openReferralWorld();
  await world.send({ urgency: 'emergency', impression: '=HYPERLINK("http://x","急性胸痛")' });
  await world.send({ urgency: 'routine' });
});
afterAll(() => world.drop());

test('holds the cases of the own organisation, emergencies first, and a formula stays a text', async () => {
  const rows = await textsFor(world.actor('coordinator'));
  expect(rows).toHaveLength(2);
  expect(rows[0]?.slice(1, 8)).toEqual([
    '待接收',
    '急诊',
    '吴淑琴',
    'female',
    '58',
    '=HYPERLINK("http://x","急性胸痛")',
    '榆树镇中心卫生院',
  ]);
  expect(rows[0]?.[12]).toMatch(/^2026-11-20 \d\d:\d\d$/);
});

test('takes the filters of the screen', async () => {
  expect(await textsFor(world.actor('coordinator'), { urgency: 'routine' })).toHaveLength(1);
  expect(await textsFor(world.actor('coordinator'), { tab: 'closed' })).toHaveLength(0);
});

test('says what a case is marked with for the one who takes the sheet, and for nobody else', async () => {
  const [first] = await world.owner(`select id from cases where urgency = 'emergency'`);
  const coordinator = world.actor('coordinator');
  await world.app.write(coordinator, world.clock.now(), (tx) =>
    tx.finish([watchCase(String(first?.['id']), coordinator, world.clock.now())]),
  );
  expect((await textsFor(coordinator)).map((row) => row[15] ?? null)).toEqual(['我关注的', null]);
  expect((await textsFor(world.actor('physician'))).map((row) => row[15] ?? null)).toEqual([null, null]);
});

test('shows nothing to an organisation without a part in the cases, and a physician the own department only', async () => {
  expect(await textsFor(world.actor('other-coordinator'))).toEqual([]);
  expect(await textsFor(world.actor('surgeon'))).toEqual([]);
});

test('is audited with its residents before it leaves', async () => {
  await textsFor(world.actor('gp'));
  const rows = await world.owner(
    `select target, cardinality(residents) as n from audit where action = 'export' and actor = 'gp-role'`,
  );
  expect(rows).toEqual([{ target: 'worklist', n: 2 }]);
  expect(refusedAs(await ask(world.actor('gp')))).toBeUndefined();
});
