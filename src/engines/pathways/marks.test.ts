/** Marks on the worklist: the own watch list, what is not filed with the insurer, what is not reported elsewhere. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../test/call.ts';
import type { ReferralWorld } from '../../../test/referral-world.ts';
import { ACCEPTANCE, openReferralWorld, outcome } from '../../../test/referral-world.ts';
import { ZONE } from '../../../test/world.ts';
import { UNFILED } from '../../capabilities/referral/server.ts';
import type { ReportTarget } from '../../consortium/region/reporting.ts';
import type { Route } from '../../platform/http/route.ts';
import type { Actor } from '../../platform/postgres/database.ts';
import { reportMarks } from '../reporting/marks.ts';
import { WATCHED } from './marks.ts';
import { pathwayRoutes } from './routes.ts';

const TARGET: ReportTarget = {
  code: 'platform',
  zh: '省平台',
  en: 'Provincial platform',
  pathway: 'referral',
  by: 'sender',
  validFrom: '2026-01-01',
  columns: [{ heading: '单号', field: 'number' }],
  source: '演示用，编造',
  verified: false,
};

let world: ReferralWorld;
let routes: readonly Route[];
const sent: string[] = [];
beforeAll(async () => {
  world = await openReferralWorld();
  routes = pathwayRoutes({
    engine: world.engine,
    say: { sentence: () => '', role: (role) => role },
    recordRead: () => Promise.resolve(),
    borders: (at) => ({ endOfToday: at, endOfNextWorkingDay: at }),
    marks: [WATCHED, UNFILED, ...reportMarks([TARGET], ZONE)],
  });
  for (let n = 0; n < 3; n++) sent.push((await world.send({ urgency: 'routine' })).id);
});
afterAll(() => world.drop());

const gp = (): Actor => world.actor('gp');
const listed = async (who: Actor, mark?: string, tab = 'open'): Promise<readonly string[]> => {
  const query = { tab, count: 50, ...(mark === undefined ? {} : { mark }) };
  const { items } = bodyOf(await call(routes, 'GET /api/worklist', who, { query }));
  return (items as { id: string }[]).map(({ id }) => id).sort();
};
const marksOf = async (who: Actor, id: string) => {
  const { items } = bodyOf(await call(routes, 'GET /api/worklist', who, { query: { tab: 'open', count: 50 } }));
  return (items as { id: string; marks: string[] }[]).find((item) => item.id === id)?.marks;
};
const counted = async (who: Actor): Promise<Readonly<Record<string, number>>> => {
  const { marks } = bodyOf(await call(routes, 'GET /api/worklist/marks', who));
  return Object.fromEntries((marks as { code: string; count: number }[]).map(({ code, count }) => [code, count]));
};
const watch = (who: Actor, id: string, on = true) =>
  call(routes, `${on ? 'PUT' : 'DELETE'} /api/cases/:id/watch`, who, { params: { id } });
const file = (id: string, withdrawn = false) =>
  world.owner(
    `insert into referral_filing (case_id, receiver, filed_at, actor, role, organisation, withdrawn_at, withdrawal)
     values ($1, 'county-hospital', now(), 'gp-role', 'general-practitioner', 'township', $2, $3)`,
    [id, withdrawn ? new Date() : null, withdrawn ? 'cancelled' : null],
  );
const report = (id: string, confirmed: boolean) =>
  world.owner(
    `with made as (insert into report_batch (id, target, organisation, made_at, made_by, cases, confirmed_at, confirmed_by)
       values ('batch-' || $1, 'platform', 'township', now(), 'gp-role', 1, $2, $3) returning id)
     insert into report_row (batch, case_id, target, cells, digest) select id, $1, 'platform', '[]', 'x' from made`,
    [id, confirmed ? new Date() : null, confirmed ? 'gp-role' : null],
  );

test('a person watches a case: it is on their own list, starred in the worklist, and nobody else\u2019s', async () => {
  const [first = ''] = sent;
  expect((await watch(gp(), first)) as object).toEqual({ status: 204 });
  expect(await watch(gp(), first)).toEqual({ status: 204 });
  expect(await listed(gp(), 'watched')).toEqual([first]);
  expect(await marksOf(gp(), first)).toContain('watched');
  expect((await counted(gp()))['watched']).toBe(1);
  expect(await listed(world.actor('nurse'), 'watched')).toEqual([]);
  expect(await listed(world.actor('coordinator'), 'watched')).toEqual([]);
  expect(refusedAs(await watch(world.actor('other-coordinator'), first))).toBe('case-not-found');
  expect(bodyOf(await call(routes, 'GET /api/cases/:id/watch', gp(), { params: { id: first } }))).toEqual({
    watched: true,
  });
  await watch(gp(), first, false);
  expect(await listed(gp(), 'watched')).toEqual([]);
});

test('a referral under way is 未备案 until its filing is recorded; one that ended or was withdrawn is not asked for', async () => {
  const [first = '', second = '', third = ''] = sent;
  expect(await listed(gp(), 'unfiled')).toEqual([...sent].sort());
  await file(first);
  await file(second, true);
  expect(await listed(gp(), 'unfiled')).toEqual([third]);
  expect(await listed(world.actor('coordinator'), 'unfiled')).toEqual([third]);
  expect((await counted(gp()))['unfiled']).toBe(1);
  expect(await marksOf(gp(), third)).toContain('unfiled');
  expect(await marksOf(gp(), first)).not.toContain('unfiled');
  expect(outcome(await world.step(third, 'accept', 'coordinator', { ...ACCEPTANCE }))).toBe('accepted');
  expect(await listed(gp(), 'unfiled')).toEqual([third]);
  expect(outcome(await world.step(third, 'withdraw', 'gp', { explanation: '居民改日再来' }))).toBe('cancelled');
  expect(await listed(gp(), 'unfiled')).toEqual([]);
  expect(await listed(gp(), 'unfiled', 'closed')).toEqual([]);
});

test('a case the own side reports is 未上报 until a batch with it was confirmed, then 已上报; the other side sees neither', async () => {
  const [first = '', second = ''] = sent;
  await report(first, true);
  await report(second, false);
  expect(await listed(gp(), 'unreported')).toEqual([second]);
  expect(await listed(gp(), 'reported')).toEqual([first]);
  expect(await counted(gp())).toMatchObject({ unreported: 1, reported: 1 });
  expect(await marksOf(gp(), first)).toEqual(['reported']);
  expect(await listed(world.actor('coordinator'), 'unreported')).toEqual([]);
  expect(await marksOf(world.actor('coordinator'), first)).toEqual([]);
});

test('marks are asked for together, and one there is not is refused', async () => {
  const [first = '', second = ''] = sent;
  await watch(gp(), first);
  await watch(gp(), second);
  expect(await listed(gp(), 'unreported,watched')).toEqual([second]);
  const query = { tab: 'open', count: 50, mark: 'golden' };
  expect(refusedAs(await call(routes, 'GET /api/worklist', gp(), { query }))).toBe('worklist.unknown-mark');
});
