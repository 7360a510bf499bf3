/** 紧急查看: a doctor without a relation looks because it cannot wait; everybody concerned hears of it, and another person judges it. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../../test/call.ts';
import type { World } from '../../../../test/world.ts';
import { NOW, ZONE, openWorld } from '../../../../test/world.ts';
import { CLOCK_CODES, composeEngine } from '../../../compose-engine.ts';
import { markSeen } from '../../../consortium/access/flags.ts';
import { accessRoutes } from '../../../consortium/access/routes.ts';
import { flagLooks } from '../../../consortium/access/flags.ts';
import { asResident } from '../../../consortium/resident-access/store.ts';
import { residentRoutes } from '../../../consortium/residents/routes.ts';
import { readPack } from '../../../consortium/region/read.ts';
import { pathwayRoutes } from '../../../engines/pathways/routes.ts';
import { drainOutbox } from '../../../engines/pathways/outbox.ts';
import { sweepClocks } from '../../../engines/pathways/sweep.ts';
import type { Engine } from '../../../engines/pathways/engine.ts';
import { readLog } from '../../../platform/audit.ts';
import { sealAudit } from '../../../platform/audit-seal.ts';
import type { Route } from '../../../platform/http/route.ts';
import { newId } from '../../../platform/ids.ts';
import type { Actor } from '../../../platform/postgres/database.ts';
import { breakGlassRoutes } from './routes.ts';

let world: World;
let engine: Engine;
let routes: readonly Route[];

beforeAll(async () => {
  world = await openWorld();
  const { app: db, clock } = world;
  const reads = readLog(db, clock);
  const pack = await readPack(fileURLToPath(new URL('../../../../regions/siping', import.meta.url)), CLOCK_CODES);
  engine = composeEngine({
    db,
    clock,
    newId,
    limits: pack.limits,
    calendar: pack.calendar,
    zone: ZONE,
    nudge: () => undefined,
  });
  routes = [
    ...breakGlassRoutes({ engine, recordRead: reads.record }),
    ...accessRoutes({ db, clock, zone: ZONE, readLog: reads }),
    ...residentRoutes({ db, clock, zone: ZONE, ids: newId, demonstration: true, readLog: reads }),
    ...pathwayRoutes({
      engine,
      say: { sentence: ({ refused }) => refused, role: (role) => role },
      recordRead: reads.record,
      borders: (at) => ({ endOfToday: at, endOfNextWorkingDay: at }),
    }),
  ];
});
afterAll(() => world.drop());

const EXPLANATION = '交通事故送来，昏迷，身份证在身上，需要知道过敏和用药';
const breakGlass = (actor: Actor, resident = 'wu', body: object = {}) =>
  call(routes, 'POST /api/residents/:id/emergency', actor, {
    params: { id: resident },
    body: { reason: 'unconscious', explanation: EXPLANATION, ...body },
  });
const summary = (actor: Actor, id = 'wu') => call(routes, 'GET /api/residents/:id/summary', actor, { params: { id } });
const step = (actor: Actor, id: string, name: string, version: number, answers: object) =>
  call(routes, 'POST /api/cases/:id/steps/:step', actor, { params: { id, step: name }, body: { version, answers } });

describe('a surgeon of the county hospital with an unconscious resident of the township', () => {
  let caseId = '';
  test('is refused the record, is told what follows, and then reads it, alone and for four hours', async () => {
    const surgeon = world.actor('surgeon');
    expect(refusedAs(await summary(surgeon))).toBe('record.no-relation');
    const terms = await call(routes, 'GET /api/residents/:id/emergency', surgeon, { params: { id: 'wu' } });
    expect(bodyOf(terms)).toMatchObject({
      untilAt: new Date(NOW.getTime() + 4 * 3_600_000).toISOString(),
      verified: false,
      reviewer: { organisation: { id: 'county-hospital', name: '县医院' }, role: 'medical-affairs' },
    });
    const opened = bodyOf(await breakGlass(surgeon));
    caseId = String(opened['case']);
    expect(opened['untilAt']).toBe(bodyOf(terms)['untilAt']);
    expect(refusedAs(await summary(surgeon))).toBeUndefined();
    // nobody else of the house, and nobody else's record
    expect(refusedAs(await summary(world.actor('physician')))).toBe('record.no-relation');
    expect(refusedAs(await summary(world.actor('affairs')))).toBe('role.may-not');
    expect(refusedAs(await summary(surgeon, 'li'))).toBe('record.no-relation');
    world.clock.set(new Date(NOW.getTime() + 4 * 3_600_000));
    expect(refusedAs(await summary(surgeon))).toBe('record.no-relation');
    world.clock.set(NOW);
  });

  test('does not open it a second time, nor where there is a reason to look, nor without words', async () => {
    expect(refusedAs(await breakGlass(world.actor('surgeon')))).toBe('break-glass.open-already');
    expect(refusedAs(await breakGlass(world.actor('gp')))).toBe('break-glass.not-needed');
    expect(refusedAs(await breakGlass(world.actor('surgeon'), 'nobody'))).toBe('break-glass.unknown-resident');
    await expect(breakGlass(world.actor('city-physician'), 'wu', { explanation: '急' })).rejects.toThrow();
    expect(refusedAs(await breakGlass(world.actor('clerk'), 'li', { reason: 'public-health' }))).toBeUndefined();
    const [other] = await world.owner(`select id from emergency_access where resident = 'li'`);
    await world.owner('update emergency_access set until_at = from_at + interval $$1 second$$ where id = $1', [
      other?.['id'],
    ]);
  });

  test('tells the resident’s own house by an event, and shows the resident who looked and why', async () => {
    const events = await world.owner(
      `select organisations, payload ->> 'role' as role from outbox where kind = 'record.looked-at' and subject = $1`,
      [caseId],
    );
    expect(events).toEqual([{ organisations: ['township'], role: 'general-practitioner' }]);
    const looks = bodyOf(
      await call(routes, 'GET /api/resident/looks', asResident('wu'), { query: {}, scope: 'record' }),
    );
    expect((looks['items'] as readonly object[])[0]).toMatchObject({
      who: { name: '马*田', role: 'attending-physician', organisation: { name: '县医院' } },
    });
    const own = (looks['items'] as readonly Record<string, unknown>[]).filter(({ emergency }) => emergency === caseId);
    expect(own.map(({ why }) => why)).toContainEqual(['emergency']);
  });

  test('is not in the worklist of care but in the list of reviews, where the record itself is not shown', async () => {
    const worklist = bodyOf(await call(routes, 'GET /api/worklist', world.actor('surgeon'), { query: {} }));
    expect(worklist['items']).toEqual([]);
    const affairs = world.actor('affairs');
    const list = bodyOf(await call(routes, 'GET /api/reviews', affairs, {}));
    expect((list['open'] as readonly Record<string, unknown>[]).find((row) => row['case'] === caseId)).toMatchObject({
      resident: '吴*琴',
      who: { name: '马广田' },
      reason: 'unconscious',
      late: false,
    });
    const view = bodyOf(await call(routes, 'GET /api/reviews/:id', affairs, { params: { id: caseId } }));
    expect(view['explanation']).toBe(EXPLANATION);
    expect(
      (view['looks'] as readonly Record<string, unknown>[]).filter(({ action }) => action === 'read').length,
    ).toBeGreaterThan(0);
    // its own Task and answers, nothing else of the resident
    const [seen = [], residents = []] = await world.app.read(affairs, NOW, [
      { text: `select type, id from resource where patient = 'wu' order by 1` },
      { text: `select id from resident where id = 'wu'` },
    ]);
    expect(seen).toEqual([
      { type: 'QuestionnaireResponse', id: `${caseId}-a1` },
      { type: 'Task', id: caseId },
    ]);
    expect(residents).toEqual([]);
    // another house's reviewer, and anybody else, sees nothing of it
    expect(
      refusedAs(await call(routes, 'GET /api/reviews/:id', world.actor('officer'), { params: { id: caseId } })),
    ).toBe('case-not-found');
    expect(refusedAs(await call(routes, 'GET /api/reviews', world.actor('surgeon'), {}))).toBe('role.may-not');
  });

  test('late, it is raised and stays with its reviewer; judged, it needs measures and the resident told', async () => {
    world.clock.set(new Date(NOW.getTime() + 10 * 86_400_000));
    await sweepClocks(engine);
    const [late] = await world.owner('select state, escalation, owner_role, version from cases where id = $1', [
      caseId,
    ]);
    expect(late).toMatchObject({ state: 'opened', escalation: 1, owner_role: 'medical-affairs' });
    const affairs = world.actor('affairs');
    const version = Number(late?.['version']);
    const judged = await step(affairs, caseId, 'find-unjustified', version, { finding: '查看了与抢救无关的内容' });
    expect(bodyOf(judged)).toMatchObject({ state: 'unjustified', closed: false });
    const measures = { measure: 'talk', note: '已谈话', residentTold: false };
    expect(refusedAs(await step(affairs, caseId, 'record-measures', version + 1, measures))).toBe(
      'break-glass.resident-not-told',
    );
    const closed = await step(affairs, caseId, 'record-measures', version + 1, { ...measures, residentTold: true });
    expect(bodyOf(closed)).toMatchObject({ state: 'measured', closed: true });
    await drainOutbox(world.app, world.clock);
    world.clock.set(NOW);
  });
});

test('the same press sent twice breaks the glass once and is answered alike', async () => {
  const press = () =>
    call(routes, 'POST /api/residents/:id/emergency', world.actor('coordinator'), {
      params: { id: 'zhang' },
      body: { reason: 'unconscious', explanation: EXPLANATION },
      headers: { 'idempotency-key': 'one-press' },
    });
  const first = bodyOf(await press());
  expect(bodyOf(await press())).toEqual(first);
});

test('nobody judges their own look, in whatever role', async () => {
  await world.owner(
    `insert into practitioner_role (id, person, role, organisation, from_on) values ('surgeon-affairs', 'surgeon', 'medical-affairs', 'county-hospital', '2024-01-01')`,
  );
  world.clock.set(new Date(NOW.getTime() + 5 * 3_600_000));
  const opened = bodyOf(await breakGlass(world.actor('surgeon'), 'sun'));
  const id = String(opened['case']);
  const own: Actor = { ...world.actor('affairs'), id: 'surgeon-affairs', person: 'surgeon' };
  expect(refusedAs(await step(own, id, 'justify', 1, { finding: '合理' }))).toBe('break-glass.own-look');
  expect(bodyOf(await step(world.actor('affairs'), id, 'justify', 1, { finding: '合理' }))).toMatchObject({
    closed: true,
  });
  world.clock.set(NOW);
});

test('a village clinic’s look is reviewed by the lead of its consortium; without one, by the commission', async () => {
  const reviewerOf = async (person: 'village-doctor' | 'other-coordinator') =>
    bodyOf(await call(routes, 'GET /api/residents/:id/emergency', world.actor(person), { params: { id: 'wu' } }))[
      'reviewer'
    ];
  expect(await reviewerOf('village-doctor')).toMatchObject({ organisation: { id: 'county-hospital' } });
  expect(await reviewerOf('other-coordinator')).toMatchObject({
    organisation: { id: 'bureau' },
    role: 'commission-officer',
  });
});

test('looks at one’s own, a relative’s and a watched record are flagged for the reviewer, who is never oneself', async () => {
  await world.owner(`update resident set household = 'h1' where id in ('wu', 'li')`);
  await world.owner(
    `insert into staff_resident values ('gp', 'wu', '2024-01-01', null, 'test'), ('nurse', 'sun', '2024-01-01', null, 'test')`,
  );
  await world.owner(`insert into watched_resident values ('zhang', '2024-01-01', null, 'test')`);
  await world.owner('truncate audit, audit_seal, flagged_look');
  await summary(world.actor('gp'), 'wu');
  await summary(world.actor('gp'), 'wu');
  await summary(world.actor('gp'), 'li');
  await summary(world.actor('gp'), 'sun');
  await summary(world.actor('gp-two'), 'zhang');
  await summary(world.actor('village-doctor'), 'sun');
  const flags = await call(routes, 'GET /api/residents/:id/access', world.actor('gp'), {
    params: { id: 'li' },
    query: {},
  });
  expect(bodyOf(flags)['flags']).toEqual(['household']);
  await sealAudit({
    db: world.app,
    clock: world.clock,
    secret: 'x',
    also: (first, last) => [flagLooks(first, last, '2026-11-20')],
  });
  const rows = await world.owner(
    'select id::text, actor, resident, flag, looks from flagged_look order by actor, resident',
  );
  expect(rows.map(({ actor, resident, flag, looks }) => [actor, resident, flag, looks])).toEqual([
    ['gp-role', 'li', 'household', 2],
    ['gp-role', 'sun', 'colleague', 1],
    ['gp-role', 'wu', 'own', 2],
    ['gp-two-role', 'zhang', 'vip', 1],
  ]);
  const first = String(rows[0]?.['id']);
  const mark = (actor: Actor) => world.app.write(actor, NOW, (tx) => tx.finish([markSeen(first, actor, null, NOW)]));
  await expect(mark(world.actor('gp'))).rejects.toThrow('access.flag-not-yours');
  // another house's reviewer does not even see it
  await expect(mark(world.actor('affairs'))).rejects.toThrow('access.flag-not-yours');
});
