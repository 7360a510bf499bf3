import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../test/call.ts';
import { NOW, TODAY, ZONE, openWorld } from '../../../test/world.ts';
import type { World, WorldPerson } from '../../../test/world.ts';
import { newId } from '../../platform/ids.ts';
import { dutyOf, dutyView } from '../organisations/duty.ts';
import { coverOf } from './cover.ts';
import type { Asked, Candidate } from './reach.ts';
import { choose } from './reach.ts';
import { dutyRoutes } from './routes.ts';

let world: World;
let routes: ReturnType<typeof dutyRoutes>;
beforeAll(async () => {
  world = await openWorld();
  routes = dutyRoutes({ db: world.app, clock: world.clock, ids: newId, zone: ZONE });
  await world.owner(`insert into person (id, name, phone) values ('duty-two', '郭晓东', '8002')`);
  await world.owner(
    `insert into practitioner_role (id, person, organisation, role, from_on)
     values ('duty-two-role', 'duty-two', 'county-hospital', 'duty-officer', '2024-01-01')`,
  );
});
afterAll(() => world.drop());

const enter = (who: WorldPerson, given: Readonly<Record<string, unknown>>) =>
  call(routes, 'POST /api/duty/shifts', world.actor(who), {
    body: {
      role: 'duty-officer',
      department: null,
      person: 'duty-role',
      fromAt: '2026-11-20T08:00:00+08:00',
      untilAt: '2026-11-20T20:00:00+08:00',
      ...given,
    },
  });
const week = async (who: WorldPerson = 'duty', query: Readonly<Record<string, unknown>> = {}) =>
  bodyOf(
    await call(routes, 'GET /api/duty', world.actor(who), {
      query: { from: '2026-11-16', role: 'duty-officer', ...query },
    }),
  );

describe('a duty roster', () => {
  it('shows who stands in it, where nobody does, and where two do', async () => {
    expect((await week())['gaps']).toEqual([]);
    expect(refusedAs(await enter('duty', {}))).toBeUndefined();
    await enter('duty', {
      person: 'duty-two-role',
      fromAt: '2026-11-20T18:00:00+08:00',
      untilAt: '2026-11-23T00:00:00+08:00',
    });
    const roster = await week();
    expect(roster['shifts']).toMatchObject([{ person: { name: '周建国' } }, { person: { name: '郭晓东' } }]);
    expect(roster['gaps']).toEqual([{ fromAt: '2026-11-15T16:00:00.000Z', untilAt: '2026-11-20T00:00:00.000Z' }]);
    expect(roster['overlaps']).toEqual([{ fromAt: '2026-11-20T10:00:00.000Z', untilAt: '2026-11-20T12:00:00.000Z' }]);
    expect((await week('duty', { from: '2026-11-23' }))['shifts']).toEqual([]);
  });

  it('says whom to ring now: whoever’s shift it is', async () => {
    const ring = async (at: Date) => {
      const [rows = []] = await world.app.read(world.actor('clerk'), at, [dutyOf('county-hospital', TODAY)]);
      return dutyView(rows)?.name;
    };
    expect(await ring(NOW)).toBe('周建国');
    expect(await ring(new Date('2026-11-20T14:00:00Z'))).toBe('郭晓东');
  });

  it('refuses a person twice at the same time, a shift that ends before it begins, and one of a month and more', async () => {
    expect(
      refusedAs(await enter('duty', { fromAt: '2026-11-20T19:00:00+08:00', untilAt: '2026-11-21T08:00:00+08:00' })),
    ).toBe('duty.twice');
    expect(refusedAs(await enter('duty', { untilAt: '2026-11-20T07:00:00+08:00' }))).toBe('duty.backwards');
    expect(refusedAs(await enter('duty', { untilAt: '2027-01-20T07:00:00+08:00' }))).toBe('duty.too-long');
    const nowhere = await call(routes, 'GET /api/duty', world.actor('duty'), {
      query: { from: '2026-02-31', role: 'duty-officer' },
    });
    expect(refusedAs(nowhere)).toBe('duty.day');
  });

  it('is kept by the house’s own duty officers, coordinators and bed managers, of its own people', async () => {
    expect(refusedAs(await enter('clerk', {}))).toBe('role.may-not');
    expect(refusedAs(await enter('city-coordinator', {}))).toBe('duty.nobody');
    expect(refusedAs(await enter('duty', { person: 'coordinator-role' }))).toBe('duty.nobody');
    const [first] = (await week())['shifts'] as { id: string }[];
    const remove = (who: WorldPerson) =>
      call(routes, 'DELETE /api/duty/shifts/:id', world.actor(who), { params: { id: first?.id } });
    expect(refusedAs(await remove('city-coordinator'))).toBe('duty.unknown');
    expect(refusedAs(await remove('beds'))).toBeUndefined();
    expect((await week())['shifts']).toHaveLength(1);
    expect((await week('clerk'))['mayEdit']).toBe(false);
  });

  it('of another house cannot be written past the fence', async () => {
    const write = world.app.write(world.actor('city-coordinator'), NOW, (tx) =>
      tx.finish([
        {
          text: `insert into duty_shift (id, organisation, role, practitioner_role, from_at, until_at, made_at, made_by)
                 values ('x', 'county-hospital', 'duty-officer', 'duty-role', $1, $2, $1, 'x')`,
          values: [new Date('2027-01-01T00:00:00Z'), new Date('2027-01-02T00:00:00Z')],
        },
      ]),
    );
    await expect(write).rejects.toThrow(/row-level security/);
  });
});

describe('gaps and overlaps', () => {
  const within = { from: 0, until: 100 };
  it('are found at the edges and between, and neighbours leave none', () => {
    expect(
      coverOf(
        [
          { from: -10, until: 50 },
          { from: 50, until: 90 },
        ],
        within,
      ),
    ).toEqual({
      gaps: [{ from: 90, until: 100 }],
      overlaps: [],
    });
    expect(
      coverOf(
        [
          { from: 0, until: 60 },
          { from: 40, until: 100 },
          { from: 45, until: 55 },
        ],
        within,
      ).overlaps,
    ).toEqual([{ from: 40, until: 60 }]);
    expect(coverOf([], within)).toEqual({ gaps: [], overlaps: [] });
  });
});

describe('who is told', () => {
  const of = (role: string, more: Partial<Candidate> = {}): Candidate => ({
    role,
    organisation: 'house',
    source: 'role',
    ofDepartment: false,
    distance: 0,
    onShift: false,
    ...more,
  });
  const asked: Asked = { organisation: 'house', role: 'nurse', department: 'ward', level: 0, pressing: true };
  const names = (all: readonly Candidate[], more: Partial<Asked> = {}, working = true) =>
    choose(all, { ...asked, ...more }, working).map(
      ({ role, why, rings }) => `${role} ${why}${rings ? '' : ' quietly'}`,
    );
  const house = [of('anna'), of('bea', { ofDepartment: true })];
  const office = of('duty', { source: 'duty' });
  const lead = of('lead', { source: 'duty', distance: 2, organisation: 'lead' });

  it('is the department’s own roster, else the house’s, else everybody in the role, the department’s first', () => {
    const shifts = [of('cleo', { source: 'shift' }), of('dora', { source: 'shift', ofDepartment: true })];
    expect(names([...house, ...shifts, office])).toEqual(['dora roster']);
    expect(names([...house, ...shifts.slice(0, 1), office])).toEqual(['cleo roster']);
    expect(names([...house, office])).toEqual(['bea role']);
    expect(names([...house.slice(0, 1), office])).toEqual(['anna role']);
  });

  it('is 总值班 when nobody is there, that of the lead where the house has none', () => {
    expect(names([office, lead])).toEqual(['duty duty']);
    expect(names([lead])).toEqual(['lead duty']);
    expect(names([])).toEqual([]);
  });

  it('at night is 总值班 for what presses, and the role’s people see it on their screens; routine waits', () => {
    expect(names([...house, office], {}, false)).toEqual(['duty duty', 'bea role quietly']);
    expect(names([...house, office], { pressing: false }, false)).toEqual(['bea role']);
    expect(names([...house, office], { withoutDuty: true }, false)).toEqual(['bea role quietly']);
  });

  it('of several duty officers is the one whose shift it is, and raising goes to the house before the lead', () => {
    const both = [office, of('late', { source: 'duty', onShift: true }), lead];
    expect(names(both, { level: 1 })).toEqual(['late duty']);
    expect(names(both, { level: 2 })).toEqual(['lead duty']);
  });
});
