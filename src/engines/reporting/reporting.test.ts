/** 未上报 / 已上报: what is reported elsewhere, in that layout, and what has changed since. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../test/call.ts';
import { rowsIn } from '../../../test/import-world.ts';
import type { ReferralWorld } from '../../../test/referral-world.ts';
import { ACCEPTANCE, openReferralWorld, outcome } from '../../../test/referral-world.ts';
import { ZONE } from '../../../test/world.ts';
import type { ReportTarget } from '../../consortium/region/reporting.ts';
import { readLog } from '../../platform/audit.ts';
import type { Route } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';
import type { Actor } from '../../platform/postgres/database.ts';
import { reportingRoutes } from './routes.ts';

const TARGET: ReportTarget = {
  code: 'platform',
  zh: '市转诊平台',
  en: 'City platform',
  pathway: 'referral',
  by: 'sender',
  validFrom: '2026-01-01',
  columns: [
    { heading: '单号', field: 'number' },
    { heading: '患者', field: 'resident' },
    { heading: '出生日期', field: 'birth-date' },
    { heading: '诊断', field: 'headline' },
    { heading: '转入机构', field: 'receiver' },
    { heading: '状态', field: 'state' },
    { heading: '转诊日期', field: 'opened-on' },
  ],
  source: '演示用，编造',
  verified: false,
};

let world: ReferralWorld;
let routes: readonly Route[];
const options = () => ({
  db: world.app,
  clock: world.clock,
  ids: newId,
  zone: ZONE,
  targets: [TARGET],
  state: (pathway: string, state: string) =>
    world.engine.capabilities.get(pathway)?.word('state', state, 'zh') ?? state,
  recordRead: readLog(world.app, world.clock, { gatherMilliseconds: 0 }).record,
});
beforeAll(async () => {
  world = await openReferralWorld();
  routes = reportingRoutes(options());
});
afterAll(() => world.drop());

const gp = () => world.actor('gp');
const stateOf = async (id: string, who: Actor = gp()) => {
  const { reports } = bodyOf(await call(routes, 'GET /api/cases/:id/reports', who, { params: { id } }));
  return (reports as { state: string; by: string | null }[]).map(({ state, by }) => [state, by]);
};
const countsFor = async (who: Actor) => {
  const { targets } = bodyOf(await call(routes, 'GET /api/reports', who));
  return (targets as { counts: unknown }[])[0]?.counts;
};
const batch = () => call(routes, 'POST /api/reports/:target/batches', gp(), { params: { target: 'platform' } });
const confirm = (id: unknown, who: Actor = gp()) =>
  call(routes, 'POST /api/reports/batches/:id/confirmation', who, { params: { id } });

test('a referral is unreported until its batch is confirmed, and unreported again when what was reported has changed', async () => {
  const { id } = await world.send({ impression: '=急性胸痛' });
  expect(await stateOf(id)).toEqual([['unreported', null]]);
  const made = bodyOf(await batch());
  expect(made['cases']).toBe(1);
  // exported is not reported: the other system may refuse the file
  expect(await stateOf(id)).toEqual([['unreported', null]]);
  const file = bodyOf(
    await call(routes, 'GET /api/reports/batches/:id/file', gp(), { params: { id: made['id'] } }),
  ) as unknown as Buffer;
  const texts = (await rowsIn(file)).map((row) => row.cells.map((cell) => cell?.text));
  expect(texts[0]).toEqual(['单号', '患者', '出生日期', '诊断', '转入机构', '状态', '转诊日期']);
  expect(texts[1]?.slice(1)).toEqual(['吴淑琴', '1968-03-14', '=急性胸痛', '青禾县人民医院', '待接收', '2026-11-20']);

  expect(refusedAs(await confirm(made['id']))).toBeUndefined();
  expect(await stateOf(id)).toEqual([['reported', '王秀兰']]);
  expect(refusedAs(await confirm(made['id']))).toBe('report.confirmed-already');
  expect(refusedAs(await batch())).toBe('report.nothing');

  expect(outcome(await world.step(id, 'accept', 'coordinator', ACCEPTANCE))).toBe('accepted');
  expect(await stateOf(id)).toEqual([['corrected', '王秀兰']]);
  expect(await countsFor(gp())).toEqual({ unreported: 0, corrected: 1, reported: 0 });
  const again = bodyOf(await batch());
  await confirm(again['id']);
  expect(await stateOf(id)).toEqual([['reported', '王秀兰']]);
  const audited = await world.owner(
    `select action, cardinality(residents) as n from audit where target = $1 order by id`,
    [`report/${String(made['id'])}`],
  );
  expect(audited).toEqual([
    { action: 'report', n: 1 },
    { action: 'export', n: 1 },
    { action: 'confirm-report', n: 0 },
  ]);
});

test('only the side that reports sees its cases here; another organisation neither sees nor confirms a batch', async () => {
  const { id } = await world.send({});
  expect(await stateOf(id, world.actor('coordinator'))).toEqual([]);
  expect(await countsFor(world.actor('coordinator'))).toEqual({ unreported: 0, corrected: 0, reported: 0 });
  const made = bodyOf(await batch());
  const other = world.actor('gp-two');
  expect(refusedAs(await confirm(made['id'], other))).toBe('report.unknown-batch');
  const file = await call(routes, 'GET /api/reports/batches/:id/file', other, { params: { id: made['id'] } });
  expect(refusedAs(file)).toBe('report.unknown-batch');
  expect(refusedAs(await call(routes, 'GET /api/reports', world.actor('nurse')))).toBe('role.may-not');
});

test('of more cases than one batch holds the next batch takes those that are left, and none is looked past', async () => {
  for (let n = 0; n < 4; n++) await world.send({});
  const few = reportingRoutes({ ...options(), most: 2 });
  const counts = async () => {
    const { targets } = bodyOf(await call(few, 'GET /api/reports', gp()));
    return (targets as { counts: { unreported: number; reported: number } }[])[0]?.counts;
  };
  const [before, all] = [await counts(), (await countsFor(gp())) as { unreported: number; reported: number }];
  expect(before).toEqual(all);
  expect(all.unreported).toBeGreaterThan(4);
  for (let left = all.unreported; left > 0; left -= 2) {
    const made = bodyOf(await call(few, 'POST /api/reports/:target/batches', gp(), { params: { target: 'platform' } }));
    expect(made['cases']).toBe(Math.min(2, left));
    world.clock.advance(60_000);
    await confirm(made['id']);
    expect(await counts()).toMatchObject({ unreported: Math.max(0, left - 2) });
  }
  expect(await counts()).toEqual({ unreported: 0, corrected: 0, reported: all.reported + all.unreported });
});
