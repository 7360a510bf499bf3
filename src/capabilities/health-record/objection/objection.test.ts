/** 居民异议: what a resident does not accept is answered by the office responsible, by a date, and never by whom it is about. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../../test/call.ts';
import type { World, WorldPerson } from '../../../../test/world.ts';
import { NOW, ZONE, openWorld } from '../../../../test/world.ts';
import { CLOCK_CODES, composeEngine } from '../../../compose-engine.ts';
import { accessRoutes } from '../../../consortium/access/routes.ts';
import { asResident } from '../../../consortium/resident-access/store.ts';
import { residentRoutes } from '../../../consortium/residents/routes.ts';
import { readPack } from '../../../consortium/region/read.ts';
import type { Engine } from '../../../engines/pathways/engine.ts';
import { pathwayRoutes } from '../../../engines/pathways/routes.ts';
import { sweepClocks } from '../../../engines/pathways/sweep.ts';
import { readLog } from '../../../platform/audit.ts';
import type { Route } from '../../../platform/http/route.ts';
import { newId } from '../../../platform/ids.ts';
import type { Actor } from '../../../platform/postgres/database.ts';
import { objectionRoutes } from './routes.ts';

const HOUR_LATER = new Date(NOW.getTime() + 3_600_000);

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
    ...objectionRoutes({ engine, recordRead: reads.record }),
    ...accessRoutes({ db, clock, zone: ZONE, readLog: reads }),
    ...residentRoutes({ db, clock, zone: ZONE, ids: newId, demonstration: true, readLog: reads }),
    ...pathwayRoutes({
      engine,
      say: { sentence: ({ refused }) => refused, role: (role) => role },
      recordRead: reads.record,
      borders: (at) => ({ endOfToday: at, endOfNextWorkingDay: at }),
    }),
  ];
  await world.owner(
    `insert into relation values ('wu', 'county-hospital', 'registration', 'x', $1, $2), ('wu', 'village', 'team', 'x', $1, null)`,
    [NOW, HOUR_LATER],
  );
  await world.owner(
    `insert into resource (type, id, version, updated_at, author, organisation, patient, date, content)
     values ('Condition', 'c', 3, $1, 'physician-role', 'county-hospital', 'wu', $1, $2),
            ('Condition', 'd', 1, $1, 'gp-role', 'township', 'li', $1, $2)`,
    [NOW, JSON.stringify({ resourceType: 'Condition', id: 'c', code: { text: '抑郁发作' } })],
  );
});
afterAll(() => world.drop());
beforeEach(() => world.clock.set(NOW));

type Item = Readonly<Record<string, unknown>>;
const phone = (resident: string) => ({ actor: asResident(resident), scope: 'record' });
const object = (resident: string, body: object, key?: string) =>
  call(routes, 'POST /api/resident/objections', phone(resident).actor, {
    body: { wrong: 'nobody-asked-me', ...body },
    scope: 'record',
    headers: key === undefined ? {} : { 'idempotency-key': key },
  });
const own = async (resident: string): Promise<readonly Item[]> =>
  bodyOf(await call(routes, 'GET /api/resident/objections', asResident(resident), { scope: 'record' }))[
    'items'
  ] as readonly Item[];
const looks = async (resident: string): Promise<readonly Item[]> =>
  bodyOf(await call(routes, 'GET /api/resident/looks', asResident(resident), { query: {}, scope: 'record' }))[
    'items'
  ] as readonly Item[];
const look = async (person: WorldPerson, resident = 'wu'): Promise<string> => {
  await call(routes, 'GET /api/residents/:id/summary', world.actor(person), { params: { id: resident } });
  return String((await looks(resident))[0]?.['id']);
};
const step = (actor: Actor, id: string, name: string, version: number, answers: object) =>
  call(routes, 'POST /api/cases/:id/steps/:step', actor, { params: { id, step: name }, body: { version, answers } });
const ownerOf = async (id: string) =>
  (await world.owner('select owner_organisation, owner_role, state from cases where id = $1', [id]))[0];

describe('a look the resident does not accept', () => {
  let caseId = '';
  test('is objected to on the phone, becomes a case of the house that looked, and shows its state beside the look', async () => {
    const id = await look('physician');
    const made = bodyOf(await object('wu', { look: id, note: '我没有在县医院看病' }));
    caseId = String(made['case']);
    expect(String(made['number'])).toMatch(/^YY20261120-\d{4}$/);
    expect(await ownerOf(caseId)).toEqual({
      owner_organisation: 'county-hospital',
      owner_role: 'medical-affairs',
      state: 'raised',
    });
    expect((await looks('wu')).find((item) => item['id'] === id)).toMatchObject({
      objection: { case: caseId, state: 'raised' },
    });
    const [mine] = await own('wu');
    expect(mine).toMatchObject({
      number: made['number'],
      about: 'look',
      of: id,
      note: '我没有在县医院看病',
      handler: { name: '县医院' },
      late: false,
      answer: null,
    });
    // thirty days, to the last minute in the region
    expect(mine?.['dueAt']).toBe('2026-12-20T15:59:00.000Z');
  });

  test('cannot be objected to twice, by another, or from a code that opens one referral', async () => {
    const [mine] = await own('wu');
    expect(refusedAs(await object('wu', { look: mine?.['of'] }))).toBe('objection.made-already');
    expect(refusedAs(await object('li', { look: mine?.['of'] }))).toBe('objection.nothing-such');
    expect(refusedAs(await object('wu', { look: '999999' }))).toBe('objection.nothing-such');
    const slip = call(routes, 'POST /api/resident/objections', asResident('wu'), {
      body: { wrong: 'nobody-asked-me' },
      scope: 'case',
    });
    expect(refusedAs(await slip)).toBe('resident.record-code-needed');
    expect(await own('li')).toEqual([]);
  });

  test('is read by the office that answers it: the look and its reason, the resident’s words, and nothing of the record', async () => {
    // the visit is over: the house has no other reason to look
    world.clock.set(HOUR_LATER);
    const affairs = world.actor('affairs');
    const list = bodyOf(await call(routes, 'GET /api/objections', affairs, {}));
    expect(list['open']).toMatchObject([{ case: caseId, resident: '吴*琴', who: { name: '何静' } }]);
    const view = bodyOf(await call(routes, 'GET /api/objections/:id', affairs, { params: { id: caseId } }));
    expect(view).toMatchObject({
      note: '我没有在县医院看病',
      look: { action: 'read', why: ['registration'] },
      verified: false,
      answer: null,
    });
    const [seen = []] = await world.app.read(affairs, HOUR_LATER, [
      { text: `select type from resource where patient = 'wu' order by 1` },
    ]);
    expect(seen.map(({ type }) => type)).toEqual(['QuestionnaireResponse', 'Task']);
    expect(
      refusedAs(await call(routes, 'GET /api/objections/:id', world.actor('officer'), { params: { id: caseId } })),
    ).toBe('case-not-found');
    expect(refusedAs(await call(routes, 'GET /api/objections', world.actor('physician'), {}))).toBe('role.may-not');
  });

  test('late, it is raised; upheld, the resident reads what was done in words', async () => {
    world.clock.set(new Date(NOW.getTime() + 31 * 86_400_000));
    await sweepClocks(engine);
    expect((await own('wu'))[0]).toMatchObject({ late: true, state: 'raised' });
    const affairs = world.actor('affairs');
    const answers = { done: ['access-ended', 'talk'], finding: '经查，该次查看没有诊疗需要，已谈话并收回权限。' };
    expect(bodyOf(await step(affairs, caseId, 'uphold', 2, answers))).toMatchObject({ state: 'upheld', closed: true });
    expect((await own('wu'))[0]).toMatchObject({ state: 'upheld', dueAt: null, answer: answers });
    // nothing of the case is open any more: its office has no reason to look at it but the days after
    const [kept] = await world.owner(`select until_at is not null as ends from relation where kind = 'review'`);
    expect(kept).toEqual({ ends: true });
  });
});

describe('whoever looked', () => {
  test('does not answer the objection: where only they hold the office, the house above does', async () => {
    await world.owner(
      `insert into practitioner_role (id, person, role, organisation, from_on) values ('gp-affairs', 'gp', 'medical-affairs', 'township', '2024-01-01')`,
    );
    const byGp = await look('gp');
    const first = String(bodyOf(await object('wu', { look: byGp }))['case']);
    expect(await ownerOf(first)).toMatchObject({ owner_organisation: 'county-hospital' });
    // of the same house, and with the office, but it was not them
    await look('village-doctor');
    const byNurse = await look('nurse');
    const second = String(bodyOf(await object('wu', { look: byNurse }))['case']);
    expect(await ownerOf(second)).toMatchObject({ owner_organisation: 'township' });
  });

  test('cannot answer it in another role either', async () => {
    await world.owner(
      `insert into practitioner_role (id, person, role, organisation, from_on) values ('physician-affairs', 'physician', 'medical-affairs', 'county-hospital', '2024-01-01')`,
    );
    const id = String(bodyOf(await object('wu', { look: await look('physician') }))['case']);
    const self: Actor = { ...world.actor('affairs'), id: 'physician-affairs', person: 'physician' };
    expect(refusedAs(await step(self, id, 'not-uphold', 1, { finding: '合理' }))).toBe('objection.own-doing');
    const judged = await step(world.actor('affairs'), id, 'not-uphold', 1, { finding: '当日门诊就诊，查看有依据。' });
    expect(bodyOf(judged)).toMatchObject({ state: 'not-upheld', closed: true });
    expect((await own('wu')).find((item) => item['case'] === id)).toMatchObject({
      answer: { done: [], finding: '当日门诊就诊，查看有依据。' },
    });
  });
});

describe('an entry held wrong', () => {
  test('goes to the house that wrote it, needs words, and is named but not shown', async () => {
    expect(refusedAs(await object('wu', { entry: 'Condition/c', wrong: 'content-wrong' }))).toBe('objection.say-what');
    const made = await object('wu', { entry: 'Condition/c', wrong: 'content-wrong', note: '我没有得过这个病' });
    const id = String(bodyOf(made)['case']);
    expect(await ownerOf(id)).toMatchObject({ owner_organisation: 'county-hospital' });
    expect(refusedAs(await object('wu', { entry: 'Condition/c', wrong: 'not-about-me' }))).toBe(
      'objection.made-already',
    );
    expect(refusedAs(await object('wu', { entry: 'Condition/d', wrong: 'not-about-me' }))).toBe(
      'objection.nothing-such',
    );
    const view = await call(routes, 'GET /api/objections/:id', world.actor('affairs'), { params: { id } });
    expect(bodyOf(view)['entry']).toEqual({ type: 'Condition', id: 'c', version: 3, changed: false, gone: false });
    expect(JSON.stringify(bodyOf(view))).not.toContain('抑郁');
  });

  test('is taken back by the resident alone, and can be objected to again', async () => {
    const mine = (await own('wu')).find((item) => item['about'] === 'entry');
    const withdraw = (resident: string) =>
      call(routes, 'DELETE /api/resident/objections/:id', asResident(resident), {
        params: { id: mine?.['case'] },
        scope: 'record',
      });
    expect(refusedAs(await withdraw('li'))).toBe('case-not-found');
    expect(refusedAs(await withdraw('wu'))).toBeUndefined();
    expect(await ownerOf(String(mine?.['case']))).toMatchObject({ state: 'withdrawn', owner_organisation: null });
    expect(refusedAs(await withdraw('wu'))).toBe('step-not-in-this-state');
    expect(refusedAs(await object('wu', { entry: 'Condition/c', wrong: 'not-about-me' }))).toBeUndefined();
  });
});

test('something else goes to the house of the resident’s catchment; the same press twice is one objection', async () => {
  const twice = await Promise.all(
    [1, 2].map(() => object('li', { wrong: 'other-reason', note: '电话号码不是我的' }, 'press')),
  );
  expect(new Set(twice.map((answer) => bodyOf(answer)['number'])).size).toBe(1);
  const [mine] = await own('li');
  expect(mine).toMatchObject({ about: 'other', of: null, handler: { name: '榆树卫生院' } });
});
