/** Figures as a commission meets them: what was said then, what is understood now, what is missing, and what is not shown. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import type { FreshDatabase } from '../../../test/database.ts';
import { keepFactsBy } from '../../fhir/store/fact-keeper.ts';
import { newVersion } from '../../fhir/store/new-version.ts';
import { storeStatements } from '../../fhir/store/statements.ts';
import type { Actor } from '../../platform/postgres/database.ts';
import { isRefusal } from '../../platform/refusal.ts';
import { catalogue, figure } from './define.ts';
import type { FigureAnswer, FigureAsked, FigureDefinition, FigureScope, FigureValue } from './define.ts';
import { factView } from './facts.ts';
import { factKeeper } from './keep.ts';
import { balance, balanceDaily, OutOfBalance } from './ledger.ts';
import { FIGURES_ACTOR, fileOrganisations, foldFacts, makeFacts } from './making.ts';
import { figureReader } from './read.ts';

const ZONE = 'Asia/Shanghai';
const VISITS = factView({
  code: 'visit',
  version: 1,
  resource: 'Encounter',
  paths: {
    organisation: 'serviceProvider.getReferenceKey(Organization)',
    resident: 'subject.getReferenceKey(Patient)',
    start: 'period.start',
    finish: 'period.end',
  },
  cell: { kind: 'class.code' },
});
const words = { name: '名', unit: '个', definition: '定义', leavesOut: '无' };
const define = (code: string, value: FigureValue, validFrom = '2000-01-01'): FigureDefinition =>
  figure({
    code,
    version: 1,
    theme: 't',
    words: { zh: words, en: words },
    value,
    dimensions: [],
    better: 'neither',
    decimals: 0,
    validFrom,
    source: { title: '测试', verified: false },
    evidence: 'none',
  });
const rows = (where?: Readonly<Record<string, string>>) =>
  ({ view: 'visit', count: 'rows', when: 'during', ...(where && { where }) }) as const;
const FIGURES = catalogue(
  [
    define('v.visits', { kind: 'number', of: rows() }),
    define('v.people', { kind: 'number', of: { ...rows(), count: 'residents' } }),
    define('v.centres', { kind: 'number', of: { view: 'visit', count: 'organisations', when: 'until-end' } }),
    define('v.home-share', {
      kind: 'rate',
      numerator: rows({ kind: 'HH' }),
      denominator: rows({ kind: 'AMB' }),
      per: 100,
    }),
    define('v.wait', { kind: 'median-wait', of: { view: 'visit', when: 'during' } }),
    define('v.later', { kind: 'number', of: rows() }, '2027-01-01'),
  ],
  ['visit'],
);

let database: FreshDatabase;
let now = new Date('2026-06-01T02:00:00Z').getTime();
const clock = { now: () => new Date(now) };
const ground = () => ({ db: database.app, clock, zone: ZONE, views: [VISITS] });
let next = 0;

const visit = async (
  organisation: string,
  resident: string,
  start: string,
  kind = 'AMB',
  end?: string,
): Promise<void> => {
  const id = `e${++next}`;
  const resource = {
    resourceType: 'Encounter',
    status: 'finished',
    class: { code: kind },
    subject: { reference: `Patient/${resident}` },
    serviceProvider: { reference: `Organization/${organisation}` },
    period: { start, ...(end === undefined ? {} : { end }) },
  };
  now += 60_000;
  await database.app.write(FIGURES_ACTOR, clock.now(), (tx) =>
    tx.finish(storeStatements([newVersion(resource, id, null, clock.now())], FIGURES_ACTOR, clock.now())),
  );
};

const PERIOD = { from: '2026-01-01', to: '2026-05-31' };
const asking = (code: string, more: Partial<FigureAsked> = {}): FigureAsked => ({
  code,
  scope: { kind: 'region' },
  period: PERIOD,
  asOf: null,
  ...more,
});
const OFFICER: Actor = {
  id: 'officer',
  person: 'o',
  role: 'commission-officer',
  organisation: 'bureau',
  purpose: 'care',
};

const read = async (asked: FigureAsked, { by = FIGURES_ACTOR, smallestCell = 0 } = {}) => {
  const parts = { db: database.app, clock, zone: ZONE, catalogue: FIGURES, views: [VISITS], smallestCell };
  const [answer] = await figureReader(parts)(by, [asked]);
  if (answer === undefined) throw new Error('no answer');
  return answer;
};
const answerOf = async (asked: FigureAsked, options: Parameters<typeof read>[1] = {}): Promise<FigureAnswer> => {
  const answer = await read(asked, options);
  if (isRefusal(answer)) throw new Error(answer.refused);
  return answer;
};
const refusalOf = async (asked: FigureAsked): Promise<string> => {
  const answer = await read(asked);
  return isRefusal(answer) ? answer.refused : 'answered';
};

beforeAll(async () => {
  database = await freshDatabase();
  for (const [id, kind, district] of [
    ['bureau', 'bureau', null],
    ['north', 'community-centre', '东城区'],
    ['south', 'community-centre', '东城区'],
    ['empty', 'community-centre', '西城区'],
    ['group', 'urban-group', null],
  ] as const)
    await database.owner(
      `insert into organisation (id, kind, name, short_name, district, made_up, from_on) values ($1, $2, $1, $1, $3, true, '2000-01-01')`,
      [id, kind, district],
    );
  await database.owner(
    `insert into affiliation (consortium, organisation, role, from_on) values ('group', 'north', 'member', '2000-01-01'), ('group', 'south', 'member', '2000-01-01')`,
  );
  await fileOrganisations(ground());
  keepFactsBy(factKeeper([VISITS], ZONE));
});
afterAll(async () => {
  keepFactsBy(() => []);
  await database.drop();
});

test('until the facts of a view are made from the records, no figure is answered from it', async () => {
  expect(await refusalOf(asking('v.visits'))).toBe('figures.being-made');
  await makeFacts(ground());
  expect(await refusalOf(asking('v.visits'))).toBe('answered');
});

describe('missing is missing', () => {
  test('what nobody ever recorded is no zero, and a month without one is', async () => {
    expect(await answerOf(asking('v.visits'))).toMatchObject({ value: null, missing: 'nothing-recorded' });
    await visit('north', 'a', '2026-03-02');
    await visit('south', 'b', '2026-03-03');
    expect(await answerOf(asking('v.visits', { period: { from: '2026-05-01', to: '2026-05-31' } }))).toMatchObject({
      value: '0',
      missing: null,
    });
    const empty: FigureScope = { kind: 'organisation', id: 'empty' };
    expect(await answerOf(asking('v.visits', { scope: empty }))).toMatchObject({
      value: null,
      missing: 'nothing-recorded',
    });
  });
  test('nothing to divide by is no share', async () => {
    const before = { from: '2026-05-01', to: '2026-05-31' };
    expect(await answerOf(asking('v.home-share', { period: before }))).toMatchObject({
      value: null,
      numerator: '0',
      denominator: '0',
      missing: 'no-denominator',
    });
    expect(await answerOf(asking('v.home-share'))).toMatchObject({ value: '0', numerator: '0', denominator: '2' });
  });
  test('while fewer than half are over there is no median, and waiting counts', async () => {
    expect(await answerOf(asking('v.wait'))).toMatchObject({ value: null, missing: 'not-half-over', denominator: '2' });
  });
});

describe('a question that cannot be asked is refused', () => {
  test.each([
    ['figures.unknown', asking('v.nothing')],
    ['figures.unknown-scope', asking('v.visits', { scope: { kind: 'organisation', id: 'nowhere' } })],
    ['figures.unknown-scope', asking('v.visits', { scope: { kind: 'district', id: '南城区' } })],
    ['figures.impossible-period', asking('v.visits', { period: { from: '2026-05-31', to: '2026-01-01' } })],
    ['figures.impossible-period', asking('v.visits', { period: { from: '2026-02-30', to: '2026-03-01' } })],
    ['figures.period-in-the-future', asking('v.visits', { period: { from: '2026-05-01', to: '2026-12-31' } })],
    ['figures.as-of-the-future', asking('v.visits', { asOf: new Date('2026-12-01T00:00:00Z') })],
    ['figures.not-valid-then', asking('v.later')],
  ])('%s', async (code, asked) => {
    expect(await refusalOf(asked)).toBe(code);
  });
  test('and the others asked with it are answered', async () => {
    const parts = { db: database.app, clock, zone: ZONE, catalogue: FIGURES, views: [VISITS], smallestCell: 0 };
    const answers = await figureReader(parts)(FIGURES_ACTOR, [asking('v.nothing'), asking('v.visits')]);
    expect(answers[0]).toMatchObject({ refused: 'figures.unknown' });
    expect(answers[1]).toMatchObject({ code: 'v.visits', value: '2' });
  });
});

test('the visit written a moment ago is in the next reading, whether the job has added it or not', async () => {
  // totals tell the visits apart, entries the people and the waits
  const told = async () => {
    const [visits, people, wait] = [
      await answerOf(asking('v.visits')),
      await answerOf(asking('v.people')),
      await answerOf(asking('v.wait')),
    ];
    return [visits.value, people.value, wait.numerator, wait.denominator].map(Number);
  };
  await foldFacts(ground());
  const before = await told();
  await visit('north', 'c', '2026-04-10T09:00:00+08:00', 'HH', '2026-04-10T10:30:00+08:00');
  const after = before.map((n) => n + 1);
  expect(await told()).toEqual(after);
  await foldFacts(ground());
  expect(await told()).toEqual(after);
});

test('forty figures that totals answer are no more statements than one', async () => {
  const asked: number[] = [];
  const db = {
    ...database.app,
    read: (...of: Parameters<typeof database.app.read>) => {
      asked.push(of[2].length);
      return database.app.read(...of);
    },
  };
  const reader = figureReader({ db, clock, zone: ZONE, catalogue: FIGURES, views: [VISITS], smallestCell: 0 });
  const of = (code: string, more: Partial<FigureAsked> = {}) =>
    asking(code, { period: { from: '2026-03-01', to: '2026-04-20' }, ...more });
  const one = await reader(FIGURES_ACTOR, [of('v.visits')]);
  const north: FigureScope = { kind: 'organisation', id: 'north' };
  const many = await reader(
    FIGURES_ACTOR,
    Array.from({ length: 20 }, () => [of('v.visits'), of('v.home-share')]).flat(),
  );
  const both = await reader(FIGURES_ACTOR, [
    of('v.visits'),
    of('v.visits', { scope: north }),
    of('v.home-share', { scope: north }),
  ]);
  expect(one).toMatchObject([{ value: '3' }]);
  expect(new Set(many.map((answer) => (isRefusal(answer) ? answer.refused : answer.value)))).toEqual(
    new Set(['3', '50']),
  );
  expect(both.map((answer) => (isRefusal(answer) ? answer.refused : answer.value))).toEqual(['3', '2', '100']);
  // the second flight of each reading
  expect([asked[1], asked[3], asked[5]]).toEqual([1, 1, 1]);
});

test('small cells are shown to whoever cares for these residents, and to nobody else', async () => {
  const parts = { by: OFFICER, smallestCell: 5 };
  const south = asking('v.visits', { scope: { kind: 'organisation', id: 'south' } });
  expect(await answerOf({ ...south, trace: true }, parts)).toMatchObject({
    value: null,
    numerator: null,
    masked: true,
    records: null,
    evidence: null,
  });
  await database.owner(
    `insert into relation (resident, organisation, kind, source, from_at) values ('b', 'bureau', 'contract', 'test', '2026-01-01')`,
  );
  expect(await answerOf(south, parts)).toMatchObject({ value: '1', masked: false });
  expect(await answerOf(south, { by: OFFICER })).toMatchObject({ value: '1', masked: false });
});

test('after two centres merge the earlier day still says what it said, to the digit, beside what is understood now', async () => {
  const centre = (id: string, asOf: Date | null): FigureAsked =>
    asking('v.visits', { scope: { kind: 'organisation', id }, asOf, trace: true });
  now += 3_600_000;
  const then = new Date(now - 120_000);
  const said = {
    north: await answerOf(centre('north', then)),
    south: await answerOf(centre('south', then)),
    group: await answerOf(asking('v.visits', { scope: { kind: 'consortium', id: 'group' }, asOf: then, trace: true })),
    centres: await answerOf(asking('v.centres', { asOf: then, trace: true })),
  };
  expect([said.north.value, said.south.value, said.group.value, said.centres.value]).toEqual(['2', '1', '3', '2']);
  expect(said.north.settled).toBe(true);

  // 合并: from May on the south is a site of the north; it leaves the group under its own name, and late visits come in
  await database.owner(
    `insert into organisation_merged (organisation, into_organisation, merged_on, reason, actor, at)
     values ('south', 'north', '2026-05-01', '合并', 'officer', $1)`,
    [clock.now()],
  );
  await database.owner(`update affiliation set until_on = '2026-05-01' where organisation = 'south'`);
  now += 60_000;
  await fileOrganisations(ground());
  await visit('south', 'd', '2026-02-14');
  await database.owner(`delete from affiliation where organisation = 'south'`);
  now += 60_000;
  await fileOrganisations(ground());

  expect(await answerOf(centre('north', then))).toEqual(said.north);
  expect(await answerOf(centre('south', then))).toEqual(said.south);
  expect(
    await answerOf(asking('v.visits', { scope: { kind: 'consortium', id: 'group' }, asOf: then, trace: true })),
  ).toEqual(said.group);
  expect(await answerOf(asking('v.centres', { asOf: then, trace: true }))).toEqual(said.centres);

  // as understood now: the north with its site, the late visit included; one centre; the group through the north
  expect((await answerOf(centre('north', null))).value).toBe('4');
  expect((await answerOf(asking('v.centres'))).value).toBe('1');
  expect((await answerOf(asking('v.visits', { scope: { kind: 'consortium', id: 'group' } }))).value).toBe('4');
  // before the merger's day the two were two, also as understood now
  const april = { from: '2026-01-01', to: '2026-04-30' };
  expect((await answerOf(asking('v.centres', { period: april }))).value).toBe('2');
});

test('a centre that moves is counted where it was filed on the period’s last day, and as of before the move where it was then', async () => {
  const of = (scope: FigureScope, more: Partial<FigureAsked> = {}) =>
    asking('v.visits', { scope, trace: true, ...more });
  const group: FigureScope = { kind: 'consortium', id: 'group' };
  const county: FigureScope = { kind: 'consortium', id: 'county' };
  const east: FigureScope = { kind: 'district', id: '东城区' };
  const west: FigureScope = { kind: 'district', id: '西城区' };
  await database.owner(
    `insert into organisation (id, kind, name, short_name, made_up, from_on) values ('county', 'county-consortium', 'county', 'county', true, '2000-01-01')`,
  );
  now += 3_600_000;
  const then = new Date(now - 120_000);
  const said = await Promise.all([group, east].map((scope) => answerOf(of(scope, { asOf: then }))));
  expect(said.map(({ value }) => value)).toEqual(['4', '4']);

  // from April on it belongs to the county's consortium, and a boundary was drawn anew
  await database.owner(`update affiliation set until_on = '2026-04-01' where organisation = 'north'`);
  await database.owner(
    `insert into affiliation (consortium, organisation, role, from_on) values ('county', 'north', 'member', '2026-04-01')`,
  );
  await database.owner(`update organisation set district = '西城区' where id in ('north', 'south')`);
  now += 60_000;
  await fileOrganisations(ground());

  expect(await Promise.all([group, east].map((scope) => answerOf(of(scope, { asOf: then }))))).toEqual(said);
  const march = { period: { from: '2026-01-01', to: '2026-03-31' } };
  const valueOf = async (asked: FigureAsked) => (await answerOf(asked)).value;
  expect([await valueOf(of(county)), await valueOf(of(group))]).toEqual(['4', null]);
  // in March it was still there, by itself: the site from the south came in May
  expect(await valueOf(of(group, march))).toBe('1');
  expect([await valueOf(of(west)), await valueOf(of(east))]).toEqual(['4', null]);
});

test('the ledger is drawn up once a day, and a fact that no record bears out is found and named', async () => {
  expect(await balanceDaily(ground())).toEqual([]);
  now += 86_400_000 + 60_000;
  expect(await balanceDaily(ground())).toEqual(['visit']);
  expect(await balanceDaily(ground())).toEqual([]);
  await database.owner(`update fact set organisation = 'empty' where record = 'Encounter/e1'`);
  now += 86_400_000 + 60_000;
  await expect(balanceDaily(ground())).rejects.toBeInstanceOf(OutOfBalance);
  const [ledger] = await balance(ground());
  expect(ledger?.differences.map(({ side, record }) => [side, record])).toEqual(
    expect.arrayContaining([
      ['kept', 'Encounter/e1'],
      ['recounted', 'Encounter/e1'],
    ]),
  );
  // made again from the records, it balances, and who reads next has no changes to look through
  await database.owner('delete from fact_view');
  await makeFacts(ground());
  expect(await database.owner('select count(*)::int as waiting from fact_change')).toEqual([{ waiting: 0 }]);
  expect((await balance(ground())).map(({ differences }) => differences)).toEqual([[]]);
});
