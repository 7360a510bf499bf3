/** Stays, settlement and the ledger on the real database: what cannot be is refused there too, and nothing is overwritten. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { World } from '../../../test/world.ts';
import { NOW, ZONE, openWorld } from '../../../test/world.ts';
import { newId } from '../../platform/ids.ts';
import type { Actor, Statement } from '../../platform/postgres/database.ts';
import type { Stay } from './core/places.ts';
import type { PerDiemTable } from './core/policies.ts';
import { settlePeriod } from './settle.ts';
import type { CareDayRules, Settled } from './settle.ts';
import {
  endStay,
  findFacts,
  factsFrom,
  replaceCover,
  replaceGrade,
  sayEvidence,
  sayStay,
  unsayStays,
} from './statements.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.drop());

const DESK: Actor = {
  id: 'system:settlement',
  person: null,
  role: 'system',
  organisation: 'bureau',
  purpose: 'system',
};
const dated = { validFrom: '2026-01-01', source: 'test', verified: false };
const TABLE: PerDiemTable = {
  ...{ ...dated, code: 'city', kind: 'per-diem', programme: 'hospice', places: ['ward'], mode: 'package' },
  ...{ schemes: ['employee'], classes: ['*'], severities: ['severe'] },
  rates: [{ class: '*', severity: 'severe', fromDay: 1, toDay: null, rate: 50_000 }],
  shares: [{ scheme: 'employee', class: '*', share: 8000 }],
  ...{ deductible: { per: 'none', fen: 0 }, maxDaysPerStay: null, maxDaysPerYear: null },
  ...{ underLimit: 'keep', fundPays: 'standard', countsTowardBudget: false },
};
const RULES: CareDayRules = {
  zone: ZONE,
  days: [
    {
      ...{ ...dated, code: 'days', admissionDay: 'counts', leavingDay: 'not', deathDay: 'not', sameDay: 'counts' },
      ...{ transferDay: 'receiver', takesTheDay: [] },
    },
  ],
  evidence: [
    {
      ...{ ...dated, code: 'proof', programme: 'hospice', places: ['ward'], missing: 'hold' },
      needs: [{ kind: 'symptom-score', everyDays: 1 }],
    },
  ],
  tables: {
    ...{ perDiem: [TABLE], ltci: [] },
    order: [{ ...dated, code: 'order', kind: 'order', order: ['medical', 'ltci'], exclusive: true }],
  },
  ...{ funds: [], classOf: () => null },
};
const NOVEMBER = { from: '2026-11-01', through: '2026-11-30' };

const write = (...statements: readonly Statement[]) =>
  world.app.write(DESK, world.clock.now(), (tx) => tx.finish(statements));
const stay = (resident: string, from: string, until: string | null, changes: Partial<Stay> = {}): Stay => ({
  ...{ id: newId(), resident, episode: `${resident}-1`, programme: 'hospice', place: 'ward', organisation: 'hospice' },
  ...{ department: 'hospice-ward', bed: null, from: new Date(from), until: until === null ? null : new Date(until) },
  ...{ ended: until === null ? null : 'discharge', knownFrom: world.clock.now(), knownUntil: null },
  ...changes,
});
const say = (one: Stay) => write(sayStay(one, 'test'));
const settle = (period = NOVEMBER): Promise<Settled> =>
  settlePeriod({ db: world.app, actor: DESK, at: world.clock.now(), rules: RULES, newId }, period);
const insured = (resident: string): readonly Statement[] => {
  const said = { resident, from: '2026-01-01', at: world.clock.now(), author: 'test', organisation: 'hospice' };
  return [
    replaceCover({ ...said, ids: [newId(), newId()], kind: 'medical', value: 'employee' }),
    replaceGrade({ ...said, ids: [newId(), newId()], kind: 'severity', value: 'severe' }),
  ];
};
const scored = (resident: string, ...days: readonly string[]): Statement =>
  sayEvidence(
    days.map((day) => ({
      ...{ id: newId(), resident, organisation: 'hospice', day, kind: 'symptom-score', knownFrom: world.clock.now() },
    })),
    'test',
  );
const sums = async (resident: string): Promise<Readonly<Record<string, number>>> => {
  const rows = await world.owner(
    `select p.account, sum(p.fen) as fen from care_posting p join care_entry e on e.id = p.entry
      where e.resident = $1 group by 1 having sum(p.fen) <> 0 order by 1`,
    [resident],
  );
  return Object.fromEntries(rows.map((row) => [String(row['account']), Number(row['fen'])]));
};
const entries = async (): Promise<number> =>
  Number((await world.owner('select count(*) from care_entry'))[0]?.['count']);

describe('the database', () => {
  test('refuses a second place at the same time, and takes one that begins when the first ends', async () => {
    await say(stay('sun', '2026-10-01T01:00Z', '2026-10-05T01:00Z', { ended: 'transfer' }));
    await expect(say(stay('sun', '2026-10-04T23:00Z', null))).rejects.toThrow(/care_stay_one_place/);
    await say(stay('sun', '2026-10-05T01:00Z', '2026-10-06T01:00Z', { ended: 'death' }));
  });
  test('refuses care after a death, however much later', async () => {
    await expect(say(stay('sun', '2026-12-01T01:00Z', null, { episode: 'sun-2' }))).rejects.toThrow(
      /care_stay_one_place/,
    );
  });
  test('refuses an end before the beginning', async () => {
    await expect(say(stay('zhang', '2026-10-05T01:00Z', '2026-10-05T00:00Z'))).rejects.toThrow(/check constraint/);
  });
  test('refuses one bed for two', async () => {
    await say(stay('zhang', '2026-10-01T01:00Z', '2026-10-03T01:00Z', { bed: 'bed-1' }));
    await expect(say(stay('wu', '2026-10-02T01:00Z', null, { bed: 'bed-1' }))).rejects.toThrow(/care_stay_one_bed/);
  });
  test('shows a resident’s stays to who cares for them, and not to another hospital', async () => {
    await say(stay('li', '2026-10-01T01:00Z', '2026-10-02T01:00Z'));
    const seen = async (person: 'gp' | 'other-coordinator') =>
      (await world.app.read(world.actor(person), NOW, findFacts(['li'], NOW)))[0]?.length;
    expect(await seen('gp')).toBe(1);
    expect(await seen('other-coordinator')).toBe(0);
  });
  test('lets nobody change or remove what stands in the ledger', async () => {
    const changed = await world.app.write(DESK, NOW, (tx) =>
      tx.finish([{ text: `with gone as (delete from care_entry returning 1) select count(*) from gone` }]),
    );
    expect(changed[0]?.[0]).toMatchObject({ count: 0 });
  });
});

describe('settlement', () => {
  test('writes each day once, and a second time nothing', async () => {
    await write(...insured('wu'), scored('wu', '2026-11-01', '2026-11-02', '2026-11-03'));
    await say(stay('wu', '2026-11-01T01:00Z', '2026-11-04T01:00Z'));
    expect(await settle()).toEqual({ residents: 1, written: 3, reversed: 0 });
    expect(await sums('wu')).toEqual({ income: -150_000, medical: 120_000, resident: 30_000 });
    expect(await settle()).toEqual({ residents: 1, written: 0, reversed: 0 });
  });

  test('holds a day back until its score is shown, and then reverses to the fen', async () => {
    const [row] = await world.owner(`select id from care_evidence where resident = 'wu' and day = '2026-11-02'`);
    world.clock.set(new Date(NOW.getTime() + 60_000));
    await world.owner(`update care_evidence set known_until = $2 where id = $1`, [row?.['id'], world.clock.now()]);
    expect(await settle()).toEqual({ residents: 1, written: 1, reversed: 1 });
    expect(await sums('wu')).toEqual({ held: 40_000, income: -150_000, medical: 80_000, resident: 30_000 });
    world.clock.set(new Date(NOW.getTime() + 120_000));
    await write(scored('wu', '2026-11-02'));
    expect(await settle()).toEqual({ residents: 1, written: 1, reversed: 1 });
    expect(await sums('wu')).toEqual({ income: -150_000, medical: 120_000, resident: 30_000 });
  });

  test('gives reversals for a stay that turns out shorter, and never an edit', async () => {
    const before = await world.owner(`select * from care_entry order by id`);
    const [own] = await world.owner(`select id from care_stay where resident = 'wu' and known_until is null`);
    world.clock.set(new Date(NOW.getTime() + 180_000));
    await write(
      unsayStays([String(own?.['id'])], world.clock.now()),
      sayStay(stay('wu', '2026-11-01T01:00Z', '2026-11-03T01:00Z'), 'test'),
    );
    expect(await settle()).toEqual({ residents: 1, written: 0, reversed: 1 });
    expect(await sums('wu')).toEqual({ income: -100_000, medical: 80_000, resident: 20_000 });
    const ids = before.map(({ id }) => id);
    expect(await world.owner(`select * from care_entry where id = any($1) order by id`, [ids])).toEqual(before);
  });

  test('takes everything back when a stay is withdrawn, and writes the days again when it is said again', async () => {
    const [own] = await world.owner(`select id from care_stay where resident = 'wu' and known_until is null`);
    world.clock.set(new Date(NOW.getTime() + 240_000));
    await write(unsayStays([String(own?.['id'])], world.clock.now()));
    expect(await settle()).toEqual({ residents: 1, written: 0, reversed: 2 });
    expect(await sums('wu')).toEqual({});
    world.clock.set(new Date(NOW.getTime() + 300_000));
    await say(stay('wu', '2026-11-01T01:00Z', '2026-11-03T01:00Z'));
    expect(await settle()).toEqual({ residents: 1, written: 2, reversed: 0 });
    expect(await sums('wu')).toEqual({ income: -100_000, medical: 80_000, resident: 20_000 });
  });

  test('answers of a past moment what was believed then', async () => {
    const then = new Date(NOW.getTime() + 1000);
    const stays = factsFrom(await world.app.read(DESK, world.clock.now(), findFacts(['wu'], then))).get('wu')?.stays;
    expect(stays?.map(({ until }) => until?.toISOString())).toEqual(['2026-11-04T01:00:00.000Z']);
  });

  test('done twice at once writes the days once', async () => {
    await say(stay('zhang', '2026-11-05T01:00Z', '2026-11-15T01:00Z', { episode: 'zhang-2' }));
    await write(...insured('zhang'));
    const before = await entries();
    const outcomes = await Promise.allSettled([settle(), settle(), settle()]);
    expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true);
    expect((await entries()) - before).toBe(10);
  });

  test('ends an open stay once', async () => {
    world.clock.set(new Date(NOW.getTime() + 360_000));
    await say(stay('li', '2026-11-10T01:00Z', null, { episode: 'li-2' }));
    const end = { episode: 'li-2', until: NOW, ended: 'discharge', at: world.clock.now(), author: 'test' } as const;
    await write(endStay({ ...end, id: newId() }));
    await expect(write(endStay({ ...end, id: newId() }))).rejects.toThrow(/stay-not-open/);
  });
});
