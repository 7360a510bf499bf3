/** The network of care on a real PostgreSQL: its moves are those a recount of all places finds, and few persons are never told apart. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../test/call.ts';
import type { HomeWorld } from '../../../test/home-world.ts';
import { HOME_BEDS, HOME_NURSE, openHomeWorld, OTHER_BEDS } from '../../../test/home-world.ts';
import { ZONE } from '../../../test/world.ts';
import { civilDay } from '../../platform/civil-time.ts';
import { newId } from '../../platform/ids.ts';
import { readSheet } from '../../platform/spreadsheet/read.ts';
import type { Actor } from '../../platform/postgres/database.ts';
import { networkSheets } from './routes/network-sheet.ts';
import { careNetworkRoutes } from './routes/network.ts';
import type { CareNetwork } from './shapes/network.ts';

let world: HomeWorld;
beforeAll(async () => {
  world = await openHomeWorld();
});
afterAll(() => world.drop());

const officer = (role: string): Actor => ({
  ...{ id: `${role}-role`, person: role, role, organisation: 'bureau', department: null, purpose: 'care' },
});
const HEALTH = officer('commission-officer');
const OFFICE: Actor = { ...officer('public-health-worker'), organisation: 'township', id: 'office-role' };
const routes = (smallestCell: number) =>
  careNetworkRoutes({ engine: world.engine, zone: ZONE, smallestCell, recordRead: () => Promise.resolve() });
const network = async (query: object = {}, smallestCell = 0, who = HEALTH): Promise<CareNetwork> =>
  bodyOf(await call(routes(smallestCell), 'GET /api/elder-care/network', who, { query })) as unknown as CareNetwork;
const told = ({ flows }: CareNetwork): Readonly<Record<string, number | null>> =>
  Object.fromEntries(flows.map(({ from, to, count }) => [`${from}>${to}`, count]));

type Place = {
  readonly resident: string;
  readonly episode: string;
  readonly place: string;
  readonly from: number;
  readonly until: number | null;
  readonly ended: string | null;
};
const BEGIN = Date.parse('2026-01-01T00:00:00+08:00');
const LAST = Date.parse('2026-11-19T00:00:00+08:00');
const HOUR = 3_600_000;
const HOUSES: Readonly<Record<string, string>> = {
  ...{ ward: 'city-hospital', centre: 'township', home: 'township', elsewhere: 'county-hospital' },
  ...{ 'care-home': 'home', 'day-care': 'home-two' },
};
/** The same course of numbers everywhere. */
const drawn = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
};
const insert = ({ resident, episode, place, from, until, ended }: Place, known: string | null = null) =>
  world.owner(
    `insert into care_stay (id, resident, episode, programme, place, organisation, from_at, until_at, ended, known_from, known_until, author)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, '2026-01-01', $10, 'test')`,
    [
      ...[newId(), resident, episode, episode.startsWith('h') ? 'hospice' : 'elder-care', place, HOUSES[place]],
      ...[new Date(from), until === null ? null : new Date(until), ended, known],
    ],
  );
/** Admissions with several places each, some ending on the day on which the next begins, some still open. */
const histories = (): readonly Place[] => {
  const draw = drawn(20_261_120);
  const names = Object.keys(HOUSES);
  return Array.from({ length: 60 }, (_, person) => {
    const places: Place[] = [];
    let at = BEGIN + (draw(200 * 24) - 400) * HOUR;
    for (let admission = 0; admission < 1 + draw(3); admission += 1) {
      const episode = `${draw(2) === 0 ? 'h' : 'e'}-${String(person)}-${String(admission)}`;
      const legs = 1 + draw(4);
      for (let leg = 0; leg < legs; leg += 1) {
        const until = at + (1 + draw(30 * 24)) * HOUR;
        const last = leg === legs - 1;
        const stillHere = until >= LAST || (last && admission > 0 && draw(3) === 0);
        const ended = stillHere ? null : last ? (['discharge', 'left'][draw(2)] ?? 'left') : 'transfer';
        const place = names[draw(names.length)] ?? 'ward';
        places.push({
          resident: `p-${String(person)}`,
          episode,
          place,
          from: at,
          until: stillHere ? null : until,
          ended,
        });
        if (stillHere) return places;
        at = until;
      }
      at += draw(3) === 0 ? 2 * HOUR : draw(20 * 24) * HOUR + HOUR;
    }
    return places;
  }).flat();
};

/** By walking everybody's places one after the other, as one would on paper. */
const recount = (all: readonly Place[], from: string, to: string): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  const day = (at: number): string => civilDay(new Date(at), ZONE);
  const within = (at: number): boolean => day(at) >= from && day(at) <= to;
  const add = (flow: string): void => void (counts[flow] = (counts[flow] ?? 0) + 1);
  for (const resident of new Set(all.map((place) => place.resident))) {
    const own = all.filter((place) => place.resident === resident).sort((a, b) => a.from - b.from);
    own.forEach((place, n) => {
      const before = own[n - 1];
      const next = own[n + 1];
      const follows = (earlier: Place, later: Place): boolean =>
        earlier.episode === later.episode || (earlier.until !== null && day(earlier.until) === day(later.from));
      if (within(place.from))
        add(`${before !== undefined && follows(before, place) ? before.place : 'outside'}>${place.place}`);
      if (place.until !== null && within(place.until) && !(next !== undefined && follows(place, next)))
        add(`${place.place}>outside`);
    });
  }
  return counts;
};

describe('the moves between places of care', () => {
  const all = histories();
  beforeAll(async () => {
    for (const place of all) await insert(place);
    // what is no longer believed is no move
    for (const place of all.slice(0, 20)) await insert({ ...place, resident: 'corrected' }, '2026-02-01');
  });

  test.each([
    ['2026-01-01', '2026-11-20'],
    ['2026-02-01', '2026-02-28'],
    ['2026-03-15', '2026-03-15'],
    ['2025-12-01', '2026-01-31'],
  ])('from %s to %s are those that a recount of all places finds', async (from, until) => {
    const expected = recount(all, from, until);
    expect(Object.keys(expected).length).toBeGreaterThan(until === from ? 0 : 5);
    expect(told(await network({ from, until }))).toEqual(expected);
  });

  test('of the whole year hold together: who is in care at its end came in and did not go out', async () => {
    const ever = await network({ from: '2025-01-01', until: '2026-11-20' });
    for (const { place, now } of ever.places) {
      const sum = (pick: (flow: CareNetwork['flows'][number]) => boolean): number =>
        ever.flows.filter(pick).reduce((total, { count }) => total + (count ?? 0), 0);
      expect([place, now]).toEqual([
        place,
        sum(({ from, to }) => to === place && from !== place) - sum(({ from, to }) => from === place && to !== place),
      ]);
    }
  });

  test('are withheld where few persons stand behind them, and their records with them', async () => {
    const open = await network({ from: '2025-01-01' });
    const masked = await network({ from: '2025-01-01' }, 5);
    const few = open.flows.filter(({ count }) => count !== null && count < 5);
    expect(few.length).toBeGreaterThan(0);
    for (const { from, to } of few) expect([from, to, told(masked)[`${from}>${to}`]]).toEqual([from, to, null]);
    const [one] = few;
    const { opened } = await network({ from: '2025-01-01', open: `${one?.from ?? ''}>${one?.to ?? ''}` }, 5);
    expect(opened).toEqual({ pairs: [], cases: [], more: false, masked: true });
  });

  test('are chosen by service and by district', async () => {
    const hospice = await network({ programme: 'hospice', from: '2025-01-01' });
    const elder = await network({ programme: 'elder-care', from: '2025-01-01' });
    const sum = ({ flows }: CareNetwork): number => flows.reduce((total, { count }) => total + (count ?? 0), 0);
    expect(sum(hospice) + sum(elder)).toBe(sum(await network({ from: '2025-01-01' })));
    await world.owner(`update organisation set district = '青禾县' where id = 'home'`);
    const there = await network({ district: '青禾县', from: '2025-01-01' });
    for (const { from, to } of there.flows) expect([from, to]).toContain('care-home');
    expect(there.houses.map(({ id }) => id)).toEqual(['home']);
  });
});

describe('a resident taken to hospital and back', () => {
  test('is a move each way, opened by its number for the officer and by its page for who cares', async () => {
    const resident = await world.newResident('郑桂兰');
    const { id } = await world.apply(resident);
    await world.take('residence', id, 'offer-bed', HOME_BEDS, { bed: 'h-1', until: world.hour(24) });
    await world.take('residence', id, 'admit', HOME_NURSE, {
      ...{ informed: true, keyContact: '女儿 内线 6203', arrivedAt: world.hour(0) },
    });
    world.clock.advance(2 * HOUR);
    await world.take('residence', id, 'to-hospital', HOME_NURSE, {
      ...{ hospital: 'county-hospital', leftAt: world.hour(1), why: '发热', keepBed: true },
    });
    const asked = { from: '2026-11-20', until: '2026-11-20', open: 'care-home>elsewhere' };
    const { opened, houses } = await network(asked);
    const [row] = await world.owner('select number from cases where id = $1', [id]);
    expect(opened?.cases).toEqual([
      { id, number: row?.['number'], pathway: 'residence', day: '2026-11-20', open: false },
    ]);
    expect(opened?.pairs).toContainEqual({
      ...{ from: { id: 'home', name: '夕照' }, to: { id: 'county-hospital', name: '县医院' } },
      count: 1,
    });
    // a kept bed is taken: nobody else can have it
    expect(houses.find((house) => house.id === 'home')?.beds).toEqual([{ use: 'nursing', beds: 3, taken: 1 }]);
    expect((await network({ ...asked, open: 'care-home' })).opened?.cases.map((one) => one.number)).toContain(
      row?.['number'],
    );
  });
});

describe('a house', () => {
  test('is shown with the beds it is accepted for, and when that ends', async () => {
    const term = (
      organisation: string,
      beds: number,
      from: string,
      until: string | null,
      ended: string | null = null,
    ) =>
      world.owner(
        `insert into acceptance_term (id, organisation, standard, standard_version, beds, from_on, until_on, ended_on, ended_because, source, author)
         values ($1, $2, 'hospice-beds', '1', $3, $4, $5, $6, case when $6::date is null then null else 'revoked' end, '文件', 'test')`,
        [newId(), organisation, beds, from, until, ended],
      );
    await term('hospice', 2, '2025-01-01', '2026-12-10');
    await term('city-hospital', 9, '2025-01-01', null);
    await term('township', 4, '2025-01-01', '2027-01-01', '2026-10-01');
    const { houses } = await network();
    const accepted = (id: string) => houses.find((house) => house.id === id)?.acceptance;
    expect(accepted('hospice')).toMatchObject({ beds: 2, until: '2026-12-10', state: '30' });
    expect(accepted('city-hospital')).toMatchObject({ beds: 9, until: null, state: 'stands' });
    expect(accepted('township')).toMatchObject({ state: 'ended', until: '2026-10-01' });
    expect(accepted('home')).toBeNull();
  });

  test('in a contract owes visits by full months, in the period and until its end', async () => {
    const id = newId();
    await world.take('care-contract', id, 'offer-contract', OFFICE, {
      ...{ home: 'home-two', fromOn: '2026-09-01', untilOn: '2026-12-15', services: ['visits'] },
      ...{ visitsPerMonth: 2, responseMinutes: 30, named: '王医师' },
    });
    await world.take('care-contract', id, 'sign-contract', OTHER_BEDS);
    await world.take('care-contract', id, 'record-visit', OFFICE, {
      ...{ visitedAt: world.hour(-2), seen: 8, findings: '血压平稳' },
    });
    const { contracts } = await network({ from: '2026-11-01', until: '2026-11-20' });
    expect(contracts).toMatchObject([{ home: { name: '晚晴' }, warning: '30', due: 2, done: 1, behind: 3 }]);
    expect((await network({ from: '2026-01-01', until: '2026-09-30' })).contracts).toMatchObject([
      { due: 0, behind: 0 },
    ]);
    expect((await network({ from: '2026-01-01', until: '2026-08-31' })).contracts).toEqual([]);
  });
});

describe('the network', () => {
  test('is read by those who answer for it and by nobody else, and by no impossible period', async () => {
    const asked = (who: Actor, query: object = {}, path = 'network') =>
      call(routes(5), `GET /api/elder-care/${path}`, who, { query }).then(refusedAs);
    for (const role of ['commission-officer', 'civil-affairs-officer', 'insurance-officer', 'administrator'])
      expect([role, await asked(officer(role))]).toEqual([role, undefined]);
    for (const who of [HOME_NURSE, HOME_BEDS, OFFICE])
      for (const path of ['network', 'network-sheet'])
        expect([who.role, await asked(who, {}, path)]).toEqual([who.role, 'role.may-not']);
    expect(await asked(HEALTH, { from: '2026-05-31', until: '2026-01-01' })).toBe('figures.impossible-period');
    expect(await asked(HEALTH, { until: '2026-11-21' })).toBe('figures.period-in-the-future');
    await expect(asked(HEALTH, { open: "ward>x' or 1=1" })).rejects.toThrow();
  });

  test('goes out as a workbook that says how it is counted', async () => {
    const answer = await call(routes(5), 'GET /api/elder-care/network-sheet', HEALTH, { query: {} });
    if ('refusal' in answer || !Buffer.isBuffer(answer.body)) throw new Error('no workbook');
    const lines: string[] = [];
    const refused = await readSheet(answer.body, (rows) => {
      lines.push(...rows.map(({ cells }) => cells.map((cell) => cell?.text ?? '').join('|')));
      return Promise.resolve(undefined);
    });
    expect(refused).toBeUndefined();
    expect(lines[0]).toContain('县区|机构|类别|床位用途|床位|在用|标准床位');
    expect(lines.find((line) => line.includes('|安宁中心|'))).toContain('|2|30日内到期|');
    const { sheets } = networkSheets(await network({}, 5), {}, 'zh');
    expect(sheets.map(({ name }) => name)).toEqual(['机构', '医养签约', '流向', '场所', '口径']);
    expect(JSON.stringify(sheets[2]?.rows)).toContain('人数少');
    expect(JSON.stringify(sheets[4]?.rows)).toContain('少于5人的不显示');
  });
});
