/**
 * Law 4 for every figure: whatever is written, late, corrected, withdrawn, merged or twice, kept facts are those recounted from the
 * stored JSON, and each figure is that counted in plain code over the recount. An event is a version written, or a merger.
 * KANGLIAN_EVENTS and KANGLIAN_SEED draw more: from ten thousand on some transactions are imports of many records, and a
 * checkpoint asks each figure for the region and one other scope; a hundred thousand take NODE_OPTIONS=--max-old-space-size=6000.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import type { FreshDatabase } from '../../../test/database.ts';
import { keepFactsBy } from '../../fhir/store/fact-keeper.ts';
import { deletion, newVersion } from '../../fhir/store/new-version.ts';
import type { NewVersion } from '../../fhir/store/new-version.ts';
import { storeStatements } from '../../fhir/store/statements.ts';
import { isRefusal } from '../../platform/refusal.ts';
import { catalogue, figure } from './define.ts';
import type { FigureAnswer, FigureAsked, FigureDefinition, FigureScope, FigureValue } from './define.ts';
import { factView } from './facts.ts';
import { factKeeper } from './keep.ts';
import { balance } from './ledger.ts';
import { FIGURES_ACTOR, fileOrganisations, foldFacts, makeFacts } from './making.ts';
import type { FactGround } from './making.ts';
import { figureOver } from './over.ts';
import type { Fact } from './over.ts';
import { figureReader } from './read.ts';
import { recountStatement } from './recount.ts';

const ZONE = 'Asia/Shanghai';
const EVENTS = Number(process.env['KANGLIAN_EVENTS'] ?? 800);
const LARGE = EVENTS >= 10_000;
const CHECKPOINTS = 4;
const MINUTE = 60_000;

const STAYS = factView({
  code: 'stay',
  version: 1,
  resource: 'Encounter',
  where: [`status != 'entered-in-error'`],
  paths: {
    organisation: 'serviceProvider.getReferenceKey(Organization)',
    resident: 'subject.getReferenceKey(Patient)',
    start: 'period.start',
    finish: 'period.end',
    amount: 'length.value',
  },
  cell: { kind: 'class.code' },
  attributes: { status: 'status', person: 'subject.reference' },
  counted: ['status'],
});
/** Several rows of one record. */
const PLACES = factView({
  code: 'place',
  version: 1,
  resource: 'Encounter',
  forEach: 'location',
  paths: { organisation: 'location.getReferenceKey(Organization)', start: 'period.start', finish: 'period.end' },
  cell: { kind: 'status' },
});
const ENTRIES = factView({
  code: 'entry',
  version: 1,
  resource: 'Basic',
  paths: {
    organisation: 'subject.getReferenceKey(Organization)',
    start: 'created',
    amount: `extension('amount').value.ofType(decimal)`,
  },
  cell: {
    register: 'code.coding.code',
    covers: `extension('covers').value.ofType(code)`,
    evidence: `extension('evidence').value.ofType(code)`,
  },
  attributes: { item: `extension('item').value.ofType(string)` },
  byHand: true,
});
const VIEWS = [STAYS, PLACES, ENTRIES];

const words = { name: '指标', unit: '个', definition: '定义', leavesOut: '无' };
const define = (code: string, value: FigureValue): FigureDefinition =>
  figure({
    code,
    version: 1,
    theme: 'test',
    words: { zh: words, en: words },
    value,
    dimensions: ['organisation', 'consortium'],
    better: 'neither',
    decimals: 1,
    validFrom: '2000-01-01',
    source: { title: '测试', verified: false },
    evidence: 'none',
  });
const FIGURES = catalogue(
  [
    define('t.begun', {
      kind: 'number',
      of: { view: 'stay', count: 'rows', when: 'during', where: { kind: ['IMP', 'AMB'] } },
    }),
    define('t.not-virtual', {
      kind: 'number',
      of: { view: 'stay', count: 'rows', when: 'during', where: { kind: { not: ['VR'] } } },
    }),
    define('t.there', { kind: 'number', of: { view: 'stay', count: 'rows', when: 'at-end' } }),
    define('t.all', { kind: 'number', of: { view: 'stay', count: 'amount', when: 'until-end' } }),
    define('t.recent', { kind: 'number', of: { view: 'place', count: 'rows', when: 'during', windowDays: 45 } }),
    define('t.finished', {
      kind: 'number',
      of: { view: 'stay', count: 'rows', when: 'during', where: { status: 'finished' } },
    }),
    // by what is counted beside the cell, and by what is not
    define('t.inpatients-over', {
      kind: 'number',
      of: { view: 'stay', count: 'rows', when: 'at-end', where: { kind: 'IMP', status: { not: ['in-progress'] } } },
    }),
    define('t.of-one', {
      kind: 'number',
      of: { view: 'stay', count: 'rows', when: 'during', where: { person: 'Patient/p' } },
    }),
    define('t.people-over', {
      kind: 'number',
      of: { view: 'stay', count: 'residents', when: 'until-end', where: { status: 'finished' } },
    }),
    define('t.people', { kind: 'number', of: { view: 'stay', count: 'residents', when: 'during' } }),
    define('t.houses', { kind: 'number', of: { view: 'stay', count: 'organisations', when: 'until-end' } }),
    define('t.beds', {
      kind: 'number',
      of: { view: 'entry', count: 'latest', when: 'at-end', where: { register: 'beds' } },
    }),
    define('t.share', {
      kind: 'rate',
      numerator: { view: 'stay', count: 'rows', when: 'during', where: { kind: 'IMP' } },
      denominator: { view: 'stay', count: 'rows', when: 'during' },
      per: 100,
    }),
    define('t.wait', { kind: 'median-wait', of: { view: 'stay', when: 'during' } }),
    ...(['median', 'ninth-tenth', 'mean'] as const).map((told) =>
      define(`t.wait-${told}`, {
        ...{ kind: 'wait', told, of: { view: 'stay', when: 'during' } },
        bounds: [60, 240, 720, 1440, 4320, 10_080, 43_200],
      }),
    ),
    define('t.items', { kind: 'checklist', view: 'entry', register: 'beds', items: ['a', 'b', 'c'] }),
    define('t.sum', { kind: 'combined', how: 'sum', of: ['t.begun', 't.all'] }),
    define('t.growth', { kind: 'combined', how: 'growth', of: ['t.begun'] }),
  ],
  VIEWS.map(({ code }) => code),
);

// ------------------------------------------------------------------ a region, and chance
const HOUSES = ['a', 'b', 'c', 'd', 'e', 'f'];
const CONSORTIUM: Readonly<Record<string, readonly string[]>> = { one: ['a', 'b', 'c'], two: ['d', 'e'] };

let database: FreshDatabase;
let seed = Number(process.env['KANGLIAN_SEED'] ?? 11);
/** xorshift: the same draws everywhere. */
const draw = (below: number): number => {
  seed ^= seed << 13;
  seed ^= seed >>> 17;
  seed ^= seed << 5;
  return Math.abs(seed) % below;
};
const pick = <Item>(items: readonly Item[]): Item => {
  const found = items[draw(items.length)];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
};

let now = new Date('2026-03-02T01:00:00Z').getTime();
const clock = { now: () => new Date(now) };
const ground = (): FactGround => ({ db: database.app, clock, zone: ZONE, views: VIEWS });

beforeAll(async () => {
  database = await freshDatabase();
  for (const id of [...HOUSES, 'one', 'two'])
    await database.owner(
      `insert into organisation (id, kind, name, short_name, made_up, from_on) values ($1, $2, $1, $1, true, '2000-01-01')`,
      [id, CONSORTIUM[id] ? 'county-consortium' : 'township-hospital'],
    );
  for (const [consortium, members] of Object.entries(CONSORTIUM))
    for (const organisation of members)
      await database.owner(
        `insert into affiliation (consortium, organisation, role, from_on) values ($1, $2, 'member', '2000-01-01')`,
        [consortium, organisation],
      );
  await makeFacts(ground());
  await fileOrganisations(ground());
  keepFactsBy(factKeeper(VIEWS, ZONE));
});
afterAll(async () => {
  keepFactsBy(() => []);
  await database.drop();
});

type Held = { readonly type: 'Encounter' | 'Basic'; readonly id: string; version: number; gone: boolean };
const held: Held[] = [];
const merged: { readonly house: string; readonly into: string; readonly from: number }[] = [];
const absorbed: { readonly resident: string; readonly into: string; readonly from: number; until: number | null }[] =
  [];

const date = (at: number): string => new Date(at).toISOString().slice(0, 10);
const PAST = 500 * 1440;
/** Late and early days, as dates, instants or too coarse to be a day. */
const when = (): string => {
  const at = now - draw(PAST) * MINUTE;
  return pick([date(at), new Date(at).toISOString(), new Date(at).toISOString(), date(at).slice(0, 7)]);
};
const encounter = (): Record<string, unknown> => {
  const start = when();
  const over = draw(3) > 0;
  return {
    resourceType: 'Encounter',
    status: pick(['in-progress', 'finished', 'entered-in-error', 'finished']),
    class: { code: pick(['IMP', 'AMB', 'VR']) },
    subject: { reference: `Patient/${pick(['p', 'q', 'r', 's', 't'])}` },
    ...(draw(9) === 0 ? {} : { serviceProvider: { reference: `Organization/${pick(HOUSES)}` } }),
    period: {
      start,
      ...(over ? { end: draw(8) === 0 ? when() : new Date(now - draw(4000) * MINUTE).toISOString() } : {}),
    },
    ...(draw(4) === 0 ? {} : { length: { value: pick([1, 2.5, 45.1, 0, 1000000]) } }),
    location: Array.from({ length: draw(4) }, () => ({
      location: { reference: `Organization/${pick(HOUSES)}` },
      status: pick(['active', 'completed']),
      period: { start: when() },
    })),
  };
};
const entry = (): Record<string, unknown> => ({
  resourceType: 'Basic',
  code: { coding: [{ code: pick(['beds', 'other']) }] },
  subject: { reference: `Organization/${pick(HOUSES)}` },
  created: date(now - draw(PAST) * MINUTE),
  extension: [
    ...(draw(6) === 0 ? [] : [{ url: 'amount', valueDecimal: pick([0, 3, 12.5]) }]),
    { url: 'covers', valueCode: draw(12) === 0 ? 'region' : 'own' },
    { url: 'evidence', valueCode: pick(['claimed', 'evidenced', 'disputed']) },
    ...(draw(2) === 0 ? [] : [{ url: 'item', valueString: pick(['a', 'b', 'c']) }]),
  ],
});

const store = (versions: readonly NewVersion[]): Promise<unknown> =>
  database.app.write(FIGURES_ACTOR, clock.now(), (tx) =>
    tx.finish(storeStatements(versions, FIGURES_ACTOR, clock.now())),
  );

/** Writes of one to four records, and among very many now and then an import. */
const writesAtOnce = (): number => 1 + (LARGE && draw(8) === 0 ? draw(300) : draw(4));

/** One transaction or merger; says how many events it was. */
const happen = async (): Promise<number> => {
  // several records of one transaction; two transactions may carry the same moment
  if (draw(5) > 0) now += (1 + draw(60)) * MINUTE;
  const one = draw(100);
  if (one === 0 && merged.length < 2) {
    const [house, into] = merged.length === 0 ? (['b', 'a'] as const) : (['f', 'd'] as const);
    merged.push({ house, into, from: now });
    await database.owner(
      `insert into organisation_merged (organisation, into_organisation, merged_on, reason, actor, at) values ($1, $2, $3, '合并', 'system:test', $4)`,
      [house, into, date(now), new Date(now)],
    );
    await fileOrganisations(ground());
    now += MINUTE;
    return 1;
  }
  if (one === 1 && absorbed.length === 0) {
    absorbed.push({ resident: 'q', into: 'p', from: now, until: null });
    await database.owner(
      `insert into resident_merge (id, absorbed, survivor, at, actor, role, organisation, reason) values ('m', 'q', 'p', $1, 'x', 'x', 'x', 'x')`,
      [new Date(now)],
    );
    return 1;
  }
  const versions: NewVersion[] = [];
  const touched = new Set<string>();
  for (let left = writesAtOnce(); left > 0; left--) {
    const record = held.length === 0 || draw(3) === 0 ? undefined : pick(held);
    if (record !== undefined && touched.has(record.id)) continue;
    if (record === undefined) {
      const id = `r${held.length}`;
      const type = draw(4) === 0 ? 'Basic' : 'Encounter';
      held.push({ type, id, version: 1, gone: false });
      versions.push(newVersion((type === 'Basic' ? entry() : encounter()) as never, id, null, clock.now()));
      touched.add(id);
    } else {
      touched.add(record.id);
      // withdrawn, brought back, or corrected; now and then by the very same content
      const withdraws = !record.gone && draw(6) === 0;
      versions.push(
        withdraws
          ? deletion(record.type, record.id, record.version, null)
          : newVersion(
              (record.type === 'Basic' ? entry() : encounter()) as never,
              record.id,
              record.version,
              clock.now(),
            ),
      );
      record.version++;
      record.gone = withdraws;
    }
  }
  if (versions.length > 0) await store(versions);
  return versions.length;
};

// ------------------------------------------------------------------ the other way of counting
const recounted = async (): Promise<readonly Fact[]> => {
  const facts: Fact[] = [];
  for (const view of VIEWS) {
    const { text, values = [] } = recountStatement(view, ZONE);
    for (const row of await database.owner(
      `select *, nullif(known_until, 'infinity') as until, trim_scale(amount)::text as amount_text from (${text}) as told`,
      values,
    ))
      facts.push({
        view: String(row['view']),
        record: String(row['record']),
        version: Number(row['version']),
        place: Number(row['place']),
        organisation: row['organisation'] as string | null,
        resident: row['resident'] as string | null,
        day: row['day'] as string | null,
        startAt: row['start_at'] as Date | null,
        endDay: row['end_day'] as string | null,
        endAt: row['end_at'] as Date | null,
        amount: row['amount_text'] as string | null,
        cell: JSON.parse(String(row['cell'])) as Record<string, string>,
        attributes: JSON.parse(String(row['attributes'])) as Record<string, string>,
        knownFrom: row['known_from'] as Date,
        knownUntil: row['until'] as Date | null,
      });
  }
  return facts;
};

const ledTo = (house: string, moment: number, day: string): string =>
  merged.find((each) => each.house === house && each.from <= moment && date(each.from) <= day)?.into ?? house;
const housesOf = (scope: FigureScope, moment: number, day: string): ReadonlySet<string> | null => {
  if (scope.kind === 'region') return null;
  const own = scope.kind === 'consortium' ? (CONSORTIUM[scope.id] ?? []) : [scope.id];
  return new Set(HOUSES.filter((house) => own.includes(house) || own.includes(ledTo(house, moment, day))));
};

const SCOPES: readonly FigureScope[] = [
  { kind: 'region' },
  { kind: 'consortium', id: 'one' },
  { kind: 'consortium', id: 'two' },
  { kind: 'organisation', id: 'a' },
];

const check = async (asked: readonly FigureAsked[], facts: readonly Fact[]): Promise<readonly FigureAnswer[]> => {
  const parts = { db: database.app, clock, zone: ZONE, catalogue: FIGURES, views: VIEWS, smallestCell: 0 };
  const answers: FigureAnswer[] = [];
  for (const answer of await figureReader(parts)(FIGURES_ACTOR, asked)) {
    if (isRefusal(answer)) throw new Error(answer.refused);
    answers.push(answer);
  }
  // what a scope knew at a moment is picked out once, and not again for each figure of it
  const knownTo = new Map<string, readonly Fact[]>();
  const knownIn = (moment: Date, houses: ReadonlySet<string> | null): readonly Fact[] => {
    const key = JSON.stringify([moment, houses === null ? null : [...houses]]);
    const found =
      knownTo.get(key) ??
      facts.filter(
        ({ knownFrom, knownUntil, organisation }) =>
          knownFrom <= moment &&
          (knownUntil === null || knownUntil > moment) &&
          (houses === null || (organisation !== null && houses.has(organisation))),
      );
    knownTo.set(key, found);
    return found;
  };
  const plain = asked.map(({ code, scope, period, asOf }) => {
    const definition = FIGURES.find(code);
    if (definition === undefined) throw new Error(code);
    const moment = asOf ?? clock.now();
    const houses = housesOf(scope, moment.getTime(), period.to);
    return {
      code,
      scope,
      period,
      ...figureOver(
        FIGURES,
        definition,
        {
          facts: knownIn(moment, houses),
          organisations: houses,
          organisationNow: (id) => ledTo(id, moment.getTime(), period.to),
          residentNow: (id) =>
            absorbed.find((each) => each.resident === id && each.from <= moment.getTime())?.into ?? id,
          byHand: new Set(['entry']),
          moment,
        },
        period,
      ),
    };
  });
  expect(
    answers.map(({ code, scope, period, value, numerator, denominator, missing }) => ({
      code,
      scope,
      period,
      value,
      numerator,
      denominator,
      missing,
    })),
  ).toEqual(
    plain.map(({ code, scope, period, value, numerator, denominator, missing }) => ({
      code,
      scope,
      period,
      value,
      numerator,
      denominator,
      missing,
    })),
  );
  return answers;
};

test(
  'whatever is written, every figure is what a recount of the stored records gives, now and as of any past moment',
  async () => {
    const kept: { readonly asked: readonly FigureAsked[]; readonly answers: readonly FigureAnswer[] }[] = [];
    let happened = 0;
    for (let checkpoint = 0; checkpoint < CHECKPOINTS; checkpoint++) {
      while (happened < (EVENTS / CHECKPOINTS) * (checkpoint + 1)) {
        happened += await happen();
        if (draw(40) === 0) await foldFacts(ground());
      }
      expect((await balance(ground())).filter(({ differences }) => differences.length > 0)).toEqual([]);
      const facts = await recounted();
      const to = date(now - draw(200) * 1440 * MINUTE);
      const from = date(Date.parse(to) - draw(250) * 1440 * MINUTE);
      const scopes = LARGE ? [SCOPES[0] ?? pick(SCOPES), pick(SCOPES.slice(1))] : SCOPES;
      const asked = scopes.flatMap((scope) =>
        FIGURES.figures.map(
          ({ code }): FigureAsked => ({
            code,
            scope,
            period: { from, to },
            asOf: null,
            trace: !LARGE || draw(8) === 0,
          }),
        ),
      );
      await check(asked, facts);
      // a moment long enough past that nothing can still be stamped before it
      const moment = new Date(now - (2 + draw(3000)) * MINUTE);
      const past = asked.map((each) => ({
        ...each,
        period: { from: '2024-06-01', to: date(Math.min(Date.parse(to), moment.getTime() - 86_400_000)) },
        asOf: moment,
      }));
      kept.push({ asked: past, answers: await check(past, facts) });
      for (const before of kept) expect(await check(before.asked, facts)).toEqual(before.answers);
      if (LARGE)
        process.stderr.write(`checkpoint ${checkpoint + 1}: ${happened} events, ${facts.length} facts, all equal\n`);
    }
    expect(merged.length).toBeGreaterThan(0);
    await foldFacts(ground());
    expect(await database.owner('select count(*)::int as n from fact_change')).toEqual([{ n: 0 }]);
    // made again from nothing, they are the same
    await database.owner('delete from fact_view');
    expect(await makeFacts(ground())).toEqual(VIEWS.map(({ code }) => code));
    expect((await balance(ground())).filter(({ differences }) => differences.length > 0)).toEqual([]);
    const facts = await recounted();
    for (const before of kept) expect(await check(before.asked, facts)).toEqual(before.answers);
  },
  Math.max(600_000, EVENTS * 40),
);
