import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { World } from '../../../test/world.ts';
import { NOW, ZONE, openWorld } from '../../../test/world.ts';
import type { Actor } from '../../platform/postgres/database.ts';
import { errorTable } from '../../platform/errors.ts';
import { newId } from '../../platform/ids.ts';
import type { Caller, Route } from '../../platform/http/route.ts';
import { CONSORTIUM_ERRORS } from '../errors.ts';
import { readPack } from '../region/read.ts';
import { boardRoutes } from './board-routes.ts';
import { PostAnswer, PostBody } from './board-shapes.ts';
import { holdQuota } from './holds.ts';
import { matchingDataOf } from './matching-data.ts';
import { postCapacity } from './post.ts';
import type { SentRow } from './post.ts';

let world: World;
let routes: readonly Route[];
beforeAll(async () => {
  world = await openWorld({ connections: 20 });
  const pack = await readPack(new URL('../../../regions/siping', import.meta.url).pathname);
  const errors = errorTable(CONSORTIUM_ERRORS);
  routes = boardRoutes({
    db: world.app,
    clock: world.clock,
    ids: newId,
    zone: ZONE,
    calendar: pack.calendar,
    matching: matchingDataOf(pack.files.matching),
    sentence: errors.sentence,
  });
});
afterAll(() => world.drop());
beforeEach(async () => {
  world.clock.set(NOW);
  await world.owner('delete from hold');
  await world.owner('delete from capacity_statement');
  await world.owner('update quota set held = 0, occupied = 0, over = 0');
  await world.owner(`update quota set places = 7 where department = 'endocrinology'`);
  await world.owner(`update quota set places = 4 where department = 'surgery'`);
});

const HOSPITAL: Actor = {
  id: 'client:his',
  person: null,
  role: 'service-client',
  organisation: 'county-hospital',
  department: null,
  purpose: 'care',
};
const at = (minutes: number): string => new Date(NOW.getTime() + minutes * 60_000).toISOString();
const post = async (rows: readonly SentRow[], scope = 'system/*.cruds'): Promise<PostAnswer> => {
  const route = routes.find(({ path }) => path === '/api/capacity/statements');
  const caller: Caller = { actor: HOSPITAL, session: null, name: 'his', scope };
  const request = { body: PostBody.parse({ rows }), caller, language: 'zh', params: undefined, query: undefined };
  const answer = await route?.handle({ ...request, headers: {}, address: '127.0.0.1' } as never);
  if (answer === undefined || 'refusal' in answer) throw new Error(answer?.refusal.refused ?? 'no route');
  return PostAnswer.parse(answer.body);
};
const places = async (department: string) =>
  (await world.owner('select places, held, occupied, over from quota where department = $1', [department]))[0];
const use = (held: number, occupied: number) =>
  world.owner(`update quota set held = $1, occupied = $2 where department = 'endocrinology'`, [held, occupied]);

describe('a hospital\u2019s own system', () => {
  test('posts its empty beds, those held included, or the places it offers in all', async () => {
    await use(2, 3);
    const answer = await post([
      { department: 'endocrinology', empty: 6, at: at(-1) },
      { department: 'surgery', places: 9, at: at(-1) },
    ]);
    expect(answer).toMatchObject({
      accepted: 2,
      refused: 0,
      rows: [
        { row: 1, outcome: 'written', places: 9, free: 4 },
        { row: 2, outcome: 'written', places: 9, free: 9 },
      ],
    });
    expect(await places('endocrinology')).toEqual({ places: 9, held: 2, occupied: 3, over: 0 });
    expect(await world.owner(`select how, stated_by from capacity_statement where department = 'surgery'`)).toEqual([
      { how: 'posted', stated_by: 'client:his' },
    ]);
  });

  test('is told of each wrong row by itself in a sentence, and the right ones are written all the same', async () => {
    await use(3, 2);
    const { rows, accepted } = await post([
      { department: 'nowhere', places: 5, at: at(-1) },
      { department: 'city-endocrinology', places: 5, at: at(-1) },
      { department: 'endocrinology', empty: 2, at: at(-1) },
      { department: 'endocrinology', places: 4, at: at(-1) },
      { department: 'endocrinology', places: -1, at: at(-1) },
      { department: 'endocrinology', places: 2.5, at: at(-1) },
      { department: 'endocrinology', places: '8', at: at(-1) },
      { department: 'endocrinology', places: 8, empty: 3, at: at(-1) },
      { department: 'endocrinology', at: at(-1) },
      { department: 'endocrinology', places: 8, at: '2026-11-20 14:00' },
      { department: 'endocrinology', places: 8, at: at(60) },
      { places: 8, at: at(-1) },
      { department: 'surgery', places: 8, at: at(-1) },
      { department: 'surgery', places: 9, at: at(0) },
    ]);
    expect(accepted).toBe(1);
    expect(rows.map(({ code }) => code)).toEqual([
      'department.unknown',
      'quota.other-organisation',
      'capacity.below-held',
      'quota.below-use',
      'capacity.impossible-number',
      'capacity.impossible-number',
      'capacity.impossible-number',
      'capacity.one-number',
      'capacity.one-number',
      'capacity.impossible-time',
      'capacity.future',
      'capacity.no-department',
      null,
      'capacity.twice',
    ]);
    expect(rows[2]?.detail).toBe('空床数2少于已预占的3张，未采用；请核对，或与预占机构联系。');
    expect(await places('endocrinology')).toEqual({ places: 7, held: 3, occupied: 2, over: 0 });
    expect(await places('surgery')).toMatchObject({ places: 8 });
  });

  test('may send the same again: it is answered as unchanged, also after somebody arrived', async () => {
    const row = { department: 'endocrinology', empty: 5, at: at(-1) };
    expect((await post([row])).rows[0]?.outcome).toBe('written');
    await use(0, 1);
    expect((await post([row])).rows[0]).toMatchObject({ outcome: 'unchanged', places: 5, free: 4 });
    expect(await places('endocrinology')).toMatchObject({ places: 5 });
  });

  test('does not overwrite what is known for a later moment', async () => {
    await post([{ department: 'endocrinology', places: 6, at: at(-1) }]);
    const late = await post([{ department: 'endocrinology', places: 20, at: at(-5) }]);
    expect(late.rows[0]).toMatchObject({ outcome: 'refused', code: 'capacity.older' });
    const other = await post([{ department: 'endocrinology', places: 20, at: at(-1) }]);
    expect(other.rows[0]?.code).toBe('capacity.older');
    expect(await places('endocrinology')).toMatchObject({ places: 6 });
  });

  test('makes the quota of a department of its own that had none', async () => {
    await world.owner(
      `insert into department (id, organisation, name, specialty, made_up, from_on)
       values ('eyes', 'county-hospital', '眼科', 'ophthalmology', true, '2024-01-01') on conflict do nothing`,
    );
    expect((await post([{ department: 'eyes', empty: 3, at: at(-1) }])).rows[0]).toMatchObject({ places: 3, free: 3 });
  });

  test('needs a token that allows it', async () => {
    await expect(post([{ department: 'surgery', places: 9, at: at(-1) }], 'system/Patient.rs')).rejects.toThrow(
      'token.scope-missing',
    );
  });
});

test('postings and holds at once: the last moment posted stands, and nothing is given out twice', async () => {
  const times = Array.from({ length: 20 }, (_, n) => n);
  const posting = times.map((n) =>
    postCapacity({ db: world.app, clock: world.clock, zone: ZONE }, HOSPITAL, [
      { department: 'surgery', empty: 4 + n, at: at(n - 30) },
      { department: 'endocrinology', empty: 40 - n, at: at(n - 30) },
    ]),
  );
  const holding = times.map((n) =>
    world.app.write(world.actor('gp'), NOW, (tx) =>
      tx.finish([
        holdQuota(
          { kind: 'quota', department: n % 2 === 0 ? 'surgery' : 'endocrinology' },
          {
            id: `hold-${String(n)}`,
            subject: `draft-${String(n)}`,
            organisation: 'township',
            actor: 'gp-role',
            from: NOW,
            until: new Date(NOW.getTime() + 60_000),
          },
        ),
      ]),
    ),
  );
  const settled = await Promise.allSettled([...holding, ...posting]);
  const made = settled.slice(0, times.length).filter(({ status }) => status === 'fulfilled').length;
  expect(settled.slice(times.length).every(({ status }) => status === 'fulfilled')).toBe(true);
  // whatever the order, the newest moment is never overwritten by an older one; it may itself be too small by then
  const [newest] = await world.owner(`select max(of_at) as of_at from capacity_statement`);
  expect((newest?.['of_at'] as Date).toISOString()).toBe(at(19 - 30));
  const counted = await world.owner(
    `select q.held, (select count(*) from hold h where h.department = q.department and h.status = 'active') as holds,
            q.held + q.occupied <= q.places + q.over as kept
       from quota q where q.department in ('surgery', 'endocrinology')`,
  );
  for (const { held, holds, kept } of counted) expect({ held, kept }).toEqual({ held: holds, kept: true });
  expect(counted.reduce((sum, { held }) => sum + Number(held), 0)).toBe(made);
});
