/** 亲属与重点居民: entered and ended by the person responsible; looks while it stands are flagged, and none after it has ended. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../test/call.ts';
import type { World } from '../../../test/world.ts';
import { IDENTITY_SYSTEM, NOW, openWorld, ZONE } from '../../../test/world.ts';
import { auditRow, auditStatement, readLog } from '../../platform/audit.ts';
import { sealAudit } from '../../platform/audit-seal.ts';
import { civilDay } from '../../platform/civil-time.ts';
import type { Route } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';
import type { Actor } from '../../platform/postgres/database.ts';
import { closeRoutes } from './close-resident-routes.ts';
import { flagLooks } from './flags.ts';

let world: World;
let routes: readonly Route[];
const NUMBERS = { wu: 'close-wu', li: 'close-li' } as const;
const DAY = 86_400_000;

beforeAll(async () => {
  world = await openWorld();
  const reads = readLog(world.app, world.clock);
  routes = closeRoutes({ db: world.app, clock: world.clock, ids: newId, zone: ZONE, recordRead: reads.record });
  for (const [resident, value] of Object.entries(NUMBERS))
    await world.owner(`insert into resident_card (system, value, resident, unique_card) values ($1, $2, $3, true)`, [
      IDENTITY_SYSTEM,
      value,
      resident,
    ]);
});
afterAll(() => world.drop());
beforeEach(async () => {
  world.clock.set(NOW);
  await world.owner('delete from close_resident');
  await world.owner('delete from flagged_look');
});

const RELATIVE = {
  kind: 'relative',
  number: NUMBERS.wu,
  person: 'physician',
  relationship: 'parent',
  reason: '本人申报',
};
const enter = (body: object, actor: Actor = world.actor('affairs')) =>
  call(routes, 'POST /api/close-residents', actor, { body });
const entered = async (body: object): Promise<string> => String(bodyOf(await enter(body))['id']);
const end = (id: string, actor: Actor = world.actor('affairs')) =>
  call(routes, 'POST /api/close-residents/:id/end', actor, { params: { id }, body: { reason: '已离婚' } });

/** Somebody opens the record, and the audit is sealed; how the look was flagged. */
const flagged = async (who: Actor, resident: string): Promise<readonly unknown[]> => {
  await world.owner('delete from flagged_look');
  const row = auditRow(who, world.clock.now(), { action: 'read-record', residents: [resident] });
  await world.app.write(who, world.clock.now(), (tx) => tx.finish([auditStatement(row)]));
  world.clock.set(new Date(world.clock.now().getTime() + 60_000));
  const options = {
    db: world.app,
    clock: world.clock,
    secret: 'x',
    also: (first: string, last: string, at: Date) => [flagLooks(first, last, civilDay(at, ZONE))],
  };
  while ((await sealAudit(options)) > 0);
  const rows = await world.owner(
    'select flag, organisation, resident from flagged_look where person = $1 order by flag',
    [who.person],
  );
  return rows.map(({ flag, organisation }) => [flag, organisation]);
};

describe('a relative who does not live together', () => {
  test('is flagged when that member of staff looks, and nobody else, until the entry is ended', async () => {
    expect(await flagged(world.actor('physician'), 'wu')).toEqual([]);
    const id = await entered(RELATIVE);
    expect(await flagged(world.actor('physician'), 'wu')).toEqual([['relative', 'county-hospital']]);
    expect(await flagged(world.actor('physician'), 'li')).toEqual([]);
    expect(await flagged(world.actor('gp'), 'wu')).toEqual([]);
    world.clock.set(new Date(NOW.getTime() + DAY));
    await end(id);
    expect(await flagged(world.actor('physician'), 'wu')).toEqual([]);
    const [kept] = await world.owner('select ended_by, ended_reason from close_resident where id = $1', [id]);
    expect(kept).toEqual({ ended_by: 'affairs-role', ended_reason: '已离婚' });
    expect(refusedAs(await end(id))).toBe('close.not-yours');
  });
});

describe('a watched resident, and a member of staff who is one', () => {
  test('is flagged whoever looks, in whatever house; a colleague’s record among colleagues', async () => {
    await entered({ kind: 'watched', number: NUMBERS.li, reason: '媒体关注' });
    expect(await flagged(world.actor('gp'), 'li')).toEqual([['vip', 'township']]);
    await entered({ kind: 'own', number: NUMBERS.wu, person: 'surgeon', reason: '本人申报' });
    expect(await flagged(world.actor('surgeon'), 'wu')).toEqual([['own', 'county-hospital']]);
    expect(await flagged(world.actor('physician'), 'wu')).toEqual([['colleague', 'county-hospital']]);
  });
});

test('is entered once, of the own staff, by a whole number, and by whoever answers for it', async () => {
  await entered(RELATIVE);
  expect(refusedAs(await enter(RELATIVE))).toBe('close.entered-already');
  expect(refusedAs(await enter({ ...RELATIVE, number: 'nobody-has-it' }))).toBe('close.nobody');
  expect(refusedAs(await enter({ ...RELATIVE, person: 'gp' }))).toBe('close.not-of-the-house');
  expect(refusedAs(await enter({ ...RELATIVE, person: null }))).toBe('close.whose');
  expect(refusedAs(await enter({ ...RELATIVE, relationship: null }))).toBe('close.what-relative');
  expect(refusedAs(await enter(RELATIVE, world.actor('physician')))).toBe('role.may-not');
  const listed = bodyOf(await call(routes, 'GET /api/close-residents', world.actor('affairs')));
  expect(listed['items']).toMatchObject([
    { kind: 'relative', resident: '吴*琴', person: '何静', relationship: 'parent' },
  ]);
  // another house's entries are not this one's to see or to end
  await world.owner(`update close_resident set organisation = 'city-hospital'`);
  const none = bodyOf(await call(routes, 'GET /api/close-residents', world.actor('affairs')));
  expect(none['items']).toEqual([]);
  const [other] = await world.owner('select id from close_resident');
  expect(refusedAs(await end(String(other?.['id'])))).toBe('close.not-yours');
  const [rows] = await world.owner(`select count(*)::int as n from audit where action = 'enter-close-resident'`);
  expect(Number(rows?.['n'])).toBeGreaterThan(0);
});
